"""The date that a cell holds, by its own form alone."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from data.codelists import without_invisible
from data.faults import Meaning, tidied, unknown
from data.schema import Column

_SLASHED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}.*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*([a-z]{3,9})\.?[\s\-/,]*(\d{4}|\d{2})(?: .*)?", re.I)
_COMPACT = re.compile(r"(19\d\d|20\d\d|21\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # 10000 is in 1927, 99999 in 2173
_MONTHS = [calendar.month_name[number].lower() for number in range(1, 13)]
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 Excel's day 0, without a time zone
_MISSING_DATES = {date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}

NOT_A_DATE = unknown("not_a_date", "is not a date", "Write the date as dd/mm/yyyy.")
MONTH_FIRST = unknown("month_first", "can only be read month first", "Export the column as real dates, or as dd/mm/yyyy.")
MISSING_DATE = tidied(None, "missing_date", "is Excel's day nought and stands for a missing date; read as blank", "Leave the cell empty.")


def read_date(written: object, column: Column, as_at: date) -> Meaning:
    """What a cell of a date column means."""
    day = _as_date(written, as_at)
    if isinstance(day, Meaning):
        return day
    if day in _MISSING_DATES:
        return MISSING_DATE
    if not 1900 <= day.year <= 2199:
        return NOT_A_DATE
    if as_at < day <= as_at + timedelta(days=column.grace_days):
        words = f"is after the as-at date, {as_at:%d/%m/%Y}; it counts from the month it falls in"
        return tidied(day, "after_the_month", words, "Nothing, if the date is right.")
    if day > as_at and not column.future_allowed:
        words = f"is after the as-at date, {as_at:%d/%m/%Y}"
        return unknown("in_the_future", words, "Correct the date, or check the month of this extract.")
    return Meaning(day)


def counted_from_1900(written: object) -> object:
    """A day number of a workbook that counts from 1904 as the same day's number elsewhere; anything else as it is."""
    if isinstance(written, str) and _SERIAL.fullmatch(written.strip()):
        written = float(written)
    return written + 1462 if isinstance(written, (int, float)) and not isinstance(written, bool) else written


def could_be_month_first(written: object) -> bool:
    """Whether a cell is a text date whose day and month could stand the other way round."""
    match = _slashed(written)
    return bool(match and int(match[1]) <= 12 and int(match[1]) != int(match[2]))


def is_slashed(written: object) -> bool:
    """Whether a cell is a text date in figures that ends with the year."""
    return _slashed(written) is not None


def _slashed(written: object) -> re.Match[str] | None:
    return _SLASHED.fullmatch(without_invisible(written).strip()) if isinstance(written, str) else None


def _as_date(written: object, as_at: date) -> date | Meaning:
    """The date a cell holds, or what is wrong with it."""
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    if written == time(0):  # how the reader hands over a nought that is formatted as a date
        return _DAY_ZERO.date()
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        if 0 <= written < 110_000:
            return (_DAY_ZERO + timedelta(days=int(written))).date()
        return _from_text(f"{written:.0f}", as_at)
    return _from_text(written, as_at) if isinstance(written, str) else NOT_A_DATE


def _from_text(written: str, as_at: date) -> date | Meaning:
    if match := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return _made(int(match[1]), int(match[2]), int(match[3])) or NOT_A_DATE
    if match := _NAMED.fullmatch(written):
        name = match[2].lower()
        month = next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name)), 0)
        return _made(_year(match[3], as_at), month, int(match[1])) or NOT_A_DATE
    if match := _SLASHED.fullmatch(written):
        first, second, year = int(match[1]), int(match[2]), _year(match[3], as_at)
        return _made(year, second, first) or (MONTH_FIRST if _made(year, first, second) else NOT_A_DATE)
    if _SERIAL.fullmatch(written):
        return (_DAY_ZERO + timedelta(days=int(float(written)))).date()
    return NOT_A_DATE


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
