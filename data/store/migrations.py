"""The steps that bring an older database up to date, all in one transaction, so that none is half
done.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, insert, inspect, select
from sqlalchemy.engine import Connection

from data.problems import InputNeeded
from data.store.audit_log import chain_acts
from data.store.checksums import checksum_what_is_stored
from data.store.sqlite_file import APPLICATION_ID
from data.store.tables import (
    about,
    act,
    extract_row,
    left_out,
    mapping,
    metadata,
    now,
    plan_entry,
    schema_version,
    seal,
    setting,
    snapshot,
    snapshot_file,
)


def _create_first_tables(connection: Connection) -> None:
    metadata.create_all(
        connection, tables=[about, snapshot, snapshot_file, extract_row, left_out, act]
    )


def _create_settings(connection: Connection) -> None:
    metadata.create_all(connection, tables=[setting])


def _create_mappings(connection: Connection) -> None:
    metadata.create_all(connection, tables=[mapping])


def _create_seals(connection: Connection) -> None:
    """Mark the file as ours, and store checksums of everything in an older database."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    metadata.create_all(connection, tables=[seal])
    checksum_what_is_stored(connection)


def _create_plan_entries(connection: Connection) -> None:
    metadata.create_all(connection, tables=[plan_entry])


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _create_first_tables,
    _create_settings,
    _create_mappings,
    _create_seals,
    _create_plan_entries,
    chain_acts,
)


def up_to_date(connection: Connection) -> bool:
    """Return whether every migration was applied. Raises UserError if there were more than this
    program knows.
    """
    return inspect(connection).has_table("schema_version") and _done(connection) == len(MIGRATIONS)


def migrate(connection: Connection) -> None:
    """Bring the tables up to date, all in the transaction of this connection."""
    schema_version.create(connection, checkfirst=True)
    done = _done(connection)
    for version, step in enumerate(MIGRATIONS[done:], start=done + 1):
        step(connection)
        connection.execute(insert(schema_version).values(version=version, at=now()))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _done(connection: Connection) -> int:
    done = connection.scalar(select(func.max(schema_version.c.version))) or 0
    if done > len(MIGRATIONS):
        raise InputNeeded(
            "store_newer",
            "The database was made by a newer version of this program. Update the program.",
        )
    return done
