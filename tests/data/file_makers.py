"""Write one grid of values as every kind of file that is read, and odd files that no library
writes.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import md5
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4
from xlwt.CompoundDoc import XlsDoc

Grid = list[list[object]]
NA = "=#N/A"  # in a grid: a cell whose formula ends in this error
NA_CODE = 0x2A
SHEET = "Care leavers"


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def zipped(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def xlsx(path: Path, rows: Grid, **options) -> Path:
    book = xlsxwriter.Workbook(str(path), options)
    sheet, day = book.add_worksheet(SHEET), book.add_format({"num_format": "dd/mm/yyyy"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value == NA:
                sheet.write_formula(r, c, "=NA()", None, "#N/A")
            elif isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, str):
                sheet.write_string(r, c, value)
            elif value is not None:
                sheet.write(r, c, value)
    book.close()
    return path


def xls(path: Path, rows: Grid, name: str = SHEET) -> Path:
    book = xlwt.Workbook()
    sheet, day = book.add_sheet(name), xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value == NA:
                sheet.row(r).set_cell_error(c, NA_CODE)
            elif isinstance(value, date):
                sheet.write(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    book.save(str(path))
    return path


# .xlsb: records of a kind, a length and their data.


def record(kind: int, data: bytes = b"") -> bytes:
    first = (
        struct.pack("B", kind) if kind < 0x80 else struct.pack("BB", kind & 0x7F | 0x80, kind >> 7)
    )
    long, length = len(data), b""
    while True:
        length += struct.pack("B", long & 0x7F | (0x80 if long > 0x7F else 0))
        long >>= 7
        if not long:
            return first + length + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_cell(column: int, value: object) -> bytes:
    at = struct.pack("<II", column, 1 if isinstance(value, date) else 0)
    if value == NA:
        return record(11, at + struct.pack("<BHI", NA_CODE, 0, 0) + b"\0" * 4)
    if isinstance(value, bool):
        return record(4, at + struct.pack("<B", value))
    if isinstance(value, str):
        return record(6, at + wide(value))
    return (
        record(5, at + struct.pack("<d", serial(value) if isinstance(value, date) else value))
        if value is not None
        else record(1, at)
    )


def xlsb_row(row: int, cells: list[bytes], hidden: bool = False) -> bytes:
    return record(
        0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    ) + b"".join(cells)


def xlsb(
    path: Path,
    rows: Grid,
    more: bytes = b"",
    sheets: tuple[str, ...] = (SHEET,),
    after: bytes = b"",
) -> Path:
    """Write an .xlsb; `more` are rows after the grid's, `after` are records after the rows."""
    cells = b"".join(
        xlsb_row(r, [xlsb_cell(c, value) for c, value in enumerate(row)])
        for r, row in enumerate(rows)
    )
    size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(map(len, rows), default=1) - 1)
    sheet = (
        record(129)
        + record(148, size)
        + record(145)
        + cells
        + more
        + record(146)
        + after
        + record(130)
    )
    names = b"".join(
        record(156, struct.pack("<II", 0, n + 1) + wide(f"rId{n + 1}") + wide(name))
        for n, name in enumerate(sheets)
    )
    styles = (
        record(278)
        + record(617, struct.pack("<I", 2))
        + b"".join(record(47, struct.pack("<HHHHHHI", 0, f, 0, 0, 0, 0, 0)) for f in (0, 14))
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    )
    one = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"/>'
    targets = [
        one.format(f"rId{n + 1}", "worksheet", f"worksheets/sheet{n + 1}.bin")
        for n in range(len(sheets))
    ]
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": rels.format(one.format("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": rels.format(
            "".join([*targets, one.format("rIdS", "styles", "styles.bin")])
        ),
        "xl/workbook.bin": record(131) + record(143) + names + record(144) + record(132),
        "xl/styles.bin": styles + record(618) + record(279),
    }
    return zipped(
        path, parts | {f"xl/worksheets/sheet{n + 1}.bin": sheet for n in range(len(sheets))}
    )


# .ods: one part of XML, and one with the type.


def ods_cell(value: object) -> str:
    if value == NA:
        return (
            '<table:table-cell table:formula="of:=NA()" office:value-type="string" '
            'office:string-value="" '
            'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        )
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind = f'"boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        kind = f'"date" office:date-value="{value}"'
    else:
        kind = '"string"' if isinstance(value, str) else f'"float" office:value="{value}"'
    return (
        "<table:table-cell "
        f"office:value-type={kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def ods_row(row: list[object]) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"


def ods(path: Path, rows: Grid, more: str = "", manifest: str = "", name: str = SHEET) -> Path:
    """Write an .ods; `more` are rows after the grid's."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    cells = "".join(map(ods_row, rows)) + more
    table = f'<table:table table:name="{name}">{cells}</table:table>'
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} '
        f'office:version="1.3"><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>',
        "META-INF/manifest.xml": "<manifest:manifest "
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>',
    }
    return zipped(path, parts)


def csv_text(rows: Grid, separator: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(
        [["" if value is None else value for value in row] for row in rows]
    )
    return written.getvalue()


MAKERS: dict[str, Callable[[Path, Grid], Path]] = {
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
}


# Protected by a password.


def protected(path: Path, plain: Path, password: str) -> Path:
    if plain.stat().st_size < 5_000:  # the library that protects them fails with smaller ones
        with zipfile.ZipFile(plain, "a") as package:
            package.writestr("xl/media/image1.png", b"\0" * 5_000)
    with plain.open("rb") as file, path.open("wb") as out:
        OOXMLFile(file).encrypt(password, out)
    return path


def protected_xls(path: Path, plain: Path, password: str) -> Path:
    """Write an old workbook with Excel 97's RC4 protection: the data of a record is encrypted, its
    header is not.
    """
    import olefile

    with olefile.OleFileIO(str(plain)) as container:
        book = container.openstream("Workbook").read()
    records, at = [], 0
    while at + 4 <= len(book) and (book[at] or book[at + 1]):
        kind, long = struct.unpack_from("<HH", book, at)
        records.append((kind, book[at + 4 : at + 4 + long]))
        at += 4 + long
    salt, verifier = b"0123456789abcdef", b"fedcba9876543210"
    checked = _cipher(password, salt, verifier + md5(verifier).digest())
    records.insert(1, (0x2F, struct.pack("<HHH", 1, 1, 1) + salt + checked))
    shift = 4 + len(records[1][1])
    plain_book, mask = b"", b""
    for kind, data in records:
        if kind == 0x85:
            data = struct.pack("<I", struct.unpack("<I", data[:4])[0] + shift) + data[4:]
        open_bytes = len(data) if kind in (0x809, 0x2F, 0xE1) else 4 if kind == 0x85 else 0
        plain_book += struct.pack("<HH", kind, len(data)) + data
        mask += b"\0" * (4 + open_bytes) + b"\1" * (len(data) - open_bytes)
    hidden = _cipher(password, salt, plain_book)
    mixed = bytes(
        secret if masked else clear
        for clear, secret, masked in zip(plain_book, hidden, mask, strict=True)
    )
    XlsDoc().save(
        str(path), mixed + struct.pack("<HH", 0, -len(mixed) % 4) + b"\0" * (-len(mixed) % 4)
    )
    return path


def _cipher(password: str, salt: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt: RC4 applied twice returns its input."""
    return DocumentRC4.decrypt(password, salt, io.BytesIO(data), blocksize=1024).read()
