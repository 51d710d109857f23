"""Use of services: two hubs from 8 July 2024, and episodes of support in all months."""

from __future__ import annotations

from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import When, months_after, working_day, working_days
from data.sample.life import Life, Use

HUBS_OPENED = date(2024, 7, 8)
HUBS = ("Ashgate hub", "Millbrook hub")
_GROWTH = (0.35, 0.55, 0.7, 0.85, 0.95, 0.78, 1.0, 1.0, 1.0)  # July 2024 to March 2025
_OUTCOMES = {"Completed": 62, "Stopped attending": 22, "Moved on to another service": 16}


def use(life: Life, when: When, chance: Chance) -> None:
    """Add a month's hub visits and the episodes that begin in it."""
    if life.died(when) or life.at_home(when) or life.home in ("X", "G", "H"):
        return
    if when.as_at > HUBS_OPENED:
        _visit_hub(life, when, chance)
    in_service = life.in_service(when)
    for service, (often, shortest, longest) in _episodes(life, when).items():
        under_way = any(
            use.service == service and (use.ends is None or use.ends > when.as_at)
            for use in life.uses
        )
        if not under_way and chance.happens(
            often * (0.8 + 0.5 * when.pace) * (1 if in_service else 0.12)
        ):
            _begin(life, service, when, chance, chance.between(shortest, longest))


def _episodes(life: Life, when: When) -> dict[str, tuple[float, int, int]]:
    """Map each suitable service to its probability of starting in a month and its shortest and
    longest length in days.
    """
    age, needs = life.age(when), life.person.needs
    possible = {
        "Staying Close": (
            0.025 if 18 <= age <= 20 and life.home in ("D", "U", "K", "T") else 0,
            90,
            300,
        ),
        "housing advice": (
            0.13 if needs["homelessness_risk"] or not life.suitable else 0.008,
            14,
            80,
        ),
        "education employment and training support": (
            0.055 if life.activity.startswith("G") else 0.006,
            50,
            170,
        ),
        "health and wellbeing": (0.04 if needs["mental_health_need"] else 0.004, 35, 190),
        "money and benefits": (0.016 if age >= 18 else 0.002, 1, 30),
        "mentoring": (0.009, 80, 260),
    }
    return {service: chances for service, chances in possible.items() if chances[0]}


def _begin(life: Life, service: str, when: When, chance: Chance, days: int) -> None:
    began = working_day(chance, life.since(when), life.until(when))
    if began is None:
        return
    referred = max(life.person.joined, began - timedelta(chance.between(3, 45)))
    life.uses.append(
        Use(
            service,
            began,
            began + timedelta(days),
            referred if chance.happens(0.85) else None,
            chance.pick(_OUTCOMES),
        )
    )


def _visit_hub(life: Life, when: When, chance: Chance) -> None:
    near = {"Ashgate": 0, "Millbrook": 1}.get(life.area)
    far = 0.2 if life.area == "out of area" else 0.7 if near is None else 1
    if not chance.happens(life.person.hub_taste * far * _GROWTH[min(when.index - 9, 8)]):
        return
    often = chance.between(1, 4) if life.person.hub_taste > 0.5 else chance.between(1, 2)
    for day in chance.some(
        working_days(max(life.since(when), HUBS_OPENED - timedelta(1)), life.until(when)), often
    ):
        hub = chance.between(0, 1) if near is None or chance.happens(0.08) else near
        life.uses.append(Use(HUBS[hub], day, None))


def shown(life: Life, when: When) -> list[Use]:
    """Return the uses that began in the last twelve months, with end and outcome if they have
    ended.

    A hub visit is one row on its day.
    """
    rows = []
    for use in life.uses:
        if use.began > months_after(when.as_at, -12):
            ended = use.ends is not None and use.ends <= when.as_at
            rows.append(
                Use(
                    use.service,
                    use.began,
                    use.ends if ended else None,
                    use.referred,
                    use.outcome if ended else None,
                )
            )
    return rows
