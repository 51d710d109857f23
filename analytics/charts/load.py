"""Draw what falls due in each coming month, with what is already overdue shown separately."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.columns import column_trace, unseen
from analytics.charts.rows import highest, month_of, month_ticks, rows
from analytics.publish.types import Published

_APART = 0.7


def load(published: Published, *, height: int = style.HEIGHT) -> go.Figure:
    """Draw one column per month in the table's order.

    Marked rows (overdue) come first, separated by a gap and a line.
    """
    shown = sorted(rows(published), key=lambda row: not row.marked)
    overdue = sum(row.marked for row in shown)
    places = [
        number + (_APART if overdue and number >= overdue else 0) for number in range(len(shown))
    ]
    coming = [row.label for row in shown[overdue:]]
    ticks = month_ticks(coming, list(range(len(coming))), most=len(coming) or 1)["ticktext"]
    apart = {
        "type": "line",
        "x0": overdue - 0.5 + _APART / 2,
        "x1": overdue - 0.5 + _APART / 2,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
    }
    return style.figure(
        [column_trace(shown, places, published.counts[0])],
        height,
        wide=True,
        xaxis={
            "tickvals": places,
            "ticktext": [
                style.bold(row.label) if month_of(row.label) is None else style.literal(row.label)
                for row in shown[:overdue]
            ]
            + ticks,
            "range": [-0.6, (places[-1] if places else 0) + 0.6],
            "showline": True,
        },
        yaxis={"range": [0, highest([row.value for row in shown]) * 1.14], "visible": False},
        margin={"l": 8, "r": 8, "t": 26, "b": 46},
        annotations=unseen(shown, places),
        shapes=[{**apart, "line": {"color": style.GREY_EDGE, "width": 1, "dash": "dot"}}]
        if overdue
        else [],
    )
