"""Messages for errors of the database, with what the user can do about them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import TimeoutError

from data.paths import folder_gone
from data.problems import InputNeeded, UserError
from data.store.newest_import import Known

_NOTHING = "Nothing was stored: "
_NAMES = {  # how SQLite's error name begins -> our reason; the first match counts
    "SQLITE_BUSY": "store_busy",
    "SQLITE_LOCKED": "store_busy",
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "store_read_only",
    "SQLITE_PERM": "store_read_only",
    "SQLITE_IOERR_READ": "store_damaged",
    "SQLITE_IOERR_SHORT_READ": "store_damaged",
    "SQLITE_IOERR_CORRUPTFS": "store_damaged",
    "SQLITE_IOERR_DATA": "store_damaged",
    "SQLITE_IOERR": "disk_full",
    "SQLITE_CORRUPT": "store_damaged",
    "SQLITE_NOTADB": "store_damaged",
    "SQLITE_FORMAT": "store_damaged",
}


def refusal(failed: BaseException, name: str, writing: bool = False) -> UserError:
    """Return an error of the database as a UserError.

    `name` is the database's name; `writing` is True if something was being stored.
    """
    error = getattr(failed, "orig", None) or failed
    reason = _reason(error, writing)
    if said := {
        "store_busy": busy,
        "disk_full": full,
        "store_read_only": read_only,
        "store_damaged": damaged,
    }.get(reason):
        return said(name, _NOTHING if writing else "")
    return unwritten(type(error).__name__) if writing else cannot_open(type(error).__name__)


def _reason(error: BaseException, writing: bool) -> str:
    called = getattr(error, "sqlite_errorname", None) or ""
    if isinstance(error, ValueError):  # a document, a date or a checksum that is not as written
        return "store_damaged"
    if isinstance(error, TimeoutError):
        return "store_busy"
    if writing and called.startswith("SQLITE_CANTOPEN"):
        return "store_read_only"
    if (
        not writing
        and isinstance(error, sqlite3.OperationalError)
        and called in ("", "SQLITE_ERROR")
    ):
        return "store_damaged"  # a table or a letter that this program cannot have written
    return next((reason for start, reason in _NAMES.items() if called.startswith(start)), "")


def cannot_open(error: str) -> UserError:
    return InputNeeded(
        "store",
        f"The database cannot be opened ({error}). Check that it exists, is not damaged, "
        "and may be read.",
    )


def no_address(error: str) -> UserError:
    return InputNeeded(
        "store", f"The address of the database is not valid ({error}). Write it as sqlite:///FILE."
    )


def unwritten(error: str) -> UserError:
    return InputNeeded(
        "store",
        f"{_NOTHING}the database could not be written to ({error}). Try again. If it "
        "happens again, tell the person who runs the dashboard.",
    )


def busy(name: str, first: str = "") -> UserError:
    words = (
        f"{first}someone else is writing to the database {name}."
        if first
        else f"The database {name} is busy."
    )
    return InputNeeded("store_busy", f"{words} Wait a minute and try again.")


def full(name: str, first: str = "") -> UserError:
    return InputNeeded(
        "disk_full",
        f"{first or 'The database cannot be opened: '}the disk with {name} is full or "
        "cannot be written to. Free some space on it and try again. Earlier data has not "
        "been changed.",
    )


def read_only(name: str, first: str = "") -> UserError:
    return InputNeeded(
        "store_read_only",
        f"{first or 'The database cannot be opened: '}the database {name} is read-only "
        "here. Allow the dashboard to write to the file and its folder, then try again.",
    )


def damaged(name: str, first: str = "") -> UserError:
    words = f"{first}the database {name} is damaged" if first else f"The database {name} is damaged"
    return InputNeeded(
        "store_damaged",
        f"{words}, so nothing can be shown. Stop the dashboard, delete {name}-wal and "
        f"{name}-shm, restore the latest backup, and start again. The damaged file has not "
        "been changed.",
    )


def missing(file: Path) -> UserError:
    """Return the error for a database that is gone, alone or with its folder."""
    if not file.parent.exists():
        return InputNeeded("store_missing", folder_gone(file.parent))
    return InputNeeded(
        "store_missing",
        f"The database {file.name} is missing from {file.parent}. If that folder is on a "
        "drive, connect the drive. "
        "Otherwise restore a backup. To start with an empty database there, run manage.py "
        "start-empty.",
    )


def not_there(file: Path) -> UserError:
    """Return the error for a place where no database is known to have been."""
    return InputNeeded(
        "store_missing",
        f"There is no database {file.name} in {file.parent}. Check the path, or connect its drive.",
    )


def older(name: str, held: Known, known: Known) -> UserError:
    """Return the error for a file that lacks what was written to the database in this place."""
    return InputNeeded(
        "store_older",
        f"The database {name} is an older copy, so nothing can be shown. It has {_extent(held)}. "
        f"The database here had {_extent(known)}. Restore the newest copy of the whole folder. "
        "To continue with this copy, run manage.py verify --accept-copy.",
    )


def other(name: str) -> UserError:
    """Return the error for a file whose audit log differs from the database in this place."""
    return InputNeeded(
        "store_other",
        f"The database {name} is not the one that was here, so nothing can be shown. Its audit log "
        f"differs from the file {name}.made. Restore the newest copy of the whole folder. "
        "If you put this file here on purpose, run manage.py verify --accept-copy.",
    )


def _extent(known: Known) -> str:
    return f"imports up to number {known.newest_import} and {known.act} acts"


def replaced(name: str) -> UserError:
    words = (
        f"The file {name} was replaced while it was being written to. Stop the dashboard "
        "before you replace it."
    )
    return InputNeeded(
        "store_replaced",
        f"{words} Check whether your last change was saved. If it was not, save it again.",
    )


def not_ours(name: str) -> UserError:
    return InputNeeded(
        "store_not_ours",
        f"{name} is not a database of this program, and has not been changed. Choose "
        "another place for the database. If this was one, restore a backup there.",
    )
