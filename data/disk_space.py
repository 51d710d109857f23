"""Room for temporary files: where the disk has none left, that is said in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import gettempdir

from data.problems import InputNeeded

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@contextmanager
def room_for_temporary_files() -> Iterator[None]:
    """Raises UserError where a file cannot be written because the disk is full; what has been stored before is not touched."""
    try:
        yield
    except OSError as failed:
        if failed.errno not in _NO_ROOM:
            raise
        raise InputNeeded(
            "disk_full", f"Nothing was stored: the disk with the temporary folder {gettempdir()} is full. Make room there and try again."
        ) from failed
