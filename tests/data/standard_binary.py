"""Slow readers of other kinds of workbooks that follow the standards strictly; dates are
numbers."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import olefile

Cells = dict[tuple[str, int, int], object]


def cells_of_old(content: bytes) -> Cells:
    """Read by [MS-XLS]: (sheet, row, column) from 0 -> value."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        book = container.openstream("Workbook").read()
    found: Cells = {}
    sheets = []
    texts: list[str] = []
    for kind, data, more in _old_part(book, 0):
        if kind == 0x85:
            at, sort, long, wide = struct.unpack("<IxBBB", data[:8])
            if sort == 0:
                sheets.append(
                    (
                        at,
                        data[8 : 8 + 2 * long].decode("utf-16-le")
                        if wide & 1
                        else data[8 : 8 + long].decode("latin-1"),
                    )
                )
        elif kind == 0xFC:
            texts = list(_shared_texts([data[8:], *more]))
    for at, name in sheets:
        for (row, column), value in _old_cells(book, at, texts):
            found[name, row, column] = value
    return found


def _old_part(book: bytes, at: int) -> Iterator[tuple[int, bytes, list[bytes]]]:
    """Yield (kind, data, continuation) of each record of a part, without parts inside it."""
    depth = 0
    while True:
        kind, long = struct.unpack_from("<HH", book, at)
        if at + 4 + long > len(book):
            raise ValueError("cut short")
        data, at, more = book[at + 4 : at + 4 + long], at + 4 + long, []
        depth += kind == 0x809
        if not depth:
            raise ValueError("no beginning")
        while at + 4 <= len(book) and struct.unpack_from("<H", book, at)[0] == 0x3C:
            long = struct.unpack_from("<H", book, at + 2)[0]
            more.append(book[at + 4 : at + 4 + long])
            at += 4 + long
        if depth == 1:
            yield kind, data, more
        depth -= kind == 0x0A
        if not depth:
            return


