"""Odd binary workbooks: old ones (.xls) with circular chains in the container, and .xlsb with false
records.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import olefile
import xlwt
from xlwt.CompoundDoc import XlsDoc

from tests.data import file_makers as makers
from tests.data.odd_making import GOOD, GRID, Odd, good, packed, parts, through

_OLD, _BINARY = ".xls", ".xlsb"


def _contained(book: bytes) -> bytes:
    """Return a container with a stream of records."""
    filled = book + b"\0" * (-len(book) % 4)
    return through(lambda path: XlsDoc().save(str(path), filled))


def _stream() -> bytes:
    with olefile.OleFileIO(io.BytesIO(good("xls"))) as container:
        return container.openstream("Workbook").read()


def _in_stream(change: Callable[[bytearray], object]) -> Callable[[], bytes]:
    """Return a maker of a good old workbook with records changed in place."""

    def make() -> bytes:
        book = bytearray(_stream())
        change(book)
        return _contained(bytes(book))

    return make


def _find(book: bytearray, kind: int, start: int = 0) -> int:
    """Return where the first record of a kind begins."""
    at = start
    while True:
        found, long = struct.unpack_from("<HH", book, at)
        if found == kind and at >= start:
            return at
        at += 4 + long


def _set(kind: int, offset: int, form: str, *values: int) -> Callable[[bytearray], None]:
    """Overwrite the first record of a kind; the sheet's records are those after the first 0x0A."""
    return lambda book: struct.pack_into(form, book, _find(book, kind) + offset, *values)


def _in_container(change: Callable[[bytearray, int, int], object]) -> Callable[[], bytes]:
    """Return a maker of a good old workbook, large enough for a chain, with its container changed.

    The change gets (bytes, position of the FAT, first sector).
    """

    def make() -> bytes:
        content = bytearray(through(lambda path: makers.xls(path, GRID + [["x" * 200] * 9] * 40)))
        fat = 512 * (struct.unpack_from("<I", content, 76)[0] + 1)
        with olefile.OleFileIO(io.BytesIO(bytes(content))) as container:
            first = container.direntries[container._find("Workbook")].isectStart
        change(content, fat, first)
        return bytes(content)

    return make


def _link(place: int, to: int) -> Callable[[bytearray, int, int], None]:
    """Make one sector of the workbook's chain lead to another; both are counted from the first."""
    return lambda content, fat, first: struct.pack_into(
        "<I", content, fat + 4 * (first + place), first + to
    )


def _directory(offset: int, form: str, value: int) -> Callable[[bytearray, int, int], None]:
    """Change the directory entry of the workbook."""

    def change(content: bytearray, fat: int, first: int) -> None:
        at = content.index("Workbook".encode("utf-16-le"))
        struct.pack_into(form, content, at + offset, value)

    return change


def _header(offset: int, value: int) -> Callable[[bytearray, int, int], None]:
    return lambda content, fat, first: struct.pack_into("<I", content, offset, value)


def _circular_directory(content: bytearray, fat: int, first: int) -> None:
    start = struct.unpack_from("<I", content, 48)[0]
    struct.pack_into("<I", content, fat + 4 * start, start)


def _grown_circle(content: bytearray, fat: int, first: int) -> None:
    """Make a circle, with a size that would follow it for four gigabytes."""
    _link(3, 0)(content, fat, first)
    _directory(120, "<I", 0xFFFFFF00)(content, fat, first)


def _far() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(GRID):
        for column, value in enumerate(cells):
            sheet.write(row, column, str(value))
    sheet.write(65_535, 255, "far")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _many_sheets() -> bytes:
    book, written = xlwt.Workbook(), io.BytesIO()
    for place in range(61):
        book.add_sheet(f"S{place}")
    book.save(written)
    return written.getvalue()


def _behind(more: bytes) -> Callable[[], bytes]:
    """Insert records into the sheet, before its end."""

    def make() -> bytes:
        book = _stream()
        at = _find(bytearray(book), 0x0A, _find(bytearray(book), 0x0A) + 4)
        return _contained(book[:at] + more + book[at:])

    return make


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _self_sheet(book: bytearray) -> None:
    """Make a sheet that begins where the list of sheets begins."""
    struct.pack_into("<I", book, _find(book, 0x85) + 4, 0)


