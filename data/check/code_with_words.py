"""A code and its words in one cell, in any list: '1 - Suitable', 'F: Female', 'Yes (1)', '9 - Not
recorded'.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from data.check.cell_result import NOTHING, CellResult, unknown
from data.codelists import Codelist

CONTRADICTED = unknown(
    "code_contradicted",
    "begins with one code, but its words mean another",
    "Keep the one that is right.",
)
_MARK = r"\s*(?:[:=).,|]|-+|\s)\s*"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"[(\[]\s*(?P<code>\w{1,12})\s*[)\]]\s*[-:]?\s*(?P<words>.+)",
        rf"(?P<code>\w{{1,12}}){_MARK}(?P<words>.+)",
        r"(?P<words>.+?)\s*[-:]?\s*[(\[]\s*(?P<code>\w{1,12})\s*[)\]]",
        rf"(?P<words>.+?){_MARK}(?P<code>\w{{1,12}})",
        r"(?P<code>.{1,60}?)(?:\s-+|:)\s+(?P<words>.+)",
    )
)
_LONGEST = 300  # letters: no list has longer words
_NUMBER = re.compile(r"\d{1,2}")
_AGES = re.compile(
    r"[\s,:-]*\(?\s*(?:aged?\s*)?\d{2}\s*(?:(?:-|/|to)\s*\d{2}|\+)\s*(?:years?|year olds)?\s*\)?"
)


def code_and_words(text: str, codes: Codelist, blanks: Collection[str]) -> CellResult | None:
    """Return what a folded text of a code and words means, or None if it is not such a text.

    Both must be spellings of the list and mean the same, or neither is used. A number that is not a
    code of the list is a position in the case system's own list: then the words decide, and may
    mean blank.
    """
    for shape in _SHAPES if len(text) <= _LONGEST else ():
        match = shape.fullmatch(text)
        if not match or (
            len(match["words"]) == 1 and match["code"] == match["words"]
        ):  # 'B - B' may be bed and breakfast
            continue
        code, said = codes.spellings.get(match["code"]), _said(match["words"], codes)
        if code and said:
            return CellResult(code) if code == said else CONTRADICTED
        if not code and _NUMBER.fullmatch(match["code"]):
            if said:
                return CellResult(said)
            if match["words"] in blanks:
                return NOTHING
    return None


def without_ages(text: str) -> str:
    """Return a text without a band of ages: 'former relevant 18-20'."""
    return _AGES.sub("", text)


def _said(words: str, codes: Codelist) -> str | None:
    words = words.strip(" -:'\"")
    return codes.spellings.get(words) or (
        codes.spellings.get(without_ages(words)) if codes.name == "eligibility" else None
    )


# The codes of the children in need census, which the Standard Safeguarding Dataset uses too. A cell
# may
# have more than one.
_PARTED = re.compile(r"\s*(?:[,;|/+&]|\band\b)\s*")


def disabilities(text: str, codes: Codelist) -> CellResult | None:
    """Return whether any of several codes means a disability; None unless all codes are known.

    The code for no disability together with another is a contradiction.
    """
    parts = [part for part in _PARTED.split(text) if part]
    found = [codes.spellings.get(part) or _both(part, codes) for part in parts]
    if len(parts) < 2 or None in found:
        return None
    return CellResult(found[0]) if len(set(found)) == 1 else CONTRADICTED


def _both(part: str, codes: Codelist) -> str | None:
    meant = code_and_words(part, codes, ())
    return str(meant.value) if meant and meant.value else None
