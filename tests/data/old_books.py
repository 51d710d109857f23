"""Write old workbooks (.xls) record by record, with charts, macros, drawings and protection."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tests.data import file_makers as makers
from tests.data.odd_making import GRID, through

BEGINNING, END, CONTINUED = 0x809, 0x0A, 0x3C
WORKBOOK, WORKSHEET, CHART, MACROS = 5, 0x10, 0x20, 0x40
PLAIN, DAY = 0, 1  # the formats of cells


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def beginning(sort: int, version: int = 0x600) -> bytes:
    return record(
        BEGINNING,
        struct.pack("<HHHHII", version, sort, 0, 0x7CC, 0, 6)[: 16 if version == 0x600 else 8],
    )


def label(row: int, column: int, text: str, kind: int = 0x204, version: int = 0x600) -> bytes:
    letters = text.encode("latin-1") + (b"\1\0\0" if kind == 0xD6 else b"")
    return record(
        kind,
        struct.pack("<HHHH", row, column, PLAIN, len(text))
        + (b"\0" if version == 0x600 else b"")
        + letters,
    )


def number(row: int, column: int, value: float, form: int = PLAIN) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, form, value))


def size(rows: int, columns: int) -> bytes:
    return record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def shared(row: int, column: int, index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, PLAIN, index))


def text_formula(row: int, column: int, text: str | None) -> bytes:
    """Make a formula with a text as its result, which is in a separate record or missing."""
    formula = record(
        0x06,
        struct.pack("<HHH", row, column, PLAIN)
        + b"\0\0\0\0\0\0\xff\xff"
        + struct.pack("<HIH", 0, 0, 0),
    )
    return formula + (
        record(0x207, struct.pack("<HB", len(text), 0) + text.encode()) if text is not None else b""
    )


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(0xE5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def cells(rows: Iterable[Iterable[object]], **options: int) -> bytes:
    written = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, date):
                written += number(row, column, makers.serial(value), DAY)
            elif value is not None:
                written += label(row, column, str(value), **options)
    return written


def drawn_chart(rows: int = 4) -> bytes:
    """Make a line chart in a sheet: a marker whose kind ends like a beginning, and numbers written
    like cells.
    """
    numbers = b"".join(
        number(row, column, 99_000 + row) for column in (0, 1) for row in range(rows)
    )
    texts = b"".join(label(row, 0, f"Series {row}") for row in range(rows))
    caches = record(0x1065, b"\2\0") + texts + record(0x1065, b"\1\0") + numbers
    inside = (
        record(0x1002, b"\0" * 16)
        + record(0x1009, b"\0" * 20)
        + record(0x1209, b"\0" * 4)
        + size(rows, 2)
        + caches
    )
    return (
        record(0xEC, b"\0" * 40)
        + record(CONTINUED, b"\0" * 9)
        + record(0x5D, b"\0" * 26)
        + beginning(CHART)
        + inside
        + record(END)
    )


@dataclass(frozen=True)
class Part:
    """One sheet of a book: its kind in the list of sheets, its visibility, and the records between
    its beginning and its end.
    """

    name: str
    records: bytes
    sort: int = 0
    begins: int = WORKSHEET
    hidden: int = 0


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook, its own records, and its version (0x500 is Excel 5 and 95)."""

    sheets: list[Part]
    own: bytes = b""
    version: int = 0x600
    texts: list[bytes] = field(
        default_factory=list
    )  # the list of shared texts and its continuation records

    def stream(self) -> bytes:
        forms = b"".join(
            record(
                0xE0, struct.pack("<HH", 0, form) + b"\0" * (16 if self.version == 0x600 else 12)
            )
            for form in (0, 14)
        )
        shared_texts = b"".join(
            record(CONTINUED if place else 0xFC, text) for place, text in enumerate(self.texts)
        )
        before = beginning(WORKBOOK, self.version) + self.own + forms
        ends = [
            beginning(part.begins, self.version) + part.records + record(END)
            for part in self.sheets
        ]
        heads = [self._listed(part, 0) for part in self.sheets]
        at = len(before) + len(b"".join(heads)) + len(shared_texts) + 4
        listed = b""
        for part, written in zip(self.sheets, ends, strict=True):
            listed += self._listed(part, at)
            at += len(written)
        return before + listed + shared_texts + record(END) + b"".join(ends)

    def _listed(self, part: Part, at: int) -> bytes:
        name = (
            struct.pack("<B", len(part.name))
            + (b"\0" if self.version == 0x600 else b"")
            + part.name.encode("latin-1")
        )
        return record(0x85, struct.pack("<IBB", at, part.hidden, part.sort) + name)

    def content(self) -> bytes:
        stream = self.stream()
        return through(
            lambda path: makers.XlsDoc().save(str(path), stream + b"\0" * (-len(stream) % 4))
        )


def people(more: bytes = b"", before: bytes = b"", **options: int) -> Part:
    """Make the sheet with the good table; `before` and `more` are records around its cells."""
    return Part("Care leavers", before + cells(GRID, **options) + more)
