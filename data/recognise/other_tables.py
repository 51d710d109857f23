"""Recognise other tables of whole returns by name and headings, to list them without reading
them."""

from __future__ import annotations

import re

from data.workbook import Sheet

_LOOKED_AT = 30  # rows searched for headings
_ANNEX_A = {
    1: "contacts",
    2: "early help assessments",
    3: "referrals",
    4: "assessments",
    5: "section 47 enquiries and child protection conferences",
    6: "children in need",
    7: "child protection plans",
    8: "children in care",
    10: "adoption",
    11: "adopters",
}
_LIST = re.compile(r"(?:annex a\b.*)?list 0?(\d+)\b(?!.*\blist\b)")
_LIST_BEGINS = {"child unique id", "gender", "ethnicity", "date of birth"}
_OF_LIST_9 = {"eligibility category", "la in touch", "activity status"}
_RETURN = {  # a heading that only one table of the return has -> the table
    "decom": "Episodes",
    "duc": "UASC",
    "review code": "Reviews",
    "sdq score": "OC2",
    "date int": "AD1",
    "date placed": "Placed for adoption",
    "prev perm": "Previous permanence",
    "mis start": "Missing",
    "sw decom": "Social worker episodes",
    "dolo start": "Deprivation of liberty",
}
_CHILD = "child"
_OF_A_RETURN = {"dob", "review", "missing", "sw id", "date placed ceased", *_RETURN}
_OURS_OF_A_RETURN = {
    "in touch",
    "activ",
    "accom",
    "ethnic",
    "upn",
}  # of OC3 and the Header, which are read
_SSD = re.compile(r"ssd[_ ]+(?!care[_ ]leaver|person)[a-z0-9]+(?:[_ ]+[a-z0-9]+)*")
_SSD_HEADING = re.compile(r"(?!clea|pers)[a-z0-9]{3,5}_[a-z0-9_]+")


def another_table(sheet: Sheet) -> str:
    """Return which other table of a whole return a sheet is; "" if it is not known."""
    headings = _headings(sheet)
    return (
        _of_annex_a(sheet.name, headings)
        or _of_a_return(headings)
        or of_the_ssd(sheet.name)
        or _of_ssd_headings(sheet)
    )


def of_the_ssd(name: str) -> str:
    """Return whether a name is of another table of the Standard Safeguarding Dataset, as text;
    otherwise "".
    """
    plain = name.strip().lower().replace("-", "_")
    return "another table of the Standard Safeguarding Dataset" if _SSD.fullmatch(plain) else ""


def _of_annex_a(name: str, headings: list[set[str]]) -> str:
    numbered = _LIST.match(_plain(name))
    number = int(numbered[1]) if numbered else 0
    if number in _ANNEX_A:
        return f"another list of Annex A: {_ANNEX_A[number]}"
    begins = any(
        row >= _LIST_BEGINS and any(text.startswith("age") for text in row) and not row & _OF_LIST_9
        for row in headings
    )
    return "another list of Annex A" if begins else ""


def _of_a_return(headings: list[set[str]]) -> str:
    row = next(
        (
            row
            for row in headings
            if _CHILD in row and row & _OF_A_RETURN and not row & _OURS_OF_A_RETURN
        ),
        None,
    )
    if row is None:
        return ""
    title = next((title for heading, title in _RETURN.items() if heading in row), "")
    return f"another table of the 903 return{f': {title}' if title else ''}"


def _of_ssd_headings(sheet: Sheet) -> str:
    """Recognise an SSD table with a different name: every heading begins with the same short table
    name.
    """
    for cells in sheet.rows[:_LOOKED_AT]:
        texts = [str(cell).strip().lower() for cell in cells if str(cell).strip()]
        prefixes = {text.partition("_")[0] for text in texts}
        if len(texts) > 2 and len(prefixes) == 1 and all(map(_SSD_HEADING.fullmatch, texts)):
            return "another table of the Standard Safeguarding Dataset"
    return ""


def _headings(sheet: Sheet) -> list[set[str]]:
    return [
        {_plain(cell) for cell in row if isinstance(cell, str)} - {""}
        for row in sheet.rows[:_LOOKED_AT]
    ]


def _plain(text: str) -> str:
    """Return a text in lower case, with one space between words."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
