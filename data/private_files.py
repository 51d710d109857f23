"""Files and folders that only their owner can open, because they hold personal data.

The umask makes no difference. Systems without file modes (Windows) are left unchanged.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
SHARED_FILE = 0o660  # the most permissions for a file in an administrator's own folder


def make_private_folder(folder: Path) -> None:
    """Make a folder and its parents if they are missing; the folder is closed to others."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    close_to_others(folder, FOLDER)


def make_private_file(file: Path) -> None:
    """Make an empty file that is closed to others, unless the file exists."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))


def close_to_others(path: Path, most: int = FILE) -> None:
    """Remove every permission beyond `most`. Another person's file is left unchanged."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~most:
            path.chmod(mode & most)
