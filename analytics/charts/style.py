"""The house style of every chart, and the only module with colours."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

# Government Analysis Function palette, in an order that gives neighbours a contrast of at least
# 3:1.
BLUE, TEAL, PINK, ACCENT, INK, LILAC = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
SERIES = (BLUE, TEAL, PINK, ACCENT, INK, LILAC)
BESIDE_ACCENT = (BLUE, TEAL, INK, LILAC, PINK)
ACCENT_EDGE = "#7A3C1C"
GREY, GREY_EDGE = "#BFBFBF", "#5E6366"
TEXT, QUIET, RULE, WHITE = "#0B0C0C", "#484949", "#CECECE", "#FFFFFF"
BAND, ACCENT_BAND = (
    "rgba(18,67,109,0.28)",
    "rgba(244,106,37,0.55)",
)  # of a flow; transparent, so that others can be seen through it
TINT, SAFE = "#F3F5F7", "#DFE7EF"
# State of an action or a target: symbol, text colour, background; the word is always shown with
# them.
STATES = {
    "off": ("▲", "#651B1B", "#F4D7D7"),
    "risk": ("◆", "#7A3C1C", "#FDE4D7"),
    "on": ("●", "#083D29", "#CFE4DC"),
    "none": ("–", "#484949", "#E6E8EA"),
    "done": ("✓", WHITE, BLUE),
}
# Points of a control chart: marker, fill, edge; shapes differ, so that colour is never the only
# sign.
POINTS = {
    "improvement": ("circle", BLUE, BLUE),
    "concern": ("triangle-up", ACCENT, ACCENT_EDGE),
    "neutral": ("square", PINK, PINK),
    "common_cause": ("circle", WHITE, GREY_EDGE),
    "run": ("circle", WHITE, BLUE),
    "mixed": ("diamond", INK, INK),  # only the shape is used: a point keeps the colour of its state
}
# Points of a funnel plot: within both limits, outside 95%, outside 99.8%.
FUNNEL = (("circle", WHITE, GREY_EDGE), ("diamond", LILAC, INK), ("square", ACCENT, ACCENT_EDGE))
# Lines of a control chart by the first letters of their names.
LINES: dict[str, dict[str, Any]] = {
    "cen": {"color": INK, "width": 1.5},
    "low": {"color": GREY_EDGE, "width": 1.5, "dash": "dash"},
    "upp": {"color": GREY_EDGE, "width": 1.5, "dash": "dash"},
    "two": {"color": GREY_EDGE, "width": 0.8, "dash": "dot"},
    "tar": {"color": PINK, "width": 1.5, "dash": "longdashdot"},
}


@dataclass(frozen=True, slots=True)
class DateMark:
    """How a date is drawn on a timeline: its shape and fill, and their words in the key."""

    words: str
    symbol: str  # the shape as a letter
    shape: str
    size: int
    fill: str
    edge: str
    striped: bool = False


DATES = {
    "done": DateMark("done", "●", "circle", 12, BLUE, BLUE),
    "ahead": DateMark("to come", "◇", "diamond", 13, WHITE, BLUE),
    "rule": DateMark("deadline by rule", "▽", "triangle-down", 14, WHITE, BLUE),
    "window": DateMark("window: day not known", "▨", "", 0, WHITE, BLUE, striped=True),
    "late": DateMark("past, not marked as done", "▲", "triangle-up", 14, ACCENT, ACCENT_EDGE),
    "unsaid": DateMark("past, no status given", "○", "circle", 12, WHITE, GREY_EDGE),
    "conflict": DateMark("? does not agree", "□", "square-open", 20, ACCENT_EDGE, ACCENT_EDGE),
}
FONT = "Inter, Arial, sans-serif"
SIZE = 14
HEIGHT = 330
NEEDS_ATTENTION = "needs attention"

_AXIS: dict[str, Any] = {
    "fixedrange": True,
    "showgrid": False,
    "zeroline": False,
    "linecolor": GREY_EDGE,
    "ticklabelstandoff": 4,
    "tickfont": {"size": SIZE, "color": TEXT},
    "title": {"font": {"size": SIZE, "color": QUIET}},
}
_HOUSE = {
    "layout": {
        "font": {"family": FONT, "size": SIZE, "color": TEXT},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "colorway": list(SERIES),
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": GREY_EDGE,
            "align": "left",
            "font": {"family": FONT, "size": SIZE, "color": TEXT},
        },
        "bargap": 0.28,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "annotationdefaults": {"showarrow": False, "font": {"size": SIZE, "color": TEXT}},
    }
}
# Plotly interprets entities, tags, %{...} and $latex$ in text; escaped as entities they are shown
# as text.
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "$": "&#36;",
        "%": "&#37;",
        "{": "&#123;",
        "}": "&#125;",
    }
)


def literal(text: object) -> str:
    """Return text from a cell escaped so that Plotly shows it literally, on one line."""
    return " ".join(str(text).split()).translate(_ENTITIES)


def wrapped(text: object, width: int, lines: int = 3) -> str:
    """Return literal text on at most `lines` lines of about `width` characters; cut text ends in
    '…'.
    """
    words = " ".join(str(text).split())
    if lines == 1:  # textwrap would drop a long word completely here
        return literal(words if len(words) <= width else words[: width - 1].rstrip() + "…")
    parts = textwrap.wrap(words, width, max_lines=lines, placeholder=" …") or [""]
    return "<br>".join(literal(part) for part in parts)


def bold(text: object) -> str:
    """Return literal text in bold."""
    return f"<b>{literal(text)}</b>"


def number(value: float | None) -> str:
    """Return 1,234 or 87.4; "" for a missing value."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def figure(
    traces: Sequence[dict[str, Any]], height: int, *, wide: bool = False, **layout: Any
) -> go.Figure:
    """Return a figure in the house style from plain dictionaries.

    A `wide` figure does not fit on a phone: readers scroll it sideways.
    """
    return go.Figure(
        {
            "data": list(traces),
            "layout": {"template": _HOUSE, "height": height, "meta": {"wide": wide}, **layout},
        }
    )


