"""The tables of the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON as JSON_
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, TypeDecorator
from sqlalchemy import Date as Date_
from sqlalchemy import DateTime as DateTime_
from sqlalchemy import String as String_
from sqlalchemy import Text as Text_
from sqlalchemy.engine import Dialect


class _Checked(TypeDecorator[Any]):
    """A column type that raises ValueError for values of another type, which a damaged SQLite file
    can return.
    """

    kind: type | tuple[type, ...] = object

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        read = super().result_processor(dialect, coltype)

        def checked(value: Any) -> Any:
            if value is None:
                return None
            try:
                found = read(value) if read else value
            except TypeError as failed:
                raise ValueError("a value of a different type than was written") from failed
            if not isinstance(found, self.kind):
                raise ValueError("a value of a different type than was written")
            return found

        return checked


class String(_Checked):
    impl, kind, cache_ok = String_, str, True


class Text(_Checked):
    impl, kind, cache_ok = Text_, str, True


class Date(_Checked):
    impl, kind, cache_ok = Date_, date, True


class DateTime(_Checked):
    impl, kind, cache_ok = DateTime_, datetime, True


class JSON(_Checked):
    impl, kind, cache_ok = JSON_, (dict, list), True


metadata = MetaData()
schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
)
about = Table(
    "about",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
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
    Column("tables", JSON, nullable=False),  # table -> [the snapshot with the rows, its columns]
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
    Column(
        "person", String, nullable=False, index=True
    ),  # the young person's ID, "" if there is none
    Column("fields", Text, nullable=False),  # a JSON document
)
left_out = Table(
    "left_out",
    metadata,
    Column("snapshot", Integer, ForeignKey("snapshot.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", String),
    Column("fields", Text, nullable=False),  # a JSON document
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
setting = Table(  # a change is a new row; the caller knows what a key means
    "setting",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
)
mapping = Table(  # the newest of each name counts
    "mapping",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("document", JSON, nullable=False),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
)
plan_entry = (
    Table(  # an edit in the app of an action of the improvement plan; nothing is overwritten
        "plan_entry",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("action_id", String, nullable=False, index=True),
        Column("kind", String, nullable=False),
        Column("fields", JSON, nullable=False),  # the new values by schema key
        Column("was", JSON, nullable=False),  # the values that the editor had seen
        Column("as_at", Date, nullable=False),  # as-at date of the month it was entered on
        Column("dated", Date, nullable=False),  # the day from which it counts
        Column("based_on_snapshot", Integer),
        Column("based_on_entry", Integer, ForeignKey("plan_entry.id")),
        Column("who", String, nullable=False),
        Column("at", DateTime, nullable=False),
    )
)
seal = Table(  # checksums (SHA-256) of what was written
    "seal",
    metadata,
    Column("what", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
)


def now() -> datetime:
    """Return the current time in UTC, to the second, as stored in the tables."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
