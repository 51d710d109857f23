"""Where the stores are: beside the program in `var/`, unless DASHBOARD_HOME or DATABASE_URL says otherwise."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder for what this machine keeps."""
    return Path(os.environ.get("DASHBOARD_HOME") or ROOT / "var")


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
