"""Midnights of the London summer that were exported as Greenwich has them: 23:00 of the day before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from data.check.cell_result import CellResult, tidied
from data.check.date_cell import day_and_time, read_date
from data.check.london_time import is_midnight_in_utc
from data.problems import Doubt, Problem
from data.schema import Column

MIDNIGHT_IN_UTC = "midnight_in_utc"
_WORDS = "has the time 23:00, as has every summer date of its column that has a time: midnight in London; read as the next day"
_ADVICE = "Export the column as dates without a time."


def midnights_in_utc(cells: Iterable[object], column: Column, as_at: date) -> dict[object, CellResult]:
    """Return what those cells of a column mean that are one day early.

    None are unless every time in the column but midnight is 23:00 of a day in British Summer Time.
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
    """Ask whether the dates that were moved by a day are right, with their number and their columns."""
    moved = [problem for problem in problems if problem.rule == MIDNIGHT_IN_UTC]
    if not moved:
        return []
    number, headings = len(moved), list(dict.fromkeys(f"{problem.heading} ({problem.sheet})" for problem in moved))
    dates, are, carry = ("date", "is", "has") if number == 1 else ("dates", "are", "have")
    words = (
        f"{number:,} {dates} {carry} the time 23:00 on a summer day, in {', '.join(headings)}. Midnight in London was written in UTC, "
        f"so {'it' if number == 1 else 'they'} {are} read as the next day."
    )
    advice = "Compare one with the case system. If the day before is right, export these columns without times."
    return [Doubt(MIDNIGHT_IN_UTC, words, advice, must_confirm=True, number=number)]
