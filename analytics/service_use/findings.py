"""Findings for the Service uptake page: who uses hubs, Staying Close, housing, health and work
support?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics.measures import who_is_counted
from analytics.measures.calculate import calculate, people_behind
from analytics.measures.conditions import HUB, is_hub
from analytics.measures.data_quality import quality_note, quality_note_over
from analytics.measures.declared import MEASURES
from analytics.measures.declared.service_uptake import SERVICES, users
from analytics.month.cohort import BREAKDOWNS, NOT_RECORDED, READS, groups, in_cohort, not_available
from analytics.month.month import Month
from analytics.publish.phrases import day, people, percent, sentence
from analytics.publish.types import Fact, Finding
from data.dates import add_months

PEOPLE, USED, UNUSED = "Young people", "Used a service", "Used no service"
TABLE, NOTHING, WAIT = "service_use", "used_nothing", "days_to_first_use"
_KEYS = [key for key, *_ in SERVICES]
COUNTS = [f"users_of_{key}_year" for key in _KEYS]
TILES = {
    NOTHING: "Used no service",
    "hubs_year": "Used a hub",
    "housing_advice_year": "Used housing advice",
    "work_support_year": "Used work support",
    "health_service_year": "Used a health service",
}
_FOR_SOME = {
    "housing_advice": "In unsuitable housing or at risk",
    "work_support": "Without work or learning",
    "health_service": "With a mental health need",
}
_FOR_ALL = [key for key in _KEYS if key not in _FOR_SOME]
FIGURES = {
    "Everyone in the service": [
        NOTHING,
        *(f"{key}_{period}" for key in _FOR_ALL for period in ("year", "month")),
    ],
    **{whom: [f"{key}_year", f"{key}_month"] for key, whom in _FOR_SOME.items()},
}
BY = [key for key in BREAKDOWNS if key != "age"]


def services(month: Month) -> dict[str, str]:
    """Return each service with its name: any hub, each hub if there are several, those with a
    measure, then the council's own."""
    table = month.widest.service_use
    found = (
        pd.Series(dtype="str")
        if table is None
        else table["service"].dropna().drop_duplicates().sort_values()
    )
    hubs = list(found[is_hub(found)])
    declared = {service: sentence(name) for _, service, name, *_ in SERVICES if service != HUB}
    own = [service for service in found if service not in (*hubs, *declared)]
    return (
        {HUB: "Any hub"}
        | dict(zip(hubs, hubs, strict=True) if len(hubs) > 1 else ())
        | declared
        | dict(zip(own, own, strict=True))
    )


