"""Which plan an action belongs to: a plan runs from April to March, and open actions move to the
next.

An action that was complete on the last sheet of an earlier plan stays in that plan's history, even
if the new sheet still lists it as complete. Every other action on the sheet belongs to the plan of
the year, from the month it was first seen in. One that was open at the end of the previous plan, or
left the sheet during this one, is not forgotten: it is reported as removed while the plan still
ran.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.plan.action_history import Record

FIRST_MONTH = 4  # April


@dataclass(frozen=True, slots=True)
class Shares:
    """The actions of the year's plan, those that left its sheet, and those that an earlier plan
    completed.
    """

    here: tuple[Record, ...]
    gone: tuple[Record, ...]
    earlier: tuple[Record, ...]


def plan_year(month: str) -> str:
    """Return the plan's year: '2024/25' for every month from '2024-04' to '2025-03'."""
    year, number = map(int, month.split("-"))
    first = year if number >= FIRST_MONTH else year - 1
    return f"{first}/{(first + 1) % 100:02}"


def shared_out(records: Iterable[Record]) -> Shares:
    """Return which plan each action belongs to in the month of the records."""
    here, gone, earlier = [], [], []
    for one in records:
        if _closed_before(one):
            earlier.append(one)
        elif one.on_sheet:
            here.append(one)
        elif _of_this_year(one):
            gone.append(one)
    return Shares(tuple(here), tuple(gone), tuple(earlier))


def carried_over(one: Record) -> bool:
    """Return whether the action began in an earlier plan than the month's."""
    return plan_year(one.entries[0].month) != plan_year(one.month)


def _closed_before(one: Record) -> bool:
    """Return whether it was complete at the end of an earlier plan and has not been reopened."""
    year = plan_year(one.month)
    before = [entry for entry in one.entries if plan_year(entry.month) != year]
    since = [entry for entry in one.entries if plan_year(entry.month) == year]
    return bool(before) and before[-1].complete and all(entry.complete for entry in since)


def _of_this_year(one: Record) -> bool:
    """Return whether it was on a sheet of this plan, or on the last sheet of the previous one."""
    year = plan_year(one.month)
    last_before = next((month for month in reversed(one.sheets) if plan_year(month) != year), None)
    return plan_year(one.now.month) == year or one.now.month == last_before
