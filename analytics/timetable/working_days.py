"""Working days of England and Wales: not a Saturday, a Sunday or a bank holiday."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

from data.dates import DAY

SATURDAY = 5


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year, which are also those of Wales.

    Holidays proclaimed for one year only are known if they were announced before the package's
    release; a new one needs a new release. One year at a time: the package's own list grows as it
    is read and can be incomplete if two sessions read it at once.
    """
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_after(start: date, days: int) -> date:
    """Return the last of `days` working days; day 1 is the first working day after the start.

    Raises ValueError for fewer than one.
    """
    if days < 1:
        raise ValueError("working days are counted from 1")
    day = start
    while days:
        day += DAY
        days -= is_working_day(day)
    return day
