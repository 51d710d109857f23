"""Scans a binary workbook (.xlsb) record by record: its sheets, their bounds, and the cells that hold an error."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from data.workbook import xlsx
from data.workbook.biff import ERRORS
from data.workbook.limits import Limits
from data.workbook.package import Package
from data.workbook.refusals import refused
from data.workbook.scanned import Bounds, Scanned, ScannedSheet, note

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _COLUMN, _ABOUT, _SHEET, _MERGED = 0, 1, 3, 11, 11, 60, 153, 156, 176


def scan(package: Package, part: str, limits: Limits) -> Scanned:
    """Raises Refused for what cannot be read safely, struct.error or IndexError for what is damaged."""
    parts = {name: package.read(name) for name in package.names if name.endswith((".bin", ".rels", ".xml"))}
    if any(b"<!DOCTYPE" in xlsx.in_utf8(content) for name, content in parts.items() if not name.endswith(".bin")):
        raise refused("unsafe_xml")
    relations = xlsx.relations_of(parts[xlsx.rels_of(part)], part)
    sheets: dict[str, ScannedSheet] = {}
    from_1904 = False
    for kind, start, _ in _records(parts[part]):
        if kind == _ABOUT:
            from_1904 = bool(parts[part][start] & 1)
        if kind == _SHEET:
            relation, after = _text(parts[part], start + 8)
            sort, target = relations.get(relation, ("", ""))
            scanned = _sheet(parts[target], limits) if sort.endswith("/worksheet") else ScannedSheet()
            xlsx.add(sheets, _text(parts[part], after)[0], scanned, limits)
    return Scanned("xlsb", sheets, xlsx.left_alone(package), date_1904=from_1904)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data starts, how long it is) of each record."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[at] << 7
            at += 1
        long = shift = 0
        while True:
            byte = part[at]
            at += 1
            long |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, at, long
        at += long
    if at > end:
        raise ValueError("cut short")


def _text(part: bytes, at: int) -> tuple[str, int]:
    """A text, and where it ends; a text that is not there says so by its length."""
    long = struct.unpack_from("<I", part, at)[0]
    long = 0 if long == 0xFFFFFFFF else long
    return part[at + 4 : at + 4 + 2 * long].decode("utf-16-le"), at + 4 + 2 * long


def _sheet(part: bytes, limits: Limits) -> ScannedSheet:
    scanned, bounds, row = ScannedSheet(), Bounds(limits), -1
    number = struct.Struct("<I").unpack_from
    for kind, start, _ in _records(part):
        if kind == _ROW:
            row = number(part, start)[0]
            if part[start + 11] & 0x10:
                scanned.hidden_rows.add(row)
        elif kind <= _LAST_CELL:
            column = number(part, start)[0]
            bounds.take(row, column, blank=kind == _BLANK)
            if kind in (_ERROR, _FORMULA_ERROR):
                note(scanned.faults, (row, column), ERRORS.get(part[start + 8], "#ERROR"), limits)
        elif kind == _COLUMN and part[start + 16] & 1:
            first, last = struct.unpack_from("<II", part, start)
            scanned.hidden_columns.update(range(first, min(last + 1, limits.columns)))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", part, start)
            scanned.merged.append(((top, left), (bottom, right)))
    return scanned
