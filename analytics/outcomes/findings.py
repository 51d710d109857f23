"""Findings for the Outcomes page: home, work or learning, health history, and being in touch."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.measures import who_is_counted
from analytics.measures.calculate import calculate, people_behind
from analytics.measures.conditions import in_service
from analytics.measures.data_quality import quality_note
from analytics.measures.declared import MEASURES
from analytics.measures.people_lists import people_with
from analytics.month.month import Month
from analytics.publish.phrases import day, is_are, listed, people, sentence, share
from analytics.publish.types import Fact, Finding

PEOPLE = "Young people"
TYPE, CONFIRMED = "type_of_accommodation", "accommodation_confirmed_date"
HOMES = {
    "homeless": ("Homeless", "homeless"),
    "in_custody": ("In custody", "in custody"),
    "bed_and_breakfast": ("In bed and breakfast", "in bed and breakfast"),
    "emergency_accommodation": ("In emergency accommodation", "in emergency accommodation"),
}
STALE = "unsettled_and_stale"
HERE_SINCE = "Here since at least"
AGES = {"17_18": "17 to 18", "19_21": "19 to 21", "22_24": "22 to 24"}
REASONS = {"G4": "Illness or disability", "G5": "Other reasons", "G6": "Pregnancy or parenting"}
NO_SUPPORT, UNKNOWN = "no_support", "unknown"
WORK = "neet_using_support"
FIGURES = {
    "Home": [
        "suitable_17_18",
        "suitable_19_21",
        "suitable_22_24",
        "address_confirmed",
        STALE,
        "risk_of_homelessness",
        "staying_put_18_20",
        "staying_close",
    ],
    "Work and learning": [
        "eet_17_18",
        "eet_19_21",
        "eet_22_24",
        "neet_17_18",
        "neet_19_21",
        "neet_22_24",
        WORK,
    ],
    "In touch": [
        "in_touch_17_18",
        "in_touch_19_21",
        "in_touch_22_24",
        "within_agreed_frequency",
        "not_spoken_to",
    ],
    "Health": ["health_history", "mental_health_helped"],
}
ALL = [*HOMES, *(name for names in FIGURES.values() for name in names)]


def homes(month: Month) -> Finding:
    """Return how many are homeless, in custody, in bed and breakfast or emergency accommodation,
    and how many of their addresses nobody has confirmed."""
    found = {name: len(ids_in(month, name)) for name in HOMES}
    labels = {name: title for name, (title, _) in HOMES.items()}
    stale = None if MEASURES[STALE].lacking(month) else len(ids_in(month, STALE))
    if stale is not None:
        found[STALE], labels[STALE] = stale, "Of these, address not confirmed for 3 months"
    table = pd.DataFrame(
        {"Where they live": [labels[name] for name in found], PEOPLE: list(found.values())}
    )
    note = (
        f"Everyone in the cohort at {day(month.as_at)}, including those closed or under 18. "
        "The longest in the same kind of place come first."
    )
    marked = frozenset(
        name for name in ("homeless", "emergency_accommodation", STALE) if found.get(name)
    )
    mark = quality_note(month, *HOMES, STALE)
    return Finding(
        headline({name: found[name] for name in HOMES}, stale),
        note,
        table,
        "Where they live",
        (PEOPLE,),
        tuple(found),
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def headline(found: dict[str, int], stale: int | None) -> str:
    """Return '2 young people are homeless, 6 in custody ...'; never a percentage."""
    total = sum(found.values())
    if not total:
        return (
            "Nobody is recorded as homeless, in custody, in bed and breakfast or in emergency "
            "accommodation."
        )
    first, *rest = [name for name in HOMES if found[name]]
    said = [
        f"{people(found[first])} {is_are(found[first])} {HOMES[first][1]}",
        *(f"{found[name]:,} {HOMES[name][1]}" for name in rest),
    ]
    none = "" if found["homeless"] else "Nobody is recorded as homeless. "
    if stale is None:
        return f"{none}{sentence(listed(said))}."
    whose = f"the address of {stale:,} of the {total:,}" if total > 1 else "the address"
    seen = (
        f"{whose} was not confirmed in the last 3 months"
        if stale
        else "every address was confirmed in the last 3 months"
    )
    return f"{none}{sentence(listed(said))}; {seen}."


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: homeless, suitable, work and learning, in touch, health history.

    A tile is left out if its column is missing.
    """
    names = ("homeless", "suitable_19_21", "eet_19_21", "in_touch_19_21", "health_history")
    return [one.fact for one in who_is_counted.figures(month, before, names)]


