"""Read the older container of Office files: old workbooks (.xls), and protected ones of every
kind."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any

import olefile

from data.workbook.refusals import refused

SIGNATURE = olefile.MAGIC
DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    AssertionError,
    struct.error,
)
_FILEPASS = 0x2F


def stream(content: bytes, *names: str) -> bytes:
    """Return the first of the streams that exists. Raises UserError if none exists or the container
    is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            for name in names:
                if container.exists(name):
                    _check_chains(container, name, len(content))
                    return container.openstream(name).read()
    except DAMAGE as damage:
        raise refused("damaged_old") from damage
    raise refused("not_a_spreadsheet")


def with_stream(content: bytes, stream: bytes, *names: str) -> bytes:
    """Return the container with the first existing stream replaced by this one of equal length."""
    changed = io.BytesIO(content)
    with olefile.OleFileIO(changed, write_mode=True) as container:
        container.write_stream(next(name for name in names if container.exists(name)), stream)
        return changed.getvalue()


def _check_chains(container: Any, name: str, most: int) -> None:
    """Raise OSError if the sectors of a stream or of the directory form a circle or go beyond the
    file.
    """
    if container.get_size(name) > most:
        raise OSError("a stream longer than its file")
    if container.get_size(name) >= container.minisectorcutoff:
        _follow(container.fat, container.direntries[container._find(name)].isectStart)
    _follow(container.fat, container.first_dir_sector)


def _follow(sectors: Sequence[int], at: int) -> None:
    for _ in range(len(sectors)):
        if at == olefile.ENDOFCHAIN:
            return
        at = sectors[at]
    if at != olefile.ENDOFCHAIN:
        raise OSError("sectors in a circle")


def has(content: bytes, *names: str) -> bool:
    """Return whether one of these streams exists."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            return any(container.exists(name) for name in names)
    except DAMAGE as damage:
        raise refused("damaged_old") from damage


def protected(content: bytes) -> bool:
    """Return whether a password is needed: a newer workbook is encrypted as a whole, an older one
    has a record.
    """
    if has(content, "EncryptedPackage"):
        return True
    book = stream(content, "Workbook", "Book")
    at = 0
    while at + 4 <= len(book):
        kind, long = struct.unpack_from("<HH", book, at)
        if kind == _FILEPASS:
            return True
        if kind in (0x0A, 0x85):  # the end of the first part, or its list of sheets
            return False
        at += 4 + long
    return False
