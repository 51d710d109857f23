"""The look of a page: style, headline, tiles and messages."""
