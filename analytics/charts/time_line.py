"""Dates on a line of time, a row for each body: a mark for a known day, a bar for a window in which nobody knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import only_published
from analytics.privacy import Published
from analytics.timetable.entries import KINDS, Entry, Kind, span
from analytics.timetable.milestones import BODIES, DAYS_OF_ONE_EVENT, UNSAID, body_named
from analytics.wording import day

_MARK, _LINE, _GAP, _BETWEEN, _BAR = 20, 16, 5, 8, 13  # pixels: marks of a lane, a line of its label, between lanes, between bodies, a bar
_WIDE, _LINES = 20, 2  # letters and lines of a label, which fit on a phone
_BELOW, _ABOVE = 96, 26


@dataclass(frozen=True, slots=True)
class _Lane:
    """A line of marks; `label` is the one entry of it that is named."""

    entries: tuple[Entry, ...]
    label: Entry | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry, how many pixels below the top its mark is, and whether it is named there."""

    entry: Entry
    y: float
    named: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    """The first and last day that are drawn, and the day it is drawn as at."""

    first: date
    last: date
    as_at: date

    def share(self, when: date) -> float:
        return (when - self.first) / (self.last - self.first)

    def anchor(self, when: date) -> str:
        """Which side of a label stands on its day, so that it stays inside on a narrow screen too."""
        share = self.share(when)
        return "left" if share < 0.36 else "right" if share > 0.64 else "center"


def time_line(published: Published) -> go.Figure:
    """Each date of `published.dates`: done, to come, by rule, late; windows as striped bars, with an arrow where no last day is set.

    What is next of each body is named, and so is every window, rule and conflict ahead. TypeError for anything but Published.
    """
    dates = only_published(published).dates
    if dates is None:
        return style.figure([], style.HEIGHT, xaxis={"visible": False}, yaxis={"visible": False})
    axis = _axis(dates.entries, dates.as_at)
    placed, bodies, height = _laid_out(dates.entries, dates.as_at)
    bars = [one for one in placed if _is_bar(one.entry)]
    return style.figure(
        [*_bars(bars, axis), *_points([one for one in placed if not _is_bar(one.entry)], axis)],
        height + _ABOVE + _BELOW,
        barmode="overlay",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -46 / height, "yanchor": "top", "itemclick": False, "itemdoubleclick": False, "font": {"size": style.SIZE - 1}},
        xaxis={"type": "date", "range": [_moment(axis.first), _moment(axis.last)], "tickformat": "%b\n%Y", "showgrid": True, "gridcolor": style.RULE, "showline": True},
        yaxis={
            "range": [height, 0], "automargin": True, "ticklabelstandoff": 8,
            "tickvals": [middle for _, _, middle in bodies], "ticktext": [style.wrapped(body_named(body), 18, 2) for body, _, _ in bodies],
        },
        margin={"l": 8, "r": 12, "t": _ABOVE, "b": _BELOW},
        shapes=[*(_rule_at(top) for _, top, _ in bodies[1:]), _as_at_line(axis)],
        annotations=[*(_label(one, axis) for one in placed if one.named), *(_arrow(one, axis) for one in bars if one.entry.open_ended), _as_at_words(axis)],
    )  # fmt: skip


def _axis(entries: Sequence[Entry], as_at: date) -> _Axis:
    """From before the first day to after the last, with room for the arrows of what is open-ended."""
    first, last = min([as_at, *(one.starts for one in entries)]), max([as_at, *(one.ends for one in entries)])
    room = max((last - first) * 0.04, timedelta(days=7))
    return _Axis(first - room, last + room, as_at)


def _laid_out(entries: Sequence[Entry], as_at: date) -> tuple[list[_Placed], list[tuple[str, float, float]], float]:
    """(each entry and where, (body, top, middle) from the top down, height)."""
    placed, bodies, y = [], [], 0.0
    order = {body: number for number, body in enumerate(BODIES.labels)}
    for body in sorted({one.body for one in entries}, key=lambda one: (order.get(one, len(order)), one)):
        top, y = y, y + _GAP
        for lane in _lanes([one for one in entries if one.body == body], as_at):
            y += _LINE * (_words(lane.label, as_at).count("<br>") + 1) if lane.label else 0
            placed += [_Placed(one, y + _MARK / 2, one is lane.label) for one in lane.entries]
            y += _MARK + _GAP
        bodies.append((body, top, (top + y) / 2))
        y += _BETWEEN - _GAP
    return placed, bodies, max(y, 1)


def _lanes(entries: Sequence[Entry], as_at: date) -> list[_Lane]:
    """One for all marks of a body, its next day named; a lane of its own for each window, last day and conflict, so that no label lies on another."""
    own = [one for one in entries if _stands_alone(one, as_at)]
    others = tuple(one for one in entries if one not in own)
    following = next((one for one in others if not one.is_behind(as_at)), None)
    return [*([_Lane(others, following)] if others else []), *(_Lane((one,), one) for one in own)]


def _stands_alone(entry: Entry, as_at: date) -> bool:
    return bool(entry.conflict) or (not entry.is_behind(as_at) and (entry.kind is Kind.COMPUTED or _is_bar(entry)))


def _is_bar(entry: Entry) -> bool:
    """A window, or an event of many days."""
    return not entry.dated or (entry.ends - entry.starts).days > DAYS_OF_ONE_EVENT


