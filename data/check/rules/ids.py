"""The checks of young people's ids: how they are spelled, and what they must not hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from data.check.id_spellings import RESPELLED, UNCLEAR
from data.check.ids import all_plain, holds_birth, with_names
from data.check.link_ids import PERSON
from data.check.rules.rule import NOTE, WARNING, Rule, Tables

PEOPLE, BORN = "care_leavers", "date_of_birth"
PERSONAL = {PEOPLE: "id_personal", "contacts": "contact_id_personal", "service_use": "service_id_personal", "audits": "audit_id_personal"}


def personal(table: str) -> Callable[[Tables, date], pd.Series]:
    """Return the check of one table's ids for a name or for the person's date of birth.

    An id that is among the care leavers is reported there and nowhere else.
    """

    def finds(tables: Tables, as_at: date) -> pd.Series:
        ids = tables[table][PERSON]
        found = _named(ids)
        if table == PEOPLE:
            return found | _with_birth(tables[table]) if BORN in tables[table] else found
        return found & ~ids.isin(set(tables[PEOPLE][PERSON]) if PEOPLE in tables else set())

    return finds


def _named(ids: pd.Series) -> pd.Series:
    """Which ids seem to hold a name; no number does."""
    return pd.Series(False, index=ids.index) if all_plain(ids) else ids.isin(with_names(ids.dropna().unique()))


def _with_birth(people: pd.DataFrame) -> pd.Series:
    """Which ids hold the date of birth of their own row."""
    known = people[PERSON].notna() & people[BORN].notna()
    likely = known & ~people[PERSON].str.fullmatch("[0-9]{0,5}|[0-9]{7}").fillna(False).astype(bool)  # digits that are no date
    rows = people.loc[likely, [PERSON, BORN]]
    held = [holds_birth(written, born.date()) for written, born in rows.itertuples(index=False, name=None)]
    return pd.Series(held, index=rows.index, dtype=bool).reindex(people.index, fill_value=False)


_NOT_AN_ID = "Use the case system's own number. This id is shown in lists of young people."
ID_RULES = tuple(
    Rule(code, WARNING, table, PERSON, (), "seems to hold a name or a date of birth", _NOT_AN_ID, personal(table))
    for table, code in PERSONAL.items()
)
_ALIKE = "differs only in spaces, commas, capital letters or characters that nobody sees from an id"
SPELLINGS = {
    RESPELLED: Rule(
        RESPELLED, NOTE, PEOPLE, PERSON, (), f"{_ALIKE} that is known already; read as the same id", "Write the id in one way everywhere."
    ),
    UNCLEAR: Rule(
        UNCLEAR,
        WARNING,
        PEOPLE,
        PERSON,
        (),
        f"{_ALIKE} of an earlier month with another date of birth; read as another person",
        "Find out whether it is the same person, and correct the id or the date of birth.",
    ),
}
