"""A third, slow reader for workbooks that openpyxl cannot open, which follows the standard
strictly.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

_BETWEEN = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def cells_by_the_standard(content: bytes) -> dict[tuple[str, int, int], object]:
    """Return (sheet, row, column) from 0 -> value, a date as its number. Raises if it is not a
    workbook.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = {
        one.get("Id"): one.get("Target", "")
        for one in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    shared = [
        _text(one)
        for one in ElementTree.fromstring(parts.get("xl/sharedStrings.xml", b"<sst/>")).iterfind(
            "{*}si"
        )
    ]
    cells: dict[tuple[str, int, int], object] = {}
    for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iterfind(".//{*}sheets/{*}sheet"):
        part = posixpath.normpath(posixpath.join("/xl", relations[sheet.get(_BETWEEN)])).lstrip("/")
        for at, value in _of_sheet(ElementTree.fromstring(parts[part]), shared):
            cells[(sheet.get("name", ""), *at)] = value
    return cells


def _of_sheet(root, shared):
    row = -1
    for one in root.iterfind("{*}sheetData/{*}row"):
        row, column = int(one.get("r", row + 2)) - 1, -1
        for cell in one.iterfind("{*}c"):
            at = re.fullmatch(r"([A-Z]{1,3})(\d+)", cell.get("r", ""))
            column, row = (_number(at[1]), int(at[2]) - 1) if at else (column + 1, row)
            yield (row, column), _value(cell, shared)


def _value(cell, shared):
    kind, value = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "inlineStr":
        return _text(cell.find("{*}is"))
    if value is None or value == "":
        return None
    return (
        shared[int(value)]
        if kind == "s"
        else value == "1"
        if kind == "b"
        else float(value)
        if kind == "n"
        else value
    )


def _text(item) -> str:
    return (
        "".join(one.text or "" for path in ("{*}t", "{*}r/{*}t") for one in item.iterfind(path))
        if item is not None
        else ""
    )


def _number(name: str) -> int:
    value = 0
    for letter in name:
        value = value * 26 + ord(letter) - 64
    return value - 1
