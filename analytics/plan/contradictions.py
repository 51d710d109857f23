"""Contradictions in the plan: ratings against dates, last month, the measures, and the lead's view
of impact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from analytics.plan.impact import MIXED, RIGHT, UNKNOWN, VERDICTS, WRONG
from analytics.plan.sheet import area_name
from analytics.plan.whole_plan import AUDITS, Plan, Planned
from analytics.publish.phrases import day, listed, month_named, people
from analytics.publish.ratings import COMPLETE, ON_TRACK, SEEN, impact_titled, titled


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction: its kind, the actions it is about, and the sentence."""

    kind: str
    actions: tuple[str, ...]
    sentence: str


def contradictions(of: Plan) -> list[Contradiction]:
    """Return all contradictions, the most urgent kinds first, each kind in the order of the
    plan."""
    found = [
        Contradiction(kind, (one.id,), f"{one.id} {words}")
        for kind, rule in _RULES.items()
        for one in of.actions
        if (words := rule(one))
    ]
    return [*_left(of), *found, *_audits_fall(of)]


def _green_past_due(one: Planned) -> str:
    now = one.record.now
    if not (now.late and now.rating == ON_TRACK and now.due):
        return ""
    return (
        f"is rated on track but was due on {day(now.due)}, "
        f"{people((now.as_at - now.due).days, 'days', 'day')} before the month's date."
    )


def _completed_not_rated_so(one: Planned) -> str:
    now = one.record.now
    if now.completed is None or now.complete:
        return ""
    return f"has a completed date, {day(now.completed)}, but is rated {titled(now.rating).lower()}."


def _changed_without_reason(one: Planned) -> str:
    record = one.record
    if not record.changed or record.now.reason:
        return ""
    was, now = titled(record.previous_rating).lower(), titled(record.now.rating).lower()
    return f"went from {was} to {now} since {month_named(record.sheets[-2])} without a reason."


def _opened_again(one: Planned) -> str:
    entries = one.record.entries
    last = next((entry for entry in reversed(entries) if entry.complete), None)
    if last is None or one.record.now.complete:
        return ""
    return (
        f"was complete in {month_named(last.month)} but is now rated "
        f"{titled(one.record.now.rating).lower()}."
    )


def _slipped_while_green(one: Planned) -> str:
    slip = one.record.slipped_now
    if slip is None or one.record.now.rating != ON_TRACK:
        return ""
    return (
        f"is rated on track but its due date moved this month from {day(slip.was)} to "
        f"{day(slip.now)}."
    )


def _complete_unmoved(one: Planned) -> str:
    if not one.unmoved:
        return ""
    since, count = month_named(one.record.at_rating_since), one.record.months_at_rating
    said = (
        f"has been complete since {since} ({people(count, 'months', 'month')}){_and_lead_says(one)}"
    )
    return f"{said}. {_measures_say(one)}"


def _and_lead_says(one: Planned) -> str:
    rating = one.record.now.impact_rag
    return f" and its lead's view is '{impact_titled(rating).lower()}'" if rating in SEEN else ""


def _impact_claimed(one: Planned) -> str:
    """Report an impact that the lead sees and the measures do not show.

    For a complete action _complete_unmoved reports it.
    """
    if one.record.now.impact_rag not in SEEN or one.impact.verdict == RIGHT or one.unmoved:
        return ""
    if one.impact.verdict == UNKNOWN and any(measure.early for measure in one.impact.measures):
        return ""
    view = impact_titled(one.record.now.impact_rag).lower()
    if not one.impact.measures:
        return f"has its lead's view '{view}', but no linked measure could show it."
    return f"has its lead's view '{view}', but the measures do not show it. {_measures_say(one)}"


def _impact_denied(one: Planned) -> str:
    if one.record.now.impact_rag != "red" or one.impact.verdict != RIGHT:
        return ""
    return (
        f"has its lead's view '{impact_titled('red').lower()}', but its measures moved the "
        f"right way. {one.impact.words}"
    )


def _measures_say(one: Planned) -> str:
    """Return the verdict, and the sentence of each measure with its numbers."""
    return f"{VERDICTS[one.impact.verdict]}. {one.impact.words}"


_RULES: dict[str, Callable[[Planned], str]] = {
    "green_past_due": _green_past_due,
    "changed_without_reason": _changed_without_reason,
    "completed_not_rated_so": _completed_not_rated_so,
    "opened_again": _opened_again,
    "slipped_while_green": _slipped_while_green,
    "complete_unmoved": _complete_unmoved,
    "impact_claimed": _impact_claimed,
    "impact_denied": _impact_denied,
}


def _left(of: Plan) -> Iterator[Contradiction]:
    """Yield the actions that left the sheet while open; actions should never be removed from a
    plan.
    """
    for one in of.gone:
        now = one.record.now
        if not now.complete:
            said = f" Last progress: {now.said}" if now.said else ""
            words = (
                f"left the sheet after {month_named(now.month)}, rated "
                f"{titled(now.rating).lower()}.{said}"
            )
            yield Contradiction("left_while_open", (one.id,), f"{one.id} {words}")


def _audits_fall(of: Plan) -> Iterator[Contradiction]:
    """Yield one sentence per area with green or blue actions linked to audits, if the audits are a
    concern.
    """
    if of.audits is None or of.audits.verdict not in (WRONG, MIXED):
        return
    for area, some in groupby(of.actions, key=lambda one: one.record.now.area):
        there = list(some)
        good = tuple(one.id for one in there if one.record.now.rating in (COMPLETE, ON_TRACK))
        if good and any(measure.id == AUDITS for one in there for measure in one.impact.measures):
            rated = (
                "is rated complete or on track"
                if len(good) == 1
                else "are rated complete or on track"
            )
            words = (
                f"{listed(good)} of area {area_name(area)} {rated}, but the audits are a "
                f"concern. {of.audits.words}"
            )
            yield Contradiction("audits_fall", good, words)


KINDS = {
    "left_while_open": "Left the sheet while open",
    "green_past_due": "On track past its due date",
    "changed_without_reason": "Rating changed without a reason",
    "completed_not_rated_so": "Completed date, but not rated complete",
    "opened_again": "Complete before, now open again",
    "slipped_while_green": "On track, but its due date moved",
    "complete_unmoved": "Complete, but not moved the right way",
    "impact_claimed": "Impact claimed, not shown",
    "impact_denied": "Impact shown, not claimed",
    "audits_fall": "On track, but audits are a concern",
}
