"""The way to the database: every reading and writing passes here, and here alone its faults become words for the person."""

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

CHECKED_UP_TO = 256_000_000  # bytes: a larger store is checked by its seals alone, as it is read
FOLDING = 1.0  # seconds for which readers may keep the log ahead from being folded back after a writing
_checked: dict[Path, sqlite_file.FileState] = {}  # the stores that this process has found whole, as they were then
_FAULTS = (DBAPIError, TimeoutError, ChecksumBroken)


class Connections:
    """A database that is open."""

    def __init__(self, url: str, wait: float = WAIT, any_copy: bool = False):
        """Opens the store and brings its tables up to date; `wait` is for how many seconds a writer waits for another.

        Raises UserError where it cannot be opened, is gone, damaged or not ours, or was made by a newer version of this program;
        also if it is an older copy, unless `any_copy` is to be opened. What is known of the store then stays as it is.
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
        """Opens the file that stands there now, for reading only where nothing else may be done."""
        self._forget()
        if self._file:
            see_folder(self._file.parent)
        stands = bool(self._file and sqlite_file.look_at(self._file))
        self._only_read = bool(self._file and stands and not sqlite_file.may_write(self._file) and not sqlite_file.is_pending(self._file))
        self._engine = engine_of(self._address, self._wait, only_read=self._file if self._only_read else None)
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
        """Asks SQLite to look through a file, once in each state of it. Raises UserError where it is damaged."""
        with self._reading() as connection:
            connection.execute(text("SELECT 1 FROM sqlite_master"))
            now = sqlite_file.state_of(file)
            if now.size > CHECKED_UP_TO or _checked.get(file) == now:
                return
            if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
                raise damaged(file.name)
            _checked[file] = now

    def _bring_up_to_date(self) -> None:
        """A store that is up to date is only read, so it opens during an import."""
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
        """What is known outside the file; read before the file, which may go further meanwhile."""
        return read_known(self._file) if self._file and not self._any_copy else None

    def _see_that_it_goes_on(self, connection: Connection, known: Known | None) -> Known:
        """Return how far the store goes. Raises UserError if it does not go on from what is known of it."""
        reached = extent(connection)
        if known and (reached.act < known.act or not holds(connection, known)):
            if not is_whole(connection):  # a damaged file is neither an older copy nor another store
                raise damaged(self._name)
            raise older(self._name, reached, known) if reached.act < known.act else other(self._name)
        return reached

    def _remember(self, reached: Known) -> None:
        if self._file and not self._any_copy and not self._only_read:
            sqlite_file.remember(self._file, reached)

    def _fold_back(self, wait: float) -> None:
        """After this a copy of the file alone is whole; while others read, it is tried again at the next reading."""
        if self._file:
            self._folded = not sqlite_file.is_pending(self._file) or fold_back(self._engine, wait)

    def _forget(self) -> None:
        """Lets go of what was kept from a file that is another now."""

    @property
    def _name(self) -> str:
        return self._file.name if self._file else "of this address"

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """One transaction that reads. In its body stands nothing but what reads the database."""
        self._see_that_it_is_there()
        with self._reading() as connection:
            yield connection
        if not self._folded:
            self._fold_back(0)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """One transaction that writes, whole or not at all; writers follow one another, readers go on."""
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
        with self._told(writing=True), self._engine.execution_options(rw=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(4711)"))
            yield connection

    @contextmanager
    def _told(self, *unreadable: type[ValueError], writing: bool = False) -> Iterator[None]:
        """Turns a fault of the database into a refusal; `unreadable` is what a document or date raises that is none."""
        try:
            yield
        except (*_FAULTS, *unreadable) as failed:
            raise refusal(failed, self._name, writing) from failed

    def _see_that_it_is_there(self, writing: bool = False) -> None:
        """Where another file stands in the place, opens that. SQLite itself would go on with the one that is gone, and lose what it writes."""
        if self._file is None:
            return
        now, then = sqlite_file.state_of(self._file), self._opened
        same = then and now.identity == then.identity
        if self._only_read:  # what somebody else writes meanwhile would not be seen
            same = now == then and not sqlite_file.is_pending(self._file) and not (writing and sqlite_file.may_write(self._file))
        if same:
            return
        with self._opening:
            self.close()
            self._opened = None
            self._open()

    def close(self) -> None:
        """Lets the database go; on SQLite everything is then in the one file."""
        self._engine.dispose()
