"""Find summer midnights in London that were exported in Greenwich time, as 23:00 of the day
before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from data.check.cell_result import CellResult, tidied
from data.check.date_cell import day_and_time, read_date
from data.check.london_time import is_midnight_in_utc
from data.problems import Doubt, Problem
from data.schema import Column

MIDNIGHT_IN_UTC = "midnight_in_utc"
_WORDS = (
    "has the time 23:00, as do all summer dates with a time in its column. This is midnight in "
    "London, so it is read as the next day"
)
_ADVICE = "Export the column as dates without a time."


def midnights_in_utc(
    cells: Iterable[object], column: Column, as_at: date
) -> dict[object, CellResult]:
    """Return what the cells of a column that are one day early mean.

    There are none unless every time in the column, except midnight, is 23:00 in British Summer
    Time.
    """
    late: dict[object, date] = {}
    for written in cells:
        if (said := day_and_time(written, as_at)) and said[1] != time(0):
            if not is_midnight_in_utc(*said):
                return {}
            late[written] = said[0] + timedelta(days=1)
    return {written: _meaning(read_date(day, column, as_at)) for written, day in late.items()}


def _meaning(meant: CellResult) -> CellResult:
    return meant if meant.fault else tidied(meant.value, MIDNIGHT_IN_UTC, _WORDS, _ADVICE)


def doubt_about_midnights(problems: Iterable[Problem]) -> list[Doubt]:
    """Return a question about the dates that were moved by a day, with their number and columns."""
    moved = [problem for problem in problems if problem.rule == MIDNIGHT_IN_UTC]
    if not moved:
        return []
    number, headings = (
        len(moved),
        list(dict.fromkeys(f"{problem.heading} ({problem.sheet})" for problem in moved)),
    )
    dates, are, carry = ("date", "is", "has") if number == 1 else ("dates", "are", "have")
    words = (
        f"{number:,} {dates} {carry} the time 23:00 on a summer day, in "
        f"{', '.join(headings)}. This is midnight in London, written in UTC, "
        f"so {'it' if number == 1 else 'they'} {are} read as the next day."
    )
    advice = (
        "Compare one date with the case system. If the day before is right, export these "
        "columns without times."
    )
    return [Doubt(MIDNIGHT_IN_UTC, words, advice, must_confirm=True, number=number)]
