"""Scans an old workbook (.xls) record by record: its sheets, their bounds, and the cells that hold an error."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from data.workbook import ole
from data.workbook.limits import Limits
from data.workbook.scanned import Bounds, Scanned, ScannedSheet, note
from data.workbook.xlsx import add

BEFORE_OLE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2, 3 and 4
_END, _FORMULA, _SHEET, _NOTE, _EXTERNAL, _ERROR, _ROW, _COLUMN = 0x0A, 0x06, 0x85, 0x1C, 0x1AE, 0x205, 0x208, 0x7D
_ONE_CELL = {0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6}
_MANY_CELLS = {0xBD, 0xBE}  # their last two bytes are the last column
_BLANK = {0x201, 0xBE}
_WORKSHEET = 0
_COUNTED_FROM = 0x22
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
    """Raises Refused, ValueError or struct.error for what cannot be read."""
    book = ole.stream(content, "Workbook", "Book")
    sheets: dict[str, ScannedSheet] = {}
    left = ["macros"] if ole.has(content, "_VBA_PROJECT_CUR", "_VBA_PROJECT") else []
    for start, kind, name in list(_listed(book)):
        add(sheets, name, _sheet(book, start, left, limits) if kind == _WORKSHEET else ScannedSheet(), limits)
    if not sheets:
        raise ValueError("no sheets")
    from_1904 = any(kind == _COUNTED_FROM and book[start] & 1 for kind, start, _ in _records(book, 0))
    return Scanned("xls", sheets, left, date_1904=from_1904)


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data starts, where it ends) of each record to the end of this part."""
    depth = 0
    while True:
        if at + 4 > len(book):
            raise ValueError("cut short")
        kind, long = struct.unpack_from("<HH", book, at)
        depth += (kind & 0xFF == 0x09) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        if depth == 1:  # deeper down are charts drawn in the sheet
            yield kind, at + 4, at + 4 + long
        at += 4 + long


def _listed(book: bytes) -> Iterator[tuple[int, int, str]]:
    """(where it starts, its kind, name) of each sheet."""
    wide = struct.unpack_from("<H", book, 4)[0] >= 0x600
    for kind, start, end in _records(book, 0):
        if kind == _SHEET:
            at, sort, long = struct.unpack_from("<IxBB", book, start)
            letters = book[start + 7 + wide : end]
            two_bytes = wide and book[start + 7] & 1
            yield at, sort, letters[: 2 * long].decode("utf-16-le") if two_bytes else letters[:long].decode("latin-1")


def _sheet(book: bytes, at: int, left: list[str], limits: Limits) -> ScannedSheet:
    scanned, bounds = ScannedSheet(), Bounds(limits)
    for kind, start, end in _records(book, at):
        if kind in _ONE_CELL or kind in _MANY_CELLS:
            row, column = struct.unpack_from("<HH", book, start)
            last = struct.unpack_from("<H", book, end - 2)[0] if kind in _MANY_CELLS else column
            for each in range(column, last + 1):
                bounds.take(row, each, blank=kind in _BLANK)
            if fault := _fault(kind, book, start):
                note(scanned.faults, (row, column), fault, limits)
        else:
            _hidden(kind, book, start, scanned)
            _seen(kind, left)
    return scanned


def _fault(kind: int, book: bytes, start: int) -> str:
    """What is wrong with a cell, or ''."""
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


def _seen(kind: int, left: list[str]) -> None:
    what = {_NOTE: "comments", _EXTERNAL: "links to other workbooks"}.get(kind)
    if what and what not in left:
        left.append(what)
