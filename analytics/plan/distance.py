"""How far a measure is from its target: in its own unit, and in people if it counts people."""

from __future__ import annotations

from math import ceil, floor

from analytics.publish.phrases import people
from analytics.publish.series_in_words import target_words
from analytics.statistics.polarity import HIGHER, NEITHER
from analytics.statistics.series import Reading, Series

_NEAR = 1e-9  # so that 0.95 x 20 is exactly 19 people despite rounding
Noun = tuple[str, str]
COUNTED: Noun = ("of those counted", "of those counted")


def distance(series: Series, noun: Noun = COUNTED) -> str:
    """Return '8 points below the target of 95%: 16 more young people'; "" without a target or a
    figure.

    `noun` is plural and singular.
    """
    latest = next((one for one in reversed(series.readings) if one.value is not None), None)
    if latest is None or latest.target is None or series.polarity is NEITHER:
        return ""
    target = target_words(series, latest.target)
    missing = _missing(series, latest, latest.target)
    if missing <= 0:
        return f"target of {target} met"
    side = "below" if series.polarity is HIGHER else "above"
    if not series.percent:
        return f"{_number(missing)} {series.unit} {side} the target of {target}"
    said = f"{_points(100 * missing)} {side} the target of {target}"
    return said + (f": {_to_go(series, latest, noun)}" if latest.denominator else "")


def _missing(series: Series, latest: Reading, target: float) -> float:
    """Return how much is missing in the unit of the series; zero or less if the target is met."""
    gap = target - (latest.value or 0.0)
    missing = gap if series.polarity is HIGHER else -gap
    return missing if missing > _NEAR else 0.0


def people_to_go(series: Series, latest: Reading) -> int | None:
    """Return how many more people (or fewer, if lower is better) are needed to meet the target.

    None if the measure is not a share with parts.
    """
    if (
        latest.target is None
        or not latest.denominator
        or latest.numerator is None
        or series.polarity is NEITHER
    ):
        return None
    whole = latest.target * latest.denominator
    more = (
        ceil(whole - _NEAR) - latest.numerator
        if series.polarity is HIGHER
        else latest.numerator - floor(whole + _NEAR)
    )
    return max(more, 0)


def _to_go(series: Series, latest: Reading, noun: Noun) -> str:
    number, word = (
        people_to_go(series, latest) or 0,
        "more" if series.polarity is HIGHER else "fewer",
    )
    return people(number, f"{word} {noun[0]}", f"{word} {noun[1]}")


def _points(points: float) -> str:
    said = f"{points:.0f}" if points >= 1 else f"{points:.1f}"
    return "under 0.1 points" if said == "0.0" else f"{said} point{'' if said == '1' else 's'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
