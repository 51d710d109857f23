"""The made-up service's staff: advisers by team, joiners and leavers, and the people they work
with.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from data.sample.chance import Chance
from data.sample.days import When
from data.sample.life import Life

TEAM_OF_AREA = {
    "Ashgate": "Team Heron",
    "Millbrook": "Team Curlew",
    "elsewhere in borough": "Team Plover",
    "out of area": "Team Wren",
}
ALWAYS, STAYS = date(2020, 1, 1), date(2099, 1, 1)
_FULL = 33  # the most people an adviser is given


@dataclass(frozen=True, slots=True)
class Adviser:
    name: str
    team: str
    came: date = ALWAYS
    went: date = STAYS

    def there(self, on: date) -> bool:
        return self.came <= on < self.went


def _team(team: str, *names: str, **came_or_went: tuple[date, date]) -> list[Adviser]:
    return [
        Adviser(f"Adviser {name}", team, *came_or_went.get(name.replace(" ", "_"), (ALWAYS, STAYS)))
        for name in names
    ]


ADVISERS = [
    *_team(
        "Team Heron",
        "Rowan Pike",
        "Hazel Finch",
        "Jasper Brook",
        "Bryony Stone",
        "Ash Thicket",
        "Clover Dale",
        "Linden Frost",
        Clover_Dale=(date(2024, 5, 7), STAYS),
        Linden_Frost=(date(2024, 6, 17), STAYS),
    ),
    *_team(
        "Team Curlew",
        "Sage Hollow",
        "Willow Tarn",
        "Reed Barley",
        "Fern Cobble",
        "Thistle Rook",
        "Moss Lantern",
        "Heath Sparrow",
        "Juniper Vale",
        Willow_Tarn=(ALWAYS, date(2024, 9, 7)),
        Reed_Barley=(ALWAYS, date(2024, 9, 21)),
        Moss_Lantern=(date(2024, 5, 7), STAYS),
        Heath_Sparrow=(date(2024, 10, 28), STAYS),
        Juniper_Vale=(date(2024, 11, 18), STAYS),
    ),
    *_team(
        "Team Plover",
        "Dale Harebell",
        "Robin Quill",
        "Laurel Gorse",
        "Flint Meadow",
        "Marigold Ridge",
        "Poppy Saltmarsh",
        Flint_Meadow=(ALWAYS, date(2024, 1, 13)),
        Marigold_Ridge=(date(2024, 2, 19), STAYS),
        Poppy_Saltmarsh=(date(2024, 4, 22), STAYS),
    ),
    *_team(
        "Team Wren",
        "River Copse",
        "Holly Bramble",
        "Alder Wick",
        "Daisy Furrow",
        "Basil Orchard",
        "Sorrel Beck",
        "Primrose Kettle",
        Basil_Orchard=(date(2024, 5, 7), STAYS),
        Sorrel_Beck=(date(2024, 6, 3), STAYS),
        Primrose_Kettle=(date(2025, 1, 6), STAYS),
    ),
]
SOCIAL_WORKERS = tuple(
    f"Social Worker {name}"
    for name in (
        "Bracken Lowe",
        "Celandine Hope",
        "Tansy Wold",
        "Yarrow Kite",
        "Larch Penny",
        "Teasel Moor",
        "Burnet Shaw",
        "Campion Hythe",
        "Dock Lapwing",
    )
)


class Caseloads:
    """The number of people each adviser works with."""

    def __init__(self) -> None:
        self._load: Counter[str] = Counter()
        self._social: Counter[str] = Counter()

    def give(self, life: Life, on: date) -> None:
        """Allocate the adviser of their team with the fewest people, unless all are full."""
        life.team = life.team or TEAM_OF_AREA[life.area]
        freest = self._freest(life.team, on)
        if self._load[freest] < _FULL:
            life.adviser = freest
            self._load[freest] += 1

    def _freest(self, team: str, on: date) -> str:
        there = [adviser.name for adviser in ADVISERS if adviser.there(on) and adviser.team == team]
        return min(there, key=lambda name: self._load[name])

    def share_out(self, life: Life, on: date, chance: Chance) -> None:
        """Move people to a new adviser from colleagues in the team who have far more."""
        if not life.adviser or not life.team:
            return
        if self._load[life.adviser] > self._load[
            self._freest(life.team, on)
        ] + 7 and chance.happens(0.2):
            self.take(life)
            self.give(life, on)

    def take(self, life: Life) -> None:
        """End the allocation of an adviser."""
        if life.adviser:
            self._load[life.adviser] -= 1
        life.adviser = None

    def leave(self, life: Life) -> None:
        """End all allocations of someone who leaves the list."""
        self.take(life)
        if life.social_worker:
            self._social[life.social_worker] -= 1
            life.social_worker = None

    def look_after(self, life: Life, age: int) -> None:
        """Allocate a social worker, in addition to the adviser, to a looked-after child until
        18."""
        wanted = age < 18 and life.person.before_18 != "qualifying"
        if wanted and life.social_worker is None:
            life.social_worker = min(SOCIAL_WORKERS, key=lambda name: self._social[name])
            self._social[life.social_worker] += 1
        elif not wanted and life.social_worker is not None:
            self._social[life.social_worker] -= 1
            life.social_worker = None

    def allocate(self, life: Life, when: When, chance: Chance, new: bool) -> None:
        """End old allocations and make new ones for people who wait.

        Nearly everyone aged 18 to 20 gets an adviser, fewer at 16 and 17, and only supported people
        at 21 and over.
        """
        age = life.age(when)
        self.look_after(life, age)
        if life.adviser and not _BY_NAME[life.adviser].there(when.as_at):
            self.take(life)
        if life.support == "closed" or (life.support != "supported" and age >= 21):
            self.take(life)
            if age >= 21 and when.as_at < date(2024, 5, 1):
                life.team = None
        elif not life.adviser and chance.happens(self._readiness(age, when, new)):
            self.give(life, when.as_at)
        else:
            self.share_out(life, when.as_at, chance)
        if life.team is None and (age < 21 or when.as_at >= date(2024, 5, 1)):
            life.team = TEAM_OF_AREA[life.area]

    @staticmethod
    def _readiness(age: int, when: When, new: bool) -> float:
        if age >= 21:
            return 0.95
        if new and when.index == 0:
            return 0.82 if age < 18 else 0.965
        return 0.2 + 0.25 * when.pace if age < 18 else 0.65


_BY_NAME = {adviser.name: adviser for adviser in ADVISERS}


def who_calls(life: Life, on: date, chance: Chance) -> str:
    """Return the person's adviser, otherwise another adviser of the team."""
    if life.adviser and _BY_NAME[life.adviser].there(on):
        return life.adviser
    team = life.team or TEAM_OF_AREA[life.area]
    return chance.one_of(
        [adviser.name for adviser in ADVISERS if adviser.team == team and adviser.there(on)]
    )
