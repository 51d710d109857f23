"""The actions of the plan as one month has them. Everything about an action begins here."""

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
AREAS: dict[int, str] = {int(code): label for code, label in codelist("improvement_area").labels.items()}
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
        """By its rating: without a completed date too."""
        return self.rating == COMPLETE

    @property
    def late(self) -> bool:
        """Past its due date, and neither rated complete nor given a day on which it was."""
        return self.due is not None and self.due < self.as_at and not self.complete and self.completed is None


def actions(month: Month) -> pd.DataFrame | None:
    """The plan's actions in a month, a row each, with every column of the schema's table; None where there are none.

    A column that the extract lacked is blank. The one way to the actions: the sheet's and what was entered in the app, the later-dated.
    """
    table = plan_actions(month)
    if table is None or table.empty:
        return None
    lacking = {key: None for key in TABLES[TABLE].keys if key not in table}
    return table.assign(**lacking)


@cached_per_month
def entries(month: Month) -> tuple[Entry, ...]:
    """The month's actions in the order of the areas and of their ids; none without a sheet."""
    table = actions(month)
    rows = [] if table is None else table.to_dict("records")
    return tuple(sorted((_entry(row, month) for row in rows), key=in_order))


def in_order(entry: Entry) -> tuple[int, str]:
    """By area, those without one last, then by id."""
    return entry.area or len(AREAS) + 1, entry.id


def area_name(area: int | None) -> str:
    """'5 Visits to children'."""
    return f"{area} {AREAS[area]}" if area else NO_AREA


def ids_in(text: str) -> tuple[str, ...]:
    """Ids parted by commas, semicolons or spaces, each once."""
    return tuple(dict.fromkeys(found for found in re.split(r"[,;\s]+", text) if found))


def _entry(row: dict[Any, Any], month: Month) -> Entry:
    area = _text(row["area_for_improvement"])
    return Entry(
        month.key, month.as_at, str(row["action_id"]), int(area) if area else None, _text(row["section"]), _text(row["action"]),
        _text(row["lead"]), day_of(row["start"]), day_of(row["due"]), day_of(row["completed"]), _text(row["delivery_rag"]) or None,
        _text(row["impact_rag"]) or None, _text(row["progress_this_month"]), _text(row["reason_for_rag_change"]),
        ids_in(_text(row["impact_measure_ids"])), _text(row["evidence_source"]),
    )  # fmt: skip


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def day_of(value: Any) -> date | None:
    """A cell as a date, None for a blank."""
    return None if pd.isna(value) else pd.Timestamp(value).date()
