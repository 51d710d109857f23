"""Entries about the improvement plan: entries are only added, and none overwrites another."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from data.check.plan_entry import BasedOn, Overtaken, PlanEntry, checked
from data.codelists import fold
from data.problems import UserError
from data.store.checksums import check_number
from data.store.save_month import OnStep
from data.store.settings_and_mappings import SettingsAndMappings, add, checked_rows
from data.store.snapshots import current, read_snapshots
from data.store.tables import now, plan_entry

ENTRY_STEPS = ("begun", "checked", "written", "committed")
_ACTS = {"taken back": "took back an entry for"}  # in the audit log
TABLE = ("id", "action_id", "kind", "fields", "was", "as_at", "dated", "who", "at")


class PlanEntries(SettingsAndMappings):
    """Reading and adding entries about the plan."""

    def _forget(self) -> None:
        super()._forget()
        self._entries = lru_cache(maxsize=4)(
            self._read_entries
        )  # entries up to a number never change

    def newest_plan_entry(self) -> int:
        """Return the number of the newest entry, 0 if there is none."""
        with self._read() as connection:
            check_number(
                connection,
                "plan_entry",
                connection.scalar(select(func.count()).select_from(plan_entry)),
            )
            return connection.scalar(select(func.coalesce(func.max(plan_entry.c.id), 0))) or 0

    def plan_entries(self, day: date | None = None) -> list[PlanEntry]:
        """Return every entry on the months up to a day, oldest first."""
        return [
            entry
            for entry in self._entries(self.newest_plan_entry())
            if day is None or entry.as_at <= day
        ]

    def plan_entry_table(self, day: date) -> pd.DataFrame:
        """Return the entries as a table with the columns TABLE.

        `fields` and `was` are dicts by schema key, dates are datetime64.
        """
        rows = [[getattr(entry, key) for key in TABLE] for entry in self.plan_entries(day)]
        frame = pd.DataFrame(rows, columns=list(TABLE), dtype="object")
        return frame.assign(
            **{
                key: pd.to_datetime(frame[key]).astype("datetime64[us]")
                for key in ("as_at", "dated", "at")
            }
        )

    def save_plan_entry(
        self, entry: PlanEntry, based_on: BasedOn, on_step: OnStep = lambda step: None
    ) -> PlanEntry:
        """Add one entry, completely or not at all, and return it as stored.

        Raises, with nothing stored: Overtaken if somebody has saved another entry for the action
        since
        `based_on`; UserError if a month has been imported since, the entry breaks a rule, or the
        database cannot be written.
        """
        with self._write() as connection:
            on_step("begun")
            with self._told(ValueError, writing=True):
                before = [
                    _entry(row)
                    for row in checked_rows(connection, plan_entry)
                    if fold(row["action_id"]) == fold(entry.action_id)
                ]
                months = [
                    taken for taken in current(read_snapshots(connection)) if not taken.yearly
                ]
            if others := tuple(other for other in before if other.id > (based_on.entry or 0)):
                raise Overtaken(others)
            if months and months[-1].id != based_on.snapshot:
                words = (
                    f"{months[-1].as_at:%B %Y} was imported (import {months[-1].id}) after you "
                    "had opened the plan. Nothing was saved. Look at the current plan, then "
                    "save again."
                )
                raise UserError("plan_month_newer", words)
            entry = checked(entry, now().date())
            _after(entry, before)
            on_step("checked")
            number = add(
                connection,
                plan_entry,
                entry.who,
                f"{_ACTS.get(entry.kind, entry.kind)} the plan action {entry.action_id}",
                **_columns(entry, based_on),
            )
            on_step("written")
        on_step("committed")
        return next(stored for stored in self.plan_entries() if stored.id == number)

    def _read_entries(self, newest: int) -> tuple[PlanEntry, ...]:
        return tuple(_entry(row) for row in self._checked_rows(plan_entry) if row["id"] <= newest)


def _after(entry: PlanEntry, before: list[PlanEntry]) -> None:
    """Raise UserError if the entry is dated before the previous one, because it would be saved but
    not shown.
    """
    if before and entry.dated < before[-1].dated:
        last = before[-1]
        words = (
            f"{last.who}'s entry for {entry.action_id} is dated {last.dated:%d/%m/%Y}. Give "
            "yours that date or a later one. Nothing was saved."
        )
        raise UserError("plan_entry", words)


def _columns(entry: PlanEntry, based_on: BasedOn) -> dict[str, Any]:
    kept = {key: getattr(entry, key) for key in ("action_id", "kind", "as_at", "dated")}
    seen = {"based_on_snapshot": based_on.snapshot, "based_on_entry": based_on.entry}
    return kept | {"fields": dict(entry.fields), "was": dict(entry.was)} | seen


def _entry(row: dict[str, Any]) -> PlanEntry:
    rest = {key: value for key, value in row.items() if not key.startswith("based_on")}
    return PlanEntry(**rest, based_on=BasedOn(row["based_on_snapshot"], row["based_on_entry"]))
