"""Scan an old workbook (.xls) record by record for its sheets, their bounds, and cells with an
error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from data.workbook import ole
from data.workbook.limits import Limits
from data.workbook.records import Unread, part, shared_lengths, walk
from data.workbook.refusals import refused
from data.workbook.scanned import Bounds, Scanned, ScannedSheet, note
from data.workbook.sheets import NO_SAVED_VALUE
from data.workbook.xlsx import add

BEFORE_OLE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2, 3 and 4
_STREAMS = ("Workbook", "Book")
_FORMULA, _SHEET, _NOTE, _EXTERNAL, _ERROR, _ROW, _COLUMN = (
    0x06,
    0x85,
    0x1C,
    0x1AE,
    0x205,
    0x208,
    0x7D,
)
_LEFT_ALONE = {
    _NOTE: "comments",
    _EXTERNAL: "links to other workbooks",
    0x1002: "charts",
    0xB0: "pivot tables",
}
_TEXT_OF_FORMULA = 0x207
_LABEL, _RICH_LABEL, _SHARED_LABEL, _SIZE = 0x204, 0xD6, 0xFD, 0x200
_ONE_CELL = {_FORMULA, 0x201, 0x203, _LABEL, _ERROR, 0x27E, _SHARED_LABEL, _RICH_LABEL}
_MANY_CELLS = {0xBD, 0xBE}  # their last two bytes are the last column
_BLANK = {0x201, 0xBE}
_WORKSHEET = 0
_COUNTED_FROM = 0x22
_SMALL = 100_000  # cells for which calamine may reserve memory unnecessarily
_ADDRESS, _NUMBER = struct.Struct("<HH").unpack_from, struct.Struct("<I").unpack_from
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def scan(content: bytes, limits: Limits) -> Scanned:
    """Scan a workbook. Raises UserError, ValueError or struct.error if it cannot be read."""
    book = ole.stream(content, *_STREAMS)
    sheets: dict[str, ScannedSheet] = {}
    left = ["macros"] if ole.has(content, "_VBA_PROJECT_CUR", "_VBA_PROJECT") else []
    unread, lengths = Unread(), shared_lengths(book)
    seen: set[int] = set()
    for start, kind, name in list(_listed(book)):
        sheet = _Sheet(book, unread, lengths, limits)
        add(sheets, name, sheet.scan(start) if kind == _WORKSHEET else ScannedSheet(), limits)
        seen |= sheet.seen
    if not sheets:
        raise ValueError("no sheets")
    left += [what for kind, what in _LEFT_ALONE.items() if kind in seen]
    from_1904 = any(kind == _COUNTED_FROM and book[start] & 1 for kind, start, _ in part(book, 0))
    changed = unread.changed(book)
    replacement = ole.with_stream(content, changed, *_STREAMS) if changed else None
    return Scanned("xls", sheets, left, replacement, date_1904=from_1904)


def _listed(book: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield (start, kind, name) of each sheet."""
    wide = struct.unpack_from("<H", book, 4)[0] >= 0x600
    for kind, start, end in part(book, 0):
        if kind == _SHEET:
            at, sort, long = struct.unpack_from("<IxBB", book, start)
            letters = book[start + 7 + wide : end]
            two_bytes = wide and book[start + 7] & 1
            yield (
                at,
                sort,
                letters[: 2 * long].decode("utf-16-le")
                if two_bytes
                else letters[:long].decode("latin-1"),
            )


