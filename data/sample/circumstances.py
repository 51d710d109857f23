"""Home and activity from month to month: people stay in the same place until something changes."""

from __future__ import annotations

from data.sample.chance import Chance
from data.sample.days import When
from data.sample.life import Life

_HOMES = {  # about how many in a hundred live there
    16: {"Y": 36, "C": 20, "D": 26, "E": 9, "B": 8, "S": 0.6, "X": 0.7},
    18: {
        "Z": 15,
        "B": 14,
        "D": 30,
        "E": 6,
        "U": 18,
        "K": 4,
        "T": 5,
        "C": 1,
        "S": 2.8,
        "V": 1,
        "W": 1,
        "X": 1.5,
        "Y": 1,
        "R": 0.5,
    },
    19: {
        "Z": 9,
        "B": 14,
        "D": 21,
        "E": 4,
        "U": 38,
        "K": 4,
        "T": 3,
        "S": 1.2,
        "V": 0.7,
        "W": 0.5,
        "X": 1.2,
        "Y": 1.5,
        "R": 1,
        "G": 0.5,
    },
    21: {
        "B": 14,
        "D": 9,
        "E": 1,
        "U": 60,
        "K": 6,
        "T": 1,
        "S": 1.4,
        "V": 0.5,
        "W": 0.5,
        "X": 1.5,
        "Y": 2,
        "R": 3,
        "G": 1,
    },
    22: {
        "B": 14,
        "D": 5,
        "U": 58,
        "K": 6,
        "Y": 2.5,
        "S": 6,
        "V": 1,
        "W": 1.2,
        "X": 2,
        "R": 4,
        "G": 1,
        "H": 0.3,
    },
}
_MOVES_ON = {
    "S": 0.18,
    "V": 0.28,
    "W": 0.28,
    "X": 0.12,
    "R": 0.1,
    "G": 0.02,
    "H": 0.0001,
    "Z": 0.015,
    "U": 0.02,
    "B": 0.025,
}
_SUITABLE = {"S": 0.0, "X": 0.0, "V": 0.3, "W": 0.15}
_ACTIVITIES = {
    16: {"F2": 66, "P2": 3, "F4": 4, "P4": 1, "F5": 7, "P5": 1, "G4": 4, "G5": 13, "G6": 1},
    18: {
        "F1": 4,
        "F2": 34,
        "P2": 2.5,
        "F4": 4.5,
        "P4": 0.5,
        "F5": 14,
        "P5": 4,
        "G4": 9.5,
        "G5": 22,
        "G6": 3,
    },
    19: {
        "F1": 7,
        "P1": 0.5,
        "F2": 20,
        "P2": 2,
        "F4": 4.5,
        "P4": 0.5,
        "F5": 20,
        "P5": 6,
        "G4": 11,
        "G5": 22,
        "G6": 5,
    },
    21: {
        "F1": 7,
        "P1": 0.5,
        "F2": 10,
        "P2": 1.5,
        "F4": 3.5,
        "F5": 30,
        "P5": 7,
        "G4": 12,
        "G5": 22,
        "G6": 7,
    },
}
_ACTIVITIES[22] = _ACTIVITIES[21]
_CHANGES = {"G4": 0.02, "F1": 0.015, "P1": 0.02, "G6": 0.02}
STAGES = (16, 18, 19, 21, 22)


def stage_of(age: int) -> int:
    return max(stage for stage in STAGES if stage <= max(age, 16))


def settle(life: Life, when: When, chance: Chance) -> None:
    """Set a person's home and activity on the first sheet that lists them."""
    life.stage = stage_of(life.age(when))
    life.area = life.person.area
    _move(life, chance, _HOMES[life.stage])
    _take_up(life, chance, _ACTIVITIES[life.stage])
    life.missing = chance.between(1, 7) if chance.happens(0.22 if life.stage == 16 else 0.03) else 0


def live(life: Life, when: When, chance: Chance) -> None:
    """Change a person's home and activity for one month."""
    stage = stage_of(life.age(when))
    if stage != life.stage:
        life.stage = stage
        _come_of_age(life, chance)
    elif chance.happens(_MOVES_ON.get(life.home, 0.03)):
        _move(life, chance, _weights(_HOMES[stage], _MOVES_ON, 0.03))
    september = when.as_at.month == 9 and life.activity in ("F1", "F2", "P2")
    if chance.happens(0.3 if september else _CHANGES.get(life.activity, 0.045)):
        _take_up(life, chance, _weights(_ACTIVITIES[stage], _CHANGES, 0.045))
    for need, there in life.person.needs.items():
        if chance.happens(0.0015 if need == "parent_or_expecting" else 0.006):
            life.person.needs[need] = not there or (need == "parent_or_expecting")
    if chance.happens(0.12):
        life.missing = max(
            0, life.missing + chance.one_of((-2, -1, 1) if life.stage == 16 else (-3, -2, -1))
        )


def found(life: Life, chance: Chance) -> None:
    """Record where someone lives after an answered call."""
    if life.home == "R":
        _move(
            life,
            chance,
            {code: share for code, share in _HOMES[life.stage].items() if code not in "RGH"},
        )


def _come_of_age(life: Life, chance: Chance) -> None:
    """End foster and residential care at 18, and staying put at 21."""
    leaves = {18: life.home in ("Y", "C"), 21: life.home in ("Z", "T")}.get(life.stage, False)
    if leaves or (life.stage == 18 and chance.happens(0.3)):
        stays_put = {"Z": 0.45} if life.stage == 18 and life.home == "Y" else {}
        _move(life, chance, stays_put if stays_put and chance.happens(0.45) else _HOMES[life.stage])
    if life.stage == 18 and chance.happens(0.25):
        _take_up(life, chance, _ACTIVITIES[18])


def _weights(shares: dict[str, float], leaving: dict[str, float], usual: float) -> dict[str, float]:
    """Return weights for moving in: places that people leave soon are entered often, to keep the
    shares steady.
    """
    return {code: share * leaving.get(code, usual) for code, share in shares.items()}


def _move(life: Life, chance: Chance, homes: dict[str, float]) -> None:
    life.home = chance.pick(homes)
    life.suitable = chance.happens(_SUITABLE.get(life.home, 0.987))
    if life.home in ("G", "H"):
        life.area = "out of area"
    elif chance.happens(0.12):
        life.area = chance.one_of(("Ashgate", "Millbrook", "elsewhere in borough", "out of area"))
    if life.home == "X":
        life.activity = "G5"


def _take_up(life: Life, chance: Chance, activities: dict[str, float]) -> None:
    """Choose an activity: G5 for someone in custody, G6 only for parents."""
    life.activity = "G5" if life.home == "X" else chance.pick(activities)
    if life.activity == "G6" and not life.person.needs["parent_or_expecting"]:
        life.activity = "G5" if life.person.gender != "F" else "G6"
        life.person.needs["parent_or_expecting"] = life.activity == "G6"