def bar_style(marked: Sequence[bool], quiet: Sequence[bool]) -> dict[str, Any]:
    """Return the style of bars: accent, edged and striped if marked; grey with an edge if quiet;
    otherwise blue.
    """

    def pick(loud: Any, grey: Any, plain: Any) -> list[Any]:
        return [loud if m else grey if q else plain for m, q in zip(marked, quiet, strict=True)]

    return {
        "color": pick(ACCENT, GREY, BLUE),
        "line": {"color": pick(ACCENT_EDGE, GREY_EDGE, BLUE), "width": pick(1.5, 1.5, 0)},
        "pattern": {
            "fillmode": "overlay",
            # set once: taken from the bars it would be a list, and plotly warns about that on every
            # drawing
            "bgcolor": ACCENT,
            "shape": pick("/", "", ""),
            "fgcolor": ACCENT_EDGE,
            "fgopacity": 0.8,
            "size": 7,
            "solidity": 0.18,
        },
    }


def date_mark(state: str) -> dict[str, Any]:
    """Return the marker of a date on a timeline, by its key in DATES."""
    mark = DATES[state]
    return {
        "symbol": mark.shape,
        "size": mark.size,
        "color": mark.fill,
        "opacity": 1,
        "line": {"color": mark.edge, "width": 2},
    }


def date_bar(state: str, asked: Sequence[bool]) -> dict[str, Any]:
    """Return the bars of windows (striped) or of events of many days, by their key in DATES.

    Bars with a conflict have the ring's edge.
    """
    mark = DATES[state]
    ring = DATES["conflict"].edge
    edge = {
        "color": [ring if one else mark.edge for one in asked],
        "width": [3 if one else 1.5 for one in asked],
    }
    stripes = {
        "pattern": {
            "shape": "/",
            "fillmode": "overlay",
            "fgcolor": mark.edge,
            "fgopacity": 0.9,
            "size": 7,
            "solidity": 0.2,
        }
    }
    return {"color": mark.fill, "line": edge} | (stripes if mark.striped else {})


def date_key(states: Collection[str], wide: int = 44) -> str:
    """Return the key of the drawn marks of DATES, in lines that fit a phone."""
    lines, letters = [], wide
    for mark in (mark for state, mark in DATES.items() if state in states):
        letters += len(mark.words) + 6
        said = f'<span style="color:{mark.edge}">{mark.symbol}</span> {literal(mark.words)}'
        if letters > wide:
            lines, letters = [*lines, said], len(mark.words) + 2
        else:
            lines[-1] += f"&nbsp;&nbsp; {said}"
    return "<br>".join(lines)


def attention_key(name: str = NEEDS_ATTENTION) -> dict[str, Any]:
    """Return the note that explains the striped bars, above the plot on the right."""
    return {
        "text": f'<span style="color:{ACCENT}">■</span> striped: {literal(name)}',
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "font": {"size": SIZE - 1, "color": QUIET},
    }


def note_at(text: str, x: float, y: float, quiet: bool = False, **rest: Any) -> dict[str, Any]:
    """Return a small note of already literal text at a position in the data."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "font": {"size": SIZE, "color": QUIET if quiet else TEXT},
        **rest,
    }


# Without these a click on a bar with an array of opacities fails inside plotly.js ("reading
# 'textfont'"),
# and no event is sent.
_NEXT_CLICK = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 0.6}}}


def choose(drawn: go.Figure, key: str | None) -> go.Figure:
    """Return the figure with the bars of one key edged and the others faded; unchanged without a
    key.
    """
    if key is not None:
        for trace in drawn.data:
            _mark(trace, key)
    return drawn


def _mark(trace: Any, key: str) -> None:
    """Mark the points of one key in a trace of any plotly class; a trace without the key is not
    changed.
    """
    chosen = [
        point[0] == key for point in (trace.customdata if trace.customdata is not None else ())
    ]
    if any(chosen):
        trace.update(_NEXT_CLICK)
        trace.marker.opacity = [1.0 if one else 0.6 for one in chosen]
        if trace.type == "bar":
            edge = trace.marker.line
            colours, widths = _each(edge.color, len(chosen)), _each(edge.width, len(chosen))
            edge.color = [
                TEXT if one else colour for one, colour in zip(chosen, colours, strict=True)
            ]
            edge.width = [3 if one else width for one, width in zip(chosen, widths, strict=True)]


def _each(value: Any, count: int) -> list[Any]:
    """Return one value per bar, whether the style has one for all or one for each."""
    return [value] * count if isinstance(value, (str, int, float)) or value is None else list(value)
