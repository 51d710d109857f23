"""The made-up council's own impact measures, which are counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.sample.chance import Chance
from data.sample.plan import PLAN_MONTHS
from data.sample.workforce import Row


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that moves from `first` in April 2024 to `last` in March 2025.

    It is a share of `asked` cases per month, or a plain number.
    """

    id: str
    title: str
    unit: str
    better: str
    first: float
    last: float
    asked: tuple[int, int]  # the fewest and the most cases in a month; (0, 0) for a plain number
    target: float
    source: str


_MEASURES = (
    Measure("IM-21", "Young people who would recommend the service to a friend", "%", "higher", 0.48, 0.69, (28, 60), 75, "Monthly survey"),
    Measure("IM-41", "Plans that an audit found led by the child", "%", "higher", 0.41, 0.66, (18, 30), 80, "Thematic audits"),
    Measure("IM-51", "Visits with a purpose and next steps written down", "%", "higher", 0.52, 0.83, (60, 90), 90, "Dip samples by team managers"),
    Measure("IM-52", "Children in care visited on time", "%", "higher", 0.86, 0.87, (480, 520), 95, "Case system"),
    Measure("IM-61", "Requests for a home answered with a suitable one within 28 days", "%", "higher", 0.58, 0.55, (22, 38), 80, "Placement requests"),
    Measure("IM-62", "Young people of 16 and 17 in accommodation that is registered", "%", "higher", 0.78, 1.0, (36, 44), 100, "Commissioning register"),
    Measure("IM-63", "Miles from home, middle value of new homes", "miles", "lower", 19, 21, (0, 0), 12, "Placement requests"),
    Measure("IM-71", "Escalations answered within 10 working days", "%", "higher", 0.44, 0.86, (14, 26), 90, "Escalation log"),
    Measure("IM-72", "Plans looked at midway between reviews", "%", "higher", 0.5, 0.78, (30, 48), 85, "Reviewing officers' monitoring forms"),
)  # fmt: skip
_SURE = 1.0  # a share without random variation


def impact_measures(chance: Chance) -> list[list[Row]]:
    """Return the rows of each month of the plan, from April 2024."""
    return [[_row(one, number, chance) for one in _MEASURES] for number in range(len(PLAN_MONTHS))]


def _row(one: Measure, number: int, chance: Chance) -> Row:
    share = one.first + (one.last - one.first) * number / (len(PLAN_MONTHS) - 1)
    return {
        "measure_id": one.id,
        "measure": one.title,
        "area_for_improvement": one.id[3],
        **_counted(one, share, chance),
        "unit": one.unit,
        "better_is": one.better,
        "baseline": round(100 * one.first) if one.unit == "%" else one.first,
        "target": one.target,
        "target_date": date(2025, 3, 31),
        "source": one.source,
        "commentary": "Few cases a month: look at several months together"
        if one.asked[1] < 30
        else None,
    }


def _counted(one: Measure, share: float, chance: Chance) -> Row:
    if one.unit != "%":
        return {
            "numerator": None,
            "denominator": None,
            "value": round(share + 4 * chance.roll() - 2, 1),
        }
    asked = chance.between(*one.asked)
    good = asked if share >= _SURE else sum(chance.happens(share) for _ in range(asked))
    return {"numerator": good, "denominator": asked, "value": None}
