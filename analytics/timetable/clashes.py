"""The same event on two dates: both are shown, and a person must decide which is right."""

from __future__ import annotations

import re
from collections import defaultdict

from analytics.publish.dated_entry import OFF, span
from analytics.publish.phrases import listed
from analytics.timetable.anchors import JUDGEMENT, PUBLICATION, REVIEW, VISIT, Record
from analytics.timetable.milestones import Milestone
from analytics.timetable.recurring import RECURRENCES

NEAR_DAYS = 92  # if they are more than a quarter apart, the same words mean another occasion
_COMES_ROUND = (VISIT, REVIEW, JUDGEMENT, PUBLICATION, *RECURRENCES)
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"])


def clashes(record: Record) -> dict[Milestone, str]:
    """Return the question to ask about each milestone that also has another date."""
    alike: dict[tuple, list[Milestone]] = defaultdict(list)
    for one in record.milestones:
        if one.status not in OFF and not any(event.is_of(one) for event in _COMES_ROUND):
            alike[one.body, _words(one)].append(one)
    return {
        one: _asked(one, others)
        for group in alike.values()
        for one in group
        if (others := _others(one, group))
    }


def _words(milestone: Milestone) -> frozenset[str]:
    """Return the words of the event's name, ignoring order, capitals and small words."""
    return frozenset(re.findall(r"\w+", milestone.says)) - _SMALL


def _others(one: Milestone, group: list[Milestone]) -> list[Milestone]:
    days = {
        (other.starts, other.last): other
        for other in group
        if abs((other.starts - one.starts).days) <= NEAR_DAYS
    }
    return [other for key, other in days.items() if key != (one.starts, one.last)]


def _asked(one: Milestone, others: list[Milestone]) -> str:
    dates = listed([span(other.starts, other.last) for other in others])
    return f"Also recorded for {dates}. Decide which is right and mark the other row as cancelled."
