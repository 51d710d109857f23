"""The check-in clock: who aged 21 to 24 is in date, due, overdue or never reached, and the calls
ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.month.contacts import attempts, latest_answers
from analytics.month.ledger import buckets
from analytics.month.month import Month, cached_per_month, cached_per_person
from analytics.publish.phrases import NO_ADVISER
from data.dates import add_months, birthday, later, quarter_of

STATES = {
    "first_call_not_yet_due": "First call not yet due",
    "never_reached": "Never reached",
    "in_date": "In date",
    "due": "Due in the next 14 days",
    "overdue_tried": "Overdue, tried",
    "overdue_not_tried": "Overdue, not tried",
}
NO_FURTHER_CONTACT = "no_further_contact"
NEEDS_ATTENTION = frozenset({"never_reached", "overdue_tried", "overdue_not_tried"})
TO_CALL = ("overdue_not_tried", "overdue_tried", "never_reached", "due")
RESPITE_MONTHS = 12  # "asked for no further contact" is respected this long
AHEAD_MONTHS = 12


@cached_per_person
def clock(month: Month) -> pd.DataFrame:
    """Return the clock of everyone aged 21 to 24 and not outside the offer, by id.

    Columns: `state` (one of STATES, or NO_FURTHER_CONTACT), `last_answer`, `said`, `due` (dates),
    `days_overdue` and `attempts` (those on or after the due date minus the notice).
    """
    bucket = buckets(month)
    people = bucket.index[bucket.ne("outside")]
    settings, tried = month.settings, attempts(month)
    answers = latest_answers(tried).reindex(people)
    answered, said = (
        answers["contact_date"].astype("datetime64[us]"),
        answers["outcome"].astype("str"),
    )
    left_alone = said.eq("no further contact")
    due = later(answered, settings.check_in_months)
    due = due.where(~left_alone, later(answered, RESPITE_MONTHS)).fillna(_first_due(month, people))
    notice = pd.Timedelta(days=settings.notice_days)
    tries = _attempts_since(tried[~tried["answered"]], due - notice)
    day, never = month.day, answered.isna()
    fits = [
        left_alone & (due > day),
        never & (due > day),
        never,
        due > day + notice,
        due >= day,
        tries > 0,
    ]
    keys = [
        NO_FURTHER_CONTACT,
        "first_call_not_yet_due",
        "never_reached",
        "in_date",
        "due",
        "overdue_tried",
    ]
    state = np.select([fit.to_numpy(dtype=bool) for fit in fits], keys, default="overdue_not_tried")
    days = (day - due).dt.days.clip(lower=0).astype("int64")
    return pd.DataFrame(
        {
            "state": pd.Series(state, index=people, dtype="str"),
            "last_answer": answered,
            "said": said,
            "due": due,
            "days_overdue": days,
            "attempts": tries,
        },
        index=people,
    )


def _first_due(month: Month, people: pd.Index) -> pd.Series:
    """Return when the first call is due: one interval after the 21st birthday or the start of the
    offer.

    The later of the two counts.
    """
    began = pd.Timestamp(month.settings.offer_began)
    turned = birthday(month.column("date_of_birth").loc[people], 21)
    start = turned.where(turned > began, began)
    return later(start, month.settings.check_in_months)


def _attempts_since(tried: pd.DataFrame, since: pd.Series) -> pd.Series:
    """Count each person's attempts without an answer since their own day in `since`."""
    recent = tried[
        tried["contact_date"].to_numpy() >= since.reindex(tried["child_unique_id"]).to_numpy()
    ]
    return (
        recent["child_unique_id"].value_counts().reindex(since.index, fill_value=0).astype("int64")
    )


@dataclass(frozen=True, slots=True)
class CheckIns:
    """One month's check-in clock in figures."""

    states: dict[str, int]
    no_further_contact: int

    @property
    def in_scope(self) -> int:
        return sum(self.states.values())

    @property
    def in_date(self) -> int:
        """Count who has answered and is not overdue: only an answer makes someone in date."""
        return self.states["in_date"] + self.states["due"]

    @property
    def overdue(self) -> int:
        return self.states["overdue_tried"] + self.states["overdue_not_tried"]


@cached_per_month
def check_ins(month: Month) -> CheckIns:
    """Return the count of every state, including zeros."""
    counted = clock(month)["state"].value_counts()
    return CheckIns(
        {key: int(counted.get(key, 0)) for key in STATES}, int(counted.get(NO_FURTHER_CONTACT, 0))
    )


def in_scope(month: Month) -> pd.Series:
    """Return True for the people in scope of the clock (index: every person)."""
    state = clock(month)["state"].reindex(month.people.index)
    return state.isin(STATES)


def in_date(month: Month) -> pd.Series:
    return clock(month)["state"].reindex(month.people.index).isin(["in_date", "due"])


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many of those in scope answered in the calendar quarter of the as-at date."""

    first: date
    last: date
    complete: bool  # if not, it is "to date" and on no control chart
    answered: int
    in_scope: int


@cached_per_month
def answered_this_quarter(month: Month) -> pd.Series:
    """Return True for people who answered since the first day of the quarter (index: every
    person)."""
    first, _ = quarter_of(month.as_at)
    tried = attempts(month)
    answers = tried[tried["answered"] & (tried["contact_date"] >= pd.Timestamp(first))]
    return pd.Series(
        month.people.index.isin(set(answers["child_unique_id"])), index=month.people.index
    )


@cached_per_month
def quarter(month: Month) -> Quarter:
    first, last = quarter_of(month.as_at)
    scope = in_scope(month)
    return Quarter(
        first,
        last,
        month.as_at == last,
        int((scope & answered_this_quarter(month)).sum()),
        int(scope.sum()),
    )


@cached_per_month
def load_ahead(month: Month) -> pd.DataFrame:
    """Return the calls due in each of the next 12 months, repeating at the interval.

    Columns: `adviser`, `month` ('overdue' or 'YYYY-MM'), `calls`. What is already overdue is
    counted separately; its next calls are counted from the as-at date. No call is due after a 25th
    birthday.
    """
    now = clock(month)
    adviser = (
        month.column("allocated_personal_adviser")
        .loc[now.index]
        .astype("object")
        .fillna(NO_ADVISER)
    )
    ends = birthday(month.column("date_of_birth").loc[now.index], 25)
    horizon = pd.Timestamp(add_months(month.as_at, AHEAD_MONTHS))
    rows = []
    for who, due, end in zip(adviser, now["due"], ends, strict=True):
        first, calls = due, 0
        if due < month.day:
            rows.append((who, "overdue"))
            first, calls = month.day, 1
        while (
            day := first + pd.DateOffset(months=calls * month.settings.check_in_months)
        ) <= horizon and day < end:
            if day > month.day or due >= month.day:
                rows.append((who, f"{day:%Y-%m}"))
            calls += 1
    counted = (
        pd.DataFrame(rows, columns=["adviser", "month"])
        .value_counts()
        .rename("calls")
        .reset_index()
    )
    return counted.sort_values(["month", "adviser"]).reset_index(drop=True)


def coming_months(month: Month) -> list[str]:
    """Return the months that load_ahead can name, in order.

    They include the rest of this month if the as-at date is not its last day.
    """
    day, last, keys = month.as_at, add_months(month.as_at, AHEAD_MONTHS), []
    while day <= last:
        keys.append(f"{day:%Y-%m}")
        day = add_months(day.replace(day=1), 1)
    tomorrow = month.as_at + timedelta(days=1)
    return keys if tomorrow.month == month.as_at.month else keys[1:]
