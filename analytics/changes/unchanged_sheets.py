"""Sheets that repeat last month's: the same rows with a different date."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analytics.changes.new_month import PEOPLE, Arrival
from analytics.publish.phrases import listed, people
from data.problems import Doubt
from data.schema import TABLES, Kind

FEWEST_ROWS = 5  # a shorter table may well be the same by chance
ENOUGH_TO_SHARE = 20  # rows needed before a share of them means anything
# share of people's rows that are the same in every column; in a real new month it is under a half
NEARLY_ALL = 0.95
RESTATED = frozenset(
    {"audits", "workforce", "training", "plan_actions", "impact_measures"}
)  # each of these changes every month
EVENTS = ("contacts", "service_use")


def same_people(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question if the care leavers repeat those of the month before.

    Either all rows are the same apart from dates, or nearly all are the same including dates.
    """
    before, now = arrival.before, arrival.brought.get(PEOPLE)
    if (
        before is None
        or now is None
        or len(now) < FEWEST_ROWS
        or not _comparable(PEOPLE, now, before.people)
    ):
        return
    alike = int(_rows(PEOPLE, now).isin(set(_rows(PEOPLE, before.people))).sum())
    then = f"{before.as_at:%B %Y}"
    if len(now) >= ENOUGH_TO_SHARE and alike >= NEARLY_ALL * len(now):
        number, words = (
            alike,
            f"{alike:,} of {people(len(now), 'rows', 'row')} of Care leavers are the same "
            f"as in {then}, including every date.",
        )
    elif _same_but_for_dates(PEOPLE, now, before.people):
        number, words = (
            len(now),
            f"All {people(len(now), 'rows', 'row')} of Care leavers are the same as in "
            f"{then}, apart from dates.",
        )
    else:
        return
    yield Doubt(
        "same_people",
        words,
        "Is this last month's extract again? Ask for a new one.",
        must_confirm=True,
        number=number,
    )


def same_sheets(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question if tables other than the care leavers repeat those of the month before.

    Contacts and uses of services repeat if they are the same apart from dates. Tables that are
    restated each month repeat if they are the same in every column. Those that often stay the same
    for a month (risks, pressures, milestones, voice) are named only together with them.
    """
    before = arrival.before
    if before is None:
        return
    same = {
        key: len(frame)
        for key, frame in arrival.brought.items()
        if key != PEOPLE and _is_same(key, frame, before.table(key))
    }
    if not same.keys() & {*RESTATED, *EVENTS}:
        return
    number = sum(same.values())
    named = listed([f"{TABLES[key].title} ({rows:,})" for key, rows in same.items()])
    words = f"{people(number, 'rows', 'row')} are the same as in {before.as_at:%B %Y}: {named}."
    yield Doubt(
        "same_sheets",
        words,
        "Are these last month's sheets? Ask for new ones.",
        must_confirm=True,
        number=number,
    )


def _is_same(key: str, now: pd.DataFrame, was: pd.DataFrame | None) -> bool:
    if was is None or len(now) < FEWEST_ROWS or not _comparable(key, now, was):
        return False
    if key in EVENTS:  # the stored events of a month end with those that its own extract brought
        return len(was) >= len(now) and _same_but_for_dates(key, now, was.tail(len(now)))
    return len(was) == len(now) and _alike(_rows(key, now), _rows(key, was))


def _comparable(key: str, now: pd.DataFrame, was: pd.DataFrame) -> bool:
    return {column for column in TABLES[key].keys if column in now} == {
        column for column in TABLES[key].keys if column in was
    }


def _same_but_for_dates(key: str, now: pd.DataFrame, was: pd.DataFrame) -> bool:
    return len(now) == len(was) and _alike(
        _rows(key, now, dates=False), _rows(key, was, dates=False)
    )


def _alike(now: pd.Series, was: pd.Series) -> bool:
    """Return whether both have the same rows the same number of times, in any order."""
    return sorted(now) == sorted(was)


def _rows(key: str, frame: pd.DataFrame, dates: bool = True) -> pd.Series:
    """Return a number for each row; rows with the same values have the same number."""
    columns = [
        column.key
        for column in TABLES[key].columns
        if column.key in frame and (dates or column.kind is not Kind.DATE)
    ]
    return pd.util.hash_pandas_object(frame[columns], index=False)
