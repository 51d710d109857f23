"""One action over the months: its ratings, how long it has had the current one, and how its due
date slipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile

from analytics.month.month import Month
from analytics.plan.sheet import Entry, entries, in_order
from analytics.publish.ratings import NOT_STARTED

STANDING = 3  # months at one rating after which an open action is reported as standing still


@dataclass(frozen=True, slots=True)
class Slip:
    """A due date that was moved later, and the month of the sheet that first shows it."""

    month: str
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class Record:
    """An action with every month that it was on the sheet, oldest first.

    `sheets` are the plan's months up to the one asked for.
    """

    id: str
    entries: tuple[Entry, ...]
    sheets: tuple[str, ...]

    @property
    def now(self) -> Entry:
        """Return its newest entry."""
        return self.entries[-1]

    @property
    def month(self) -> str:
        return self.sheets[-1]

    @property
    def on_sheet(self) -> bool:
        return self.now.month == self.month

    @property
    def before(self) -> Entry | None:
        """Return the same action on the previous sheet; None if it was not there."""
        last = self.sheets[-2] if len(self.sheets) > 1 else None
        return next((one for one in reversed(self.entries) if one.month == last), None)

    @property
    def previous_rating(self) -> str | None:
        """Return its rating on the previous sheet."""
        return self.before.rating if self.before else None

    @property
    def months_at_rating(self) -> int:
        """Count the sheets in a row, including this one, with its current rating."""
        return sum(1 for _ in self._run())

    @property
    def at_rating_since(self) -> str:
        """Return the first month with its current rating."""
        return list(self._run())[-1].month

    def _run(self) -> takewhile[Entry]:
        return takewhile(lambda one: one.rating == self.now.rating, reversed(self.entries))

    @property
    def slips(self) -> tuple[Slip, ...]:
        """Return every time its due date was moved later."""
        both = [(one, two, one.due, two.due) for one, two in pairwise(self.entries)]
        return tuple(
            Slip(two.month, was, now) for _, two, was, now in both if was and now and now > was
        )

    @property
    def slipped_now(self) -> Slip | None:
        """Return this month's slip, if there is one."""
        return next((slip for slip in self.slips if slip.month == self.month), None)

    @property
    def changed(self) -> bool:
        """Return whether its rating differs from the previous sheet."""
        return self.on_sheet and self.before is not None and self.before.rating != self.now.rating

    @property
    def added(self) -> bool:
        """Return whether it is new on this sheet; never for the plan's first sheet."""
        return self.on_sheet and len(self.entries) == 1 and len(self.sheets) > 1

    @property
    def closed(self) -> bool:
        """Return whether it is complete on this sheet and was not on the previous one."""
        fresh = self.before is None or not self.before.complete
        return self.on_sheet and self.now.complete and fresh and len(self.sheets) > 1

    @property
    def standing_still(self) -> bool:
        """Return whether it is open, has begun or should have, and kept one rating for three months
        or more.
        """
        waiting = (
            self.now.rating == NOT_STARTED
            and self.now.start is not None
            and self.now.start > self.now.as_at
        )
        return (
            self.on_sheet
            and not self.now.complete
            and not waiting
            and self.months_at_rating >= STANDING
        )


def records(months: Sequence[Month]) -> list[Record]:
    """Return every action that was ever on a sheet of these months (oldest first).

    They are in the order of the area and id of their last entry.
    """
    found: dict[str, list[Entry]] = {}
    for month in months:
        for entry in entries(month):
            found.setdefault(entry.id, []).append(entry)
    sheets = tuple(month.key for month in months if entries(month))
    return sorted(
        (Record(name, tuple(of), sheets) for name, of in found.items()),
        key=lambda one: in_order(one.now),
    )
