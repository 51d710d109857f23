"""Sheet names that Excel accepts: at most 31 characters, no []:*?/\\, all different."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 31
_NOT_ALLOWED = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_RESERVED = "history"


def sheet_names(words: Iterable[str]) -> list[str]:
    """Return a valid name for each, in order; names that differ only in case get ' (2)', ' (3)'."""
    taken: set[str] = set()
    names = []
    for one in words:
        plain = " ".join(_NOT_ALLOWED.sub(" ", one).split()).strip("'") or "Sheet"
        name, number = _cut(plain, ""), 2
        while name.casefold() in taken or name.casefold() == _RESERVED:
            name, number = _cut(plain, f" ({number})"), number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(words: str, ending: str) -> str:
    """Return the words and the ending in at most 31 characters as Excel counts them (UTF-16)."""
    while _units(words) > _LONGEST - _units(ending):
        words = words[:-1]
    return words.rstrip(" '") + ending


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
