"""One measure over months as its control chart needs it: values with their parts, targets, gaps and breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from analytics.measures.calculate import PARTS
from analytics.measures.declared import Measure
from analytics.measures.measure import Polarity
from analytics.measures.months import trend
from analytics.month.month import Month
from analytics.statistics import PLOTTHEDOTS, Control, RuleSet, control_chart, p_chart
from analytics.statistics.control_chart_result import XMR, P
from analytics.statistics.control_chart_series import key_of, number_of

ANOTHER_BASIS = "counted on another basis from this month"
QUARTER = 3
_NO_COUNTS = ("days", "people an adviser")  # units of a median or a mean, which are no number of people


@dataclass(frozen=True, slots=True)
class Reading:
    """One month. A share is a proportion and has its parts; a count has none; a gap has no value."""

    month: str  # 'YYYY-MM'
    value: float | None
    numerator: int | None = None
    remainder: int | None = None
    unknown: int | None = None
    denominator: int | None = None
    over: int | None = None  # rows behind a mean or a median
    target: float | None = None  # in the unit of the value


@dataclass(frozen=True, slots=True)
class Series:
    """Every month from the first to the last, those between that are missing as gaps. Values in the measure's unit, % as proportions."""

    measure: str
    title: str
    unit: str
    polarity: Polarity
    readings: tuple[Reading, ...]
    rebases: tuple[tuple[str, str], ...] = ()
    step: int = 1  # months from one reading to the next
    as_at: date | None = None
    snapshot: int | None = None
    counts: bool = False  # whether the value is a number of people or posts
    hidden: frozenset[str] = field(default_factory=frozenset)  # months whose value this audience may not see

    @property
    def percent(self) -> bool:
        return self.unit == "%"

    def drawn(self, value: float | None) -> float | None:
        """A value or a line as it is drawn and tabled: per cent for a share and within 0 to 100, a number of people from 0."""
        if value is None or not (self.percent or self.counts):
            return value
        return min(max(100 * value, 0.0), 100.0) if self.percent else max(value, 0.0)

    def without(self, small: Callable[[int], bool]) -> Series:
        """The same without the readings that rest on a small count: they are gaps, and nothing is worked out from them."""
        kept = [Reading(one.month, None, target=one.target) if self._rests_on(one, small) else one for one in self.readings]
        gone = {one.month for one, left in zip(self.readings, kept, strict=True) if left is not one}
        return replace(self, readings=tuple(kept), hidden=self.hidden | gone)

    def _rests_on(self, one: Reading, small: Callable[[int], bool]) -> bool:
        parts = [part for part in (one.numerator, one.remainder, one.unknown, one.over) if part is not None]
        whole = [int(one.value)] if self.counts and one.value is not None and float(one.value).is_integer() else []
        return any(map(small, [*parts, *whole]))


def series_of(measure: Measure, months: Sequence[Month], rebases: Iterable[tuple[str, str]] = ()) -> Series:
    """The measure in each of the months, oldest first; a period's figure (a quarter's) at the ends of its periods only.

    A month counted on another basis starts a new baseline, as the `rebases` (month, reason) do and those that the council has set.
    Raises ValueError where two of the months are the same calendar month.
    """
    return all_series([measure], months, rebases)[measure.id]


def all_series(measures: Iterable[Measure], months: Sequence[Month], rebases: Iterable[tuple[str, str]] = ()) -> dict[str, Series]:
    """The same of many measures by their ids, each month gone through once for all of them."""
    chosen = list(measures)
    found, extra = trend(chosen, months), tuple(rebases)
    rows: dict[str, dict[str, dict]] = {one.id: {} for one in chosen}
    for row in found.rows.to_dict("records"):
        rows[row["id"]][row["month"]] = row
    return {one.id: _series(one, rows[one.id], months, found.breaks.get(one.id, ()), extra) for one in chosen}


def _series(
    measure: Measure, rows: dict[str, dict], months: Sequence[Month], breaks: Iterable[str], rebases: tuple[tuple[str, str], ...]
) -> Series:
    step, by_key = QUARTER if measure.whole_at else 1, {month.key: month for month in months}
    readings = [_reading(measure, key, rows.get(key), by_key.get(key)) for key in _every(list(rows), step)]
    newest = max(months, key=lambda month: month.as_at, default=None)
    own = [one for one in newest.settings.rebases(measure.id) if one[0] <= newest.key] if newest else []
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
    """The months there are, and those missing between the first and the last."""
    if not keys:
        return []
    numbers = list(map(number_of, keys))
    return [key_of(number) for number in sorted({*numbers, *range(numbers[0], numbers[-1] + 1, step)})]


def _reading(measure: Measure, key: str, row: dict | None, month: Month | None) -> Reading:
    if row is None or month is None:
        return Reading(key, None)
    value = None if pd.isna(row["value"]) else float(row["value"])
    parts = {part: None if pd.isna(row[part]) else int(row[part]) for part in (*PARTS, "denominator")}
    over = int(measure.denominator(month).sum()) if measure.number and row["available"] else None
    return Reading(key, value, **parts, over=over, target=measure.target(month.settings))


def chart_of(series: Series, rules: RuleSet = PLOTTHEDOTS, method: str = XMR, freeze: int | None = None) -> Control:
    """Its XmR chart, or its p-chart. Raises ValueError for a p-chart of what is no share, and as control_chart does."""
    targets = {one.month: one.target for one in series.readings}
    if method == XMR:
        return control_chart(
            [(one.month, one.value) for one in series.readings],
            rules=rules, polarity=series.polarity, targets=targets, rebases=series.rebases, freeze=freeze, step=series.step,
        )  # fmt: skip
    if method != P or not series.percent:
        raise ValueError(f"no {method} chart of {series.title}: a p-chart is of a percentage")
    return p_chart(
        [(one.month, one.numerator, one.denominator) for one in series.readings],
        rules=rules, polarity=series.polarity, targets=targets, rebases=series.rebases, freeze=freeze, step=series.step,
    )  # fmt: skip
