"""A sparkline: a measure's months as a small picture for a table, with the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import style
from analytics.publish.phrases import month_named
from analytics.publish.series_in_words import figure
from analytics.publish.types import PublishedControl
from analytics.statistics import Point
from analytics.statistics.control_chart_series import number_of

WIDTH, HEIGHT = 120, 30
_AIR = 5  # pixels of margin, so that the last point is not cut off
_SHAPES = {  # centred on (0, 0), for each shape of style.POINTS
    "circle": '<circle r="3.5"',
    "triangle-up": '<path d="M0-4.5 4.5 3.5H-4.5Z"',
    "square": '<path d="M-3.5-3.5H3.5V3.5H-3.5Z"',
    "diamond": '<path d="M0-4.5 4.5 0 0 4.5-4.5 0Z"',
}
Place = tuple[float, float]


def spark(published: PublishedControl) -> str:
    """Return an SVG of the months this audience may see, on their own range, broken at a gap.

    The latest point has the shape of its state. The thin line is the average (the median of a run
    chart). Raises TypeError for anything but PublishedControl.
    """
    if not isinstance(published, PublishedControl):
        raise TypeError(f"a sparkline needs PublishedControl, not {type(published).__name__}")
    points, control = published.control.points, published.control
    known = [point.value for point in points if point.value is not None]
    across = _scale([float(number_of(point.month)) for point in points], WIDTH)
    centre = control.limits.centre if control.limits else None
    up = _scale([*known, *([] if centre is None else [centre])], HEIGHT)
    drawn = "".join(_run(run) for run in _runs(points, across, up, control.step))
    if centre is not None:
        y = _short(HEIGHT - up(centre))
        drawn = (
            f'<path d="M0 {y}H{WIDTH}" stroke="{style.GREY_EDGE}" stroke-width="1" '
            f'stroke-dasharray="3 3"/>{drawn}'
        )
    if latest := control.latest:
        drawn += _latest(
            latest, (across(number_of(latest.month)), HEIGHT - up(latest.value or 0.0))
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" fill="none">{drawn}</svg>'
    )


def spark_words(published: PublishedControl) -> str:
    """Return the months in words: 'October 2023 41%, March 2025 89%; lowest 41%, highest 89%.'"""
    series = published.series
    known = [
        (point.month, point.value) for point in published.control.points if point.value is not None
    ]
    if not known:
        return "No month to show."
    ends = ", ".join(
        f"{month_named(month)} {figure(series, value)}"
        for month, value in dict.fromkeys((known[0], known[-1]))
    )
    low, high = (pick(value for _, value in known) for pick in (min, max))
    return f"{ends}; lowest {figure(series, low)}, highest {figure(series, high)}."


def _scale(values: Sequence[float], size: int):
    """Return a function from a value to its position in the picture; the middle if all are the
    same.
    """
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    wide = size - 2 * _AIR
    return lambda value: _AIR + (wide * (value - low) / (high - low) if high > low else wide / 2)


def _runs(points: Sequence[Point], across, up, step: int) -> list[list[Place]]:
    """Return the points that follow each other, split at a gap and at a new baseline."""
    runs: list[list[Place]] = []
    last: Point | None = None
    for point in points:
        if point.value is None:
            continue
        apart = (
            last is None
            or number_of(point.month) - number_of(last.month) > step
            or point.segment != last.segment
        )
        place = (across(number_of(point.month)), HEIGHT - up(point.value))
        runs = [*runs, [place]] if apart else [*runs[:-1], [*runs[-1], place]]
        last = point
    return runs


def _run(run: Sequence[Place]) -> str:
    """Return a line through a run; a dot for a single month."""
    if len(run) == 1:
        return (
            f'<circle cx="{_short(run[0][0])}" cy="{_short(run[0][1])}" r="1.5" '
            f'fill="{style.BLUE}"/>'
        )
    return (
        f'<polyline points="{" ".join(f"{_short(x)},{_short(y)}" for x, y in run)}" '
        f'stroke="{style.BLUE}" stroke-width="1.8"/>'
    )


def _latest(point: Point, place: Place) -> str:
    shape, fill, edge = style.POINTS[point.state or "run"]
    shape = style.POINTS["mixed"][0] if point.mixed else shape
    at = f"translate({_short(place[0])} {_short(place[1])})"
    return f'{_SHAPES[shape]} transform="{at}" fill="{fill}" stroke="{edge}" stroke-width="1.3"/>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
