"""Read the records of an old workbook (.xls) by their kinds and lengths, without searching for
bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

_BEGINNING, _END, _CONTINUED, _SHARED_TEXTS = 0x0809, 0x0A, 0x3C, 0xFC
_UNREAD = 0x0FFF  # a kind that no program reads
_HEAD = struct.Struct("<HH").unpack_from
_WIDE, _WITH_MORE, _WITH_RUNS = (
    1,
    4,
    8,
)  # of a text: two bytes per letter, more data after it, changes of font after it
Record = tuple[int, int, int]  # its kind, where its data starts, where they end


def walk(book: bytes, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield each record of the part that begins here, with its depth: 1, or more inside a chart in
    a sheet.

    Raises ValueError if no part begins here, or if it is incomplete.
    """
    depth = 0
    while True:
        if at + 4 > len(book):
            raise ValueError("cut short")
        kind, long = _HEAD(book, at)
        start = at + 4
        at = start + long
        if kind == _BEGINNING:
            depth += 1
        elif not depth:
            raise ValueError("no beginning")
        yield kind, start, at, depth
        if kind == _END:
            depth -= 1
            if not depth:
                return


def part(book: bytes, at: int) -> Iterator[Record]:
    """Yield the records of the part that begins here, without those of the charts in it."""
    return ((kind, start, end) for kind, start, end, depth in walk(book, at) if depth == 1)


class Unread:
    """Collect the records that calamine must not read as cells, because it reads charts as part of
    a sheet.
    """

    def __init__(self):
        self._places: list[int] = []

    def hide(self, start: int) -> None:
        """Hide the record whose data starts here from calamine."""
        self._places.append(start - 4)

    def changed(self, book: bytes) -> bytes:
        """Return the workbook with the kinds of these records overwritten; b"" if there are
        none."""
        if not self._places:
            return b""
        copy = bytearray(book)
        for at in self._places:
            struct.pack_into("<H", copy, at, _UNREAD)
        return bytes(copy)


def shared_lengths(book: bytes) -> list[int]:
    """Return the length of each shared text in letters. A damaged list ends early; calamine refuses
    such a file.
    """
    for kind, start, end in part(book, 0):
        if kind == _SHARED_TEXTS:
            return _lengths(book, [(start + 8, end), *_continued(book, end)])
    return []


def _continued(book: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of the data of each continuation record."""
    while at + 4 <= len(book):
        kind, long = _HEAD(book, at)
        if kind != _CONTINUED:
            return
        yield at + 4, min(at + 4 + long, len(book))
        at += 4 + long


def _lengths(book: bytes, pieces: list[tuple[int, int]]) -> list[int]:
    """Return the length of each text of a list in pieces; a text may continue in the next piece
    after an extra byte.
    """
    lengths: list[int] = []
    ends = [end for _, end in pieces]
    after = {end: start for (_, end), (start, _) in pairwise(pieces)}
    at, end, place = pieces[0][0], ends[0], 0
    try:
        while True:
            if at >= end:
                at, place = after[end] + at - end, place + 1
                end = ends[place]
                continue
            letters, flags = struct.unpack_from("<HB", book, at)
            lengths.append(letters)
            at += 3
            behind = 0
            if flags & _WITH_RUNS:
                behind, at = 4 * struct.unpack_from("<H", book, at)[0], at + 2
            if flags & _WITH_MORE:
                behind, at = behind + struct.unpack_from("<I", book, at)[0], at + 4
            size = 1 + (flags & _WIDE)
            while (room := max(end - at, 0) // size) < letters:
                letters, at, place = letters - room, after[end] + 1, place + 1
                size, end = 1 + (book[at - 1] & _WIDE), ends[place]
            at += letters * size + behind
    except (KeyError, IndexError, struct.error):
        return lengths
