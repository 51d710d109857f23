"""The history of the plan's actions on sheets and in the app, and what a new sheet does to app
entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from analytics.plan.app_entries import by_action, entries_for, standing_of, values_of
from analytics.publish.phrases import day, listed
from data.codelists import fold

SAID = ("delivery_rag", "progress_this_month", "reason_for_rag_change")
_FIRST = date(1900, 1, 1)


def history_of(
    action_id: str,
    sheets: Iterable[tuple[date, pd.DataFrame]],
    entries: pd.DataFrame | None,
    as_at: date,
) -> list[dict[str, Any]]:
    """Return what every sheet (its day, its plan_actions) and entry has about an action, the newest
    first.

    Each is {dated, source, delivery_rag, progress_this_month, reason_for_rag_change}; an entry's
    values are those after it was saved.
    """
    said = [
        (when, 0, f"Sheet of {day(when)}", values_of(row))
        for when, sheet in sheets
        for row in _rows(sheet, action_id)
    ]
    said += [
        (one.dated.date(), one.id, entered(one), _now(one))
        for one in entries_for(action_id, entries, as_at)
    ]
    lines = sorted(said, key=lambda one: one[:2], reverse=True)
    return [
        {"dated": when, "source": source, **{key: values.get(key) for key in SAID}}
        for when, _, source, values in lines
    ]


def entered(entry: Any) -> str:
    """Return 'Changed in the app by Ann, 03/03/2025 10:14 UTC'."""
    return f"{entry.kind.capitalize()} in the app by {entry.who}, {entry.at:%d/%m/%Y %H:%M} UTC"


def at_import(
    sheet: pd.DataFrame | None, entries: pd.DataFrame | None, as_at: date, imported: Iterable[date]
) -> list[str]:
    """Return sentences on what a sheet of `as_at`, about to be imported, does to entries since the
    last sheet.

    `imported` are the days of the stored months. Each entry that the sheet contradicts or lacks has
    its own sentence. One last sentence lists the actions with the same rating in both.
    """
    if sheet is None:
        return []
    since = pd.Timestamp(max([when for when in imported if when < as_at], default=_FIRST))
    rows = {fold(row["action_id"]): row for row in sheet.to_dict("records")}
    said, agreed = [], []
    for one, found in by_action(entries, as_at).items():
        if one not in rows:
            said += _lacking(found, as_at, since)
        elif found[-1].dated >= since and found[-1].fields:
            words = _beside(found[-1], rows[one], as_at)
            (said if words else agreed).append(words or found[-1].action_id)
    return [
        *said,
        *(
            [f"This sheet gives the rating that the app has for {listed(agreed)}."]
            if agreed
            else []
        ),
    ]


def _beside(last: Any, row: Mapping[Any, Any], as_at: date) -> str:
    """Return a sentence if the app and the sheet rate an action differently, otherwise ""."""
    theirs, ours = values_of(row)["delivery_rag"], _now(last).get("delivery_rag")
    if theirs == ours:
        return ""
    shows = (
        " The app's entry is not older, so it is still shown."
        if last.dated >= pd.Timestamp(as_at)
        else ""
    )
    return (
        f"{_app_said(last, ours)}, but this sheet of {day(as_at)} has "
        f"{theirs or 'no rating'}.{shows}"
    )


def _lacking(found: list[Any], as_at: date, since: pd.Timestamp) -> list[str]:
    """Return sentences on an action with entries that is not on the sheet.

    An action added in the app is still shown.
    """
    first, last = found[0], found[-1]
    if standing_of(found, False, as_at).there:
        return [
            f"{last.action_id}: added in the app by {first.who} on {day(first.dated)}; "
            "this sheet does not have it, and it is still shown."
        ]
    if last.dated < since or not last.fields:
        return []
    return [
        f"{_app_said(last, _now(last).get('delivery_rag'))}, but this sheet of "
        f"{day(as_at)} does not have the action."
    ]


def _app_said(last: Any, rating: str | None) -> str:
    return f"{last.action_id}: the app has {rating or 'no rating'} on {day(last.dated)}"


def _now(entry: Any) -> dict[str, Any]:
    """Return an action's values after an entry was saved."""
    return {**entry.was, **entry.fields}


def _rows(sheet: pd.DataFrame, action_id: str) -> list[dict[Any, Any]]:
    return [row for row in sheet.to_dict("records") if fold(row["action_id"]) == fold(action_id)]
