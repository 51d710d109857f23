"""A heat map of states: one row per item, one column per month, with a symbol and letter in every
cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import month_ticks, only_published, spoken
from analytics.publish.ratings import LETTER_OF, STATE_OF
from analytics.publish.types import Published

_ROW, _ABOVE, _UNDER = 22, 66, 8  # pixels


@dataclass(frozen=True, slots=True)
class Look:
    """How a value is drawn: its state in the house style, the mark in the cell, and its name in the
    key.
    """

    state: str
    mark: str
    name: str


def rating_look(value: object) -> Look:
    """Return how a rating is drawn: 'On track' is a green cell with a dot and a G."""
    title = str(value)
    return Look(
        STATE_OF.get(title, "none"),
        LETTER_OF.get(title, "?"),
        f"{LETTER_OF.get(title, '?')} {title.lower()}",
    )


def score_look(value: object) -> Look:
    """Return how a risk score from 1 to 25 is drawn, by its band."""
    number = int(str(value))
    state, name = next((state, name) for least, state, name in BANDS if number >= least)
    return Look(state, str(number), name)


BANDS = ((15, "off", "15 to 25"), (8, "risk", "8 to 14"), (1, "on", "1 to 7"))


def heat_map(
    published: Published, look: Callable[[object], Look], *, group: str = "", width: int = 54
) -> go.Figure:
    """Draw a heat map; every column except the label and `group` is a month.

    A group has a line with its name above its rows. A blank cell stays white.
    """
    table = only_published(published).table
    months = [name for name in table.columns if name not in (published.label, group)]
    places, heads, lines = _lines(table, group)
    cells = [
        (column, place, look(value), f"{row[published.label]}: {spoken(month)}", value)
        for row, place in zip(table.to_dict("records"), places, strict=True)
        for column, month in enumerate(months)
        if not _blank(value := row[month])
    ]
    ticks = month_ticks(list(months), list(range(len(months))))
    return style.figure(
        [_marks(cells)],
        _ABOVE + _UNDER + _ROW * max(lines, 1),
        wide=True,
        xaxis={**ticks, "side": "top", "range": [-0.5, max(len(months), 1) - 0.5], "tickangle": 0},
        yaxis={
            "tickvals": places,
            "ticktext": [style.wrapped(label, width, 1) for label in table[published.label]],
            "range": [lines - 0.5, -0.5],
            "automargin": True,
            "tickfont": {"size": style.SIZE - 2, "color": style.TEXT},
        },
        margin={"l": 8, "r": 8, "t": _ABOVE, "b": _UNDER},
        shapes=_boxes(cells),
        annotations=[*_heads(heads), *_key([one for _, _, one, _, _ in cells])],
    )


def _lines(table: pd.DataFrame, group: str) -> tuple[list[int], list[tuple[int, str]], int]:
    """Return the line of each row, the group headings with their lines, and how many lines there
    are.
    """
    places, heads, line, last = [], [], 0, None
    for name in table[group] if group else [None] * len(table):
        if group and name != last:
            heads.append((line, str(name)))
            line, last = line + 1, name
        places.append(line)
        line += 1
    return places, heads, line


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or value == "" or value != value


def _boxes(cells: Sequence[tuple[int, int, Look, str, object]]) -> list[dict[str, Any]]:
    """Return the cells of each state as one path; 800 separate shapes take a browser a third of a
    second.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for column, place, look, _, _ in cells:
        places.setdefault(look.state, []).append((column, place))
    return [
        {
            "type": "path",
            "layer": "below",
            "path": "".join(_box(column, place) for column, place in found),
            "fillcolor": style.STATES[state][2],
            "line": {
                "color": style.WHITE if state == "done" else style.STATES[state][1],
                "width": 0.5,
            },
        }
        for state, found in places.items()
    ]


def _box(column: int, place: int) -> str:
    left, right, top, under = column - 0.46, column + 0.46, place - 0.44, place + 0.44
    return f"M{left:.2f},{top:.2f}L{right:.2f},{top:.2f}L{right:.2f},{under:.2f}L{left:.2f},{under:.2f}Z"  # noqa: E501


def _marks(cells: Sequence[tuple[int, int, Look, str, object]]) -> dict[str, Any]:
    """Return the symbol and letter of every cell, with its meaning on hover."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [cell[0] for cell in cells],
        "y": [cell[1] for cell in cells],
        "text": [
            f"{style.STATES[cell[2].state][0]} {style.literal(cell[2].mark)}" for cell in cells
        ],
        "textfont": {
            "size": style.SIZE - 2,
            "color": [style.STATES[cell[2].state][1] for cell in cells],
        },
        "hovertext": [f"{style.literal(cell[3])}<br>{style.bold(cell[4])}" for cell in cells],
        "hoverinfo": "text",
    }


def _heads(heads: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    return [
        {
            "text": style.bold(name),
            "x": -0.5,
            "y": place,
            "xanchor": "left",
            "yanchor": "middle",
            "font": {"size": style.SIZE - 1, "color": style.TEXT},
        }
        for place, name in heads
    ]


def _key(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Return the key of the marks that are drawn, above the map."""
    order = list(style.STATES)
    there = sorted(
        {(look.state, look.name) for look in looks}, key=lambda one: (order.index(one[0]), one[1])
    )
    words = "   ".join(f"{style.STATES[state][0]} {style.literal(name)}" for state, name in there)
    return (
        [
            style.note_at(
                words,
                1,
                1,
                quiet=True,
                xref="paper",
                yref="paper",
                xanchor="right",
                yanchor="bottom",
                yshift=44,
            )
        ]
        if words
        else []
    )
