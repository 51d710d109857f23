"""The tables of the database."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text

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
mapping = Table(  # the newest of a name stands
    "mapping",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("document", JSON, nullable=False),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
)
plan_entry = Table(  # an edit of an action of the improvement plan in the app; nothing is written over
    "plan_entry",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("action_id", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("fields", JSON, nullable=False),  # what it says, by schema key
    Column("was", JSON, nullable=False),  # what the editor had in front of them
    Column("as_at", Date, nullable=False),  # of the month it was entered on
    Column("dated", Date, nullable=False),  # the day from which it holds
    Column("based_on_snapshot", Integer),
    Column("based_on_entry", Integer, ForeignKey("plan_entry.id")),
    Column("who", String, nullable=False),
    Column("at", DateTime, nullable=False),
)
seal = Table(  # what was written, by its SHA-256
    "seal",
    metadata,
    Column("what", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
)


def now() -> datetime:
    """This moment in UTC, to the second, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
