"""The meaning of one cell: an ID, a date, a number, a code or a text, read without looking at other
cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from data.check.cell_result import NOTHING, CellIssue, CellResult, tidied, unknown
from data.check.code_cell import read_code, read_taught
from data.check.date_cell import could_be_month_first, read_date
from data.check.text_marks import bare, bare_words
from data.codelists import fold
from data.schema import Blank, Column, Kind

__all__ = ["CellIssue", "CellResult", "could_be_month_first", "meaning"]

# Words that mean blank in a column of IDs, dates, numbers or codes.
_BLANKS = {
    "",
    "-",
    "--",
    "---",
    "n/a",
    "n/a.",
    "n.a.",
    "n / a",
    "na",
    "null",
    "(null)",
    "none",
    "tbc",
    "tba",
    "nan",
    "nat",
    "<na>",
}
_BLANKS |= {
    ".",
    "?",
    "(blank)",
    "blank",
    "not recorded",
    "not known",
    "unknown",
    "not applicable",
    "to be confirmed",
}
_NOBODY = _BLANKS | {
    "unallocated",
    "not allocated",
    "unassigned",
    "not assigned",
    "vacant",
    "no worker",
    "no adviser",
}
_EXCEL_ERROR = re.compile(
    r"#(?:n/a|ref!|value!|div/0!|name\?|null!|num!|spill!|calc!|field!|busy!|getting_data|error!?|#+)",
    re.I,
)
_SEVERAL = re.compile(r"#?multi[- ]?value[sd]?|#?multiple values?", re.I)
_WHOLE = re.compile(r"^([\d\s,]*\d)\.0+$")  # 12345.0, which no system uses as an ID
_ROUNDED_ID = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.I)  # 1.23457E+15

ID_ROUNDED = unknown(
    "id_rounded",
    "is a number of more than 15 digits, which Excel has already rounded",
    "Store the ID column as text in the case system's export.",
)
ID_IS_A_DATE = unknown(
    "id_is_a_date",
    "is a date, because Excel has changed the ID into one",
    "Format the ID column as text and paste the IDs from the case system again.",
)
NO_ID = unknown("not_an_id", "is not an ID", "Write the ID as in the case system.")
ALLOCATED_TO_NOBODY = tidied(
    None,
    "allocated_to_nobody",
    "means that nobody is allocated; read as blank",
    "Leave the cell empty.",
)
NOT_A_NUMBER = unknown(
    "not_a_number", "is not a number", "Write a whole number, or leave the cell empty."
)
ERROR_AS_TEXT = unknown(
    "excel_error",
    "has an Excel error written as text",
    "Correct the formula in the source, or leave the cell empty.",
)
NOT_AVAILABLE = tidied(
    None,
    "not_available",
    "means that a look-up found nothing (N/A); read as blank",
    "Leave the cell empty if nothing is recorded.",
)
SEVERAL_ANSWERS = unknown(
    "several_answers",
    "has several answers in one cell, and the case system does not show which is right",
    "Keep only the latest answer.",
)


def meaning(
    written: object, column: Column, as_at: date, taught: Mapping[str, str] | None = None
) -> CellResult:
    """Return what a cell of this column means. Never raises for any cell.

    `taught` gives the meaning of the council's own spellings, by folded spelling: a code, or "" for
    nothing recorded. It is used before anything else.
    """
    if isinstance(written, str):
        if (
            column.kind is Kind.ID and written.isascii() and written.isdigit()
        ):  # nearly every ID: nothing to tidy
            return CellResult(written)
        if taught and column.kind is Kind.CODE and (code := taught.get(fold(written))) is not None:
            return read_taught(code, column, as_at)
        written = bare_words(written) if column.kind is Kind.TEXT else bare(written)
    if written is None or written == "" or written != written:
        return NOTHING
    if taught and column.kind is Kind.CODE and (code := taught.get(fold(written))) is not None:
        return read_taught(code, column, as_at)
    if isinstance(written, str):
        if _EXCEL_ERROR.fullmatch(written):
            lookup = written.lower() == "#n/a" and column.kind in (
                Kind.CODE,
                Kind.DATE,
                Kind.NUMBER,
            )
            return NOT_AVAILABLE if lookup else ERROR_AS_TEXT
        if _SEVERAL.fullmatch(written):
            return SEVERAL_ANSWERS
    return _READERS[column.kind](written, column, as_at)


def _id(written: object, column: Column, as_at: date) -> CellResult:
    if isinstance(written, (date, time)):
        return ID_IS_A_DATE
    if isinstance(written, (bool, timedelta)):
        return NO_ID
    if isinstance(written, (int, float)):
        return (
            ID_ROUNDED
            if abs(written) >= 1e15
            else CellResult(f"{written:.0f}" if float(written).is_integer() else str(written))
        )
    if fold(written) in _BLANKS:
        return NOTHING
    text = re.sub(r"\s+", " ", str(written))
    if _ROUNDED_ID.fullmatch(text):
        return ID_ROUNDED
    return CellResult(_WHOLE.sub(r"\1", text))


def _text(written: object, column: Column, as_at: date) -> CellResult:
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    if column.blank is Blank.NOT_DONE and fold(written) in _NOBODY:
        return ALLOCATED_TO_NOBODY
    return CellResult(re.sub(r"\s+", " ", str(written)))


def _code(written: object, column: Column, as_at: date) -> CellResult:
    return read_code(written, column, as_at, _BLANKS)


def _number(written: object, column: Column, as_at: date) -> CellResult:
    if isinstance(written, str):
        if fold(written) in _BLANKS:
            return NOTHING
        try:
            written = float(written.replace(",", ""))
        except ValueError:
            return NOT_A_NUMBER
    if isinstance(written, bool) or not isinstance(written, (int, float)) or written != written:
        return NOT_A_NUMBER
    if not column.lowest <= written <= column.highest:
        words = f"is not between {column.lowest:g} and {column.highest:g}"
        return unknown("out_of_range", words, "Correct the number, or leave the cell empty.")
    return CellResult(float(written))


def _date(written: object, column: Column, as_at: date) -> CellResult:
    return NOTHING if fold(written) in _BLANKS else read_date(written, column, as_at)


_READERS: dict[Kind, Callable[[object, Column, date], CellResult]] = {
    Kind.ID: _id,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
