"""THE checks across columns: a code, the column it is shown at, a sentence, and a function that finds the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.dates import age_on
from data.problems import Severity

Tables = dict[str, pd.DataFrame]
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of rows. `finds` returns True for each row of `table` that breaks it."""

    code: str
    severity: Severity
    table: str
    column: str  # whose cell is named
    needs: tuple[str, ...]
    message: str
    advice: str
    finds: Callable[[Tables, date], pd.Series] | None = None  # None: found by the reader, which alone knows a person's other rows


def _people(function: Callable[[pd.DataFrame, date], pd.Series]) -> Callable[[Tables, date], pd.Series]:
    return lambda tables, as_at: function(tables["care_leavers"], as_at)


def age_impossible(people: pd.DataFrame, as_at: date) -> pd.Series:
    age = age_on(people["date_of_birth"], as_at)
    return (age < 10) | (age >= 100)


def age_unlikely(people: pd.DataFrame, as_at: date) -> pd.Series:
    age = age_on(people["date_of_birth"], as_at)
    return age.between(10, 14) | age.between(27, 99)


def age_differs(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["age"].notna() & (people["age"] != age_on(people["date_of_birth"], as_at))


def homeless_or_custody_suitable(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].isin(["S", "X"]) & people["suitability_of_accommodation"].eq("suitable")


def foyer_under_18(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].eq("T") & (age_on(people["date_of_birth"], as_at) < 18)


def foster_carer_at_17(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["type_of_accommodation"].eq("Z") & (age_on(people["date_of_birth"], as_at) == 17)


def supported_but_not_in_touch(people: pd.DataFrame, as_at: date) -> pd.Series:
    return people["support_status"].eq("supported") & people["la_in_touch"].isin(["REFU", "NREQ", "RHOM", "DIED"])


def custody_contradicted(people: pd.DataFrame, as_at: date) -> pd.Series:
    in_custody = people["type_of_accommodation"].eq("X")
    return (people["custody"].eq("Y") & ~in_custody & people["type_of_accommodation"].notna()) | (people["custody"].eq("N") & in_custody)


def same_person_twice(people: pd.DataFrame, as_at: date) -> pd.Series:
    alike = ["date_of_birth", "gender", "ethnicity", "allocated_personal_adviser"]
    return people.groupby(alike)["child_unique_id"].transform("nunique") > 1


def person_unknown(table: str) -> Callable[[Tables, date], pd.Series]:
    def finds(tables: Tables, as_at: date) -> pd.Series:
        if "care_leavers" not in tables:
            return pd.Series(False, index=tables[table].index)
        ids = tables[table]["child_unique_id"]
        return ids.notna() & ~ids.isin(set(tables["care_leavers"]["child_unique_id"]))

    return finds


def ended_before_it_began(tables: Tables, as_at: date) -> pd.Series:
    return tables["service_use"]["end_date"] < tables["service_use"]["start_date"]


# The practice tables.


def _in(table: str, function: Callable[[pd.DataFrame, date], pd.Series]) -> Callable[[Tables, date], pd.Series]:
    return lambda tables, as_at: function(tables[table], as_at)


def audit_repeated(audits: pd.DataFrame, as_at: date) -> pd.Series:
    return audits["audit_id"].notna() & audits["audit_id"].duplicated(keep=False)


def learning_closed_before_audit(audits: pd.DataFrame, as_at: date) -> pd.Series:
    return audits["learning_closed_date"] < audits["date"]


def worker_missing(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["worker_id"].isna() & ~_vacant(posts)


def vacant_with_worker(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["worker_id"].notna() & _vacant(posts)


def _vacant(posts: pd.DataFrame) -> pd.Series:
    return posts["vacant"].eq("Y") if "vacant" in posts else pd.Series(False, index=posts.index)


def ended_before_starting(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["end"] < posts["start"]


def trained_worker_unknown(tables: Tables, as_at: date) -> pd.Series:
    ids = tables["training"]["worker_id"]
    if "workforce" not in tables:
        return pd.Series(False, index=ids.index)
    return ids.notna() & ~ids.isin(set(tables["workforce"]["worker_id"].dropna()))


def more_positive_than_asked(voice: pd.DataFrame, as_at: date) -> pd.Series:
    return voice["positive"] > voice["respondents"]


def _practice(
    severity: Severity, table: str, column: str, needs: str, message: str, advice: str, function: Callable[[pd.DataFrame, date], pd.Series]
) -> Rule:
    return Rule(function.__name__, severity, table, column, tuple(needs.split()), message, advice, _in(table, function))


def _rule(
    severity: Severity, column: str, needs: str, message: str, advice: str, function: Callable[[pd.DataFrame, date], pd.Series]
) -> Rule:
    return Rule(function.__name__, severity, "care_leavers", column, tuple(needs.split()), message, advice, _people(function))


_TYPE, _AGE = "type_of_accommodation", "Correct the date of birth, or take the person out if they are not a care leaver."
RULES: tuple[Rule, ...] = (
    _rule(ERROR, "date_of_birth", "date_of_birth", "makes this person younger than 10 or older than 100", _AGE, age_impossible),
    _rule(WARNING, "date_of_birth", "date_of_birth", "makes this person younger than 15 or older than 26, which is outside a leaving-care service", _AGE, age_unlikely),
    _rule(WARNING, "age", "age date_of_birth", "is not the age that the date of birth gives; the date of birth is used", "Correct whichever is wrong.", age_differs),
    _rule(WARNING, _TYPE, f"{_TYPE} suitability_of_accommodation", "(no fixed abode or custody) is marked suitable; it is counted as unsuitable", "Mark it unsuitable, or correct the type.", homeless_or_custody_suitable),
    _rule(WARNING, _TYPE, f"{_TYPE} date_of_birth", "(a foyer) is not for someone under 18", "Correct the type of accommodation.", foyer_under_18),
    _rule(WARNING, _TYPE, f"{_TYPE} date_of_birth", "(with former foster carers) is not for a 17-year-old, who is still fostered", "Correct the type of accommodation.", foster_carer_at_17),
    _rule(WARNING, "support_status", "support_status la_in_touch", "says supported, while LA in Touch says refused, not needed, returned home or died", "Correct whichever is out of date.", supported_but_not_in_touch),
    _rule(WARNING, "custody", f"custody {_TYPE}", "contradicts the type of accommodation, which decides", "Correct whichever is out of date.", custody_contradicted),
    _rule(WARNING, "child_unique_id", "date_of_birth gender ethnicity allocated_personal_adviser", "may be the same person as another row: same date of birth, gender, ethnicity and adviser", "If it is one person, keep one id.", same_person_twice),
    Rule("contact_person_unknown", NOTE, "contacts", "child_unique_id", (), "is not among the care leavers of this extract", "Kept: they may have left, or the id may be mistyped.", person_unknown("contacts")),
    Rule("service_person_unknown", NOTE, "service_use", "child_unique_id", (), "is not among the care leavers of this extract", "Kept: they may have left, or the id may be mistyped.", person_unknown("service_use")),
    Rule("ended_before_it_began", WARNING, "service_use", "end_date", ("end_date", "start_date"), "is before the start date", "Correct whichever is wrong.", ended_before_it_began),
    _practice(WARNING, "audits", "audit_id", "", "stands in several rows; each is counted", "Keep one row an audit.", audit_repeated),
    _practice(WARNING, "audits", "learning_closed_date", "learning_closed_date", "is before the day of the audit", "Correct whichever is wrong.", learning_closed_before_audit),
    _practice(ERROR, "workforce", "worker_id", "", "is blank, and the post is not marked vacant", "Give the worker's id, or mark the post vacant.", worker_missing),
    _practice(NOTE, "workforce", "vacant", "vacant", "says that the post is vacant, while a worker is named; it counts as vacant", "Take the worker out, or mark the post as filled.", vacant_with_worker),
    _practice(WARNING, "workforce", "end", "start end", "is before the start", "Correct whichever is wrong.", ended_before_starting),
    Rule("trained_worker_unknown", NOTE, "training", "worker_id", (), "is not in the table Workforce of this extract", "Kept, but not counted: they may have left, or the id may be mistyped.", trained_worker_unknown),
    _practice(WARNING, "voice", "positive", "positive respondents", "is more than the number of respondents", "Correct whichever is wrong.", more_positive_than_asked),
)  # fmt: skip

TWO_BIRTHS = Rule(
    "id_two_births",
    ERROR,
    "care_leavers",
    "child_unique_id",
    (),
    "stands in several rows with different dates of birth",
    "Find out which is right. None of these rows is used.",
)
REPEATED = Rule(
    "person_repeated",
    WARNING,
    "care_leavers",
    "child_unique_id",
    (),
    "stands in several rows; the one with the latest contact is used, not this one",
    "Take the older row out of the extract.",
)


def nobody_unserved(tables: Tables, as_at: date) -> str:
    """A sentence where the extract seems to hold only those 21-24 who have a service; else nothing.

    Some case systems give a 22-25 an eligibility only while a worker is allocated, so the unserved drop out.
    """
    people = tables.get("care_leavers")
    if people is None or not ({"support_status", "allocated_personal_adviser"} & set(people.columns)):
        return ""
    older = people[age_on(people["date_of_birth"], as_at).between(21, 24)]
    if older.empty:
        return "Nobody in this extract is aged 21 to 24. Care leavers keep their entitlement to 25: ask for an extract that does not depend on an allocated worker."
    served = older["support_status"].eq("supported") if "support_status" in people else older["allocated_personal_adviser"].notna()
    if not served.all():
        return ""
    return (
        f"All {len(older)} people aged 21 to 24 in this extract have a service. Some systems drop whoever has no worker from the list: "
        "check that everyone aged 21 to 24 is in it, also those nobody has called."
    )
