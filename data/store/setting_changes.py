"""Work out a change of a setting from what is stored, in the transaction that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.problems import UserError

Seen = Mapping[str, str | None]  # what a person had seen; None if nothing was stored
# (stored, seen, entered) -> (the new value, whether somebody else changed the same thing)
Merge = Callable[[str, str, str], tuple[str, bool]]
Row = Mapping[str, Any]


class SettingChanged(UserError):
    """Somebody else changed a setting after the person had opened it.

    `rows` has the current values by key; `last` is the newest of them.
    """

    def __init__(self, rows: dict[str, Row]):
        keys, last = ", ".join(rows), max(rows.values(), key=lambda row: row["id"])
        super().__init__(
            "setting_changed",
            f"{last['who']} changed {keys} on {last['at']:%d/%m/%Y at %H:%M} UTC, after "
            "you had opened it. "
            "Your changes were not saved. Compare the two versions, then save yours if it "
            "should replace theirs.",
        )
        self.rows, self.last = rows, last


@dataclass(frozen=True, slots=True)
class Change:
    """One setting to change, from the text that was seen (if any) to the text entered."""

    key: str
    entered: str
    seen: str | None
    was_seen: bool


def in_force(rows: Iterable[Row], day: date) -> dict[str, Row]:
    """Return by key the change in force on a day: the latest valid by then; if two start on one
    day, the newer.
    """
    valid = (row for row in rows if row["valid_from"] <= day)
    return {
        row["key"]: row for row in sorted(valid, key=lambda row: (row["valid_from"], row["id"]))
    }


def planned(
    rows: Sequence[Row], changes: Iterable[Change], start: date, lists: Mapping[str, Merge]
) -> list[dict[str, Any]]:
    """Return the rows to add. Raises SettingChanged if the stored values are not those that were
    seen.
    """
    found: list[dict[str, Any]] = []
    clashes: dict[str, Row] = {}
    for change in changes:
        row = in_force(rows, start).get(change.key)
        if row and change.was_seen and _clashes(row["value"], change, lists.get(change.key)):
            clashes[change.key] = row
        elif merge := lists.get(change.key):
            found += _of_list(rows, change, start, merge)
        elif not row or (row["valid_from"], row["value"]) != (start, change.entered):
            found.append({"key": change.key, "value": change.entered, "valid_from": start})
    if clashes:
        raise SettingChanged(clashes)
    return found


def _clashes(stored: str, change: Change, merge: Merge | None) -> bool:
    """Return whether somebody else has since changed the same thing in a different way."""
    if merge:
        return merge(stored, change.seen or "", change.entered)[1]
    return stored not in (change.seen, change.entered)


def _of_list(
    rows: Sequence[Row], change: Change, start: date, merge: Merge
) -> Iterator[dict[str, Any]]:
    """Apply the change to the value in force on the day, and to each later-dated value.

    Other changes from a later day are kept.
    """
    mine = [row for row in rows if row["key"] == change.key]
    seen = change.seen
    for day in [start, *sorted({row["valid_from"] for row in mine if row["valid_from"] > start})]:
        row = in_force(mine, day).get(change.key)
        stored = row["value"] if row else ""
        seen = seen if change.was_seen or day != start else stored
        value, _ = merge(stored, seen or "", change.entered)
        if value != stored:
            yield {"key": change.key, "value": value, "valid_from": day}
