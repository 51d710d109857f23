"""Draw a count or a percentage over months, with a gap for each missing or hidden month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import Row, highest, month_places, month_ticks, rows
from analytics.publish.types import SUPPRESSED, Published


def line(
    published: Published, *, part: str = "", whole: str = "", height: int = style.HEIGHT
) -> go.Figure:
    """Draw the count `part` (by default the first) over months; with `whole`, as its percentage, 0
    to 100.

    A percentage is calculated here from published counts, so one hidden count hides it too.
    """
    shown = rows(published, part)
    wholes: Sequence[Row | None] = rows(published, whole) if whole else [None] * len(shown)
    values = [_value(row, of) for row, of in zip(shown, wholes, strict=True)]
    places = month_places([row.label for row in shown])
    hidden = [
        row.hidden or (of is not None and of.hidden) for row, of in zip(shown, wholes, strict=True)
    ]
    top = 101 if whole else highest(values) * 1.15
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        **_with_gaps(places, values),
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": style.BLUE, "width": 2.5},
        "marker": {"color": style.BLUE, "size": 8, "line": {"color": style.WHITE, "width": 1}},
        "hoverinfo": "text",
    }
    by_place = {place: number for number, place in enumerate(places)}
    known = [by_place.get(place) for place in trace["x"]]
    trace["customdata"] = [["" if number is None else shown[number].key] for number in known]
    trace["hovertext"] = [
        "" if number is None else _hover(shown[number], wholes[number], values[number])
        for number in known
    ]
    return style.figure(
        [trace],
        height,
        wide=True,
        xaxis={
            **month_ticks([row.label for row in shown], places),
            "showline": True,
            "range": [-0.4, (places[-1] if places else 0) + 0.4],
        },
        yaxis={
            "range": [0, top],
            "ticksuffix": "%" if whole else "",
            "nticks": 6,
            "showgrid": True,
            "gridcolor": style.RULE,
        },
        margin={"l": 52, "r": 70, "t": 26, "b": 46},
        annotations=_last(places, values, bool(whole))
        + [
            style.note_at(SUPPRESSED, place, 0, quiet=True, yanchor="bottom")
            for place, one in zip(places, hidden, strict=True)
            if one
        ],
    )


def _value(row: Row, whole: Row | None) -> float | None:
    if row.value is None or (whole is not None and not whole.value):
        return None
    return 100 * row.value / whole.value if whole is not None and whole.value else row.value


def _with_gaps(places: list[int], values: list[float | None]) -> dict[str, Any]:
    """Return every position from first to last, with None if there is no month."""
    by_place = dict(zip(places, values, strict=True))
    everywhere = list(range(places[0], places[-1] + 1)) if places else []
    return {"x": everywhere, "y": [by_place.get(place) for place in everywhere]}


def _hover(row: Row, whole: Row | None, value: float | None) -> str:
    if value is None:
        return ""
    words = (
        f"{row.value:,} of {whole.value:,} ({value:.0f}%)"
        if whole is not None
        else f"{row.value:,}"
    )
    return f"<b>{style.literal(row.label)}</b><br>{words}"


def _last(places: list[int], values: list[float | None], percent: bool) -> list[dict[str, Any]]:
    """Return the value of the last point as a note next to it."""
    for place, value in zip(reversed(places), reversed(values), strict=True):
        if value is not None:
            words = f"{value:.0f}%" if percent else style.number(value)
            return [style.note_at(f"<b>{words}</b>", place, value, xanchor="left", xshift=10)]
    return []
