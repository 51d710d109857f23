"""An extract about to be imported, together with the stored months that the import checks compare
it with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.month.month import Month, month_of_extract
from data.dates import newer_events

PEOPLE = "care_leavers"


@dataclass(frozen=True, eq=False)
class Arrival:
    """A checked extract before it is stored.

    `brought` has the extract's own tables, and `empty` those that have headings and no rows.
    `before` is the newest month before the extract's calendar month, and `replaced` the current
    snapshot of its own month; None if there is none. `known` are the ids of everyone in this or any
    earlier month, including those whose row could not be used.
    """

    as_at: date
    brought: dict[str, pd.DataFrame]
    before: Month | None
    replaced: Month | None
    known: frozenset[str]
    empty: frozenset[str]
    people: (
        Month | None
    )  # with the people that the extract brings, or those that would be carried into it

    @cached_property
    def after(self) -> Month | None:
        """Return the month as it would be after the import.

        It has the contacts of earlier months and the settings of the newest.
        """
        if self.people is None:
            return None
        latest = self.replaced or self.before
        earlier = self.before.contacts if self.before else None
        contacts = self.replaced.contacts if self.replaced else earlier
        if (own := self.brought.get("contacts")) is not None:
            contacts = newer_events(earlier, own, "contact_date", self.as_at)
        settings = latest.settings if latest else self.people.settings
        return replace(self.people, as_at=self.as_at, contacts=contacts, settings=settings)


def month_before(
    standing: Iterable[Any], as_at: date, load: Callable[[Any], Month]
) -> Month | None:
    """Load the newest current snapshot of a calendar month before that of a date; None for the
    first month.

    An import for 15 May is not a month before 31 May: it is replaced.
    """
    earlier = [
        taken
        for taken in standing
        if (taken.as_at.year, taken.as_at.month) < (as_at.year, as_at.month)
    ]
    return load(max(earlier, key=lambda taken: taken.as_at)) if earlier else None


def arrival(
    extract: Any, standing: Sequence[Any], seen_before: frozenset[str], load: Callable[[Any], Month]
) -> Arrival:
    """Return an extract with the stored months it is compared with; `standing` are the current
    snapshots.
    """
    own = (extract.as_at.year, extract.as_at.month)
    same = [taken for taken in standing if (taken.as_at.year, taken.as_at.month) == own]
    before = month_before(standing, extract.as_at, load)
    replaced = load(same[-1]) if same else None
    people = (
        month_of_extract(extract, seen_before) if PEOPLE in extract.tables else replaced or before
    )
    known = seen_before.union(
        *(set(month.people.index) | month.left_out for month in (before, people) if month)
    )
    return Arrival(extract.as_at, extract.tables, before, replaced, known, _empty(extract), people)


def _empty(extract: Any) -> frozenset[str]:
    """Return the tables without rows; a table whose rows were all left out did have rows."""
    empty = {key for key, frame in extract.tables.items() if frame.empty}
    return frozenset(empty - set(extract.left_out["table"])) if empty else frozenset()
