"""The contacts of a month: who was tried, who answered, and what they last said."""

from __future__ import annotations

import pandas as pd

from analytics.month.month import Month
from data.codelists import codelist

_OUTCOMES = codelist("contact_outcome")
ANSWERS = tuple(code for code, group in _OUTCOMES.groups.items() if group == "answered")
# Of two answers on one day, the one that asks most of the service is used, in any order of the
# rows.
_RANK = {
    code: place
    for place, code in enumerate(
        ("no further contact", "declined service", "no support needed", "wants support")
    )
}


def attempts(month: Month) -> pd.DataFrame:
    """Return every attempt up to the as-at date: child_unique_id, contact_date, outcome, answered.

    Other columns that the extract has are kept.
    """
    if month.contacts is None:
        return pd.DataFrame(
            {
                "child_unique_id": pd.Series(dtype="str"),
                "contact_date": pd.Series(dtype="datetime64[us]"),
                "outcome": pd.Series(dtype="str"),
                "answered": pd.Series(dtype=bool),
            }
        )
    return month.contacts.assign(answered=month.contacts["outcome"].isin(ANSWERS))


def latest_answers(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return each person's latest answer (index: their id): contact_date and outcome."""
    answers = contacts[contacts["answered"]]
    order = answers.assign(rank=answers["outcome"].map(_RANK)).sort_values(["contact_date", "rank"])
    return order.drop_duplicates("child_unique_id", keep="last").set_index("child_unique_id")[
        ["contact_date", "outcome"]
    ]
