"""The file of a SQLite store: whether it is there and is ours, looked at before anything opens or changes it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy.engine import URL

from data.store.refusals import cannot_open, damaged, missing, not_ours, refusal

APPLICATION_ID = int.from_bytes(b"CLdb", "big")  # SQLite's own place for saying whose a file is
MARK = ".made"  # beside the database from its first day, so that a lost one is never taken for a new one
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

    Raises Refused, having changed nothing, where it is gone though it was there once, or is no store of ours.
    """
    left = [path.name for path in _beside(file) if path.exists()]  # first: another process may be making the file just now
    if not file.exists():
        if left:
            raise missing(file.name, left)
        return False
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
    except OSError as wrong:
        raise cannot_open(type(wrong).__name__) from wrong
    once = _mark(file).exists()
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
    return any(path.exists() and path.stat().st_size for path in _beside(file) if path != _mark(file))


def may_write(file: Path) -> bool:
    """Whether this person may write to the file, and to what SQLite puts beside it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def remember(file: Path) -> None:
    """Leaves the mark beside a store. Where it cannot be left the store serves all the same."""
    words = f"A store of the care leavers dashboard was made here, in {file.name}. If that file is lost, put a backup in its place.\n"
    if not _mark(file).exists():
        with suppress(OSError):
            _mark(file).write_text(words + "To start anew without it, remove this file.\n", encoding="utf-8")


class State(NamedTuple):
    """By what another file in the same place, or other content in the same file, is known."""

    device: int
    node: int
    size: int
    changed: int

    @property
    def identity(self) -> tuple[int, int]:
        return self.device, self.node


def state_of(file: Path) -> State:
    """The state of a file now. Raises Refused where it is gone."""
    try:
        now = file.stat()
    except OSError as gone:
        raise missing(file.name, [path.name for path in _beside(file) if path.exists()]) from gone
    return State(now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)


def put_in_place(unfinished: Path, file: Path) -> None:
    """Moves a store that was made elsewhere on the same disk to its place, unless one stands there already."""
    if not file.exists():
        for path in (*_beside(file), file.with_name(f"{file.name}-shm")):  # of one that is gone; SQLite would take them for this one's
            path.unlink(missing_ok=True)
    try:
        os.link(unfinished, file)
    except FileExistsError:
        return
    except OSError:  # a disk without hard links
        if not file.exists():
            os.replace(unfinished, file)
    remember(file)


def _mark(file: Path) -> Path:
    return file.with_name(file.name + MARK)


def _beside(file: Path) -> list[Path]:
    """What stands beside a store, or is left of it when it is gone."""
    return [_mark(file), *(file.with_name(file.name + end) for end in _LEFT_BEHIND)]
