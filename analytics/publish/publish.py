"""The one door out: publish() turns a finding into what an audience may see. Charts and exports take nothing else.

Small numbers: shown to a shared audience, a count of 1 to 5 is hidden, and so is its smallest
non-zero neighbour while one hidden cell alone could be worked out from a total.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import pandas as pd

from analytics.claims import claims
from analytics.publish.control_chart_table import MONTH, NUMBER, VALUE, control_table
from analytics.publish.phrases import percent_beside, step
from analytics.statistics import PLOTTHEDOTS, Control, RuleSet
from analytics.statistics.control_chart_result import XMR
from analytics.statistics.series import Series, chart_of
from analytics.timetable.entries import Entry
from analytics.timetable.milestones import OFF

SMALL = 5
HIDDEN = "c"


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
    care: str = ""  # what it rests on that could not be read or is in doubt
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
    care: str = ""
    dates: PublishedDates | None = None  # of a time line

    def shown(self) -> pd.DataFrame:
        """The table as text-and-numbers for a reader: a hidden count reads 'c'."""
        table = self.table.astype(dict.fromkeys({*self.counts, *(column for _, column in self.hidden)}, "object"))
        for row, column in self.hidden:
            table.loc[row, column] = HIDDEN
        return table


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedControl(Published):
    """A control chart as an audience may see it: the table of what is drawn, and what it is drawn from. Made by publish_control()."""

    series: Series  # months hidden from this audience are gaps in it
    control: Control


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure before the door: a count, or a count `of` a denominator, and how many people it has moved since."""

    label: str
    count: int
    of: int | None = None
    change: int | None = None
    since: str = ""
    target: float | None = None  # a proportion
    alarming: bool = False  # a count above nought that needs attention
    care: str = ""  # what it rests on that could not be read or is in doubt
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
    care: str = ""


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


def publish(finding: Finding, audience: Audience) -> Published:
    """The finding as this audience may see it."""
    table = finding.table.reset_index(drop=True).copy()
    for column in finding.counts:
        table[column] = table[column].astype("Int64")
    hidden = _hidden(table, finding.counts) if audience is Audience.SHARED else frozenset()
    for row, column in hidden:
        table.loc[row, column] = pd.NA
    return Published(
        finding.headline, finding.note, table, finding.label, finding.counts, finding.keys, finding.marked,
        finding.as_at, finding.snapshot, audience, hidden, _care(finding.care, audience), _dates(finding, audience),
    )  # fmt: skip


def publish_control(
    series: Series, audience: Audience, rules: RuleSet = PLOTTHEDOTS, method: str = XMR, freeze: int | None = None, care: str = ""
) -> PublishedControl:
    """A measure's control chart. A shared audience's is drawn from what it may see: a month that rests on a small count is a gap.

    Raises ValueError as series.chart_of does.
    """
    shown = series.without(lambda count: 1 <= count <= SMALL) if audience is Audience.SHARED else series
    control = chart_of(shown, rules, method, freeze)
    table, counts = control_table(shown, control)
    columns = [column for column in (*counts, VALUE, NUMBER) if column in table.columns]
    keys = tuple(reading.month for reading in shown.readings)
    hidden = frozenset((row, column) for row, key in enumerate(keys) if key in shown.hidden for column in columns)
    return PublishedControl(
        claims.headline(shown, control), claims.note(shown, control), table, MONTH, counts, keys, frozenset(),
        series.as_at, series.snapshot, audience, hidden, _care(care, audience), series=shown, control=control,
    )  # fmt: skip


def publish_fact(fact: Fact, audience: Audience) -> PublishedFact:
    """A figure in words; for a shared audience 'c' where the count or what is left of its denominator is small."""
    small = fact.of_people and any(1 <= count <= SMALL for count in (fact.count, (fact.of or fact.count) - fact.count))
    if audience is Audience.SHARED and small:
        return PublishedFact(fact.label, HIDDEN, "", "", "", "")
    value = f"{fact.count:,}" if fact.of is None else percent_beside(fact.count, fact.of, fact.target or 0, fact.at_most)
    parts = f"{fact.count:,} of {fact.of:,}" if fact.of else ""
    change = f"{step(fact.change)} since {fact.since}" if fact.change is not None else ""
    return PublishedFact(fact.label, value, parts, change, *_target(fact), _care(fact.care, audience))


def _care(text: str, audience: Audience) -> str:
    """What a figure rests on, for whoever can mend it; for a shared audience without its numbers."""
    return text if audience is Audience.MANAGER or not text else "some cells of the extract could not be read or are in doubt"


def _target(fact: Fact) -> tuple[str, str]:
    """(state, words) of a figure against its target, as it stands today and no more than that."""
    if fact.target is not None and fact.of:
        met = fact.count / fact.of <= fact.target if fact.at_most else fact.count / fact.of >= fact.target
        within, beyond = ("At or below", "Above") if fact.at_most else ("At or above", "Below")
        return ("on", f"{within} {fact.target:.0%}") if met else ("off", f"{beyond} {fact.target:.0%}")
    return ("risk", "Needs attention") if fact.alarming and fact.count else ("", "")


def publish_people(
    headline: str, table: pd.DataFrame, audience: Audience, as_at: date | None, snapshot: int | None, sheets: str = ""
) -> PublishedPeople:
    """People for those who act on them; a shared audience is handed none."""
    shown = table.reset_index(drop=True) if audience is Audience.MANAGER else table.iloc[0:0]
    return PublishedPeople(headline, shown, as_at, snapshot, audience, sheets)


def publish_dates(entries: Iterable[Entry], audience: Audience, as_at: date, snapshot: int | None) -> PublishedDates:
    """Entries for a calendar, without the cancelled; a shared audience reads only what was published of what came of them."""
    standing = [one for one in entries if one.status not in OFF]
    shown = standing if audience is Audience.MANAGER else [replace(one, outcome=one.public_outcome) for one in standing]
    return PublishedDates(tuple(shown), as_at, snapshot, audience)


def _dates(finding: Finding, audience: Audience) -> PublishedDates | None:
    return publish_dates(finding.entries, audience, finding.as_at, finding.snapshot) if finding.as_at and finding.entries else None


def _hidden(table: pd.DataFrame, counts: tuple[str, ...]) -> frozenset[tuple[int, str]]:
    """Counts of 1-5 and, column by column, the smallest others until at least two are hidden."""
    hidden: set[tuple[int, str]] = set()
    for column in counts:
        small = [row for row, count in enumerate(table[column]) if pd.notna(count) and 1 <= count <= SMALL]
        if len(small) == 1:
            others = sorted((count, row) for row, count in enumerate(table[column]) if pd.notna(count) and count > SMALL)
            small += [row for _, row in others[:1]]
        hidden |= {(row, column) for row in small}
    return frozenset(hidden)
