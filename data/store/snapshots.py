"""Snapshots: the facts about each import, which snapshots are current, and their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from data.check.check_month import LEFT_OUT
from data.dates import newer_events
from data.problems import InputNeeded
from data.schema import TABLES
from data.store.checksums import (
    check_checksum,
    check_checksums,
    check_number,
    checksum_of_lines,
    checksum_of_row,
)
from data.store.connections import Connections
from data.store.rows import EVENT_DATES, RETURNED, frame_of, parsed
from data.store.tables import about, act, extract_row, left_out, snapshot, snapshot_file


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts about one import. `replaced_by` is the snapshot that corrected it, if any."""

    id: int
    month: str
    as_at: date
    who: str
    at: datetime
    reason: str
    replaces: int | None
    replaced_by: int | None
    files: tuple[tuple[str, str], ...]  # (name, SHA-256)
    counts: dict[str, Any]
    tables: dict[str, list]

    @property
    def yearly(self) -> bool:
        """Return whether this is a return for the year to `as_at`, not a month; `month` is then
        '2024-25'.
        """
        return RETURNED in self.tables

    @property
    def people_carried_from(self) -> int | None:
        """Return the earlier snapshot whose people are used here, if this extract had none."""
        own = self.tables[RETURNED if self.yearly else "care_leavers"][0]
        return own if own != self.id else None


def read_snapshots(connection: Connection, version: int | None = None) -> tuple[Snapshot, ...]:
    """Return every snapshot by number, at a version or now, each with its checksum checked."""
    wanted = select(snapshot).order_by(snapshot.c.id)
    rows = list(
        connection.execute(
            wanted if version is None else wanted.where(snapshot.c.id <= version)
        ).mappings()
    )
    files: dict[int, list[tuple[str, str]]] = {}
    for file in connection.execute(select(snapshot_file).order_by(snapshot_file.c.name)).mappings():
        files.setdefault(file["snapshot"], []).append((file["name"], file["sha256"]))
    check_checksums(
        connection,
        "snapshot",
        {row["id"]: checksum_of_row(row, files.get(row["id"], ())) for row in rows},
        version,
    )
    replaced = {row["replaces"]: row["id"] for row in rows if row["replaces"]}
    return tuple(
        Snapshot(**row, replaced_by=replaced.get(row["id"]), files=tuple(files.get(row["id"], ())))
        for row in rows
    )


