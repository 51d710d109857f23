"""Small files that need much memory: one long text used many times, and the most cells, in every
kind of workbook.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.data import file_makers as makers
from tests.data.odd_making import SHEET, Odd, changed, packed, parts, through
from tests.data.odd_sound import old
from tests.data.odd_sound_xlsx import OFFICE
from tests.data.odd_workbooks import STRINGS
from tests.data.old_books import Part, shared, size

LONG = "x" * 4_096
WIDE = "\N{GRINNING FACE}" + "x" * 70  # one letter that makes all of them four bytes wide
ACROSS, DOWN = 40, 25_000  # a million cells


def new(text: str, cell: str, down: int = DOWN) -> Callable[[], bytes]:
    """Make an .xlsx that uses one shared text, or another value, in every cell."""

    def make() -> bytes:
        rows = f"<sheetData>{f'<row>{cell * ACROSS}</row>' * down}</sheetData>"
        held = parts(changed(SHEET, "<sheetData>.*</sheetData>", rows))
        return packed(held | {STRINGS: f"<sst><si><t>{text}</t></si></sst>"})

    return make


def addressed(text: str, down: int = DOWN) -> Callable[[], bytes]:
    """Make the same file with cell addresses, as every program writes them."""

    def make() -> bytes:
        columns = [
            f"{first}{second}" for first in ("", "A") for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        ][:ACROSS]
        row = "".join(f'<c r="{column}{{0}}" t="s"><v>0</v></c>' for column in columns)
        rows = "".join(
            f'<row r="{{0}}">{row}</row>'.format(number) for number in range(1, down + 1)
        )
        held = parts(changed(SHEET, "<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>"))
        return packed(held | {STRINGS: f"<sst><si><t>{text}</t></si></sst>"})

    return make


def binary(text: str, down: int = DOWN) -> Callable[[], bytes]:
    def make() -> bytes:
        cells = b"".join(
            makers.record(7, struct.pack("<III", column, 0, 0)) for column in range(ACROSS)
        )
        rows = b"".join(makers.xlsb_row(row, [cells]) for row in range(1, down))
        held = parts(through(lambda path: makers.xlsb(path, [["a"]], rows)))
        texts = (
            makers.record(159, struct.pack("<II", 1, 1))
            + makers.record(19, b"\0" + makers.wide(text))
            + makers.record(160)
        )
        rels = held["xl/_rels/workbook.bin.rels"].decode()
        told = (
            f'<Relationship Id="rIdT" Type="{OFFICE}sharedStrings" '
            'Target="sharedStrings.bin"/></Relationships>'
        )
        more = {
            "xl/sharedStrings.bin": texts,
            "xl/_rels/workbook.bin.rels": rels.replace("</Relationships>", told).encode(),
        }
        return packed(held | more)

    return make


def old_one(text: str, across: int = 16) -> Callable[[], bytes]:
    cells = b"".join(shared(row, column, 0) for row in range(60_000) for column in range(across))
    letters = struct.pack("<IIHB", 1, 1, len(text), 0) + text.encode()
    return old(Part("S", size(60_000, across) + cells), texts=[letters])


def repeated(value: object, down: int = DOWN, across: int = ACROSS) -> Callable[[], bytes]:
    """Make an .ods with one cell that is repeated across and down."""
    cell = makers.ods_cell(value).replace(
        "<table:table-cell", f'<table:table-cell table:number-columns-repeated="{across}"'
    )
    row = f'<table:table-row table:number-rows-repeated="{down}">{cell}</table:table-row>'
    return lambda: through(lambda path: makers.ods(path, [["a"]], row))


_SHARED = '<c t="s"><v>0</v></c>'
HEAVY = [
    Odd("one long text used a million times", new(LONG, _SHARED), "too_large"),
    Odd("one long text used a million times, with addresses", addressed(LONG), "too_large"),
    Odd("one wide text used a million times", new(WIDE, _SHARED, DOWN // 2), "too_large"),
    Odd("binary, one long text used a million times", binary(LONG), "too_large", ".xlsb"),
    Odd("old, one long text used a million times", lambda: old_one(LONG)(), "too_large", ".xls"),
    Odd("open, one long text repeated a million times", repeated(LONG), "too_large", ".ods"),
    Odd("open, a short text repeated a million times", repeated("x"), "no_table", ".ods"),
    Odd("two and a half million short texts", addressed("x", 62_500), ("no_table", "too_large")),
    Odd("open, three million numbers", repeated(1, 75_000), ("no_table", "too_large"), ".ods"),
    Odd("old, a million texts", lambda: old_one("x" * 70)(), ("no_table", "too_large"), ".xls"),
    Odd("binary, a million texts", binary("x" * 70), ("no_table", "too_large"), ".xlsb"),
]
