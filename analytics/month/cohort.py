"""Conditions on a young person at a date, from which measures are built, and the breakdowns.

A condition is a function of a Month that gives, for each person (index: their id), True, False or
missing. Missing means unknown: a coded fact that is blank or could not be read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import NO_ADVISER
from data.codelists import codelist
from data.dates import age_on
from data.schema import CARE_LEAVERS, NEEDS

Condition = Callable[[Month], pd.Series]
BANDS = {"16-17": (16, 17), "18-20": (18, 20), "21-24": (21, 24)}
YOUNGEST, OLDEST = 16, 24
NOT_RECORDED = "Not recorded"


@cached_per_month
def age(month: Month) -> pd.Series:
    """Return each person's completed years at the as-at date."""
    return age_on(month.column("date_of_birth"), month.as_at)


def died(month: Month) -> pd.Series:
    return month.column("la_in_touch").eq("DIED")


@cached_per_month
def in_cohort(month: Month) -> pd.Series:
    """Return who is aged 16 to 24 and has not died."""
    return aged(YOUNGEST, OLDEST)(month)


@cache
def aged(youngest: int, oldest: int) -> Condition:
    """Return the condition: in the cohort and of that age."""
    return cached_per_month(lambda month: age(month).between(youngest, oldest) & ~died(month))


def outside_the_ages(month: Month) -> pd.Series:
    """Return who is in the extract and alive but under 16 or 25 and over; they are in no age
    band."""
    return ~age(month).between(YOUNGEST, OLDEST) & ~died(month)


# --- breakdowns -----------------------------------------------------------------------------------

Groups = dict[str, np.ndarray]


def _by_age(month: Month) -> Groups:
    years = age(month).to_numpy()
    return {str(year): years == year for year in range(YOUNGEST, OLDEST + 1)}


def _by_band(month: Month) -> Groups:
    years = age(month).to_numpy()
    return {band: (years >= low) & (years <= high) for band, (low, high) in BANDS.items()}


def _by_code(key: str) -> Callable[[Month], Groups]:
    codes = codelist(CARE_LEAVERS.column(key).codes)

    def groups(month: Month) -> Groups:
        values = month.column(key)
        present = set(values.dropna())
        order = [code for code in codes.labels if code in present] + sorted(
            present - set(codes.labels)
        )
        found = {codes.label(code): values.eq(code).to_numpy(dtype=bool) for code in order}
        return _with_blank(found, values)

    return groups


def _by_code_group(key: str) -> Callable[[Month], Groups]:
    codes = codelist(CARE_LEAVERS.column(key).codes)

    def groups(month: Month) -> Groups:
        values = month.column(key)
        named = values.map(codes.groups)
        order = [
            group for group in dict.fromkeys(codes.groups.values()) if group in set(named.dropna())
        ]
        return _with_blank({group: named.eq(group).to_numpy(dtype=bool) for group in order}, values)

    return groups


def _by_text(key: str, blank: str) -> Callable[[Month], Groups]:
    def groups(month: Month) -> Groups:
        values = month.column(key)
        return _with_blank(
            {
                text: values.eq(text).to_numpy(dtype=bool)
                for text in sorted(values.dropna().unique())
            },
            values,
            blank,
        )

    return groups


def _by_need(month: Month) -> Groups:
    """Return one group per need.

    A person with two needs is in both groups, so these do not add up to the cohort. Unknown is
    never no.
    """
    keys = [key for key in NEEDS if month.has(key)]
    found, known = {}, []
    for key in keys:
        values = month.column(key)
        found[CARE_LEAVERS.column(key).heading] = (
            values > 0 if key == "missing_episodes" else values.eq("Y")
        ).to_numpy(dtype=bool)
        known.append(
            (values.notna() & (True if key == "missing_episodes" else values.ne("U"))).to_numpy(
                dtype=bool
            )
        )
    any_need, all_known = np.logical_or.reduce(list(found.values())), np.logical_and.reduce(known)
    return {
        **found,
        "No recorded need": ~any_need & all_known,
        NOT_RECORDED: ~any_need & ~all_known,
    }


def _with_blank(found: Groups, values: pd.Series, blank: str = NOT_RECORDED) -> Groups:
    missing = values.isna().to_numpy(dtype=bool)
    return {**found, blank: missing} if missing.any() else found


BREAKDOWNS: dict[str, tuple[str, Callable[[Month], Groups]]] = {
    "age": ("Age", _by_age),
    "age_band": ("Age band", _by_band),
    "eligibility": ("Eligibility", _by_code("eligibility_category")),
    "gender": ("Gender", _by_code("gender")),
    "ethnicity": ("Ethnic group", _by_code_group("ethnicity")),
    "uasc": ("Unaccompanied asylum seeker", _by_code("uasc")),
    "disability": ("Disability", _by_code("disability")),
    "need": ("Additional need", _by_need),
    "area": ("Area", _by_code("area")),
    "team": ("Team", _by_text("allocated_team", "No team")),
    "adviser": ("Personal adviser", _by_text("allocated_personal_adviser", NO_ADVISER)),
}


READS: dict[str, tuple[str, ...]] = {  # the columns that a breakdown reads; one of them is enough
    "age": ("date_of_birth",),
    "age_band": ("date_of_birth",),
    "eligibility": ("eligibility_category",),
    "gender": ("gender",),
    "ethnicity": ("ethnicity",),
    "uasc": ("uasc",),
    "disability": ("disability",),
    "need": NEEDS,
    "area": ("area",),
    "team": ("allocated_team",),
    "adviser": ("allocated_personal_adviser",),
}


def lacking(month: Month, by: str) -> tuple[str, ...]:
    """Return the headings that a breakdown needs and the extract lacks; none if it can be made.

    Raises KeyError for a name that is not a breakdown.
    """
    if any(month.has(key) for key in READS[by]):
        return ()
    return tuple(CARE_LEAVERS.column(key).heading for key in READS[by])


def not_available(month: Month, by: str) -> str:
    """Return 'Area is not available for March 2025: needs column Area.', or "" if it is
    available."""
    needed = lacking(month, by)
    if not needed:
        return ""
    columns = (
        f"column {needed[0]}" if len(needed) == 1 else f"one of the columns {', '.join(needed)}"
    )
    return f"{BREAKDOWNS[by][0]} is not available for {month.as_at:%B %Y}: needs {columns}."


def groups(month: Month, by: str) -> Groups:
    """Return each group of a breakdown, in reading order, as a mask over the people; no group if
    the extract lacks its column.

    Raises KeyError for a name that is not a breakdown.
    """
    return {} if lacking(month, by) else _groups(by, month)


@cached_per_month
def _groups(by: str, month: Month) -> Groups:
    return BREAKDOWNS[by][1](month)
