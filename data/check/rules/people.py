"""The checks across columns of care leavers, contacts and services; `practice` and `plan` have the
others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from data.check.ids import id_keys
from data.check.link_ids import LINKED, UNCLEAR
from data.check.rules.ids import ID_RULES
from data.check.rules.plan import PLAN_RULES
from data.check.rules.practice import PRACTICE_RULES
from data.check.rules.rule import ERROR, NOTE, WARNING, Rule, Tables
from data.dates import age_on
from data.problems import Severity


def _people(
    function: Callable[[pd.DataFrame, date], pd.Series],
) -> Callable[[Tables, date], pd.Series]:
    return lambda tables, as_at: function(tables["care_leavers"], as_at)


def age_impossible(people: pd.DataFrame, as_at: date) -> pd.Series:
    age = age_on(people["date_of_birth"], as_at)
    return (age < 10) | (age >= 100)


def age_unlikely(people: pd.DataFrame, as_at: date) -> pd.Series:
    age = age_on(people["date_of_birth"], as_at)
    return age.between(10, 14) | age.between(27, 99)


def age_differs(people: pd.DataFrame, as_at: date) -> pd.Series:
    """Compare completed years: 17.5 is 17, and a decimal age may be wrong by a few days."""
    age = age_on(people["date_of_birth"], as_at)
    years = people["age"].floordiv(1)
    nearly = people["age"].add(0.01).floordiv(1).where(people["age"] % 1 > 0, years)
    return people["age"].notna() & age.notna() & (years != age) & (nearly != age)


def homeless_or_custody_suitable(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].isin(["S", "X"]) & people[
        "suitability_of_accommodation"
    ].eq("suitable")


def foyer_under_18(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].eq("T") & (age_on(people["date_of_birth"], as_at) < 18)


def foster_carer_at_17(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].eq("Z") & (age_on(people["date_of_birth"], as_at) == 17)


def supported_but_not_in_touch(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["support_status"].eq("supported") & people["la_in_touch"].isin(
        ["REFU", "NREQ", "RHOM", "DIED"]
    )


def custody_contradicted(people: pd.DataFrame, as_at: date) -> pd.Series:
    in_custody = people["type_of_accommodation"].eq("X")
    return (people["custody"].eq("Y") & ~in_custody & people["type_of_accommodation"].notna()) | (
        people["custody"].eq("N") & in_custody
    )


def same_person_twice(people: pd.DataFrame, as_at: date) -> pd.Series:
    alike = ["date_of_birth", "gender", "ethnicity", "allocated_personal_adviser"]
    return people.groupby(alike)["child_unique_id"].transform("nunique") > 1


def same_but_for_zeros(people: pd.DataFrame, as_at: date) -> pd.Series:
    number = id_keys(people["child_unique_id"]).str.lstrip("0")
    ids = people.groupby([number, "date_of_birth"])["child_unique_id"].transform("nunique")
    return number.ne("") & (ids > 1)


# What the DfE checks in a return. In a month only the first is checked: a fact that nobody knows
# yet is
# not a mistake there.


def gone_but_recorded(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["la_in_touch"].isin(["DIED", "RHOM"]) & (
        people["activity_status"].notna() | people["type_of_accommodation"].notna()
    )


def in_touch_and_one_unknown(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["la_in_touch"].eq("YES") & (
        people["activity_status"].isna() | people["type_of_accommodation"].isna()
    )


def person_unknown(table: str) -> Callable[[Tables, date], pd.Series]:
    def finds(tables: Tables, as_at: date) -> pd.Series:
        if "care_leavers" not in tables:
            return pd.Series(False, index=tables[table].index)
        ids = tables[table]["child_unique_id"]
        return ids.notna() & ~ids.isin(set(tables["care_leavers"]["child_unique_id"]))

    return finds


def ended_before_it_began(tables: Tables, as_at: date) -> pd.Series:
    return tables["service_use"]["end_date"] < tables["service_use"]["start_date"]


def _rule(
    severity: Severity,
    column: str,
    needs: str,
    message: str,
    advice: str,
    function: Callable[[pd.DataFrame, date], pd.Series],
    formats: tuple[str, ...] = (),
) -> Rule:
    return Rule(
        function.__name__,
        severity,
        "care_leavers",
        column,
        tuple(needs.split()),
        message,
        advice,
        _people(function),
        formats,
    )


_THREE = "la_in_touch activity_status type_of_accommodation"
_TYPE, _AGE = (
    "type_of_accommodation",
    "Correct the date of birth, or remove the person if they are not a care leaver.",
)
RULES: tuple[Rule, ...] = (
    _rule(
        ERROR,
        "date_of_birth",
        "date_of_birth",
        "makes this person younger than 10 or older than 100",
        _AGE,
        age_impossible,
    ),
    _rule(
        WARNING,
        "date_of_birth",
        "date_of_birth",
        "makes this person younger than 15 or older than 26, which is outside a "
        "leaving-care service",
        _AGE,
        age_unlikely,
    ),
    _rule(
        WARNING,
        "age",
        "age date_of_birth",
        "does not match the date of birth, which is used instead",
        "Correct the one that is wrong.",
        age_differs,
    ),
    _rule(
        WARNING,
        _TYPE,
        f"{_TYPE} suitability_of_accommodation",
        "(no fixed abode or custody) is marked suitable; it is counted as unsuitable",
        "Mark it unsuitable, or correct the type.",
        homeless_or_custody_suitable,
    ),
    _rule(
        WARNING,
        _TYPE,
        f"{_TYPE} date_of_birth",
        "(a foyer) is not for someone under 18",
        "Correct the type of accommodation.",
        foyer_under_18,
    ),
    _rule(
        WARNING,
        _TYPE,
        f"{_TYPE} date_of_birth",
        "(with former foster carers) is not for a 17-year-old, who is still fostered",
        "Correct the type of accommodation.",
        foster_carer_at_17,
    ),
    _rule(
        WARNING,
        "support_status",
        "support_status la_in_touch",
        "is supported, but LA in Touch is refused, not needed, returned home or died",
        "Correct the one that is out of date.",
        supported_but_not_in_touch,
    ),
    _rule(
        WARNING,
        "custody",
        f"custody {_TYPE}",
        "contradicts the type of accommodation, which is used",
        "Correct the one that is out of date.",
        custody_contradicted,
    ),
    _rule(
        WARNING,
        "child_unique_id",
        "date_of_birth gender ethnicity allocated_personal_adviser",
        "may be the same person as another row: same date of birth, gender, ethnicity and adviser",
        "If it is one person, keep one ID.",
        same_person_twice,
    ),
    _rule(
        WARNING,
        "child_unique_id",
        "date_of_birth",
        "may be the same person as another row: same date of birth, and the IDs differ "
        "only by leading zeros",
        "If it is one person, keep one ID.",
        same_but_for_zeros,
    ),
    _rule(
        WARNING,
        "la_in_touch",
        _THREE,
        "is died or returned home, but an activity or accommodation is still recorded",
        "Clear both, or correct LA in Touch.",
        gone_but_recorded,
    ),
    _rule(
        WARNING,
        "la_in_touch",
        _THREE,
        "is in touch, which in this return needs both an activity and an accommodation",
        "Record both, or correct the code.",
        in_touch_and_one_unknown,
        ("oc3",),
    ),
    Rule(
        "contact_person_unknown",
        NOTE,
        "contacts",
        "child_unique_id",
        (),
        "is not among the care leavers of this extract",
        "The row is kept: they may have left, or the ID may be mistyped.",
        person_unknown("contacts"),
    ),
    Rule(
        "service_person_unknown",
        NOTE,
        "service_use",
        "child_unique_id",
        (),
        "is not among the care leavers of this extract",
        "The row is kept: they may have left, or the ID may be mistyped.",
        person_unknown("service_use"),
    ),
    Rule(
        "ended_before_it_began",
        WARNING,
        "service_use",
        "end_date",
        ("end_date", "start_date"),
        "is before the start date",
        "Correct the date that is wrong.",
        ended_before_it_began,
    ),
    *ID_RULES,
    *PRACTICE_RULES,
    *PLAN_RULES,
)

HALF_FILLED = Rule(
    "return_half_filled",
    WARNING,
    "care_leavers",
    "la_in_touch",
    (),
    "is blank, but in touch, activity or accommodation is filled; the DfE takes all three or none",
    "Fill all three, with 0 if no activity or accommodation is recorded.",
)
KNOWN_BEFORE = Rule(
    "id_known_before",
    NOTE,
    "care_leavers",
    "child_unique_id",
    (),
    "differs only by leading zeros from an earlier month's ID with the same date of birth; "
    "read as that ID",
    "Store the ID column as text in every month's extract.",
)
ID_LINKS = {
    LINKED: Rule(
        LINKED,
        NOTE,
        "contacts",
        "child_unique_id",
        (),
        "differs only by leading zeros from the ID of one of the care leavers; read as that ID",
        "Store the ID column as text in every sheet.",
    ),
    UNCLEAR: Rule(
        UNCLEAR,
        WARNING,
        "contacts",
        "child_unique_id",
        (),
        "differs only by leading zeros from the IDs of several care leavers; not linked to "
        "any of them",
        "Write the whole ID, with its zeros.",
    ),
}
TWO_BIRTHS = Rule(
    "id_two_births",
    ERROR,
    "care_leavers",
    "child_unique_id",
    (),
    "is in several rows with different dates of birth",
    "Find out which is right. None of these rows is used.",
)
TWO_TABLES_BIRTHS = Rule(
    "birth_differs",
    ERROR,
    "care_leavers",
    "date_of_birth",
    (),
    "differs from this person's date of birth in the other table",
    "Find out which is right. The row is not used.",
)
BEFORE_BIRTH = Rule(
    "before_birth",
    WARNING,
    "care_leavers",
    "latest_date_of_contact",
    (),
    "is before this person was born, so the date is not used",
    "Correct the date, or the date of birth.",
)
NO_BIRTH = Rule(
    "no_birth",
    ERROR,
    "care_leavers",
    "date_of_birth",
    (),
    "has no date of birth in the table of people",
    "Add the person to the table of people, or their date of birth.",
)
REPEATED = Rule(
    "person_repeated",
    WARNING,
    "care_leavers",
    "child_unique_id",
    (),
    "is in several rows; the row with the latest contact is used, not this one",
    "Remove the older row from the extract.",
)


def nobody_unserved(tables: Tables, as_at: date) -> str:
    """Return a warning if everyone aged 21 to 24 in the extract has a service, otherwise "".

    Some case systems record an eligibility at 22 to 25 only while a worker is allocated, so people
    without a service are missing.
    """
    people = tables.get("care_leavers")
    if people is None or not (
        {"support_status", "allocated_personal_adviser"} & set(people.columns)
    ):
        return ""
    older = people[age_on(people["date_of_birth"], as_at).between(21, 24)]
    if older.empty:
        return (
            "Nobody in this extract is aged 21 to 24. Care leavers are entitled to support "
            "until 25. Ask for an extract that does not depend on an allocated worker."
        )
    served = (
        older["support_status"].eq("supported")
        if "support_status" in people
        else older["allocated_personal_adviser"].notna()
    )
    if not served.all():
        return ""
    return (
        f"All {len(older)} people aged 21 to 24 in this extract have a service. Some case "
        "systems leave out people with no allocated worker. "
        "Check that it has everyone aged 21 to 24, including people who have not been called."
    )
