"""Read the date in a cell, without looking at other cells."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from data.check.cell_result import CellResult, tidied, unknown
from data.check.london_time import london_day, time_after
from data.check.text_marks import bare
from data.schema import Column

_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4}|\d{2})"
_NAME, _NTH = r"(?P<name>[a-z]{3,9})\.?", r"(?:st|nd|rd|th)?"
_CLOCK, _SAS = r"[ T,]\s*\d{1,2}:\d{2}.*", r":\d{2}:\d{2}:\d{2}.*"


def _form(date: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"{date}(?P<after>{after})?" if after else date, re.IGNORECASE)


_SLASHED = _form(rf"{_D}\s*[/.\-]\s*{_M}\s*[/.\-]\s*{_Y}", _CLOCK)
_FORMS = (
    _form(rf"(?P<y>\d{{4}})[-/.]{_M}[-/.]{_D}", r"[ T,].*|Z|[+\-]\d{2}:?\d{2}"),
    _form(r"(?P<y>19\d\d|20\d\d|21\d\d)(?P<m>\d\d)(?P<d>\d\d)", r"[ T:]\d.*"),
    _form(rf"{_D}{_NTH}(?:\s+of\b)?[\s\-/]*{_NAME}[\s\-/,]*{_Y}", rf"[ ,T].*|{_SAS}"),
    _form(
        rf"{_NAME}[\s\-/]*{_D}{_NTH}[\s\-/,]+(?P<y>\d{{4}})", rf"[ ,T].*|{_SAS}"
    ),  # Mar 31 2025 12:00AM
    _form(
        rf"{_NAME}\s+{_D}\s+(?P<after>\d{{1,2}}:\d{{2}}:\d{{2}}(?:\s+[a-z]{{1,4}})?)\s+(?P<y>\d{{4}})"
    ),  # Mar 31 00:00:00 BST 2025
)
_WEEKDAY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?[.,\s]+(?=\w)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,5}(?:\.\d+)?")
_ZEROS = re.compile(
    r"(?:00?([/.\-])00?\1(?:00|0000)|0000([/.\-])00\2(?:00)|00?[/.\-]0?1[/.\-](?:19)?00|00?[ \-]jan(?:uary)?[ \-](?:19)?00)(?:[ T].*)?",  # noqa: E501
    re.IGNORECASE,
)
_MONTHS = [calendar.month_name[number].lower() for number in range(1, 13)]
_DAYS = [calendar.day_abbr[number].lower() for number in range(7)]
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 Excel's day 0, without a time zone
_LONGEST = 300  # letters of a date with a remark after it
_LAST_NUMBER = 110_000
_FIRST_NUMBER = 18_000  # 12 April 1949: a smaller number is a year, an age or a count
_NUMBERS_END = date(
    1911, 1, 1
)  # an earlier date is really a year or an age in a cell that is formatted as a date
# What systems write for no date: the first day of Excel (in both of its systems), Unix, SQL Server
# and
# .NET, and the last day of all.
_MISSING_DATES = {
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1900, 1, 1),
    date(1904, 1, 1),
    date(1970, 1, 1),
}
_MISSING_DATES |= {date(1753, 1, 1), date(1, 1, 1), date(9999, 12, 31)}

NOT_A_DATE = unknown("not_a_date", "is not a date", "Write the date as dd/mm/yyyy.")
MONTH_FIRST = unknown(
    "month_first",
    "can only be read month first",
    "Export the column as real dates, or as dd/mm/yyyy.",
)
MISSING_DATE = tidied(
    None,
    "missing_date",
    "is what systems write for a missing date; read as blank",
    "Leave the cell empty.",
)
NUMBER_AS_DATE = unknown(
    "number_as_date",
    "is a year, an age or another number, not a date",
    "Write the whole date, as dd/mm/yyyy.",
)
WRONG_WEEKDAY = unknown(
    "wrong_weekday",
    "has a day of the week that does not match the date",
    "Correct the date or the day of the week.",
)


def read_date(written: object, column: Column, as_at: date) -> CellResult:
    """Return what a cell of a date column means."""
    day = _as_date(written, as_at)
    if isinstance(day, CellResult):
        return day
    if day in _MISSING_DATES:
        return MISSING_DATE
    if not 1900 <= day.year <= 2199:
        return NOT_A_DATE
    if as_at < day <= as_at + timedelta(days=column.days_after_allowed):
        words = f"is after the as-at date, {as_at:%d/%m/%Y}; it counts from the month it falls in"
        return tidied(day, "after_the_month", words, "Do nothing if the date is right.")
    if day > as_at and not column.future_allowed:
        words = f"is after the as-at date, {as_at:%d/%m/%Y}"
        return unknown(
            "in_the_future", words, "Correct the date, or check the month of this extract."
        )
    return CellResult(day)


def counted_from_1900(written: object) -> object:
    """Return a day number counted from 1904 as the number of the same day counted from 1900.

    Anything else, and a number that is too small for a date, is returned unchanged.
    """
    if isinstance(written, str) and _NUMBER.fullmatch(written.strip()):
        written = float(written)
    if (
        isinstance(written, bool)
        or not isinstance(written, (int, float))
        or written < _FIRST_NUMBER
    ):
        return written
    return written + 1462


def could_be_month_first(written: object) -> bool:
    """Return whether a cell is a text date whose day and month could be swapped."""
    match = _slashed(written)
    return bool(match and int(match["d"]) <= 12 and int(match["d"]) != int(match["m"]))


def is_slashed(written: object) -> bool:
    """Return whether a cell is a text date in figures that ends with the year."""
    return _slashed(written) is not None


def _slashed(written: object) -> re.Match[str] | None:
    return (
        _SLASHED.fullmatch(_WEEKDAY.sub("", bare(written), count=1))
        if isinstance(written, str)
        else None
    )


def day_and_time(written: object, as_at: date) -> tuple[date, time] | None:
    """Return the day and time of a cell as written; None if it lacks one of them or has a time
    zone.
    """
    if isinstance(written, float) and _FIRST_NUMBER <= written < _LAST_NUMBER:
        written = _DAY_ZERO + timedelta(seconds=round(written * 86_400))
    if isinstance(written, datetime):
        moment = (
            written if written.year == date.max.year else written + timedelta(milliseconds=500)
        )  # a serial number is never exact
        return moment.date(), moment.time().replace(microsecond=0)
    if (
        not isinstance(written, str)
        or (":" not in written and "T" not in written)
        or len(written) > _LONGEST
    ):
        return None
    text = _WEEKDAY.sub("", bare(written), count=1)
    for form in (_SLASHED, *_FORMS):
        if (match := form.fullmatch(text)) and (at := time_after(match["after"] or "")) is not None:
            day = _day(match, as_at)
            return (day, at) if day else None
    return None


def _as_date(written: object, as_at: date) -> date | CellResult:
    """Return the date in a cell, or what is wrong with it."""
    if isinstance(written, date):
        day = written.date() if isinstance(written, datetime) else written
        return NUMBER_AS_DATE if day < _NUMBERS_END and day not in _MISSING_DATES else day
    if written == time(0):  # the reader returns this for a zero that is formatted as a date
        return _DAY_ZERO.date()
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return _from_number(written, as_at)
    return _from_text(written, as_at) if isinstance(written, str) else NOT_A_DATE


def _from_number(written: float, as_at: date) -> date | CellResult:
    if written in (0, 1, 2) or _FIRST_NUMBER <= written < _LAST_NUMBER:
        return (_DAY_ZERO + timedelta(days=int(written))).date()
    return NUMBER_AS_DATE if 0 < written < _FIRST_NUMBER else _from_text(f"{written:.0f}", as_at)


def _from_text(written: str, as_at: date) -> date | CellResult:
    if len(written) > _LONGEST:
        return NOT_A_DATE
    if _NUMBER.fullmatch(written):
        return _from_number(float(written), as_at)
    if _ZEROS.fullmatch(written):
        return MISSING_DATE
    weekday = _WEEKDAY.match(written)
    day = _written_out(written[weekday.end() :] if weekday else written, as_at)
    if isinstance(day, CellResult) or not weekday or _DAYS[day.weekday()] == weekday[1].lower():
        return day
    turned = could_be_month_first(written) and _made(day.year, day.day, day.month)
    return (
        MONTH_FIRST if turned and _DAYS[turned.weekday()] == weekday[1].lower() else WRONG_WEEKDAY
    )


def _written_out(written: str, as_at: date) -> date | CellResult:
    """Return the day in London of a text without a day of the week."""
    match = _SLASHED.fullmatch(written) or next(
        filter(None, (form.fullmatch(written) for form in _FORMS)), None
    )
    if not match:
        return NOT_A_DATE
    if day := _day(match, as_at):
        return london_day(day, match["after"] or "") or NOT_A_DATE
    turned = match.re is _SLASHED and _made(
        _year(match["y"], as_at), int(match["d"]), int(match["m"])
    )
    return MONTH_FIRST if turned else NOT_A_DATE


def _day(match: re.Match[str], as_at: date) -> date | None:
    """Return the day of a match's parts, day first; None if there is no such day."""
    parts = match.groupdict()
    name = (parts.get("name") or "").lower()
    month = (
        int(parts["m"])
        if "m" in parts
        else next((n for n, full in enumerate(_MONTHS, 1) if full.startswith(name)), 0)
    )
    return _made(_year(parts["y"], as_at), month, int(parts["d"]))


def _year(written: str, as_at: date) -> int:
    """Return the year; two digits mean the latest such year that is not after next year."""
    if len(written) == 4:
        return int(written)
    year = as_at.year // 100 * 100 + int(written)
    return year if year <= as_at.year + 1 else year - 100


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
