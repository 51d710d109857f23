"""Database engines: SQLite is set up so that migrations are transactions and readers can read
during an import.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, TimeoutError

WAIT = 5.0  # seconds that a writer waits for another
_AGAIN = 0.02  # seconds
PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY")


def engine_of(address: URL, wait: float = WAIT, only_read: Path | None = None) -> Engine:
    """Return an engine for an address; `only_read` opens that SQLite file if its folder is
    read-only.
    """
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    if only_read:
        how = {"immutable": "1", "mode": "ro", "uri": "true"}
        address = URL.create(
            address.drivername, database=f"file:{quote(str(only_read.absolute()))}", query=how
        )
    engine = create_engine(address, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(connection, record):
        connection.isolation_level = None
        for pragma in (f"busy_timeout={wait * 1000:.0f}", *PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")
        if not only_read:
            _log_ahead(connection, wait)

    @event.listens_for(engine, "begin")
    def _on_begin(connection):
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if connection.get_execution_options().get("rw") else "BEGIN"
        )

    return engine


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Switch on the write-ahead log, waiting for other connections as a writer does.

    This is the only step for which SQLite itself does not wait.
    """
    ends = monotonic() + wait
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as failed:
            if failed.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > ends:
                raise
        sleep(_AGAIN)


def fold_back(engine: Engine, wait: float) -> bool:
    """Merge the write-ahead log into the file, so that a copy of the file is complete. Return
    whether it was merged.

    If readers prevent it for `wait` seconds, it is tried again at the next reading.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            try:
                cursor.execute(f"PRAGMA busy_timeout={wait * 1000:.0f}")
                return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.execute(f"PRAGMA busy_timeout={before}")
    except (sqlite3.Error, DBAPIError, TimeoutError):
        return False
