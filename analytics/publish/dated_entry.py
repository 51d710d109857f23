"""One line of the timetable: when, what, whose, how certain, and how it was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.publish.phrases import day
from data.codelists import codelist
from data.dates import DAY

BODIES = codelist("milestone_body")
PLANNED, DONE, CANCELLED, MOVED = "planned", "done", "cancelled", "moved"
UNSAID = ""  # past without a status: rules treat it as done, and readers are told
STATES = {
    PLANNED: "To come",
    DONE: "Done",
    CANCELLED: "Cancelled",
    MOVED: "Moved to another date",
    UNSAID: "Past, no status given",
}
OFF, HELD = frozenset({CANCELLED, MOVED}), frozenset({DONE, UNSAID})
# From and To this close are the days of an event; further apart, a future event is between them
DAYS_OF_ONE_EVENT = 7
NOT_MARKED = "Past, not marked as done"


class Kind(StrEnum):
    """How certain a date is."""

    KNOWN = "known"
    COMPUTED = "computed"
    WINDOW = "window"
    RECURRING = "recurring"


KINDS = {
    Kind.KNOWN: "Recorded date",
    Kind.COMPUTED: "Date by rule",
    Kind.WINDOW: "Window, no date yet",
    Kind.RECURRING: "Usual meeting, no date yet",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry from `starts` to `ends`, both days included; without a known date it is between
    them.

    An `open_ended` entry has no last day: `ends` is only where its bar is drawn to. `conflict` says
    what does not agree; "" if all does. `key` stays the same from one export to the next.
    """

    starts: date
    ends: date
    what: str
    body: str
    kind: Kind
    rule: str
    status: str = PLANNED
    outcome: str = ""
    conflict: str = ""
    open_ended: bool = False
    key: str = ""
    published: bool | None = None  # whether its outcome is public

    @property
    def public_outcome(self) -> str:
        """Return the outcome for an audience that may see only what was published."""
        return self.outcome if self.published else ""

    def state(self, as_at: date) -> str:
        """Return its status in words."""
        return NOT_MARKED if self.is_late(as_at) else STATES.get(self.status, self.status)

    @property
    def done(self) -> bool:
        return self.status == DONE

    @property
    def body_name(self) -> str:
        return body_named(self.body)

    @property
    def dated(self) -> bool:
        """Return whether the exact day is known."""
        return self.kind in (Kind.KNOWN, Kind.COMPUTED)

    def is_behind(self, as_at: date) -> bool:
        return self.status in HELD | OFF or (self.ends < as_at and not self.open_ended)

    def is_late(self, as_at: date) -> bool:
        """Return whether it is past and not recorded as done."""
        return self.is_behind(as_at) and self.status not in HELD | OFF

    @property
    def order(self) -> tuple:
        return (self.starts, self.ends, self.body, self.what, self.key, self.status)

    @property
    def when(self) -> str:
        """Return its days in words, such as '23 August 2024' or '19 February 2024 to 8 March 2024'.

        An open-ended entry is 'not before 16 November 2024, no last day set'; a window begins 'some
        time'.
        """
        if self.open_ended:
            return f"not before {day(self.starts)}, no last day set"
        days = span(self.starts, self.ends)
        return (
            days
            if self.dated or self.starts == self.ends
            else f"some time in {days}"
            if " to " not in days
            else f"some time from {days}"
        )


def span(starts: date, ends: date) -> str:
    """Return days in words: one day, a whole month or year by its name, otherwise from one to the
    other.
    """
    whole = starts.day == 1 and (ends + DAY).day == 1
    if whole and starts.month == 1 and ends.month == 12 and starts.year == ends.year:
        return str(starts.year)
    if whole and (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts:%B %Y}"
    return day(starts) if starts == ends else f"{day(starts)} to {day(ends)}"


def body_named(body: str) -> str:
    """Return a body's name for readers; one that is not in the code list is returned as written."""
    return BODIES.label(body) if body else "No body given"
