"""How a page looks: style, headline, tiles, messages."""
