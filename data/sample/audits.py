"""Audits of the made-up service's practice, thematic from April 2024 and poor at first, with their
learning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import MONTHS, OFFER_BEGAN, YEAR_BEFORE, When, months_after, working_day
from data.sample.people import Person
from data.sample.workforce import Row

_STAY = 18  # months that an audit is on the sheet
_THEMES = {  # theme -> possible learning actions
    "Whole case file": (
        "Write a summary of what has happened and why",
        "Record the young person's own words",
        "Bring the chronology up to date",
    ),
    "Pathway plans": (
        "Write the plan with the young person",
        "Say in the plan who does what by when",
        "Review the plan within six months",
    ),
    "Homelessness and unsuitable homes": (
        "Agree a move-on plan with housing",
        "Confirm every address at each contact",
        "Make a joint housing visit",
    ),
    "Support at 21 and over": (
        "Offer support in writing and by phone",
        "Record the answer to every offer",
        "Ask again three months on",
    ),
    "Management oversight": (
        "Record supervision within five days",
        "Manager to sign off the next plan",
        "Follow up actions of the last supervision",
    ),
    "Health histories": (
        "Give the health history before 18",
        "Explain the health history in person",
    ),
    "Keeping in touch": (
        "Agree how often and by what means",
        "Try another way after two unanswered calls",
    ),
    "Exploitation and missing": (
        "Hold a strategy discussion",
        "Write the safety plan with the young person",
    ),
    "Mental health": ("Refer to adult mental health by 17 and a half", "Agree a crisis plan"),
    "Education, employment and training": (
        "Make a plan for work or study",
        "Introduce the employment adviser",
    ),
}
_OF_THE_MONTH = (
    "Pathway plans",
    "Support at 21 and over",
    "Homelessness and unsuitable homes",
    "Management oversight",
    "Health histories",
    "Keeping in touch",
    "Pathway plans",
    "Exploitation and missing",
    "Mental health",
    "Homelessness and unsuitable homes",
    "Education, employment and training",
    "Support at 21 and over",
)  # April 2024 to March 2025
_NO_ACTION = {"outstanding": 0.8, "good": 0.45, "requires improvement": 0.05, "inadequate": 0.0}


@dataclass(slots=True)
class Audit:
    on: date
    theme: str
    grade: str
    child: str | None
    moderated: bool
    action: str | None = None
    due: date | None = None
    closed: date | None = None


def audits(people: list[Person], chance: Chance) -> list[Audit]:
    """Return every audit that is on any sheet, oldest first."""
    made = [
        _audit(when, people, chance)
        for when in [*YEAR_BEFORE, *MONTHS]
        for _ in range(_how_many(when, chance))
    ]
    return sorted(made, key=lambda audit: audit.on)


def _how_many(when: When, chance: Chance) -> int:
    return chance.between(6, 9) if when.index < 0 else chance.between(10, 16)


def _audit(when: When, people: list[Person], chance: Chance) -> Audit:
    on = working_day(chance, when.since, when.as_at) or when.as_at
    listed = [
        person.id for person in people if person.joined <= on and person.on(max(0, when.index))
    ]
    child = chance.one_of(listed) if chance.happens(0.92) else None
    audit = Audit(
        on,
        _theme(when, chance),
        _grade(when.pace, chance),
        child,
        chance.happens(0.2 + 0.45 * when.pace),
    )
    if not chance.happens(_NO_ACTION[audit.grade]):
        _learn(audit, when.pace, chance)
    return audit


def _theme(when: When, chance: Chance) -> str:
    if when.as_at < OFFER_BEGAN:
        return chance.pick({"Whole case file": 0.75, "Pathway plans": 0.25})
    return _OF_THE_MONTH[when.index - 6] if chance.happens(0.7) else "Whole case file"


def _grade(pace: float, chance: Chance) -> str:
    if chance.happens(0.29 + 0.43 * pace):
        return "outstanding" if chance.happens(0.04 + 0.08 * pace) else "good"
    return "inadequate" if chance.happens(0.36 - 0.2 * pace) else "requires improvement"


def _learn(audit: Audit, pace: float, chance: Chance) -> None:
    audit.action = chance.one_of(_THEMES[audit.theme])
    audit.due = audit.on + timedelta(7 * chance.between(4, 12))
    how = chance.pick(
        {"on time": 0.46 + 0.4 * pace, "late": 0.44 - 0.34 * pace, "never": 0.1 - 0.06 * pace}
    )
    if how != "never":
        days = (
            chance.between(10, (audit.due - audit.on).days)
            if how == "on time"
            else (audit.due - audit.on).days + chance.between(3, 90)
        )
        audit.closed = audit.on + timedelta(days)


def rows(made: list[Audit], when: When) -> list[Row]:
    """Return the audits of the last eighteen months, with the facts known by then."""
    return [
        {
            "audit_id": f"A{number:04}",
            "date": audit.on,
            "theme": audit.theme,
            "grade": audit.grade,
            "child_unique_id": audit.child,
            "moderated": "Y" if audit.moderated else "N",
            "learning_action": audit.action,
            "learning_due_date": audit.due,
            "learning_closed_date": audit.closed
            if audit.closed and audit.closed <= when.as_at
            else None,
        }
        for number, audit in enumerate(made, 1)
        if months_after(when.as_at, -_STAY) < audit.on <= when.as_at
    ]
