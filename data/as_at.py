"""The date that an extract is for: where it is written in the workbook and its name, and which date that is."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

from data.headings import Found
from data.workbook import letters

_LIST_9 = re.compile(r"list[-_ ]*9(?!\d)", re.I)  # 'List 9 May 2024' is the month of May
_AS_AT = re.compile(r"as at|as of|extract date|position at|position on|snapshot|month end", re.I)
_MONTHS = {name.lower(): number for number in range(1, 13) for name in (calendar.month_name[number], calendar.month_abbr[number])}
_FULL_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_./](?P<m>\d{1,2})[-_./](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-_./](?P<m>\d{1,2})[-_./](?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?[-_ ](?P<name>[a-z]{3,9})[-_ ,]+(?P<y>20\d\d)(?!\d)", re.I),
)
_BARE_MONTHS = (
    re.compile(r"(?<![a-z])(?P<name>[a-z]{3,9})(?P<y>20\d\d)(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.](?P<m>\d{1,2})(?![\d])", re.I),
    re.compile(r"(?<![a-z])(?P<name>[a-z]{3,9})[-_ ]+(?P<y>20\d\d)(?!\d)", re.I),
)


def as_at_written(found: list[Found], file: str) -> dict[str, date]:
    """Where an as-at date is written -> that date: title rows, sheet names and the file name, the surest first."""
    dates: dict[str, date] = {}
    for table in found:
        for number, row in enumerate(table.sheet.rows[: table.heading_row], 1):
            for position, cell in enumerate(row):
                said = isinstance(cell, str) and _AS_AT.search(cell)
                beside = [other for other in row[position + 1 :] if other != ""][:1] if said else []
                for day in filter(None, [date_in(cell) if said else None, *map(date_in, beside)]):
                    if day not in dates.values():
                        dates[f"cell {letters(position)}{number} of sheet '{table.sheet.name}'"] = day
    for table in found:
        if day := date_in(table.sheet.name):
            dates.setdefault(f"the sheet name '{table.sheet.name}'", day)
    if day := date_in(file.rsplit(".", 1)[0]):
        dates["the file name"] = day
    return dates


def date_in(text: object) -> date | None:
    """A full date in a text, or the last day of a bare month; None where there is neither. Read day first."""
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    text = _LIST_9.sub("", str(text))
    for pattern in _FULL_DATES:
        if (match := pattern.search(text)) and (day := _day(match.groupdict())):
            return day
    if any(pattern.search(text) for pattern in _FULL_DATES):
        return None  # '31 June 2024' is a date that is not, and no June
    for pattern in _BARE_MONTHS:
        for match in pattern.finditer(text):
            if day := _day(match.groupdict()):
                return day
    return None


def _day(parts: dict[str, str]) -> date | None:
    month = int(parts["m"]) if parts.get("m") else _MONTHS.get(parts.get("name", "").lower(), 0)
    year = int(parts["y"])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(parts.get("d") or last)
    return date(year, month, day) if 1 <= day <= last else None


def month_end(key: str) -> date:
    """'2024-05' -> 31 May 2024. Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", key)
    if not match or not 1 <= int(match[2]) <= 12:
        raise ValueError(f"'{key}' is not a month written YYYY-MM")
    return date(int(match[1]), int(match[2]), calendar.monthrange(int(match[1]), int(match[2]))[1])
