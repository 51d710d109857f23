"""Make the eighteen monthly extracts of a made-up council, the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data.sample import (
    audits,
    circumstances,
    contacts,
    impact_measures,
    milestones,
    plan,
    practice,
    risks,
    services,
    sheets,
    support,
    training,
    voice,
    workforce,
)
from data.sample.chance import Chance
from data.sample.days import MONTHS, OUTREACH, YEAR_BEFORE, When
from data.sample.life import Life
from data.sample.people import DECLINED_AT_OUTREACH, Person, everyone
from data.sample.staff import Caseloads
from data.schema import TABLES
from data.writing.month_and_template import write_month

COUNCIL = "Kestrelshire Council"
SEED = 20240542
PRACTICE_SEED = 20240543  # a separate seed, so that the practice tables do not change anyone's life
PLAN_SEED = 20240544  # and neither does the improvement plan


@dataclass(frozen=True, eq=False)
class SampleMonth:
    """One month. `tables` has a DataFrame for each schema key, with the schema's headings and cells
    as users see them.
    """

    as_at: date
    file_name: str
    tables: dict[str, pd.DataFrame]


def sample_months() -> list[SampleMonth]:
    """Return the months from 31 October 2023 to 31 March 2025, oldest first.

    Contacts has the attempts since the last sheet (on the first sheet: in the last twelve months).
    Service use has everything that began in the last twelve months, with its end if it has ended; a
    hub visit is one row on its day. A later sheet replaces earlier rows from its earliest date on,
    so nothing is lost. The practice tables are complete every month: audits of eighteen months,
    posts with people who left in the last fifteen months, courses of workers in post, and a year of
    feedback. The plan's tables begin in April 2024, the first month of the plan.
    """
    chance, caseloads = Chance(SEED), Caseloads()
    people = everyone(chance)
    lives: dict[str, Life] = {}
    standing, planned = _Practice(people, Chance(PRACTICE_SEED)), _Plan(Chance(PLAN_SEED))
    return [_month(when, people, lives, chance, caseloads, standing, planned) for when in MONTHS]


def write_sample(folder: Path) -> list[Path]:
    """Write the eighteen workbooks to a folder, which is made if it is missing; return their
    paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for month in sample_months():
        day = f"{month.as_at.day} {month.as_at:%B %Y}"
        titles = {
            key: f"{COUNCIL} (made-up people): {TABLES[key].title} as at {day}"
            for key in month.tables
        }
        write_month(folder / month.file_name, month.tables, titles)
        written.append(folder / month.file_name)
    return written


class _Practice:
    """The service's practice over all months, made once and shown month by month."""

    def __init__(self, people: list[Person], chance: Chance):
        self._audits = audits.audits(people, chance)
        self._staff = workforce.workers(chance)
        self._supervised = workforce.supervisions(self._staff, chance)
        self._courses = training.courses(self._staff, chance)
        self._voices = voice.voices(chance)

    def tables(self, here: list[Life], when: When) -> dict[str, pd.DataFrame]:
        """Return the four practice tables of one month."""
        caseloads = Counter(
            name for life in here for name in (life.adviser, life.social_worker) if name
        )
        return {
            "audits": sheets.table("audits", audits.rows(self._audits, when)),
            "workforce": sheets.table(
                "workforce", workforce.rows(self._staff, self._supervised, caseloads, when)
            ),
            "training": sheets.table("training", training.rows(self._courses, when)),
            "voice": sheets.table("voice", voice.rows(self._voices, when)),
        }


class _Plan:
    """The improvement plan and its governance, from the first month of the plan."""

    def __init__(self, chance: Chance):
        self._actions = plan.actions(chance)
        self._measures = impact_measures.impact_measures(chance)

    def tables(self, when: When) -> dict[str, pd.DataFrame]:
        """Return the five plan tables of one month, or {} before there was a plan."""
        if when not in plan.PLAN_MONTHS:
            return {}
        number = plan.PLAN_MONTHS.index(when)
        rows = {
            "plan_actions": self._actions[number],
            "impact_measures": self._measures[number],
            "risks": risks.risks(number, when),
            "pressures": risks.pressures(number),
            "milestones": milestones.milestones(when),
        }
        return {key: sheets.table(key, some) for key, some in rows.items()}


def _month(
    when: When,
    people: list[Person],
    lives: dict[str, Life],
    chance: Chance,
    caseloads: Caseloads,
    standing: _Practice,
    planned: _Plan,
) -> SampleMonth:
    listed = [person for person in people if person.on(when.index)]
    for gone in lives.keys() - {person.id for person in listed}:
        caseloads.leave(lives[gone])
    for person in listed:
        if person.id not in lives:
            lives[person.id] = _first_seen(person, when, chance, caseloads)
        else:
            _go_on(lives[person.id], when, chance, caseloads)
    here = [lives[person.id] for person in listed]
    decline = _who_declines(here, when, chance)
    for life in here:
        _a_months_work(life, when, chance, life.person.id in decline)
        caseloads.allocate(life, when, chance, new=False)
    here.sort(key=lambda life: life.person.id)
    tables = sheets.tables(here, when) | standing.tables(here, when) | planned.tables(when)
    for life in here:
        life.shown_to = when.as_at
    return SampleMonth(when.as_at, f"kestrelshire-care-leavers-{when.as_at:%Y-%m}.xlsx", tables)


def _first_seen(person: Person, when: When, chance: Chance, caseloads: Caseloads) -> Life:
    """Make the life of someone new to the sheets; on the first sheet with the year before it."""
    life = Life(person)
    circumstances.settle(life, when, chance)
    support.begin(life, when, chance)
    practice.begin(life, when, chance)
    caseloads.allocate(life, when, chance, new=True)
    for before in YEAR_BEFORE if when.index == 0 else ():
        if person.joined <= before.as_at:
            _a_months_work(life, before, chance, declines=False)
    return life


def _go_on(life: Life, when: When, chance: Chance, caseloads: Caseloads) -> None:
    was_under_21 = life.stage < 21
    support.end(life, when)
    if not life.died(when):
        circumstances.live(life, when, chance)
        if life.age(when) >= 21:
            if was_under_21 and not life.person.served_from:
                support.turn_21(life, when, chance)
            support.change(life, when, chance)
    caseloads.allocate(life, when, chance, new=False)


def _a_months_work(life: Life, when: When, chance: Chance, declines: bool) -> None:
    contacts.make(life, when, chance, declines)
    practice.work(life, when, chance)
    services.use(life, when, chance)


def _who_declines(here: list[Life], when: When, chance: Chance) -> set[str]:
    """Choose the people without a service at the outreach who will decline it."""
    if when.index != OUTREACH.index:
        return set()
    unserved = [
        life.person.id for life in here if life.support == "not receiving" and life.age(when) >= 21
    ]
    return set(chance.some(unserved, DECLINED_AT_OUTREACH))
