"""Remove the marks around a cell's text that only make Excel keep it as text."""

from __future__ import annotations

import re

from data.codelists import without_invisible

_CLOSING_QUOTE = re.compile(r"\w'(?!\w)")


def bare(written: str) -> str:
    """Return a text without outer spaces, invisible characters and text marks, as in '00123 and
    ="00123".
    """
    text = without_invisible(written).strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text.strip("'").strip() if text.startswith("'") else text


def bare_words(written: str) -> str:
    """Return free text without these marks, but keep an apostrophe that opens a quotation."""
    text = without_invisible(written).strip()
    return text if text.startswith("'") and _CLOSING_QUOTE.search(text) else bare(text)
