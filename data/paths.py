"""Where the stores are: beside the program in `var/`, unless DASHBOARD_HOME or DATABASE_URL says otherwise."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from data.private_files import FOLDER, close_to_others, make_private_folder
from data.problems import InputNeeded
from data.remembered_store import is_noted

ROOT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder for what this machine keeps."""
    return Path(os.environ.get("DASHBOARD_HOME") or ROOT / "var")


def see_folder(folder: Path) -> None:
    """Make the default folder if this is it; it is closed to others. Raises UserError if any other folder is missing.

    A folder that somebody has named may be on a drive that is not connected: nothing starts empty in its place.
    """
    default = os.path.abspath(folder) == str(ROOT / "var")
    if not folder.exists():
        if not default or is_noted(folder / "own.db"):
            raise InputNeeded("store_missing", folder_gone(folder))
        make_private_folder(folder)
    elif default:
        close_to_others(folder, FOLDER)


def folder_gone(folder: Path) -> str:
    """Return what to do about a folder for the data that is not there."""
    return (
        f"The data folder {folder} is not there. If it is on a drive, connect the drive and try again. If it has moved, "
        "name its new place in DASHBOARD_HOME or DATABASE_URL. To start empty there, run manage.py start-empty."
    )


def own_url() -> str:
    """The store of the council's own people."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'own.db'}"


def sample_url() -> str:
    """The store of the made-up council, always a file of its own."""
    return f"sqlite:///{home() / 'sample.db'}"


def local_user() -> str:
    """Who is at this machine, for the record of an act; on a system without user names it says so."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "someone on this machine"
