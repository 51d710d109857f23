"""Check that a SQLite file exists and is ours, before anything opens or changes it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.paths import ROOT, own_url
from data.private_files import (
    FILE,
    SHARED_FILE,
    close_to_others,
    make_private_file,
    make_private_folder,
)
from data.problems import InputNeeded
from data.remembered_store import forget, is_noted, note
from data.store.newest_import import Known, mark_of, read_known, write_known
from data.store.refusals import cannot_open, damaged, missing, not_ours, not_there, refusal

APPLICATION_ID = int.from_bytes(
    b"CLdb", "big"
)  # in SQLite's field for the program that owns a file
_SQLITE = b"SQLite format 3\0"
_LEFT_BEHIND = ("-wal", "-journal")
_OUR_TABLES = {"schema_version", "about", "snapshot", "extract_row"}


def file_of(address: URL) -> Path | None:
    """Return the file of a SQLite database; None for another database or one in memory."""
    if (
        address.get_backend_name() != "sqlite"
        or not address.database
        or address.database.startswith((":memory:", "file:"))
    ):
        return None
    return Path(address.database)


def look_at(file: Path) -> bool:
    """Return whether there is a database in this place; False if one has to be made.

    Raises UserError, with nothing changed, if an earlier database is gone or the file is not ours.
    """
    left = any(
        path.exists() for path in _sidecars(file)
    )  # first, because another process may be making the file
    if not file.exists():
        if left or is_noted(file):
            raise missing(file)
        return False
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
    except OSError as wrong:
        raise cannot_open(type(wrong).__name__) from wrong
    once = mark_of(file).exists() or is_noted(file)
    if not header and not once:
        return False
    if len(header) < 100 or not header.startswith(_SQLITE):
        raise damaged(file.name) if once else not_ours(file.name)
    whose = int.from_bytes(header[68:72], "big")
    if whose == APPLICATION_ID:
        return True
    names = set() if whose else _tables(file)
    if whose or (names and not names >= _OUR_TABLES):
        raise damaged(file.name) if once else not_ours(file.name)
    return bool(names)


def see_that_there_is_one(url: str) -> None:
    """Raise UserError if there is no SQLite database at this address, because opening it would make
    one.
    """
    with suppress(ArgumentError):  # opening it reports what is wrong with the address
        if (file := file_of(make_url(url))) and not look_at(file):
            raise not_there(file)


def _tables(file: Path) -> set[str]:
    """Return the tables of a database without an owner's mark; only the remains of a killed process
    may change.
    """
    if not is_pending(file):
        with suppress(sqlite3.Error):  # another process may be making it
            return _tables_by(file, "immutable=1")
    try:
        return _tables_by(file, "mode=rw")
    except sqlite3.Error as failed:
        raise refusal(failed, file.name) from failed


def _tables_by(file: Path, how: str) -> set[str]:
    with closing(
        sqlite3.connect(f"file:{quote(str(file.absolute()))}?{how}", uri=True)
    ) as connection:
        return {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }


def is_pending(file: Path) -> bool:
    """Return whether something is in a sidecar file and not yet in the database."""
    return any(_size(path) for path in _sidecars(file)[1:])


def _size(path: Path) -> int:
    """Return the file's size, 0 if it is missing; another process may remove it at any moment."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def may_write(file: Path) -> bool:
    """Return whether this user may write to the file and to SQLite's files next to it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def remember(file: Path, known: Known | None = None) -> None:
    """Record the newest import and act outside the file. The database works even if this fails."""
    if not mark_of(file).exists() or (known and known != read_known(file)):
        write_known(file, known)
    if known and known.newest_import and _is_own(file):
        note(file)


def _is_own(file: Path) -> bool:
    """Return whether this is the council's own database, not one given to a command."""
    try:
        own = file_of(make_url(own_url()))
    except ArgumentError:
        return False
    return own is not None and os.path.abspath(own) == os.path.abspath(file)


def close_files(file: Path) -> None:
    """Make the database file if it is missing, and close it and its sidecar files to others.

    In a folder that an administrator has named, a group keeps its access to an existing file.
    """
    with suppress(OSError):  # SQLite reports the reason
        make_private_file(file)
    most = FILE if os.path.abspath(file.parent) == os.path.abspath(ROOT / "var") else SHARED_FILE
    for path in (file, *_sidecars(file), _shared_memory(file)):
        close_to_others(path, most)


def make_room(file: Path) -> None:
    """Make room for an empty database that the user asked for; the remains of the old one are
    renamed.
    """
    if file.exists():
        raise InputNeeded(
            "store_there", f"The database {file.name} exists, so nothing was changed."
        )
    if not file.parent.exists():
        make_private_folder(file.parent)
    for path in _sidecars(file)[1:]:
        if path.exists():
            path.replace(path.with_name(f"{path.name}.left"))
    _shared_memory(file).unlink(missing_ok=True)
    mark_of(file).unlink(missing_ok=True)
    forget(file)


class FileState(NamedTuple):
    """The state of a file, which shows whether the file or its contents have been replaced."""

    device: int
    node: int
    size: int
    changed: int

    @property
    def identity(self) -> tuple[int, int]:
        return self.device, self.node


def state_of(file: Path) -> FileState:
    """Return the current state of a file. Raises UserError if it is gone."""
    try:
        now = file.stat()
    except OSError as gone:
        raise missing(file) from gone
    return FileState(now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)


def put_in_place(unfinished: Path, file: Path) -> None:
    """Move a database from elsewhere on the same disk to its place, unless there is one already."""
    if not file.exists():
        for path in (
            *_sidecars(file),
            _shared_memory(file),
        ):  # of a database that is gone; SQLite would use them for this one
            path.unlink(missing_ok=True)
    try:
        os.link(unfinished, file)
    except FileExistsError:
        return
    except OSError:  # a disk without hard links
        if not file.exists():
            os.replace(unfinished, file)
    remember(file)


def _shared_memory(file: Path) -> Path:
    return file.with_name(f"{file.name}-shm")


def _sidecars(file: Path) -> list[Path]:
    """Return the files next to a database, which may remain when it is gone."""
    return [mark_of(file), *(file.with_name(file.name + end) for end in _LEFT_BEHIND)]
