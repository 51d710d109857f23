"""Turn a series into a control chart: limits for each segment, signals for each point, and the two
icons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from analytics.statistics import control_chart_result as kinds
from analytics.statistics.control_chart_result import Control, Point, Segment
from analytics.statistics.control_chart_rules import (
    HIGH,
    LOW,
    PLOTTHEDOTS,
    RuleSet,
    Signal,
    signals,
)
from analytics.statistics.control_chart_series import (
    MonthKey,
    PreparedSeries,
    Rebases,
    Series,
    key_of,
    number_of,
    prepare,
)
from analytics.statistics.control_limits import Limits, p_limits, xmr
from analytics.statistics.polarity import HIGHER, NEITHER, Polarity

MIN_POINTS = 13  # points that a segment needs before limits are drawn
LEAST_FROZEN = 12
Targets = Mapping[str, float | None] | float | None
Lines = Callable[[np.ndarray], list[Limits]]  # positions of one segment -> the lines at each


def control_chart(
    series: Series,
    *,
    rules: RuleSet = PLOTTHEDOTS,
    polarity: Polarity = NEITHER,
    targets: Targets = None,
    rebases: Rebases = (),
    freeze: int | None = None,
    step: int = 1,
    least: int = MIN_POINTS,
) -> Control:
    """Return an XmR chart of (month, value or None) pairs in order of time; values are never
    clipped.

    Months are 'YYYY-MM' or dates; values are in any unit. `targets` are in the same unit, one for
    all months or by month. `freeze` draws each segment's lines from its first `freeze` points.
    `step` is the number of months from one point to the next (3 for a quarterly figure). `least` is
    for the published examples, some of which are shorter. Raises ValueError for months out of
    order, a rebase without month or reason, or a freeze below 12. Source: Making Data Count, NHS
    England; the rule set gives the edition.
    """
    _check(freeze)
    laid = prepare(series, rebases, step)

    def lines(where: np.ndarray) -> list[Limits]:
        found = xmr(laid.values[where], laid.run[where], screens=rules.screens, freeze=freeze)
        return [found] * len(where)

    asked = Control(rules.name, (), (), polarity, method=kinds.XMR, step=step, freeze=freeze)
    return _judged(asked, rules, laid, lines, targets, least)


def p_chart(
    counted: Iterable[tuple[MonthKey, int | None, int | None]],
    *,
    rules: RuleSet = PLOTTHEDOTS,
    polarity: Polarity = NEITHER,
    targets: Targets = None,
    rebases: Rebases = (),
    freeze: int | None = None,
    step: int = 1,
    least: int = MIN_POINTS,
) -> Control:
    """Return a p-chart of (month, numerator, denominator), with limits at each point clipped to 0
    and 1.

    Values are proportions from 0 to 1. A month without one of the two, or with nobody to count, is
    a gap. The rest is as in control_chart.
    """
    _check(freeze)
    given = [
        (month, hits, of) if of and hits is not None else (month, 0, None)
        for month, hits, of in counted
    ]
    laid = prepare([(month, hits / of if of else None) for month, hits, of in given], rebases, step)
    hits, of = (
        np.array([row[column] or 0 for row in given], dtype="float64")[laid.places]
        for column in (1, 2)
    )
    asked = Control(rules.name, (), (), polarity, method=kinds.P, step=step, freeze=freeze)
    return _judged(
        asked, rules, laid, lambda where: p_limits(hits[where], of[where], freeze), targets, least
    )


def _check(freeze: int | None) -> None:
    if freeze is not None and freeze < LEAST_FROZEN:
        raise ValueError(f"a baseline is frozen after at least {LEAST_FROZEN} points")


def _judged(
    asked: Control, rules: RuleSet, laid: PreparedSeries, lines: Lines, targets: Targets, least: int
) -> Control:
    """Return the chart with its points, their signals and states, and the icons of the latest."""
    segments, by_point = [], []
    for number, reason in enumerate(laid.reasons):
        where = np.flatnonzero(laid.segment == number)
        kind, found = _kind(laid, where, lines, least, asked.freeze)
        by_point += found
        first, last = (laid.months[laid.places[place]] for place in (where[0], where[-1]))
        segments.append(Segment(first, last, len(where), kind, found[-1], reason))
    flagged = _flagged(laid, by_point, [segment.kind for segment in segments], rules)
    target_of = _targets(targets, laid.months)
    points = [Point(month, None, target=target_of.get(month)) for month in laid.months]
    for number, place in enumerate(laid.places.tolist()):
        segment = int(laid.segment[number])
        state = (
            None
            if segments[segment].kind == kinds.RUN
            else _state(flagged[number], asked.polarity, rules)
        )
        month, value = laid.months[place], float(laid.values[number])
        points[place] = Point(
            month, value, flagged[number], state, target_of.get(month), by_point[number], segment
        )
    return _with_icons(replace(asked, points=tuple(points), segments=tuple(segments)))


def _kind(
    laid: PreparedSeries, where: np.ndarray, lines: Lines, least: int, freeze: int | None
) -> tuple[str, list[Limits]]:
    """Return which kind of chart a segment is, and its lines at each point."""
    x = laid.values[where]
    alone = (
        bool(np.diff(laid.run[where][:freeze]).all()) and float(np.ptp(x)) > 0
    )  # no two months next to each other
    if len(where) < least or alone:
        return kinds.RUN, [Limits(float(np.median(x)))] * len(where)
    found = lines(where)
    return (
        kinds.NO_VARIATION if found[-1].collapsed(float(np.abs(x).max())) else kinds.CONTROL
    ), found


def _flagged(
    laid: PreparedSeries, lines: list[Limits], of_stretch: list[str], rules: RuleSet
) -> list[tuple[Signal, ...]]:
    """Return the signals of each point; none in a segment without usable limits."""
    if not lines:
        return []
    limits = np.array([[one.lower, one.upper] for one in lines], dtype="float64").T
    near = np.array([one.two_sigma or (np.nan, np.nan) for one in lines], dtype="float64").T
    found = signals(
        laid.values, laid.run, np.array([one.centre for one in lines]), limits, near, rules
    )
    return [
        one if of_stretch[segment] == kinds.CONTROL else ()
        for one, segment in zip(found, laid.segment.tolist(), strict=True)
    ]


def _state(found: tuple[Signal, ...], polarity: Polarity, rules: RuleSet) -> str:
    if not found:
        return kinds.COMMON_CAUSE
    if polarity is NEITHER:
        return kinds.NEUTRAL
    good = HIGH if polarity is HIGHER else LOW
    ways = (
        [signal.direction for signal in found] if rules.improvement_shows else [found[0].direction]
    )
    return kinds.IMPROVEMENT if good in ways else kinds.CONCERN


def _targets(targets: Targets, months: tuple[str, ...]) -> dict[str, float | None]:
    if isinstance(targets, Mapping):
        return {key_of(number_of(month)): target for month, target in targets.items()}
    return dict.fromkeys(months, targets)


def _with_icons(judged: Control) -> Control:
    """Return the chart with the icons of its latest point; a run chart has none."""
    latest = judged.latest
    if latest is None or judged.kind == kinds.RUN:
        return judged
    variation = kinds.NO_VARIATION
    if judged.kind == kinds.CONTROL:
        variation = (
            f"{latest.state}_{_way(latest, judged.polarity)}"
            if latest.signals
            else kinds.COMMON_CAUSE
        )
    return replace(judged, variation=variation, assurance=_assurance(judged, latest))


def _way(latest: Point, polarity: Polarity) -> str:
    """Return high or low: the direction of the signal that decides the point's state."""
    good = HIGH if polarity is HIGHER else LOW
    first = latest.signals[0].direction
    if latest.state == kinds.IMPROVEMENT and first != good:
        return good
    return first


def _assurance(judged: Control, latest: Point) -> str | None:
    """Return whether the target is strictly outside the limits; without variation, whether it is
    met.
    """
    target, limits = latest.target, latest.limits
    if target is None or judged.polarity is NEITHER or latest.value is None or limits is None:
        return None
    higher = judged.polarity is HIGHER
    if judged.kind == kinds.NO_VARIATION or limits.lower is None or limits.upper is None:
        return (
            kinds.MET
            if (latest.value >= target if higher else latest.value <= target)
            else kinds.NOT_MET
        )
    if target < limits.lower:
        return kinds.ALWAYS_MET if higher else kinds.NEVER_MET
    if target > limits.upper:
        return kinds.NEVER_MET if higher else kinds.ALWAYS_MET
    return kinds.HIT_AND_MISS
