"""How the made-up council is made up: its people, their lives, and what was done for them."""
