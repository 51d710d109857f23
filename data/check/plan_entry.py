"""Entries made in the app about one action of the improvement plan, and the checks before they are
saved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from data.codelists import codelist
from data.problems import UserError
from data.schema import PLAN_ACTIONS, Kind

CHANGED, ADDED, TAKEN_BACK = "changed", "added", "taken back"
EDITED = (
    "delivery_rag",
    "progress_this_month",
    "reason_for_rag_change",
    "completed",
)  # the fields of an existing action that can be changed
NEEDED = {
    "area_for_improvement": "Choose the area for improvement of the new action.",
    "action": "Describe the new action.",
    "lead": "Give the post that leads the new action.",
    "due": "Give the due date of the new action.",
}
LONGEST = 4_000  # letters in one field
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # no cell of a workbook can hold them
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_-]{0,38}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class BasedOn:
    """What the editor had seen: the latest month's snapshot, and the latest entry for the action,
    if any.
    """

    snapshot: int | None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One entry. `fields` has the new values and `was` the values before, by schema key.

    Dates are ISO text, and a blank is None.

    `as_at` is the as-at date of the month in which it was entered, `dated` the day from which it
    counts. The database sets `id`, `at` and `based_on`.
    """

    action_id: str
    fields: Mapping[str, str | None]
    who: str
    as_at: date
    dated: date
    kind: str = CHANGED
    was: Mapping[str, str | None] = field(default_factory=dict)
    id: int = 0
    at: datetime | None = None
    based_on: BasedOn = BasedOn(None)

    @property
    def now(self) -> dict[str, str | None]:
        """Return the values once the entry is saved."""
        return {**self.was, **self.fields}


class Overtaken(UserError):
    """Somebody else saved entries for the action in between; `others` has them, the oldest
    first."""

    def __init__(self, others: tuple[PlanEntry, ...]):
        last = others[-1]
        when = f"{last.at:%d/%m/%Y at %H:%M} UTC" if last.at else ""
        said = (
            "; ".join(
                f"{heading(key)}: {words(key, value) or 'blank'}"
                for key, value in last.fields.items()
            )
            or "the action is removed"
        )
        super().__init__(
            "plan_overtaken",
            f"{last.who} saved {last.action_id} on {when}, after you had opened it "
            f"({said}). Your changes were not saved. Compare the two versions, then save "
            "yours again if it should replace theirs.",
        )
        self.others = others


def taken_back(entry: PlanEntry, who: str, as_at: date, dated: date) -> PlanEntry:
    """Return the entry that restores the values before another entry; an action that it added is
    then hidden.
    """
    fields = {} if entry.kind == ADDED else {key: entry.was.get(key) for key in entry.fields}
    return PlanEntry(
        entry.action_id, fields, who, as_at, max(dated, entry.dated), TAKEN_BACK, entry.now
    )


def on_top(mine: PlanEntry, others: tuple[PlanEntry, ...]) -> PlanEntry:
    """Return an overtaken entry, ready to be saved after the others on purpose."""
    last = others[-1]
    return replace(mine, was={**mine.was, **last.now}, dated=max(mine.dated, last.dated))


def heading(key: str) -> str:
    """Return the heading of a column of the plan."""
    return PLAN_ACTIONS.column(key).heading


def words(key: str, value: Any) -> str:
    """Return a value as text: a rating with its meaning, an area with its name, a date as
    dd/mm/yyyy.

    A blank is "".
    """
    if value is None or value != value or value == "":
        return ""
    column = PLAN_ACTIONS.column(key)
    if column.kind is Kind.DATE:
        return f"{date.fromisoformat(str(value)[:10]):%d/%m/%Y}"
    if column.kind is not Kind.CODE:
        return str(value)
    label, written = codelist(column.codes).label(str(value)), str(value).capitalize()
    return label if label == written else f"{written}: {label}"


