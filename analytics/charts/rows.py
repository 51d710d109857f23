"""Read a Published table for a chart, row by row, and recognise months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics.charts.style import literal
from analytics.publish.types import Published


@dataclass(frozen=True, slots=True)
class Row:
    """One bar or point: its label, its key, and its count unless hidden or missing."""

    label: object
    key: str
    value: int | None
    hidden: bool
    marked: bool


def only_published(published: object) -> Published:
    """Return the argument itself. Raises TypeError for anything that publish() did not make."""
    if not isinstance(published, Published):
        raise TypeError(f"a chart needs Published, not {type(published).__name__}")
    return published


def rows(published: Published, column: str = "") -> list[Row]:
    """Return the rows in the table's order for one of its counts, by default the first."""
    only_published(published)
    name = column or published.counts[0]
    counts, labels = published.table[name].tolist(), published.table[published.label].tolist()
    keys = published.keys or tuple(str(label) for label in labels)
    return [
        Row(
            label,
            key,
            None if pd.isna(count) else int(count),
            (place, name) in published.hidden,
            key in published.marked,
        )
        for place, (label, key, count) in enumerate(zip(labels, keys, counts, strict=True))
    ]


def highest(values: Collection[float | None]) -> float:
    """Return the largest value, at least 1, for the end of an axis."""
    return max([value for value in values if value is not None], default=1) or 1


def hover(row: Row, counted: str) -> str:
    """Return 'Aged 18: 112 young people'; "" for a hidden or missing count."""
    return (
        ""
        if row.value is None
        else f"<b>{literal(row.label)}</b><br>{literal(counted)}: {row.value:,}"
    )


@lru_cache(maxsize=512)
def _month_of_text(text: str) -> date | None:
    for form in ("%Y-%m", "%b %Y", "%B %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def month_of(label: Any) -> date | None:
    """Return the day of a date, a Timestamp, a Period, '2025-03' or 'Mar 2025', otherwise None."""
    if isinstance(label, pd.Period):
        return label.to_timestamp().date()
    if isinstance(label, datetime):
        return label.date()
    return label if isinstance(label, date) else _month_of_text(str(label).strip())


def spoken(label: Any) -> str:
    """Return a label in words: 'March 2025' for a month, otherwise the text itself."""
    month = month_of(label)
    return f"{month:%B %Y}" if month else " ".join(str(label).split())


def month_places(labels: list[Any]) -> list[int]:
    """Return the position of each label: in months from the first if all are months, otherwise 0,
    1, 2.

    A missing month leaves a gap.
    """
    months = [month_of(label) for label in labels]
    known = [month.year * 12 + month.month for month in months if month]
    if len(known) < len(months) or len(set(known)) < len(known) or known != sorted(known):
        return list(range(len(labels)))
    return [number - known[0] for number in known]


def month_ticks(labels: list[Any], places: list[int], most: int = 24) -> dict[str, Any]:
    """Return axis ticks: 'Apr', with the year under the first and each January; every n-th if there
    are many.

    A month that is missing between the labels has a tick too.
    """
    if places and places[-1] >= len(labels):
        labels, places = (
            list(pd.period_range(pd.Period(month_of(labels[0]), "M"), periods=places[-1] + 1)),
            list(range(places[-1] + 1)),
        )
    step = max(1, -(-len(labels) // most))
    ticks, year = [], None
    for label in labels[::step]:
        month = month_of(label)
        words = (
            literal(label)
            if month is None
            else f"{month:%b}"
            if month.year == year
            else f"{month:%b}<br><b>{month:%Y}</b>"
        )
        year = month.year if month else year
        ticks.append(words)
    return {"tickvals": places[::step], "ticktext": ticks}


def apart(middles: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Return the positions in the same order, moved so that none overlap; within 0 to 1 if there is
    room.
    """
    low, placed = 0.0, []
    for middle, half in zip(middles, halves, strict=True):
        placed.append(max(middle, low + half))
        low = placed[-1] + half
    high = 1.0
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], high - halves[number])
        high = placed[number] - halves[number]
    return placed
