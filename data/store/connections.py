"""All reading and writing of the database, where its errors become messages for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from data.paths import see_folder
from data.problems import UserError
from data.store import sqlite_file
from data.store.audit_log import extent, holds, is_whole
from data.store.checksums import ChecksumBroken
from data.store.engine import WAIT, engine_of, fold_back
from data.store.migrations import migrate, up_to_date
from data.store.newest_import import Known, read_known
from data.store.refusals import damaged, no_address, older, other, read_only, refusal, replaced

CHECKED_UP_TO = (
    256_000_000  # bytes: a larger database is checked only by its checksums, as it is read
)
FOLDING = 1.0  # seconds to wait for readers before the write-ahead log is merged after writing
_checked: dict[
    Path, sqlite_file.FileState
] = {}  # the databases that this process has checked, in the state checked
_FAULTS = (DBAPIError, TimeoutError, ChecksumBroken)


class Connections:
    """An open database."""

    def __init__(self, url: str, wait: float = WAIT, any_copy: bool = False):
        """Open the database and bring its tables up to date.

        A writer waits up to `wait` seconds for another. Raises UserError if the database cannot be
        opened, is missing, damaged or not ours, or was made by a newer version of this program;
        also if it is an older copy, unless `any_copy`. With `any_copy` the sidecar file is not
        changed.
        """
        self.url = url
        self._wait = wait
        self._any_copy = any_copy
        self._folded = True
        self._opening = RLock()
        self._opened: sqlite_file.FileState | None = None
        try:
            self._address = make_url(url)
            self._file = sqlite_file.file_of(self._address)
            self._open()
        except (ArgumentError, ImportError, OSError) as wrong:
            raise no_address(type(wrong).__name__) from wrong

    def _open(self) -> None:
        """Open the current file, for reading only if it may not be written."""
        self._forget()
        if self._file:
            see_folder(self._file.parent)
        stands = bool(self._file and sqlite_file.look_at(self._file))
        self._only_read = bool(
            self._file
            and stands
            and not sqlite_file.may_write(self._file)
            and not sqlite_file.is_pending(self._file)
        )
        self._engine = engine_of(
            self._address, self._wait, only_read=self._file if self._only_read else None
        )
        if self._file is None:
            self._bring_up_to_date()
            return
        if not self._only_read:
            sqlite_file.close_files(self._file)
        try:
            self._check_whole(self._file)
        except UserError as no:
            if no.reason == "store" and stands and not sqlite_file.may_write(self._file):
                raise read_only(self._file.name) from no
            raise
        self._bring_up_to_date()
        self._opened = sqlite_file.state_of(self._file)
        if not self._only_read:
            self._fold_back(0)

    def _check_whole(self, file: Path) -> None:
        """Let SQLite check a file, once for each state of it. Raises UserError if it is damaged."""
        with self._reading() as connection:
            connection.execute(text("SELECT 1 FROM sqlite_master"))
            now = sqlite_file.state_of(file)
            if now.size > CHECKED_UP_TO or _checked.get(file) == now:
                return
            if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
                raise damaged(file.name)
            _checked[file] = now

    def _bring_up_to_date(self) -> None:
        """Apply migrations; a database that is up to date is only read, so it can be opened during
        an import.
        """
        known = self._known()
        with self._reading() as connection:
            if up_to_date(connection):
                self._remember(self._see_that_it_goes_on(connection, known))
                return
        with self._writing() as connection:
            migrate(connection)
            reached = self._see_that_it_goes_on(connection, known)
        self._remember(reached)

    def _known(self) -> Known | None:
        """Return what the sidecar file records; read it first, because the database may grow in the
        meantime.
        """
        return read_known(self._file) if self._file and not self._any_copy else None

    def _see_that_it_goes_on(self, connection: Connection, known: Known | None) -> Known:
        """Return the newest import and act. Raises UserError if the database does not continue what
        is recorded.
        """
        reached = extent(connection)
        if known and (reached.act < known.act or not holds(connection, known)):
            if not is_whole(
                connection
            ):  # a damaged file is neither an older copy nor another store
                raise damaged(self._name)
            raise (
                older(self._name, reached, known) if reached.act < known.act else other(self._name)
            )
        return reached

    def _remember(self, reached: Known) -> None:
        if self._file and not self._any_copy and not self._only_read:
            sqlite_file.remember(self._file, reached)

    def _fold_back(self, wait: float) -> None:
        """Merge the write-ahead log, so that a copy of the file is complete; if others read, retry
        next time.
        """
        if self._file:
            self._folded = not sqlite_file.is_pending(self._file) or fold_back(self._engine, wait)

    def _forget(self) -> None:
        """Clear what was cached from a file that has been replaced."""

    @property
    def _name(self) -> str:
        return self._file.name if self._file else "of this address"

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """Read in one transaction. Its body may only read the database."""
        self._see_that_it_is_there()
        with self._reading() as connection:
            yield connection
        if not self._folded:
            self._fold_back(0)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """Write in one transaction, completely or not at all; writers wait for each other, readers
        do not.
        """
        self._see_that_it_is_there(writing=True)
        opened, known = self._opened, self._known()
        with self._writing() as connection:
            self._see_that_it_goes_on(connection, known)
            yield connection
            reached = extent(connection)
        if self._file and opened and sqlite_file.state_of(self._file).identity != opened.identity:
            raise replaced(self._file.name)
        self._remember(reached)
        self._fold_back(FOLDING)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(ValueError), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._told(writing=True),
            self._engine.execution_options(rw=True).begin() as connection,
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(4711)"))
            yield connection

    @contextmanager
    def _told(self, *unreadable: type[ValueError], writing: bool = False) -> Iterator[None]:
        """Turn an error of the database into a UserError.

        `unreadable` are the errors raised by an invalid document or date.
        """
        try:
            yield
        except (*_FAULTS, *unreadable) as failed:
            raise refusal(failed, self._name, writing) from failed

    def _see_that_it_is_there(self, writing: bool = False) -> None:
        """Open the file again if it has been replaced.

        SQLite itself would continue with the deleted file, and what it writes would be lost.
        """
        if self._file is None:
            return
        now, then = sqlite_file.state_of(self._file), self._opened
        same = then and now.identity == then.identity
        if self._only_read:  # otherwise later writes by others would not be seen
            same = (
                now == then
                and not sqlite_file.is_pending(self._file)
                and not (writing and sqlite_file.may_write(self._file))
            )
        if same:
            return
        with self._opening:
            self.close()
            self._opened = None
            self._open()

    def close(self) -> None:
        """Close the database; with SQLite everything is then in one file."""
        self._engine.dispose()