OLD = [
    Odd("old", lambda: good("xls"), GOOD, _OLD),
    Odd("old, named as a new one", lambda: good("xls"), GOOD),
    Odd("old with a cell in its farthest corner", _far, "far_cell", _OLD),
    Odd("old with 61 sheets", _many_sheets, "too_many_sheets", _OLD),
    *(
        Odd(f"old, chain of sectors: {how}", _in_container(change), ("damaged_old", *also), _OLD)
        for how, change, *also in (
            ("the first leads to itself", _link(0, 0)),
            ("the third leads to the first", _link(3, 0)),
            ("the last but one leads back", _link(6, 2)),
            ("leads beyond the file", _link(2, 10**6)),
            ("a circle of four gigabytes", _grown_circle),
        )
    ),
    *(
        Odd(
            f"old, container: {how}",
            _in_container(change),
            ("damaged_old", "not_a_spreadsheet", *also),
            _OLD,
        )
        for how, change, *also in (
            ("directory in a circle", _circular_directory, GOOD),
            ("stream that begins nowhere", _directory(116, "<I", 0xFFFFFFF0)),
            ("stream of four gigabytes", _directory(120, "<I", 0xFFFFFF00)),
            ("stream of no length", _directory(120, "<I", 0)),
            ("table of sectors that is nowhere", _header(76, 10**6)),
            ("endless tables of sectors", _header(44, 0xFFFFFFF), GOOD),
            ("table of tables that is itself", _header(68, 0), GOOD),
            ("sectors of a gigabyte", _header(30, 30)),
            ("sectors of no length", _header(30, 0)),
        )
    ),
    Odd("old, list of sheets points at itself", _in_stream(_self_sheet), "no_table", _OLD),
    Odd(
        "old, list of sheets points far away",
        _in_stream(_set(0x85, 4, "<I", 2**31)),
        "damaged_old",
        _OLD,
    ),
    Odd(
        "old, record longer than the file",
        _in_stream(_set(0x31, 2, "<H", 65_535)),
        "damaged_old",
        _OLD,
    ),
    Odd(
        "old, texts that claim to be four thousand million",
        _in_stream(_set(0xFC, 4, "<II", 0xFFFFFFFF, 0xFFFFFFFF)),
        GOOD,
        _OLD,
    ),
    Odd(
        "old, text that claims to be 65,535 letters",
        _in_stream(_set(0xFC, 12, "<H", 65_535)),
        "damaged_old",
        _OLD,
    ),
    Odd("old, without a beginning", _in_stream(_set(0x809, 0, "<H", 0x1234)), "damaged_old", _OLD),
    Odd(
        "old, cell twice",
        _behind(_record(0x203, struct.pack("<HHHd", 3, 0, 15, 7.0))),
        "readers_disagree",
        _OLD,
    ),
    Odd(
        "old, many cells that go backwards",
        _behind(_record(0xBD, struct.pack("<HHHIH", 9, 5, 15, 0, 2))),
        "damaged_old",
        _OLD,
    ),
    Odd(
        "old, many cells that claim more than are there",
        _behind(_record(0xBD, struct.pack("<HHHIH", 9, 0, 15, 0, 60_000))),
        "far_cell",
        _OLD,
    ),
    Odd("old, cell cut short", _behind(_record(0x203, b"\1")), "damaged_old", _OLD),
    Odd(
        "old, merged cells without end",
        _behind(_record(0xE5, struct.pack("<HHHHH", 1, 5, 65_535, 0, 255))),
        GOOD,
        _OLD,
    ),
    Odd(
        "old, merged cells that lie about their number",
        _behind(_record(0xE5, struct.pack("<H", 65_535))),
        "reader_stopped",
        _OLD,
    ),
    Odd(
        "old, 3,000 beginnings inside each other",
        _behind(_record(0x809, b"\0\6\x10\0" + b"\0" * 12) * 3_000),
        "damaged_old",
        _OLD,
    ),
    Odd(
        "old, shared texts that are not there",
        _behind(_record(0xFD, struct.pack("<HHHI", 9, 0, 15, 10**9))),
        "damaged_old",
        _OLD,
    ),
    Odd(
        "old, date beyond the calendar",
        _behind(_record(0x203, struct.pack("<HHHd", 9, 1, 15, 1e300))),
        GOOD,
        _OLD,
    ),
    *(
        Odd(
            f"old, cut at {share}%",
            lambda share=share: good("xls")[: len(good("xls")) * share // 100],
            "damaged_old",
            _OLD,
        )
        for share in (2, 20, 60)
    ),
    Odd("old container of zeros", lambda: olefile.MAGIC + b"\0" * 5_000, "damaged_old", _OLD),
    Odd("old container of ones", lambda: olefile.MAGIC + b"\xff" * 5_000, "damaged_old", _OLD),
    Odd("Excel 4", lambda: b"\x09\x04\x06\x00\0\0\x10\0\0\0", "very_old", _OLD),
]


def _xlsb(more: bytes = b"", after: bytes = b"", **asked) -> Callable[[], bytes]:
    return lambda: through(lambda path: makers.xlsb(path, GRID, more, after=after, **asked))


def _tail(data: bytes, kind: int = 0x83) -> Callable[[], bytes]:
    """Make a sheet that ends with these bytes."""

    def make() -> bytes:
        held = parts(good("xlsb"))
        return packed(held | {"xl/worksheets/sheet1.bin": held["xl/worksheets/sheet1.bin"] + data})

    return make


def _row(row: int, *cells: bytes) -> bytes:
    return makers.xlsb_row(row, list(cells))


def _lying_text(long: int) -> bytes:
    return makers.record(6, struct.pack("<III", 0, 0, long) + b"x\0")


def _doctyped() -> bytes:
    held = parts(good("xlsb"))
    return packed(held | {"_rels/.rels": b'<!DOCTYPE x [<!ENTITY a "b">]>' + held["_rels/.rels"]})


BINARY = [
    Odd("binary", lambda: good("xlsb"), GOOD, _BINARY),
    Odd(
        "binary with macros",
        lambda: packed(parts(good("xlsb")) | {"xl/vbaProject.bin": b"x"}),
        GOOD,
        _BINARY,
    ),
    *(
        Odd(
            f"binary, cell in row {row} and column {column}",
            _xlsb(_row(row, makers.xlsb_cell(column, "x"))),
            ("far_cell", "readers_disagree", "cut_short"),
            _BINARY,
        )
        for row, column in (
            (1_048_575, 0),
            (9, 16_383),
            (4_294_967_295, 0),
            (9, 4_294_967_295),
            (300_000, 1),
        )
    ),
    Odd(
        "binary, cell twice", _xlsb(_row(3, makers.xlsb_cell(0, "x"))), "readers_disagree", _BINARY
    ),
    Odd(
        "binary, rows that go backwards",
        _xlsb(_row(9, makers.xlsb_cell(5, "x")) + _row(7, makers.xlsb_cell(5, "y"))),
        GOOD,
        _BINARY,
    ),
    Odd(
        "binary, text of four thousand million letters",
        _xlsb(_row(9, _lying_text(0xFFFFFFFE))),
        "cut_short",
        _BINARY,
    ),
    Odd(
        "binary, text longer than its record",
        _xlsb(_row(9, _lying_text(500))),
        "cut_short",
        _BINARY,
    ),
    Odd(
        "binary, shared text that is not there",
        _xlsb(_row(9, makers.record(7, struct.pack("<III", 0, 0, 99)))),
        "cut_short",
        _BINARY,
    ),
    Odd(
        "binary, record longer than the part", _tail(b"\x05\xff\xff\xff\x7f"), "cut_short", _BINARY
    ),
    Odd("binary, length without an end", _tail(b"\x05\x80\x80\x80\x80\x80"), "cut_short", _BINARY),
    Odd("binary, kind without an end", _tail(b"\x81"), "cut_short", _BINARY),
    Odd(
        "binary, cell of two bytes", _xlsb(_row(9, makers.record(5, b"\0\0"))), "cut_short", _BINARY
    ),
    Odd("binary, row of two bytes", _xlsb(makers.record(0, b"\0\0")), "cut_short", _BINARY),
    Odd(
        "binary, merged cells without end",
        _xlsb(after=makers.record(176, struct.pack("<IIII", 5, 1_048_575, 0, 16_383))),
        GOOD,
        _BINARY,
    ),
    Odd(
        "binary, merged cells inside out",
        _xlsb(after=makers.record(176, struct.pack("<IIII", 9, 3, 5, 0))),
        GOOD,
        _BINARY,
    ),
    Odd(
        "binary, hidden columns to the end",
        _xlsb(after=makers.record(60, struct.pack("<IIIIB", 6, 2**32 - 1, 0, 0, 1) + b"\0")),
        GOOD,
        _BINARY,
    ),
    Odd(
        "binary, sheet missing",
        lambda: packed({n: p for n, p in parts(good("xlsb")).items() if "sheet1" not in n}),
        "cut_short",
        _BINARY,
    ),
    Odd("binary, document type", _doctyped, "unsafe_xml", _BINARY),
    Odd("binary, two sheets of one name", _xlsb(sheets=("A", "a")), "readers_disagree", _BINARY),
    Odd(
        "binary, 61 sheets",
        _xlsb(sheets=tuple(f"S{place}" for place in range(61))),
        "too_many_sheets",
        _BINARY,
    ),
    Odd("binary, cut short", lambda: good("xlsb")[:-300], "cut_short", _BINARY),
]
