"""The checks of young people's IDs: their spelling, and personal data that they must not
contain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from data.check.id_spellings import RESPELLED, UNCLEAR
from data.check.ids import all_plain, holds_birth, with_names
from data.check.link_ids import PERSON
from data.check.rules.rule import NOTE, WARNING, Rule, Tables

PEOPLE, BORN = "care_leavers", "date_of_birth"
PERSONAL = {
    PEOPLE: "id_personal",
    "contacts": "contact_id_personal",
    "service_use": "service_id_personal",
    "audits": "audit_id_personal",
}


def personal(table: str) -> Callable[[Tables, date], pd.Series]:
    """Return the check of one table's IDs for a name or the person's date of birth.

    An ID that is among the care leavers is reported only there.
    """

    def finds(tables: Tables, as_at: date) -> pd.Series:
        ids = tables[table][PERSON]
        found = _named(ids)
        if table == PEOPLE:
            return found | _with_birth(tables[table]) if BORN in tables[table] else found
        return found & ~ids.isin(set(tables[PEOPLE][PERSON]) if PEOPLE in tables else set())

    return finds


def _named(ids: pd.Series) -> pd.Series:
    """Return which IDs seem to contain a name; a number never does."""
    return (
        pd.Series(False, index=ids.index)
        if all_plain(ids)
        else ids.isin(with_names(ids.dropna().unique()))
    )


def _with_birth(people: pd.DataFrame) -> pd.Series:
    """Return which IDs contain the date of birth of their own row."""
    known = people[PERSON].notna() & people[BORN].notna()
    likely = known & ~people[PERSON].str.fullmatch("[0-9]{0,5}|[0-9]{7}").fillna(False).astype(
        bool
    )  # digits that are not a date
    rows = people.loc[likely, [PERSON, BORN]]
    held = [
        holds_birth(written, born.date())
        for written, born in rows.itertuples(index=False, name=None)
    ]
    return pd.Series(held, index=rows.index, dtype=bool).reindex(people.index, fill_value=False)


_NOT_AN_ID = "Use the case system's own number. This ID is shown in lists of young people."
ID_RULES = tuple(
    Rule(
        code,
        WARNING,
        table,
        PERSON,
        (),
        "seems to contain a name or a date of birth",
        _NOT_AN_ID,
        personal(table),
    )
    for table, code in PERSONAL.items()
)
_ALIKE = "differs only in spaces, commas, capital letters or invisible characters from an ID"
SPELLINGS = {
    RESPELLED: Rule(
        RESPELLED,
        NOTE,
        PEOPLE,
        PERSON,
        (),
        f"{_ALIKE} that is already known; read as the same ID",
        "Write the ID in the same way everywhere.",
    ),
    UNCLEAR: Rule(
        UNCLEAR,
        WARNING,
        PEOPLE,
        PERSON,
        (),
        f"{_ALIKE} of an earlier month with a different date of birth; read as another person",
        "Find out whether it is the same person, and correct the ID or the date of birth.",
    ),
}