def checked(entry: PlanEntry, today: date) -> PlanEntry:
    """Return the entry with its texts trimmed. Raises UserError if it may not be saved."""
    entry = replace(entry, fields={key: _tidy(value) for key, value in entry.fields.items()})
    sentence = _shape(entry) or _dates(entry, today)
    if entry.kind != TAKEN_BACK:  # the values before may always be restored
        sentence = sentence or _rating(entry) or _completed(entry)
    if sentence:
        raise UserError("plan_entry", f"{sentence} Nothing was saved.")
    return entry


def _tidy(value: str | None) -> str | None:
    text = "" if value is None else re.sub(r"[^\S\n]+", " ", _UNSEEN.sub("", str(value))).strip()
    return text or None


def _shape(entry: PlanEntry) -> str:
    """Return an error if the action ID or a field is invalid, otherwise ""."""
    allowed = PLAN_ACTIONS.keys if entry.kind == ADDED else (*EDITED,)
    if not _ID.fullmatch(entry.action_id):
        return "Give the action an ID of up to 40 letters, digits, dots and dashes, such as IP-216."
    if entry.kind == CHANGED and not entry.fields:
        return f"{entry.action_id} has no changes."
    if unknown := [key for key in entry.fields if key not in allowed or key == "action_id"]:
        return f"{unknown[0]} is not a field that can be changed for an action."
    if long := [key for key, value in entry.fields.items() if value and len(value) > LONGEST]:
        return f"{heading(long[0])} is longer than {LONGEST:,} letters. Shorten it."
    for key, value in entry.fields.items():
        if not _possible(key, value):
            return f"{heading(key)} cannot be '{value}'."
    if entry.kind == ADDED and (
        lacking := [said for key, said in NEEDED.items() if not entry.fields.get(key)]
    ):
        return lacking[0]
    return ""


def _possible(key: str, value: str | None) -> bool:
    column = PLAN_ACTIONS.column(key)
    if value is None or column.kind is Kind.TEXT:
        return True
    if column.kind is Kind.CODE:
        return value in codelist(column.codes).labels
    try:
        return 2000 <= date.fromisoformat(value).year < 2100
    except ValueError:
        return False


def _dates(entry: PlanEntry, today: date) -> str:
    now, start, due = entry.now, _day(entry.now, "start"), _day(entry.now, "due")
    if entry.dated < entry.as_at:
        return (
            f"Date the entry {_said(entry.as_at)}, the date of the month's spreadsheet, or later."
        )
    if entry.dated > max(entry.as_at, today + timedelta(days=1)):  # the clock is UTC's
        return f"{_said(entry.dated)} is in the future. Choose an earlier date for the entry."
    if entry.kind == ADDED and start and due and due < start:
        return f"{entry.action_id} would be due before its start. Correct the date that is wrong."
    completed = _day(now, "completed")
    if entry.kind != TAKEN_BACK and completed and completed > entry.dated:
        return (
            f"{entry.action_id} cannot be completed on {_said(completed)}, after the date of "
            "the entry."
        )
    return ""


def _rating(entry: PlanEntry) -> str:
    now, before = entry.now, entry.was.get("delivery_rag")
    rating, due = now.get("delivery_rag"), _day(now, "due")
    if not rating:
        return f"Give {entry.action_id} a delivery rating."
    if before and rating != before and not entry.fields.get("reason_for_rag_change"):
        return (
            f"Give the reason for changing {entry.action_id} from {_rag(before)} to {_rag(rating)}."
        )
    if rating == "green" and due and due < entry.dated:
        return (
            f"{entry.action_id} was due on {_said(due)} and is not complete, so it cannot be "
            "on track. Rate it at risk or off track."
        )
    return ""


def _completed(entry: PlanEntry) -> str:
    if entry.now.get("completed") and entry.now.get("delivery_rag") != "blue":
        return f"{entry.action_id} has a completed date. Rate it complete, or remove the date."
    return ""


def _rag(code: str) -> str:
    return codelist("delivery_rag").label(code).lower()


def _day(fields: Mapping[str, str | None], key: str) -> date | None:
    value = fields.get(key)
    return date.fromisoformat(value[:10]) if value else None


def _said(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
