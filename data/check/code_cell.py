"""Read a cell as a code: in the spellings of real extracts, with words after it, or from a similar
list.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from data.check.cell_result import NOTHING, CellIssue, CellResult, tidied, unknown
from data.check.code_with_words import CONTRADICTED, code_and_words, disabilities, without_ages
from data.codelists import Codelist, codelist, fold
from data.problems import Severity
from data.schema import Column

# Lists whose codes are written with words: 'S - No fixed abode', '(G5) ...', 'WBRI: White British'.
_WITH_WORDS = {"accommodation", "activity", "in_touch", "ethnicity", "gender"}
# In the return OC3 a zero in these means that nothing is recorded.
_NOUGHT_IS_NOTHING = {"accommodation", "activity"}
_SHAPES = tuple(
    (re.compile(pattern), alone)
    for pattern, alone in (
        (r"[(\[]\s*(?P<code>\w{1,7})\s*[)\]]\s*[-:]?\s*(?P<words>.*)", True),
        (r"(?P<code>\w{1,7})\s*(?:[:=)]| -|- )\s*(?P<words>.+)", True),
        # 'With parent(s)' ends, and 'B & B' begins, with a letter too: here the words must mean the
        # code.
        (r"(?P<words>.+?)\s*[(\[]\s*(?P<code>\w{1,7})\s*[)\]]", False),
        (r"(?P<code>\w{1,7})(?:-| )(?P<words>.+)", False),
    )
)
_UNMAPPED = re.compile(r"""code\s*['"]?(?P<code>\w{1,7})['"]? is not mapped\W*""")
_WITH_DIGIT = re.compile(r"([a-z])\s?[/-]?\s?([12])")
_JUDGED = {"1": "suitable", "2": "unsuitable"}
# '3', 'Area 3', '3. Supervision', 'Area for improvement 3: supervision'; not '3 and 4'.
_NUMBERED = re.compile(
    r"(?:(?:improvement )?area(?: (?:for|of) improvement)?|section)?\s*\(?(?P<code>\d)\)?(?!\d)(?P<words>\W.*)?"  # noqa: E501
)
_ANOTHER_NUMBER = re.compile(r"\s*(?:[&,/+;.-]|and|to)?\s*\d")
_LEAST_WORDS = 5  # letters that a spelling must have to be searched for inside other words

# Placements of looked-after children, in the return's table of episodes. Those that could also be
# a type of accommodation with a digit are listed separately.
PLACEMENT_ONLY = re.compile(r"a[3-6]|h5|p[1-3]|r[35]|t[034]|u[3-6]")
PLACEMENT_OR_TYPE = re.compile(r"k[12]|r[12]|s1|t[12]|u[12]|z1")
_PLACEMENT_WORDS = re.compile(
    r"(?<!former )\bfoster|placed for adoption|adoptive|children'?s home|residential school|secure (?:unit|children|home)"  # noqa: E501
    r"|connected person|kinship|mother and baby|placement|looked.after|placed with"
)
_EMPTY = "Use one of the codes, or leave the cell empty if it is not known."
PLACEMENT = unknown(
    "placement_in_care",
    "is a placement of a child in care, not a care leaver's type of accommodation",
    _EMPTY,
)
NOUGHT = unknown(
    "suitability_nought",
    "is 0, which means unsuitable in some councils and not recorded in others",
    "Choose what 0 means here. The answer is kept with the mapping.",
)
NONE_WRITTEN = {
    "eligibility": "is read as 'no current eligibility'",
    "disability": "is read as 'no disability'",
}


def read_code(written: object, column: Column, as_at: date, blanks: Collection[str]) -> CellResult:
    """Return what a cell of a coded column means; `blanks` are the words that mean blank."""
    codes, text = codelist(column.codes), fold(written)
    if codes.open and text in blanks:
        return NOTHING
    if code := codes.code_for(written):
        if text == "none" and codes.name in NONE_WRITTEN:
            return tidied(
                code,
                "none_is_a_code",
                NONE_WRITTEN[codes.name],
                "Leave the cell empty if nothing is recorded.",
            )
        if (
            codes.open
            and code not in codes.labels
            and (found := code_and_words(text, codes, ()))
            and found.value
        ):
            return found
        return _used(CellResult(code), codes, as_at)
    if text in blanks or (text == "0" and codes.name in _NOUGHT_IS_NOTHING):
        return NOTHING
    if found := _otherwise(text, codes) or _with_words(text, codes, blanks):
        return _used(found, codes, as_at)
    return unknown("not_in_list", f"is not one of {codes.allowed()}", _EMPTY)


def read_taught(code: str, column: Column, as_at: date) -> CellResult:
    """Return the meaning that a person has chosen for this spelling: a code, or "" for nothing
    recorded.
    """
    return _used(CellResult(code), codelist(column.codes), as_at) if code else NOTHING


def _used(found: CellResult, codes: Codelist, as_at: date) -> CellResult:
    """Return the meaning, with a note if the code was retired before the as-at date."""
    code = found.value
    if (
        found.fault
        or not isinstance(code, str)
        or code not in codes.ends
        or as_at <= codes.ends[code]
    ):
        return found
    words = f"is a code that ended on {codes.ends[code]:%d/%m/%Y}; it still counts"
    return CellResult(
        code,
        CellIssue("code_retired", words, "Use the code that replaced it.", Severity.NOTE),
        found.implied,
    )


