"""Findings for the Timetable page: what is due, to whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from analytics.month.month import Month, cached_per_month
from analytics.publish.dated_entry import NOT_MARKED, OFF
from analytics.publish.phrases import day, people, sentence
from analytics.publish.types import Audience, Fact, Finding
from analytics.timetable import KINDS, RECEIVES, Entry, Timetable, given_at, timetable
from analytics.timetable.milestones import DFE
from data.dates import DATE_DTYPE, add_months

TABLE = "milestones"
WHAT, WHEN, FIRST = "What", "When", "First day"
SOON_DAYS = 30
MONTHS_BACK = 6
LACKING = (
    "This extract has no Milestones table, so no dates can be shown. Add a Milestones sheet "
    "with a row for each date: Date (or From and To), Event and Body."
)


def held(month: Month) -> bool:
    """Return whether the extract had the table; without it a page shows LACKING."""
    return month.table(TABLE) is not None


@cached_per_month
def found(month: Month) -> Timetable:
    """Return the month's timetable; an empty one if it has no milestones."""
    table = month.table(TABLE)
    return timetable(pd.DataFrame() if table is None else table, month.as_at)


def headline(month: Month) -> str:
    """Return the next known day or window and how far off it is.

    Also how many dates have passed without being marked as done, or conflict.
    """
    whole = found(month)
    late = f" {_passed(len(whole.late))}" if whole.late else ""
    following = next(iter(_known_days(month)), None)
    said = following is not None and following.conflict
    asked = f" {_disagree(len(whole.conflicts))}." if whole.conflicts and not said else ""
    return _next(following, whole.ahead, month) + late + asked


def _known_days(month: Month) -> list[Entry]:
    return [one for one in found(month).ahead if one.dated and one.starts >= month.as_at]


def _next(dated: Entry | None, ahead: Sequence[Entry], month: Month) -> str:
    if dated:
        doubt = f" {dated.conflict}" if dated.conflict else ""
        return f"Next: {dated.what}, {day(dated.starts)}, {_in_days(dated, month)}.{doubt}"
    if ahead:
        return f"No exact future dates are known. Next: {ahead[0].what}, {when(ahead[0], month)}."
    return "No future dates are recorded."


def _passed(count: int) -> str:
    return (
        f"{people(count, 'dates have', 'date has').capitalize()} passed without being marked "
        "as done."
    )


def _disagree(count: int) -> str:
    return f"{people(count, 'dates do', 'date does').capitalize()} not agree"


def facts(month: Month) -> list[Fact]:
    """Return the tiles: days to the next known day, dates soon, visits so far, not marked as done,
    conflicts.

    None of them counts people.
    """
    whole = found(month)
    dated = _known_days(month)
    soon = sum(_days(one, month) <= SOON_DAYS for one in dated)
    tiles = (
        [
            Fact(
                f"Days until: {dated[0].what}",
                _days(dated[0], month),
                quality_note=dated[0].conflict,
                of_people=False,
            )
        ]
        if dated
        else []
    )
    return [
        *tiles,
        Fact(f"Dates in the next {SOON_DAYS} days", soon, of_people=False),
        Fact("Monitoring visits so far", whole.visits.made, of_people=False),
        Fact(NOT_MARKED, len(whole.late), alarming=True, of_people=False),
        Fact("Dates that do not agree", len(whole.conflicts), alarming=True, of_people=False),
    ]


def ahead(month: Month) -> Finding:
    """Return every date and window still to come, soonest first; conflicts are marked."""
    entries = found(month).ahead
    windows = sum(not one.dated for one in entries)
    note = (
        f"From {day(month.as_at)} on. {people(windows, 'windows', 'window').capitalize()} with "
        "no known day yet. Each row shows how the date was worked out."
    )
    title = f"{people(len(entries), 'dates and windows', 'date or window').capitalize()} to come."
    return _finding(title, note, entries, _ahead_table(entries, month), month)


def _ahead_table(entries: Sequence[Entry], month: Month) -> pd.DataFrame:
    table = _dates(entries, month)
    table["Days from now"] = pd.array([max(_days(one, month), 0) for one in entries], dtype="Int64")
    table["How it was worked out"] = _worked_out(entries)
    table["What it gets"] = [given_at(one.what, one.body) for one in entries]
    return _ended(table, entries)