def uptake(month: Month) -> Finding:
    """Return how many people used each service in 12 months; those who used none are first and
    marked.
    """
    row = calculate([MEASURES[NOTHING]], month).iloc[0]
    none, of = int(row["numerator"]), int(row["denominator"])
    named = services(month)
    numbers = [none, *(int(users(service, 12)(month).sum()) for service in named)]
    table = pd.DataFrame({"Service": [UNUSED, *named.values()], PEOPLE: numbers})
    keys, marked = (NOTHING, *named), frozenset({NOTHING} if none else ())
    mark = quality_note(month, NOTHING, *COUNTS)
    return Finding(
        headline(none, of),
        _note(month, of),
        table,
        "Service",
        (PEOPLE,),
        keys,
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def headline(none: int, of: int) -> str:
    """Return how many used no service, then how many used at least one."""
    if not of:
        return "Nobody in this extract is in the service."
    if not none:
        return f"All {people(of)} in the service used at least one service in the last 12 months."
    used = f"{of - none:,} used at least one" if of > none else "nobody used one"
    return (
        f"{none:,} of {people(of)} in the service ({percent(none, of)}) used no service in the "
        f"last 12 months; {used}."
    )


def _note(month: Month, of: int) -> str:
    """Return whom the bars and tiles count, how long people waited, and how far back the table
    goes.
    """
    cohort = int(in_cohort(month).sum())
    whole = (
        (
            f". The bars of services count all {cohort:,} in the cohort, including those "
            "closed, abroad or returned home"
        )
        if cohort > of
        else ""
    )
    wait = (
        None
        if MEASURES[WAIT].lacking(month)
        else calculate([MEASURES[WAIT]], month).iloc[0]["value"]
    )
    waited = "" if wait is None else f" Median wait from referral to first use: {wait:g} days."
    return (
        f"Twelve months to {day(month.as_at)}. A person may use several services, so the "
        f"bars do not add up{whole}. "
        "The tiles for housing, work and health count only the people each service is "
        f"for.{waited}{_begins(month)}"
    )


def _begins(month: Month) -> str:
    """Return a sentence on how far back the table goes if that is less than a year; otherwise
    ""."""
    table = month.widest.service_use
    if table is None or table.empty:
        return " The Service use table has no rows."
    first = table["start_date"].min()
    short = first > pd.Timestamp(add_months(month.as_at, -12))
    return (
        f" The Service use table begins on {day(first.date())}: earlier uses are not known."
        if short
        else ""
    )


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: no service used, and hubs, housing, work and health support among the
    people each is for. A tile is left out if its column is missing."""
    return [
        replace(one.fact, label=TILES[one.measure.id])
        for one in who_is_counted.figures(month, before, TILES)
    ]


def ids_of(month: Month, key: str) -> list[str]:
    """Return the ids of the people in one bar of uptake()."""
    if key == NOTHING:
        return people_behind(MEASURES[NOTHING], month, "numerator")
    return sorted(month.people.index[users(key, 12)(month)])


def unused_by(month: Month, by: str) -> Finding:
    """Return who used a service in 12 months and who used none, in each group of a breakdown.

    There are no groups if the extract lacks the column.
    """
    whole, *rows = calculate([MEASURES[NOTHING]], month, (by,)).to_dict("records")
    rows = [row for row in rows if row["denominator"]]
    title, names = BREAKDOWNS[by][0], [row["value_of_group"] for row in rows]
    table = pd.DataFrame(
        {
            title: names,
            USED: [row["remainder"] for row in rows],
            UNUSED: [row["numerator"] for row in rows],
        }
    )
    overlap = " A person with two needs is in both." if by == "need" else ""
    note = (
        f"Everyone in the service at {day(month.as_at)}. Next to each bar: how many of the "
        "group used no service in 12 months. The share of a small group changes a lot by "
        f"chance.{overlap}"
    )
    mark = quality_note(month, NOTHING, columns=READS[by])
    counts = (USED, UNUSED)
    headline = not_available(month, by) or _largest(title, rows, whole["numerator"])
    return Finding(
        headline,
        note,
        table,
        title,
        counts,
        tuple(names),
        as_at=month.as_at,
        snapshot=month.snapshot,
        quality_note=mark,
    )


def _largest(title: str, rows: Sequence[dict], none: int) -> str:
    """Return the group with the most people who used no service, by number and not by rate."""
    recorded = [row for row in rows if row["value_of_group"] != NOT_RECORDED]
    if not recorded:
        return f"{title} is not recorded for anyone in the service."
    if not none:
        return f"{title}: everyone in the service used a service in the last 12 months."
    most = max(recorded, key=lambda row: row["numerator"])
    return (
        f"{title}: of the {none:,} who used no service, {most['numerator']:,} are in the group "
        f"{most['value_of_group']}."
    )


def ids_unused(month: Month, by: str, group: str) -> list[str]:
    """Return the ids of the people of one group who used no service."""
    mask = groups(month, by).get(group)
    found = set() if mask is None else set(month.people.index[mask])
    return [person for person in ids_of(month, NOTHING) if person in found]


def by_month(months: Sequence[Month], service: str) -> Finding:
    """Return how many people used one service in each month; months without the table are left
    out."""
    held = [month for month in months if month.has(TABLE)]
    numbers = [int(users(service, 0)(month).sum()) for month in held]
    last, name = held[-1], services(held[-1])[service]
    cohort = int(in_cohort(last).sum())
    title = (
        f"{name}: not used by {cohort - numbers[-1]:,} of {people(cohort)} in "
        f"{last.as_at:%B %Y}, used by {numbers[-1]:,}."
    )
    note = (
        "Everyone in the cohort who attended or had support under way in the month, up to its "
        "as-at date."
    )
    table = pd.DataFrame({"Month": [month.key for month in held], PEOPLE: numbers})
    return Finding(
        title,
        note,
        table,
        "Month",
        (PEOPLE,),
        as_at=last.as_at,
        snapshot=last.snapshot,
        quality_note=quality_note_over(held, *COUNTS),
    )
