"""Small text tables of people, and the months made of them, for every example in this folder."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.measures.calculate import calculate
from analytics.measures.declared import measure
from analytics.month.month import Month, month_of
from analytics.month.settings import Settings
from data.dates import DATE_DTYPE
from data.schema import TABLES, Kind

SHORT = {
    "id": "child_unique_id",
    "born": "date_of_birth",
    "touch": "la_in_touch",
    "status": "support_status",
    "adviser": "allocated_personal_adviser",
    "worker": "allocated_worker",
    "team": "allocated_team",
    "on": "contact_date",
    "type": "type_of_accommodation",
    "judged": "suitability_of_accommodation",
    "doing": "activity_status",
    "eligible": "eligibility_category",
}


def drawn(table: str, text: str) -> pd.DataFrame:
    """Read a typed table from text with bars: a heading line, then one line per row; an empty cell
    is blank.
    """
    lines = [
        [cell.strip() for cell in line.strip().split("|")]
        for line in text.strip().splitlines()
        if line.strip()
    ]
    keys = [SHORT.get(name, name) for name in lines[0]]
    kinds = {column.key: column.kind for column in TABLES[table].columns}
    frame = pd.DataFrame(lines[1:], columns=keys, dtype="str").replace("", pd.NA)
    for key in keys:
        kind = kinds.get(key, Kind.TEXT)
        if kind is Kind.DATE:
            frame[key] = pd.to_datetime(frame[key], format="%Y-%m-%d").astype(DATE_DTYPE)
        else:
            frame[key] = frame[key].astype("float64" if kind is Kind.NUMBER else "str")
    if "unusable" not in frame:
        frame["unusable"] = pd.Series([""] * len(frame), dtype="str")
    return frame


def counted(name: str, at: Month) -> tuple[int, int, int]:
    """Return (numerator, remainder, unknown) of a measure."""
    row = calculate([measure(name)], at).iloc[0]
    assert row["available"], row["needs"]
    assert row["numerator"] + row["remainder"] + row["unknown"] == row["denominator"]
    return row["numerator"], row["remainder"], row["unknown"]


def value(name: str, at: Month):
    """Return the number of a measure that is a count, a mean or a median."""
    row = calculate([measure(name)], at).iloc[0]
    assert row["available"], row["needs"]
    return row["value"]


def month(as_at: str, people: str, contacts: str | None = None, **rest) -> Month:
    """Return a month of people and contacts from text, and any other table by its key.

    `contacts=""` is an empty table; None is no table.
    """
    tables = {"care_leavers": drawn("care_leavers", people)}
    if contacts is not None:
        tables["contacts"] = drawn("contacts", contacts or "id | on | outcome")
    for key in [key for key in TABLES if key in rest]:
        tables[key] = drawn(key, rest.pop(key))
    return month_of(1, date.fromisoformat(as_at), tables, **{"settings": Settings(), **rest})
