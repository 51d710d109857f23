"""The places of the databases: `var/` in the program's folder, unless DASHBOARD_HOME or
DATABASE_URL is set.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from data.private_files import FOLDER, close_to_others, make_private_folder
from data.problems import InputNeeded
from data.remembered_store import is_noted

ROOT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Return the folder for the data that this machine keeps."""
    return Path(os.environ.get("DASHBOARD_HOME") or ROOT / "var")


def see_folder(folder: Path) -> None:
    """Make the default folder, closed to others. Raises UserError if any other folder is missing.

    A folder that somebody has named may be on a drive that is not connected, so no empty one is
    made.
    """
    default = os.path.abspath(folder) == str(ROOT / "var")
    if not folder.exists():
        if not default or is_noted(folder / "own.db"):
            raise InputNeeded("store_missing", folder_gone(folder))
        make_private_folder(folder)
    elif default:
        close_to_others(folder, FOLDER)


def folder_gone(folder: Path) -> str:
    """Return what to do if the data folder is missing."""
    return (
        f"The data folder {folder} is missing. If it is on a drive, connect the drive and "
        "try again. If it has moved, "
        "set DASHBOARD_HOME or DATABASE_URL to its new place. To start with an empty "
        "database there, run manage.py start-empty."
    )


def own_url() -> str:
    """Return the address of the database of the council's own data."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'own.db'}"


def sample_url() -> str:
    """Return the address of the made-up council's database, which is always a separate file."""
    return f"sqlite:///{home() / 'sample.db'}"


def local_user() -> str:
    """Return the user of this machine for the audit log, "someone on this machine" if it has no
    user names.
    """
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "someone on this machine"
