"""An early view of a measure with too few months for a control chart.

It compares the latest month with the first by Newcombe's interval. It is labelled as early and
decides nothing: an action's impact depends on control charts alone.
"""

from __future__ import annotations

from analytics.publish.phrases import month_named
from analytics.publish.series_in_words import figure, value_words
from analytics.statistics import MIN_POINTS
from analytics.statistics.intervals import newcombe
from analytics.statistics.polarity import HIGHER, NEITHER
from analytics.statistics.series import Reading, Series

ONWARD, AGAINST, OPEN = "the way it should go", "the way it should not go", "no clear difference"
TOO_FEW = "Too few months to tell"


def early_view(series: Series, baseline: float | None = None) -> tuple[str, str]:
    """Return (ONWARD, AGAINST, OPEN or "", the sentence).

    `baseline` is the sheet's, in the unit of the series. An interval needs both months' numerators
    and denominators; values alone are shown side by side without a claim.
    """
    known = [one for one in series.readings if one.value is not None]
    if not known:
        return "", f"{series.title}: no figure to show."
    parted = [one for one in known if one.denominator]
    if len(parted) > 1 and parted[-1] is known[-1]:
        return _by_interval(series, parted[0], parted[-1])
    return (
        "",
        f"{series.title}: {_side_by_side(series, known, baseline)}. {TOO_FEW}: "
        f"{MIN_POINTS} are needed, only {len(known)} available.",
    )


def _by_interval(series: Series, first: Reading, latest: Reading) -> tuple[str, str]:
    low, high = (
        float(end)
        for end in newcombe(
            latest.numerator or 0,
            latest.denominator or 0,
            first.numerator or 0,
            first.denominator or 0,
        )
    )
    found = _found(series, low, high)
    points = 100 * ((latest.value or 0.0) - (first.value or 0.0))
    said = f"{_at(series, latest)} against {_at(series, first)}, {_signed(points)} points"
    interval = (
        f"95% interval of the difference (Newcombe) {_signed(100 * low)} to {_signed(100 * high)}"
    )
    return (
        found,
        f"{series.title}: {said} ({interval}). Early view, fewer than {MIN_POINTS} months: "
        f"{found}.",
    )


def _found(series: Series, low: float, high: float) -> str:
    if low <= 0 <= high:
        return OPEN
    if series.polarity is NEITHER:
        return "a difference, but neither way is better"
    return ONWARD if (low > 0) == (series.polarity is HIGHER) else AGAINST


def _side_by_side(series: Series, known: list[Reading], baseline: float | None) -> str:
    if baseline is not None:
        return f"{_at(series, known[-1])}, baseline {figure(series, baseline)}"
    return _at(series, known[-1]) + (f", {_at(series, known[0])}" if len(known) > 1 else "")


def _at(series: Series, one: Reading) -> str:
    return f"{value_words(series, one)} in {month_named(one.month)}"


def _signed(points: float) -> str:
    """Return '+13'; one decimal place for changes that would round to 0."""
    said = f"{abs(points):.0f}" if abs(points) >= 0.5 else f"{abs(points):.1f}"
    return "0" if said == "0.0" else f"{'+' if points > 0 else '−'}{said}"
