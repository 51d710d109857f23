"""Horizontal bars of one count by category, for long labels."""

from __future__ import annotations

from collections.abc import Collection

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import highest, hover, rows
from analytics.publish.types import SUPPRESSED, Published

_ROW, _ABOVE = 20, 34  # pixels


def bars(
    published: Published, *, height: int = style.HEIGHT, quiet: Collection[str] = ()
) -> go.Figure:
    """Draw one bar per row, the table's first row on top; `quiet` keys are drawn grey."""
    shown = rows(published)
    height = max(height, _ROW * len(shown) + _ABOVE)
    lines = (
        2 if height >= 2 * _ROW * len(shown) + _ABOVE else 1
    )  # of a label, so that labels do not overlap
    places = list(range(len(shown)))
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [row.value for row in shown],
        "text": [
            style.bold(style.number(row.value)) if row.marked else style.number(row.value)
            for row in shown
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": style.SIZE + 1, "color": style.TEXT},
        "hovertext": [hover(row, published.counts[0]) for row in shown],
        "hoverinfo": "text",
        "customdata": [[row.key] for row in shown],
        "marker": style.bar_style(
            [row.marked for row in shown], [row.key in quiet for row in shown]
        ),
    }
    return style.figure(
        [trace],
        height,
        yaxis={
            "tickvals": places,
            "ticktext": [
                style.wrapped(row.label, 34 if lines == 1 else 28, lines) for row in shown
            ],
            "range": [len(shown) - 0.45, -0.55],
            "automargin": True,
            "ticklabelstandoff": 8,
            "showline": True,
        },
        xaxis={"range": [0, highest([row.value for row in shown]) * 1.1], "visible": False},
        margin={"l": 8, "r": 24, "t": 26, "b": 8},
        annotations=[
            style.note_at(
                SUPPRESSED if row.hidden else "no data",
                0,
                place,
                quiet=True,
                xanchor="left",
                xshift=4,
            )
            for row, place in zip(shown, places, strict=True)
            if row.value is None
        ]
        + ([style.attention_key()] if any(row.marked for row in shown) else []),
    )