def _otherwise(text: str, codes: Codelist) -> CellResult | None:
    """Return the meaning of a spelling that is not in the code list, or None."""
    if codes.name == "suitability" and text == "0":
        return NOUGHT
    if codes.name == "eligibility":
        code = codes.code_for(without_ages(text))
        return CellResult(code) if code else None
    if codes.name == "improvement_area":
        return _numbered(text, codes)
    if codes.name not in _WITH_WORDS:
        return None
    if match := _UNMAPPED.fullmatch(text):
        return _unmapped(match["code"], codes)
    code, judged = _code_and_digit(text, codes)
    if code:
        return CellResult(code, None, judged)
    return _code_with_words(text, codes) or _placement(text, codes)


def _with_words(text: str, codes: Codelist, blanks: Collection[str]) -> CellResult | None:
    """Read a code with words, except in the lists that are read in their own way."""
    if codes.name == "improvement_area":
        return None
    if codes.name == "disability" and (found := disabilities(text, codes)):
        return found
    return code_and_words(text, codes, blanks)


def _numbered(text: str, codes: Codelist) -> CellResult | None:
    """Return the number before some words, or a contradiction if the words mean another number."""
    match = _NUMBERED.fullmatch(text)
    if (
        not match
        or match["code"] not in codes.labels
        or _ANOTHER_NUMBER.match(match["words"] or "")
    ):
        return None
    meant = codes.spellings.get((match["words"] or "").strip(" -:.)"))
    return CONTRADICTED if meant not in (None, match["code"]) else CellResult(match["code"])


def _unmapped(text: str, codes: Codelist) -> CellResult | None:
    """Read 'Code 'S' is not mapped': the case system knows the code, but its report has no words
    for it.
    """
    code, judged = _code_and_digit(text, codes)
    if not code and not (text == "0" and codes.name in _NOUGHT_IS_NOTHING):
        return _placement(text, codes)
    words = "says that a code is not mapped; that code is used"
    return tidied(
        code or None,
        "code_not_mapped",
        words,
        "Give the code its words in the case system's report.",
        judged,
    )


def _code_and_digit(text: str, codes: Codelist) -> tuple[str, str]:
    """Return the code of a short text and the suitability from its digit: ('U', 'unsuitable') for
    'u2'.
    """
    if text.upper() in codes.labels:
        return text.upper(), ""
    match = _WITH_DIGIT.fullmatch(text) if codes.name == "accommodation" else None
    if match and match[1].upper() in codes.labels:
        return match[1].upper(), _JUDGED[match[2]]
    return "", ""


def _code_with_words(text: str, codes: Codelist) -> CellResult | None:
    """Read a code with words after it. If the words mean another code, neither is used."""
    for shape, alone in _SHAPES:
        match = shape.fullmatch(text)
        code, judged = _code_and_digit(match["code"], codes) if match else ("", "")
        if not match or not code:
            continue
        alone = alone or bool(re.search(r"\d", match["code"]))
        words = match["words"].strip(" -:'\"")
        if len(words) == 1:  # 'B - B' may be bed and breakfast
            continue
        meant = _meant_by(words, codes)
        if code in meant or (alone and not words):
            return CellResult(code, None, judged)
        if alone and (meant or _against(words, code, codes)):
            return CONTRADICTED
        if (
            alone and code != "C" and _placement(words, codes)
        ):  # C is residential care, a children's home too
            return PLACEMENT
        if alone:
            advice = "Do nothing if the words mean the same as the code."
            return tidied(
                code,
                "code_with_words",
                "has words next to the code; the code is used",
                advice,
                judged,
            )
    return None


def _meant_by(words: str, codes: Codelist) -> set[str]:
    """Return every code that the words mean, or that a spelling inside them means."""
    if words in codes.spellings:
        return {codes.spellings[words]}
    inside = (
        spelling
        for spelling in codes.spellings
        if len(spelling) >= _LEAST_WORDS and spelling in words
    )
    return {
        codes.spellings[one]
        for one in inside
        if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words)
    }


def _against(words: str, code: str, codes: Codelist) -> bool:
    """Return whether words after an activity's code contradict it without being in the code list.

    Examples are 'F1 - NEET' and 'P2 - full time'.
    """
    if codes.name != "activity":
        return False
    other_time = "part" if code.startswith("F") else "full"
    idle = codes.groups[code] == "EET" and re.search(
        r"\bneet\b|\bnot in (?:education|work|employment)|\bunemployed\b", words
    )
    return bool(
        idle or (not code.startswith("G") and re.search(rf"\b{other_time}[- ]?time\b", words))
    )


def _placement(text: str, codes: Codelist) -> CellResult | None:
    placed = codes.name == "accommodation" and (
        PLACEMENT_ONLY.fullmatch(text) or _PLACEMENT_WORDS.search(text)
    )
    return PLACEMENT if placed else None
