"""The whole timetable of a month: what is to come, what has passed, what conflicts, and what is
missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.publish.dated_entry import Entry
from analytics.timetable.anchors import JUDGEMENT, Record
from analytics.timetable.clashes import clashes
from analytics.timetable.entries import known
from analytics.timetable.judgements import Judgement, judgements_of
from analytics.timetable.milestones import read
from analytics.timetable.recurring import next_meetings
from analytics.timetable.rules import plan_due, review_due
from analytics.timetable.visits import Visits, visits_of


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every entry in order of date; `notes` say what cannot be worked out and which row to add."""

    as_at: date
    entries: tuple[Entry, ...]
    visits: Visits
    judgements: tuple[Judgement, ...]
    notes: tuple[str, ...]

    @property
    def ahead(self) -> list[Entry]:
        return [one for one in self.entries if not one.is_behind(self.as_at)]

    @property
    def behind(self) -> list[Entry]:
        """Return entries that are past, done or cancelled, the latest first."""
        return [one for one in reversed(self.entries) if one.is_behind(self.as_at)]

    @property
    def conflicts(self) -> list[Entry]:
        return [one for one in self.entries if one.conflict]

    @property
    def late(self) -> list[Entry]:
        return [one for one in self.entries if one.is_late(self.as_at)]


def timetable(milestones: pd.DataFrame, as_at: date) -> Timetable:
    """Build the timetable from the extract's table.

    Its columns are date, from, to, event, body, status, outcome and published; any may be absent.
    """
    dated, undated = read(milestones, as_at)
    record = Record(dated, as_at)
    visits = visits_of(record)
    entries, notes = [*visits.listed, *_others(record, visits.listed)], list(visits.notes)
    for found, missing in (plan_due(record), review_due(record), next_meetings(record)):
        entries += found
        notes += missing
    judgements = judgements_of(record)
    if not judgements:
        notes.append(JUDGEMENT.lacking("The judgements"))
    notes += [
        f"'{event or 'A milestone without a name'}' has no date. Fill in Date, or From and To."
        for event in undated
    ]
    unique = {one.order: one for one in entries}
    return Timetable(
        as_at,
        tuple(sorted(unique.values(), key=lambda one: one.order)),
        visits,
        tuple(judgements),
        tuple(notes),
    )


def _others(record: Record, listed: list[Entry]) -> list[Entry]:
    """Return the other milestones, except judgements, which have their own table, and visits
    already listed.
    """
    asked, there = clashes(record), {(one.key, one.status) for one in listed}
    entries = (
        known(one, conflict=asked.get(one, ""))
        for one in record.milestones
        if not JUDGEMENT.is_of(one)
    )
    return [one for one in entries if (one.key, one.status) not in there]


def ahead(milestones: pd.DataFrame, as_at: date) -> list[Entry]:
    """Return what is still to come, soonest first."""
    return timetable(milestones, as_at).ahead


def behind(milestones: pd.DataFrame, as_at: date) -> list[Entry]:
    """Return what is past, done or cancelled, the latest first."""
    return timetable(milestones, as_at).behind


def conflicts(milestones: pd.DataFrame, as_at: date) -> list[Entry]:
    """Return entries that conflict with another entry or with a rule; each says why."""
    return timetable(milestones, as_at).conflicts


def visits(milestones: pd.DataFrame, as_at: date) -> Visits:
    """Return monitoring visits so far and to come, and the reinspection."""
    return timetable(milestones, as_at).visits


def judgements(milestones: pd.DataFrame, as_at: date) -> list[Judgement]:
    """Return each area's grade now and before."""
    return list(timetable(milestones, as_at).judgements)
