"""Vertical bars of one count by category, each with its number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import Row, highest, hover, rows
from analytics.publish.types import SUPPRESSED, Published

Band = tuple[str, str, str]  # words, first key, last key


def columns(
    published: Published,
    *,
    height: int = style.HEIGHT,
    bands: Sequence[Band] = (),
    quiet: Collection[str] = (),
) -> go.Figure:
    """Draw one column per row in the table's order.

    `bands` are brackets under the axis; `quiet` keys are drawn grey.
    """
    shown = rows(published)
    top = highest([row.value for row in shown]) * 1.14
    places = list(range(len(shown)))
    labels = [style.wrapped(row.label, max(7, 72 // max(len(shown), 1))) for row in shown]
    under = 34 + 18 * max((label.count("<br>") for label in labels), default=0)
    shapes, words = _bands(shown, bands, under)
    return style.figure(
        [column_trace(shown, places, published.counts[0], quiet)],
        height,
        xaxis={
            "tickvals": places,
            "ticktext": labels,
            "tickangle": 0,
            "range": [-0.6, len(shown) - 0.4],
            "showline": True,
            "title": {"text": style.literal(published.label) if not bands else "", "standoff": 8},
        },
        yaxis={"range": [0, top], "visible": False},
        margin={"l": 8, "r": 8, "t": 26, "b": under + (28 if bands else 18)},
        annotations=unseen(shown, places)
        + words
        + ([style.attention_key()] if any(row.marked for row in shown) else []),
        shapes=shapes,
    )


def column_trace(
    shown: Sequence[Row], places: Sequence[float], counted: str, quiet: Collection[str] = ()
) -> dict[str, Any]:
    """Return the bar trace of the rows at these positions on the x axis."""
    return {
        "type": "bar",
        "x": list(places),
        "y": [row.value for row in shown],
        "text": [
            style.bold(style.number(row.value)) if row.marked else style.number(row.value)
            for row in shown
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": style.SIZE + 1, "color": style.TEXT},
        "hovertext": [hover(row, counted) for row in shown],
        "hoverinfo": "text",
        "customdata": [[row.key] for row in shown],
        "marker": style.bar_style(
            [row.marked for row in shown], [row.key in quiet for row in shown]
        ),
    }


def unseen(shown: Sequence[Row], places: Sequence[float]) -> list[dict[str, Any]]:
    """Return notes on the axis: 'c' for a hidden count, 'no data' for a missing one."""
    return [
        style.note_at(
            SUPPRESSED if row.hidden else "no<br>data", place, 0, quiet=True, yanchor="bottom"
        )
        for row, place in zip(shown, places, strict=True)
        if row.value is None
    ]


def _bands(
    shown: Sequence[Row], bands: Sequence[Band], under: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a line under the labels of each band (`under` pixels below the axis), and its
    words."""
    place = {row.key: number for number, row in enumerate(shown)}
    shapes, words = [], []
    for name, first, last in bands:
        if first not in place or last not in place:
            continue
        start, end = place[first] - 0.4, place[last] + 0.4
        line = {"color": style.GREY_EDGE, "width": 2}
        shapes.append(
            {
                "type": "line",
                "x0": start,
                "x1": end,
                "yref": "paper",
                "ysizemode": "pixel",
                "yanchor": 0,
                "y0": 2 - under,
                "y1": 2 - under,
                "line": line,
            }
        )
        words.append(
            style.note_at(
                style.literal(name),
                (start + end) / 2,
                0,
                quiet=True,
                yref="paper",
                yanchor="top",
                yshift=-under - 2,
            )
        )
    return shapes, words
