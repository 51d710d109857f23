"""Draw a control chart or run chart: months, centre line, limits, target, new baselines and
events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from analytics.charts import style
from analytics.charts.rows import apart, month_of, month_ticks
from analytics.publish.types import SUPPRESSED, PublishedControl
from analytics.statistics import RUN, STATE, Point

Event = tuple[str | date, str]  # 'YYYY-MM' or a day, and its label
_SIZES = {"triangle-up": 13, "diamond": 13}
_ABOVE, _LINE, _TITLE = (
    26,
    17,
    22,
)  # pixels above the plot: the key, each line of labels, each line of the claim
_TICKS = 13


def control(
    published: PublishedControl,
    *,
    events: Iterable[Event] = (),
    height: int = style.HEIGHT,
    titled: bool = False,
) -> go.Figure:
    """Draw a published control chart; points differ in shape as well as colour and are joined
    except at gaps.

    Limits are drawn only from months that the audience may see. `events` are marked at their date;
    one outside the months is left out. `titled` writes the claim above the chart (pages write it
    themselves). The axis covers only the range needed; for a percentage it stays within 0 to 100.
    Raises TypeError for anything but PublishedControl.
    """
    if not isinstance(published, PublishedControl):
        raise TypeError(f"a control chart draws PublishedControl, not {type(published).__name__}")
    points, series = published.control.points, published.series
    places = _places(points)
    values = [series.drawn(point.value) for point in points]
    low, high = _range(published, values)
    marks, words = _markers(published, places, list(events))
    top = _ABOVE + _LINE * max((note["text"].count("<br>") + 1 for note in words), default=0)
    title = _title(published.headline, top) if titled else []
    return style.figure(
        [
            *_lines(published, places),
            _join(published, places, values),
            _dots(published, places, values),
        ],
        height,
        wide=True,
        xaxis={
            **_ticks(points, places),
            "showline": True,
            "range": [-0.6, (places[-1] if places else 0) + 0.6],
        },
        yaxis={
            "range": [low, high],
            "ticksuffix": "%" if series.percent else "",
            "nticks": 6,
            "showgrid": True,
            "gridcolor": style.RULE,
        },
        margin={
            "l": 56,
            "r": 128,
            "t": top + sum(_TITLE * (note["text"].count("<br>") + 1) for note in title),
            "b": 46,
        },
        shapes=marks,
        annotations=title
        + words
        + _key(published, top)
        + _named(published, low, high, height - top - 46)
        + _hidden(published, places, low),
    )


def _title(headline: str, top: int) -> list[dict[str, Any]]:
    """Return the claim above the chart."""
    text = style.wrapped(headline, 80)
    above = style.note_at(
        text,
        0,
        1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=-48,
        yshift=top,
        align="left",
    )
    return [{**above, "font": {"size": style.SIZE + 2, "color": style.TEXT}}]


def _ticks(points: Sequence[Point], places: Sequence[int]) -> dict[str, Any]:
    """Return axis ticks for the months, no more than there is room for."""
    ticks = month_ticks([point.month for point in points], list(range(len(places))), _TICKS)
    return {
        "tickvals": [places[number] for number in ticks["tickvals"]],
        "ticktext": ticks["ticktext"],
        "tickangle": 0,
    }


def _places(points: Sequence[Point]) -> list[int]:
    """Return the positions in months from the first; a missing month leaves a space."""
    months = [month_of(point.month) for point in points]
    numbers = [month.year * 12 + month.month for month in months if month]
    return [number - numbers[0] for number in numbers]


def _range(published: PublishedControl, values: Sequence[float | None]) -> tuple[float, float]:
    """Return the range of the axis: all that is drawn plus a margin; within 0 to 100 for a
    percentage.
    """
    series, seen = published.series, [value for value in values if value is not None]
    for point in published.control.points:
        lines = (
            (point.limits.lower, point.limits.centre, point.limits.upper) if point.limits else ()
        )
        seen += [line for line in map(series.drawn, (*lines, point.target)) if line is not None]
    low, high = (min(seen), max(seen)) if seen else (0.0, 1.0)
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 1.0)
    if series.percent:
        return max(low - air, 0.0), min(high + air, 100.0)
    return (max(low - air, 0.0) if low >= 0 else low - air), high + air


def _join(
    published: PublishedControl, places: Sequence[int], values: Sequence[float | None]
) -> dict[str, Any]:
    """Return the line through the months, broken at a gap and at a new baseline."""
    x, y, last = [], [], None
    for place, value, point in zip(places, values, published.control.points, strict=True):
        if (
            last is not None
            and value is not None
            and (place - last[0] > published.control.step or point.segment != last[1])
        ):
            x.append(place - 0.5)
            y.append(None)
        if value is not None:
            last = (place, point.segment)
        x.append(place)
        y.append(value)
    look = {"color": style.GREY_EDGE, "width": 1.5}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": look,
        "hoverinfo": "skip",
        "name": "join",
    }


def look_of(point: Point) -> tuple[str, str, str]:
    """Return (marker, fill, edge) of a point's state, with a separate shape if its signals go both
    ways.
    """
    shape, fill, edge = style.POINTS[point.state or "run"]
    return style.POINTS["mixed"][0] if point.mixed else shape, fill, edge


def _dots(
    published: PublishedControl, places: Sequence[int], values: Sequence[float | None]
) -> dict[str, Any]:
    points = published.control.points
    looks = [look_of(point) for point in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(places),
        "y": list(values),
        "cliponaxis": False,
        "marker": {
            "opacity": 1,
            "symbol": [shape for shape, _, _ in looks],
            "color": [fill for _, fill, _ in looks],
            "size": [_SIZES.get(shape, 10) for shape, _, _ in looks],
            "line": {"color": [edge for _, _, edge in looks], "width": 1.5},
        },
        "customdata": [[point.month] for point in points],
        "hovertext": [style.literal(words) for words in published.points_in_words],
        "hoverinfo": "text",
    }


def _lines(published: PublishedControl, places: Sequence[int]) -> list[dict[str, Any]]:
    """Return centre, limits and two-sigma lines of each segment, and the target, as steps one month
    wide.
    """
    drawn, points = [], published.control.points
    for number, segment in enumerate(published.control.segments):
        inside = [
            (place, point)
            for place, point in zip(places, points, strict=True)
            if point.segment == number and point.limits
        ]
        kinds = (
            ("centre",)
            if segment.kind == RUN
            else ("centre", "lower", "upper", "two_low", "two_high")
        )
        drawn += [
            _steps(published, [(place, _line(point, kind)) for place, point in inside], kind)
            for kind in kinds
        ]
    return [
        *drawn,
        _steps(
            published,
            [(place, point.target) for place, point in zip(places, points, strict=True)],
            "target",
        ),
    ]


def _line(point: Point, kind: str) -> float | None:
    if point.limits is None:
        return None
    if kind in ("two_low", "two_high"):
        return point.limits.two_sigma[kind == "two_high"] if point.limits.two_sigma else None
    return getattr(point.limits, kind)


def _steps(
    published: PublishedControl, line: Sequence[tuple[int, float | None]], kind: str
) -> dict[str, Any]:
    half = published.control.step / 2
    x = [edge for place, _ in line for edge in (place - half, place + half)]
    y = [published.series.drawn(value) for _, value in line for _ in (0, 1)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": kind,
        "hoverinfo": "skip",
        "line": style.LINES[kind[:3]],
    }


def _markers(
    published: PublishedControl, places: Sequence[int], events: list[Event]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a dashed line at each new baseline, with its reason, and a dotted one at each event,
    with its label.
    """
    if not places:
        return [], []
    found = [
        (
            _place(published, segment.first) - published.control.step / 2,
            f"New baseline: {segment.reason}",
            "dash",
        )
        for segment in published.control.segments[1:]
    ]
    found += [(_place(published, when), label, "dot") for when, label in events]
    inside = sorted(one for one in found if places[0] - 1 <= one[0] <= places[-1] + 0.6)
    base = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
    shapes = [
        {**base, "x0": x, "x1": x, "line": {"color": style.INK, "width": 1.5, "dash": dash}}
        for x, _, dash in inside
    ]
    late = (places[-1] or 1) * 0.66
    notes = [
        style.note_at(
            style.wrapped(label, 34, 2),
            x,
            1,
            quiet=True,
            yref="paper",
            yanchor="bottom",
            align="right" if x > late else "left",
            xanchor="right" if x > late else "left",
            yshift=2 + 2 * _LINE * (number % 2),
        )
        for number, (x, label, _) in enumerate(inside)
    ]
    if len(notes) > 1:
        notes[-1]["text"] += "<br>" * 2  # room for the second row of labels
    return shapes, notes


