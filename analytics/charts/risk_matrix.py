"""Draw risks on a five by five grid: likelihood across, impact up, and the movement of each."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.heat_map import score_look
from analytics.charts.rows import only_published
from analytics.publish.types import Published

_SIZE = range(1, 6)
LIKELIHOOD, IMPACT, MOVEMENT = "Likelihood", "Impact", "Movement"


def risk_matrix(published: Published, *, height: int = 400) -> go.Figure:
    """Draw each risk by its key in its cell with an arrow for its movement, and the cell's score in
    its corner.

    A risk without a score is left out.
    """
    table = only_published(published).table.assign(key=list(published.keys))
    held: dict[tuple[int, int], list[str]] = {}
    for row in table.to_dict("records"):
        if not (pd.isna(row[LIKELIHOOD]) or pd.isna(row[IMPACT])):
            arrow = str(row[MOVEMENT])[:1] if str(row[MOVEMENT])[:1] in "↑↓=" else ""
            held.setdefault((int(row[LIKELIHOOD]), int(row[IMPACT])), []).append(
                f"{row['key']} {arrow}".strip()
            )
    places = [(likely, grave) for likely in _SIZE for grave in _SIZE]
    axis = {"tickvals": list(_SIZE), "range": [0.5, 5.5]}
    return style.figure(
        [],
        height,
        wide=True,
        xaxis={**axis, "title": {"text": "Likelihood, 1 to 5", "standoff": 6}},
        yaxis={**axis, "title": {"text": "Impact, 1 to 5", "standoff": 6}},
        margin={"l": 52, "r": 8, "t": 26, "b": 46},
        shapes=[_box(*place) for place in places],
        annotations=[note for place in places for note in _words(place, held.get(place, []))]
        + [_key()],
    )


def _box(likely: int, grave: int) -> dict[str, Any]:
    back = style.STATES[score_look(likely * grave).state][2]
    return {
        "type": "rect",
        "layer": "below",
        "x0": likely - 0.49,
        "x1": likely + 0.49,
        "y0": grave - 0.48,
        "y1": grave + 0.48,
        "fillcolor": back,
        "line": {"color": style.WHITE, "width": 0},
    }


def _words(place: tuple[int, int], risks: list[str]) -> list[dict[str, Any]]:
    likely, grave = place
    symbol, colour, _ = style.STATES[score_look(likely * grave).state]
    corner = style.note_at(
        f"{symbol} {likely * grave}", likely - 0.45, grave + 0.34, xanchor="left"
    )
    corner["font"] = {"size": style.SIZE - 3, "color": colour}
    if not risks:
        return [corner]
    text = style.wrapped(" · ".join(risks), 18, 3)
    return [corner, style.note_at(f"<b>{text}</b>", likely, grave - 0.08)]


def _key() -> dict[str, Any]:
    words = "↑ scored higher than before   ↓ lower   = the same"
    return style.note_at(
        words,
        1,
        1,
        quiet=True,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        yshift=2,
    )
