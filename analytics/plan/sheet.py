"""The actions of the plan in one month; every module about actions reads them from here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.month.month import Month, cached_per_month
from analytics.plan.app_entries import plan_actions
from analytics.publish.ratings import COMPLETE
from data.codelists import codelist
from data.schema import TABLES

TABLE = "plan_actions"
AREAS: dict[int, str] = {
    int(code): label for code, label in codelist("improvement_area").labels.items()
}
NO_AREA = "No area given"


@dataclass(frozen=True, slots=True)
class Entry:
    """One action in one month. What the sheet leaves blank is None, or an empty text."""

    month: str  # 'YYYY-MM'
    as_at: date
    id: str
    area: int | None
    section: str
    action: str
    lead: str
    start: date | None
    due: date | None
    completed: date | None
    rating: str | None
    impact_rag: str | None
    said: str
    reason: str
    measures: tuple[str, ...]
    evidence: str

    @property
    def complete(self) -> bool:
        """Return whether it is rated complete, with or without a completed date."""
        return self.rating == COMPLETE

    @property
    def late(self) -> bool:
        """Return whether it is past its due date, not rated complete and without a completed
        date."""
        return (
            self.due is not None
            and self.due < self.as_at
            and not self.complete
            and self.completed is None
        )


def actions(month: Month) -> pd.DataFrame | None:
    """Return the plan's actions in a month, one row each, with every column of the schema; None if
    there are none.

    A column that the extract lacked is blank. Always read actions with this function: it combines
    the sheet and what was entered in the app, whichever has the later date.
    """
    table = plan_actions(month)
    if table is None or table.empty:
        return None
    lacking = {key: None for key in TABLES[TABLE].keys if key not in table}
    return table.assign(**lacking)


@cached_per_month
def entries(month: Month) -> tuple[Entry, ...]:
    """Return the month's actions in the order of areas and ids; none without a sheet."""
    table = actions(month)
    rows = [] if table is None else table.to_dict("records")
    return tuple(sorted((_entry(row, month) for row in rows), key=in_order))


def in_order(entry: Entry) -> tuple[int, str]:
    """Return the sort key: by area, those without one last, then by id."""
    return entry.area or len(AREAS) + 1, entry.id


def area_name(area: int | None) -> str:
    """Return the area's number and name: '5 Visits to children'."""
    return f"{area} {AREAS[area]}" if area else NO_AREA


def ids_in(text: str) -> tuple[str, ...]:
    """Return the ids in a text, separated by commas, semicolons or spaces, each once."""
    return tuple(dict.fromkeys(found for found in re.split(r"[,;\s]+", text) if found))


def _entry(row: dict[Any, Any], month: Month) -> Entry:
    area = _text(row["area_for_improvement"])
    return Entry(
        month.key,
        month.as_at,
        str(row["action_id"]),
        int(area) if area else None,
        _text(row["section"]),
        _text(row["action"]),
        _text(row["lead"]),
        day_of(row["start"]),
        day_of(row["due"]),
        day_of(row["completed"]),
        _text(row["delivery_rag"]) or None,
        _text(row["impact_rag"]) or None,
        _text(row["progress_this_month"]),
        _text(row["reason_for_rag_change"]),
        ids_in(_text(row["impact_measure_ids"])),
        _text(row["evidence_source"]),
    )


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def day_of(value: Any) -> date | None:
    """Return a cell as a date, or None for a blank."""
    return None if pd.isna(value) else pd.Timestamp(value).date()
