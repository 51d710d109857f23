"""Lists of actions: late, slipped, standing still, added, closed, left; and actions without a
measure or measures without an action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.measures.declared import MEASURES
from analytics.month.month import Month
from analytics.plan.action_history import STANDING
from analytics.plan.impact import VERDICTS
from analytics.plan.whole_plan import Plan, Planned, without_action, without_measure
from analytics.plan.years import carried_over
from analytics.publish.phrases import is_are, month_named, people, sentence
from analytics.publish.ratings import titled
from analytics.publish.types import Finding
from data.dates import DATE_DTYPE

ACTION, LEAD, DELIVERY = "Action", "Lead", "Delivery"
_SAID = "Progress"


def late(of: Plan) -> Finding:
    """Return the actions that are past due and not complete, the longest first."""
    some = sorted(of.late, key=lambda one: one.record.now.due or one.record.now.as_at)
    title = f"{_actions(some)} late."
    columns = {
        "Due": dates(one.record.now.due for one in some),
        "Days late": [
            (one.record.now.as_at - (one.record.now.due or one.record.now.as_at)).days
            for one in some
        ],
        "Moved before": [len(one.record.slips) for one in some],
        _SAID: [one.record.now.said for one in some],
    }
    return _finding(
        of,
        title,
        "Past the due date, not rated complete and without a completed date.",
        some,
        columns,
    )


def slipped(of: Plan) -> Finding:
    """Return the due dates moved later this month, and how often they moved before."""
    some = [one for one in of.actions if one.record.slipped_now]
    moves = [slip for one in some if (slip := one.record.slipped_now)]
    columns = {
        "Was due": dates(slip.was for slip in moves),
        "Now due": dates(slip.now for slip in moves),
        "Days later": [(slip.now - slip.was).days for slip in moves],
        "Times moved": [len(one.record.slips) for one in some],
        _SAID: [one.record.now.said for one in some],
        "Reason": [one.record.now.reason for one in some],
    }
    return _finding(
        of,
        f"{sentence(people(len(some), 'due dates', 'due date'))} moved later this month.",
        _since(of),
        some,
        columns,
    )


def standing_still(of: Plan) -> Finding:
    """Return the open actions with the same rating for three months or more, the longest first."""
    some = sorted(
        (one for one in of.actions if one.record.standing_still),
        key=lambda one: -one.record.months_at_rating,
    )
    columns = {
        "Months": [one.record.months_at_rating for one in some],
        "Since": [month_named(one.record.at_rating_since) for one in some],
        "Due": dates(one.record.now.due for one in some),
        _SAID: [one.record.now.said for one in some],
    }
    title = f"{_actions(some)} open and rated the same for {STANDING} months or more."
    return _finding(
        of, title, "Actions with a start date in the future are left out.", some, columns
    )


def added(of: Plan) -> Finding:
    """Return the actions that are new on the sheet this month."""
    some = [one for one in of.actions if one.record.added]
    columns = {
        "Start": dates(one.record.now.start for one in some),
        "Due": dates(one.record.now.due for one in some),
        "Measures": [", ".join(one.record.now.measures) for one in some],
    }
    return _finding(of, f"{_actions(some, verb='')} added this month.", _since(of), some, columns)


def closed(of: Plan) -> Finding:
    """Return the actions completed this month, with what their measures show."""
    some = [one for one in of.actions if one.record.closed]
    columns = {
        "Due": dates(one.record.now.due for one in some),
        "Completed": dates(one.record.now.completed for one in some),
        "Impact": [VERDICTS[one.impact.verdict] for one in some],
        "What its measures show": [one.impact.words for one in some],
    }
    return _finding(
        of, f"{_actions(some, verb='')} completed this month.", _since(of), some, columns
    )


def left(of: Plan) -> Finding:
    """Return the actions that left the sheet while the plan runs; actions should never be removed
    from a plan.
    """
    some = list(of.gone)
    columns = {
        "Last on the sheet": [month_named(one.record.now.month) for one in some],
        _SAID: [one.record.now.said for one in some],
    }
    title = f"{_actions(some, verb='')} left the sheet during the plan of {of.year}."
    return _finding(
        of,
        title,
        "Delivery is the last recorded rating. Their months stay in the heat map.",
        some,
        columns,
    )


def earlier(of: Plan) -> Finding:
    """Return the actions completed in the previous plan, whose history they stay in."""
    some = list(of.earlier)
    columns = {
        "Completed": dates(one.record.now.completed for one in some),
        "Impact": [VERDICTS[one.impact.verdict] for one in some],
    }
    return _finding(
        of,
        f"{_actions(some, verb='')} completed in an earlier plan.",
        "They are not counted in this year's plan.",
        some,
        columns,
    )


def carried(of: Plan) -> Finding:
    """Return the actions carried over from the previous plan, with their history."""
    some = [one for one in of.actions if carried_over(one.record)]
    columns = {
        "First in a plan": [month_named(one.record.entries[0].month) for one in some],
        "Months recorded": [len(one.record.entries) for one in some],
        "Due": dates(one.record.now.due for one in some),
        "Times moved": [len(one.record.slips) for one in some],
    }
    return _finding(
        of,
        f"{_actions(some, verb='')} carried over from an earlier plan.",
        "Open when that plan ended, and on this year's plan with their history.",
        some,
        columns,
    )


def unmeasured(of: Plan) -> Finding:
    """Return the actions that no measure is linked to."""
    some = without_measure(of)
    columns = {
        "Names": [", ".join(one.unknown_ids) or "no measure" for one in some],
        "Evidence": [one.record.now.evidence for one in some],
    }
    return _finding(
        of,
        f"{_actions(some, verb='')} without a measure.",
        "Without a measure nobody can tell what they change.",
        some,
        columns,
    )


def unlinked(of: Plan, month: Month) -> Finding:
    """Return the measures that no action is linked to."""
    found = without_action(of, month)
    where = [
        "calculated from the extract" if name in MEASURES else "the plan's own" for name in found
    ]
    table = pd.DataFrame(
        {"Measure": list(found.values()), "Id": list(found), "Where from": where}, dtype="str"
    )
    title = f"{sentence(people(len(found), 'measures', 'measure'))} without an action."
    rule = (
        "No action on the sheet is linked to these: the plan's own measures, and measures from "
        "the extract with a target."
    )
    return Finding(title, rule, table, "Measure", (), as_at=of.as_at, snapshot=of.snapshot)


def with_impact(of: Plan, title: str, note: str, some: Sequence[Planned]) -> Finding:
    """Return actions with their progress and what their measures show."""
    columns = {
        "Since": [month_named(one.record.at_rating_since) for one in some],
        "Due": dates(one.record.now.due for one in some),
        _SAID: [one.record.now.said for one in some],
        "What its measures show": [one.impact.words for one in some],
        "To the target": [
            "; ".join(moved.distance for moved in one.impact.measures if moved.distance)
            for one in some
        ],
    }
    return _finding(of, title, note, some, columns)


LISTS: dict[str, Callable[[Plan], Finding]] = {
    "Late": late,
    "Moved later": slipped,
    "Standing still": standing_still,
    "Added": added,
    "Completed": closed,
    "Left": left,
    "Carried over": carried,
    "Earlier plan": earlier,
    "No measure": unmeasured,
}


def _finding(
    of: Plan, title: str, note: str, some: Sequence[Planned], columns: dict[str, Any]
) -> Finding:
    """Return id, action, lead and rating of each action, then the given columns."""
    about = {
        ACTION: pd.Series([f"{one.id} {one.record.now.action}" for one in some], dtype="str"),
        LEAD: pd.Series([one.record.now.lead for one in some], dtype="str"),
        DELIVERY: pd.Series([titled(one.record.now.rating) for one in some], dtype="str"),
    }
    return Finding(
        title,
        note,
        pd.DataFrame(about | columns),
        ACTION,
        (),
        tuple(one.id for one in some),
        as_at=of.as_at,
        snapshot=of.snapshot,
    )


def _actions(some: Sequence[Planned], verb: str | None = None) -> str:
    """Return '3 actions are' or 'No actions are'; the number alone with an empty verb."""
    said = sentence(people(len(some), "actions", "action"))
    return said if verb == "" else f"{said} {is_are(len(some))}"


def _since(of: Plan) -> str:
    return (
        f"Since the sheet of {month_named(of.before)}."
        if of.before
        else "This is the first recorded month of the plan."
    )


def dates(days: Iterable[date | None]) -> pd.Series:
    return pd.Series(
        [pd.NaT if one is None or one is pd.NaT else pd.Timestamp(one) for one in days],
        dtype=DATE_DTYPE,
    )
