"""Findings for the Cohort page: who our care leavers are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.measures.calculate import calculate
from analytics.measures.data_quality import quality_note, quality_note_over
from analytics.measures.declared import measure
from analytics.month.changes_between_months import changes
from analytics.month.cohort import (
    BANDS,
    BREAKDOWNS,
    NOT_RECORDED,
    READS,
    groups,
    in_cohort,
    not_available,
    outside_the_ages,
)
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import day, is_are, listed, named, people
from analytics.publish.types import Fact, Finding

PEOPLE = "Young people"
COHORT = "cohort"
TURNED = ("turned_18", "turned_21")  # within the cohort


def by_age(month: Month) -> Finding:
    """Return the cohort by single year of age, 16 to 24; the headline gives the three bands."""
    total, ages = _counts("age", month)
    _, bands = _counts("age_band", month)
    said = listed(
        [
            f"{number:,} {is_are(number)} {band.replace('-', ' to ')}"
            for band, number in bands.items()
        ]
    )
    headline = f"{people(total, 'care leavers', 'care leaver')} aged 16 to 24: {said}."
    return _finding(month, headline, "Age", ages, quality_note(month, COHORT))


def by(month: Month, breakdown: str) -> Finding:
    """Return the cohort by any breakdown.

    The note says that groups of needs overlap. If the extract lacks the column, the finding says
    only that.
    """
    title = BREAKDOWNS[breakdown][0]
    if words := not_available(month, breakdown):
        return _finding(month, words, title, {}, "")
    total, found = _counts(breakdown, month)
    recorded = {name: number for name, number in found.items() if name != NOT_RECORDED}
    most, number = max(recorded.items(), key=lambda item: item[1], default=("", 0))
    headline = (
        f"{title}: {most} is the largest group, {number:,} of {total:,}."
        if recorded
        else f"{title} is not recorded for anyone."
    )
    overlap = " A person with two needs is in both." if breakdown == "need" else ""
    mark = quality_note(month, COHORT, columns=READS[breakdown])
    return _finding(month, headline, title, found, mark, overlap)


def over_time(months: Sequence[Month]) -> Finding:
    """Return the three age bands month by month."""
    rows = [{"Month": one.key, **_counts("age_band", one)[1]} for one in months]
    now = sum(rows[-1][band] for band in BANDS)
    headline = (
        f"{now:,} care leavers in {months[-1].as_at:%B %Y}, "
        f"{sum(rows[0][band] for band in BANDS):,} in {months[0].as_at:%B %Y}."
    )
    last = months[-1]
    return Finding(
        headline,
        "People aged 16 to 24 at each month's as-at date, by band. "
        f"{people(len(months), 'months', 'month')}.",
        pd.DataFrame(rows),
        "Month",
        tuple(BANDS),
        as_at=last.as_at,
        snapshot=last.snapshot,
        quality_note=quality_note_over(months, COHORT),
    )


def flows(before: Month, month: Month) -> Finding:
    """Return who joined and left the cohort, by reason, and who turned 18 or 21 within it."""
    found = [
        change
        for change in changes(before, month)
        if change.people and (change.step or change.key in TURNED)
    ]
    came, went = (sum(change.people for change in found if change.step == step) for step in (1, -1))
    table = pd.DataFrame(
        {
            "What happened": [change.title for change in found],
            PEOPLE: [change.people for change in found],
        }
    )
    then, now = _counts("age_band", before)[0], _counts("age_band", month)[0]
    title = (
        f"{came:,} joined and {went:,} left since {before.as_at:%B %Y}: {then:,} care leavers "
        f"then, {now:,} now."
    )
    note = (
        f"Everyone aged 16 to 24 in {before.as_at:%B %Y} or in {month.as_at:%B %Y}. Turning 18 "
        "or 21 does not change the total."
    )
    marked = frozenset(change.key for change in found if change.key in ("left", "left_out"))
    keys, mark = tuple(change.key for change in found), quality_note_over([before, month], COHORT)
    return Finding(
        title,
        note,
        table,
        "What happened",
        (PEOPLE,),
        keys,
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: the cohort, its bands, and people outside the ages."""
    total, bands = _counts("age_band", month)
    then_total, then = _counts("age_band", before) if before else (None, {})
    since, mark = named(before.as_at, month.as_at) if before else "", quality_note(month, COHORT)
    found = [
        Fact(
            "Care leavers, 16 to 24",
            total,
            change=None if then_total is None else total - then_total,
            since=since,
            quality_note=mark,
            measure=COHORT,
        )
    ]
    found += [
        Fact(
            f"Aged {band.replace('-', ' to ')}",
            number,
            change=number - then[band] if before else None,
            since=since,
            quality_note=mark,
        )
        for band, number in bands.items()
    ]
    return [
        *found,
        Fact("Under 16, or 25 and over", int(outside_the_ages(month).sum()), quality_note=mark),
    ]


def ids_of(month: Month, breakdown: str, key: str) -> list[str]:
    """Return the ids of the people in one group of a breakdown."""
    mask = groups(month, breakdown).get(key)
    return (
        []
        if mask is None
        else sorted(month.people.index[in_cohort(month).to_numpy(dtype=bool) & mask])
    )


def ids_outside(month: Month) -> list[str]:
    return sorted(month.people.index[outside_the_ages(month)])


@cached_per_month
def _counts(breakdown: str, month: Month) -> tuple[int, dict[str, int]]:
    """Return the total, and the count of each group that has anyone in it or is an age or band."""
    rows = calculate([measure("cohort")], month, (breakdown,)).to_dict("records")
    kept = breakdown in ("age", "age_band")
    return rows[0]["value"], {
        row["value_of_group"]: row["value"] for row in rows[1:] if kept or row["value"]
    }


def _finding(
    month: Month, headline: str, title: str, found: dict[str, int], mark: str, more: str = ""
) -> Finding:
    table = pd.DataFrame({title: list(found), PEOPLE: list(found.values())})
    note = f"People aged 16 to 24 at {day(month.as_at)}, by {title.lower()}.{more}"
    return Finding(
        headline,
        note,
        table,
        title,
        (PEOPLE,),
        keys=tuple(found),
        as_at=month.as_at,
        snapshot=month.snapshot,
        quality_note=mark,
    )
