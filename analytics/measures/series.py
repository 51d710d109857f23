"""A measure over months, in the form that its control chart needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analytics.measures.calculate import PARTS
from analytics.measures.declared import Measure
from analytics.measures.months import trend
from analytics.month.month import Month
from analytics.statistics.control_chart_series import key_of, number_of
from analytics.statistics.series import Reading, Series

ANOTHER_BASIS = "counted on a different basis from this month"
QUARTER = 3
_NO_COUNTS = (
    "days",
    "people an adviser",
)  # units of a median or a mean, which are not numbers of people


def series_of(
    measure: Measure, months: Sequence[Month], rebases: Iterable[tuple[str, str]] = ()
) -> Series:
    """Return the measure in each of the months, oldest first; a quarterly figure only at ends of
    quarters.

    A month counted on a different basis starts a new baseline. So do the `rebases` (month, reason)
    and those that the council has set. Raises ValueError if two months are the same calendar month.
    """
    return all_series([measure], months, rebases)[measure.id]


def all_series(
    measures: Iterable[Measure], months: Sequence[Month], rebases: Iterable[tuple[str, str]] = ()
) -> dict[str, Series]:
    """Return series_of() for many measures, by id; each month is read once for all of them."""
    chosen = list(measures)
    found, extra = trend(chosen, months), tuple(rebases)
    rows: dict[str, dict[str, dict]] = {one.id: {} for one in chosen}
    for row in found.rows.to_dict("records"):
        rows[row["id"]][row["month"]] = row
    return {
        one.id: _series(one, rows[one.id], months, found.breaks.get(one.id, ()), extra)
        for one in chosen
    }


def _series(
    measure: Measure,
    rows: dict[str, dict],
    months: Sequence[Month],
    breaks: Iterable[str],
    rebases: tuple[tuple[str, str], ...],
) -> Series:
    step, by_key = QUARTER if measure.whole_at else 1, {month.key: month for month in months}
    readings = [
        _reading(measure, key, rows.get(key), by_key.get(key)) for key in _every(list(rows), step)
    ]
    newest = max(months, key=lambda month: month.as_at, default=None)
    own = (
        [one for one in newest.settings.rebases(measure.id) if one[0] <= newest.key]
        if newest
        else []
    )
    changed = dict.fromkeys(breaks, ANOTHER_BASIS) | dict([*own, *rebases])
    return Series(
        measure.id,
        measure.title,
        measure.unit,
        measure.polarity,
        tuple(readings),
        tuple(sorted(changed.items())),
        step,
        newest.as_at if newest else None,
        newest.snapshot if newest else None,
        measure.numerator is None and measure.unit not in _NO_COUNTS,
    )


def _every(keys: list[str], step: int) -> list[str]:
    """Return the months there are, and those missing between the first and the last."""
    if not keys:
        return []
    numbers = list(map(number_of, keys))
    return [
        key_of(number) for number in sorted({*numbers, *range(numbers[0], numbers[-1] + 1, step)})
    ]


def _reading(measure: Measure, key: str, row: dict | None, month: Month | None) -> Reading:
    if row is None or month is None:
        return Reading(key, None)
    value = None if pd.isna(row["value"]) else float(row["value"])
    parts = {
        part: None if pd.isna(row[part]) else int(row[part]) for part in (*PARTS, "denominator")
    }
    over = int(measure.denominator(month).sum()) if measure.number and row["available"] else None
    return Reading(key, value, **parts, over=over, target=measure.target(month.settings))
