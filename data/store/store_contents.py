"""The contents of a database at one moment, read together for one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from data.store.checksums import check_number, checksum_of
from data.store.plan_entries import PlanEntries
from data.store.setting_changes import in_force
from data.store.settings_and_mappings import checked_rows
from data.store.snapshots import Snapshot
from data.store.tables import plan_entry, seal, setting, snapshot


@dataclass(frozen=True, eq=False)
class Contents:
    """The current months, oldest first; every change of a setting; number and month of every plan
    entry.

    `version` is 0 for an empty database; `seals` has the checksums of the imports and plan entries.
    """

    version: int
    months: tuple[Snapshot, ...]
    settings: tuple[Mapping[str, Any], ...]
    plan_entries: tuple[tuple[int, date], ...]
    seals: Mapping[str, str]

    def settings_on(self, day: date) -> tuple[tuple[str, str], ...]:
        """Return (key, text) of every setting in force on a day, without those that were never
        changed.
        """
        return tuple(
            sorted((key, row["value"]) for key, row in in_force(self.settings, day).items())
        )

    def mark_on(self, day: date = date.max) -> str:
        """Return a checksum of a month's sources: every import, and the plan entries up to a day.

        Numbers begin at 1 in every database, but checksums depend on what was written and when.
        """
        entries = [f"plan_entry {number}" for number, as_at in self.plan_entries if as_at <= day]
        imports = [what for what in self.seals if what.startswith("snapshot ")]
        return checksum_of([(what, self.seals.get(what)) for what in sorted(imports + entries)])


class Reading(PlanEntries):
    """A database whose contents can be read at once."""

    def contents(self) -> Contents:
        """Return the current contents of the database.

        Checks the settings' checksums and that no snapshot and no entry is missing. An entry's own
        checksum is checked when the entry is read.
        """
        with self._read() as connection:
            count, newest = connection.execute(
                select(func.count(), func.coalesce(func.max(snapshot.c.id), 0)).select_from(
                    snapshot
                )
            ).one()
            check_number(connection, "snapshot", count)
            settings = checked_rows(connection, setting)
            entries = connection.execute(
                select(plan_entry.c.id, plan_entry.c.as_at).order_by(plan_entry.c.id)
            ).all()
            check_number(connection, "plan_entry", len(entries))
            kinds = [seal.c.what.startswith("snapshot "), seal.c.what.startswith("plan_entry ")]
            found = connection.execute(select(seal.c.what, seal.c.sha256).where(or_(*kinds)))
            seals = {row.what: row.sha256 for row in found}
        numbered = tuple((number, as_at) for number, as_at in entries)
        return Contents(newest, tuple(self.months(newest)), tuple(settings), numbered, seals)
