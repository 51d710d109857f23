"""The types of findings before publishing, and of published results; only publish.py makes the
latter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from analytics.publish.dated_entry import Entry
from analytics.statistics.control_chart_result import Control
from analytics.statistics.series import Series

SUPPRESS_UP_TO = 5
SUPPRESSED = "c"


class Audience(StrEnum):
    """Who sees a result: a manager of the service, or anyone the screen is shared with."""

    MANAGER = "manager"
    SHARED = "shared"


@dataclass(frozen=True, eq=False)
class Finding:
    """A result before publishing: a headline, the line under it, and a table of counts.

    `label` names the column that says what a row is, `counts` the columns that hold whole people.
    `keys` are the codes behind the labels, in the table's order (a click on one selects people).
    `series` names are the headings of `counts` that readers see. `marked` are the keys that need
    attention.
    """

    headline: str
    note: str
    table: pd.DataFrame
    label: str
    counts: tuple[str, ...]
    keys: tuple[str, ...] = ()
    marked: frozenset[str] = frozenset()
    as_at: date | None = None
    snapshot: int | None = None
    quality_note: str = ""  # which of its cells could not be read or are in doubt
    entries: tuple[Entry, ...] = ()  # the dates of a timeline, in the table's order

    def name(self, key: str) -> str:
        """Return the label of a key's row. Raises StopIteration for an unknown key."""
        return next(
            str(label)
            for one, label in zip(self.keys, self.table[self.label], strict=True)
            if one == key
        )


@dataclass(frozen=True, eq=False)
class Published:
    """What may be drawn, written or exported. Only publish() makes it.

    `table` holds hidden counts as missing; `hidden` says where, as (row position, column name).
    """

    headline: str
    note: str
    table: pd.DataFrame
    label: str
    counts: tuple[str, ...]
    keys: tuple[str, ...]
    marked: frozenset[str]
    as_at: date | None
    snapshot: int | None
    audience: Audience
    hidden: frozenset[tuple[int, str]] = frozenset()
    quality_note: str = ""
    dates: PublishedDates | None = None  # of a timeline

    def shown(self) -> pd.DataFrame:
        """Return the table for readers; a hidden count is 'c'."""
        table = self.table.astype(
            dict.fromkeys({*self.counts, *(column for _, column in self.hidden)}, "object")
        )
        for row, column in self.hidden:
            table.loc[row, column] = SUPPRESSED
        return table


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedControl(Published):
    """A control chart as an audience may see it, with its table and its data. Only
    publish_control() makes it.
    """

    series: Series  # months hidden from this audience are gaps
    control: Control
    points_in_words: tuple[str, ...]  # each month of the chart; "" for a gap


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure before publishing: a count, or a count `of` a denominator, and its change in
    people.
    """

    label: str
    count: int
    of: int | None = None
    change: int | None = None
    since: str = ""
    target: float | None = None  # a proportion
    alarming: bool = False  # a count above zero that needs attention
    quality_note: str = ""  # which of its cells could not be read or are in doubt
    measure: str = ""  # the id of its measure
    at_most: bool = False  # whether the target is a maximum
    of_people: bool = True  # False for a count of days or meetings, which is never hidden


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """A figure in words as an audience may see it. `state` is on, risk, off or ""."""

    label: str
    value: str
    parts: str
    change: str
    state: str
    target: str
    quality_note: str = ""


@dataclass(frozen=True, eq=False)
class PublishedPeople:
    """People that a manager may see, one row each, with readable headings. Empty for any other
    audience.
    """

    headline: str
    table: pd.DataFrame
    as_at: date | None
    snapshot: int | None
    audience: Audience
    sheets: str = ""  # the column that splits the list into sheets of a workbook


@dataclass(frozen=True, eq=False)
class PublishedDates:
    """Dates of the timetable for a calendar: bodies and events, no people. Only publish_dates()
    makes it.
    """

    entries: tuple[Entry, ...]
    as_at: date
    snapshot: int | None
    audience: Audience
