"""Append-only monthly snapshots: SQLite by default, PostgreSQL by its URL, one code for both.

A month's rows are kept as JSON documents, a row each, so a new column of the schema needs no
migration. Nothing is updated or deleted: a corrected month is a new snapshot that replaces the old.
`version` is the number of the newest snapshot; every figure can be had again as it was at a version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from data.problems import Refused
from data.schema import TABLES
from data.validate import LEFT_OUT, Extract, typed

EVENT_DATES = {"contacts": "contact_date", "service_use": "start_date"}
STEPS = ("begun", "snapshot written", "files written", "rows written", "left-out rows written", "act written", "committed")
SAMPLE, OWN = "sample", "own"

metadata = MetaData()
schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True), Column("at", DateTime, nullable=False))
about = Table("about", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))
snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("month", String(7), nullable=False, index=True),
    Column("as_at", Date, nullable=False),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("reason", String, nullable=False),
    Column("replaces", Integer, ForeignKey("snapshot.id")),
    Column("counts", JSON, nullable=False),
    Column("tables", JSON, nullable=False),  # table -> [the snapshot whose rows they are, its columns]
)
snapshot_file = Table(
    "snapshot_file",
    metadata,
    Column("snapshot", Integer, ForeignKey("snapshot.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("name", String, nullable=False),
)
extract_row = Table(
    "extract_row",
    metadata,
    Column("snapshot", Integer, ForeignKey("snapshot.id"), primary_key=True),
    Column("table_key", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", String, nullable=False, index=True),  # whom the row is about, "" for nobody
    Column("fields", JSON, nullable=False),
)
left_out = Table(
    "left_out",
    metadata,
    Column("snapshot", Integer, ForeignKey("snapshot.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", String),
    Column("fields", JSON, nullable=False),
)
act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("snapshot", Integer),
)
setting = Table(  # a change is a new row; what a key means is known to whoever asks
    "setting",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
)


def _create_first_tables(connection: Connection) -> None:
    metadata.create_all(connection, tables=[about, snapshot, snapshot_file, extract_row, left_out, act])


def _create_settings(connection: Connection) -> None:
    metadata.create_all(connection, tables=[setting])


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_create_first_tables, _create_settings)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of one import. `replaced_by` is the snapshot that corrected it, if any."""

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
    def people_carried_from(self) -> int | None:
        """The earlier snapshot whose people stand here, where this extract brought none."""
        own = self.tables["care_leavers"][0]
        return own if own != self.id else None


