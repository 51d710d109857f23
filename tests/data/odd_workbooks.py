"""Odd .xlsx workbooks: unusual, too large, contradictory, or with contents that must not be
followed.
"""

from __future__ import annotations

import re

from tests.data import file_makers as makers
from tests.data.odd_making import (
    GOOD,
    GRID,
    SHEET,
    TYPES,
    Odd,
    bombed,
    booked,
    changed,
    everywhere,
    good,
    in_sheet,
    packed,
    parts,
    through,
    with_parts,
    without,
)

_STRICT = {
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BOOK, STRINGS, RELS, STYLES = (
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)


def _strict(name: str, part: bytes) -> bytes:
    for ordinary, other in _STRICT.items():
        part = part.replace(ordinary, other)
    return part


def _utf_16(name: str, part: bytes) -> bytes:
    return (
        part.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")
        if name.startswith("xl/")
        else part
    )


def _recoded(declared: str, encoding: str):
    def change(name: str, part: bytes) -> bytes:
        return (
            part.decode().replace('"UTF-8"', f'"{declared}"').encode(encoding)
            if name in (SHEET, STRINGS)
            else part
        )

    return everywhere(change)


def _of_sheet(pattern: bytes, new: bytes):
    return everywhere(lambda name, part: re.sub(pattern, new, part) if name == SHEET else part)


def _sheets(number: int):
    return booked(lambda book: [book.add_worksheet(f"More {place}") for place in range(number - 1)])


def _named(*names: str):
    """Add sheets with names that no program would use."""

    def make() -> bytes:
        content = _sheets(len(names) + 1)()
        for place, name in enumerate(names):
            content = changed(BOOK, f'name="More {place}"', f'name="{name}"', content)
        return content

    return make


def _hidden(how: str):
    def fill(book):
        sheet = book.add_worksheet("Secret")
        sheet.write_row(0, 0, ["Child Unique ID", "Date of Birth", "Eligibility Category"])
        getattr(sheet, how)()

    return booked(fill)


def _with_formulas(book) -> None:
    """Make a column with formulas that were never calculated; each formula is in a person's row."""
    sheet = book.worksheets()[0]
    sheet.write_string(2, 4, "Age")
    for row in (3, 4):
        sheet.write_formula(row, 4, "=1+1", None, "")


def _merged(ranges: list[str]):
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return in_sheet(f'</sheetData><mergeCells count="{len(ranges)}">{cells}</mergeCells>')


def _rows(first: int, times: int, cells: str) -> str:
    return (
        "".join(
            f'<row r="{row}">{cells.format(row=row)}</row>' for row in range(first, first + times)
        )
        + "</sheetData>"
    )


def _deep(tag: str, times: int = 300_000) -> str:
    return f"<{tag}>" * times + f"</{tag}>" * times


def _inline() -> bytes:
    """Write every text in its own cell, without shared texts."""
    cells = "".join(
        (
            "<row "
            f'r="{r}">{"".join(f"""<c r="{"ABCD"[c]}{r}" t="inlineStr"><is><t>{value}</t></is></c>""" for c, value in enumerate(row))}</row>'
        )
        for r, row in enumerate(GRID, 1)
    )
    return changed(SHEET, "<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>")


def _protected(password: str, damage: int | None = None):
    def make() -> bytes:
        content = through(
            lambda path: makers.protected(
                path, makers.xlsx(path.with_name("plain"), GRID), password
            )
        )
        return content[:damage] if damage else content

    return make


def _related(kind: str, target: str, more: str = "") -> str:
    return (
        f'<Relationship Id="rId77" Type="http://x/{kind}" Target="{target}" '
        f"{more}/></Relationships>"
    )


def _with_related(kind: str, part: str, content: bytes = b"<x/>", more: str = ""):
    return lambda: packed(
        parts(changed(RELS, "</Relationships>", _related(kind, part.removeprefix("xl/"), more)))
        | ({} if more else {part: content})
    )


def _linked_image() -> bytes:
    return changed(
        RELS,
        "</Relationships>",
        _related("image", "http://127.0.0.1:9/x.png", 'TargetMode="External"'),
    )


def _many_styles() -> bytes:
    return changed(
        STYLES,
        r"<cellXfs count=\"\d+\">(.*?)</cellXfs>",
        r'<cellXfs count="60002">\1' + "<xf/>" * 60_000 + "</cellXfs>",
    )


def _word() -> bytes:
    rels = (
        '<Relationships><Relationship Id="a" Type="http://x/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    return packed({TYPES: "<Types/>", "_rels/.rels": rels, "word/document.xml": "<w/>"})


VALID = [
    Odd("good", good, GOOD),
    Odd("good, named as an old one", good, GOOD, ".xls"),
    Odd("good, named as text", good, GOOD, ".csv"),
    Odd("strict OOXML", everywhere(_strict), GOOD),
    Odd("parts in UTF-16", everywhere(_utf_16), GOOD),
    Odd("parts in Latin-1", _recoded("ISO-8859-1", "latin-1"), GOOD),
    Odd(
        "parts with a byte order mark",
        everywhere(lambda name, part: b"\xef\xbb\xbf" + part if name.endswith(".xml") else part),
        GOOD,
    ),
    Odd(
        "comments and instructions among the cells",
        in_sheet("<sheetData><!-- <c r='A4'/> --><?x y?>", "<sheetData>"),
        GOOD,
    ),
    Odd("single quotation marks", _of_sheet(rb'<c r="(\w+)"', rb"<c r='\1'"), GOOD),
    Odd("line breaks inside tags", _of_sheet(rb'<c r="', b'<c\n r="'), GOOD),
    Odd(
        "cells in text blocks of CDATA",
        _of_sheet(rb"<v>(\d+)</v>", rb"<v><![CDATA[\1]]></v>"),
        "readers_disagree",
    ),
    Odd("texts in the cells themselves", _inline, GOOD),
    Odd("range too small", _of_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"'), GOOD),
    Odd(
        "range of the whole sheet",
        _of_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
        GOOD,
    ),
    Odd(
        "range of nonsense",
        _of_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="ZZZZ0:-1"'),
        "cut_short",
    ),
    Odd("no range", _of_sheet(rb"<dimension [^>]*>", b""), GOOD),
    Odd("hidden sheet", _hidden("hide"), GOOD),
    Odd("very hidden sheet", _hidden("very_hidden"), GOOD),
    Odd("an empty second sheet", _sheets(2), GOOD),
    Odd("sixty sheets", _sheets(60), GOOD),
    Odd(
        "hostile sheet names",
        _named("&lt;script&gt;alert(1)", "=cmd|x", "../../etc", "$x^2$ :red[x]"),
        GOOD,
    ),
    Odd("a sheet without a name", _named(""), GOOD),
    Odd("a sheet name of 10,000 letters", _named("x" * 10_000), GOOD),
    Odd("macros", with_parts({"xl/vbaProject.bin": b"\0macro"}), GOOD, ".xlsm"),
    Odd(
        "link to another workbook",
        _with_related("externalLink", "xl/externalLinks/externalLink1.xml"),
        GOOD,
    ),
    Odd("picture from a web address", _linked_image, GOOD),
    Odd("embedded object", with_parts({"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), GOOD),
    Odd("embedded program", with_parts({"xl/activeX/activeX1.bin": b"MZ"}), GOOD),
    Odd(
        "cell comments",
        booked(lambda book: book.worksheets()[0].write_comment("A4", "said in confidence")),
        GOOD,
    ),
    Odd("data connection", _with_related("connections", "xl/connections.xml"), GOOD),
    Odd(
        "pivot cache",
        with_parts({"xl/pivotCache/pivotCacheRecords1.xml": "<r><s v='00999'/></r>"}),
        GOOD,
    ),
    Odd("formulas never calculated", booked(_with_formulas), GOOD),
    Odd(
        "formula that would run a program",
        booked(
            lambda book: book.worksheets()[0].write_formula(3, 6, "=cmd|' /C calc'!A0", None, "x")
        ),
        GOOD,
    ),
    Odd("merged title over the whole width", _merged(["A1:XFD1"]), GOOD),
    Odd("merged without end below", _merged(["A6:XFD1048576"]), GOOD),
    Odd("overlapping merged cells", _merged(["A1:D1", "B1:C1", "A1:D1"]), GOOD),
    Odd(
        "colour in the farthest cell",
        in_sheet('<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'),
        GOOD,
    ),
    Odd(
        "hidden rows to the end",
        in_sheet(_rows(6, 20_000, "").replace("<row ", '<row hidden="1" ')),
        GOOD,
    ),
    Odd("60,000 styles", _many_styles, GOOD),
    Odd("what Excel protects by itself", _protected("VelvetSweatshop"), GOOD),
    Odd(
        "an unused part of random bytes",
        with_parts({"xl/media/image1.png": bytes(range(256)) * 4_000}),
        GOOD,
    ),
    Odd("link as a part", with_parts({"xl/link": "/etc/passwd"}), GOOD),
    Odd(
        "target written from the root",
        lambda: changed(RELS, 'Target="worksheets', 'Target="/xl/worksheets'),
        GOOD,
    ),
    Odd(
        "counts that lie",
        lambda: changed(
            STRINGS, r'count="\d+" uniqueCount="\d+"', 'count="4000000000" uniqueCount="4000000000"'
        ),
        "reader_stopped",
    ),
    Odd(
        "ids of emoji and marks",
        lambda: changed(STRINGS, "00101", "&#x1F600;&#x202E;e&#x301;"),
        GOOD,
    ),
    Odd("escaped control characters", lambda: changed(STRINGS, "00101", "_x0000_00_x001B_1"), GOOD),
]

REFUSED = [
    *(
        Odd(
            f"cell at {at}",
            in_sheet(f'<row r="9999999"><c r="{at}" t="b"><v>1</v></c></row></sheetData>'),
            "far_cell",
        )
        for at in ("XFD1048576", "A1048576", "XFD6", "AAA6", "A300001")
    ),
    Odd(
        "row beyond any sheet",
        in_sheet('<row r="4294967297"><c><v>1</v></c></row></sheetData>'),
        "far_cell",
    ),
    Odd(
        "address beyond any sheet",
        in_sheet('<row r="9"><c r="ZZZZZZZ99999999999"><v>1</v></c></row></sheetData>'),
        "far_cell",
    ),
    Odd(
        "address with a leading zero",
        in_sheet('<row r="9"><c r="A09"><v>1</v></c></row></sheetData>'),
        "readers_disagree",
    ),
    Odd(
        "address in small letters",
        in_sheet('<row r="9"><c r="a9"><v>1</v></c></row></sheetData>'),
        "readers_disagree",
    ),
    Odd(
        "cells that crawl far without addresses",
        in_sheet('<row r="300001"><c><v>1</v></c></row></sheetData>'),
        "far_cell",
    ),
    *(
        Odd(
            f"document type in {part}",
            lambda part=part: changed(part, r"\?>", "?>" + _LAUGHS),
            "unsafe_xml",
        )
        for part in (SHEET, BOOK, STRINGS, STYLES, RELS, "_rels/.rels")
    ),
    Odd("entity from a file", lambda: changed(STRINGS, r"\?>", "?>" + _OUTSIDE), "unsafe_xml"),
    Odd(
        "document type in UTF-16",
        lambda: packed(
            parts()
            | {STRINGS: f'<?xml version="1.0" encoding="UTF-16"?>{_LAUGHS}<sst/>'.encode("utf-16")}
        ),
        "unsafe_xml",
    ),
    Odd(
        "document type in UTF-7",
        lambda: packed(
            parts()
            | {STRINGS: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<sst/>'}
        ),
        "readers_disagree",
    ),
    Odd("sixty-one sheets", _sheets(61), "too_many_sheets"),
    Odd("three hundred sheets", _sheets(300), "too_many_sheets"),
    Odd("two sheets of one name", _named("Other", "OTHER"), "readers_disagree"),
    Odd(
        "sheet that unpacks to a gigabyte",
        lambda: bombed(
            parts(), SHEET, b"<worksheet><sheetData>", b" ", b"</sheetData></worksheet>"
        ),
        "too_large",
    ),
    Odd(
        "sheet of a gigabyte that says it is small",
        lambda: bombed(
            parts(), SHEET, b"<worksheet><sheetData>", b" ", b"</sheetData></worksheet>", told=9_000
        ),
        "cut_short",
    ),
    Odd(
        "shared texts that unpack to a gigabyte",
        lambda: bombed(parts(), STRINGS, b"<sst>", b"<si><t>ha</t></si>", b"</sst>"),
        "too_large",
    ),
    Odd(
        "picture that unpacks to a gigabyte",
        lambda: bombed(parts(), "xl/media/image1.png", b"", b"\0", b""),
        "too_large",
    ),
    Odd(
        "shared text of two million letters",
        lambda: changed(STRINGS, "00101", "x" * 2_000_000),
        "long_cell",
    ),
    Odd(
        "six million empty cells in one row",
        in_sheet('<row r="9">' + "<c/>" * 6_000_000 + "</row></sheetData>"),
        "far_cell",
    ),
    Odd(
        "300,000 merged cells below each other",
        _merged([f"A{row}:D{row}" for row in range(1, 300_001)]),
        0,
    ),
    Odd("the same merged cells 100,000 times", _merged(["A1:D5"] * 100_000), 0),
    Odd(
        "more errors than an extract can have",
        in_sheet(
            _rows(9, 100_000, "".join(f'<c r="{c}{{row}}" t="e"><v>#N/A</v></c>' for c in "ABCDEF"))
        ),
        "too_many_errors",
    ),
    Odd(
        "part twice in other letters",
        with_parts({"XL/Worksheets/Sheet1.xml": "<worksheet/>"}),
        "readers_disagree",
    ),
    Odd(
        "cell twice",
        in_sheet('<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row></sheetData>'),
        "readers_disagree",
    ),
    Odd(
        "row twice",
        in_sheet('<row r="4"><c r="J4"><v>1</v></c></row></sheetData>'),
        "readers_disagree",
    ),
    Odd("two values in one cell", in_sheet("<v>4</v><v>5</v>", "<v>4</v>"), "readers_disagree"),
    Odd(
        "relation twice",
        lambda: changed(
            RELS, r"(<Relationship )", '<Relationship Id="rId1" Type="x" Target="y"/><Relationship '
        ),
        "readers_disagree",
    ),
    Odd(
        "shared text that is not there",
        in_sheet('<row r="9"><c r="A9" t="s"><v>99999999999</v></c></row></sheetData>'),
        "cut_short",
    ),
    Odd(
        "kind of cell that is not there",
        in_sheet('<row r="9"><c r="A9" t="zz"><v>1</v></c></row></sheetData>'),
        "cut_short",
    ),
    Odd(
        "number that is none",
        in_sheet('<row r="9"><c r="A9"><v>twelve</v></c></row></sheetData>'),
        "cut_short",
    ),
    Odd(
        "bytes that are no UTF-8",
        lambda: packed(parts() | {STRINGS: parts()[STRINGS].replace(b"00101", b"\xff\xfe\x80")}),
        "cut_short",
    ),
    Odd(
        "zero bytes in a sheet",
        lambda: packed(parts() | {SHEET: parts()[SHEET].replace(b"<sheetData>", b"<sheetData>\0")}),
        "cut_short",
    ),
    Odd("sheet of no bytes", with_parts({SHEET: b""}), "cut_short"),
    Odd(
        "sheet of half its bytes",
        lambda: packed(parts() | {SHEET: parts()[SHEET][:-200]}),
        "cut_short",
    ),
    Odd("sheet missing", without(SHEET), "cut_short"),
    Odd("list of sheets missing", without(BOOK), "cut_short"),
    Odd("shared texts missing", without(STRINGS), "cut_short"),
    Odd("relations missing", without(RELS), "cut_short"),
    Odd("first relations missing", without("_rels/.rels"), "not_a_spreadsheet"),
    Odd(
        "sheet that is the list of sheets",
        lambda: changed(RELS, 'worksheets/sheet1.xml"', 'workbook.xml"'),
        "no_table",
    ),
    Odd(
        "sheet outside the package",
        lambda: changed(RELS, "worksheets/sheet1.xml", "../../../../etc/passwd"),
        "cut_short",
    ),
    Odd(
        "sheet at a web address",
        lambda: changed(
            RELS,
            'Target="worksheets/sheet1.xml"',
            'Target="http://127.0.0.1:9/a.xml" TargetMode="External"',
        ),
        "cut_short",
    ),
    Odd("no sheet at all", lambda: changed(BOOK, "<sheets>.*</sheets>", "<sheets/>"), "no_table"),
    Odd(
        "only a hidden sheet",
        lambda: changed(BOOK, "<sheet ", '<sheet state="hidden" '),
        "table_hidden",
    ),
    Odd(
        "an empty sheet",
        lambda: changed(SHEET, "<sheetData>.*</sheetData>", "<sheetData/>"),
        "no_table",
    ),
    Odd("headings and nobody", lambda: changed(SHEET, '<row r="4".*(?=</sheetData>)', ""), 0),
    *(
        Odd(
            f"elements 300,000 deep in {part}",
            lambda part=part, at=at: changed(part, at, _deep("a") + at),
            GOOD,
        )
        for part, at in (
            (SHEET, "<sheetData>"),
            (STRINGS, "</sst>"),
            (BOOK, "<sheets>"),
            (STYLES, "</styleSheet>"),
            (RELS, "</Relationships>"),
        )
    ),
    Odd(
        "declaration that is none",
        lambda: changed("_rels/.rels", 'standalone="yes"', 'standalone="yess"'),
        "cut_short",
    ),
    Odd("protected", _protected("Secret"), "password_needed"),
    Odd("protected and cut short", _protected("Secret", 7_000), "password_needed"),
    Odd("text document", _word, "not_a_spreadsheet"),
]
