"""Regular meetings: the next one recorded, or if there is none, the month or quarter it falls
in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.publish.dated_entry import OFF, Entry, Kind, body_named
from analytics.publish.phrases import day
from analytics.timetable.anchors import Record
from analytics.timetable.milestones import BOARD, COMMITTEE, PARENTS, POLICY, Milestone
from data.dates import DAY, add_months, quarter_of

MONTH, QUARTER = 1, 3
_NOT_A_MEETING = ("workshop", "terms of reference", "approv")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A body that meets every `every` months; None if its last two meetings give the interval.

    `about` is what its events may also be called.
    """

    body: str
    every: int | None
    what: str
    about: str = "meeting"

    def is_of(self, milestone: Milestone) -> bool:
        """Return whether a milestone is a meeting of this body.

        Its event contains 'meeting' or `about`, or begins with the body's name.
        """
        said = milestone.says
        named = (
            "meeting" in said
            or self.about in said
            or said.startswith(body_named(self.body).casefold())
        )
        return (
            milestone.body == self.body
            and named
            and not any(word in said for word in _NOT_A_MEETING)
        )


RECURRENCES = (
    Recurrence(BOARD, MONTH, "Improvement Board meeting"),
    Recurrence(COMMITTEE, None, "Children and Families Committee meeting"),
    Recurrence(PARENTS, None, "Corporate Parent Working Group meeting"),
    Recurrence(
        POLICY, QUARTER, "Corporate Policy Committee meeting: the risk register", "risk register"
    ),
)


def next_meetings(record: Record) -> tuple[list[Entry], list[str]]:
    """Return the window of the next meeting of each body without a recorded one, or what is
    missing.
    """
    entries, notes = [], []
    for recurrence in RECURRENCES:
        held = [one for one in record.milestones if recurrence.is_of(one) and one.status not in OFF]
        if any(one.last >= record.as_at for one in held):
            continue
        every = recurrence.every or _own(held)
        if held and every:
            entries.append(_continued(recurrence, held[-1], every, record.as_at))
        else:
            notes.append(_lacking(recurrence, held))
    return entries, notes


def _own(held: list[Milestone]) -> int | None:
    """Return the months between the last two meetings in different months."""
    months = sorted({one.starts.year * 12 + one.starts.month for one in held})
    return months[-1] - months[-2] if len(months) > 1 else None


def _continued(recurrence: Recurrence, last: Milestone, every: int, as_at: date) -> Entry:
    """Return the first month or quarter in the pattern that is not over."""
    step = 1
    while (window := _period(add_months(last.starts.replace(day=1), every * step), every))[
        1
    ] <= as_at:
        step += 1
    how = {MONTH: "Every month", QUARTER: "Every quarter"}.get(every, f"Every {every} months")
    counted = how if recurrence.every else f"{how}, as between its last two"
    rule = (
        f"{counted}. The last recorded meeting was on {day(last.starts)}, and no future one is "
        "recorded."
    )
    key = f"recurring|{recurrence.body}|{window[0]}"
    return Entry(*window, recurrence.what, recurrence.body, Kind.RECURRING, rule, key=key)


def _period(first: date, every: int) -> tuple[date, date]:
    return quarter_of(first) if every == QUARTER else (first, add_months(first, 1) - DAY)


def _lacking(recurrence: Recurrence, held: list[Milestone]) -> str:
    rows = "a second row" if held else "a row" if recurrence.every else "its next meeting as a row"
    name = body_named(recurrence.body)
    return (
        f"The next meeting of the {name} cannot be worked out: add {rows} to Milestones with "
        f"its date, Event '{name} meeting' and Body '{name}'."
    )
