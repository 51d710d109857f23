"""The service at 21 and over: none before the outreach of May 2024, an opt-out offer after it."""

from __future__ import annotations

from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import OUTREACH, When, birthday, months_after, working_days
from data.sample.life import Attempt, Life

_AT_21 = {
    "supported": 0.85,
    "offered": 0.04,
    "not receiving": 0.08,
    "declined": 0.02,
    "closed": 0.01,
}
_ANSWERS = {
    "supported": {
        "wants support": 60,
        "no support needed": 38.6,
        "declined service": 0.8,
        "no further contact": 0.6,
    },
    "declined": {
        "no support needed": 42,
        "declined service": 32,
        "wants support": 22,
        "no further contact": 4,
    },
    "offered": {"wants support": 55, "no support needed": 30, "declined service": 15},
    "not receiving": {"wants support": 55, "no support needed": 30, "declined service": 15},
}


def begin(life: Life, when: When, chance: Chance) -> None:
    """Set the support status on someone's first sheet."""
    person, born = life.person, life.person.born_on(when.index)
    life.set_support("supported", person.joined)
    if life.age(when) >= 21:
        if when.index > OUTREACH.index:
            life.set_support("offered", person.joined)
        elif person.served_from and person.served_from <= when.as_at:
            life.set_support("supported", person.served_from)
        else:
            life.set_support("not receiving", birthday(born, 21))
    elif life.age(when) >= 18 and birthday(born, 21) > OUTREACH.as_at and chance.happens(0.03):
        life.unwilling = chance.one_of(("REFU", "NREQ"))
        life.support = "declined"


def turn_21(life: Life, when: When, chance: Chance) -> None:
    """End the service at 21 before the outreach; after it, continue unless the person leaves it."""
    day = max(birthday(life.person.born_on(when.index), 21), when.since + timedelta(1))
    if when.index < OUTREACH.index:
        life.set_support("not receiving", day)
    else:
        life.set_support(
            "declined"
            if life.unwilling
            else "not receiving"
            if life.person.lost
            else chance.pick(_AT_21),
            day,
        )
    if life.support == "declined" and not life.unwilling:
        life.unwilling = chance.one_of(("REFU", "NREQ"))
        life.support = "declined"


def end(life: Life, when: When) -> None:
    """Close the case after a death or a permanent return home."""
    day = (
        life.person.died
        if life.died(when)
        else life.person.returned_home
        if life.at_home(when)
        else None
    )
    if day and life.support != "closed":
        life.set_support("closed", day)


def change(life: Life, when: When, chance: Chance) -> None:
    """Change the support of someone aged 21 or over for a month: help begins, a case closes, an
    offer is accepted.
    """
    served = life.person.served_from
    if (
        served
        and when.index < OUTREACH.index
        and served <= when.as_at
        and life.support == "not receiving"
    ):
        life.set_support("supported", served)
    if when.index <= OUTREACH.index or life.support == "closed":
        return
    closes = {"declined": 0.008, "supported": 0.001, "not receiving": 0.01}.get(life.support, 0)
    if life.home in ("G", "H") and chance.happens(0.06):
        life.set_support("closed", when.as_at)
    elif chance.happens(closes):
        life.set_support("closed", chance.one_of(working_days(when.since, when.as_at)))


def answer(life: Life, chance: Chance) -> str:
    """Return the answer of someone who is reached."""
    return chance.pick(_ANSWERS[life.support])


def heard(life: Life, attempt: Attempt, chance: Chance) -> None:
    """Update the support after an answer."""
    if attempt.outcome in ("declined service", "no further contact"):
        if life.support != "declined":
            life.set_support("declined", attempt.on)
        life.unwilling = (
            "REFU"
            if attempt.outcome == "no further contact"
            else life.unwilling or chance.pick({"REFU": 1, "NREQ": 2, "": 1})
        )
    elif attempt.outcome == "wants support" and life.support != "supported":
        life.set_support("supported" if chance.happens(0.6) else "offered", attempt.on)
        life.unwilling = ""


def wants_no_calls(life: Life, on: date) -> bool:
    """Return whether they asked for no further contact less than twelve months ago."""
    last = life.last_answer()
    return (
        last is not None and last.outcome == "no further contact" and on < months_after(last.on, 12)
    )


def first_call(life: Life, began: date, sheet: int) -> date:
    """Return when the first check-in is due for someone who has never answered."""
    return months_after(max(birthday(life.person.born_on(sheet), 21), began), 3)
