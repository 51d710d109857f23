"""The two rule sets for when a point is more than chance, and which points each rule flags."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

HIGH, LOW = "high", "low"
_SIGN = {HIGH: 1, LOW: -1}
_LENGTH = 7  # points of a shift or a trend
# share of the largest value: closer than this is equal, so that floating-point rounding flags
# nothing
TOLERANCE = 1e-9


class Rule(StrEnum):
    """The rules in the order in which they decide a point's state."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A complete published set of rules."""

    name: str
    source: str
    screens: bool  # whether very large moving ranges are dropped once before the limits are drawn
    counts_outside: bool  # whether a point outside the limits counts as one of the two of three
    # a point with signals both ways: improvement (true), or what its first rule says (false)
    improvement_shows: bool


PLOTTHEDOTS = RuleSet(
    "plotthedots",
    "R package NHSRplotthedots 0.2",
    screens=True,
    counts_outside=False,
    improvement_shows=False,
)
NHS_EXCEL = RuleSet(
    "nhs-excel",
    "NHS England Making Data Count workbooks, 2023",
    screens=False,
    counts_outside=True,
    improvement_shows=True,
)
RULE_SETS = {rules.name: rules for rules in (PLOTTHEDOTS, NHS_EXCEL)}


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule that flags a point, and its direction.

    A trend has the direction in which it goes; the others have their side of the centre.
    """

    rule: Rule
    direction: str


def signals(
    x: np.ndarray,
    run: np.ndarray,
    centre: np.ndarray,
    limits: np.ndarray,
    near: np.ndarray,
    rules: RuleSet,
) -> list[tuple[Signal, ...]]:
    """Return the signals of each point, the deciding one first.

    `x` are n values in order of time. `run` (n) is the same number for points that follow each
    other without a gap or a rebase. `centre` (n), `limits` and `near` (2 x n: lower, upper) are the
    lines at each point, in the unit of `x`. The rules are those of `rules.source`.
    """
    near_enough = TOLERANCE * float(np.abs(x).max(initial=0))
    side = np.where(np.abs(x - centre) <= near_enough, 0, np.sign(x - centre))
    found: dict[Signal, np.ndarray] = {}
    for direction, sign in _SIGN.items():
        line = 1 if sign > 0 else 0
        outside = sign * (x - limits[line]) > near_enough
        beyond = sign * (x - near[line]) > near_enough
        counted = beyond if rules.counts_outside else beyond & ~outside
        found[Signal(Rule.OUTSIDE, direction)] = outside
        found[Signal(Rule.TREND, direction)] = _trend(sign * np.diff(x) > near_enough, run)
        found[Signal(Rule.TWO_OF_THREE, direction)] = counted & _two_of_three(
            counted, side == sign, run
        )
        found[Signal(Rule.SHIFT, direction)] = _covered(
            _all_of(side == sign, run, _LENGTH), _LENGTH, len(x)
        )
    return [_in_order(found, place, x) for place in range(len(x))]


def _in_order(found: dict[Signal, np.ndarray], place: int, x: np.ndarray) -> tuple[Signal, ...]:
    """Return the signals of one point by priority; where two trends meet, the one that starts there
    is first.
    """
    flagged = [signal for signal, where in found.items() if where[place]]
    leaving = HIGH if place + 1 < len(x) and x[place + 1] > x[place] else LOW
    return tuple(
        sorted(
            flagged, key=lambda signal: (list(Rule).index(signal.rule), signal.direction != leaving)
        )
    )


def _trend(steps: np.ndarray, run: np.ndarray) -> np.ndarray:
    """Flag the points of six steps in a row in one direction."""
    steps = steps & (run[1:] == run[:-1])
    return _covered(_all_of(steps, np.zeros(len(steps)), _LENGTH - 1), _LENGTH, len(run))


def _two_of_three(counted: np.ndarray, on_side: np.ndarray, run: np.ndarray) -> np.ndarray:
    """Flag the points of three in a row on one side if two or more of them are counted."""
    windows = _all_of(on_side, run, 3)
    if len(windows):
        windows = windows & (np.lib.stride_tricks.sliding_window_view(counted, 3).sum(axis=1) >= 2)
    return _covered(windows, 3, len(run))


def _all_of(flag: np.ndarray, run: np.ndarray, width: int) -> np.ndarray:
    """Return, for each window of `width` points in one run, whether all are flagged."""
    if len(flag) < width:
        return np.zeros(0, dtype=bool)
    within = run[width - 1 :] == run[: len(run) - width + 1]
    return np.lib.stride_tricks.sliding_window_view(flag, width).all(axis=1) & within


def _covered(windows: np.ndarray, width: int, count: int) -> np.ndarray:
    """Return the points that are in any of the windows."""
    points = np.zeros(count, dtype=bool)
    for place in range(width):
        points[place : place + len(windows)] |= windows
    return points
