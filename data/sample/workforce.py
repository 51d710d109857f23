"""The made-up service's posts: their workers, vacancies, and the latest supervision of each
worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import MONTHS, YEAR_BEFORE, When, months_after, working_day
from data.sample.staff import ADVISERS, ALWAYS, SOCIAL_WORKERS, STAYS

Row = dict[str, object]
HOLD_CASES = ("personal adviser", "social worker")
_LEAVERS_STAY = 15  # months for which a leaver stays on the sheet
_ALL_SUPERVISORS_QUALIFIED = date(2024, 6, 1)
_QUALIFIED_BEFORE = (
    "Team Heron",
    "Team Kingfisher",
)  # teams whose manager was already a qualified social worker
_AGENCY = {
    "Adviser Clover Dale",
    "Adviser Basil Orchard",
    "Adviser Marigold Ridge",
    "Social Worker Larch Penny",
    "Social Worker Dock Lapwing",
}
_OTHERS = (  # role, team, came, the day after their last
    ("team manager", "Team Heron", date(2019, 4, 1), None),
    ("team manager", "Team Curlew", date(2021, 9, 6), date(2024, 5, 25)),
    ("team manager", "Team Curlew", date(2024, 5, 28), None),
    ("team manager", "Team Plover", date(2017, 2, 13), None),
    ("team manager", "Team Wren", date(2022, 6, 20), None),
    ("team manager", "Team Kingfisher", date(2020, 1, 13), None),
    ("service manager", "Leaving care service", date(2018, 10, 1), None),
    ("support worker", "Leaving care service", date(2024, 7, 1), None),
    ("business support", "Leaving care service", date(2016, 5, 9), None),
    ("business support", "Leaving care service", date(2021, 3, 1), date(2024, 8, 3)),
    ("personal adviser", "Team Wren", date(2021, 1, 11), date(2022, 12, 17)),
    ("personal adviser", "Team Curlew", date(2022, 2, 7), date(2023, 3, 4)),
    ("personal adviser", "Team Plover", date(2020, 8, 24), date(2023, 5, 13)),
    ("personal adviser", "Team Heron", date(2022, 9, 5), date(2023, 7, 1)),
    ("personal adviser", "Team Wren", date(2019, 11, 4), date(2023, 9, 9)),
    ("social worker", "Team Kingfisher", date(2021, 6, 1), date(2023, 8, 19)),
)
_VACANT = (  # role, team, empty since, filled on
    ("personal adviser", "Team Heron", date(2023, 7, 1), date(2024, 5, 7)),
    ("personal adviser", "Team Heron", date(2024, 4, 1), date(2024, 6, 17)),
    ("personal adviser", "Team Curlew", date(2023, 11, 6), date(2024, 5, 7)),
    ("personal adviser", "Team Curlew", date(2024, 9, 7), date(2024, 10, 28)),
    ("personal adviser", "Team Curlew", date(2024, 9, 21), date(2024, 11, 18)),
    ("personal adviser", "Team Plover", date(2024, 1, 13), date(2024, 2, 19)),
    ("personal adviser", "Team Plover", date(2023, 5, 13), date(2024, 4, 22)),
    ("personal adviser", "Team Plover", date(2024, 6, 24), None),
    ("personal adviser", "Team Wren", date(2024, 4, 1), date(2024, 5, 7)),
    ("personal adviser", "Team Wren", date(2023, 9, 9), date(2024, 6, 3)),
    ("personal adviser", "Team Wren", date(2024, 6, 10), date(2025, 1, 6)),
    ("personal adviser", "Team Heron", date(2025, 1, 1), None),
    ("social worker", "Team Kingfisher", date(2023, 8, 19), date(2024, 3, 11)),
    ("social worker", "Team Kingfisher", date(2024, 7, 1), None),
    ("support worker", "Leaving care service", date(2024, 4, 1), date(2024, 7, 1)),
    ("business support", "Leaving care service", date(2024, 8, 3), date(2025, 2, 3)),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone in post from `came` to `last`; `name` is as in staff.py for people who work with
    young people.
    """

    id: str
    name: str
    role: str
    team: str
    came: date
    last: date | None
    fte: float
    agency: bool

    def in_post(self, on: date) -> bool:
        return self.came <= on and (self.last is None or on <= self.last)

    def on_sheet(self, on: date) -> bool:
        """Return whether they are in post or left recently."""
        return self.came <= on and (
            self.last is None or months_after(self.last, _LEAVERS_STAY) > on
        )


