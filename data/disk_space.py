"""Space for temporary files, with a clear message if the disk is full."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import gettempdir

from data.problems import InputNeeded

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@contextmanager
def room_for_temporary_files() -> Iterator[None]:
    """Raise UserError if a file cannot be written because the disk is full.

    What has been stored before is not touched.
    """
    try:
        yield
    except OSError as failed:
        if failed.errno not in _NO_ROOM:
            raise
        raise InputNeeded(
            "disk_full",
            f"Nothing was stored: the disk with the temporary folder {gettempdir()} is "
            "full. Free some space there and try again.",
        ) from failed