def behind(month: Month, audience: Audience = Audience.MANAGER) -> Finding:
    """Return what is past, the latest first; entries not recorded as done are marked.

    A shared audience sees only published outcomes.
    """
    entries, late = found(month).behind, found(month).late
    title = f"{people(len(entries), 'dates', 'date').capitalize()} passed. {_passed(len(late))}"
    table = _dates(entries, month)
    table["State"] = [one.state(month.as_at) for one in entries]
    table["Outcome"] = _outcomes(entries, audience)
    return _finding(
        title,
        f"Up to {day(month.as_at)}, the latest first.",
        entries,
        _ended(table, entries),
        month,
        {one.key for one in late},
    )


def visits(month: Month, audience: Audience = Audience.MANAGER) -> Finding:
    """Return monitoring visits made, recorded and to come, then the reinspection by its rule.

    The rule gives the strict bound and the date at an even pace.
    """
    of = found(month).visits
    again = [of.reinspection] if of.reinspection else []
    made = people(of.made, "monitoring visits", "monitoring visit").capitalize()
    title = f"{made} so far.{''.join(f' Reinspection: {when(one, month)}.' for one in again)}"
    note = " ".join(
        [
            "A window starts on the first day that the rules allow. They set no last day.",
            *(one.rule for one in again),
        ]
    )
    return _by_state(title, note, [*of.so_far, *of.to_come, *again], month, audience)


def reviews(month: Month, audience: Audience = Audience.MANAGER) -> Finding:
    """Return the DfE's notice and reviews (held, recorded and due), oldest first."""
    entries = [one for one in found(month).entries if one.body == DFE]
    due = next((one for one in entries if not one.is_behind(month.as_at)), None)
    title = (
        f"DfE: next is {due.what}, {when(due, month)}."
        if due
        else "DfE: no future dates are recorded."
    )
    return _by_state(
        title,
        "The DfE reviews at least every six months from the improvement notice.",
        entries,
        month,
        audience,
    )


def conflicts(month: Month) -> Finding:
    """Return what has two dates, or a date that breaks a rule; all are shown and none is chosen."""
    entries = found(month).conflicts
    title = f"{_disagree(len(entries))} with another or with a rule."
    return _by_state(
        title,
        "All dates are shown. Only the service can say which is right.",
        entries,
        month,
        marked=False,
    )


def late(month: Month) -> Finding:
    """Return what was due and is not recorded as done, the latest first."""
    entries = found(month).late[::-1]
    note = (
        "Give each its status in the Milestones table: done, moved or cancelled." if entries else ""
    )
    return _by_state(_passed(len(entries)), note, entries, month, marked=False)


def time_line(month: Month, back: int = MONTHS_BACK) -> Finding:
    """Return every date and window from `back` months ago, by body, except those cancelled or
    moved.

    0 is from the first recorded date.
    """
    first = add_months(month.as_at, -back) if back else date.min
    entries = [
        one
        for one in found(month).entries
        if one.status not in OFF and (one.ends >= first or not one.is_behind(month.as_at))
    ]
    behind = [one for one in entries if one.is_behind(month.as_at)]
    title = (
        f"{people(len(entries) - len(behind), 'dates and windows', 'date or window').capitalize()} "
        f"to come, {len(behind) or 'none'} passed."
    )
    note = (
        f"From {day(first) if back else 'the first recorded date'}, by body. A mark is a known "
        "day. A striped bar is a window in which the day is not known."
    )
    table = _dates(entries, month)
    table["How sure"] = [KINDS[one.kind] for one in entries]
    table["State"] = [one.state(month.as_at) for one in entries]
    table["How it was worked out"] = _worked_out(entries)
    return replace(
        _finding(title, note, entries, _ended(table, entries), month), entries=tuple(entries)
    )


