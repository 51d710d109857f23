"""Findings for one action of the plan: its months, and what its measures show."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.plan.action_history import Record
from analytics.plan.action_lists import DELIVERY, LEAD, dates
from analytics.plan.impact import VERDICTS, Moved
from analytics.plan.whole_plan import Plan, Planned
from analytics.plan.years import carried_over, plan_year
from analytics.publish.phrases import day, listed, month_named, people
from analytics.publish.ratings import impact_titled, titled
from analytics.publish.types import Finding

RESTS, MOVED = "Evidence", "Moved from"


def opened(of: Plan, one: Planned) -> Finding:
    """Return the action month by month.

    The headline and note say who leads it, how long it has had its rating, and how its due date
    moved.
    """
    record = one.record
    table = months(record)
    title = f"{one.id} {record.now.action}"
    return Finding(
        title,
        about(one),
        table,
        "Month",
        (),
        tuple(table["Month"]),
        as_at=of.as_at,
        snapshot=of.snapshot,
    )


def about(one: Planned) -> str:
    """Return a paragraph: 'Led by: Head of Housing Options. Off track for 3 months, since March
    2025. ...'
    """
    record, now = one.record, one.record.now
    lead = f"Led by: {now.lead}." if now.lead else "No lead is named."
    rated = (
        f"{titled(now.rating)} for {people(record.months_at_rating, 'months', 'month')}, since "
        f"{month_named(record.at_rating_since)}."
    )
    old = (
        f"Carried over from the plan of {plan_year(record.entries[0].month)}."
        if carried_over(record)
        else ""
    )
    rests = f"Evidence: {now.evidence}." if now.evidence else "No evidence is named."
    return " ".join(
        part for part in (lead, rated, _due(record), _lead_says(one), old, rests) if part
    )


def _due(record: Record) -> str:
    now = record.now
    if now.due is None:
        return "No due date is given."
    moved = (
        (
            f", moved later {people(len(record.slips), 'times', 'time')}, first from "
            f"{day(record.slips[0].was)}"
        )
        if record.slips
        else ""
    )
    return f"Due {day(now.due)}{moved}{'; late' if now.late else ''}."


def _lead_says(one: Planned) -> str:
    """Return the computed impact and the lead's view of it."""
    view = impact_titled(one.record.now.impact_rag)
    computed = VERDICTS[one.impact.verdict].lower()
    return (
        f"Impact, by its measures: {computed}; by its lead: {view.lower()}."
        if view
        else f"Impact, by its measures: {computed}."
    )


def measures(one: Planned) -> list[str]:
    """Return a sentence for each measure with its claim and distance to target, and one for unknown
    ids.
    """
    said = [_said(moved) for moved in one.impact.measures] or [one.impact.words]
    return [
        *said,
        *(
            [f"It names {listed(one.unknown_ids)}, but there is no such measure."]
            if one.unknown_ids
            else []
        ),
    ]


def _said(moved: Moved) -> str:
    return f"{moved.words}{f' To the target: {moved.distance}.' if moved.distance else ''}"


def events(one: Planned) -> list[tuple[date, str]]:
    """Return the action's own dates, for the marks on its charts."""
    now = one.record.now
    end = (now.completed, "completed") if now.completed else (now.due, "due")
    return [(when, f"{one.id} {what}") for when, what in ((now.start, "started"), end) if when]


def months(record: Record) -> pd.DataFrame:
    """Return one action month by month.

    The lead and the evidence are columns only if they changed; otherwise about() gives them.
    """
    table = pd.DataFrame([_month(record, number) for number in range(len(record.entries))])
    table = table.assign(**{name: dates(table[name]) for name in ("Due", MOVED)})
    same = [name for name in (LEAD, RESTS) if table[name].nunique() < 2]
    return table.drop(columns=[*same, *([] if table[MOVED].notna().any() else [MOVED])])


def _month(record: Record, number: int) -> dict[str, object]:
    """Return the action in one of its months, with the previous rating if it differs."""
    entry = record.entries[number]
    then = Record(
        record.id,
        record.entries[: number + 1],
        tuple(month for month in record.sheets if month <= entry.month),
    )
    return {
        "Month": entry.month,
        DELIVERY: titled(entry.rating),
        "Before": titled(then.previous_rating) if then.changed else "",
        "Months at this rating": then.months_at_rating,
        "Due": entry.due,
        MOVED: then.slipped_now.was if then.slipped_now else None,
        LEAD: entry.lead,
        "Progress": entry.said,
        "Reason for the change": entry.reason,
        RESTS: entry.evidence,
    }
