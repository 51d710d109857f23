"""Findings for the Practice page: do we meet our own standards?"""

from __future__ import annotations

import pandas as pd

from analytics.measures import who_is_counted
from analytics.measures.data_quality import quality_note
from analytics.measures.declared import MEASURES
from analytics.measures.people_lists import people_with
from analytics.measures.practice_conditions import HIGH_CASELOAD, caseloads
from analytics.month.cohort import in_cohort
from analytics.month.month import Month
from analytics.publish.phrases import day, listed, people
from analytics.publish.types import Fact, Finding

PEOPLE = "Young people"
CASELOAD = ("caseload_mean", "caseload_highest", "caseload_over_25")
FIGURES = {
    "Young people": ["visited", "plan_reviewed"],
    "Supervision and training": ["supervised", "qualified_supervisor", "training_complete"],
    "Audits": ["audits_good", "learning_on_time"],
    "Workforce": ["vacancies", "agency_share", "leavers"],
}
TILES = ("visited", "plan_reviewed", "supervised", "training_complete", "audits_good")
SAID = {
    "visited": "visited in the last 8 weeks",
    "plan_reviewed": "with a pathway plan reviewed in the last 6 months",
    "supervised": "workers supervised in the last month",
}
ALL = [*(name for names in FIGURES.values() for name in names), *CASELOAD]


def headline(month: Month) -> str:
    """Return how many standards meet their target, then the main ones in numbers, young people
    first.
    """
    found = who_is_counted.figures(month, None, TILES)
    said = [
        f"{one.fact.count:,} of {one.fact.of:,} {SAID[one.measure.id]}"
        for one in found
        if one.measure.id in SAID and one.fact.of
    ]
    judged = [
        one.fact
        for one in who_is_counted.figures(month, None, ALL)
        if one.fact.target is not None and one.fact.of
    ]
    met = sum(fact.count / (fact.of or 1) >= (fact.target or 0) for fact in judged)
    if not said:
        return "Practice cannot be assessed: the extract lacks the columns it needs."
    return f"{met} of {len(judged)} standards meet their target. {listed(said)}."


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: visits, plans, supervision, training, audits; one is left out if it lacks
    data.
    """
    return [one.fact for one in who_is_counted.figures(month, before, TILES)]


def caseload(month: Month) -> Finding:
    """Return how many young people each adviser has, the most first; more than 25 is marked."""
    held = caseloads(month).sort_values(ascending=False, kind="stable").astype("int64")
    names = (
        [str(name) for name in held.index]
        if month.has("allocated_personal_adviser")
        else [f"Post {n}" for n in range(1, len(held) + 1)]
    )
    heavy = [name for name, number in zip(names, held, strict=True) if number > HIGH_CASELOAD]
    table = pd.DataFrame({"Personal adviser": names, PEOPLE: list(held)})
    mean = (
        f"{held.mean():.1f} young people per adviser on average"
        if len(held)
        else "No adviser has anyone"
    )
    over = f"{people(len(heavy), 'advisers have', 'adviser has')} more than {HIGH_CASELOAD}"
    target = MEASURES["caseload_mean"].target(month.settings)
    aim = f" The target for the mean is at most {target:g}." if target is not None else ""
    note = (
        f"Everyone in the cohort with an adviser at {day(month.as_at)}: {int(held.sum()):,} "
        f"with {len(held):,} advisers.{aim}"
    )
    mark = quality_note(month, *CASELOAD)
    return Finding(
        f"{mean}; {over}.",
        note,
        table,
        "Personal adviser",
        (PEOPLE,),
        tuple(names),
        frozenset(heavy),
        month.as_at,
        month.snapshot,
        mark,
    )


def with_adviser(month: Month, name: str) -> pd.DataFrame:
    """Return the people of one adviser with their last visit and plan review, the longest wait
    first.
    """
    held = month.column("allocated_personal_adviser").eq(name) & in_cohort(month)
    return people_with(
        month, month.people.index[held], ["latest_visit_date", "latest_pathway_plan_review_date"]
    )
