"""The service's work for people: plans, confirmed addresses, health histories, the local offer,
assessments.
"""

from __future__ import annotations

from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.circumstances import found
from data.sample.days import LOG_BEGAN, OUTREACH, When, birthday, working_day
from data.sample.life import Life

_WEEKS = {16: {4: 40, 6: 45, 8: 15}, 18: {4: 20, 6: 40, 8: 30, 12: 10}, 21: {8: 25, 12: 60, 13: 15}}


def begin(life: Life, when: When, chance: Chance) -> None:
    """Set the work done before someone's first sheet. The year before it is filled in as contacts
    are made.
    """
    person, born, age = life.person, life.person.born_on(when.index), life.age(when)
    known_since = (when.as_at - person.joined).days
    last = min(when.as_at, birthday(born, 21))  # the service used to end at 21
    if known_since > 60 and chance.happens(0.96):
        life.plan = max(person.joined, last - timedelta(chance.between(5, 250)))
    if age >= 18 and chance.happens(0.74 if age < 22 else 0.55):
        life.health = _no_earlier(
            person.joined, birthday(born, 18) - timedelta(chance.between(-60, 150)), when.as_at
        )
    if known_since > 30 and chance.happens(0.62 if age < 21 else 0.3):
        life.offer = _no_earlier(
            person.joined, last - timedelta(chance.between(0, 480)), when.as_at
        )
    if chance.happens(0.93):
        life.assessed = person.joined + timedelta(
            chance.pick({chance.between(14, 88): 80, chance.between(92, 200): 20})
        )
    if person.joined < LOG_BEGAN and last >= person.joined:
        life.spoken_before = max(
            person.joined, min(LOG_BEGAN, last) - timedelta(chance.between(3, 70))
        )
        life.address = life.spoken_before if chance.happens(0.8) else None
    life.frequency = chance.pick(_WEEKS[_band(age)]) if age < 21 else None


def _no_earlier(joined: date, day: date, as_at: date) -> date | None:
    day = max(joined, day)
    return day if day <= as_at else None


def _band(age: int) -> int:
    return 16 if age < 18 else 18 if age < 21 else 21


def agree_frequency(life: Life, when: When, chance: Chance) -> None:
    """Agree the contact frequency again at 18, at 21 and when support restarts."""
    band = _band(life.age(when))
    if band == 21 and not life.in_service(when):
        life.frequency = None
    elif (life.frequency is None and chance.happens(0.5)) or life.frequency not in (
        None,
        *_WEEKS[band],
    ):
        life.frequency = chance.pick(_WEEKS[band])


def work(life: Life, when: When, chance: Chance) -> None:
    """Do a month's work, each item on a working day of the month."""
    _answered(life, when, chance)
    if when.index < 0 or not life.in_service(when):
        return
    age = life.age(when)
    if life.plan is None or (when.as_at - life.plan).days > 140:
        supported_late = age >= 21 or life.plan is None
        _on_a_day(life, "plan", when, chance, (0.16 if supported_late else 0.34) + 0.22 * when.pace)
    if life.health is None and age >= 17:
        _on_a_day(
            life,
            "health",
            when,
            chance,
            0.025
            + 0.035 * when.pace
            + (0.2 if age == 17 and _months_to_18(life, when) <= 3 else 0),
        )
    if life.offer is None or (when.as_at - life.offer).days > 300:
        _on_a_day(life, "offer", when, chance, 0.07 + 0.14 * when.pace)
    if life.assessed is None:
        _on_a_day(life, "assessed", when, chance, 0.06)
    agree_frequency(life, when, chance)


def _months_to_18(life: Life, when: When) -> int:
    eighteen = birthday(life.person.born_on(when.index), 18)
    return (eighteen.year - when.as_at.year) * 12 + eighteen.month - when.as_at.month


def _on_a_day(life: Life, what: str, when: When, chance: Chance, often: float) -> None:
    if chance.happens(often):
        setattr(
            life,
            what,
            working_day(chance, life.since(when), life.until(when)) or getattr(life, what),
        )


def _answered(life: Life, when: When, chance: Chance) -> None:
    """Ask people who answer where they live, and in the outreach tell them about the local
    offer."""
    for attempt in life.attempts[-8:]:
        if attempt.answered and when.since < attempt.on <= when.as_at:
            outreach = attempt.purpose == "21+ outreach"
            if chance.happens(
                0.85
                if outreach or attempt.purpose == "opt-out check-in"
                else 0.5 + 0.25 * when.pace
            ):
                life.address = attempt.on
            if outreach and attempt.outcome != "declined service" and chance.happens(0.8):
                life.offer = attempt.on
            if when.index >= OUTREACH.index:
                found(life, chance)