def _bars(placed: Sequence[_Placed], axis: _Axis) -> list[dict[str, Any]]:
    """A trace for the windows and one for events of many days, by state."""
    by_state: dict[str, list[_Placed]] = {}
    for one in placed:
        by_state.setdefault(_state(one.entry, axis.as_at) if one.entry.dated else "window", []).append(one)
    return [_bar_trace(state, by_state[state], axis) for state in style.DATES if state in by_state]


def _bar_trace(state: str, placed: Sequence[_Placed], axis: _Axis) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": style.DATES[state].words,
        "legendgroup": state,
        "y": [one.y for one in placed],
        "base": [_moment(max(one.entry.starts, axis.first)) for one in placed],
        "x": [((one.entry.ends - max(one.entry.starts, axis.first)).days + 1) * 86_400_000 for one in placed],
        "width": _BAR,
        "marker": style.date_bar(state),
        **_hovers(placed, axis),
    }


def _points(placed: Sequence[_Placed], axis: _Axis) -> list[dict[str, Any]]:
    """A trace for each state, and rings around what does not agree."""
    by_state: dict[str, list[_Placed]] = {}
    for one in placed:
        by_state.setdefault(_state(one.entry, axis.as_at), []).append(one)
        if one.entry.conflict:
            by_state.setdefault("conflict", []).append(one)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": style.DATES[state].words,
            "legendgroup": state,
            "x": [_moment(one.entry.starts) for one in by_state[state]],
            "y": [one.y for one in by_state[state]],
            "cliponaxis": False,
            "marker": style.date_mark(state),
            **_hovers(by_state[state], axis),
        }
        for state in style.DATES
        if state in by_state
    ]


def _hovers(placed: Sequence[_Placed], axis: _Axis) -> dict[str, Any]:
    return {
        "hoverinfo": "text",
        "hovertext": [_hover(one.entry, axis.as_at) for one in placed],
        "customdata": [[one.entry.key] for one in placed],
    }


def _state(entry: Entry, as_at: date) -> str:
    """The key of style.DATES of an entry whose day is known."""
    if entry.is_late(as_at):
        return "late"
    if entry.is_behind(as_at):
        return "unsaid" if entry.status == UNSAID else "done"
    return "rule" if entry.kind is Kind.COMPUTED else "ahead"


def _words(entry: Entry, as_at: date) -> str:
    """'3 Jun' where the body meets, else with what it is; a window says from when."""
    named = entry.what.casefold().startswith(entry.body_name.casefold())
    words = _when(entry, as_at) if named else f"{_when(entry, as_at)}: {entry.what}"
    return style.wrapped(words, _WIDE, _LINES)


def _when(entry: Entry, as_at: date) -> str:
    days = [f"{one.day} {one:%b}{'' if one.year == as_at.year else f' {one.year}'}" for one in (entry.starts, entry.ends)]
    if entry.open_ended:
        return f"From {days[0]}"
    whole = span(entry.starts, entry.ends)
    if not entry.dated and " to " not in whole:
        return f"In {whole}" if entry.starts != entry.ends else days[0]
    return days[0] if not _is_bar(entry) else f"{days[0]} to {days[1]}"


def _hover(entry: Entry, as_at: date) -> str:
    lines = [f"<b>{style.literal(entry.what)}</b>", style.literal(f"{entry.body_name}, {entry.when}")]
    lines.append(style.literal(f"{KINDS[entry.kind]}. {entry.state(as_at)}."))
    return "<br>".join([*lines, *(style.wrapped(text, 60, 4) for text in (entry.rule, entry.conflict) if text)])


def _label(one: _Placed, axis: _Axis) -> dict[str, Any]:
    """The label above its mark, on the side where it has room."""
    when = max(one.entry.starts, axis.first)
    words = f"<b>? </b>{_words(one.entry, axis.as_at)}" if one.entry.conflict else _words(one.entry, axis.as_at)
    side = axis.anchor(when)
    shift = {"left": -8, "right": 8, "center": 0}[side]
    return {
        "text": words, "x": _moment(when), "y": one.y - _BAR / 2 - 1, "xanchor": side, "align": side, "xshift": shift, "yanchor": "bottom",
        "borderpad": 0, "font": {"size": style.SIZE - 1, "color": style.TEXT},
    }  # fmt: skip


def _arrow(one: _Placed, axis: _Axis) -> dict[str, Any]:
    """From where a bar is drawn to on to the edge: no last day is set."""
    return {
        "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 2, "arrowcolor": style.BLUE, "x": _moment(axis.last), "y": one.y,
        "ax": _moment(min(one.entry.ends + timedelta(days=1), axis.last)), "ay": one.y, "xref": "x", "yref": "y", "axref": "x", "ayref": "y",
    }  # fmt: skip


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


def _as_at_line(axis: _Axis) -> dict[str, Any]:
    at = _moment(axis.as_at)
    line = {"color": style.INK, "width": 2, "dash": "dot"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": at, "x1": at, "layer": "below", "line": line}


def _as_at_words(axis: _Axis) -> dict[str, Any]:
    words = {"text": f"as at {day(axis.as_at)}", "x": _moment(axis.as_at), "y": 1, "yref": "paper", "yanchor": "bottom"}
    return words | {"xanchor": axis.anchor(axis.as_at), "font": {"size": style.SIZE - 1, "color": style.QUIET}}


def _moment(when: date) -> str:
    """A day as the axis reads it."""
    return datetime.combine(when, time()).isoformat(sep=" ")
