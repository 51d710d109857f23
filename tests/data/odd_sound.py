"""Valid files that a reader may call damaged: their table must be read."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from tests.data import file_makers as makers
from tests.data.odd_making import GOOD, GRID, Odd, changed, good, packed, parts, through
from tests.data.odd_sound_xlsx import XLSX_SOUND, renamed
from tests.data.old_books import (
    CHART,
    CONTINUED,
    MACROS,
    Book,
    Part,
    drawn_chart,
    label,
    merged,
    people,
    record,
    shared,
    size,
    text_formula,
)

DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def old(*sheets: Part, **more) -> Callable[[], bytes]:
    return lambda: Book(list(sheets), **more).content()


def _texts(*texts: bytes) -> list[bytes]:
    return [struct.pack("<II", 9, 9) + texts[0], *texts[1:]]


def _text(text: str, flags: int = 0, head: bytes = b"", behind: bytes = b"") -> bytes:
    return (
        struct.pack("<HB", len(text), flags)
        + head
        + text.encode("utf-16-le" if flags & 1 else "latin-1")
        + behind
    )


RICH = _text("rich", 8, struct.pack("<H", 2), b"\0\0\1\0\2\0\2\0")
SPOKEN = _text("spoken", 4, struct.pack("<I", 10), b"x" * 10)
WIDE = _text("Ł" * 6, 1)
CUT = [
    _texts(RICH + SPOKEN + WIDE[:7])[0],
    b"\1" + WIDE[7:] + _text("plain"),
]  # a text that continues in the next record
WITH_TEXTS = b"".join(shared(5, 5 + place, place) for place in range(4))
FULL = people(before=size(65_536, 256))
SHEET_OF_CHART = Part("Chart", drawn_chart(), sort=2, begins=CHART)
PROTECTED = record(0x12, b"\1\0") + record(0x13, b"\xab\xcd") + record(0xDD, b"\1\0")
UNKNOWN = (
    record(0x1809, b"\0" * 9)
    + record(0x0909, b"\xff" * 5)
    + record(0x0A0A, b"\n\0\0\0")
    + record(0x867, b"\0" * 23)
)
EXCEL_95 = {"version": 0x500}

OLD_SOUND = {
    "a line chart in the sheet": old(people(drawn_chart())),
    "three charts, and merged cells behind them": old(
        people(drawn_chart() * 3 + merged(0, 0, 0, 3))
    ),
    "a chart in front of the cells": old(people(before=drawn_chart())),
    "a sheet of a chart": old(people(), SHEET_OF_CHART),
    "a sheet of a chart first": old(SHEET_OF_CHART, people()),
    "macros of Excel 4 on a very hidden sheet": old(
        people(), Part("M", label(0, 0, "=RUN"), sort=1, begins=MACROS, hidden=2)
    ),
    "a module of macros": old(people(), Part("V", b"", sort=6, begins=6)),
    "a dialogue": old(people(), Part("D", record(0x81, b"\x10\0"))),
    "a protected sheet": old(people(before=PROTECTED)),
    "a pivot table": old(people(record(0xB0, b"\0" * 46) + record(0xB1, b"\0" * 12))),
    "records that nobody knows": old(people(UNKNOWN, before=UNKNOWN), own=UNKNOWN),
    "records that go on and on": old(
        people(record(0xEC, b"\x09\x08" * 4_000) + record(CONTINUED, b"\x09\x08\x10\0" * 2_000) * 3)
    ),
    "the size of a whole sheet": old(FULL),
    "a size that ends before it begins": old(
        people(before=record(0x200, struct.pack("<IIHHH", 9, 2, 5, 1, 0)))
    ),
    "texts that are rich, spoken, wide and cut": old(people(WITH_TEXTS), texts=CUT),
    "a formula that gives a text": old(people(text_formula(5, 5, "a text"))),
    "a formula without its text": old(people(text_formula(5, 5, None))),
    "saved by Excel 95": old(people(**EXCEL_95), **EXCEL_95),
    "rich cells of Excel 95": old(people(kind=0xD6, **EXCEL_95), **EXCEL_95),
}


# .xlsb


def block(*inside: bytes, kind: int = 35) -> bytes:
    """Return a block that only newer programs read, with records that have the numbers of cells."""
    return makers.record(kind, b"\0" * 4) + b"".join(inside) + makers.record(kind + 1)


CELL, ROW = makers.record(1, b"\0" * 9), makers.record(0, b"\0" * 17)
STRANGE = block(CELL, block(ROW, CELL, makers.record(146)), makers.record(7, b"\xff" * 12))


def binary(before: bytes = b"", among: bytes = b"", after: bytes = b"") -> Callable[[], bytes]:
    def make() -> bytes:
        held = parts(through(lambda path: makers.xlsb(path, GRID, among, after=after)))
        sheet = held["xl/worksheets/sheet1.bin"]
        return packed(
            held
            | {
                "xl/worksheets/sheet1.bin": sheet.replace(
                    makers.record(145), before + makers.record(145)
                )
            }
        )

    return make


def _with_binary(more: dict[str, bytes]) -> Callable[[], bytes]:
    return lambda: packed(parts(good("xlsb")) | more)


def _binary_changed(name: str, was: bytes, now: bytes) -> Callable[[], bytes]:
    held = parts(good("xlsb"))
    assert was in held[name]
    return lambda: packed(held | {name: held[name].replace(was, now, 1)})


XLSB_RELS = "xl/_rels/workbook.bin.rels"
BINARY_SOUND = {
    "records of newer programs behind the cells": binary(after=STRANGE),
    "records of newer programs in front of the cells": binary(before=STRANGE),
    "records of newer programs among the cells": binary(
        among=block(makers.record(1024, b"\0\0"), kind=37)
    ),
    "cells of other numbers behind the cells": binary(after=CELL + ROW + makers.record(5, b"\1")),
    "parts that are no records": _with_binary(
        {
            "xl/printerSettings/printerSettings1.bin": b"\xff" * 99,
            "customXml/item1.xml": b"<!DOCTYPE x><x/>",
        }
    ),
    "records of newer programs in the list of sheets": _binary_changed(
        "xl/workbook.bin", makers.record(143), STRANGE + makers.record(143)
    ),
    "a target from the root": _binary_changed(XLSB_RELS, b'"worksheets/', b'"/xl/worksheets/'),
    "a sheet in another folder": lambda: renamed(
        "xl/worksheets/sheet1.bin", "xl/data/one.bin", good("xlsb")
    ),
    "a list of sheets of another name": lambda: renamed(
        "xl/workbook.bin", "xl/workbook2.bin", good("xlsb")
    ),
}

# .ods


def _open(was: str, now: str) -> Callable[[], bytes]:
    return lambda: changed("content.xml", was, now, good("ods"))


def _open_spread() -> bytes:
    held = parts(good("ods"))
    spread = re.sub(rb">(?=</?table:|<text:p)", b">\n  ", held["content.xml"]).replace(
        b"</text:p>", b"</text:p>\n"
    )
    return packed(held | {"content.xml": spread})


_ID = "<text:p>00101</text:p>"
OPEN_SOUND = {
    "a comment in a cell": _open(
        _ID, f"<office:annotation><text:p>said</text:p></office:annotation>{_ID}"
    ),
    "a picture in a cell": _open(_ID, f"{_ID}<draw:frame {DRAWN}><draw:image/></draw:frame>"),
    "a shape without a text in a cell": _open(
        _ID, f"{_ID}<draw:custom-shape {DRAWN}><text:p/></draw:custom-shape>"
    ),
    "covered cells": _open(
        "</table:table-row>",
        '<table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>',
    ),
    "rows to the end of the sheet": _open(
        "</table:table>",
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>',
    ),
    "blank cells to the end of each row": _open(
        "</table:table-row>",
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>',
    ),
    "a heading that is repeated on each page": _open(
        "<table:table-row>(.*?)</table:table-row>",
        r"<table:table-header-rows><table:table-row>\1</table:table-row></table:table-header-rows>",
    ),
    "a link and a style inside a text": _open(
        _ID, "<text:p><text:span>00</text:span><text:a>101</text:a></text:p>"
    ),
    "a line for each element": _open_spread,
    "comments among the cells": _open(
        "<table:table-row>", "<!-- a tool --><table:table-row><!-- a tool -->"
    ),
}

SOUND = [
    *(Odd(f"sound, old: {name}", make, GOOD, ".xls") for name, make in OLD_SOUND.items()),
    *(Odd(f"sound, binary: {name}", make, GOOD, ".xlsb") for name, make in BINARY_SOUND.items()),
    *(Odd(f"sound: {name}", make, GOOD) for name, make in XLSX_SOUND.items()),
    *(Odd(f"sound, open: {name}", make, GOOD, ".ods") for name, make in OPEN_SOUND.items()),
]
UNSOUND = [
    Odd(
        "binary, a block without an end",
        binary(after=makers.record(35) + CELL),
        "cut_short",
        ".xlsb",
    ),
    Odd(
        "binary, a cell in a block among the cells",
        binary(among=block(CELL)),
        "readers_disagree",
        ".xlsb",
    ),
    Odd(
        "binary, the cells in two places",
        binary(after=makers.record(145) + makers.record(146)),
        "readers_disagree",
        ".xlsb",
    ),
    Odd(
        "binary, a beginning of cells in a block",
        binary(before=block(makers.record(145))),
        "readers_disagree",
        ".xlsb",
    ),
    Odd(
        "binary, a rich cell",
        binary(among=ROW + makers.record(62, b"\0" * 17)),
        "readers_disagree",
        ".xlsb",
    ),
    Odd(
        "old, a text without its formula",
        old(people(record(0x207, struct.pack("<HB", 1, 0) + b"x"))),
        "readers_disagree",
        ".xls",
    ),
    Odd(
        "old, a text that goes on elsewhere",
        old(people(label(9, 9, "abc")[:-1].replace(b"\x0c\0", b"\x0b\0", 1))),
        "readers_disagree",
        ".xls",
    ),
    Odd(
        "open, a text in a drawing in a cell",
        _open(_ID, f"<draw:frame {DRAWN}><text:p>x</text:p></draw:frame>{_ID}"),
        "readers_disagree",
        ".ods",
    ),
    Odd(
        "open, a block of characters",
        _open(_ID, "<text:p><![CDATA[00101]]></text:p>"),
        "readers_disagree",
        ".ods",
    ),
]
