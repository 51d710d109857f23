"""The made-up council: its people, their lives, and the work of its service."""
