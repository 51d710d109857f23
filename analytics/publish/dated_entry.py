"""One line of the timetable: when, what, whose, how sure, and how it was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.publish.phrases import day
from data.codelists import codelist
from data.dates import DAY

BODIES = codelist("milestone_body")
PLANNED, DONE, CANCELLED, MOVED = "planned", "done", "cancelled", "moved"
UNSAID = ""  # past, and its row has no status: rules take it as held, and readers are told
STATES = {PLANNED: "To come", DONE: "Done", CANCELLED: "Cancelled", MOVED: "Moved to another date", UNSAID: "Past, no status given"}
OFF, HELD = frozenset({CANCELLED, MOVED}), frozenset({DONE, UNSAID})
DAYS_OF_ONE_EVENT = 7  # From and To as near as this are the days of an event; farther apart, and ahead, the event falls somewhere between
NOT_MARKED = "Past, not marked as done"


class Kind(StrEnum):
    """How sure a date is."""

    KNOWN = "known"
    COMPUTED = "computed"
    WINDOW = "window"
    RECURRING = "recurring"


KINDS = {
    Kind.KNOWN: "Date on record",
    Kind.COMPUTED: "Date by rule",
    Kind.WINDOW: "Window, no date yet",
    Kind.RECURRING: "Usual meeting, no date yet",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """From `starts` to `ends`, both days included. A kind without a date falls somewhere between them.

    Of an `open_ended` one no last day is set: `ends` is only how far it is drawn. `conflict` says what
    does not agree, and nothing where all does. `key` stays the same from one export to the next.
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
    published: bool | None = None  # whether what came of it is public

    @property
    def public_outcome(self) -> str:
        """What came of it, for an audience that may see only what was published."""
        return self.outcome if self.published else ""

    def state(self, as_at: date) -> str:
        """Whether it is done, in words."""
        return NOT_MARKED if self.is_late(as_at) else STATES.get(self.status, self.status)

    @property
    def done(self) -> bool:
        return self.status == DONE

    @property
    def body_name(self) -> str:
        return body_named(self.body)

    @property
    def dated(self) -> bool:
        """Whether the day itself is known."""
        return self.kind in (Kind.KNOWN, Kind.COMPUTED)

    def is_behind(self, as_at: date) -> bool:
        return self.status in HELD | OFF or (self.ends < as_at and not self.open_ended)

    def is_late(self, as_at: date) -> bool:
        """Past, and nothing says that it was done."""
        return self.is_behind(as_at) and self.status not in HELD | OFF

    @property
    def order(self) -> tuple:
        return (self.starts, self.ends, self.body, self.what, self.key, self.status)

    @property
    def when(self) -> str:
        """'23 August 2024', '19 February 2024 to 8 March 2024', 'not before 16 November 2024'; a window says so."""
        if self.open_ended:
            return f"not before {day(self.starts)}, no last day set"
        days = span(self.starts, self.ends)
        return (
            days if self.dated or self.starts == self.ends else f"some time in {days}" if " to " not in days else f"some time from {days}"
        )


def span(starts: date, ends: date) -> str:
    """Days in words: one day, a whole month or year by its name, else from one to the other."""
    whole = starts.day == 1 and (ends + DAY).day == 1
    if whole and starts.month == 1 and ends.month == 12 and starts.year == ends.year:
        return str(starts.year)
    if whole and (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts:%B %Y}"
    return day(starts) if starts == ends else f"{day(starts)} to {day(ends)}"


def body_named(body: str) -> str:
    """A body as a reader knows it; one that is not in the code list, as it was written."""
    return BODIES.label(body) if body else "No body given"
