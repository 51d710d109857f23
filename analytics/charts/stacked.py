"""Columns by month made of several counts, each named next to the last column."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import (
    Row,
    apart,
    highest,
    hover,
    month_places,
    month_ticks,
    only_published,
    rows,
)
from analytics.publish.types import SUPPRESSED, Published

_MARGIN = {"t": 26, "b": 46}


def stacked(published: Published, *, height: int = style.HEIGHT) -> go.Figure:
    """Draw the counts of the table on top of each other, the first at the bottom.

    Raises ValueError for more than six.
    """
    series = {name: rows(published, name) for name in only_published(published).counts}
    if len(series) > len(style.SERIES):
        raise ValueError(f"a stacked chart shows at most {len(style.SERIES)} counts")
    labels = published.table[published.label].tolist()
    places = month_places(labels)
    totals = [_total([shown[place] for shown in series.values()]) for place in range(len(labels))]
    top = (
        highest(
            [
                sum(shown[place].value or 0 for shown in series.values())
                for place in range(len(labels))
            ]
        )
        * 1.1
    )
    colours = _colours(list(series), published.marked)
    names = _names(series, colours, top, max(height - sum(_MARGIN.values()), 1))
    return style.figure(
        [
            _trace(name, shown, places, colour)
            for (name, shown), colour in zip(series.items(), colours, strict=True)
        ],
        height,
        wide=True,
        barmode="stack",
        bargap=0.18,
        xaxis={
            **month_ticks(labels, places),
            "range": [-0.6, (places[-1] if places else 0) + 0.6],
            "showline": True,
        },
        yaxis={"range": [0, top], "visible": False},
        margin={
            "l": 8,
            "r": 38 + max((7.6 * len(line) for name in series for line in _lines(name)), default=0),
            **_MARGIN,
        },
        annotations=names + _heads(series, totals, places),
    )


def _colours(names: Sequence[str], marked: Collection[str]) -> list[str]:
    """Return one colour per series in the palette's order; the accent is kept for a marked
    series."""
    if not set(names) & set(marked):
        return list(style.SERIES[: len(names)])
    rest = iter(style.BESIDE_ACCENT)
    return [style.ACCENT if name in marked else next(rest) for name in names]


def _trace(name: str, shown: Sequence[Row], places: Sequence[int], colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": style.literal(name),
        "x": list(places),
        "y": [row.value for row in shown],
        "hovertext": [hover(row, name) for row in shown],
        "hoverinfo": "text",
        "customdata": [[row.key] for row in shown],
        "marker": {"color": colour, "line": {"color": style.WHITE, "width": 1.5}},
    }


def _total(column: Sequence[Row]) -> int | None:
    """Return the sum of one column, or None if a part is hidden or missing."""
    values = [row.value for row in column]
    return None if any(value is None for value in values) else sum(value or 0 for value in values)


def _heads(
    series: dict[str, list[Row]], totals: Sequence[int | None], places: Sequence[int]
) -> list[dict[str, Any]]:
    """Return each column's total above it; 'c' if a part is hidden, 'no data' if nothing is
    known."""
    notes = []
    for number, (total, place) in enumerate(zip(totals, places, strict=True)):
        column = [shown[number] for shown in series.values()]
        hidden, empty = any(row.hidden for row in column), all(row.value is None for row in column)
        words = (
            SUPPRESSED
            if hidden
            else "no data"
            if empty
            else "part"
            if total is None
            else style.number(total)
        )
        turned = {"textangle": -90} if words == "no data" else {}
        notes.append(
            style.note_at(
                words,
                place,
                sum(row.value or 0 for row in column),
                total is None,
                yanchor="bottom",
                **turned,
            )
        )
    return notes


def _lines(name: str) -> list[str]:
    """Return the lines of a series' name, at most two."""
    return textwrap.wrap(name, 22, max_lines=2, placeholder=" …")


def _names(
    series: dict[str, list[Row]], colours: Sequence[str], top: float, plot: int
) -> list[dict[str, Any]]:
    """Return the name of each series next to its part of the last column.

    `top` is the end of the axis, `plot` its length in pixels.
    """
    foot, middles, halves = 0.0, [], []
    for name, shown in series.items():
        value = (shown[-1].value if shown else 0) or 0
        middles.append((foot + value / 2) / top)
        halves.append((9 * len(_lines(name)) + 2) / plot)
        foot += value
    notes = []
    for name, middle, colour in zip(series, apart(middles, halves), colours, strict=True):
        text = f'<span style="color:{colour}">■</span> ' + "<br>    ".join(
            style.literal(line) for line in _lines(name)
        )
        notes.append(
            style.note_at(
                text,
                1,
                middle,
                xref="paper",
                yref="paper",
                xshift=8,
                xanchor="left",
                yanchor="middle",
                align="left",
            )
        )
    return notes