def _shared_texts(pieces: list[bytes]) -> Iterator[str]:
    piece, at = pieces.pop(0), 0
    while at < len(piece) or pieces:
        if at >= len(piece):
            piece, at = pieces.pop(0), at - len(piece)
            continue
        letters, flags = struct.unpack_from("<HB", piece, at)
        at += 3
        runs = struct.unpack_from("<H", piece, at)[0] if flags & 8 else 0
        at += 2 * bool(flags & 8)
        more = struct.unpack_from("<I", piece, at)[0] if flags & 4 else 0
        at += 4 * bool(flags & 4)
        text, wide = "", flags & 1
        while True:
            room = min(letters - len(text), (len(piece) - at) // (1 + wide))
            text += piece[at : at + room * (1 + wide)].decode(
                "utf-16-le" if wide else "latin-1", "surrogatepass"
            )
            at += room * (1 + wide)
            if len(text) >= letters:
                break
            piece, at = pieces.pop(0), 1
            wide = piece[0] & 1
        at += 4 * runs + more
        yield text


def _old_cells(book: bytes, at: int, texts: list[str]) -> Iterator[tuple[tuple[int, int], object]]:
    place = (0, 0)
    for kind, data, _ in _old_part(book, at):
        if kind in (0x203, 0x27E, 0xFD, 0x204, 0x205, 0x06, 0xBD):
            place = row, column = struct.unpack_from("<HH", data)
        match kind:
            case 0x203:
                yield place, struct.unpack_from("<d", data, 6)[0]
            case 0x27E:
                yield place, _packed_number(data[6:10])
            case 0xBD:
                for number, start in enumerate(range(4, len(data) - 2, 6)):
                    yield (row, column + number), _packed_number(data[start + 2 : start + 6])
            case 0xFD:
                yield place, texts[struct.unpack_from("<I", data, 6)[0]]
            case 0x204 | 0x207:
                yield place, _old_text(data[6:] if kind == 0x204 else data)
            case 0x205:
                yield place, None if data[7] else bool(data[6])
            case 0x06:
                if data[12:14] != b"\xff\xff":
                    yield place, struct.unpack_from("<d", data, 6)[0]
                elif data[6] == 1:
                    yield place, bool(data[8])


def _old_text(data: bytes) -> str:
    letters, wide = struct.unpack_from("<HB", data)
    return (
        data[3 : 3 + 2 * letters].decode("utf-16-le")
        if wide & 1
        else data[3 : 3 + letters].decode("latin-1")
    )


def _packed_number(data: bytes) -> float:
    whole = struct.unpack("<i", data)[0]
    value = (
        float(whole >> 2)
        if whole & 2
        else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", whole & 0xFFFFFFFC))[0]
    )
    return value / 100 if whole & 1 else value


def cells_of_binary(content: bytes) -> Cells:
    """Read by [MS-XLSB] a workbook with one sheet, xl/worksheets/sheet1.bin, and without shared
    texts.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book, sheet = package.read("xl/workbook.bin"), package.read("xl/worksheets/sheet1.bin")
    data = next(data for kind, data in _binary_records(book) if kind == 156)
    long = struct.unpack_from("<I", data, 8)[0]
    name = _wide(data, 12 + 2 * long)
    found: Cells = {}
    row, inside = -1, False
    for kind, data in _binary_records(sheet):
        if kind in (145, 146):
            inside = kind == 145
        if inside and kind == 0:
            row = struct.unpack_from("<I", data)[0]
        elif inside and kind in (2, 4, 5, 6, 8, 9, 10):
            found[name, row, struct.unpack_from("<I", data)[0]] = _binary_value(kind, data)
    return found


def _binary_value(kind: int, data: bytes) -> object:
    if kind == 2:
        return _packed_number(data[8:12])
    if kind in (4, 10):
        return bool(data[8])
    return struct.unpack_from("<d", data, 8)[0] if kind in (5, 9) else _wide(data, 8)


def _wide(data: bytes, at: int) -> str:
    long = struct.unpack_from("<I", data, at)[0]
    if at + 4 + 2 * long > len(data):
        raise ValueError("cut short")
    return data[at + 4 : at + 4 + 2 * long].decode("utf-16-le", "replace")


def _binary_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | (part[at] & 0x7F) << 7, at + 1
        long = 0
        for place in range(4):
            byte, at = part[at], at + 1
            long |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                break
        if at + long > len(part):
            raise ValueError("cut short")
        yield kind, part[at : at + long]
        at += long


def cells_of_open(content: bytes) -> Cells:
    """Read by OpenDocument 1.3, part 3, with every repeat expanded."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ElementTree.fromstring(package.read("content.xml"))
    found: Cells = {}
    for table in root.iterfind(".//{*}spreadsheet/{*}table"):
        name, row = _of(table, "name"), 0
        for line in table.iter(f"{_space(table)}table-row"):
            down, column = int(_of(line, "number-rows-repeated") or 1), 0
            for cell in line:
                if not cell.tag.endswith(("}table-cell", "}covered-table-cell")):
                    continue
                across, value = int(_of(cell, "number-columns-repeated") or 1), _open_value(cell)
                if value is not None:
                    found |= {
                        (name, row + y, column + x): value
                        for y in range(down)
                        for x in range(across)
                    }
                column += across
            row += down
    return found


def _open_value(cell: ElementTree.Element) -> object:
    match _of(cell, "value-type"):
        case "float" | "percentage" | "currency":
            return float(_of(cell, "value"))
        case "boolean":
            return _of(cell, "boolean-value") == "true"
        case "date":
            return _day(_of(cell, "date-value"))
        case "string":
            said = next(
                (value for key, value in cell.attrib.items() if key.endswith("}string-value")), None
            )
            return (
                said
                if said is not None
                else "\n".join("".join(line.itertext()) for line in cell if line.tag.endswith("}p"))
            )
    return None


def _day(written: str) -> object:
    """Return a date, or the text if it is not a date."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return written


def _of(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), "")


def _space(element: ElementTree.Element) -> str:
    return element.tag[: element.tag.index("}") + 1]
