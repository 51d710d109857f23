"""Horizontal bars of two counts that make a whole, with the share of one of them in words."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import highest, hover, rows
from analytics.publish.phrases import share
from analytics.publish.types import SUPPRESSED, Published

_ROW, _ABOVE = 26, 40  # pixels


def split(published: Published, *, say_rest: bool = False) -> go.Figure:
    """Draw one bar per row of the table's first two counts: the first dark, the rest accent and
    striped.

    The words are the share of the first, or with `say_rest` of the rest.
    """
    first, rest = (rows(published, name) for name in published.counts[:2])
    places = list(range(len(first)))
    top = highest(
        [(one.value or 0) + (other.value or 0) for one, other in zip(first, rest, strict=True)]
    )
    parts = zip(
        (first, rest), published.counts, ([False] * len(first), [True] * len(first)), strict=False
    )
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [row.value for row in shown],
            "hoverinfo": "text",
            "hovertext": [hover(row, name) for row in shown],
            "customdata": [[row.key] for row in shown],
            "marker": style.bar_style(marked, [False] * len(shown)),
        }
        for shown, name, marked in parts
    ]
    words = [
        _words(one.value, other.value, say_rest) for one, other in zip(first, rest, strict=True)
    ]
    return style.figure(
        traces,
        max(120, _ROW * len(first) + _ABOVE),
        wide=True,
        barmode="stack",
        yaxis={
            "tickvals": places,
            "ticktext": [style.wrapped(row.label, 34, 1) for row in first],
            "range": [len(first) - 0.45, -0.55],
            "automargin": True,
            "ticklabelstandoff": 8,
            "showline": True,
        },
        xaxis={"range": [0, 1.3 * top], "visible": False},
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        annotations=[
            style.note_at(
                text, (one.value or 0) + (other.value or 0), place, xanchor="left", xshift=6
            )
            for place, (one, other, text) in enumerate(zip(first, rest, words, strict=True))
        ]
        + [style.attention_key(published.counts[1].lower())],
    )


def _words(one: int | None, other: int | None, say_rest: bool) -> str:
    return (
        SUPPRESSED
        if one is None or other is None
        else style.literal(share(other if say_rest else one, one + other))
    )