def home_list(months: Sequence[Month], name: str) -> pd.DataFrame:
    """Return the people of one bar of homes() in the newest month, the longest in the same kind of
    place first, as far back as months are known."""
    month = months[-1]
    table = people_with(
        month, ids_in(month, name), [CONFIRMED, "suitability_of_accommodation", "homelessness_risk"]
    )
    table.insert(
        3,
        HERE_SINCE,
        here_since(months, list(table["Young person"])).reindex(table["Young person"]).array,
    )
    return table.sort_values(HERE_SINCE, kind="stable", ignore_index=True)


def here_since(months: Sequence[Month], ids: Sequence[str]) -> pd.Series:
    """Return the date since when each person has had the newest month's type of accommodation.

    It is the as-at date of the first of the months in an unbroken run up to the newest.
    """
    *earlier, newest = months
    now = newest.column(TYPE).reindex(list(ids))
    since = pd.Series(newest.day, index=now.index)
    unbroken = now.notna()
    for month in reversed(earlier):
        unbroken = unbroken & month.column(TYPE).reindex(list(ids)).eq(now)
        since = since.mask(unbroken, month.day)
    return since.astype("datetime64[us]")


def suitable(month: Month) -> Finding:
    """Return suitable, unsuitable and no information in each age group."""
    rows = {age: calculate([MEASURES[f"suitable_{age}"]], month).iloc[0] for age in AGES}
    names = {"numerator": "Suitable", "remainder": "Unsuitable", "unknown": "No information"}
    table = pd.DataFrame(
        [
            {"Age": AGES[age], **{name: row[part] for part, name in names.items()}}
            for age, row in rows.items()
        ]
    )
    told = [
        f"{share(row['numerator'], row['denominator'])} aged {AGES[age]}"
        for age, row in rows.items()
        if row["denominator"]
    ]
    title = (
        f"In suitable accommodation: {listed(told)}."
        if told
        else "Nobody is counted for suitable accommodation."
    )
    note = (
        f"At {day(month.as_at)} (basis now). No fixed abode and custody are never suitable; no "
        "information counts as not suitable. Left out: those still looked after, returned "
        "home, abroad, deported or of unknown residence."
    )
    mark = quality_note(month, *(f"suitable_{age}" for age in AGES))
    return Finding(
        title,
        note,
        table,
        "Age",
        tuple(names.values()),
        (),
        frozenset({"Unsuitable"}),
        month.as_at,
        month.snapshot,
        mark,
    )


def neet(month: Month) -> Finding:
    """Return people without work or learning by reason, how many of them use no work support, and
    how many have no known activity."""
    found = {code: len(ids_without_work(month, code)) for code in (*REASONS, UNKNOWN)}
    labels = REASONS | {UNKNOWN: "Activity not known"}
    total = sum(found[code] for code in REASONS)
    missed = None if MEASURES[WORK].lacking(month) else len(ids_without_work(month, NO_SUPPORT))
    if missed is not None:
        found = {
            **{code: found[code] for code in REASONS},
            NO_SUPPORT: missed,
            UNKNOWN: found[UNKNOWN],
        }
        labels[NO_SUPPORT] = "Of these, no work support in 12 months"
    table = pd.DataFrame({"Why": [labels[code] for code in found], PEOPLE: list(found.values())})
    unused = (
        ""
        if missed is None or not total
        else f"; {missed:,} of them used no work support in 12 months"
    )
    title = f"{sentence(people(total))} {is_are(total)} without work or learning{unused}."
    note = f"Everyone aged 16 to 24 in the service at {day(month.as_at)}, by the reason recorded."
    marked = frozenset(code for code in (NO_SUPPORT,) if found.get(code))
    return Finding(
        title,
        note,
        table,
        "Why",
        (PEOPLE,),
        tuple(found),
        marked,
        month.as_at,
        month.snapshot,
        quality_note(month, WORK, "eet_19_21"),
    )


def ids_without_work(month: Month, key: str) -> list[str]:
    """Return the ids of the people in one bar of neet()."""
    if key == NO_SUPPORT:
        return people_behind(MEASURES[WORK], month, "remainder")
    activity = month.column("activity_status")
    wanted = activity.isna() if key == UNKNOWN else activity.eq(key)
    return sorted(month.people.index[in_service(month) & wanted])


def without_work_list(month: Month, key: str) -> pd.DataFrame:
    """Return those people with their recorded activity and what may make work or learning
    harder."""
    also = ["activity_status", "parent_or_expecting", "mental_health_need", "disability"]
    return people_with(month, ids_without_work(month, key), also)


def ids_in(month: Month, name: str) -> list[str]:
    """Return the ids of the people counted by one measure of homes()."""
    return (
        [] if MEASURES[name].lacking(month) else people_behind(MEASURES[name], month, "numerator")
    )
