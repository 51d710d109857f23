"""Conditions for measures: coded facts, dated events and services, each true, false or unknown per
person.

A blank coded fact is unknown. A blank allocation or dated event means not done. A value that could
not be read is always unknown.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pandas as pd

from analytics.month.cohort import Condition, age, in_cohort
from analytics.month.contacts import attempts
from analytics.month.ledger import buckets
from analytics.month.month import Month, cached_per_month
from data.codelists import service_kind
from data.dates import DATE_DTYPE, add_months, birthday, later

USUAL_FREQUENCY = 8  # weeks, if none is agreed
HUB = "any hub"


def is_one_of(key: str, *codes: str) -> Condition:
    """Return the condition that a coded fact is one of these codes; unknown if blank, 'U' or
    unusable.
    """

    def word(month: Month) -> pd.Series:
        values = month.column(key)
        return values.isin(codes).astype("boolean").mask(values.isna() | values.eq("U"))

    return word


def allocated(key: str) -> Condition:
    """Return the condition that somebody is allocated; a blank is no, an unreadable value is
    unknown.
    """
    return lambda month: month.column(key).notna().astype("boolean").mask(month.unusable(key))


def done(key: str) -> Condition:
    """Return the condition that a dated event has happened by the as-at date."""
    return lambda month: _held(month, key, month.column(key) <= month.day)


def within_months(key: str, months: int) -> Condition:
    """Return the condition that an event is dated in the last `months` calendar months to the as-at
    date.
    """
    return lambda month: _held(
        month,
        key,
        month.column(key).between(pd.Timestamp(add_months(month.as_at, -months)), month.day),
    )


def within_weeks(key: str, weeks: int) -> Condition:
    """Return the condition that an event is dated in the last `weeks` weeks to the as-at date."""
    return lambda month: _held(
        month, key, month.column(key).between(month.day - timedelta(weeks=weeks), month.day)
    )


def within_agreed_frequency(month: Month) -> pd.Series:
    """Check that the last contact was within the weeks agreed with the young person, or the usual
    eight.
    """
    key, agreed = (
        "latest_date_of_contact",
        month.column("contact_frequency_weeks").fillna(USUAL_FREQUENCY),
    )
    since = (month.day - pd.to_timedelta(7 * agreed, unit="D")).astype(DATE_DTYPE)
    return _held(month, key, month.column(key).ge(since) & month.column(key).le(month.day)).mask(
        month.unusable("contact_frequency_weeks")
    )


def by_months_after_birthday(key: str, years: int, months: int) -> Condition:
    """Return the condition that an event is dated at most `months` months after a birthday."""
    return lambda month: _held(
        month,
        key,
        month.column(key) <= later(birthday(month.column("date_of_birth"), years), months),
    )


def _held(month: Month, key: str, happened: pd.Series) -> pd.Series:
    return happened.astype("boolean").fillna(False).mask(month.unusable(key))


@cached_per_month
def in_service(month: Month) -> pd.Series:
    """Check that each person is in the cohort and has not returned home, gone abroad, been deported
    or closed.
    """
    away = month.column("la_in_touch").eq("RHOM") | month.column("type_of_accommodation").isin(
        ["G", "H"]
    )
    return in_cohort(month) & ~away & ~month.column("support_status").eq("closed")


def in_service_aged(youngest: int, oldest: int) -> Condition:
    return lambda month: in_service(month) & age(month).between(youngest, oldest)


def owed_visits_and_plans(month: Month) -> pd.Series:
    """Check that each person is in service and aged 16 to 20, or 21 to 24 and supported."""
    supported = buckets(month).reindex(month.people.index).eq("supported")
    return in_service(month) & (age(month).between(16, 20) | supported)


def owed_needs_assessment(month: Month) -> pd.Series:
    """Check that each person is in the cohort, aged 16 or 17, and three months past the 16th
    birthday.
    """
    past = later(birthday(month.column("date_of_birth"), 16), 3) <= month.day
    return in_cohort(month) & age(month).between(16, 17) & past


def not_spoken_to(months: int) -> Condition:
    """Return the condition that nobody has had an answer from the person in the last `months`
    months.
    """

    def word(month: Month) -> pd.Series:
        tried = attempts(month)
        recent = tried[
            tried["answered"]
            & (tried["contact_date"] >= pd.Timestamp(add_months(month.as_at, -months)))
        ]
        return pd.Series(
            ~month.people.index.isin(set(recent["child_unique_id"])), index=month.people.index
        )

    return word


# --- services -------------------------------------------------------------------------------------


@cached_per_month
def uses(month: Month) -> pd.DataFrame:
    """Return every use of a service, with `attended` and `ends`.

    `ends` is its day, its end, or the as-at date while it is under way.
    """
    table = month.service_use
    if table is None:
        return pd.DataFrame(
            {
                "child_unique_id": pd.Series(dtype="str"),
                "service": pd.Series(dtype="str"),
                "start_date": pd.Series(dtype=DATE_DTYPE),
                "ends": pd.Series(dtype=DATE_DTYPE),
            }
        )
    attended = table["service"].map(service_kind).eq("attendance")
    ends = (
        table["end_date"]
        if "end_date" in table
        else pd.Series(pd.NaT, index=table.index, dtype=DATE_DTYPE)
    )
    return table.assign(ends=ends.fillna(month.day).where(~attended, table["start_date"]))


def is_hub(services: pd.Series) -> pd.Series:
    """Return which services are hubs, judged by their names."""
    return services.str.casefold().str.endswith("hub")


@cached_per_month
def uses_in(months: int, month: Month) -> pd.DataFrame:
    """Return the uses in the last `months` months: attended, or with support for part of them.

    0 months is the calendar month.
    """
    since = month.as_at.replace(day=1) if months == 0 else add_months(month.as_at, -months)
    table = uses(month)
    return table[(table["start_date"] <= month.day) & (table["ends"] >= pd.Timestamp(since))]


@cache
def used(service: str, months: int) -> Condition:
    """Return the condition that a person used a service in the last `months` months, as in
    uses_in().

    HUB is any hub, '' is any service. 0 months is the calendar month.
    """

    @cached_per_month
    def word(month: Month) -> pd.Series:
        table = uses_in(months, month)
        if service:
            wanted = is_hub(table["service"]) if service == HUB else table["service"].eq(service)
            table = table[wanted]
        return pd.Series(
            month.people.index.isin(set(table["child_unique_id"])), index=month.people.index
        )

    return word


def used_nothing(months: int) -> Condition:
    """Return the condition that a person used no service in the last `months` months."""
    return lambda month: ~used("", months)(month)


def days_to_first_use(month: Month) -> float | None:
    """Return the median days from referral to the first use that followed; None if there are none.

    Only referrals of the last 12 months count.
    """
    table = month.service_use
    if table is None or "referral_date" not in table:
        return None
    since = pd.Timestamp(add_months(month.as_at, -12))
    referred = table[
        (table["referral_date"] >= since) & (table["start_date"] >= table["referral_date"])
    ]
    first = referred.groupby(["child_unique_id", "service", "referral_date"])["start_date"].min()
    if first.empty:
        return None
    return float((first - first.index.get_level_values("referral_date")).dt.days.median())