def bodies(month: Month) -> Finding:
    """Return what each body gets and how often, with the next date on which it does."""
    ahead = found(month).ahead
    following = [
        next(
            (
                f"{one.what}: {when(one, month)}"
                for one in ahead
                if one.body == line.body and given_at(one.what, one.body) == line.short
            ),
            "No future date recorded",
        )
        for line in RECEIVES
    ]
    lines = {
        "Body": [line.name for line in RECEIVES],
        "What it gets": [line.gets for line in RECEIVES],
        "How often": [line.how_often for line in RECEIVES],
    }
    table = pd.DataFrame({**lines, "Next": following})
    return Finding(
        "What each body gets, and when",
        "According to the council's arrangements.",
        table,
        "Body",
        (),
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


def judgements(month: Month) -> Finding:
    """Return each area's grade now and before, from the extract; empty if it has none."""
    made = found(month).judgements
    table = pd.DataFrame(
        {
            "Area": [one.title for one in made],
            "Now": [one.now for one in made],
            "Since": [one.now_on for one in made],
            "Before": [one.before for one in made],
            "Before: when": [one.before_on for one in made],
        }
    )
    worst = frozenset(one.area for one in made if one.now == "Inadequate")
    title = (
        f"{len(worst)} of {len(made)} judgements: inadequate."
        if made
        else "No judgement is recorded."
    )
    note = " ".join(
        [
            "Ofsted's grades, from the Milestones table of the extract.",
            *dict.fromkeys(one.note for one in made if one.note),
        ]
    )
    return Finding(
        title,
        note,
        table,
        "Area",
        (),
        tuple(one.area for one in made),
        worst,
        month.as_at,
        month.snapshot,
    )


def missing(month: Month) -> list[str]:
    """Return a sentence for each date that cannot be worked out, with the row to add."""
    return list(found(month).notes) if held(month) else [LACKING]


def when(entry: Entry, month: Month) -> str:
    """Return an entry's days in words; an open-ended window that has begun gives its first day."""
    begun = entry.open_ended and entry.starts <= month.as_at
    return f"any day since {day(entry.starts)}, no last day set" if begun else entry.when


def _dates(entries: Sequence[Entry], month: Month) -> pd.DataFrame:
    """Return a table of when (in words), whose, and what."""
    table = pd.DataFrame({WHEN: [sentence(when(one, month)) for one in entries]}, dtype="str")
    table["Body"] = pd.Series([one.body_name for one in entries], dtype="str")
    table[WHAT] = pd.Series([one.what for one in entries], dtype="str")
    return table


def _ended(table: pd.DataFrame, entries: Sequence[Entry]) -> pd.DataFrame:
    """Return the table with the first day as a date, to sort by."""
    table[FIRST] = pd.Series([pd.Timestamp(one.starts) for one in entries], dtype=DATE_DTYPE)
    return table


def _worked_out(entries: Sequence[Entry]) -> list[str]:
    """Return the rule of each entry and any conflict to resolve."""
    return [
        f"{one.rule} To resolve: {one.conflict}" if one.conflict else one.rule for one in entries
    ]


def _outcomes(entries: Sequence[Entry], audience: Audience) -> list[str]:
    return [one.outcome if audience is Audience.MANAGER else one.public_outcome for one in entries]


def _by_state(
    title: str,
    note: str,
    entries: Sequence[Entry],
    month: Month,
    audience: Audience | None = None,
    marked: bool = True,
) -> Finding:
    """Return dates with their state, how they were worked out and, for an audience, the outcome."""
    table = _dates(entries, month)
    table["State"] = [one.state(month.as_at) for one in entries]
    if audience:
        table["Outcome"] = _outcomes(entries, audience)
    table["How it was worked out"] = _worked_out(entries)
    return _finding(title, note, entries, _ended(table, entries), month, None if marked else set())


def _finding(
    title: str,
    note: str,
    entries: Sequence[Entry],
    table: pd.DataFrame,
    month: Month,
    marked: set[str] | None = None,
) -> Finding:
    """Return a finding of dates that is not yet published; it does not count people."""
    attention = marked if marked is not None else {one.key for one in entries if one.conflict}
    return Finding(
        title,
        note,
        table,
        WHAT,
        (),
        tuple(one.key for one in entries),
        frozenset(attention),
        month.as_at,
        month.snapshot,
    )


def _days(entry: Entry, month: Month) -> int:
    return (entry.starts - month.as_at).days


def _in_days(entry: Entry, month: Month) -> str:
    days = _days(entry, month)
    return "today" if days == 0 else f"in {people(days, 'days', 'day')}"