def _place(published: PublishedControl, when: str | date) -> float:
    """Return the position of a month or a day; a month's point is its last day."""
    first, day = month_of(published.control.points[0].month), month_of(when)
    if first is None or day is None:
        raise ValueError(f"'{when}' is neither a month nor a day")
    place = (day.year - first.year) * 12 + day.month - first.month
    return place if not isinstance(when, date) else place - 1 + day.day / 31


def _key(published: PublishedControl, top: int) -> list[dict[str, Any]]:
    """Return the key of the shapes that are drawn."""
    known = [point for point in published.control.points if point.value is not None]
    there = {point.state for point in known} | {"mixed" for point in known if point.mixed}
    words = [
        (
            f'<span style="color:{style.POINTS[name][2]}">{icon.symbol}</span> '
            f"{style.literal(icon.title.lower())}"
        )
        for name, icon in STATE.items()
        if name in there
    ]
    text = "   ".join(words)
    return (
        [
            style.note_at(
                text,
                1,
                1,
                quiet=True,
                xref="paper",
                yref="paper",
                xanchor="right",
                yanchor="top",
                yshift=top - 2,
            )
        ]
        if text
        else []
    )


def _named(published: PublishedControl, low: float, high: float, plot: int) -> list[dict[str, Any]]:
    """Return the names of the lines at their right end, moved apart if they are close."""
    limits, latest, series = published.control.limits, published.control.latest, published.series
    if limits is None or latest is None:
        return []
    centre = "middle" if published.control.kind == RUN else "average"
    lines = [
        (centre, limits.centre),
        ("lower limit", limits.lower),
        ("upper limit", limits.upper),
        ("target", latest.target),
    ]
    found = sorted(
        (value, name) for name, line in lines if (value := series.drawn(line)) is not None
    )
    if limits.lower is not None and limits.lower == limits.upper:
        found = [(value, name) for value, name in found if "limit" not in name]
    middles = apart(
        [(value - low) / (high - low) for value, _ in found], [9 / max(plot, 1)] * len(found)
    )
    return [
        style.note_at(
            style.literal(f"{name} {style.number(round(value, 1))}{'%' if series.percent else ''}"),
            1,
            middle,
            quiet=True,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="middle",
            xshift=6,
        )
        for (value, name), middle in zip(found, middles, strict=True)
    ]


def _hidden(published: PublishedControl, places: Sequence[int], low: float) -> list[dict[str, Any]]:
    """Return 'c' on the axis at each hidden month."""
    return [
        style.note_at(SUPPRESSED, place, low, quiet=True, yanchor="bottom")
        for place, point in zip(places, published.control.points, strict=True)
        if point.month in published.series.hidden
    ]