def current(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Return the snapshots that have not been replaced, oldest first."""
    return sorted(
        (taken for taken in snapshots if taken.replaced_by is None), key=lambda taken: taken.as_at
    )


class Snapshots(Connections):
    """A database whose imports can be read."""

    def _forget(self) -> None:
        self._rows = lru_cache(maxsize=256)(self._read_rows)  # rows of a snapshot never change
        self._people = lru_cache(maxsize=256)(self._read_people)
        self._snapshots = lru_cache(maxsize=8)(
            self._read_snapshots
        )  # nor do snapshots as of a version

    @property
    def kind(self) -> str | None:
        """Return SAMPLE for made-up people, OWN for a council's own, None if it is not decided
        yet."""
        with self._read() as connection:
            return connection.scalar(select(about.c.value).where(about.c.key == "kind"))

    @property
    def version(self) -> int:
        """Return the number of the newest snapshot, 0 for an empty database."""
        with self._read() as connection:
            check_number(
                connection,
                "snapshot",
                connection.scalar(select(func.count()).select_from(snapshot)),
            )
            return connection.scalar(select(func.coalesce(func.max(snapshot.c.id), 0))) or 0

    def snapshots(self, version: int | None = None) -> list[Snapshot]:
        """Return every snapshot at a version, oldest number first."""
        return list(self._snapshots(self.version if version is None else version))

    def _read_snapshots(self, version: int) -> tuple[Snapshot, ...]:
        with self._read() as connection:
            return read_snapshots(connection, version)

    def months(self, version: int | None = None) -> list[Snapshot]:
        """Return the current snapshot of each month, oldest month first."""
        return [taken for taken in current(self.snapshots(version)) if not taken.yearly]

    def returns(self) -> list[Snapshot]:
        """Return the current return of each year, oldest first."""
        return [taken for taken in current(self.snapshots()) if taken.yearly]

    def returned(self, taken: Snapshot) -> pd.DataFrame:
        """Return the people of a yearly return as a typed table."""
        return self._rows_of(RETURNED, taken)

    def month(self, key: str) -> Snapshot:
        """Return the current snapshot of 'YYYY-MM'. Raises UserError if that month was never
        imported.
        """
        for taken in self.months():
            if taken.month == key:
                return taken
        raise InputNeeded("no_such_month", f"There is no extract for {key} in this database.")

    def tables(self, taken: Snapshot, version: int | None = None) -> dict[str, pd.DataFrame]:
        """Return the tables of a snapshot, typed, with the events of earlier months that still
        count.

        The newest extract's events replace earlier ones from its earliest date to its as-at date;
        events outside that range stay. Practice and plan tables are only those of this month. A
        replaced snapshot has the tables that it had just before it was replaced.
        """
        if version is None:
            version = taken.replaced_by - 1 if taken.replaced_by else self.version
        chain = [
            other
            for other in self.months(version)
            if other.as_at < taken.as_at and other.month != taken.month
        ] + [taken]
        tables = {
            key: self._rows_of(key, taken)
            for key in TABLES
            if key in taken.tables and key not in EVENT_DATES
        }
        for key, day in EVENT_DATES.items():
            events: pd.DataFrame | None = None
            for link in chain:
                if key in link.tables:
                    events = newer_events(events, self._rows_of(key, link), day, link.as_at)
            if events is not None:
                tables[key] = events.reset_index(drop=True)
        return tables

    def everything(self, taken: Snapshot) -> dict[str, Any]:
        """Return a snapshot's facts by name: snapshot, as_at, tables, seen_before, left_out,
        left_out_rows, faults.
        """
        gone = self.left_out(taken)
        gone = gone[gone["table"] == "care_leavers"]
        return {
            "snapshot": taken.id,
            "as_at": taken.as_at,
            "tables": self.tables(taken),
            "seen_before": self.people_before(taken.as_at),
            "left_out": frozenset(gone["person"].dropna()),
            "left_out_rows": len(gone),
            "faults": self._faults_of(taken),
        }

    def _faults_of(self, taken: Snapshot) -> tuple[tuple[str, str, str, str, int], ...]:
        """Return the faults of this snapshot's rows, including rows kept from an earlier
        snapshot."""
        found = {one.id: one.counts.get("faults", []) for one in self.snapshots()}
        whose = {key: number for key, (number, _) in taken.tables.items()}
        return tuple(
            tuple(fault)
            for key, number in whose.items()
            for fault in found.get(number, [])
            if fault[0] == key
        )

    def people_before(self, day: date) -> frozenset[str]:
        """Return the IDs in the extracts of all months before a day."""
        earlier = {other.tables["care_leavers"][0] for other in self.months() if other.as_at < day}
        return frozenset().union(*map(self._people, sorted(earlier)))

    def ids(self) -> tuple[str, ...]:
        """Return every ID of any month's extract, those of the oldest month first."""
        months = dict.fromkeys(taken.tables["care_leavers"][0] for taken in self.months())
        return tuple(
            dict.fromkeys(person for number in months for person in sorted(self._people(number)))
        )

    def left_out(self, taken: Snapshot) -> pd.DataFrame:
        """Return the rows that could not be used: table, file, sheet, source_row, person, rules."""
        with self._read() as connection:
            query = (
                select(left_out.c.fields)
                .where(left_out.c.snapshot == taken.id)
                .order_by(left_out.c.number)
            )
            texts = list(connection.scalars(query))
            check_checksum(connection, f"left_out {taken.id}", checksum_of_lines(texts))
        return pd.DataFrame(parsed(texts), columns=LEFT_OUT)

    def acts(self) -> list[dict[str, Any]]:
        """Return the acts of the audit log, newest first."""
        with self._read() as connection:
            return [
                dict(row)
                for row in connection.execute(select(act).order_by(act.c.id.desc())).mappings()
            ]

    def _rows_of(self, key: str, taken: Snapshot) -> pd.DataFrame:
        number, columns = taken.tables[key]
        return self._rows(key, number, tuple(columns)).copy(deep=False)

    def _read_rows(self, key: str, number: int, columns: tuple[str, ...]) -> pd.DataFrame:
        return frame_of(
            key, columns, parsed(self._checked_column("rows", extract_row.c.fields, number, key))
        )

    def _read_people(self, number: int) -> frozenset[str]:
        return frozenset(
            self._checked_column("people", extract_row.c.person, number, "care_leavers")
        )

    def _checked_column(self, what: str, column, number: int, key: str) -> list[str]:
        """Return one column of a snapshot's table, in row order, with its checksum checked."""
        where = (extract_row.c.snapshot == number, extract_row.c.table_key == key)
        with self._read() as connection:
            texts = list(
                connection.scalars(select(column).where(*where).order_by(extract_row.c.number))
            )
            check_checksum(connection, f"{what} {number} {key}", checksum_of_lines(texts))
        return texts
