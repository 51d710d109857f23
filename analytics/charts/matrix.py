"""A grid of two judgements: rows of one, columns of the other, and how many and which in each
cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import only_published
from analytics.publish.ratings import LETTER_OF, STATE_OF
from analytics.publish.types import Published

_ROW, _ABOVE, _LEFT = 84, 34, 132  # pixels
Line = dict[Any, Any]
ROWS, COLUMNS, COUNT, WHICH = "Delivery", "Impact", "Actions", "Which"


def grid_of_two(published: Published, states: Mapping[str, str]) -> go.Figure:
    """Draw one cell per row of the table, from its Delivery, Impact, Actions and Which.

    `states` gives the colour of a non-empty cell by its key; its symbol shows the state without
    colour. A click on the number selects the cell.
    """
    only_published(published)
    table = published.table.assign(key=list(published.keys)).to_dict("records")
    down, across = (list(dict.fromkeys(row[name] for row in table)) for name in (ROWS, COLUMNS))
    places = [(across.index(row[COLUMNS]), down.index(row[ROWS]), row) for row in table]
    return style.figure(
        [_numbers([one for one in places if one[2][COUNT]])],
        _ABOVE + _ROW * max(len(down), 1) + 6,
        wide=True,
        xaxis={
            "tickvals": list(range(len(across))),
            "ticktext": [style.bold(f"Impact: {str(name).lower()}") for name in across],
            "side": "top",
            "range": [-0.5, len(across) - 0.5],
            "tickangle": 0,
        },
        yaxis={
            "tickvals": list(range(len(down))),
            "ticktext": [_rated(name) for name in down],
            "range": [len(down) - 0.5, -0.5],
        },
        margin={"l": _LEFT, "r": 8, "t": _ABOVE, "b": 6},
        shapes=[_box(column, line, row, states) for column, line, row in places],
        annotations=[
            note for column, line, row in places for note in _words(column, line, row, states)
        ],
    )


def _rated(name: object) -> str:
    """Return a rating with its symbol and letter: '✓ B Complete'."""
    title = str(name)
    symbol = style.STATES[STATE_OF[title]][0] if title in STATE_OF else ""
    return f"{symbol} {LETTER_OF.get(title, '')} {style.bold(title)}"


def _box(column: int, line: int, row: Line, states: Mapping[str, str]) -> dict[str, Any]:
    back = style.STATES[states[row["key"]]][2] if row[COUNT] else style.WHITE
    return {
        "type": "rect",
        "layer": "below",
        "x0": column - 0.485,
        "x1": column + 0.485,
        "y0": line - 0.46,
        "y1": line + 0.46,
        "fillcolor": back,
        "line": {"color": style.RULE, "width": 1},
    }


def _numbers(places: list[tuple[int, int, Line]]) -> dict[str, Any]:
    """Return the number of each cell in a ring that can be clicked."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [column - 0.34 for column, _, _ in places],
        "y": [line for _, line, _ in places],
        "marker": {
            "symbol": "circle",
            "size": 42,
            "color": style.WHITE,
            "opacity": 1,
            "line": {"color": style.INK, "width": 1.5},
        },
        "text": [style.bold(row[COUNT]) for _, _, row in places],
        "textfont": {"size": style.SIZE + 4, "color": style.TEXT},
        "customdata": [[row["key"]] for _, _, row in places],
        "cliponaxis": False,
        "hovertext": [
            f"{style.bold(row['Place'])}<br>{style.wrapped(row['What it means'], 60)}<br>{style.wrapped(row['What to ask'], 60)}"  # noqa: E501
            for _, _, row in places
        ],
        "hoverinfo": "text",
    }


def _words(column: int, line: int, row: Line, states: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return which actions are in a cell and the symbol of its state; a grey 0 if it is empty."""
    if not row[COUNT]:
        return [style.note_at("0", column - 0.34, line, quiet=True)]
    symbol, text, _ = style.STATES[states[row["key"]]]
    which = style.note_at(
        style.wrapped(row[WHICH], 25, 5),
        column - 0.2,
        line,
        xanchor="left",
        align="left",
        captureevents=False,
    )
    which["font"] = {"size": style.SIZE - 3, "color": style.TEXT}
    mark = style.note_at(symbol, column + 0.47, line - 0.32, xanchor="right")
    mark["font"] = {
        "size": style.SIZE,
        "color": text if states[row["key"]] != "done" else style.BLUE,
    }
    return [which, mark]
