"""What may be shown and to whom: findings before the door, and what comes out of it. Only publish.py makes the Published ones."""

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
    """Who looks: a manager of the service, or anyone the screen is shared with."""

    MANAGER = "manager"
    SHARED = "shared"


@dataclass(frozen=True, eq=False)
class Finding:
    """A result before the door: a headline, the line under it, and a table of counts.

    `label` names the column that says what a row is, `counts` the columns that hold whole people;
    `keys` are the codes behind the labels, in the table's order (they choose people on a click).
    `series` names are the headings of `counts` as a reader sees them. `marked` are the keys that
    need attention.
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
    quality_note: str = ""  # what it rests on that could not be read or is in doubt
    entries: tuple[Entry, ...] = ()  # the dates of a time line, in the table's order

    def name(self, key: str) -> str:
        """What the row of a key is called. StopIteration for a key that is not one."""
        return next(str(label) for one, label in zip(self.keys, self.table[self.label], strict=True) if one == key)


@dataclass(frozen=True, eq=False)
class Published:
    """What may be drawn, written or exported. Made by publish() and nowhere else.

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
    dates: PublishedDates | None = None  # of a time line

    def shown(self) -> pd.DataFrame:
        """The table as text-and-numbers for a reader: a hidden count reads 'c'."""
        table = self.table.astype(dict.fromkeys({*self.counts, *(column for _, column in self.hidden)}, "object"))
        for row, column in self.hidden:
            table.loc[row, column] = SUPPRESSED
        return table


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedControl(Published):
    """A control chart as an audience may see it: the table of what is drawn, and what it is drawn from. Made by publish_control()."""

    series: Series  # months hidden from this audience are gaps in it
    control: Control
    points_in_words: tuple[str, ...]  # each month of the chart; nothing for a gap


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure before the door: a count, or a count `of` a denominator, and how many people it has moved since."""

    label: str
    count: int
    of: int | None = None
    change: int | None = None
    since: str = ""
    target: float | None = None  # a proportion
    alarming: bool = False  # a count above zero that needs attention
    quality_note: str = ""  # what it rests on that could not be read or is in doubt
    measure: str = ""  # the id of the measure it is the figure of
    at_most: bool = False  # whether the target is the most that it should be
    of_people: bool = True  # False for a count of days or meetings, which is never hidden


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """A figure in words, as an audience may read it. `state` is on, risk, off or nothing."""

    label: str
    value: str
    parts: str
    change: str
    state: str
    target: str
    quality_note: str = ""


@dataclass(frozen=True, eq=False)
class PublishedPeople:
    """People a manager may see, one row each, with headings for a reader. Empty for any other audience."""

    headline: str
    table: pd.DataFrame
    as_at: date | None
    snapshot: int | None
    audience: Audience
    sheets: str = ""  # the column that parts the list into sheets of a workbook


@dataclass(frozen=True, eq=False)
class PublishedDates:
    """Dates of the timetable for a calendar: bodies and events, no people. Made by publish_dates() and nowhere else."""

    entries: tuple[Entry, ...]
    as_at: date
    snapshot: int | None
    audience: Audience
