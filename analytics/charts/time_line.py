"""Draw dates on a timeline, one row per body: a mark for a known day, a bar for a window without
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import only_published
from analytics.charts.time_lanes import (
    BAR,
    GAP,
    LINE,
    NAME,
    RING,
    Axis,
    Placed,
    axis_of,
    is_bar,
    laid_out,
    words_of,
)
from analytics.publish.dated_entry import KINDS, UNSAID, Entry, Kind, body_named
from analytics.publish.phrases import day
from analytics.publish.types import Published

_AXIS_HIGH, _ABOVE = 46, 26


def time_line(published: Published) -> go.Figure:
    """Draw each date of `published.dates`: done, to come, by rule, late.

    Windows are striped bars, with an arrow if there is no last day. The next date of each body has
    a label, and so has every window, rule and conflict to come. Raises TypeError for anything but
    Published.
    """
    dates = only_published(published).dates
    if dates is None:
        return style.figure([], style.HEIGHT, xaxis={"visible": False}, yaxis={"visible": False})
    axis = axis_of(dates.entries, dates.as_at)
    placed, bodies, height = laid_out(dates.entries, dates.as_at)
    key = style.date_key({state for one in placed for state in _states(one.entry, dates.as_at)})
    below = _AXIS_HIGH + LINE * (key.count("<br>") + 1) + GAP
    bars = [one for one in placed if is_bar(one.entry)]
    return style.figure(
        [*_bars(bars, axis), *_points([one for one in placed if not is_bar(one.entry)], axis)],
        height + _ABOVE + below,
        barmode="overlay",
        xaxis=_ticks(axis),
        yaxis={
            "range": [height, 0],
            "automargin": True,
            "ticklabelstandoff": 8,
            "tickvals": [middle for _, _, middle in bodies],
            "ticktext": [style.wrapped(body_named(body), *NAME) for body, _, _ in bodies],
        },
        margin={"l": 8, "r": 12, "t": _ABOVE, "b": below},
        shapes=[*(_rule_at(top) for _, top, _ in bodies[1:]), _as_at_line(axis)],
        annotations=[
            *(_label(one, axis) for one in placed if one.named),
            *(_arrow(one, axis) for one in bars if one.entry.open_ended),
            _as_at_words(axis),
            _key(key, height),
        ],
    )


def _ticks(axis: Axis) -> dict[str, Any]:
    """Return the time axis with a tick every quarter, half year or year, so that they fit on a
    phone.
    """
    months = (axis.last - axis.first).days / 30
    every = 3 if months <= 15 else 6 if months <= 30 else 12
    firsts = [
        date(year, month, 1)
        for year in range(axis.first.year, axis.last.year + 1)
        for month in range(1, 13, every)
    ]
    shown = [one for one in firsts if axis.first <= one <= axis.last]
    return {
        "type": "date",
        "range": [_moment(axis.first), _moment(axis.last)],
        "showgrid": True,
        "gridcolor": style.RULE,
        "showline": True,
        "tickvals": [_moment(one) for one in shown],
        "ticktext": [f"{one:%b}<br>{one.year}" for one in shown],
        "tickangle": 0,
        "minor": {
            "dtick": "M1",
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": style.GREY_EDGE,
            "showgrid": False,
        },
    }


def _bars(placed: Sequence[Placed], axis: Axis) -> list[dict[str, Any]]:
    """Return traces of windows and of events of many days, one per state."""
    by_state: dict[str, list[Placed]] = {}
    for one in placed:
        by_state.setdefault(_states(one.entry, axis.as_at)[0], []).append(one)
    return [_bar_trace(state, by_state[state], axis) for state in style.DATES if state in by_state]


def _bar_trace(state: str, placed: Sequence[Placed], axis: Axis) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": style.DATES[state].words,
        "y": [one.y for one in placed],
        "base": [_moment(max(one.entry.starts, axis.first)) for one in placed],
        "x": [
            ((one.entry.ends - max(one.entry.starts, axis.first)).days + 1) * 86_400_000
            for one in placed
        ],
        "width": BAR,
        "marker": style.date_bar(state, [bool(one.entry.conflict) for one in placed]),
        **_hovers(placed, axis),
    }


def _points(placed: Sequence[Placed], axis: Axis) -> list[dict[str, Any]]:
    """Return a trace for each state, and rings around conflicts."""
    by_state: dict[str, list[Placed]] = {}
    for one in placed:
        for state in _states(one.entry, axis.as_at):
            by_state.setdefault(state, []).append(one)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": style.DATES[state].words,
            "x": [_moment(one.entry.starts) for one in by_state[state]],
            "y": [one.y for one in by_state[state]],
            "cliponaxis": False,
            "marker": style.date_mark(state),
            **_hovers(by_state[state], axis),
        }
        for state in style.DATES
        if state in by_state
    ]


def _hovers(placed: Sequence[Placed], axis: Axis) -> dict[str, Any]:
    return {
        "hoverinfo": "text",
        "hovertext": [_hover(one.entry, axis.as_at) for one in placed],
        "customdata": [[one.entry.key] for one in placed],
    }


def _states(entry: Entry, as_at: date) -> list[str]:
    """Return the keys of style.DATES for an entry: its state, and whether it has a conflict."""
    return [
        _state(entry, as_at) if entry.dated else "window",
        *(["conflict"] if entry.conflict else []),
    ]


def _state(entry: Entry, as_at: date) -> str:
    if entry.is_late(as_at):
        return "late"
    if entry.is_behind(as_at):
        return "unsaid" if entry.status == UNSAID else "done"
    return "rule" if entry.kind is Kind.COMPUTED else "ahead"


def _hover(entry: Entry, as_at: date) -> str:
    lines = [
        f"<b>{style.literal(entry.what)}</b>",
        style.literal(f"{entry.body_name}, {entry.when}"),
    ]
    lines.append(style.literal(f"{KINDS[entry.kind]}. {entry.state(as_at)}."))
    return "<br>".join(
        [*lines, *(style.wrapped(text, 60, 4) for text in (entry.rule, entry.conflict) if text)]
    )


def _label(one: Placed, axis: Axis) -> dict[str, Any]:
    """Return the label above its mark, on the side with room."""
    when = max(one.entry.starts, axis.first)
    words = (
        f"<b>? </b>{words_of(one.entry, axis.as_at)}"
        if one.entry.conflict
        else words_of(one.entry, axis.as_at)
    )
    side = axis.anchor(when)
    above = one.y - (RING if one.entry.conflict else BAR) / 2 - 2
    shift = {"left": -8, "right": 8, "center": 0}[side]
    return {
        "text": words,
        "x": _moment(when),
        "y": above,
        "xanchor": side,
        "align": side,
        "xshift": shift,
        "yanchor": "bottom",
        "borderpad": 1,
        "bgcolor": style.WHITE,
        "font": {"size": style.SIZE - 1, "color": style.TEXT},
    }


def _arrow(one: Placed, axis: Axis) -> dict[str, Any]:
    """Return an arrow from the end of a bar to the edge, because no last day is set."""
    return {
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowwidth": 2,
        "arrowcolor": style.BLUE,
        "x": _moment(axis.last),
        "y": one.y,
        "ax": _moment(min(one.entry.ends + timedelta(days=1), axis.last)),
        "ay": one.y,
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
    }


def _key(words: str, height: float) -> dict[str, Any]:
    """Return the key of the marks, below the axis on the right, where a phone has room."""
    return {
        "text": words,
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "yref": "paper",
        "y": -_AXIS_HIGH / height,
        "yanchor": "top",
        "align": "left",
        "font": {"size": style.SIZE - 1, "color": style.QUIET},
    }


def _rule_at(y: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": {"color": style.RULE, "width": 1},
    }


def _as_at_line(axis: Axis) -> dict[str, Any]:
    at = _moment(axis.as_at)
    line = {"color": style.INK, "width": 2, "dash": "dot"}
    return {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": at,
        "x1": at,
        "layer": "below",
        "line": line,
    }


def _as_at_words(axis: Axis) -> dict[str, Any]:
    words = {
        "text": f"as at {day(axis.as_at)}",
        "x": _moment(axis.as_at),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
    }
    return words | {
        "xanchor": axis.anchor(axis.as_at),
        "font": {"size": style.SIZE - 1, "color": style.QUIET},
    }


def _moment(when: date) -> str:
    """Return a day in the form that the axis reads."""
    return datetime.combine(when, time()).isoformat(sep=" ")
