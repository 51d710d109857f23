"""Attempts to reach people: visits and calls under 21, the outreach of May 2024, and quarterly
check-ins.
"""

from __future__ import annotations

from datetime import date, timedelta

from data.sample import support
from data.sample.chance import Chance
from data.sample.days import OFFER_BEGAN, OUTREACH, When, birthday, months_after, working_days
from data.sample.life import Attempt, Life
from data.sample.staff import who_calls

_METHODS = {
    "visit": {"face to face": 1},
    "keeping in touch": {"phone": 58, "text": 20, "video": 5, "face to face": 11, "email": 6},
    "21+ outreach": {"phone": 66, "face to face": 14, "text": 12, "letter": 8},
    "opt-out check-in": {"phone": 80, "video": 3, "text": 9, "face to face": 6, "email": 2},
}
_NO_ANSWER = {
    "phone": {"message left": 45, "no answer": 46, "number not working": 9},
    "video": {"no answer": 1},
    "face to face": {"no answer": 1},
    "text": {"letter or text sent": 1},
    "email": {"letter or text sent": 1},
    "letter": {"letter or text sent": 1},
}
# The share of people due a call who are called, June 2024 to March 2025.
_CALLED = (0.2, 0.28, 0.44, 0.12, 0.34, 0.46, 0.14, 0.56, 0.78, 0.86)
_UNUSUAL = {  # a good summer in one team; two advisers leave another
    ("Team Heron", 8): 0.25,
    ("Team Heron", 9): 0.3,
    ("Team Heron", 10): 0.3,
    ("Team Heron", 11): 0.15,
    ("Team Curlew", 11): -0.15,
    ("Team Curlew", 12): -0.2,
}
_NOTICE = timedelta(14)


def make(life: Life, when: When, chance: Chance, declines: bool = False) -> None:
    """Make the month's attempts, for all purposes."""
    _under_21(life, when, chance)
    if life.age(when) < 21 or life.died(when) or life.at_home(when) or life.support == "closed":
        return
    if when.index == OUTREACH.index and life.support == "not receiving":
        _outreach(life, when, chance, declines)
    elif when.index <= OUTREACH.index:
        _few_served(life, when, chance)
    else:
        _check_in(life, when, chance)


def _try(
    life: Life, purpose: str, days: list[date], chance: Chance, answers: list[bool], says: str = ""
) -> Attempt | None:
    """Make one attempt per day until someone answers; return the answered attempt, or None."""
    for on, answered in zip(days, answers, strict=False):
        method = chance.pick(_METHODS[purpose])
        if answered and method in ("letter", "email", "text"):
            method = "phone"
        outcome = (
            (says or support.answer(life, chance)) if answered else chance.pick(_NO_ANSWER[method])
        )
        life.attempts.append(Attempt(on, purpose, method, outcome, who_calls(life, on, chance)))
        if answered:
            return life.attempts[-1]
    return None


def _under_21(life: Life, when: When, chance: Chance) -> None:
    """Make a visit most months and calls in between; none after the 21st birthday."""
    before_21 = birthday(life.person.born_on(when.index), 21) - timedelta(1)
    days = working_days(life.since(when), min(life.until(when), before_21))
    if not days or life.home in ("G", "H"):
        return
    reach = 0.0 if life.person.lost else 0.1 if life.unwilling else 0.6 + 0.45 * life.person.reach
    says = chance.pick({"wants support": 55, "no support needed": 45})
    purposes = [
        p
        for p, often in (("visit", 0.46 + 0.14 * when.pace), ("keeping in touch", 0.5))
        if chance.happens(often * (0.5 if life.person.lost else 1))
    ]
    for on, purpose in zip(chance.some(days, len(purposes)), purposes, strict=False):
        _try(life, purpose, [on], chance, [chance.happens(reach)], says)


def _few_served(life: Life, when: When, chance: Chance) -> None:
    """Up to May 2024: contact the dozen who are supported, and before 2023-24 the others now and
    then.
    """
    days = working_days(
        max(life.since(when), birthday(life.person.born_on(when.index), 21)), life.until(when)
    )
    if (
        life.person.served_from
        and life.support == "supported"
        and life.person.served_from <= when.as_at
    ):
        days = [day for day in days if day >= life.person.served_from]
        purpose = "opt-out check-in" if when.as_at > OFFER_BEGAN else "keeping in touch"
        if days and chance.happens(0.45):
            _try(
                life,
                purpose,
                [chance.one_of(days)],
                chance,
                [chance.happens(0.8)],
                "wants support" if chance.happens(0.7) else "no support needed",
            )
    elif days and when.as_at < date(2023, 4, 1) and chance.happens(0.006):
        _try(life, "keeping in touch", [chance.one_of(days)], chance, [False])


def _outreach(life: Life, when: When, chance: Chance, declines: bool) -> None:
    """Try everyone without a service until they answer yes or no."""
    tries = chance.pick({1: 44, 2: 30, 3: 17, 4: 9})
    days = chance.some(working_days(when.since, when.as_at), tries)
    said = _try(
        life,
        "21+ outreach",
        days,
        chance,
        [False] * (tries - 1) + [True],
        "declined service" if declines else "wants support",
    )
    assert said, "the last try is answered"
    life.set_support("declined" if declines else "supported", said.on)
    life.unwilling = chance.pick({"REFU": 40, "NREQ": 32, "": 28}) if declines else ""


def _check_in(life: Life, when: When, chance: Chance) -> None:
    """Call people who are due within two weeks or wait for an answer; how many depends on month and
    team.
    """
    if support.wants_no_calls(life, when.as_at):
        return
    waits = life.support in ("offered", "not receiving")
    last = life.last_answer()
    due = months_after(last.on, 3) if last else support.first_call(life, OFFER_BEGAN, when.index)
    early = waits or due > when.as_at + _NOTICE
    if not chance.happens(0.4 if waits else 0.04 if early else _called(life, when)):
        return
    turned_21 = birthday(life.person.born_on(when.index), 21)
    after = max(life.since(when), turned_21, when.since if early else due - _NOTICE)
    days = chance.some(working_days(after, life.until(when)), chance.pick({1: 35, 2: 35, 3: 30}))
    purpose = (
        "21+ outreach"
        if waits
        else chance.pick({"opt-out check-in": 80, "visit": 12, "keeping in touch": 8})
    )
    reach = 0.0 if life.person.lost else life.person.reach
    said = _try(life, purpose, days, chance, [chance.happens(reach) for _ in days])
    if said:
        support.heard(life, said, chance)


def _called(life: Life, when: When) -> float:
    """Return the share of the people due a call who are called."""
    unusual = _UNUSUAL.get((life.team or "", when.index), 0)
    return _CALLED[when.index - OUTREACH.index - 1] + unusual
