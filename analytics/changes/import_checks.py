"""Import checks against the stored months: is this the right month, and is everyone in it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analytics.changes.emptied_columns import emptied, gone, headings_only
from analytics.changes.events_stopped import contacts_stopped, services_stopped
from analytics.changes.new_month import arrival, month_before
from analytics.changes.unchanged_sheets import same_people, same_sheets
from analytics.changes.unknown_ids import strangers
from analytics.month.cohort import died, in_cohort
from analytics.month.ledger import buckets, in_ledger
from analytics.month.month import Month, month_of_extract
from analytics.month.movement import OLDEST
from analytics.publish.phrases import day, is_are, listed, people, percent, sentence
from data.dates import birthday
from data.problems import Doubt
from data.schema import TABLES, Kind

FELL_SHARPLY, FELL_BY_A_QUARTER, FEWEST = 0.2, 0.25, 5
ENOUGH_TO_COMPARE = 20  # people of the month before, to judge whether this is the same council
COPIES_LOOKED_FOR = 12  # number of months that this one might be a copy of
STALE = timedelta(days=62)
_WORKER = (
    "Some systems leave out people with no worker. Check that the list has everyone aged 21 to "
    "24, including those nobody has called."
)
_NAMED_AT_MOST = 6


def plausible(
    before: Month | None, now: Month, standing: Sequence[date], others: Iterable[Month] = ()
) -> list[Doubt]:
    """Return every doubt about a month, those to be confirmed first.

    `now` holds the extract's own tables and its left-out ids; `before` is the stored month before
    it,
    `standing` the as-at dates in the store, `others` every stored month that it might be a copy of.
    """
    found = [*order(now.as_at, standing), *stale(now.as_at, tables_of(now)), *copied(now, others)]
    if before is not None:
        found += [doubt for check in _AGAINST_BEFORE for doubt in check(before, now)]
    return sorted(found, key=lambda doubt: not doubt.must_confirm)


def doubts_about(
    extract: Any, standing: Sequence[Any], seen_before: frozenset[str], load: Callable[[Any], Month]
) -> list[Doubt]:
    """Return every doubt about a checked extract next to the current snapshots, those to be
    confirmed first.

    A yearly return has none. Files without people are checked by their dates and by what they
    bring.
    """
    if extract.yearly:
        return []
    load = _once(load)
    dates = [taken.as_at for taken in standing]
    if "care_leavers" in extract.tables:
        others = [load(taken) for taken in standing[-COPIES_LOOKED_FOR:]]
        now = month_of_extract(extract, seen_before)
        found = plausible(month_before(standing, extract.as_at, load), now, dates, others)
    else:
        found = [*stale(extract.as_at, extract.tables), *order(extract.as_at, dates)]
    brought = arrival(extract, standing, seen_before, load)
    more = [doubt for check in _OF_WHAT_IS_BROUGHT for doubt in check(brought)]
    if any(
        doubt.code == "same_tables" for doubt in found
    ):  # it is the same extract; one question is enough
        more = [
            replace(doubt, must_confirm=doubt.must_confirm and doubt.code not in _OF_A_COPY)
            for doubt in more
            if doubt.code != "same_people"
        ]
    found += more
    return sorted(found, key=lambda doubt: not doubt.must_confirm)


def doubts_alone(extract: Any) -> list[Doubt]:
    """Return the doubts about an extract if no other month is known."""

    def no_month(taken: Any) -> Month:
        raise LookupError(taken)

    return doubts_about(extract, [], frozenset(), no_month)


def _once(load: Callable[[Any], Month]) -> Callable[[Any], Month]:
    """Return a loader that loads each month only once."""
    loaded: dict[date, Month] = {}

    def first_time(taken: Any) -> Month:
        if taken.as_at not in loaded:
            loaded[taken.as_at] = load(taken)
        return loaded[taken.as_at]

    return first_time


def tables_of(month: Month) -> dict[str, pd.DataFrame]:
    """Return the tables that a month has, by key."""
    return {key: table for key in TABLES if (table := month.table(key)) is not None}


# --- the month among the others -------------------------------------------------------------------


def order(as_at: date, standing: Sequence[date]) -> Iterator[Doubt]:
    """Yield a doubt if a newer month is already stored, or if months since the latest before are
    missing.
    """
    own = (as_at.year, as_at.month)
    newer = sorted(other for other in standing if (other.year, other.month) > own)
    older = [other for other in standing if (other.year, other.month) < own]
    if newer:
        words = f"You have already imported {_month(newer[-1])}, which is later than this month."
        advice = (
            f"This month will be added before {_month(newer[0])}, and that month's changes "
            "will be recalculated."
        )
        yield Doubt("out_of_order", words, advice)
    if older and (skipped := _between(max(older), as_at)):
        missing = (
            listed(skipped)
            if len(skipped) <= _NAMED_AT_MOST
            else f"{skipped[0]} to {skipped[-1]} ({len(skipped)} months)"
        )
        words = (
            f"{missing} {is_are(len(skipped))} missing: the latest earlier month is "
            f"{_month(max(older))}."
        )
        yield Doubt(
            "month_skipped",
            words,
            "If you have the missing months, import them first. Until then changes are "
            "counted across the gap.",
        )


def _between(first: date, last: date) -> list[str]:
    months = pd.period_range(pd.Period(first, "M"), pd.Period(last, "M"), freq="M")[1:-1]
    return [f"{month:%B %Y}" for month in months]


def stale(as_at: date, tables: Mapping[str, pd.DataFrame]) -> Iterator[Doubt]:
    """Yield a doubt if nothing in the extract has happened lately; it may be an old file."""
    days = [days for key, table in tables.items() for days in _events(key, table)]
    newest = max(
        (found for found in (column.max() for column in days) if pd.notna(found)), default=None
    )
    if newest is not None and pd.Timestamp(as_at) - newest > STALE:
        gap = (pd.Timestamp(as_at) - newest).days
        words = (
            "The newest contact, visit or other dated event in these files is of "
            f"{day(newest)}, {gap:,} days before {day(as_at)}."
        )
        yield Doubt(
            "stale",
            words,
            "Is it an older file? Check the month, or ask for a new extract.",
            must_confirm=True,
            number=gap,
        )


def _events(key: str, table: pd.DataFrame) -> Iterator[pd.Series]:
    """Yield the columns of a table with dates of things that have happened."""
    for column in TABLES[key].columns:
        if (
            column.kind is Kind.DATE
            and column.key in table
            and not column.future_allowed
            and column.key != "date_of_birth"
        ):
            yield table[column.key]


def copied(now: Month, others: Iterable[Month]) -> Iterator[Doubt]:
    """Yield a doubt if the tables are identical to those of another month."""
    if same := [other for other in others if other.key != now.key and _same(now, other)]:
        words = (
            f"All {len(now.people):,} care leavers in these files are identical, row for row, "
            f"to those of {listed([_month(one.as_at) for one in same])}."
        )
        yield Doubt(
            "same_tables",
            words,
            "Is it the same extract with a different date? Check the month, or ask for a new one.",
            must_confirm=True,
            number=len(now.people),
        )


def _same(now: Month, other: Month) -> bool:
    """Return whether the people are the same in every column and the other month has all events of
    this one.
    """
    if (
        now.people.empty
        or set(now.people.index) != set(other.people.index)
        or not _alike(now.people, other.people)
    ):
        return False
    events = [(now.table(key), other.table(key)) for key in ("contacts", "service_use")]
    return all(
        new is None or (old is not None and _alike(new, old, within=True)) for new, old in events
    )


def _alike(table: pd.DataFrame, other: pd.DataFrame, within: bool = False) -> bool:
    """Return whether two tables have the same columns and the same rows, in any order.

    With `within`, return whether the other table has every row of the first.
    """
    kept, theirs = (
        sorted(set(one.columns) - {"source_sheet", "source_row", "unusable"})
        for one in (table, other)
    )
    if kept != theirs:
        return False
    rows, known = (
        set(pd.util.hash_pandas_object(one[kept], index=False)) for one in (table, other)
    )
    return rows <= known if within else rows == known


# --- the people against the month before ----------------------------------------------------------


def _fewer_people(before: Month, now: Month) -> Iterator[Doubt]:
    was, is_now = (len(month.people) + month.left_out_rows for month in (before, now))
    if was - is_now >= FEWEST and was - is_now >= FELL_BY_A_QUARTER * was:
        words = (
            f"{sentence(people(is_now, 'people', 'person'))} in this extract, {was:,} in "
            f"{_month(before.as_at)}: {was - is_now:,} fewer."
        )
        yield Doubt(
            "fewer_people",
            words,
            "Is the sheet cut off? Check its last row, and any filters left on.",
            must_confirm=True,
            number=was - is_now,
        )


def _others_people(before: Month, now: Month) -> Iterator[Doubt]:
    was, here = len(before.people), set(now.people.index) | now.left_out
    again = len(here.intersection(before.people.index))
    if was >= ENOUGH_TO_COMPARE and 2 * again < was:
        words = (
            f"Of the {was:,} people of {_month(before.as_at)}, {again:,} {is_are(again)} in "
            "this extract."
        )
        advice = (
            "Is this another council's file? Or have the IDs changed, for example by losing "
            "leading zeros?"
        )
        yield Doubt("other_people", words, advice, must_confirm=True, number=again)


def _fewer_aged_21(before: Month, now: Month) -> Iterator[Doubt]:
    was, is_now = (int(in_ledger(month).sum()) for month in (before, now))
    all_then, all_now = (int(in_cohort(month).sum()) for month in (before, now))
    by_share = (
        was * all_now / all_then if all_then else 0
    )  # how many there would be with the same share
    if any(
        usual - is_now >= FEWEST and usual - is_now >= FELL_SHARPLY * usual
        for usual in (was, by_share)
    ):
        then = f"{was:,} in {_month(before.as_at)}"
        of = f"{percent(is_now, all_now)} of the care leavers now, {percent(was, all_then)} then"
        words = (
            f"{sentence(people(is_now, 'people', 'person'))} aged 21 to 24 in this extract, "
            f"{then} ({of})."
        )
        yield Doubt("fewer_aged_21", words, _WORKER)


def _unserved_gone(before: Month, now: Month) -> Iterator[Doubt]:
    placed = buckets(before)
    unserved = placed.index[~placed.isin(["supported", "outside"])]
    gone = unserved[~unserved.isin(set(now.people.index) | now.left_out)]
    still_young = birthday(before.column("date_of_birth").loc[gone], OLDEST) > now.day
    if number := int(still_young.sum()):
        words = (
            f"{sentence(people(number, 'people', 'person'))} aged 21 to 24 who had no service "
            f"in {_month(before.as_at)} {is_are(number)} not in this extract."
        )
        yield Doubt("unserved_gone", words, _WORKER)


def _alive_again(before: Month, now: Month) -> Iterator[Doubt]:
    if not now.has("la_in_touch"):
        return
    dead = before.people.index[died(before)].intersection(now.people.index)
    back = int((~died(now) & ~now.unusable("la_in_touch")).loc[dead].sum())
    if back:
        words = (
            f"{sentence(people(back, 'people', 'person'))} recorded as having died (DIED) in "
            f"{_month(before.as_at)} {is_are(back)} not recorded as DIED now."
        )
        yield Doubt(
            "died_reverted",
            words,
            "Nobody can go back from DIED. Find out which is right before anyone is called.",
        )


def _born_otherwise(before: Month, now: Month) -> Iterator[Doubt]:
    both = before.people.index.intersection(now.people.index)
    was, is_now = (month.column("date_of_birth").loc[both] for month in (before, now))
    if number := int((was.notna() & is_now.notna() & (was != is_now)).sum()):
        words = (
            f"The date of birth of {people(number, 'people', 'person')} differs from "
            f"{_month(before.as_at)}."
        )
        yield Doubt(
            "birth_corrected",
            words,
            "This is right if it was corrected. Ages and age bands change with it.",
        )


_AGAINST_BEFORE = (
    _fewer_people,
    _others_people,
    _fewer_aged_21,
    _unserved_gone,
    _alive_again,
    _born_otherwise,
)
_OF_WHAT_IS_BROUGHT = (
    strangers,
    contacts_stopped,
    services_stopped,
    same_people,
    same_sheets,
    emptied,
    headings_only,
    gone,
)
_OF_A_COPY = frozenset(
    {"no_contacts", "no_service_use", "same_sheets"}
)  # doubts that follow from a copy of another month


def _month(when: date) -> str:
    return f"{when:%B %Y}"
