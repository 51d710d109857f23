"""One action of the plan opened: its months, and what its measures say."""

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

RESTS, MOVED = "It rests on", "Moved from"


def opened(of: Plan, one: Planned) -> Finding:
    """The action month by month; who leads it, since when it is rated as it is, and how its due date moved, in the headline and note."""
    record = one.record
    table = months(record)
    title = f"{one.id} {record.now.action}"
    return Finding(title, about(one), table, "Month", (), tuple(table["Month"]), as_at=of.as_at, snapshot=of.snapshot)


def about(one: Planned) -> str:
    """'Led by the Head of Housing Options. Off track for 3 months, at risk before. Due 30 May 2025, moved once. ...'"""
    record, now = one.record, one.record.now
    lead = f"Led by: {now.lead}." if now.lead else "Nobody is named to lead it."
    rated = f"{titled(now.rating)} for {people(record.months_at_rating, 'months', 'month')}, since {month_named(record.at_rating_since)}."
    old = f"Carried over from the plan of {plan_year(record.entries[0].month)}." if carried_over(record) else ""
    rests = f"It rests on: {now.evidence}." if now.evidence else "Nothing is named that it rests on."
    return " ".join(part for part in (lead, rated, _due(record), _lead_says(one), old, rests) if part)


def _due(record: Record) -> str:
    now = record.now
    if now.due is None:
        return "No due date is given."
    moved = f", moved later {people(len(record.slips), 'times', 'time')}, first from {day(record.slips[0].was)}" if record.slips else ""
    return f"Due {day(now.due)}{moved}{'; late' if now.late else ''}."


def _lead_says(one: Planned) -> str:
    """The lead's view of impact beside the computed one."""
    view = impact_titled(one.record.now.impact_rag)
    computed = VERDICTS[one.impact.verdict].lower()
    return f"Impact, by its measures: {computed}; by its lead: {view.lower()}." if view else f"Impact, by its measures: {computed}."


def measures(one: Planned) -> list[str]:
    """What each measure says and how far its target is, a sentence each; what is named and does not exist is said."""
    said = [_said(moved) for moved in one.impact.measures] or [one.impact.words]
    return [*said, *([f"It names {listed(one.unknown_ids)}, and there is no such measure."] if one.unknown_ids else [])]


def _said(moved: Moved) -> str:
    return f"{moved.words}{f' To the target: {moved.distance}.' if moved.distance else ''}"


def events(one: Planned) -> list[tuple[date, str]]:
    """The action's own dates, for the marks on its charts."""
    now = one.record.now
    end = (now.completed, "completed") if now.completed else (now.due, "due")
    return [(when, f"{one.id} {what}") for when, what in ((now.start, "started"), end) if when]


def months(record: Record) -> pd.DataFrame:
    """One action month by month. Who leads it and what it rests on are columns only where they changed; about() says them else."""
    table = pd.DataFrame([_month(record, number) for number in range(len(record.entries))])
    table = table.assign(**{name: dates(table[name]) for name in ("Due", MOVED)})
    same = [name for name in (LEAD, RESTS) if table[name].nunique() < 2]
    return table.drop(columns=[*same, *([] if table[MOVED].notna().any() else [MOVED])])


def _month(record: Record, number: int) -> dict[str, object]:
    """The action as it stood in one of its months: the rating before is given where it is another."""
    entry = record.entries[number]
    then = Record(record.id, record.entries[: number + 1], tuple(month for month in record.sheets if month <= entry.month))
    return {
        "Month": entry.month,
        DELIVERY: titled(entry.rating),
        "Before": titled(then.previous_rating) if then.changed else "",
        "Months at it": then.months_at_rating,
        "Due": entry.due,
        MOVED: then.slipped_now.was if then.slipped_now else None,
        LEAD: entry.lead,
        "What was said": entry.said,
        "Reason for another rating": entry.reason,
        RESTS: entry.evidence,
    }
