"""The history of the plan's actions: what each sheet and each entry said, and what a new sheet does to what was entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.plan_entries import _by_action, _same, _standing, entries_for, values_of
from analytics.wording import day, listed

SAID = {"delivery_rag": "Delivery rating", "progress_this_month": "Progress this month", "reason_for_rag_change": "Reason for the change"}


def history_of(
    action_id: str, sheets: Iterable[tuple[date, pd.DataFrame]], entries: pd.DataFrame | None, as_at: date
) -> list[dict[str, Any]]:
    """What every sheet (its day, its plan_actions) and every entry said of an action, the newest first.

    Each is {dated, source, delivery_rag, progress_this_month, reason_for_rag_change}: of an entry as it stood once it was saved.
    """
    said = [(when, 0, f"Sheet of {day(when)}", values_of(row)) for when, sheet in sheets for row in _rows(sheet, action_id)]
    said += [(_date(one.dated), one.id, entered(one), {**one.was, **one.fields}) for one in entries_for(action_id, entries, as_at)]
    lines = sorted(said, key=lambda one: one[:2], reverse=True)
    return [{"dated": when, "source": source, **{key: values.get(key) for key in SAID}} for when, _, source, values in lines]


def entered(entry: Any) -> str:
    """'Changed in the app by Ann, 03/03/2025 10:14 UTC'."""
    return f"{entry.kind.capitalize()} in the app by {entry.who}, {entry.at:%d/%m/%Y %H:%M} UTC"


def at_import(sheet: pd.DataFrame, entries: pd.DataFrame | None, as_at: date, since: date | None) -> list[str]:
    """What a sheet about to be imported does to what was entered since the sheet before it (of the day `since`), a sentence each.

    First those that it contradicts or lacks, each by itself, then the ones of which it says the same.
    """
    after = pd.Timestamp(since or date.min.replace(year=1700))
    in_sheet = {_same(row["action_id"]): row for row in sheet.to_dict("records")}
    said, same = [], []
    for one, found in _by_action(entries, as_at).items():
        last = found[-1]
        if one in in_sheet and last.dated >= after:
            words = _beside(last, found, in_sheet[one], as_at)
            said, same = (said + [words], same) if words else (said, [*same, last.action_id])
        elif one not in in_sheet:
            said += _lacking(last, found, as_at, after)
    return [*said, *([f"This sheet has the ratings that were entered for {listed(same)}."] if same else [])]


def _beside(last: Any, found: Sequence[Any], row: dict[str, Any], as_at: date) -> str:
    """The app and the sheet where they rate an action differently; nothing where they agree."""
    theirs, ours = values_of(row)["delivery_rag"], {**last.was, **last.fields}.get("delivery_rag")
    if theirs == ours or not last.fields:
        return ""
    end = "" if last.dated < pd.Timestamp(as_at) else " The app's entry is dated no earlier and goes on showing."
    return f"{last.action_id}: the app said {_rag(ours)} on {day(_date(last.dated))}, this sheet of {day(as_at)} says {_rag(theirs)}.{end}"


def _lacking(last: Any, found: Sequence[Any], as_at: date, after: pd.Timestamp) -> list[str]:
    """An action with entries that the sheet does not have: one that was added in the app stays."""
    if _standing(list(found), False, as_at).there:
        return [
            f"{last.action_id}: added in the app by {found[0].who} on {day(_date(found[0].dated))}, is not in this sheet and goes on showing."
        ]
    if last.dated < after or not last.fields:
        return []
    ours = _rag({**last.was, **last.fields}.get("delivery_rag"))
    return [f"{last.action_id}: the app said {ours} on {day(_date(last.dated))}, this sheet of {day(as_at)} does not have the action."]


def _rows(sheet: pd.DataFrame, action_id: str) -> list[dict[str, Any]]:
    return [row for row in sheet.to_dict("records") if _same(row["action_id"]) == _same(action_id)]


def _date(when: pd.Timestamp) -> date:
    return when.date()


def _rag(code: str | None) -> str:
    return code or "nothing"