class Store:
    """One council's snapshots. Open it by its database URL."""

    def __init__(self, url: str):
        """Opens the store and brings its tables up to date.

        Raises Refused where it cannot be opened or was made by a newer version of this program.
        """
        self.url = url
        try:
            self._engine = _engine(url)
        except (ArgumentError, ImportError, OSError) as wrong:
            raise Refused(
                "store", f"The store's address is not one that can be opened ({type(wrong).__name__}). Write it as sqlite:///FILE."
            ) from wrong
        self._rows = lru_cache(maxsize=256)(self._read_rows)  # rows of a snapshot never change
        self._snapshots = lru_cache(maxsize=8)(self._read_snapshots)  # nor do snapshots as of a version
        try:
            self._migrate()
        except DBAPIError as failed:
            raise Refused(
                "store",
                f"The store cannot be opened ({type(failed.orig).__name__}). Check that it exists, is not damaged, and may be written to.",
            ) from failed

    def _migrate(self) -> None:
        """Brings the tables up to date. A store that is up to date is only read, so it opens during an import."""
        with self._engine.connect() as connection:
            if inspect(connection).has_table("schema_version") and self._done(connection) == len(MIGRATIONS):
                return
        with self._write() as connection:
            schema_version.create(connection, checkfirst=True)
            done = self._done(connection)
            for version, step in enumerate(MIGRATIONS[done:], start=done + 1):
                step(connection)
                connection.execute(insert(schema_version).values(version=version, at=_now()))

    @staticmethod
    def _done(connection: Connection) -> int:
        """How many migrations the store has had. Raises Refused where it has had more than this program knows."""
        done = connection.scalar(select(func.max(schema_version.c.version))) or 0
        if done > len(MIGRATIONS):
            raise Refused("store_newer", "The store was made by a newer version of this program. Update the program.")
        return done

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """One transaction that writes; writers follow one another, readers go on."""
        with self._engine.execution_options(rw=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(4711)"))
            yield connection

    def _scalars(self, query) -> list:
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    # --- what is in it ---

    @property
    def kind(self) -> str | None:
        """SAMPLE for made-up people, OWN for a council's own, None while nothing has decided it."""
        return next(iter(self._scalars(select(about.c.value).where(about.c.key == "kind"))), None)

    @property
    def version(self) -> int:
        """The number of the newest snapshot, 0 for an empty store."""
        return self._scalars(select(func.coalesce(func.max(snapshot.c.id), 0)))[0]

    def snapshots(self, version: int | None = None) -> list[Snapshot]:
        """Every snapshot by number, oldest first, as they stood at a version."""
        return list(self._snapshots(self.version if version is None else version))

    def _read_snapshots(self, version: int) -> tuple[Snapshot, ...]:
        with self._engine.connect() as connection:
            rows = list(connection.execute(select(snapshot).where(snapshot.c.id <= version).order_by(snapshot.c.id)).mappings())
            files: dict[int, list[tuple[str, str]]] = {}
            for file in connection.execute(select(snapshot_file).order_by(snapshot_file.c.name)).mappings():
                files.setdefault(file["snapshot"], []).append((file["name"], file["sha256"]))
        replaced = {row["replaces"]: row["id"] for row in rows if row["replaces"]}
        return tuple(Snapshot(**row, replaced_by=replaced.get(row["id"]), files=tuple(files.get(row["id"], ()))) for row in rows)

    def months(self, version: int | None = None) -> list[Snapshot]:
        """The snapshot that stands for each month, oldest month first."""
        return sorted((taken for taken in self.snapshots(version) if taken.replaced_by is None), key=lambda taken: taken.as_at)

    def month(self, key: str) -> Snapshot:
        """The snapshot that stands for 'YYYY-MM'. Raises Refused where that month was never imported."""
        for taken in self.months():
            if taken.month == key:
                return taken
        raise Refused("no_such_month", f"There is no extract for {key} in this store.")

    def tables(self, taken: Snapshot, version: int | None = None) -> dict[str, pd.DataFrame]:
        """The tables of a snapshot, typed, with the events of earlier months that still stand.

        The newest extract's events replace earlier ones from its earliest date to its as-at date;
        events outside that range stay. Practice tables are those that this month brought. A replaced
        snapshot reads as it last did before it was replaced.
        """
        if version is None:
            version = taken.replaced_by - 1 if taken.replaced_by else self.version
        chain = [other for other in self.months(version) if other.as_at < taken.as_at and other.month != taken.month] + [taken]
        tables = {key: self._rows_of(key, taken) for key in TABLES if key in taken.tables and key not in EVENT_DATES}
        for key, day in EVENT_DATES.items():
            events: pd.DataFrame | None = None
            for link in chain:
                if key in link.tables:
                    events = _newer_events(events, self._rows_of(key, link), day, link.as_at)
            if events is not None:
                tables[key] = events.reset_index(drop=True)
        return tables

    def everything(self, taken: Snapshot) -> dict[str, Any]:
        """A snapshot with all that belongs to it: snapshot, as_at, tables, seen_before, left_out, left_out_rows."""
        gone = self.left_out(taken)
        gone = gone[gone["table"] == "care_leavers"]
        return {
            "snapshot": taken.id,
            "as_at": taken.as_at,
            "tables": self.tables(taken),
            "seen_before": self.people_before(taken.as_at),
            "left_out": frozenset(gone["person"].dropna()),
            "left_out_rows": len(gone),
        }

    def people_before(self, day: date) -> frozenset[str]:
        """The ids in the extract of every month before a day."""
        earlier = [other.tables["care_leavers"][0] for other in self.months() if other.as_at < day]
        query = (
            select(extract_row.c.person).where(extract_row.c.table_key == "care_leavers", extract_row.c.snapshot.in_(earlier)).distinct()
        )
        return frozenset(self._scalars(query))

    def left_out(self, taken: Snapshot) -> pd.DataFrame:
        """The rows that could not be used: table, file, sheet, source_row, person, rules."""
        rows = self._scalars(select(left_out.c.fields).where(left_out.c.snapshot == taken.id).order_by(left_out.c.number))
        return pd.DataFrame(rows, columns=LEFT_OUT)

    def acts(self) -> list[dict[str, Any]]:
        """Who did what, newest first."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(act).order_by(act.c.id.desc())).mappings()]

    def _rows_of(self, key: str, taken: Snapshot) -> pd.DataFrame:
        number, columns = taken.tables[key]
        return self._rows(key, number, tuple(columns)).copy(deep=False)

    def _read_rows(self, key: str, number: int, columns: tuple[str, ...]) -> pd.DataFrame:
        where = (extract_row.c.snapshot == number, extract_row.c.table_key == key)
        return _frame(key, columns, self._scalars(select(extract_row.c.fields).where(*where).order_by(extract_row.c.number)))

    # --- what goes in ---

    def held_by(self, extract: Extract) -> Snapshot | None:
        """The standing snapshot that these very files made, if they have been imported already."""
        marks = {file.sha256 for file in extract.files}
        return next((taken for taken in self.months() if {mark for _, mark in taken.files} == marks and taken.as_at == extract.as_at), None)

    def save(
        self, extract: Extract, who: str, reason: str = "", allow_left_out: int = 0, on_step: Callable[[str], None] = lambda step: None
    ) -> Snapshot:
        """Stores one month, whole or not at all, and returns its snapshot.

        `on_step` hears each of STEPS. Raises Refused, with nothing stored, where the same files stand
        already, the kind of people differs, or rows would be left out that nobody has agreed to.
        """
        try:
            with self._write() as connection:
                on_step("begun")
                self._refuse(extract, allow_left_out)
                number = self._insert(connection, extract, who, reason, on_step)
        except DBAPIError as failed:
            raise _unwritten(failed) from failed
        on_step("committed")
        return next(taken for taken in self.snapshots() if taken.id == number)

    def _refuse(self, extract: Extract, allow_left_out: int) -> None:
        kind = self.kind
        if kind and (kind == SAMPLE) != extract.made_up:
            what = (
                "made-up people, and this store holds your own"
                if extract.made_up
                else "people of your own, and this store holds made-up ones"
            )
            raise Refused("kind_mixed", f"These files hold {what}. The two are never mixed: open the other store.")
        if same := self.held_by(extract):
            raise Refused(
                "same_file",
                f"These files were imported on {same.at:%d %B %Y} by {same.who} and stand for {same.as_at:%B %Y}. Nothing has changed.",
            )
        if len(extract.left_out) != allow_left_out:
            raise Refused(
                "left_out",
                f"Rows that cannot be used and would be left out: {len(extract.left_out)}. Mend them, or agree to exactly that number (on the command line: --allow-left-out {len(extract.left_out)}).",
            )
        if "care_leavers" in extract.tables and extract.tables["care_leavers"].empty:
            raise Refused(
                "nobody", "The sheet of care leavers has nobody in it who can be used. Fill it, or take the sheet out of the workbook."
            )
        if "care_leavers" not in extract.tables and not self._people_for(extract):
            raise Refused(
                "no_people", "These files hold no care leavers, and no earlier month does either. Import the month's Care leavers first."
            )

    def _people_for(self, extract: Extract) -> Snapshot | None:
        """Whose people stand for an extract that brings none: the month's own, else the latest before."""
        earlier = [taken for taken in self.months() if taken.as_at <= extract.as_at or taken.month == extract.month]
        return earlier[-1] if earlier else None

    def _insert(self, connection: Connection, extract: Extract, who: str, reason: str, on_step: Callable[[str], None]) -> int:
        standing = next((taken for taken in self.months() if taken.month == extract.month), None)
        carried = dict(standing.tables) if standing else {}
        if "care_leavers" not in extract.tables and not carried and (earlier := self._people_for(extract)):
            carried = {"care_leavers": earlier.tables["care_leavers"]}
        counts = {
            "rows": {key: len(frame) for key, frame in extract.tables.items()},
            "left_out": len(extract.left_out),
            "problems": _by_severity(extract),
        }
        values = {
            "month": extract.month,
            "as_at": extract.as_at,
            "who": who,
            "at": _now(),
            "reason": reason,
            "replaces": standing.id if standing else None,
        }
        number = connection.scalar(insert(snapshot).values(**values, counts=counts, tables={}).returning(snapshot.c.id))
        assert number is not None  # an insert gives its number or fails
        tables = carried | {key: [number, _columns(key, frame)] for key, frame in extract.tables.items()}
        connection.execute(snapshot.update().where(snapshot.c.id == number).values(tables=tables))
        on_step("snapshot written")
        connection.execute(
            insert(snapshot_file), [{"snapshot": number, "sha256": file.sha256, "name": file.name} for file in extract.files]
        )
        on_step("files written")
        for key, frame in extract.tables.items():
            if len(frame):
                connection.execute(insert(extract_row), list(_documents(number, key, frame)))
        on_step("rows written")
        gone = [
            {"snapshot": number, "number": place, "person": row["person"], "fields": row}
            for place, row in enumerate(extract.left_out.astype(object).replace({float("nan"): None}).to_dict("records"))
        ]
        if gone:
            connection.execute(insert(left_out), gone)
        on_step("left-out rows written")
        if connection.scalar(select(about.c.value).where(about.c.key == "kind")) is None:
            connection.execute(insert(about).values(key="kind", value=SAMPLE if extract.made_up else OWN))
        connection.execute(insert(act).values(at=_now(), who=who, what=f"imported {extract.month}", snapshot=number))
        on_step("act written")
        return number

    # --- what a council decides for itself ---

    def settings_rows(self) -> list[dict[str, Any]]:
        """Every change of a setting, oldest first: id, key, value, valid_from, who, at."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(setting).order_by(setting.c.id)).mappings()]

    def settings_in_force(self, day: date) -> dict[str, dict[str, Any]]:
        """The row in force on a day, by key: of those valid from then or earlier the latest, of two from one day the newer."""
        rows = [row for row in self.settings_rows() if row["valid_from"] <= day]
        return {row["key"]: row for row in sorted(rows, key=lambda row: (row["valid_from"], row["id"]))}

    def settings_on(self, day: date) -> list[tuple[str, str]]:
        """(key, text) of every setting in force on a day; those never changed are not among them."""
        return sorted((key, row["value"]) for key, row in self.settings_in_force(day).items())

    def set_setting(self, key: str, value: str, who: str, valid_from: date) -> None:
        """Adds one change. The key and value have been checked by the caller."""
        self.set_settings({key: value}, who, valid_from)

    def set_settings(self, values: Mapping[str, str], who: str, valid_from: date) -> None:
        """Adds changes valid from a day, all or none of them. Raises Refused, with nothing stored, where they cannot be written."""
        made = {"who": who, "at": _now()}
        try:
            with self._write() as connection:
                for key, value in values.items():
                    connection.execute(insert(setting).values(key=key, value=value, valid_from=valid_from, **made))
                    connection.execute(insert(act).values(what=f"set {key}", **made))
        except DBAPIError as failed:
            raise _unwritten(failed) from failed

    def start_of_newest(self) -> date:
        """The first day of the newest month, from which a change is usually meant; of this month in a store without one."""
        standing = self.months()
        return (standing[-1].as_at if standing else _now().date()).replace(day=1)

    def close(self) -> None:
        """Lets the database go; on SQLite everything is then in the one file."""
        self._engine.dispose()

    def decide_kind(self, kind: str) -> None:
        """Marks an empty store as holding made-up or the council's own people, before the first import."""
        with self._write() as connection:
            if connection.scalar(select(about.c.value).where(about.c.key == "kind")) is None:
                connection.execute(insert(about).values(key="kind", value=kind))


def _engine(url: str) -> Engine:
    """An engine whose SQLite side takes whole transactions, also for tables, and lets readers go on during an import."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(connection, record):
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("rw") else "BEGIN")

    return engine


def _unwritten(failed: DBAPIError) -> Refused:
    return Refused(
        "store",
        f"Nothing was stored: the store could not be written to ({type(failed.orig).__name__}). Check that the disk is not full and that nobody else is importing, and try again.",
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _columns(key: str, frame: pd.DataFrame) -> list[str]:
    return [column for column in TABLES[key].keys if column in frame.columns]


def _by_severity(extract: Extract) -> dict[str, int]:
    counts = {"error": 0, "warning": 0, "note": 0}
    for problem in extract.problems:
        counts[problem.severity] += 1
    return counts


def _documents(number: int, key: str, frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    """One document a row: what is known of it, dates as text, blanks left away."""
    written = {}
    for column in [*_columns(key, frame), "source", "source_row", "unusable"]:
        series = frame[column]
        dated = pd.api.types.is_datetime64_any_dtype(series)
        written[column] = series.dt.strftime("%Y-%m-%d").tolist() if dated else series.tolist()
    for place, values in enumerate(zip(*written.values(), strict=True)):
        fields = {name: value for name, value in zip(written, values, strict=True) if value == value and value is not None and value != ""}
        yield {"snapshot": number, "table_key": key, "number": place, "person": fields.get(TABLES[key].person, ""), "fields": fields}


def _frame(key: str, columns: Iterable[str], documents: list[dict[str, Any]]) -> pd.DataFrame:
    """Documents as a typed frame with these columns, `source`, `source_row` and `unusable`."""
    table = TABLES[key]
    kinds = {column.key: column.kind for column in table.columns}
    series = {}
    for name in [column for column in columns if column in kinds]:
        values = [document.get(name) for document in documents]
        series[name] = typed(values, kinds[name])
    frame = pd.DataFrame(series)
    frame["source"] = pd.Series([document.get("source", "") for document in documents], dtype="str")
    frame["source_row"] = [document["source_row"] for document in documents]
    frame["unusable"] = pd.Series([document.get("unusable", "") for document in documents], dtype="str")
    return frame


def _newer_events(earlier: pd.DataFrame | None, newer: pd.DataFrame, day: str, as_at: date) -> pd.DataFrame:
    """Events after a newer extract: its own, and the earlier ones outside its range of dates."""
    newer = newer[newer[day] <= pd.Timestamp(as_at)]
    if earlier is None or newer.empty:
        return newer if earlier is None else earlier
    outside = (earlier[day] < newer[day].min()) | (earlier[day] > pd.Timestamp(as_at))
    return pd.concat([earlier[outside], newer], ignore_index=True)
