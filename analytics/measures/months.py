"""Measures over months: every month there is, the months missing between them, and where a series
breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analytics.measures.calculate import COLUMNS, calculate
from analytics.measures.declared import Measure
from analytics.month.ledger import basis
from analytics.month.month import Month

DECIDES_BASIS = "support_status"


@dataclass(frozen=True, slots=True)
class Trend:
    """`rows` as calculate() returns them, oldest first, with `month` as the first column.

    A month in `gaps` has no row: it is never bridged.
    """

    rows: pd.DataFrame
    gaps: tuple[str, ...]  # 'YYYY-MM' between the first and the last month
    breaks: dict[
        str, tuple[str, ...]
    ]  # by measure: months counted on a different basis from the month before them
    to_date: dict[
        str, tuple[str, ...]
    ]  # by measure of a period: months before the period's end, which are not points of its series


def trend(measures: Iterable[Measure], months: Sequence[Month], by: tuple[str, ...] = ()) -> Trend:
    """Return every measure in every month. Raises ValueError if two months are the same calendar
    month.
    """
    chosen, ordered = list(measures), sorted(months, key=lambda month: month.as_at)
    for before, after in pairwise(ordered):
        if before.key == after.key:
            raise ValueError(f"{after.key} is given twice")
    unfinished = {
        one.id: tuple(month.key for month in ordered if one.whole_at and not one.whole_at(month))
        for one in chosen
    }
    tables = [
        calculate([one for one in chosen if month.key not in unfinished[one.id]], month, by)
        for month in ordered
    ]
    for table, month in zip(tables, ordered, strict=True):
        table.insert(0, "month", month.key)
    rows = (
        pd.concat(tables, ignore_index=True)
        if tables
        else pd.DataFrame(columns=["month", *COLUMNS], dtype="object")
    )
    changed = tuple(
        after.key for before, after in pairwise(ordered) if basis(before) != basis(after)
    )
    return Trend(
        rows,
        _gaps(ordered),
        {one.id: changed for one in chosen if changed and rests_on_basis(one)},
        {name: keys for name, keys in unfinished.items() if keys},
    )


def rests_on_basis(measure: Measure) -> bool:
    """Return whether a measure is counted differently if the extract has no support status."""
    return any(DECIDES_BASIS in needed.split("|") for needed in (*measure.needs, *measure.reads))


def _gaps(ordered: list[Month]) -> tuple[str, ...]:
    """Return the calendar months that are missing between the first and the last."""
    if not ordered:
        return ()
    present = {month.key for month in ordered}
    every = pd.period_range(ordered[0].as_at, ordered[-1].as_at, freq="M")
    return tuple(key for key in map(str, every) if key not in present)
