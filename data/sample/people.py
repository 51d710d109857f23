"""The made-up young people, with the facts that do not change from month to month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import MONTHS, OUTREACH, age, birthday

AGES_ON_31_MAY = {16: 55, 17: 93, 18: 112, 19: 69, 20: 71, 21: 65, 22: 61, 23: 55, 24: 40}
SERVED_BEFORE_OUTREACH = 12
DECLINED_AT_OUTREACH = 25

_GENDER = {"M": 0.53, "F": 0.46, "N": 0.008, "U": 0.002}
_ETHNICITY = {
    "WBRI": 85,
    "MWBC": 3,
    "MWBA": 1.5,
    "MWAS": 2,
    "MOTH": 1.5,
    "WOTH": 2,
    "WROM": 0.6,
    "WIRT": 0.4,
    "BCRB": 0.7,
    "BAFR": 1.2,
    "APKN": 0.6,
    "AOTH": 0.6,
    "NOBT": 0.6,
    "REFU": 0.3,
}
_ETHNICITY_UASC = {"BAFR": 36, "AOTH": 24, "OOTH": 28, "WOTH": 8, "BOTH": 4}
_AREA = {"Ashgate": 30, "Millbrook": 26, "elsewhere in borough": 26, "out of area": 18}
_AREA_UASC = {"Ashgate": 24, "Millbrook": 18, "elsewhere in borough": 20, "out of area": 38}
_NEEDS = {
    "homelessness_risk": 0.08,
    "mental_health_need": 0.38,
    "exploitation_risk": 0.11,
    "substance_misuse": 0.17,
}
_UNRECORDED = {
    "ethnicity": 0.01,
    "disability": 0.02,
    "uasc": 0.005,
    "in_touch": 0.015,
    "accommodation": 0.012,
    "suitability": 0.01,
    "activity": 0.025,
    "support_status": 0.01,
    "staying_put": 0.02,
    "staying_close": 0.02,
    "custody": 0.02,
    "area": 0.02,
    "homelessness_risk": 0.04,
    "mental_health_need": 0.04,
    "exploitation_risk": 0.045,
    "substance_misuse": 0.045,
    "missing_episodes": 0.04,
    "parent_or_expecting": 0.04,
    "contact_frequency": 0.05,
}


@dataclass
class Person:
    """A made-up young person. `left` is the first day off the list; `away` has the sheets that lack
    them.
    """

    id: str
    born: date
    joined: date
    uasc: bool
    gender: str
    ethnicity: str
    area: str
    disability: str
    before_18: str  # looked after, relevant or qualifying
    needs: dict[str, bool]
    unrecorded: dict[str, int]  # column -> the last sheet on which it was still blank
    reach: float  # how often an attempt is answered
    hub_taste: float
    left: date | None = None
    away: range = field(default_factory=lambda: range(0))
    died: date | None = None
    returned_home: date | None = None
    served_from: date | None = None  # supported at 21 or over before the outreach
    lost: bool = False  # nobody gets an answer from them
    was_born: tuple[int, date] | None = None  # the wrong date of birth shown before a sheet

    def born_on(self, sheet: int) -> date:
        """Return the date of birth that this sheet shows."""
        return self.was_born[1] if self.was_born and sheet < self.was_born[0] else self.born

    def on(self, sheet: int) -> bool:
        """Return whether the sheet lists them."""
        as_at = MONTHS[sheet].as_at
        return (
            self.joined <= as_at
            and (self.left is None or self.left > as_at)
            and sheet not in self.away
        )


def everyone(chance: Chance) -> list[Person]:
    """Return everyone on any sheet: on 31 May 2024, people who left before it, people who joined
    after it.
    """
    ids = _ids(chance, 1200)
    here = [
        _here_on_31_may(chance, ids.pop(), years)
        for years, number in AGES_ON_31_MAY.items()
        for _ in range(number)
    ]
    gone = [_left_at_25(chance, ids.pop()) for _ in range(22)] + [
        _left_care_early(chance, ids.pop()) for _ in range(7)
    ]
    joiners = [
        _joiner(chance, ids.pop(), sheet, years)
        for sheet in range(8, len(MONTHS))
        for years in _ages_of_joiners(chance, sheet)
    ]
    _tell_apart(gone + here + joiners)
    for person in gone[:22] + here + joiners:
        person.left = birthday(person.born, 25)
    _turning_points(chance, here)
    served = chance.some(
        [p for p in here if birthday(p.born, 21) <= MONTHS[0].as_at], SERVED_BEFORE_OUTREACH
    )
    for person, sheet in zip([*served, *gone[:2]], [0] * 9 + [3, 5] + [0] * 3, strict=True):
        began = (
            MONTHS[sheet].since
            + timedelta(chance.between(2, 25))
            - timedelta(0 if sheet else chance.between(0, 300))
        )
        person.served_from = max(birthday(person.born, 21), began)
        person.reach = 0.8
    return gone + here + joiners


def _tell_apart(people: list[Person]) -> None:
    """Make date of birth, gender and ethnicity unique; otherwise two people would look like one
    with two IDs.
    """
    seen: set[tuple[date, str, str]] = set()
    for person in people:
        while (person.born, person.gender, person.ethnicity) in seen:
            person.born = person.born.replace(
                day=person.born.day % 28 + 1
            )  # the month stays, and so does the age at its end
        seen.add((person.born, person.gender, person.ethnicity))
        person.joined = max(person.joined, birthday(person.born, 16))


def _turning_points(chance: Chance, here: list[Person]) -> None:
    """Add events for a few people of 31 May: leaving, coming back, death, return home, a corrected
    date of birth.
    """
    aged = {
        years: [p for p in here if age(p.born, OUTREACH.as_at) == years] for years in AGES_ON_31_MAY
    }
    leap = next(person for person in aged[20] if not person.uasc)
    leap.born, leap.joined = (
        date(2004, 2, 29),
        max(leap.joined, date(2020, 2, 29)),
    )  # turns 21 on 1 March 2025
    leap.left = birthday(leap.born, 25)
    plain = {
        years: [person for person in group if person is not leap] for years, group in aged.items()
    }
    for years, number in {16: 3, 17: 4, 18: 2, 19: 1, 20: 1, 21: 2, 22: 2, 23: 2}.items():
        for _ in range(number):
            person = plain[years].pop()
            person.left = MONTHS[chance.between(8, 16)].as_at + timedelta(chance.between(1, 25))
    for years, away in (
        (19, range(2, 4)),
        (18, range(1, 4)),
        (18, range(10, 12)),
        (20, range(9, 12)),
        (22, range(11, 13)),
    ):
        _settled(plain[years]).away = away
    _settled(plain[22]).died, _settled(plain[19]).died = date(2024, 10, 14), date(2025, 2, 8)
    for years, day in (
        (19, (2024, 2, 12)),
        (18, (2024, 7, 3)),
        (22, (2024, 8, 20)),
        (23, (2024, 11, 11)),
        (21, (2025, 1, 22)),
    ):
        _settled(plain[years]).returned_home = date(*day)
    for person in sorted(plain[24], key=lambda p: p.born)[2:12:6]:
        person.left = birthday(person.born, 25) + timedelta(
            31
        )  # still listed once after turning 25
    _lose(chance, plain)
    _correct_dates_of_birth(plain)


def _settled(group: list[Person]) -> Person:
    """Remove and return the next person who was already on the first sheet."""
    return group.pop(next(i for i, person in enumerate(group) if person.joined <= MONTHS[0].as_at))


def _lose(chance: Chance, plain: dict[int, list[Person]]) -> None:
    soon_21 = [
        p for p in plain[20] if date(2024, 6, 1) <= birthday(p.born, 21) <= date(2024, 12, 10)
    ]
    later = [p for p in plain[20] if p not in soon_21]
    for person in chance.some(soon_21, 6) + chance.some(later, 3) + plain[19][:3] + plain[18][:2]:
        person.lost = True


def _correct_dates_of_birth(plain: dict[int, list[Person]]) -> None:
    """Correct two dates of birth: day and month were swapped in one, an age assessment changed the
    other's year.
    """
    swapped = next(
        p
        for p in plain[17]
        if p.born.day <= 12
        and p.born.month >= 9
        and p.born.day != p.born.month
        and p.joined <= MONTHS[0].as_at
    )
    swapped.was_born = (3, swapped.born.replace(month=swapped.born.day, day=swapped.born.month))
    assessed = next(p for p in plain[20] if p.uasc and not p.lost)
    assessed.was_born, assessed.born = (13, date(2004, 1, 1)), date(2003, 1, 1)
    assessed.joined, assessed.left = max(assessed.joined, date(2020, 1, 1)), date(2028, 1, 1)


def _ids(chance: Chance, number: int) -> list[str]:
    """Return made-up IDs, as text with seven digits."""
    found: dict[int, None] = {}
    while len(found) < number:
        found[chance.between(20_000, 1_900_000)] = None
    return [f"{number:07d}" for number in found]


def _here_on_31_may(chance: Chance, number: str, years: int) -> Person:
    """Make a person of 31 May 2024. Nobody turned 21 that month, so the 209 of April are the 209 of
    May.
    """
    uasc = chance.happens(0.16)
    last = date(2024 - years, 4, 30) if years == 21 else date(2024 - years, 5, 31)
    born = date(2023 - years, 6, 1) + timedelta(
        chance.between(0, (last - date(2023 - years, 6, 1)).days)
    )
    if uasc and chance.happens(0.3):
        born = date(2024 - years, 1, 1)
    return _person(chance, number, born, uasc, _joined(chance, born, uasc, OUTREACH.as_at))


def _left_at_25(chance: Chance, number: str) -> Person:
    born = date(1998, 11, 1) + timedelta(chance.between(0, 180))
    return _person(chance, number, born, False, _joined(chance, born, False, OUTREACH.as_at))


def _left_care_early(chance: Chance, number: str) -> Person:
    born = date(2006, 6, 1) + timedelta(chance.between(0, 420))
    person = _person(chance, number, born, False, _joined(chance, born, False, MONTHS[0].as_at))
    person.left = MONTHS[chance.between(0, 5)].as_at + timedelta(chance.between(1, 28))
    return person


def _ages_of_joiners(chance: Chance, sheet: int) -> list[int]:
    """Return the ages of people who join: most turn 16, some enter care at 16 or 17, a few return
    at 21 or over.
    """
    older = [chance.between(18, 20)] if chance.happens(0.35) else []
    return (
        [16] * chance.between(3, 6)
        + [17] * chance.between(2, 4)
        + older
        + [22] * (sheet in (9, 12, 15))
    )


def _joiner(chance: Chance, number: str, sheet: int, years: int) -> Person:
    when = MONTHS[sheet]
    joined = when.since + timedelta(chance.between(1, (when.as_at - when.since).days))
    back = chance.between(0, joined.day - 1) if years == 16 else chance.between(20, 340)
    born = birthday(joined - timedelta(back), -years)
    return _person(chance, number, born, years == 17 and chance.happens(0.5), joined)


def _joined(chance: Chance, born: date, uasc: bool, by: date) -> date:
    """Return the day of joining: at 16 if already in care, otherwise before 18; never after
    `by`."""
    sixteen = birthday(born, 16)
    latest = 690 if uasc or chance.happens(0.33) else 20
    return sixteen + timedelta(chance.between(0, max(0, min(latest, (by - sixteen).days))))


def _person(chance: Chance, number: str, born: date, uasc: bool, joined: date) -> Person:
    gender = chance.pick({"M": 0.9, "F": 0.1} if uasc else _GENDER)
    needs = {need: chance.happens(share) for need, share in _NEEDS.items()}
    needs["parent_or_expecting"] = chance.happens(0.24 if gender == "F" else 0.07) and age(
        born, OUTREACH.as_at
    ) >= chance.between(16, 23)
    return Person(
        id=number,
        born=born,
        joined=joined,
        uasc=uasc,
        gender=gender,
        ethnicity=chance.pick(_ETHNICITY_UASC if uasc else _ETHNICITY),
        area=chance.pick(_AREA_UASC if uasc else _AREA),
        disability=chance.pick({"Y": 0.15, "N": 0.84, "U": 0.01}),
        before_18=chance.pick(
            {"looked after": 1}
            if uasc
            else {"looked after": 0.88, "relevant": 0.08, "qualifying": 0.04}
        ),
        needs=needs,
        unrecorded={
            column: chance.between(5, 30)
            for column, share in _UNRECORDED.items()
            if chance.happens(share)
        },
        reach=chance.pick({0.8: 0.5, 0.65: 0.35, 0.3: 0.15}),
        hub_taste=chance.pick({0.8: 0.15, 0.25: 0.3, 0.0: 0.55}),
    )
