"""What a fault of the database is called, and what the person is told to do about it. The one place for these words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import TimeoutError

from data.paths import folder_gone
from data.problems import InputNeeded, UserError
from data.store.newest_import import Known

_NOTHING = "Nothing was stored: "
_NAMES = {  # what SQLite calls it, the first that fits -> our reason
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
    """An error of the database in words. `name` is the store's, `writing` whether something was being stored."""
    error = getattr(failed, "orig", None) or failed
    reason = _reason(error, writing)
    if said := {"store_busy": busy, "disk_full": full, "store_read_only": read_only, "store_damaged": damaged}.get(reason):
        return said(name, _NOTHING if writing else "")
    return unwritten(type(error).__name__) if writing else cannot_open(type(error).__name__)


def _reason(error: BaseException, writing: bool) -> str:
    called = getattr(error, "sqlite_errorname", None) or ""
    if isinstance(error, ValueError):  # a document, a date or a seal that is not as it was written
        return "store_damaged"
    if isinstance(error, TimeoutError):
        return "store_busy"
    if writing and called.startswith("SQLITE_CANTOPEN"):
        return "store_read_only"
    if not writing and isinstance(error, sqlite3.OperationalError) and called in ("", "SQLITE_ERROR"):
        return "store_damaged"  # a table or a letter that cannot have been written so
    return next((reason for start, reason in _NAMES.items() if called.startswith(start)), "")


def cannot_open(error: str) -> UserError:
    return InputNeeded("store", f"The store cannot be opened ({error}). Check that it exists, is not damaged, and may be read.")


def no_address(error: str) -> UserError:
    return InputNeeded("store", f"The store's address is not one that can be opened ({error}). Write it as sqlite:///FILE.")


def unwritten(error: str) -> UserError:
    return InputNeeded(
        "store",
        f"{_NOTHING}the store could not be written to ({error}). Try again; if it happens again, tell whoever looks after the dashboard.",
    )


def busy(name: str, first: str = "") -> UserError:
    words = f"{first}the store {name} is being written to by someone else just now." if first else f"The store {name} is busy."
    return InputNeeded("store_busy", f"{words} Wait a minute and try again.")


def full(name: str, first: str = "") -> UserError:
    return InputNeeded(
        "disk_full",
        f"{first or 'The store cannot be opened: '}the disk that {name} is on is full, or cannot be written to. Make room on it and try again; what was there before is untouched.",
    )


def read_only(name: str, first: str = "") -> UserError:
    return InputNeeded(
        "store_read_only",
        f"{first or 'The store cannot be opened: '}the store {name} may only be read here. Let whoever runs the dashboard write to the file and to its folder, and try again.",
    )


def damaged(name: str, first: str = "") -> UserError:
    words = f"{first}the store {name} is damaged" if first else f"The store {name} is damaged"
    return InputNeeded(
        "store_damaged",
        f"{words}, so no figure is shown from it. Stop the dashboard, put the newest backup in its place (without {name}-wal and {name}-shm, if they stand beside it) and start again. The damaged file has been left as it is.",
    )


def missing(file: Path) -> UserError:
    """The store that was at this place is gone, alone or with its folder."""
    if not file.parent.exists():
        return InputNeeded("store_missing", folder_gone(file.parent))
    return InputNeeded(
        "store_missing",
        f"The store {file.name} that was in {file.parent} is gone. If that folder is on a drive, connect the drive. "
        "Otherwise put a backup in its place. To start empty there, run manage.py start-empty.",
    )


def not_there(file: Path) -> UserError:
    """Nothing has ever been at this place, or nothing tells that it was."""
    return InputNeeded("store_missing", f"There is no store {file.name} in {file.parent}. Look at the path, or connect its drive.")


def older(name: str, held: Known, known: Known) -> UserError:
    """The file lacks what was written to the store at this place."""
    return InputNeeded(
        "store_older",
        f"The store {name} is an older copy, so no figure is shown from it: it holds {_extent(held)}. "
        f"The store here has held {_extent(known)}. Put the newest copy of the whole folder in its place. "
        "To go on with this copy, run manage.py verify --accept-copy.",
    )


def other(name: str) -> UserError:
    """The file has another record of acts than the store at this place."""
    return InputNeeded(
        "store_other",
        f"The store {name} is not the one that was here, so no figure is shown from it: its record of who did what "
        f"differs from the note in {name}.made. Put the newest copy of the whole folder in its place. "
        "If you meant to put this file here, run manage.py verify --accept-copy.",
    )


def _extent(known: Known) -> str:
    return f"imports up to number {known.newest_import} and {known.act} acts"


def replaced(name: str) -> UserError:
    words = f"Another file was put in the place of {name} while it was being written to. Stop the dashboard before you do that."
    return InputNeeded("store_replaced", f"{words} Look whether what you stored is there; if not, store it again.")


def not_ours(name: str) -> UserError:
    return InputNeeded(
        "store_not_ours",
        f"{name} is not a store of this program; it has been left as it is. Name another place for the store, or, if this was one, put a backup there.",
    )
