"""The file of a SQLite store: whether it is there and is ours, looked at before anything opens or changes it."""

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
from data.private_files import FILE, SHARED_FILE, close_to_others, make_private_file, make_private_folder
from data.problems import InputNeeded
from data.remembered_store import forget, is_noted, note
from data.store.newest_import import Known, mark_of, read_known, write_known
from data.store.refusals import cannot_open, damaged, missing, not_ours, not_there, refusal

APPLICATION_ID = int.from_bytes(b"CLdb", "big")  # SQLite's own place for saying whose a file is
_SQLITE = b"SQLite format 3\0"
_LEFT_BEHIND = ("-wal", "-journal")
_OUR_TABLES = {"schema_version", "about", "snapshot", "extract_row"}


def file_of(address: URL) -> Path | None:
    """Where a SQLite store stands; None for another database, and for one in memory."""
    if address.get_backend_name() != "sqlite" or not address.database or address.database.startswith((":memory:", "file:")):
        return None
    return Path(address.database)


def look_at(file: Path) -> bool:
    """Whether a store stands at this place; False where one is to be made.

    Raises UserError, having changed nothing, where it is gone though it was there once, or is no store of ours.
    """
    left = any(path.exists() for path in _sidecars(file))  # first: another process may be making the file just now
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
    """Raise UserError if no SQLite store is at this address; to open it there would make one."""
    with suppress(ArgumentError):  # opening says what is wrong with the address
        if (file := file_of(make_url(url))) and not look_at(file):
            raise not_there(file)


def _tables(file: Path) -> set[str]:
    """The tables of a database that does not say whose it is. It changes nothing but what a killed process left behind."""
    if not is_pending(file):
        with suppress(sqlite3.Error):  # another process may be making it just now
            return _tables_by(file, "immutable=1")
    try:
        return _tables_by(file, "mode=rw")
    except sqlite3.Error as failed:
        raise refusal(failed, file.name) from failed


def _tables_by(file: Path, how: str) -> set[str]:
    with closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?{how}", uri=True)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def is_pending(file: Path) -> bool:
    """Whether something that was written stands beside the file and not yet in it."""
    return any(_size(path) for path in _sidecars(file)[1:])


def _size(path: Path) -> int:
    """0 if there is no such file; another process may remove it at any moment."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def may_write(file: Path) -> bool:
    """Whether this person may write to the file, and to what SQLite puts beside it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def remember(file: Path, known: Known | None = None) -> None:
    """Keep outside the file how far the store goes. If that cannot be written, the store still serves."""
    if not mark_of(file).exists() or (known and known != read_known(file)):
        write_known(file, known)
    if known and known.newest_import and _is_own(file):
        note(file)


def _is_own(file: Path) -> bool:
    """Whether this is where the council's own store is, and not one that a command was given."""
    try:
        own = file_of(make_url(own_url()))
    except ArgumentError:
        return False
    return own is not None and os.path.abspath(own) == os.path.abspath(file)


def close_files(file: Path) -> None:
    """Make the store's file if there is none, and close it and those next to it to others.

    In a folder that an administrator has named, a group keeps the use of a file that was there already.
    """
    with suppress(OSError):  # SQLite says why not
        make_private_file(file)
    most = FILE if os.path.abspath(file.parent) == os.path.abspath(ROOT / "var") else SHARED_FILE
    for path in (file, *_sidecars(file), _shared_memory(file)):
        close_to_others(path, most)


def make_room(file: Path) -> None:
    """Clear a place for an empty store, because somebody has said so; what is left of the old one is put aside."""
    if file.exists():
        raise InputNeeded("store_there", f"The store {file.name} is there, so nothing was changed.")
    if not file.parent.exists():
        make_private_folder(file.parent)
    for path in _sidecars(file)[1:]:
        if path.exists():
            path.replace(path.with_name(f"{path.name}.left"))
    _shared_memory(file).unlink(missing_ok=True)
    mark_of(file).unlink(missing_ok=True)
    forget(file)


class FileState(NamedTuple):
    """By what another file in the same place, or other content in the same file, is known."""

    device: int
    node: int
    size: int
    changed: int

    @property
    def identity(self) -> tuple[int, int]:
        return self.device, self.node


def state_of(file: Path) -> FileState:
    """The state of a file now. Raises UserError where it is gone."""
    try:
        now = file.stat()
    except OSError as gone:
        raise missing(file) from gone
    return FileState(now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)


def put_in_place(unfinished: Path, file: Path) -> None:
    """Moves a store that was made elsewhere on the same disk to its place, unless one stands there already."""
    if not file.exists():
        for path in (*_sidecars(file), _shared_memory(file)):  # of one that is gone; SQLite would take them for this one's
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
    """What stands beside a store, or is left of it when it is gone."""
    return [mark_of(file), *(file.with_name(file.name + end) for end in _LEFT_BEHIND)]
