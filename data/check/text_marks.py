"""What is written around a cell's text so that Excel keeps it as text, and is no part of it."""

from __future__ import annotations

import re

from data.codelists import without_invisible

_CLOSING_QUOTE = re.compile(r"\w'(?!\w)")


def bare(written: str) -> str:
    """Return a text without spaces around it, invisible characters, and the marks of text: '00123 and ="00123"."""
    text = without_invisible(written).strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text.strip("'").strip() if text.startswith("'") else text


def bare_words(written: str) -> str:
    """The same for free text, where an apostrophe may also open a quotation."""
    text = without_invisible(written).strip()
    return text if text.startswith("'") and _CLOSING_QUOTE.search(text) else bare(text)