class _Sheet:
    """One sheet, whose records are read from beginning to end."""

    def __init__(self, book: bytes, unread: Unread, lengths: list[int], limits: Limits):
        self._book, self._unread, self._lengths, self._limits = book, unread, lengths, limits
        self.scanned, self._bounds, self.seen = ScannedSheet(), Bounds(limits), set[int]()
        self._text_to_come: tuple[int, int] | None = (
            None  # the cell of a formula whose text is in a separate record
        )

    def scan(self, at: int) -> ScannedSheet:
        sizes: list[tuple[int, int]] = []
        for kind, start, end, depth in walk(self._book, at):
            if depth > 1:  # a chart in the sheet, whose numbers are not cells
                self._unread.hide(start)
                self.seen.add(kind)
            elif kind in _ONE_CELL:
                self._cell(kind, start, end)
            elif kind in _MANY_CELLS:
                row, column = _ADDRESS(self._book, start)
                for each in range(column, struct.unpack_from("<H", self._book, end - 2)[0] + 1):
                    self._bounds.take(row, each, blank=kind in _BLANK)
            elif kind == _SIZE:
                sizes.append((start, end))
            elif kind == _TEXT_OF_FORMULA:
                self._text(start, end)
            else:
                _hidden(kind, self._book, start, self.scanned)
                self.seen.add(kind)
        self._no_text_came()
        self.scanned.cells, self.scanned.filled = self._bounds.cells, self._bounds.filled
        for start, end in sizes:
            if not 0 <= _size(self._book, start, end) <= 2 * self._bounds.cells + _SMALL:
                self._unread.hide(start)
        return self.scanned

    def _cell(self, kind: int, start: int, end: int) -> None:
        self._no_text_came()
        row, column = _ADDRESS(self._book, start)
        self._bounds.take(row, column, blank=kind in _BLANK)
        if kind == _SHARED_LABEL:
            self.scanned.letters += self._lengths[_NUMBER(self._book, start + 6)[0]]
        elif kind in (_LABEL, _RICH_LABEL):
            self._whole(start + 6, end)
        elif (
            kind == _FORMULA
            and self._book[start + 12 : start + 14] == b"\xff\xff"
            and self._book[start + 6] == 0
        ):
            self._text_to_come = (row, column)
        elif fault := _fault(kind, self._book, start):
            note(self.scanned.faults, (row, column), fault, self._limits)

    def _text(self, start: int, end: int) -> None:
        if not self._text_to_come:  # calamine would overwrite the formula before it
            raise refused("readers_disagree")
        self._whole(start, end)
        self._text_to_come = None

    def _whole(self, start: int, end: int) -> None:
        """Raise UserError if a text continues in another record, which calamine does not read."""
        wide = struct.unpack_from("<H", self._book, 4)[0] >= 0x600
        letters = struct.unpack_from("<H", self._book, start)[0]
        size = 1 + (self._book[start + 2] & 1) if wide else 1
        if start + 2 + wide + letters * size > end:
            raise refused("readers_disagree")

    def _no_text_came(self) -> None:
        if self._text_to_come:
            note(self.scanned.faults, self._text_to_come, NO_SAVED_VALUE, self._limits)
        self._text_to_come = None


def _size(book: bytes, start: int, end: int) -> int:
    """Return a sheet's own number of cells, for which calamine reserves memory; -1 if it ends
    before it begins.
    """
    top, bottom, left, right = struct.unpack_from(
        "<IIHH" if end - start == 14 else "<HHHH", book, start
    )
    return (bottom - top) * (right - left) if top <= bottom and left <= right else -1


def _fault(kind: int, book: bytes, start: int) -> str:
    """Return what is wrong with a cell, or ''."""
    if kind == _ERROR and book[start + 7]:
        return ERRORS.get(book[start + 6], "#ERROR")
    if kind == _FORMULA:
        result = book[start + 6 : start + 14]
        if result[6:] == b"\xff\xff" and result[0] == 2:
            return ERRORS.get(result[2], "#ERROR")
    return ""


def _hidden(kind: int, book: bytes, start: int, scanned: ScannedSheet) -> None:
    if kind == _ROW and book[start + 12] & 0x20:
        scanned.hidden_rows.add(struct.unpack_from("<H", book, start)[0])
    elif kind == _COLUMN and book[start + 8] & 1:
        first, last = struct.unpack_from("<HH", book, start)
        scanned.hidden_columns.update(range(first, min(last, 255) + 1))
