"""Lay out the dates of a timeline: lanes for each body, and which dates have a label with which
words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.charts.style import wrapped
from analytics.publish.dated_entry import BODIES, DAYS_OF_ONE_EVENT, Entry, Kind, body_named, span

MARK, LINE, GAP, BETWEEN, BAR, RING = (
    22,
    16,
    7,
    10,
    13,
    21,
)  # pixels: marks of a lane, a line of its label, between lanes, between bodies, a bar, a ring
_WIDE, _LINES = 20, 3  # characters and lines of a label that fit on a phone
NAME, NAME_LINE = (16, 3), 19  # characters and lines of a body's name, and the height of a line


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of marks; `label` is the one entry that has a label."""

    entries: tuple[Entry, ...]
    label: Entry | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, how many pixels below the top its mark is, and whether it has a label."""

    entry: Entry
    y: float
    named: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The first and last day that are drawn, and the as-at date."""

    first: date
    last: date
    as_at: date

    def share(self, when: date) -> float:
        return (when - self.first) / (self.last - self.first)

    def anchor(self, when: date) -> str:
        """Return which side of a label is at its day, so that it stays inside a narrow screen."""
        share = self.share(when)
        return "left" if share < 0.36 else "right" if share > 0.64 else "center"


def axis_of(entries: Sequence[Entry], as_at: date) -> Axis:
    """Return an axis from before the first day to after the last, with room for arrows of
    open-ended entries.
    """
    first, last = (
        min([as_at, *(one.starts for one in entries)]),
        max([as_at, *(one.ends for one in entries)]),
    )
    room = max((last - first) * 0.04, timedelta(days=7))
    return Axis(first - room, last + room, as_at)


def laid_out(
    entries: Sequence[Entry], as_at: date
) -> tuple[list[Placed], list[tuple[str, float, float]], int]:
    """Return (each entry with its position, (body, top, middle) from the top down, height)."""
    placed, bodies, y = [], [], 0
    order = {body: number for number, body in enumerate(BODIES.labels)}
    for body in sorted(
        {one.body for one in entries}, key=lambda one: (order.get(one, len(order)), one)
    ):
        top, y = y, y + GAP
        for lane in _lanes([one for one in entries if one.body == body], as_at):
            y += LINE * (words_of(lane.label, as_at).count("<br>") + 1) if lane.label else 0
            placed += [Placed(one, y + MARK / 2, one is lane.label) for one in lane.entries]
            y += MARK + GAP
        y = max(y, top + NAME_LINE * (wrapped(body_named(body), *NAME).count("<br>") + 1))
        bodies.append((body, top, (top + y) / 2))
        y += BETWEEN - GAP
    return placed, bodies, max(y, 1)


def _lanes(entries: Sequence[Entry], as_at: date) -> list[Lane]:
    """Return the lanes of a body: one for all marks, with its next day labelled.

    Each window, deadline and conflict has its own lane, so that labels do not overlap.
    """
    own = [one for one in entries if _stands_alone(one, as_at)]
    others = tuple(one for one in entries if one not in own)
    following = next((one for one in others if not one.is_behind(as_at)), None)
    return [*([Lane(others, following)] if others else []), *(Lane((one,), one) for one in own)]


def _stands_alone(entry: Entry, as_at: date) -> bool:
    return bool(entry.conflict) or (
        not entry.is_behind(as_at) and (entry.kind is Kind.COMPUTED or is_bar(entry))
    )


def is_bar(entry: Entry) -> bool:
    """Return whether an entry is drawn as a bar: a window, or an event of many days."""
    return not entry.dated or (entry.ends - entry.starts).days > DAYS_OF_ONE_EVENT


def words_of(entry: Entry, as_at: date) -> str:
    """Return a label: '3 Jun' for the body's own meeting, otherwise with what it is; a window with
    its start.
    """
    called = entry.what.casefold().partition(" (")[0].removesuffix(" meeting")
    words = (
        _when(entry, as_at)
        if called == entry.body_name.casefold()
        else f"{_when(entry, as_at)}: {entry.what}"
    )
    return wrapped(words, _WIDE, _LINES)


def _when(entry: Entry, as_at: date) -> str:
    days = [
        f"{one.day} {one:%b}{'' if one.year == as_at.year else f' {one.year}'}"
        for one in (entry.starts, entry.ends)
    ]
    if entry.open_ended:
        return f"From {days[0]}"
    whole = span(entry.starts, entry.ends)
    if not entry.dated and " to " not in whole:
        return f"In {whole}" if entry.starts != entry.ends else days[0]
    return days[0] if not is_bar(entry) else f"{days[0]} to {days[1]}"
