"""Feedback from young people, partners and staff of the made-up council."""

from __future__ import annotations

from data.sample.chance import Chance
from data.sample.days import MONTHS, YEAR_BEFORE, When, months_after, working_day
from data.sample.workforce import Row

_THEMES = {  # theme -> what the service did
    "Being kept in touch with": (
        "Every young person was told how often they will be called",
        "Calls are made in the evening for who is at work",
    ),
    "My home": (
        "Repairs are asked about at every visit",
        "A housing adviser sits with the teams on Tuesdays",
    ),
    "My plan": (
        "Plans were rewritten in plain words",
        "Young people choose where the review is held",
    ),
    "Knowing what I am entitled to": (
        "The local offer was sent again to everyone",
        "A one-page local offer was made with the group",
    ),
    "Work and study": (
        "A jobs morning was held with six employers",
        "Travel to interviews is paid in advance",
    ),
    "Health and wellbeing": (
        "A nurse comes once a month",
        "Waiting times are now told at referral",
    ),
    "Somewhere to go": ("The hubs open one evening a week", "A cooking group was begun"),
}
_HOW_MANY = {"young people": (6, 18), "survey": (35, 140), "partners": (8, 25), "staff": (15, 40)}


def voices(chance: Chance) -> list[Row]:
    """Return one survey or group per month, sometimes two, in date order."""
    heard = [
        _voice(when, chance)
        for when in [*YEAR_BEFORE, *MONTHS]
        for _ in range(chance.between(1, 2))
    ]
    return sorted(heard, key=lambda row: str(row["date"]))


def _voice(when: When, chance: Chance) -> Row:
    source = chance.pick({"young people": 0.45, "survey": 0.35, "partners": 0.1, "staff": 0.1})
    theme = chance.one_of(tuple(_THEMES))
    asked = chance.between(*_HOW_MANY[source])
    likely = 0.46 + 0.28 * when.pace
    return {
        "date": working_day(chance, when.since, when.as_at),
        "source": source,
        "theme": theme,
        "response": chance.one_of(_THEMES[theme]),
        "respondents": asked,
        "positive": sum(chance.happens(likely) for _ in range(asked)),
    }


def rows(heard: list[Row], when: When) -> list[Row]:
    """Return the feedback of the last twelve months."""
    return [
        row
        for row in heard
        if str(months_after(when.as_at, -12)) < str(row["date"]) <= str(when.as_at)
    ]
