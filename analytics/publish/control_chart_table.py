"""The table of a control chart: each month with its parts, value, lines and every rule that flags
it.
"""

from __future__ import annotations

import pandas as pd

from analytics.claims.claims import signals_words
from analytics.statistics import Control
from analytics.statistics.control_chart_icons import STATE
from analytics.statistics.series import Series

MONTH, VALUE = "Month", "Value, %"
COUNT, NUMBER = "Number", "Value"
_PARTS = {
    "numerator": "Counted",
    "remainder": "Not counted",
    "unknown": "Unknown",
    "denominator": "Out of",
}
_LINES = ("Centre", "Lower limit", "Upper limit", "Target")


def control_table(series: Series, control: Control) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return one row per reading in order of time, and the names of the columns that hold whole
    people.

    Percentages are from 0 to 100. Limits are given as drawn: for a percentage, within 0 to 100. A
    gap has no numbers.
    """
    rows = [{MONTH: one.month} for one in series.readings]
    counts: tuple[str, ...] = (
        tuple(_PARTS.values()) if series.percent else (COUNT,) if series.counts else ()
    )
    table = pd.DataFrame(rows, columns=[MONTH])
    for part, heading in _PARTS.items() if series.percent else ():
        table[heading] = pd.array([getattr(one, part) for one in series.readings], dtype="Int64")
    values = [point.value for point in control.points]
    if counts == (COUNT,):
        table[COUNT] = pd.array(
            [None if value is None else int(value) for value in values], dtype="Int64"
        )
    else:
        table[VALUE if series.percent else NUMBER] = _numbers(series, values)
    lines = [point.limits for point in control.points]
    columns = (
        [line and line.centre for line in lines],
        [line and line.lower for line in lines],
        [line and line.upper for line in lines],
        [point.target for point in control.points],
    )
    for heading, found in zip(_LINES, columns, strict=True):
        table[heading] = _numbers(series, found)
    table["State"] = [STATE[point.state].title if point.state else "" for point in control.points]
    table["Signals"] = [signals_words(point) for point in control.points]
    return table, counts


def _numbers(series: Series, values: list[float | None]) -> pd.Series:
    return pd.Series([series.drawn(value) for value in values], dtype="float64")
