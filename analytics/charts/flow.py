"""Draw movement between two months: a flow from the groups on the left to those on the right."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import rows
from analytics.publish.types import Published

ARROW = " → "
_PLACE, _LEAST = 34, 200  # pixels
_HALO = ", ".join(
    [f"0 0 3px {style.WHITE}"] * 4
)  # a thin band behind a name would look like a line through it


def flow(published: Published) -> go.Figure:
    """Draw one band per row, as wide as its count; labels are 'from → to'.

    Bands to a marked group have the accent colour. Each group shows its total next to its name. A
    hidden count has no band.
    """
    shown = [(row, *str(row.label).split(ARROW, 1)) for row in rows(published) if row.value]
    left = list(dict.fromkeys(was for _, was, _ in shown))
    right = list(dict.fromkeys(now for _, _, now in shown))
    sums = [sum(row.value or 0 for row, was, _ in shown if was == name) for name in left]
    sums += [sum(row.value or 0 for row, _, now in shown if now == name) for name in right]
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "textfont": {
            "size": style.SIZE,
            "color": style.TEXT,
            "family": style.FONT,
            "shadow": _HALO,
        },
        "node": {
            "label": [
                f"{style.literal(name)}: {total:,}"
                for name, total in zip([*left, *right], sums, strict=True)
            ],
            "color": [style.BLUE] * len(sums),
            "pad": 18,
            "thickness": 12,
            "line": {"width": 0},
            "hoverinfo": "none",
        },
        "link": {
            "source": [left.index(was) for _, was, _ in shown],
            "target": [len(left) + right.index(now) for _, _, now in shown],
            "value": [row.value for row, *_ in shown],
            "color": [style.ACCENT_BAND if row.marked else style.BAND for row, *_ in shown],
            "customdata": [[row.key] for row, *_ in shown],
            "hovertemplate": [
                f"<b>{style.literal(row.label)}</b>: {row.value:,}<extra></extra>"
                for row, *_ in shown
            ],
        },
    }
    height = max(_LEAST, _PLACE * max(len(left), len(right), 1))
    return style.figure([trace], height, margin={"l": 8, "r": 8, "t": 8, "b": 12})
