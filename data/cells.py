"""What one cell means: an id, a date, a number, a code or a text, each read by its own form alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data.codelists import codelist, fold
from data.problems import Severity
from data.schema import Blank, Column, Kind

WARNING, NOTE = Severity.WARNING, Severity.NOTE
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_BLANKS = {"", "-", "--", "n/a", "na", "null", "none", "tbc", "nan", ".", "not recorded", "not known", "unknown", "#n/a"}
_NOBODY = _BLANKS | {"unallocated", "not allocated", "unassigned", "not assigned", "vacant", "no worker", "no adviser"}
_SLASHED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}.*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/]+([a-z]{3,9})[\s\-/,]+(\d{4}|\d{2})(?: .*)?", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 Excel's day 0, without a time zone
_MISSING_DATES = {date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a rule code, how grave, in words, and what to do. No cell value is in the words."""

    rule: str
    message: str
    advice: str
    severity: Severity = WARNING


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell means (None: nothing), and its fault if it has one. A WARNING leaves the value unknown; a NOTE has tidied it."""

    value: object = None
    fault: Fault | None = None


NOTHING = Meaning()
ID_ROUNDED = Meaning(
    None,
    Fault(
        "id_rounded",
        "is a number of more than 15 digits, which Excel has already rounded",
        "Store the id column as text in the case system's export.",
    ),
)
NOT_A_DATE = Meaning(None, Fault("not_a_date", "is not a date", "Write the date as dd/mm/yyyy."))
MONTH_FIRST = Meaning(None, Fault("month_first", "can only be read month first", "Export the column as real dates, or as dd/mm/yyyy."))
MISSING_DATE = Meaning(
    None, Fault("missing_date", "is Excel's day nought and stands for a missing date; read as blank", "Leave the cell empty.", NOTE)
)
ALLOCATED_TO_NOBODY = Meaning(
    None, Fault("allocated_to_nobody", "means that nobody is allocated; read as blank", "Leave the cell empty.", NOTE)
)
NOT_A_NUMBER = Meaning(None, Fault("not_a_number", "is not a number", "Write a whole number, or leave the cell empty."))


def meaning(written: object, column: Column, as_at: date) -> Meaning:
    """What a cell of this column means. Never raises for anything a cell can hold."""
    if isinstance(written, str):
        written = _INVISIBLE.sub("", written).strip()
    if written is None or written == "":
        return NOTHING
    return _READERS[column.kind](written, column, as_at)


def _id(written: object, column: Column, as_at: date) -> Meaning:
    if isinstance(written, float):
        return ID_ROUNDED if abs(written) >= 1e15 else Meaning(f"{written:.0f}" if written.is_integer() else str(written))
    if fold(written) in _BLANKS:
        return NOTHING
    text = re.sub(r"\s+", " ", str(written))
    return Meaning(re.sub(r"(?<=\d)\.0+$", "", text))


def _text(written: object, column: Column, as_at: date) -> Meaning:
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    if column.blank is Blank.NOT_DONE and fold(written) in _NOBODY:
        return ALLOCATED_TO_NOBODY
    return Meaning(re.sub(r"\s+", " ", str(written)))


def _code(written: object, column: Column, as_at: date) -> Meaning:
    codes = codelist(column.codes)
    if isinstance(written, str) and codes.open and fold(written) in _BLANKS:
        return NOTHING
    if code := codes.code_for(written):
        if code in codes.ends and as_at > codes.ends[code]:
            words = f"is a code that was retired after {codes.ends[code]:%d/%m/%Y}; it still counts"
            return Meaning(code, Fault("code_retired", words, "Use the code that took its place.", NOTE))
        return Meaning(code)
    if fold(written) in _BLANKS:
        return NOTHING
    return Meaning(
        None,
        Fault("not_in_list", f"is not one of {codes.allowed()}", "Use one of the codes, or leave the cell empty where it is not known."),
    )


def _number(written: object, column: Column, as_at: date) -> Meaning:
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
        return Meaning(
            None,
            Fault(
                "out_of_range", f"is not between {column.lowest:g} and {column.highest:g}", "Correct the number, or leave the cell empty."
            ),
        )
    return Meaning(float(written))


def _date(written: object, column: Column, as_at: date) -> Meaning:
    day = _as_date(written, as_at)
    if isinstance(day, Meaning):
        return day
    if day in _MISSING_DATES:
        return MISSING_DATE
    if not 1900 <= day.year <= 2199:
        return NOT_A_DATE
    if as_at < day <= as_at + timedelta(days=column.grace_days):
        words = f"is after the as-at date, {as_at:%d/%m/%Y}; it counts from the month it falls in"
        return Meaning(day, Fault("after_the_month", words, "Nothing, if the date is right.", NOTE))
    if day > as_at and not column.future_allowed:
        return Meaning(
            None,
            Fault("in_the_future", f"is after the as-at date, {as_at:%d/%m/%Y}", "Correct the date, or check the month of this extract."),
        )
    return Meaning(day)


def _as_date(written: object, as_at: date) -> date | Meaning:
    """The date a cell holds, or what is wrong with it."""
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    if written == time(0):  # how the reader hands over a nought that is formatted as a date
        return _DAY_ZERO.date()
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return (_DAY_ZERO + timedelta(days=int(written))).date() if 0 <= written < 110_000 else NOT_A_DATE
    if not isinstance(written, str):
        return NOT_A_DATE
    if fold(written) in _BLANKS:
        return NOTHING
    if match := _ISO.fullmatch(written):
        return _made(int(match[1]), int(match[2]), int(match[3])) or NOT_A_DATE
    if match := _NAMED.fullmatch(written):
        month = _MONTHS.index(match[2][:3].lower()) + 1 if match[2][:3].lower() in _MONTHS else 0
        return _made(_year(match[3], as_at), month, int(match[1])) or NOT_A_DATE
    if match := _SLASHED.fullmatch(written):
        first, second, year = int(match[1]), int(match[2]), _year(match[3], as_at)
        return _made(year, second, first) or (MONTH_FIRST if _made(year, first, second) else NOT_A_DATE)
    return NOT_A_DATE


def could_be_month_first(written: object) -> bool:
    """Whether a cell is a text date whose day and month could stand the other way round."""
    match = _SLASHED.fullmatch(_INVISIBLE.sub("", written).strip()) if isinstance(written, str) else None
    return bool(match and int(match[1]) <= 12 and int(match[1]) != int(match[2]))


def _year(written: str, as_at: date) -> int:
    """A year of two digits is the latest that is not after next year."""
    if len(written) == 4:
        return int(written)
    year = as_at.year // 100 * 100 + int(written)
    return year if year <= as_at.year + 1 else year - 100


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS = {Kind.ID: _id, Kind.TEXT: _text, Kind.CODE: _code, Kind.NUMBER: _number, Kind.DATE: _date}
