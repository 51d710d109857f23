"""Describe a chart in words for people who cannot see it."""

from __future__ import annotations

import pandas as pd

from analytics.charts.rows import Row, rows, spoken
from analytics.publish.phrases import people
from analytics.publish.types import (
    SUPPRESS_UP_TO,
    SUPPRESSED,
    Published,
    PublishedControl,
    PublishedDates,
)

_ALL_SAID = 14
_ALL_CELLS = 60


def describe(published: Published) -> str:
    """Return the headline, then each count by row.

    If there are many rows, only the first, last, highest and lowest are given.
    """
    parts = [_sentence(published.headline)]
    if isinstance(published, PublishedControl):
        parts += [_sentence(published.note), _points(published)]
    else:
        parts += [_counted(published, name) for name in published.counts] or (
            [] if published.dates else [_cells(published)]
        )
    if published.dates:
        parts += _dates(published.dates)
    if published.quality_note:
        parts.append(f"Read with care: {published.quality_note}.")
    if published.hidden:
        parts.append(hidden_words())
    if published.as_at:
        parts.append(f"As at {published.as_at.day} {published.as_at:%B %Y}.")
    return " ".join(part for part in parts if part)


def _points(published: PublishedControl) -> str:
    """Return the flagged months of a control chart; its first and last if none or too many are
    flagged.
    """
    said = [
        (point, words)
        for words, point in zip(published.points_in_words, published.control.points, strict=True)
        if point.value is not None
    ]
    flagged = [words for point, words in said if point.signals]
    if flagged and len(flagged) <= _ALL_SAID:
        return " ".join(flagged)
    return " ".join(dict.fromkeys(words for _, words in (said[:1] + said[-1:])))


def hidden_words() -> str:
    """Return the explanation of 'c'."""
    return (
        f"{SUPPRESSED} = hidden: 1 to {SUPPRESS_UP_TO} people, or a number from which such a "
        "count could be worked out."
    )


def _counted(published: Published, name: str) -> str:
    shown = rows(published, name)
    many = len(shown) * len(published.counts) > _ALL_SAID
    said = (
        _outline(shown)
        if many
        else "; ".join(f"{spoken(row.label)} {_value(row)}" for row in shown)
    )
    return f"{name}: {said}." if said else f"{name}: nothing to show."


def _cells(published: Published) -> str:
    """Describe a table that does not count people by the numbers of each row, or by its size if it
    is long.
    """
    table = published.table
    numbers = [name for name in table.columns if pd.api.types.is_numeric_dtype(table[name])]
    if len(table) * max(len(numbers), 1) > _ALL_CELLS or not numbers:
        return (
            (
                f"{len(table)} rows, {len(table.columns) - 1} columns: the table holds each "
                "cell in words."
            )
            if len(table)
            else "Nothing to show."
        )
    said = [
        f"{row[published.label]}: " + ", ".join(f"{name} {row[name]}" for name in numbers)
        for row in table.to_dict("records")
    ]
    return f"{'; '.join(said)}."


def _dates(dates: PublishedDates) -> list[str]:
    """Return what is to come, soonest first, how many dates have passed, and every conflict."""
    ahead = [one for one in dates.entries if not one.is_behind(dates.as_at)]
    said = "; ".join(
        f"{spoken(one.what)} ({one.body_name}), {one.when}" for one in ahead[:_ALL_SAID]
    )
    more = f"; and {len(ahead) - _ALL_SAID} more, in the table" if len(ahead) > _ALL_SAID else ""
    late = sum(one.is_late(dates.as_at) for one in dates.entries)
    asked = [
        f"To resolve: {spoken(one.what)}, {one.when}. {_sentence(one.conflict)}"
        for one in dates.entries
        if one.conflict
    ]
    behind = (
        f"Passed: {people(len(dates.entries) - len(ahead), 'dates', 'date')}, {late or 'none'} "
        "of them not marked as done."
    )
    return [f"To come: {said}{more}." if said else "No future dates.", behind, *asked]


def _outline(shown: list[Row]) -> str:
    known = [row for row in shown if row.value is not None]
    if not known:
        return "no number can be shown"
    low, high = (
        min(known, key=lambda row: row.value or 0),
        max(known, key=lambda row: row.value or 0),
    )
    ends = (
        f"{spoken(known[0].label)} {_value(known[0])}, {spoken(known[-1].label)} "
        f"{_value(known[-1])}"
    )
    return (
        f"{ends}, lowest {_value(low)} ({spoken(low.label)}), highest {_value(high)} "
        f"({spoken(high.label)})"
    )


def _value(row: Row) -> str:
    words = SUPPRESSED if row.hidden else "no data" if row.value is None else f"{row.value:,}"
    return f"{words} (needs attention)" if row.marked else words


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?" else f"{text}."
