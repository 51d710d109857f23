"""The tables of a month's workbook, one per sheet, with codes or labels as a case system writes
them.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.codelists import codelist
from data.sample import services
from data.sample.days import When, months_after
from data.sample.life import Attempt, Life
from data.schema import TABLES, Kind

_AS_CODES = frozenset(
    {"gender", "ethnicity", "in_touch", "accommodation", "activity", "yes_no", "improvement_area"}
)  # all others as labels
_NEED_COLUMNS = (
    "homelessness_risk",
    "mental_health_need",
    "exploitation_risk",
    "parent_or_expecting",
    "substance_misuse",
)
_UNRECORDED_AS = {
    "type_of_accommodation": "accommodation",
    "suitability_of_accommodation": "suitability",
    "activity_status": "activity",
    "la_in_touch": "in_touch",
    "contact_frequency_weeks": "contact_frequency",
}


def tables(lives: list[Life], when: When) -> dict[str, pd.DataFrame]:
    """Return the tables of one month about people."""
    attempts = [
        _attempt(life, attempt)
        for life in lives
        for attempt in life.attempts
        if attempt.on > life.shown_to
    ]
    uses = [_use(life, use) for life in lives for use in services.shown(life, when)]
    return {
        "care_leavers": table("care_leavers", [_care_leaver(life, when) for life in lives]),
        "contacts": table(
            "contacts",
            sorted(attempts, key=lambda row: (row["contact_date"], row["child_unique_id"])),
        ),
        "service_use": table(
            "service_use", sorted(uses, key=lambda row: (row["start_date"], row["child_unique_id"]))
        ),
    }


def table(key: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return rows by column key as a table with headings, in the schema's order, with None for a
    blank.

    A column that no row has is blank. Raises KeyError for a key that is not in the schema.
    """
    if unknown := {name for row in rows for name in row} - {
        column.key for column in TABLES[key].columns
    }:
        raise KeyError(f"not in the table {key}: {', '.join(sorted(unknown))}")
    columns = {}
    for column in TABLES[key].columns:
        values = [row.get(column.key) for row in rows]
        if column.kind is Kind.CODE and column.codes not in _AS_CODES:
            listed = codelist(column.codes)
            values = [None if value is None else listed.label(str(value)) for value in values]
        columns[column.heading] = pd.Series(values, dtype=object)
    return pd.DataFrame(columns)


def _attempt(life: Life, attempt: Attempt) -> dict[str, object]:
    return {
        "child_unique_id": life.person.id,
        "contact_date": attempt.on,
        "purpose": attempt.purpose,
        "method": attempt.method,
        "outcome": attempt.outcome,
        "made_by": attempt.by,
    }


def _use(life: Life, use: services.Use) -> dict[str, object]:
    return {
        "child_unique_id": life.person.id,
        "service": use.service,
        "start_date": use.began,
        "end_date": use.ends,
        "referral_date": use.referred,
        "outcome": use.outcome,
    }


def _care_leaver(life: Life, when: When) -> dict[str, object]:
    row = _who(life, when) | _standing(life, when) | _support(life, when) | _needs(life, when)
    unknown = life.person.unrecorded
    for key in row:
        if unknown.get(_UNRECORDED_AS.get(key, key), -1) >= when.index and not _always_known(
            key, life, when
        ):
            row[key] = None
    if row["support_status"] is None:
        row["support_status_date"] = None
    if row["type_of_accommodation"] in (None, "R", "G", "H"):
        row["suitability_of_accommodation"] = None
    return row


def _always_known(key: str, life: Life, when: When) -> bool:
    """Return whether a column is never blank: deaths, returns home, and support at 21 or over are
    always recorded.
    """
    ended = life.died(when) or life.at_home(when)
    return (key == "la_in_touch" and ended) or (
        key == "support_status" and (ended or life.age(when) >= 21)
    )


def _who(life: Life, when: When) -> dict[str, object]:
    person = life.person
    return {
        "child_unique_id": person.id,
        "gender": person.gender,
        "ethnicity": person.ethnicity,
        "date_of_birth": person.born_on(when.index),
        "age": life.age(when),
        "uasc": _yes(person.uasc),
        "disability": person.disability,
        "allocated_team": life.team,
        "allocated_worker": life.social_worker,
        "allocated_personal_adviser": life.adviser,
        "area": life.area,
        "eligibility_category": _eligibility(life, when),
    }


def _eligibility(life: Life, when: When) -> str:
    """Return the eligibility: eligible while looked after; some case systems drop it at 21 without
    a service.
    """
    if life.age(when) < 18:
        return {"looked after": "eligible"}.get(life.person.before_18, life.person.before_18)
    if (
        life.age(when) >= 21
        and life.support in ("not receiving", "closed")
        and int(life.person.id) % 6 == 0
    ):
        return "none"
    return "qualifying" if life.person.before_18 == "qualifying" else "former relevant"


def _standing(life: Life, when: When) -> dict[str, object]:
    """Return home, activity and contact; blank for people who died or returned home."""
    gone = life.died(when) or life.at_home(when)
    close = [use for use in life.uses if use.service == "Staying Close"]
    return {
        "la_in_touch": _in_touch(life, when),
        "latest_date_of_contact": _latest(life, visits=False),
        "type_of_accommodation": None if gone else life.home,
        "suitability_of_accommodation": None
        if gone
        else "suitable"
        if life.suitable
        else "unsuitable",
        "activity_status": None if gone else life.activity,
        "staying_put": _yes(not gone and life.home == "Z"),
        "staying_close": _yes(
            not gone
            and any(
                use.began <= when.as_at and (use.ends is None or when.as_at < use.ends)
                for use in close
            )
        ),
        "custody": _yes(not gone and life.home == "X"),
    }


def _in_touch(life: Life, when: When) -> str:
    if life.died(when):
        return "DIED"
    if life.at_home(when):
        return "RHOM"
    if life.unwilling:
        return life.unwilling
    latest = _latest(life, visits=False)
    return "YES" if latest and latest > months_after(when.as_at, -5) else "NO"


def _latest(life: Life, visits: bool) -> date | None:
    """Return the last day on which someone was spoken to, or was visited."""
    days = (
        attempt.on
        for attempt in reversed(life.attempts)
        if attempt.answered and (attempt.purpose == "visit" or not visits)
    )
    return next(days, None if visits else life.spoken_before)


def _support(life: Life, when: When) -> dict[str, object]:
    assessed = life.assessed if life.assessed and life.assessed <= when.as_at else None
    return {
        "latest_pathway_plan_review_date": life.plan,
        "support_status": life.support,
        "support_status_date": life.support_since,
        "accommodation_confirmed_date": life.address,
        "latest_visit_date": _latest(life, visits=True),
        "contact_frequency_weeks": life.frequency,
        "health_history_given_date": life.health,
        "local_offer_shared_date": life.offer,
        "needs_assessment_date": assessed,
    }


def _needs(life: Life, when: When) -> dict[str, object]:
    needs: dict[str, object] = {key: _yes(life.person.needs[key]) for key in _NEED_COLUMNS}
    homeless = life.home in ("S", "V", "W") and not life.died(when) and not life.at_home(when)
    return needs | {
        "homelessness_risk": _yes(homeless or life.person.needs["homelessness_risk"]),
        "missing_episodes": life.missing,
    }


def _yes(true: bool) -> str:
    return "Y" if true else "N"