def workers(chance: Chance) -> list[Worker]:
    """Return everyone on any sheet: the advisers of staff.py from W001, then social workers, then
    the others.
    """
    known: list[tuple[str, str, date, date | None, str]] = [
        ("personal adviser", one.team, one.came, one.went if one.went < STAYS else None, one.name)
        for one in ADVISERS
    ]
    known += [("social worker", "Team Kingfisher", ALWAYS, None, name) for name in SOCIAL_WORKERS]
    known += [(role, team, came, went, "") for role, team, came, went in _OTHERS]
    return [_worker(f"W{number:03}", chance, *one) for number, one in enumerate(known, 1)]


def _worker(
    number: str, chance: Chance, role: str, team: str, came: date, went: date | None, name: str
) -> Worker:
    if came == ALWAYS:
        came = _weekday(date(2015, 1, 5) + timedelta(chance.between(0, 2900)))
    fte = chance.pick({1.0: 78, 0.8: 14, 0.6: 8})
    return Worker(
        number, name, role, team, came, went - timedelta(1) if went else None, fte, name in _AGENCY
    )


def _weekday(day: date) -> date:
    """Return the day, or the Friday before it if it is at a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))


def supervisions(staff: list[Worker], chance: Chance) -> dict[str, list[date]]:
    """Return the days on which each worker was supervised, oldest first; they become more frequent
    over time.
    """
    days: dict[str, list[date]] = {worker.id: [] for worker in staff}
    for when in [*YEAR_BEFORE, *MONTHS]:
        for worker in staff:
            until = min(when.as_at, worker.last or when.as_at)
            held = chance.happens(0.56 + 0.36 * when.pace)
            if held and (day := working_day(chance, max(when.since, worker.came), until)):
                days[worker.id].append(day)
    return days


def rows(
    staff: list[Worker], supervised: dict[str, list[date]], caseloads: Mapping[str, int], when: When
) -> list[Row]:
    """Return the posts of one month, with the vacant ones last."""
    filled = [
        _post(worker, supervised[worker.id], caseloads, when)
        for worker in staff
        if worker.on_sheet(when.as_at)
    ]
    return filled + [
        dict.fromkeys(filled[0]) | {"role": role, "team": team, "fte": 1.0, "vacant": "Y"}
        for role, team, since, until in _VACANT
        if since <= when.as_at and (until is None or when.as_at < until)
    ]


def _post(worker: Worker, supervised: list[date], caseloads: Mapping[str, int], when: When) -> Row:
    gone = not worker.in_post(when.as_at)
    qualified = (
        when.as_at >= _ALL_SUPERVISORS_QUALIFIED
        or worker.team in _QUALIFIED_BEFORE
        or worker.role not in HOLD_CASES
    )
    return {
        "worker_id": worker.id,
        "role": worker.role,
        "team": worker.team,
        "fte": worker.fte,
        "vacant": "N",
        "start": worker.came,
        "end": worker.last if gone else None,
        "agency": "Y" if worker.agency else "N",
        "caseload": caseloads.get(worker.name, 0)
        if worker.role in HOLD_CASES and not gone
        else None,
        "supervisor_is_qualified_social_worker": "Y" if qualified else "N",
        "latest_supervision_date": max(
            (day for day in supervised if day <= when.as_at), default=None
        ),
    }
