"""Valid .xlsx workbooks that a reader may call damaged, with unusual places and forms of their
parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.data.odd_making import SHEET, TYPES, changed, packed, parts
from tests.data.odd_workbooks import BOOK, RELS, STRINGS, STYLES

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def renamed(was: str, now: str, content: bytes | None = None, told: bool = True) -> bytes:
    """Return a package with a renamed part; links to it are updated, unless they must differ in
    capitals.
    """
    rels = "{}/_rels/{}.rels".format
    others = {was: now, rels(*was.rsplit("/", 1)): rels(*now.rsplit("/", 1))}
    written = {}
    for name, part in parts(content).items():
        if told and (name.endswith(".rels") or name == TYPES):
            for old_name, new_name in (
                (was, now),
                (was.removeprefix("xl/"), now.removeprefix("xl/")),
            ):
                part = part.replace(f'"{old_name}"'.encode(), f'"{new_name}"'.encode())
        written[others.get(name, name)] = part
    return packed(written)


def _prefixed(*names: str) -> Callable[[], bytes]:
    def prefixed(name: str, part: bytes) -> bytes:
        return (
            re.sub(rb"<(/?)(?!\?)", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")
            if name in names
            else part
        )

    return lambda: packed({name: prefixed(name, part) for name, part in parts().items()})


def _spread(name: str, part: bytes) -> bytes:
    return re.sub(rb"><(?!/(?:t|v|f|is)>)", b">\r\n  <", part) if name in (SHEET, STRINGS) else part


def _inline(text: str) -> Callable[[], bytes]:
    return lambda: changed(
        SHEET, '<c r="A4"[^>]*>.*?</c>', f'<c r="A4" t="inlineStr"><is>{text}</is></c>'
    )


def _sheet_of(sort: str, folder: str) -> Callable[[], bytes]:
    """Return a workbook with an extra sheet that is not a worksheet."""

    def make() -> bytes:
        more = parts() | {f"xl/{folder}/sheet9.xml": b"<x/>"}
        target = (
            f'<Relationship Id="rId98" Type="{OFFICE}{sort}" '
            f'Target="{folder}/sheet9.xml"/></Relationships>'
        )
        listed = changed(RELS, "</Relationships>", target, packed(more))
        return changed(
            BOOK, "</sheets>", '<sheet name="Other" sheetId="9" r:id="rId98"/></sheets>', listed
        )

    return make


def _behind(more: str) -> Callable[[], bytes]:
    return lambda: changed(SHEET, "</worksheet>", f"{more}</worksheet>")


def _also(name: str, part: bytes) -> Callable[[], bytes]:
    return lambda: packed(parts() | {name: part})


_EXTENSION = (
    '<extLst><ext uri="{1}" xmlns:x14="urn:x14"><x14:row><xdr:row '
    'xmlns:xdr="urn:xdr">1</xdr:row></x14:row></ext></extLst>'
)
_CHOICE = (
    "<mc:AlternateContent "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    'Requires="x14">'
    '<controls><control shapeId="1" name="Button"><xdr:col '
    'xmlns:xdr="urn:xdr">1</xdr:col></control></controls>'
    "</mc:Choice><mc:Fallback/></mc:AlternateContent>"
)
XLSX_SOUND = {
    "an extension behind the cells": _behind(_EXTENSION),
    "alternate content": _behind(_CHOICE),
    "every element with a prefix": _prefixed(SHEET, STRINGS, BOOK, STYLES),
    "shared texts with a prefix": _prefixed(STRINGS),
    "a line for each element": lambda: packed(
        {name: _spread(name, part) for name, part in parts().items()}
    ),
    "comments in every part": lambda: packed(
        {name: part.replace(b"?>", b"?><!-- a tool -->", 1) for name, part in parts().items()}
    ),
    "a spoken text": lambda: changed(
        STRINGS,
        "<t>00101</t>",
        '<t>00101</t><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/>',
    ),
    "a rich text": lambda: changed(
        STRINGS, "<t>00101</t>", "<r><rPr><b/></rPr><t>00</t></r><r><t>101</t></r>"
    ),
    "a rich text in its cell": _inline("<r><t>00</t></r><r><rPr><b/></rPr><t>101</t></r>"),
    "a spoken text in its cell": _inline('<t>00101</t><rPh sb="0" eb="1"><t>x</t></rPh>'),
    "targets from the root": lambda: changed(RELS, 'Target="worksheets', 'Target="/xl/worksheets'),
    "targets from the folder": lambda: changed(RELS, 'Target="worksheets', 'Target="./worksheets'),
    "targets with backslashes": lambda: changed(
        RELS, 'Target="worksheets/', r'Target="worksheets\\\\'
    ),
    "names with backslashes": lambda: packed(
        {name.replace("/", "\\"): part for name, part in parts().items()}
    ),
    "a list of sheets of another name": lambda: renamed(BOOK, "xl/workbook2.xml"),
    "another folder": lambda: packed(
        {
            name.replace("xl/", "office/"): part.replace(b"xl/", b"office/")
            for name, part in parts().items()
        }
    ),
    "shared texts in another place": lambda: renamed(STRINGS, "xl/strings/texts.xml"),
    "styles in another place": lambda: renamed(STYLES, "xl/strings/styles.xml"),
    "a sheet in capitals": lambda: renamed(SHEET, "xl/Worksheets/SHEET1.xml", told=False),
    "shared texts in capitals": lambda: renamed(STRINGS, "xl/SharedStrings.xml", told=False),
    "styles in capitals": lambda: renamed(STYLES, "xl/Styles.xml", told=False),
    "macros of Excel 4": _sheet_of("xlMacrosheet", "macrosheets"),
    "a dialogue": _sheet_of("dialogsheet", "dialogsheets"),
    "a sheet of a chart": _sheet_of("chartsheet", "chartsheets"),
    "a block of characters in a part that nobody reads": _also(
        "docProps/custom.xml", b"<x><![CDATA[a]]></x>"
    ),
    "a document type in a part that nobody reads": _also(
        "customXml/item1.xml", b"<!DOCTYPE x><x/>"
    ),
    "another encoding in a part that nobody reads": _also(
        "customXml/item1.xml", b'<?xml version="1.0" encoding="shift_jis"?><x/>'
    ),
    "a long text in a part that nobody reads": _also(
        "customXml/item1.xml", b"<x>" + b"y" * 1_200_000 + b"</x>"
    ),
}
