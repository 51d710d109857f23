"""The improvement plan on each month's sheet: ratings, due dates that move, progress and reasons
for changes.
"""

from __future__ import annotations

from datetime import date

from data.sample.actions import ACTIONS, EVIDENCE, Action
from data.sample.chance import Chance
from data.sample.days import MONTHS, OFFER_BEGAN, When
from data.sample.workforce import Row

PLAN_MONTHS = [when for when in MONTHS if when.as_at > OFFER_BEGAN]  # April 2024 to March 2025
_RATING = {"n": "not started", "g": "green", "a": "amber", "r": "red", "b": "blue"}
_SAID = {
    "n": ("Begins on its start date", "Waiting for its start date; nothing to report"),
    "g": (
        "Going to plan",
        "This month's steps were taken",
        "A first draft was shared with the teams",
        "Most of the steps are taken",
        "Tested with two teams",
    ),
    "a": (
        "Slower than planned",
        "Two steps are late; a recovery plan is agreed",
        "Waiting for a partner's answer",
        "Begun in some teams and not in others",
    ),
    "r": (
        "Stopped until a decision is made",
        "No progress this month; raised with the board",
        "The recovery plan did not hold",
    ),
    "b": (
        "Complete; checked each quarter",
        "Complete, and part of everyday work",
        "Complete; impact is watched by its measures",
    ),
}
_WHY = {
    "ng": ("Started as planned", "The lead is in post and work has begun"),
    "ga": (
        "Two steps have slipped by more than a month",
        "Staff who were to do this left",
        "A partner has not signed yet",
    ),
    "gr": ("More cases were out of date than first counted",),
    "ar": (
        "The date agreed last month was missed too",
        "Funding is not agreed",
        "Nobody is free to do this before spring",
    ),
    "ra": ("A recovery plan is agreed with the board", "Funding is agreed for the first step"),
    "ag": ("Back on the dates agreed with the board", "The steps that were late are done"),
    "gb": ("All steps are done and were checked by the lead", "Signed off by the board"),
    "ab": ("The last steps are done and were checked by the lead", "Signed off by the board"),
}
_SAYS = {  # (action, month number from April 2024) -> what the board was told
    ("IP-201", 0): "Everyone without a service has been listed; calls and letters begin in May",
    ("IP-201", 1): "All 209 were reached: 184 are now supported by the service and 25 said no",
    ("IP-202", 2): "The offer is now one to opt out of; every young adult is called once a quarter",
    ("IP-205", 3): "Both hubs opened on 8 July",
    (
        "IP-603",
        7,
    ): "Merged with the work on hosts of our own, which follows from December; leaves the "
    "plan under this number",
}
_NO_REASON = {("IP-601", 6), ("IP-211", 7)}  # the rating changed without a reason
_DATE_ENTERED_LATE = {"IP-208": 10}  # blue before the completed date is on the sheet
_DATE_ENTERED_EARLY = {
    "IP-209"
}  # a completed date while still amber; otherwise it comes with the blue rating


def actions(chance: Chance) -> list[list[Row]]:
    """Return the rows of each month of the plan, from April 2024."""
    return [
        [
            _row(action, number, when, chance)
            for action in ACTIONS
            if action.rated[number] not in ".-"
        ]
        for number, when in _NUMBERED
    ]


_NUMBERED = list(enumerate(PLAN_MONTHS))


def _row(action: Action, number: int, when: When, chance: Chance) -> Row:
    now, before = action.rated[number], action.rated[number - 1] if number else "."
    said, why = chance.one_of(_SAID[now]), chance.one_of(_WHY.get(before + now, ("",)))
    return {
        "action_id": action.id,
        "area_for_improvement": str(action.area),
        "section": action.section,
        "action": action.words,
        "lead": action.lead,
        "start": action.start,
        "due": _due(action, number),
        "completed": _completed(action, number, when),
        "delivery_rag": _RATING[now],
        "impact_rag": _impact(action, number),
        "progress_this_month": _SAYS.get((action.id, number), said),
        "reason_for_rag_change": None if (action.id, number) in _NO_REASON else why or None,
        "impact_measure_ids": action.measures or None,
        "evidence_source": EVIDENCE[action.area],
    }


def _due(action: Action, number: int) -> date:
    return [action.due, *(day for since, day in action.moved if since <= number)][-1]


def _completed(action: Action, number: int, when: When) -> date | None:
    day = action.completed
    if day is None or day > when.as_at or number < _DATE_ENTERED_LATE.get(action.id, 0):
        return None
    return day if action.rated[number] == "b" or action.id in _DATE_ENTERED_EARLY else None


def _impact(action: Action, number: int) -> str:
    """Return the lead's own view: it improves with time and is good once complete, independent of
    the measures.
    """
    now, months = (
        action.rated[number],
        sum(letter in "garb" for letter in action.rated[: number + 1]),
    )
    if now == "b":
        return "green" if months > 3 else "amber"
    if now == "r":
        return "red"
    return "amber" if months > 4 else "too early"
