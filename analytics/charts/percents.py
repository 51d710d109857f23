"""Draw percentages side by side on an axis from 0 to 100: ours in blue, the others in grey."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import only_published
from analytics.publish.types import Published

PERCENT = "Per cent"
_ROW, _ABOVE = 38, 50  # pixels


def percents(published: Published) -> go.Figure:
    """Draw one bar per row of the column 'Per cent'; rows whose key is not marked are not ours."""
    table = only_published(published).table
    places, values = (
        list(range(len(table))),
        [None if value != value else float(value) for value in table[PERCENT]],
    )
    ours = [key in published.marked for key in published.keys]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": values,
        "text": ["" if value is None else f"{value:g}%" for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": style.SIZE + 1, "color": style.TEXT},
        "hoverinfo": "skip",
        "customdata": [[key if own else ""] for key, own in zip(published.keys, ours, strict=True)],
        "marker": style.bar_style([False] * len(ours), [not own for own in ours]),
    }
    return style.figure(
        [trace],
        _ROW * len(places) + _ABOVE,
        yaxis={
            "tickvals": places,
            "ticktext": [style.wrapped(label, 44, 2) for label in table[published.label]],
            "range": [len(places) - 0.45, -0.55],
            "automargin": True,
            "ticklabelstandoff": 8,
            "showline": True,
        },
        xaxis={
            "range": [0, 108],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25%", "50%", "75%", "100%"],
            "showline": True,
        },
        margin={"l": 8, "r": 24, "t": 8, "b": 34},
        annotations=[
            style.note_at("no figure", 0, place, quiet=True, xanchor="left", xshift=4)
            for place, value in zip(places, values, strict=True)
            if value is None
        ],
    )
