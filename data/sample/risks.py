"""The made-up council's risks to its plan, and the plan's costs."""

from __future__ import annotations

from data.sample.days import When, months_after
from data.sample.plan import PLAN_MONTHS
from data.sample.workforce import Row

_RISKS = (  # risk, owner, what is done about it, likelihood and impact by month from April 2024
    ("The improvement plan is not delivered, and young people go without the service they are owed", "Executive Director, Children's Services", "Monthly Improvement Board; corporate risk register, seen each quarter", "444443333332", "555555555555"),
    ("Young people become homeless or stay in unsuitable homes because there are too few", "Head of Housing Options", "Joint protocol with housing; move-on flats", "444444445555", "444444444444"),
    ("Experienced advisers and managers leave under the strain of inspection", "HR Business Partner", "Retention offer; wellbeing support; exit interviews", "333344433332", "444444444444"),
    ("Caseloads grow beyond what an adviser can hold", "Head of Service, Leaving Care", "Two more posts; caseloads looked at each month", "344444444444", "333344444444"),
    ("Young adults drop out of the extract, so that nobody sees who is unserved", "Head of Performance", "Monthly list of who vanished; everyone to 25 in the extract", "543322222222", "555555444444"),
    ("Partners do not release money or staff for joint work", "Director of Adult Social Care", "Corporate Parent Working Group; escalation to the chief executive", "333333444433", "333333333333"),
    ("The cost of homes and agency staff exceeds the budget of the year", "Finance Business Partner", "Monthly forecast; invest to save proposals", "333444455555", "444444444444"),
    ("Monitoring finds that practice has not changed although actions are complete", "Quality Assurance Manager", "Thematic audits; measures next to each action", "444433333333", "444444444444"),
)  # fmt: skip

_PRESSURES = (  # item, kind, pounds, the number of the month it was first on the sheet, approved from, year, note
    ("Two personal advisers for young adults of 21 and over", "pressure", 92_000, 0, 2, "2024/25", "Met within the service's budget"),
    ("Agency cover for posts that are critical", "pressure", 148_000, 1, None, "2024/25", "Reported in the forecast of the year"),
    ("Running costs of the two hubs", "pressure", 36_000, 2, 3, "2024/25", "In premises that the council already uses"),
    ("Twelve move-on flats with a housing association", "invest to save", 310_000, 3, 7, "2024/25", "Saves emergency housing from the second year"),
    ("Supported lodgings: a worker to find and keep hosts", "invest to save", 54_000, 7, 8, "2024/25", "One host saves about 900 pounds a week"),
    ("Emergency and bed and breakfast housing above budget", "pressure", 121_000, 6, None, "2024/25", None),
    ("Staying Close for everyone who leaves a children's home", "business case", 185_000, 5, None, "2025/26", "For the medium term financial strategy"),
    ("Evening and weekend telephone line", "business case", 68_000, 8, 11, "2025/26", "For the medium term financial strategy"),
)  # fmt: skip


def risks(number: int, when: When) -> list[Row]:
    """Return the risk register of one month; `number` counts the months of the plan from 0."""
    return [
        {
            "risk_id": f"R{place}",
            "risk": risk,
            "owner": owner,
            "likelihood": int(likely[number]),
            "impact": int(impact[number]),
            "previous_score": int(likely[number - 1]) * int(impact[number - 1]) if number else None,
            "mitigation": mitigation,
            "review_date": months_after(when.as_at, 3 - number % 3),
        }
        for place, (risk, owner, mitigation, likely, impact) in enumerate(_RISKS, 1)
    ]


def pressures(number: int) -> list[Row]:
    """Return the pressures on the budget up to one month of the plan."""
    return [
        {
            "item": item,
            "kind": kind,
            "amount": pounds,
            "approved": "Y" if approved is not None and number >= approved else "N",
            "year": year,
            "note": note,
        }
        for item, kind, pounds, since, approved, year, note in _PRESSURES
        if since <= number < len(PLAN_MONTHS)
    ]
