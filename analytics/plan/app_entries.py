"""The current improvement plan: the month's sheet or what was entered in the app, whichever has the
later date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pandas as pd

from analytics.month.month import Month, cached_per_month
from data.codelists import fold
from data.dates import DATE_DTYPE
from data.schema import PLAN_ACTIONS, Kind

IN_THE_APP = "entered in the app"
BY, AT = "entered_by", "entered_at"


@dataclass(slots=True)
class _Standing:
    """The result of the entries for one action. `last` is the one shown, or None if the sheet is
    shown.
    """

    action_id: str
    fields: dict[str, Any]
    there: bool
    last: Any = None


@cached_per_month
def plan_actions(month: Month) -> pd.DataFrame | None:
    """Return the plan of a month, see merged(); None without a sheet and without actions added in
    the app.
    """
    sheet = month.table("plan_actions")
    found = merged(_EMPTY if sheet is None else sheet, month.plan_entries, month.as_at)
    return None if sheet is None and found.empty else found


def merged(sheet: pd.DataFrame, entries: pd.DataFrame | None, as_at: date) -> pd.DataFrame:
    """Return the sheet's actions with what was entered, then those added in the app that no sheet
    has.

    `sheet` is a month's plan_actions, `as_at` its day. `entries` has one row per entry, oldest
    first: id, action_id, kind, fields and was (dicts by schema key, dates as ISO text), as_at (of
    the month it was entered on), dated, who, at. Entries on later months are ignored. An entry
    replaces the sheet if it is dated on the sheet's day or later; the newer of two entries is used.
    The result has the same columns, those of the schema that an entry filled, then `entered_by` and
    `entered_at`, blank if the sheet is shown.
    """
    known = by_action(entries, as_at)
    ids = [fold(one) for one in sheet["action_id"]]
    standing = {one: standing_of(known[one], True, as_at) for one in ids if one in known}
    new = [
        found
        for one in known
        if one not in set(ids) and (found := standing_of(known[one], False, as_at)).there
    ]
    over = [standing.get(one) for one in ids] + new
    if not any(one and one.last for one in over):
        return sheet.assign(
            **{BY: _column(BY, [None] * len(sheet)), AT: _column(AT, [None] * len(sheet))}
        )
    filled = {key for one in over if one for key, value in one.fields.items() if value is not None}
    keys = [key for key in PLAN_ACTIONS.keys if key in sheet or key in filled]
    rest = [key for key in sheet if key not in keys]
    rows = [
        *sheet.to_dict("records"),
        *({"action_id": one.action_id, "source_sheet": IN_THE_APP, "source_row": 0} for one in new),
    ]
    laid = [_laid(row, one) for row, one in zip(rows, over, strict=True)]
    return pd.DataFrame(
        {key: _column(key, [row.get(key) for row in laid]) for key in [*keys, *rest, BY, AT]}
    )


_EMPTY = pd.DataFrame(
    {
        key: pd.Series(dtype="str")
        for key in [*PLAN_ACTIONS.keys, "source_sheet", "source_row", "unusable"]
    }
)


def entries_for(action_id: str, entries: pd.DataFrame | None, as_at: date) -> list[Any]:
    """Return the entries for one action, oldest first, each with the columns of `entries` as
    attributes.
    """
    return by_action(entries, as_at).get(fold(action_id), [])


def by_action(entries: pd.DataFrame | None, as_at: date) -> dict[str, list[Any]]:
    """Return the entries on the months up to a day by action, in the order of each action's first
    entry.
    """
    found: dict[str, list[Any]] = {}
    if entries is not None:
        for entry in (
            entries[entries["as_at"] <= pd.Timestamp(as_at)].sort_values("id").itertuples()
        ):
            found.setdefault(fold(entry.action_id), []).append(entry)
    return found


def standing_of(entries: list[Any], in_sheet: bool, as_at: date) -> _Standing:
    """Combine the entries for one action.

    These are the entries from the sheet's day on, or all since the action was added if no sheet has
    it.
    """
    found = _Standing(entries[0].action_id, {}, in_sheet)
    for entry in entries:
        if in_sheet and entry.dated < pd.Timestamp(as_at):
            continue
        if entry.kind == "added":
            found = _Standing(entry.action_id, dict(entry.fields), True, entry)
        elif not entry.fields:  # the added action is withdrawn
            found = _Standing(entry.action_id, {}, in_sheet)
        elif found.there:
            found.fields |= entry.fields
            found.last = entry
    return found


def _laid(row: dict[str, Any], over: _Standing | None) -> dict[str, Any]:
    """Return a row updated with what was entered; values that were filled in are no longer
    unusable.
    """
    if over is None or over.last is None:
        return row
    unread = [key for key in str(row.get("unusable") or "").split() if key not in over.fields]
    return row | over.fields | {"unusable": " ".join(unread), BY: over.last.who, AT: over.last.at}


def _column(key: str, values: list[Any]) -> pd.Series:
    """Return values as a column of their kind."""
    kind = PLAN_ACTIONS.column(key).kind if key in PLAN_ACTIONS.keys else None
    if kind is Kind.DATE or key == AT:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype=DATE_DTYPE)
    if key == "source_row":
        return pd.Series(values, dtype="int64")
    return pd.Series(
        [None if value is None or value != value else value for value in values], dtype="str"
    )


def values_of(row: Mapping[Any, Any]) -> dict[str, str | None]:
    """Return an action's values by schema key as an entry stores them: text, ISO dates, None for a
    blank.
    """
    return {key: _text(row.get(key)) for key in PLAN_ACTIONS.keys if key != "action_id"}


def _text(value: Any) -> str | None:
    if value is None or pd.isna(value):
        return None
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def newest_day(entries: pd.DataFrame | None, as_at: date) -> date:
    """Return the plan's date with the entries known in a month: the latest of their dates and the
    month's own.
    """
    known = [entry.dated.date() for found in by_action(entries, as_at).values() for entry in found]
    return max([as_at, *known])


def next_id(
    area: str | None, actions: pd.DataFrame, entries: pd.DataFrame | None, as_at: date
) -> str:
    """Return an unused id: the next number after those of its area, in their form ('IP-216' after
    'IP-215').
    """
    taken = {fold(one) for one in actions["action_id"]} | set(by_action(entries, as_at))
    mine = [
        str(one) for one in actions["action_id"][actions["area_for_improvement"].eq(area or "")]
    ]
    numbered = [found for one in mine if (found := re.fullmatch(r"(.*?)(\d+)", one))]
    before, number = (numbered[-1][1], numbered[-1][2]) if numbered else ("IP-", f"{area or 9}00")
    highest = max([int(number), *(int(found[2]) for found in numbered if found[1] == before)])
    return next(
        one
        for step in count(1)
        if fold(one := f"{before}{highest + step:0{len(number)}}") not in taken
    )
