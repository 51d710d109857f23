"""The result of a control chart: its points, segments and two icons, and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.statistics.control_chart_rules import Signal
from analytics.statistics.control_limits import Limits
from analytics.statistics.polarity import NEITHER, Polarity

CONTROL, RUN, NO_VARIATION, EMPTY = "control", "run", "no_variation", "empty"  # kinds of chart
XMR, P = "xmr", "p"
IMPROVEMENT, CONCERN, COMMON_CAUSE, NEUTRAL = (
    "improvement",
    "concern",
    "common_cause",
    "neutral",
)  # states of a point
ALWAYS_MET, NEVER_MET, HIT_AND_MISS, MET, NOT_MET = (
    "always_met",
    "never_met",
    "hit_and_miss",
    "met",
    "not_met",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One month. `value` and `limits` are None in a gap; `state` is None there and on a run
    chart."""

    month: str  # 'YYYY-MM'
    value: float | None
    signals: tuple[Signal, ...] = ()  # the deciding one first
    state: str | None = None
    target: float | None = None
    limits: Limits | None = None
    segment: int | None = None

    @property
    def mixed(self) -> bool:
        """Return whether its signals go both ways."""
        return len({signal.direction for signal in self.signals}) > 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment from one rebase to the next.

    `first`, `last` and `count` are its months with a value. `reason` is why it starts ("" for the
    first).
    `limits` are its lines at the last month.
    """

    first: str
    last: str
    count: int
    kind: str  # control, run or no_variation
    limits: Limits
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A control chart, or a run chart if the newest segment is short. Numbers are in the unit of
    the series.
    """

    rule_set: str
    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    polarity: Polarity = NEITHER
    variation: str | None = None  # a key of icons.VARIATION
    assurance: str | None = None  # a key of icons.ASSURANCE
    method: str = XMR
    step: int = 1  # months from one point to the next
    freeze: int | None = None

    @property
    def newest(self) -> Segment | None:
        return self.segments[-1] if self.segments else None

    @property
    def kind(self) -> str:
        return self.newest.kind if self.newest else EMPTY

    @property
    def latest(self) -> Point | None:
        """Return the last month that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def limits(self) -> Limits | None:
        """Return the lines of the newest segment; a run chart has only its median, as the
        centre."""
        return self.newest.limits if self.newest else None

    def as_json(self, measure: str) -> dict[str, Any]:
        """Return the document of `manage.py spc`, with values in the unit of the series.

        A gap has no value and no state; a run chart has no limits.
        """
        limits = self.limits
        return {
            "measure": measure,
            "rule_set": self.rule_set,
            "kind": self.kind,
            "centre": limits.centre if limits else None,
            "mean_moving_range": limits.mean_moving_range if limits else None,
            "lower": limits.lower if limits else None,
            "upper": limits.upper if limits else None,
            "two_sigma": list(limits.two_sigma) if limits and limits.two_sigma else None,
            "points": [_point(point) for point in self.points],
            "variation": self.variation,
            "assurance": self.assurance,
            "rebases": [
                {"month": segment.first, "reason": segment.reason} for segment in self.segments[1:]
            ],
        }


def _point(point: Point) -> dict[str, Any]:
    """Return a point as plain data; `signals` and `directions` are in the same order, the deciding
    one first.
    """
    return {
        "month": point.month,
        "value": point.value,
        "signals": [str(signal.rule) for signal in point.signals],
        "directions": [signal.direction for signal in point.signals],
        "state": point.state,
    }
