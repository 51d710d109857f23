"""Scan a binary workbook (.xlsb) record by record for its sheets, their bounds, and cells with an
error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from data.workbook import xlsx
from data.workbook.biff import ERRORS
from data.workbook.limits import Limits
from data.workbook.package import Package
from data.workbook.refusals import refused
from data.workbook.scanned import Bounds, Scanned, ScannedSheet, note, weigh
from data.workbook.usual import Relation, is_usual, only_ones, repacked

_ROW, _BLANK, _ERROR, _SHARED, _FORMULA_ERROR, _LAST_CELL = 0, 1, 3, 7, 11, 11
_UNREAD_CELLS = {*range(12, 19), 62}  # other ways to write a cell, which calamine ignores
_ITEM, _COLUMN, _ABOUT, _SHEET, _MERGED = 19, 60, 153, 156, 176
_CELLS_BEGIN, _CELLS_END, _EXTENT = 145, 146, 148
_BLOCKS = {35: 36, 37: 38}  # blocks that only newer programs read: beginning -> end
_MOST_ROWS = 2**20
_LEAST = {
    _ROW: 12,
    1: 8,
    2: 12,
    3: 9,
    4: 9,
    5: 16,
    6: 12,
    7: 12,
    8: 12,
    9: 16,
    10: 9,
    11: 9,
}  # bytes of each kind of cell
_TEXTS = (6, 8)
_NUMBER = struct.Struct("<I").unpack_from
Record = tuple[int, int, int]  # its kind, where its data starts, how long they are


def scan(package: Package, part: str, limits: Limits) -> Scanned:
    """Scan a package. Raises UserError if it is not safe to read, struct.error or LookupError if it
    is damaged.
    """
    listed = xlsx.in_utf8(package.read(xlsx.rels_of(part)))
    relations = {
        key: relation
        for key, relation in xlsx.relations_of(listed, part).items()
        if relation.part in package
    }
    shared = only_ones(relations).get("sharedStrings")
    lengths = _lengths(package.read(shared)) if shared else []
    sheets: dict[str, ScannedSheet] = {}
    from_1904, book, ids = False, package.read(part), list[str]()
    for kind, start, _ in _outside_blocks(_records(book)):
        if kind == _ABOUT:
            from_1904 = bool(book[start] & 1)
        if kind == _SHEET:
            key, after = _text(book, start + 8)
            ids.append(key)
            sheet = _scanned(package, relations[key], lengths, limits) if key else ScannedSheet()
            xlsx.add(sheets, _text(book, after)[0], sheet, limits)
    usual = listed == package.read(xlsx.rels_of(part)) and is_usual(
        package, part, relations, ids, "bin"
    )
    replacement = (
        None
        if usual
        else repacked(
            book, relations, {one.part: package.read(one.part) for one in relations.values()}, "bin"
        )
    )
    return Scanned("xlsb", sheets, xlsx.left_alone(package), replacement, date_1904=from_1904)


def _scanned(
    package: Package, relation: Relation, lengths: list[int], limits: Limits
) -> ScannedSheet:
    if relation.sort != "worksheet":
        return ScannedSheet()
    return _Sheet(package.read(relation.part), lengths, limits).scanned


def _lengths(part: bytes) -> list[int]:
    """Return the length of each shared text in letters."""
    return [
        _NUMBER(part, start + 1)[0]
        for kind, start, _ in _outside_blocks(_records(part))
        if kind == _ITEM
    ]


def _records(part: bytes) -> Iterator[Record]:
    """Yield (kind, start of the data, length of the data) of each record."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[at] << 7
            at += 1
        long = shift = 0
        while True:
            byte = part[at]
            at += 1
            long |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, at, long
        at += long
    if at > end:
        raise ValueError("cut short")


def _text(part: bytes, at: int) -> tuple[str, int]:
    """Return a text and where it ends; a special length means that there is no text."""
    long = struct.unpack_from("<I", part, at)[0]
    long = 0 if long == 0xFFFFFFFF else long
    return part[at + 4 : at + 4 + 2 * long].decode("utf-16-le"), at + 4 + 2 * long


def _outside_blocks(records: Iterator[Record]) -> Iterator[Record]:
    """Skip the blocks that only newer programs read. Raises ValueError if a block has no end."""
    for kind, start, long in records:
        if kind in _BLOCKS:
            _pass_over(records, _BLOCKS[kind])
        else:
            yield kind, start, long


def _pass_over(records: Iterator[Record], end: int) -> None:
    for kind, _, _ in records:
        if kind == end:
            return
        if kind in _BLOCKS:
            _pass_over(records, _BLOCKS[kind])
        elif kind in (_CELLS_BEGIN, _EXTENT):  # calamine starts to read there
            raise refused("readers_disagree")
    raise ValueError("a block without an end")


class _Sheet:
    """One sheet. Only records between the beginning and end of the cells are cells; elsewhere their
    numbers differ.
    """

    def __init__(self, part: bytes, lengths: list[int], limits: Limits):
        self._part, self._lengths, self._limits = part, lengths, limits
        self.scanned, self._bounds, tables = ScannedSheet(), Bounds(limits), 0
        records = _records(part)
        for kind, start, _ in _outside_blocks(records):
            if kind == _CELLS_BEGIN:
                tables += 1
                self._cells(records)
            else:
                self._about(kind, start)
        if tables > 1:  # calamine reads only the first
            raise refused("readers_disagree")
        self.scanned.cells, self.scanned.filled = self._bounds.cells, self._bounds.filled

    def _cells(self, records: Iterator[Record]) -> None:
        row, ends = -1, []
        for kind, start, long in records:
            if kind == _CELLS_END and not ends:
                return
            if long < _LEAST.get(kind, 0) or (
                kind in _TEXTS and long < 12 + 2 * _NUMBER(self._part, start + 8)[0]
            ):
                raise ValueError("cut short")  # calamine would continue in earlier data
            if kind in _BLOCKS:
                ends.append(_BLOCKS[kind])
            elif ends and kind == ends[-1]:
                ends.pop()
            elif kind in _UNREAD_CELLS or (ends and kind <= _LAST_CELL):
                raise refused("readers_disagree")
            elif kind == _ROW:
                row = self._row(start)
            elif kind <= _LAST_CELL:
                self._cell(kind, row, start)
        raise ValueError("cells without an end")

    def _row(self, start: int) -> int:
        self.scanned.cells, self.scanned.filled = self._bounds.cells, self._bounds.filled
        weigh((self.scanned,), self._limits)  # now and then, to stop before the end
        row = _NUMBER(self._part, start)[0]
        if row >= _MOST_ROWS:  # calamine would stop here
            raise refused("far_cell")
        if self._part[start + 11] & 0x10:
            self.scanned.hidden_rows.add(row)
        return row

    def _cell(self, kind: int, row: int, start: int) -> None:
        column = _NUMBER(self._part, start)[0]
        self._bounds.take(row, column, blank=kind == _BLANK)
        if kind == _SHARED:
            self.scanned.letters += self._lengths[_NUMBER(self._part, start + 8)[0]]
        elif kind in (_ERROR, _FORMULA_ERROR):
            note(
                self.scanned.faults,
                (row, column),
                ERRORS.get(self._part[start + 8], "#ERROR"),
                self._limits,
            )

    def _about(self, kind: int, start: int) -> None:
        if kind == _COLUMN and self._part[start + 16] & 1:
            first, last = struct.unpack_from("<II", self._part, start)
            self.scanned.hidden_columns.update(range(first, min(last + 1, self._limits.columns)))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", self._part, start)
            self.scanned.merged.append(((top, left), (bottom, right)))
