"""Days of the sample: month ends, birthdays and working days."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from data.sample.chance import Chance


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_after(day: date, months: int) -> date:
    """Return the same day that many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born: date, years: int) -> date:
    """Return the day someone reaches that age: 1 March for 29 February if it is not a leap year."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born: date, on: date) -> int:
    """Return the age in completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class When:
    """One month: after `since`, up to `as_at`. `index` is 0 for the first sheet, below 0 for the
    year before.
    """

    index: int
    since: date
    as_at: date

    @property
    def pace(self) -> float:
        """Return how far the service has improved: 0 on the first sheet, 1 on the last."""
        return max(0, self.index) / (len(MONTHS) - 1)


_ENDS = [
    month_end(2022 + (9 + i) // 12, (9 + i) % 12 + 1) for i in range(30)
]  # October 2022 to March 2025
_ALL = [When(i - 11, since, as_at) for i, (since, as_at) in enumerate(pairwise(_ENDS))]
YEAR_BEFORE = _ALL[:11]  # November 2022 to September 2023, known only from the first workbook
MONTHS = _ALL[11:]  # 31 October 2023 to 31 March 2025
BEFORE_THE_LOG = _ENDS[0]
LOG_BEGAN = BEFORE_THE_LOG + timedelta(1)
OFFER_BEGAN = date(2024, 4, 1)
OUTREACH = next(when for when in MONTHS if when.as_at == date(2024, 5, 31))

_HOLIDAYS = frozenset(
    date(*day)
    for year, days in {
        2022: ((12, 26), (12, 27)),
        2023: ((1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)),
        2024: ((1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
        2025: ((1, 1),),
    }.items()
    for day in ((year, *rest) for rest in days)
)
_WORKING = [
    day
    for day in (LOG_BEGAN + timedelta(n) for n in range((_ENDS[-1] - LOG_BEGAN).days + 1))
    if day.weekday() < 5 and day not in _HOLIDAYS
]


def working_days(after: date, upto: date) -> list[date]:
    """Return Mondays to Fridays that are not bank holidays, after one day and up to the other."""
    return _WORKING[bisect_right(_WORKING, after) : bisect_right(_WORKING, upto)]


def working_day(chance: Chance, after: date, upto: date) -> date | None:
    """Return a random working day in the range, or None if there is none."""
    days = working_days(after, upto)
    return chance.one_of(days) if days else None
