"""A funnel plot: the rate of each team or authority by its size, with limits of variation by
chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import Row, rows, spoken
from analytics.publish.phrases import percent
from analytics.publish.types import Published
from analytics.statistics.control_limits import funnel as limits_at

_WORDS = ("within the limits", "outside the 95% limits", "outside the 99.8% limits")
_CURVE = 120  # points of a curve


def funnel(published: Published, *, part: str, whole: str, height: int = style.HEIGHT) -> go.Figure:
    """Draw each row's count `part` as a percentage of `whole`, against `whole`.

    The 95% and 99.8% limits are around the rate of all rows shown. A row with a hidden, missing or
    empty count is left out of the points and of the average. Rows outside the limits differ in
    shape and are named.
    """
    shown = [
        (row, of)
        for row, of in zip(rows(published, part), rows(published, whole), strict=True)
        if row.value is not None and of.value
    ]
    if not shown:
        return style.figure([], height, xaxis={"visible": False}, yaxis={"visible": False})
    hits, of = (
        np.array([pair[place].value for pair in shown], dtype="float64") for place in (0, 1)
    )
    outside = limits_at(hits, of).outside(hits / of)
    rates, right = 100 * hits / of, float(of.max()) * 1.08
    low = min(rates.min() - 8, 100 * hits.sum() / of.sum() - 12)
    return style.figure(
        [*_curves(hits, of, right), _dots(shown, rates, of, outside)],
        height,
        xaxis={"range": [0, right], "showline": True, "title": {"text": style.literal(whole)}},
        yaxis={
            "range": [max(low, 0.0), 101],
            "ticksuffix": "%",
            "nticks": 6,
            "showgrid": True,
            "gridcolor": style.RULE,
        },
        margin={"l": 56, "r": 92, "t": 26, "b": 52},
        annotations=[
            style.note_at(style.wrapped(row.label, 24, 1), size, rate, xanchor="right", xshift=-9)
            for (row, _), size, rate, how in zip(shown, of, rates, outside, strict=True)
            if how
        ],
    )


def _curves(hits: np.ndarray, of: np.ndarray, right: float) -> list[dict[str, Any]]:
    """Return the average and the two pairs of limits, each named at its right end."""
    sizes = np.linspace(max(right / _CURVE, 1.0), right, _CURVE)
    centre = hits.sum() / of.sum()
    ends = limits_at(
        np.append(centre * sizes, 0), np.append(sizes, 0)
    )  # the same centre at every size
    curves = [("centre", np.full(_CURVE, centre), "cen", "average")]
    curves += [(name, getattr(ends, name)[:-1], kind, words) for name, kind, words in _LIMITS]
    return [
        {
            "type": "scatter",
            "mode": "lines+text" if words else "lines",
            "name": name,
            "x": sizes,
            "y": 100 * values,
            "line": style.LINES[kind],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "text": [""] * (_CURVE - 1) + [words],
            "textposition": "middle right",
        }
        for name, values, kind, words in curves
    ]


_LIMITS = (
    ("lower_95", "two", ""),
    ("upper_95", "two", "95%"),
    ("lower_998", "low", "99.8%"),
    ("upper_998", "upp", ""),
)


def _dots(
    shown: list[tuple[Row, Row]], rates: np.ndarray, of: np.ndarray, outside: np.ndarray
) -> dict[str, Any]:
    looks = [style.FUNNEL[how] for how in outside]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": of,
        "y": rates,
        "cliponaxis": False,
        "marker": {
            "opacity": 1,
            "size": 11,
            "symbol": [shape for shape, _, _ in looks],
            "color": [fill for _, fill, _ in looks],
            "line": {"color": [edge for _, _, edge in looks], "width": 1.5},
        },
        "customdata": [[row.key] for row, _ in shown],
        "hovertext": [
            _hover(row, whole, int(how)) for (row, whole), how in zip(shown, outside, strict=True)
        ],
        "hoverinfo": "text",
    }


def _hover(row: Row, whole: Row, how: int) -> str:
    hits, of = row.value or 0, whole.value or 0
    return f"<b>{style.literal(spoken(row.label))}</b><br>{style.literal(f'{hits:,} of {of:,} ({percent(hits, of)})')}<br>{style.literal(_WORDS[how])}"  # noqa: E501
