"""Months of a plan written by hand: actions as text, and impact measures that go up, down, stay
flat or are new.
"""

from __future__ import annotations

from calendar import monthrange

from analytics.month.month import Month
from analytics.plan import Plan, plan
from tests.spec.drawn import month

PEOPLE = "id | born\n1 | 2005-01-01"
SHORT = {"id": "action_id", "area": "area_for_improvement", "rag": "delivery_rag", "lead_says": "impact_rag", "why": "reason_for_rag_change", "measures": "impact_measure_ids"}  # fmt: skip
WAYS = {"UP": 90, "DOWN": 10, "FLAT": 51}  # out of 100, after 13 months at about 50


def sheet(key: str, actions: str | None, people: str = PEOPLE, **others: str) -> Month:
    """Return a month 'YYYY-MM' with actions from text; a missing action text and area are filled
    in.
    """
    year, number = map(int, key.split("-"))
    if actions is not None:
        others["plan_actions"] = _filled(actions)
    return month(f"{key}-{monthrange(year, number)[1]}", people, **others)


def _filled(actions: str) -> str:
    lines = [
        [cell.strip() for cell in line.split("|")]
        for line in actions.strip().splitlines()
        if line.strip()
    ]
    heads = [SHORT.get(name, name) for name in lines[0]]
    more = {"action": "Do it", "area_for_improvement": "1", "delivery_rag": "green"}
    lacking = {name: value for name, value in more.items() if name not in heads}
    rows = [[*heads, *lacking], *([*line, *lacking.values()] for line in lines[1:])]
    return "\n".join(" | ".join(row) for row in rows)


def planned(*months: tuple[str, str], **others: str) -> Plan:
    """Return the plan of the last of these (month, actions)."""
    found = plan([sheet(key, actions, **others) for key, actions in months])
    assert found
    return found


def measured(actions: str, count: int = 14) -> Plan:
    """Return the plan of March 2025 with measures of `count` months: UP, DOWN, FLAT, and NEW with
    two months.
    """
    keys = [f"{2024 + number // 12}-{number % 12 + 1:02}" for number in range(15 - count, 15)]
    months = [
        sheet(
            key, actions if key == keys[-1] else None, impact_measures=_measures(place, len(keys))
        )
        for place, key in enumerate(keys)
    ]
    found = plan(months)
    assert found
    return found


def _measures(place: int, count: int) -> str:
    last = place == count - 1
    rows = [
        f"{name} | Measure {name} | {way if last else 50 + place % 2} | 100 | % | higher | 50 | 95"
        for name, way in WAYS.items()
    ]
    rows += ["NEW | Measure NEW | 3 | 10 | % | higher | 50 | 95"] if place >= count - 2 else []
    return "\n".join(
        [
            "measure_id | measure | numerator | denominator | unit | better_is | baseline | target",
            *rows,
        ]
    )
