"""A council's settings and its mappings of headings and spellings, which are only added, never
changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.engine import Connection

from data.store.audit_log import add_act
from data.store.checksums import check_checksums, checksum_of_row, put_checksum
from data.store.setting_changes import Change, Merge, Seen, in_force, planned
from data.store.snapshots import Snapshots
from data.store.tables import mapping, now, setting


class SettingsAndMappings(Snapshots):
    """A database with a council's settings and mappings."""

    def settings_rows(self) -> list[dict[str, Any]]:
        """Return every change of a setting, oldest first: id, key, value, valid_from, who, at."""
        return self._checked_rows(setting)

    def settings_in_force(self, day: date) -> dict[str, Mapping[str, Any]]:
        """Return the row in force on a day, by key."""
        return in_force(self.settings_rows(), day)

    def settings_on(self, day: date) -> list[tuple[str, str]]:
        """Return (key, text) of every setting in force on a day, without those that were never
        changed.
        """
        return sorted((key, row["value"]) for key, row in self.settings_in_force(day).items())

    def set_setting(self, key: str, value: str, who: str, valid_from: date) -> None:
        """Add one change. The caller has checked the key and value."""
        self.set_settings({key: value}, who, valid_from)

    def set_settings(
        self,
        values: Mapping[str, str],
        who: str,
        valid_from: date,
        seen: Seen | None = None,
        lists: Mapping[str, Merge] | None = None,
    ) -> dict[str, Mapping[str, Any] | None]:
        """Add changes valid from a day, all or none of them; return by key the row that was in
        force until now.

        `seen` is what the person had seen, by key. `lists` has the merge functions of settings that
        are lists: their changes are applied to later-dated values too. Raises, with nothing stored:
        SettingChanged if somebody else changed a key in between; UserError if the database cannot
        be written.
        """
        with self._write() as connection:
            with self._told(ValueError, writing=True):
                rows = checked_rows(connection, setting)
            changes = [
                Change(key, value, (seen or {}).get(key), seen is not None)
                for key, value in values.items()
            ]
            for row in planned(rows, changes, valid_from, lists or {}):
                add(connection, setting, who, f"set {row['key']}", **row)
            return {change.key: in_force(rows, valid_from).get(change.key) for change in changes}

    def start_of_newest(self) -> date:
        """Return the first day of the newest month, from which changes usually count; of this month
        if there is none.
        """
        months = self.months()
        return (months[-1].as_at if months else now().date()).replace(day=1)

    def mappings(self) -> list[dict[str, Any]]:
        """Return the documents of the mappings by name, only the newest of each name."""
        newest = {row["name"]: row["document"] for row in self._checked_rows(mapping)}
        return [document for _, document in sorted(newest.items())]

    def keep_mapping(self, document: Mapping[str, Any], who: str) -> None:
        """Save a mapping, replacing any with the same name. Raises UserError if it cannot be
        written.
        """
        with self._write() as connection:
            add(
                connection,
                mapping,
                who,
                "saved a mapping",
                name=document["name"],
                document=dict(document),
            )

    def _checked_rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of a table, oldest first, with their checksums checked."""
        with self._read() as connection:
            return checked_rows(connection, table)


def checked_rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, oldest first. Raises ChecksumBroken if they are not as
    written."""
    rows = [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
    check_checksums(connection, table.name, {row["id"]: checksum_of_row(row) for row in rows})
    return rows


def add(connection: Connection, table: Table, who: str, what: str, **values: Any) -> int:
    """Add a row with its checksum and an act in the audit log; return its number."""
    made = {"who": who, "at": now()}
    number = connection.scalar(insert(table).values(**values, **made).returning(table.c.id))
    put_checksum(
        connection, f"{table.name} {number}", checksum_of_row({"id": number, **values, **made})
    )
    add_act(connection, what=what, **made)
    assert number is not None  # an insert gives its number or fails
    return number
