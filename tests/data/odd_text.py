"""Odd OpenDocument files and texts: millions of repeats, false types, ragged rows and very long
lines.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

from tests.data import file_makers as makers
from tests.data.odd_making import (
    GOOD,
    GRID,
    HEADINGS,
    TITLE,
    Odd,
    bombed,
    good,
    packed,
    parts,
    through,
)

_ODS, _CSV = ".ods", ".csv"
_X = makers.ods_cell("x")
TEXT = makers.csv_text(GRID)


def _ods(more: str = "", **asked) -> Callable[[], bytes]:
    return lambda: through(lambda path: makers.ods(path, GRID, more=more, **asked))


def _changed(old: str, new: str, part: str = "content.xml") -> Callable[[], bytes]:
    def make() -> bytes:
        held = parts(good("ods"))
        assert old in held[part].decode()
        return packed(held | {part: held[part].decode().replace(old, new, 1)})

    return make


def _with(more: dict[str, bytes | str]) -> Callable[[], bytes]:
    return lambda: packed(parts(good("ods")) | more)


def _down(times: object, cells: str) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def _across(times: object, cell: str = _X) -> str:
    return cell.replace(
        "<table:table-cell", f'<table:table-cell table:number-columns-repeated="{times}"', 1
    )


def _row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def _spanned(down: object, right: object) -> str:
    return _row(
        _X.replace(
            "<table:table-cell",
            f'<table:table-cell table:number-rows-spanned="{down}" '
            f'table:number-columns-spanned="{right}"',
        )
    )


_NOTE = "<office:annotation><text:p>said in confidence</text:p></office:annotation>"
_TABLE = '<table:table table:name="{}"><table:table-row>' + _X + "</table:table-row></table:table>"
_MORE = "</office:spreadsheet>"
_TRUE = makers.ods_cell(True)

OPEN = [
    Odd("open document", lambda: good("ods"), GOOD, _ODS),
    Odd(
        "open, blank to the end of the sheet",
        _ods(_down(1_048_570, _across(16_384, "<table:table-cell/>"))),
        GOOD,
        _ODS,
    ),
    Odd(
        "open, millions of blank rows",
        _ods(_down(2_000_000_000, "<table:table-cell/>")),
        GOOD,
        _ODS,
    ),
    Odd(
        "open, a value repeated down millions of rows", _ods(_down(5_000_000, _X)), "far_cell", _ODS
    ),
    Odd(
        "open, a value repeated across millions of columns",
        _ods(_row(_across(5_000_000))),
        "far_cell",
        _ODS,
    ),
    Odd("open, a value repeated both ways", _ods(_down(100_000, _across(700))), "far_cell", _ODS),
    Odd(
        "open, a value behind a million blank rows",
        _ods(_down(1_000_000, "<table:table-cell/>") + _row(_X)),
        "far_cell",
        _ODS,
    ),
    Odd(
        "open, truths repeated both ways",
        _ods(_down(100_000, _across(700, _TRUE))),
        "far_cell",
        _ODS,
    ),
    Odd(
        "open, errors repeated without end",
        _ods(_down(2_000_000_000, makers.ods_cell(makers.NA))),
        "far_cell",
        _ODS,
    ),
    Odd("open, repeated less than nothing", _ods(_down(-5, _X)), "cut_short", _ODS),
    Odd("open, repeated no times", _ods(_down(0, _X)), GOOD, _ODS),
    Odd("open, repeated a number of 5,000 digits", _ods(_down("9" * 5_000, _X)), "cut_short", _ODS),
    Odd("open, repeated a word of times", _ods(_down("many", _X)), "cut_short", _ODS),
    Odd("open, spanning everything", _ods(_spanned(2**31, 2**31)), GOOD, _ODS),
    Odd("open, comments in cells", _changed("<text:p>00101", _NOTE + "<text:p>00101"), GOOD, _ODS),
    Odd(
        "open, formula never calculated",
        _ods(
            _row(
                "<table:table-cell/><table:table-cell/><table:table-cell/><table:table-cell "
                'table:formula="of:=1+1"/>'
            )
        ),
        GOOD,
        _ODS,
    ),
    Odd(
        "open, formula that asks a web address",
        _changed(
            "<table:table-cell office:value-type=",
            "<table:table-cell "
            'table:formula="of:=WEBSERVICE(&quot;http://127.0.0.1:9&quot;)" '
            "office:value-type=",
        ),
        GOOD,
        _ODS,
    ),
    Odd(
        "open, table in a cell",
        _changed("<text:p>YES", _TABLE.format("inner") + "<text:p>YES"),
        "readers_disagree",
        _ODS,
    ),
    Odd(
        "open, tables 5,000 deep",
        _changed(
            "<text:p>YES",
            '<table:table table:name="t">' * 5_000 + "</table:table>" * 5_000 + "<text:p>YES",
        ),
        "readers_disagree",
        _ODS,
    ),
    Odd(
        "open, elements 300,000 deep",
        _changed("<text:p>YES", "<a>" * 300_000 + "</a>" * 300_000 + "<text:p>YES"),
        GOOD,
        _ODS,
    ),
    Odd("open, macros", _with({"Basic/Standard/Module1.xml": "<x/>"}), GOOD, _ODS),
    Odd("open, embedded object", _with({"Object 1/content.xml": "<x/>"}), GOOD, _ODS),
    Odd("open, hidden name", _ods(name="&#x202E;srevael"), GOOD, _ODS),
    Odd(
        "open, 61 tables",
        _changed(_MORE, "".join(_TABLE.format(f"t{place}") for place in range(61)) + _MORE),
        "too_many_sheets",
        _ODS,
    ),
    Odd(
        "open, two tables of one name",
        _changed(_MORE, _TABLE.format("CARE LEAVERS") + _MORE),
        "readers_disagree",
        _ODS,
    ),
    Odd(
        "open, document type",
        _changed("?>", '?><!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        "unsafe_xml",
        _ODS,
    ),
    Odd(
        "open, in UTF-16",
        lambda: packed(
            parts(good("ods"))
            | {"content.xml": parts(good("ods"))["content.xml"].decode().encode("utf-16")}
        ),
        "readers_disagree",
        _ODS,
    ),
    Odd("open, protected", _ods(manifest="<manifest:encryption-data/>"), "password_ods", _ODS),
    Odd(
        "open, text of two million letters",
        _changed("<text:p>YES", f"<text:p>{'x' * 2_000_000}"),
        "long_cell",
        _ODS,
    ),
    Odd(
        "open, a gigabyte of blanks",
        lambda: bombed(parts(good("ods")), "content.xml", b"<x>", b" ", b"</x>"),
        "too_large",
        _ODS,
    ),
    Odd(
        "open, without its content",
        lambda: packed({n: p for n, p in parts(good("ods")).items() if n != "content.xml"}),
        "cut_short",
        _ODS,
    ),
    Odd(
        "open, without its manifest",
        lambda: packed({n: p for n, p in parts(good("ods")).items() if "manifest" not in n}),
        "cut_short",
        _ODS,
    ),
    Odd(
        "open, that says it is a text",
        _with({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "not_a_spreadsheet",
        _ODS,
    ),
    Odd(
        "open, that says nothing",
        lambda: packed({n: p for n, p in parts(good("ods")).items() if n != "mimetype"}),
        "not_a_spreadsheet",
        _ODS,
    ),
    Odd(
        "a new workbook that says it is an open document",
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"} | parts()),
        "readers_disagree",
        _ODS,
    ),
    Odd(
        "two documents in one",
        lambda: packed(parts(good("ods")) | parts()),
        "readers_disagree",
        _ODS,
    ),
    Odd("open, cut short", lambda: good("ods")[:-100], "cut_short", _ODS),
]


def _text(text: str, encoding: str = "utf-8", mark: bytes = b"") -> Callable[[], bytes]:
    return lambda: mark + text.encode(encoding)


def _head(more: str) -> str:
    return f"{TITLE}\r\n{','.join(HEADINGS)}\r\n{more}"


_RAGGED = _head(
    "00101,14/08/2002,Former relevant,YES,,,,more\r\n00102,03/01/2003,Former relevant\r\n\r\n,\r\n"
)
_ONE = "00101,14/08/2002,Former relevant,YES\r\n"

TEXTS = [
    Odd("text", _text(TEXT), GOOD, _CSV),
    Odd("text, named as a workbook", _text(TEXT), GOOD),
    Odd("text with a byte order mark", _text(TEXT, mark=codecs.BOM_UTF8), GOOD, _CSV),
    Odd("text in UTF-16", _text(TEXT, "utf-16"), GOOD, _CSV),
    Odd("text in UTF-16 without a mark", _text(TEXT, "utf-16-le"), GOOD, _CSV),
    Odd("text in UTF-16 the other way round", _text(TEXT, "utf-16-be"), GOOD, _CSV),
    Odd("text in UTF-32", _text(TEXT, "utf-32"), "not_a_spreadsheet", _CSV),
    Odd("text in Windows-1252", _text(TEXT.replace("YES", "YÉS"), "cp1252"), GOOD, _CSV),
    Odd("text with semicolons", _text(makers.csv_text(GRID, ";")), GOOD, _CSV),
    Odd("text with tabs", _text(makers.csv_text(GRID, "\t")), GOOD, _CSV),
    Odd(
        "text that says its separator", _text("sep=;\r\n" + makers.csv_text(GRID, ";")), GOOD, _CSV
    ),
    Odd("text with old line ends", _text(TEXT.replace("\r\n", "\r")), GOOD, _CSV),
    Odd("text with ragged rows", _text(_RAGGED), GOOD - 1, _CSV),
    Odd(
        "text with an open quotation mark",
        _text(_head('"00101,14/08/2002,Former relevant,YES\r\n')),
        "open_quote",
        _CSV,
    ),
    Odd(
        "text with a quotation mark inside",
        _text(_head('0"0101,14/08/2002,Former relevant,Y"ES\r\n')),
        1,
        _CSV,
    ),
    Odd("text with a byte order mark in the middle", _text(_head("\ufeff" + _ONE)), 1, _CSV),
    Odd("text with a zero byte", _text(TEXT.replace("YES", "Y\0S")), "not_a_spreadsheet", _CSV),
    Odd(
        "text with an escape sequence",
        _text(TEXT.replace("YES", "\x1b[2J")),
        "not_a_spreadsheet",
        _CSV,
    ),
    Odd(
        "text with a form feed and odd line ends",
        _text(TEXT.replace("YES", "Y\x0c\u2028\x85S")),
        GOOD,
        _CSV,
    ),
    Odd("text with formulas in it", _text(TEXT.replace("YES", "=cmd|' /C calc'!A0")), GOOD, _CSV),
    Odd(
        "text with a cell of half a megabyte",
        _text(_head(_ONE.replace("YES", "x" * 500_000))),
        1,
        _CSV,
    ),
    Odd(
        "text with a cell of two megabytes",
        _text(_head(_ONE.replace("YES", "x" * 2_000_000))),
        "long_cell",
        _CSV,
    ),
    Odd(
        "text with a line of a megabyte",
        _text(_head(_ONE + ",".join(["ab"] * 350_000))),
        "far_cell",
        _CSV,
    ),
    Odd("text with a million commas", _text("," * 1_000_000), "far_cell", _CSV),
    Odd(
        "text with a million commas behind a table", _text(TEXT + "," * 1_000_000), "far_cell", _CSV
    ),
    Odd("text with a million quotation marks", _text(TEXT + '"' * 1_000_001), "open_quote", _CSV),
    Odd("text with 400,000 lines", _text(_head("\r\n" * 400_000)), "far_cell", _CSV),
    Odd("text with 299,000 blank lines", _text(_head(_ONE + "\r\n" * 299_000)), 1, _CSV),
    Odd(
        "text of 100,000 lines and one wide one",
        _text(_head("," * 600 + "\r\n" + "\r\n" * 100_000)),
        "far_cell",
        _CSV,
    ),
    Odd("text of nothing but commas", _text(",,,,\r\n" * 100), "no_table", _CSV),
    Odd("text without a date", _text(",".join(HEADINGS) + "\r\n" + _ONE), "as_at_unknown", _CSV),
    Odd(
        "text with an impossible date",
        _text(_head(_ONE.replace("14/08/2002", "99/99/9999"))),
        0,
        _CSV,
    ),
    Odd("text with numbers beyond numbers", _text(_head(_ONE.replace("00101", "1e999"))), 1, _CSV),
    Odd(
        "text with bytes of no encoding",
        lambda: TEXT.replace("YES", "").encode() + b"\x81",
        "encoding",
        _CSV,
    ),
    Odd(
        "text of half a pair",
        lambda: b"\xff\xfe\x00\xd8" + TEXT.encode("utf-16-le"),
        "encoding",
        _CSV,
    ),
    Odd("nothing", lambda: b"", "empty", _CSV),
    Odd("blanks", lambda: b" \r\n\t\r\n", "empty", _CSV),
    Odd("one zero byte", lambda: b"\0", "not_a_spreadsheet"),
    Odd("a megabyte of zero bytes", lambda: b"\0" * 2**20, "not_a_spreadsheet"),
    Odd("every byte there is", lambda: bytes(range(256)) * 4_000, "encoding"),
    Odd("web page", _text("<html><table><tr><td>1</td></tr></table>"), "html_as_xls", ".xls"),
    Odd(
        "XML workbook of 2003",
        _text(
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"
        ),
        "xml_as_xls",
        ".xls",
    ),
    Odd(
        "entity bomb that is no workbook",
        _text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'),
        "xml_as_xls",
    ),
    Odd("PDF", _text("%PDF-1.7\n1 0 obj"), "not_a_spreadsheet"),
    Odd("picture", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_spreadsheet"),
    Odd("program", lambda: b"\x7fELF\2\1\1" + b"\0" * 60, "not_a_spreadsheet"),
]
