"""Export the plan as a workbook: a sheet of actions that can be imported again, and a history of
entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pandas as pd

from data.check.plan_entry import PlanEntry, heading, words
from data.schema import PLAN_ACTIONS, Kind
from data.writing.month_and_template import write_month

HISTORY = "History"


def plan_workbook(actions: pd.DataFrame, entries: Sequence[PlanEntry], title: str) -> bytes:
    """Return a workbook of the current actions, with their date in the title, and the history of
    entries.
    """
    made = BytesIO()
    write_month(
        made,
        {"plan_actions": _sheet(actions)},
        {"plan_actions": title},
        {HISTORY: entries_listed(entries)},
    )
    return made.getvalue()


def _sheet(actions: pd.DataFrame) -> pd.DataFrame:
    """Return the schema's columns with its headings, and ratings as 'Green'."""
    kept = [column for column in PLAN_ACTIONS.columns if column.key in actions]
    ratings = {
        column.key: actions[column.key].str.capitalize()
        for column in kept
        if column.kind is Kind.CODE
    }
    return actions.assign(**ratings)[[column.key for column in kept]].set_axis(
        [column.heading for column in kept], axis=1
    )


def entries_listed(entries: Sequence[PlanEntry]) -> pd.DataFrame:
    """Return one row per field of each entry, oldest first: who, when, the old and the new
    value."""
    rows = [
        {
            "Entry": str(entry.id),
            "About": entry.action_id,
            "Saved": f"{entry.at:%d/%m/%Y %H:%M} UTC" if entry.at else "",
            "Saved by": entry.who,
            "Holds from": entry.dated,
            "Kind of entry": entry.kind,
            "Field": heading(key) if key else "",
            "Old": words(key, entry.was.get(key)) if key else "",
            "New": words(key, entry.fields[key]) if key else "The action is removed",
        }
        for entry in entries
        for key in entry.fields or ("",)
    ]
    return pd.DataFrame(rows, columns=_LISTED)


_LISTED = [
    "Entry",
    "About",
    "Saved",
    "Saved by",
    "Holds from",
    "Kind of entry",
    "Field",
    "Old",
    "New",
]
