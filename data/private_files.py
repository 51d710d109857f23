"""What this machine keeps is personal data: for its owner alone, whatever the umask.

On a system where modes mean nothing (Windows) nothing changes.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
SHARED_FILE = 0o660  # the most that a file in an administrator's own folder may allow


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, if there is none; the folder is closed to others."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    close_to_others(folder, FOLDER)


def make_private_file(file: Path) -> None:
    """Make an empty file that is closed to others, unless there is one."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))


def close_to_others(path: Path, most: int = FILE) -> None:
    """Take away every permission beyond `most`. Another person's file stays as it is."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~most:
            path.chmod(mode & most)
