"""The DfE's definitions of home, work and learning, and in touch, with exactly what they leave out.

The same conditions are used for both bases. On basis 903 a month holds each person as at a birthday
(`birthday_age`); on basis *now* the age is the one at the as-at date.
"""

from __future__ import annotations

import pandas as pd

from analytics.month.cohort import Condition, age
from analytics.month.month import Month
from data.codelists import codelist

LEFT_OUT = ("DIED", "RHOM")
NOT_IN_SUITABILITY = ("G", "H", "R")  # gone abroad, deported, residence not known
ALWAYS_UNSUITABLE = ("S", "X")
_GROUPS = codelist("activity").groups
EET = tuple(code for code, group in _GROUPS.items() if group == "EET")
NEET = tuple(code for code, group in _GROUPS.items() if group == "NEET")


def of_age(youngest: int, oldest: int) -> Condition:
    """Return the condition: of that age and no longer looked after."""

    def word(month: Month) -> pd.Series:
        years = month.people["birthday_age"] if "birthday_age" in month.people else age(month)
        return years.between(youngest, oldest) & ~month.column("eligibility_category").eq(
            "eligible"
        )

    return word


def living(youngest: int, oldest: int) -> Condition:
    """Return the condition: of that age, except those who died."""
    return lambda month: of_age(youngest, oldest)(month) & ~month.column("la_in_touch").eq("DIED")


def counted(youngest: int, oldest: int) -> Condition:
    """Return the condition: of that age, except those who died or returned home."""
    return lambda month: (
        of_age(youngest, oldest)(month) & ~month.column("la_in_touch").isin(LEFT_OUT)
    )


def counted_for_suitability(youngest: int, oldest: int) -> Condition:
    """Return counted() except those gone abroad, deported, or whose residence is not known."""
    return lambda month: (
        counted(youngest, oldest)(month)
        & ~month.column("type_of_accommodation").isin(NOT_IN_SUITABILITY)
    )


def suitable(month: Month) -> pd.Series:
    """Check the authority's judgement; no fixed abode and custody are never suitable, a blank is
    unknown.
    """
    judged = month.column("suitability_of_accommodation")
    never = month.column("type_of_accommodation").isin(ALWAYS_UNSUITABLE)
    return (judged.eq("suitable") & ~never).astype("boolean").mask(judged.isna() & ~never)


def activity_in(codes: tuple[str, ...]) -> Condition:
    """Return the condition that the activity is one of these codes; blank is unknown."""

    def word(month: Month) -> pd.Series:
        activity = month.column("activity_status")
        return activity.isin(codes).astype("boolean").mask(activity.isna())

    return word


def in_touch(month: Month) -> pd.Series:
    """Check that In touch is YES; refused and no longer required are no, a blank is unknown."""
    touch = month.column("la_in_touch")
    return touch.eq("YES").astype("boolean").mask(touch.isna())
