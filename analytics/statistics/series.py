"""Values over months with their parts, targets, gaps and breaks, and their control chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from analytics.statistics.control_chart import control_chart, p_chart
from analytics.statistics.control_chart_result import XMR, Control, P
from analytics.statistics.control_chart_rules import PLOTTHEDOTS, RuleSet
from analytics.statistics.polarity import Polarity


@dataclass(frozen=True, slots=True)
class Reading:
    """One month. A share is a proportion and has its parts; a count has none; a gap has no
    value."""

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
    """Every month from the first to the last; missing months are gaps.

    Values are in the measure's unit, percentages as proportions.
    """

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
    hidden: frozenset[str] = field(
        default_factory=frozenset
    )  # months whose value this audience may not see

    @property
    def percent(self) -> bool:
        return self.unit == "%"

    def drawn(self, value: float | None) -> float | None:
        """Return a value or a line as shown: per cent within 0 to 100 for a share, a number of
        people from 0.
        """
        if value is None or not (self.percent or self.counts):
            return value
        return min(max(100 * value, 0.0), 100.0) if self.percent else max(value, 0.0)

    def without(self, small: Callable[[int], bool]) -> Series:
        """Return the series without readings based on a small count: they are gaps, and no line
        uses them.
        """
        kept = [
            Reading(one.month, None, target=one.target) if self._rests_on(one, small) else one
            for one in self.readings
        ]
        gone = {one.month for one, left in zip(self.readings, kept, strict=True) if left is not one}
        return replace(self, readings=tuple(kept), hidden=self.hidden | gone)

    def _rests_on(self, one: Reading, small: Callable[[int], bool]) -> bool:
        parts = [
            part
            for part in (one.numerator, one.remainder, one.unknown, one.over)
            if part is not None
        ]
        whole = (
            [int(one.value)]
            if self.counts and one.value is not None and float(one.value).is_integer()
            else []
        )
        return any(map(small, [*parts, *whole]))


def chart_of(
    series: Series, rules: RuleSet = PLOTTHEDOTS, method: str = XMR, freeze: int | None = None
) -> Control:
    """Return the XmR chart or p-chart of a series.

    Raises ValueError for a p-chart of a measure that is not a share, and as control_chart does.
    """
    targets = {one.month: one.target for one in series.readings}
    if method == XMR:
        return control_chart(
            [(one.month, one.value) for one in series.readings],
            rules=rules,
            polarity=series.polarity,
            targets=targets,
            rebases=series.rebases,
            freeze=freeze,
            step=series.step,
        )
    if method != P or not series.percent:
        raise ValueError(f"no {method} chart of {series.title}: a p-chart needs a percentage")
    return p_chart(
        [(one.month, one.numerator, one.denominator) for one in series.readings],
        rules=rules,
        polarity=series.polarity,
        targets=targets,
        rebases=series.rebases,
        freeze=freeze,
        step=series.step,
    )
