"""What a council decides for itself: its settings, and what its own headings and spellings mean. Each is added, none is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.engine import Connection

from data.store.seals import check_seals, put_seal, sealed_row
from data.store.snapshots import Snapshots
from data.store.tables import act, mapping, now, setting


class Choices(Snapshots):
    """Reading and adding a council's choices."""

    def settings_rows(self) -> list[dict[str, Any]]:
        """Every change of a setting, oldest first: id, key, value, valid_from, who, at."""
        return self._sealed_rows(setting)

    def settings_in_force(self, day: date) -> dict[str, Mapping[str, Any]]:
        """The row in force on a day, by key."""
        return in_force(self.settings_rows(), day)

    def settings_on(self, day: date) -> list[tuple[str, str]]:
        """(key, text) of every setting in force on a day; those never changed are not among them."""
        return sorted((key, row["value"]) for key, row in self.settings_in_force(day).items())

    def set_setting(self, key: str, value: str, who: str, valid_from: date) -> None:
        """Adds one change. The key and value have been checked by the caller."""
        self.set_settings({key: value}, who, valid_from)

    def set_settings(self, values: Mapping[str, str], who: str, valid_from: date) -> None:
        """Adds changes valid from a day, all or none of them. Raises Refused, with nothing stored, where they cannot be written."""
        with self._write() as connection:
            for key, value in values.items():
                add(connection, setting, who, f"set {key}", key=key, value=value, valid_from=valid_from)

    def start_of_newest(self) -> date:
        """The first day of the newest month, from which a change is usually meant; of this month in a store without one."""
        months = self.months()
        return (months[-1].as_at if months else now().date()).replace(day=1)

    def mappings(self) -> list[dict[str, Any]]:
        """The documents of the mappings, the newest of each name, by name."""
        newest = {row["name"]: row["document"] for row in self._sealed_rows(mapping)}
        return [document for _, document in sorted(newest.items())]

    def keep_mapping(self, document: Mapping[str, Any], who: str) -> None:
        """Keeps a mapping under its name, in the place of one of that name. Raises Refused where it cannot be written."""
        with self._write() as connection:
            add(connection, mapping, who, "kept a mapping", name=document["name"], document=dict(document))

    def _sealed_rows(self, table: Table) -> list[dict[str, Any]]:
        """The rows of a table, oldest first, with their seals checked."""
        with self._read() as connection:
            return sealed_rows(connection, table)


def in_force(rows: Iterable[Mapping[str, Any]], day: date) -> dict[str, Mapping[str, Any]]:
    """Of every change of a setting those in force on a day, by key: of those valid from then or earlier the latest, of two from one day the newer."""
    valid = (row for row in rows if row["valid_from"] <= day)
    return {row["key"]: row for row in sorted(valid, key=lambda row: (row["valid_from"], row["id"]))}


def sealed_rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """The rows of a table, oldest first. Raises SealBroken where they are not as they were written."""
    rows = [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
    check_seals(connection, table.name, {row["id"]: sealed_row(row) for row in rows})
    return rows


def add(connection: Connection, table: Table, who: str, what: str, **values: Any) -> int:
    """One row more, with its seal, and who did it; its number."""
    made = {"who": who, "at": now()}
    number = connection.scalar(insert(table).values(**values, **made).returning(table.c.id))
    put_seal(connection, f"{table.name} {number}", sealed_row({"id": number, **values, **made}))
    connection.execute(insert(act).values(what=what, **made))
    assert number is not None  # an insert gives its number or fails
    return number
