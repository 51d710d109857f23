"""Findings for the 21+ coverage page: is anyone aged 21 or over without an offer?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.measures.data_quality import quality_note, quality_note_over
from analytics.month.changes_between_months import changes
from analytics.month.ledger import (
    BUCKETS,
    BY_ADVISER,
    NEEDS_ATTENTION,
    POSITIONS,
    Ledger,
    basis,
    buckets,
    ledger,
    movement,
    positions,
)
from analytics.month.month import Month
from analytics.publish.phrases import day, has_have, is_are, listed, named, people, sentence, share
from analytics.publish.types import Fact, Finding

PEOPLE = "Young people"
_FROM_THE_FOOT = ("supported", "declined", "in_contact", "outside", "tried", "not_tried")
ARROW = " → "
LEDGER = ("coverage_21_plus", "reach_21_plus")  # the measures calculated from the ledger


def now(month: Month) -> Finding:
    """Return the six buckets; the two of people who have not been reached are marked."""
    counted = ledger(month)
    table = pd.DataFrame(
        {"Status": list(BUCKETS.values()), PEOPLE: [counted.counts[key] for key in BUCKETS]}
    )
    note = (
        f"Everyone aged 21 to 24 at {day(month.as_at)}, each counted once: {counted.total:,}. "
        "Attempts and answers count for 12 months, from the 21st birthday. Based on the "
        f"{counted.basis}."
    )
    marked = frozenset(key for key in NEEDS_ATTENTION if counted.counts[key])
    keys, mark = tuple(BUCKETS), quality_note(month, *LEDGER)
    return Finding(
        headline(counted),
        note,
        table,
        "Status",
        (PEOPLE,),
        keys,
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def headline(counted: Ledger) -> str:
    """Return how many people have not been reached and how many are supported."""
    if not counted.total:
        return "Nobody in this extract is aged 21 to 24."
    if not counted.offered_to:
        return (
            f"All {people(counted.total)} aged 21 to 24 are recorded as outside the offer: "
            "returned home, or closed."
        )
    supported, of = counted.coverage
    served = f"{share(supported, of)} {is_are(supported)} supported"
    if not counted.without_answer:
        rest = [
            f"{counted.counts[key]:,} {words}"
            for key, words in _REST.items()
            if counted.counts[key]
        ]
        return (
            "Nobody aged 21 to 24 inside the offer is without support or an answer: "
            f"{listed([served, *rest])}."
        )
    tried, not_tried = counted.counts["tried"], counted.counts["not_tried"]
    missed = [f"{tried:,} did not answer"] * bool(tried) + [
        f"{not_tried:,} {has_have(not_tried)} not been tried"
    ] * bool(not_tried)
    whom = f"{counted.without_answer:,} of {people(counted.total)}"
    return (
        f"{whom} aged 21 to 24 {has_have(counted.without_answer)} not been reached: "
        f"{listed(missed)}. {sentence(served)}."
    )


_REST = {
    "declined": "declined",
    "in_contact": "in contact without taking it up",
    "outside": "outside the offer",
}


def over_time(months: Sequence[Month]) -> Finding:
    """Return the six buckets month by month; the note names months based on the allocated
    adviser."""
    rows = []
    for month in months:
        counted = ledger(month)
        rows.append(
            {"Month": month.key, **{BUCKETS[key]: counted.counts[key] for key in _FROM_THE_FOOT}}
        )
    by_adviser = [month.key for month in months if basis(month) == BY_ADVISER]
    note = (
        "Everyone aged 21 to 24 at each month's as-at date, each counted once. "
        f"{people(len(months), 'months', 'month')}."
    )
    if by_adviser:
        note += f" Based on the allocated adviser, not the support status, in {listed(by_adviser)}."
    first, last = ledger(months[0]), ledger(months[-1])
    title = (
        f"Not reached: {first.without_answer:,} of {first.total:,} in {months[0].as_at:%B %Y}, "
        f"{last.without_answer:,} of {last.total:,} in {months[-1].as_at:%B %Y}."
    )
    return Finding(
        title,
        note,
        pd.DataFrame(rows),
        "Month",
        tuple(BUCKETS[key] for key in _FROM_THE_FOOT),
        marked=frozenset({BUCKETS["not_tried"]}),
        as_at=months[-1].as_at,
        snapshot=months[-1].snapshot,
        quality_note=quality_note_over(months, *LEDGER),
    )


def moved(before: Month, month: Month) -> Finding | None:
    """Return who joined, left or changed status between two months; None if their bases differ."""
    if basis(before) != basis(month):
        return None
    rows = movement(before, month)
    rows = rows[rows["from"] != rows["to"]].sort_values("people", ascending=False, kind="stable")
    steps = {
        f"{was}>{now}": f"{POSITIONS[was]}{ARROW}{POSITIONS[now]}"
        for was, now in zip(rows["from"], rows["to"], strict=True)
    }
    table = pd.DataFrame({"Movement": list(steps.values()), PEOPLE: list(rows["people"])})
    note = (
        f"Everyone in the ledger of {before.as_at:%B %Y} or of {month.as_at:%B %Y}. "
        f"{ledger(before).total:,} then, {ledger(month).total:,} now."
    )
    title = (
        f"{people(int(rows['people'].sum()))} joined, left or changed status since "
        f"{before.as_at:%B %Y}."
    )
    mark = quality_note_over([before, month], *LEDGER)
    marked = frozenset(step for step in steps if step.split(">")[1] in NEEDS_ATTENTION)
    return Finding(
        sentence(title),
        note,
        table,
        "Movement",
        (PEOPLE,),
        tuple(steps),
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: coverage, reach, not reached, outside the offer, and newly outside.

    There is no change since the month before if its basis differs.
    """
    comparable = before if before and basis(before) == basis(month) else None
    counted, then = ledger(month), ledger(comparable) if comparable else None
    since = named(comparable.as_at, month.as_at) if comparable else ""
    mark = quality_note(month, *LEDGER)
    newly = (
        [change.people for change in changes(comparable, month) if change.key == "newly_outside"]
        if comparable
        else []
    )

    def fact(
        label: str,
        number: int,
        was: int | None,
        of: int | None = None,
        target: float | None = None,
        alarming: bool = False,
        one: str = "",
    ) -> Fact:
        return Fact(
            label,
            number,
            of,
            None if was is None else number - was,
            since,
            target,
            alarming,
            mark,
            one,
        )

    return [
        fact(
            "Supported (coverage)",
            counted.coverage[0],
            then and then.coverage[0],
            counted.offered_to,
            month.settings.target("coverage_21_plus"),
            one="coverage_21_plus",
        ),
        fact(
            "Supported or answered (reach)",
            counted.reach[0],
            then and then.reach[0],
            counted.offered_to,
            month.settings.target("reach_21_plus"),
            one="reach_21_plus",
        ),
        fact("Not reached", counted.without_answer, then and then.without_answer, alarming=True),
        fact("Outside the offer", counted.counts["outside"], then and then.counts["outside"]),
        *(fact("Newly outside the offer", number, None) for number in newly),
    ]


def ids_in(month: Month, bucket: str) -> list[str]:
    """Return the ids of the people in one bucket, in order."""
    found = buckets(month)
    return sorted(found.index[found == bucket])


def whose_move(before: Month, month: Month, step: str) -> tuple[Month, list[str]]:
    """Return the month to read and the ids of one movement, such as 'not_tried>supported'.

    The month is the earlier one if some of them are not in the later.
    """
    was, now = step.split(">")
    found = positions(before, month)
    ids = sorted(found.index[(found["from"] == was) & (found["to"] == now)])
    return (month if set(ids) <= set(month.people.index) else before), ids
