"""Findings for the Overview page: the position this month, what changed, and what needs a
decision."""

from __future__ import annotations

import pandas as pd

from analytics.check_ins import findings as calls
from analytics.cohort import findings as cohort_findings
from analytics.coverage import findings as coverage_findings
from analytics.measures.data_quality import quality_note_over
from analytics.measures.declared import measure
from analytics.month.changes_between_months import Change, changes
from analytics.month.check_in_clock import check_ins
from analytics.month.ledger import ledger
from analytics.month.month import Month
from analytics.publish.phrases import is_are, people, sentence, was_were
from analytics.publish.types import Fact, Finding

PEOPLE = "Young people"


def headline(month: Month) -> str:
    """Return the size of the cohort and how many people have not been reached."""
    total = int(measure("cohort").denominator(month).sum())
    return (
        f"{people(total, 'care leavers', 'care leaver')}. "
        f"{coverage_findings.headline(ledger(month))}"
    )


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: the cohort, coverage, not reached, check-ins in date, overdue."""
    found = [cohort_findings.facts(month, before)[0], *coverage_findings.facts(month, before)[:3:2]]
    return found + (calls.facts(month, before)[:2] if month.has("contacts") else [])


def measures(month: Month) -> list[str]:
    """Return the ids of the measures that the page shows."""
    return [
        cohort_findings.COHORT,
        *coverage_findings.LEDGER,
        *(calls.CLOCK if month.has("contacts") else ()),
    ]


def changed(before: Month, month: Month) -> Finding:
    """Return every change since the month before that applies to at least one person."""
    found = [change for change in changes(before, month) if change.people]
    table = pd.DataFrame(
        {"Change": [change.title for change in found], PEOPLE: [change.people for change in found]}
    )
    was, now = (int(measure("cohort").denominator(one).sum()) for one in (before, month))
    title = (
        f"{was:,} care leavers in {before.as_at:%B %Y}, {now:,} in {month.as_at:%B %Y}: "
        f"{sentence(_steps(found))}."
    )
    note = f"From {before.as_at:%B %Y} to {month.as_at:%B %Y}. One person can be in several rows."
    marked = frozenset(
        change.key
        for change in found
        if change.key
        in (
            "left",
            "newly_outside",
            "newly_without_answer",
            "contacts_vanished",
            "services_vanished",
            "left_out",
        )
    )
    mark = quality_note_over(
        [before, month],
        cohort_findings.COHORT,
        *coverage_findings.LEDGER,
        columns=("eligibility_category", "contacts", "service_use"),
    )
    keys = tuple(change.key for change in found)
    return Finding(
        title, note, table, "Change", (PEOPLE,), keys, marked, month.as_at, month.snapshot, mark
    )


def _steps(found: list[Change]) -> str:
    came, went = (sum(change.people for change in found if change.step == step) for step in (1, -1))
    return f"{came:,} joined and {went:,} left"


def whose_change(before: Month, month: Month, key: str) -> tuple[Month, list[str]]:
    """Return the month to read and the ids of one change: the earlier month if some are not in the
    later.
    """
    ids = next((list(change.ids) for change in changes(before, month) if change.key == key), [])
    return (month if set(ids) <= set(month.people.index) else before), ids


def decisions(month: Month) -> list[str]:
    """Return a sentence for each thing that needs a decision; an empty list if there is none."""
    counted, said = ledger(month), []
    if untried := counted.counts["not_tried"]:
        no_try = (
            f"no attempt to contact {people(untried)} aged 21 to 24 is recorded in 12 months "
            "or since they turned 21. Who makes the first call, and by when?"
        )
        unknown = (
            "the extract has no Contacts table, so it does not show whether anyone tried to "
            f"contact {people(untried)} aged 21 to 24."
        )
        said.append(sentence(no_try if month.has("contacts") else unknown))
    if tried := counted.counts["tried"]:
        said.append(
            f"{sentence(people(tried))} {was_were(tried)} tried but did not answer. What "
            "other ways could we try to reach them?"
        )
    said += (
        _calls(month)
        if month.has("contacts")
        else ["Check-ins cannot be assessed: the extract has no Contacts table. Who will add it?"]
    )
    if lost := month.left_out_rows:
        said.append(
            f"{sentence(people(lost))} could not be counted because of errors in the "
            "extract. Who will correct them?"
        )
    return said


def _calls(month: Month) -> list[str]:
    clock, said = check_ins(month), []
    if late := clock.overdue:
        untried = clock.states["overdue_not_tried"]
        said.append(
            f"{sentence(people(late))} {is_are(late)} overdue a check-in, {untried:,} of "
            "them not tried since it fell due. Who will call them, and when?"
        )
    if never := clock.states["never_reached"]:
        said.append(
            f"{sentence(people(never))} {was_were(never)} never reached, and the first "
            "call is overdue. Who will call them, and when?"
        )
    return said
