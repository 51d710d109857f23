"""The numbers of a series in words and in its unit: a month's value, a line of its chart, how many
months.
"""

from __future__ import annotations

from analytics.publish.phrases import people, percent, percent_beside, unit_for
from analytics.statistics.polarity import HIGHER, LOWER
from analytics.statistics.series import Reading, Series


def value_words(series: Series, reading: Reading) -> str:
    """Return '171 of 196 (87%)', '12 people' or '18.3 people an adviser'."""
    if reading.numerator is not None and reading.denominator:
        beside = series.polarity is HIGHER and reading.target is not None
        said = (
            percent_beside(reading.numerator, reading.denominator, reading.target or 0)
            if beside
            else percent(reading.numerator, reading.denominator)
        )
        return f"{reading.numerator:,} of {reading.denominator:,} ({said})"
    return figure(series, reading.value or 0.0)


def figure(series: Series, value: float, places: int = 0) -> str:
    """Return a value or a line in the measure's unit."""
    if series.percent:
        places += value not in (0, 1) and f"{100 * value:.{places}f}" in (
            "0",
            "100",
        )  # not rounded to none or all
        return f"{100 * value:.{places}f}%"
    if series.unit == "people" and float(value).is_integer() and not places:
        return people(int(value))
    if float(value).is_integer() and not places:
        return f"{value:,.0f} {unit_for(value, series.unit)}"
    return f"{value:,.{max(places, 1)}f} {series.unit}"


def told_apart(series: Series, value: float, line: float) -> tuple[str, str]:
    """Return two figures with enough decimals to differ."""
    pairs = [(figure(series, value, places), figure(series, line, places)) for places in range(5)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])


def period(series: Series, count: int) -> str:
    one = "quarter" if series.step > 1 else "month"
    return f"{count} {one}{'' if count == 1 else 's'}"


def period_name(series: Series) -> str:
    return "quarter" if series.step > 1 else "month"


def line_words(series: Series, line: float) -> str:
    """Return a limit as drawn: a percentage within 0 to 100, a number of people from 0."""
    found = series.drawn(line) or 0.0
    return figure(series, found / 100 if series.percent else found)


def target_words(series: Series, target: float) -> str:
    """Return '95%', 'at most 30%' or 'at most 20 people an adviser'."""
    said = f"{100 * target:g}%" if series.percent else f"{target:g} {unit_for(target, series.unit)}"
    return f"at most {said}" if series.polarity is LOWER else said
