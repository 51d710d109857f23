"""A note that the council's own database was in a place, kept in another folder.

A drive that is not connected leaves an empty folder; the note tells it from a new one. The note is
one small file in the user's state folder, named after the checksum of the database's path. If there
is no place for it (a container, a read-only home folder), only a missing folder is noticed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from data.private_files import make_private_file, make_private_folder

FOLDER = "care-leavers-dashboard"
_WORDS = "The care leavers dashboard has a store. This file's name is the SHA-256 of its path."


def note(file: Path) -> None:
    """Note that a database with at least one import is in this place."""
    place = _place(file)
    with suppress(OSError):
        if place and not place.exists():
            make_private_folder(place.parent)
            make_private_file(place)
            place.write_text(f"{_WORDS}\n", encoding="utf-8")


def is_noted(file: Path) -> bool:
    """Return whether a database with an import was in this place."""
    place = _place(file)
    with suppress(OSError):
        return bool(place and place.exists())
    return False


def forget(file: Path) -> None:
    """Remove the note, when the user has agreed to start with an empty database."""
    place = _place(file)
    with suppress(OSError):
        if place:
            place.unlink(missing_ok=True)


def _place(file: Path) -> Path | None:
    """Return the file of the note, or None if this user has no folder for it."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        state = Path(named) if named else Path.home() / ".local" / "state"
    except RuntimeError:  # a user without a home
        return None
    return state / FOLDER / sha256(os.path.abspath(file).encode()).hexdigest()
