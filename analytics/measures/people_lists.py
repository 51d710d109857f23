"""Lists of the young people behind a figure, with what someone needs to act, under readable
headings.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.month.check_in_clock import STATES, TO_CALL, clock
from analytics.month.cohort import age
from analytics.month.contacts import attempts, latest_answers
from analytics.month.month import Month
from analytics.publish.phrases import NO_ADVISER
from data.codelists import codelist
from data.schema import CARE_LEAVERS, TABLES, Column, Kind

ADVISER = "Personal adviser"
_SHOWN = {
    "child_unique_id",
    "date_of_birth",
    "la_in_touch",
    "latest_date_of_contact",
    "support_status",
    "type_of_accommodation",
}
_SHOWN |= {
    "eligibility_category",
    "allocated_team",
    "allocated_personal_adviser",
}  # columns that every list has


def people_list(month: Month, ids: Iterable[str]) -> pd.DataFrame:
    """Return one row per person, by adviser and id: who they are, who works with them, and their
    last answer.
    """
    chosen = month.people.index[month.people.index.isin(list(ids))]
    answered = latest_answers(attempts(month)).reindex(chosen)
    table = pd.DataFrame(index=chosen)
    table["Young person"] = chosen
    table["Age"] = age(month).loc[chosen].astype("Int64")
    table[ADVISER] = adviser(month).loc[chosen]
    table["Team"] = month.column("allocated_team").loc[chosen]
    table["21+ support"] = _words(month, "support_status").loc[chosen]
    table["In touch"] = _words(month, "la_in_touch").loc[chosen]
    table["Last contact"] = month.column("latest_date_of_contact").loc[chosen]
    table["Last answer"] = answered["contact_date"].astype("datetime64[us]")
    table["What they said"] = (
        answered["outcome"].map(codelist("contact_outcome").labels).astype("str")
    )
    table["Where they live"] = _words(month, "type_of_accommodation").loc[chosen]
    table["Eligibility"] = _words(month, "eligibility_category").loc[chosen]
    known = table.dropna(axis="columns", how="all") if len(table) else table
    return known.sort_values([ADVISER, "Young person"]).reset_index(drop=True)


def call_list(month: Month, states: Iterable[str] = TO_CALL) -> pd.DataFrame:
    """Return the people to call, the longest overdue first.

    Columns include state, due date, days overdue, last answer and tries since it fell due.
    """
    wanted = list(states)
    calls = clock(month)
    calls = calls[calls["state"].isin(wanted)].assign(person=lambda found: found.index)
    calls = calls.sort_values(["days_overdue", "due", "person"], ascending=[False, True, True])
    table = pd.DataFrame(
        {
            "Young person": calls.index,
            "Age": age(month).loc[calls.index].astype("Int64"),
            ADVISER: adviser(month).loc[calls.index],
            "Team": month.column("allocated_team").loc[calls.index],
            "Check-in": calls["state"].map(STATES),
            "Call due": calls["due"],
            "Days overdue": calls["days_overdue"],
            "Last answer": calls["last_answer"],
            "What they said": calls["said"].map(codelist("contact_outcome").labels).astype("str"),
            "Tries since due": calls["attempts"],
        }
    )
    return table.reset_index(drop=True)


def people_with(month: Month, ids: Iterable[str], keys: Iterable[str]) -> pd.DataFrame:
    """Return people_list() with further columns after the third, such as the date a measure reads.

    Blank dates come first, then the longest ago. The days since the first date are next to it; they
    are blank for a blank date.
    """
    table = people_list(month, ids)
    wanted = [
        key
        for key in dict.fromkeys(keys)
        if key in CARE_LEAVERS.keys and key not in _SHOWN and month.has(key)
    ]
    for place, key in enumerate(wanted, start=3):
        column = CARE_LEAVERS.column(key)
        table.insert(
            min(place, len(table.columns)),
            column.heading,
            _said(month.column(key), column).reindex(table["Young person"]).array,
        )
    dates = [
        CARE_LEAVERS.column(key).heading
        for key in wanted
        if CARE_LEAVERS.column(key).kind is Kind.DATE
    ]
    if not dates:
        return table
    table.insert(
        list(table.columns).index(dates[0]) + 1,
        "Days since",
        (month.day - table[dates[0]]).dt.days.astype("Int64"),
    )
    return table.sort_values(dates[0], na_position="first", kind="stable", ignore_index=True)


def rows_behind(month: Month, key: str, index: Iterable) -> pd.DataFrame:
    """Return rows of a practice table (workers, courses, audits) with every non-empty column, under
    its headings.
    """
    found = month.table(key)
    if found is None:
        return pd.DataFrame()
    rows = found.loc[list(index)]
    table = pd.DataFrame(
        {
            column.heading: _said(rows[column.key], column)
            for column in TABLES[key].columns
            if column.key in rows
        }
    )
    return (table.dropna(axis="columns", how="all") if len(table) else table).reset_index(drop=True)


def _said(values: pd.Series, column: Column) -> pd.Series:
    """Return a column's values with codes in words."""
    return (
        values.map(codelist(column.codes).labels).astype("str")
        if column.kind is Kind.CODE
        else values
    )


def adviser(month: Month) -> pd.Series:
    """Return each person's adviser, or NO_ADVISER."""
    return (
        month.column("allocated_personal_adviser").astype("object").fillna(NO_ADVISER).astype("str")
    )


def _words(month: Month, key: str) -> pd.Series:
    """Return a coded column in words."""
    codes = codelist(
        {
            "eligibility_category": "eligibility",
            "la_in_touch": "in_touch",
            "type_of_accommodation": "accommodation",
        }.get(key, key)
    )
    return month.column(key).map(codes.labels).astype("str")
