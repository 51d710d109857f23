"""A record of the newest import outside the database, so that an older copy of it is noticed.

It is in the sidecar file `own.db.made` as plain lines, written after each commit: the number of the
newest import, the number of acts, and the last link of their chain.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

# next to the database from its first day, so that a lost database never counts as a new one
MARK = ".made"
_WORDS = """A database of the care leavers dashboard was made here, in {name}.
If that file is lost, restore a backup. To start with an empty database, run manage.py start-empty.
The lines below record the latest import and act. They contain no personal data.
"""
_LINES = re.compile(r"^Newest import: (\d+)\nActs: (\d+)\nLast act: ([0-9a-f]{64})$", re.MULTILINE)


class Known(NamedTuple):
    """The newest import of a database, its last act, and the act's link in the chain."""

    newest_import: int
    act: int
    link: str


def mark_of(file: Path) -> Path:
    """Return the sidecar file, which shows that a database was made here."""
    return file.with_name(file.name + MARK)


def read_known(file: Path) -> Known | None:
    """Return what the sidecar file records, or None if it records nothing."""
    try:
        found = _LINES.search(mark_of(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Known(int(found[1]), int(found[2]), found[3]) if found else None


def write_known(file: Path, known: Known | None) -> None:
    """Write the sidecar file, completely or not at all. The database works even if this fails."""
    text = _WORDS.format(name=file.name)
    if known:
        text += f"Newest import: {known.newest_import}\nActs: {known.act}\nLast act: {known.link}\n"
    with suppress(OSError):
        _replace(mark_of(file), text, stat.S_IMODE(file.stat().st_mode) & 0o666)


def _replace(place: Path, text: str, mode: int) -> None:
    beside = {"dir": place.parent, "prefix": f"{place.name}."}
    with NamedTemporaryFile("w", delete=False, encoding="utf-8", **beside) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
            part.close()
            os.chmod(part.name, mode)
            os.replace(part.name, place)
        finally:
            Path(part.name).unlink(missing_ok=True)
