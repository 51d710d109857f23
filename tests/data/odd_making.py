"""Parts of the odd files: one good table, the parts of a good workbook, and packages with false
contents.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from tests.data import file_makers as makers

TITLE = "Made-up people as at 31/05/2024"
HEADINGS = ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch"]
PEOPLE = [
    ["00101", date(2002, 8, 14), "Former relevant", "YES"],
    ["00102", date(2003, 1, 3), "Former relevant", "NO"],
]
GRID: list[list[object]] = [[TITLE], [], HEADINGS, *PEOPLE]
GOOD = len(PEOPLE)  # rows that are used of a good table
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
BOMB = 1_100 * 2**20  # bytes, unpacked

Parts = dict[str, bytes]
Expected = (
    int | str | tuple[str, ...]
)  # rows that are used, or the reason of the refusal (one of several if all are acceptable)


@dataclass(frozen=True, slots=True)
class Odd:
    """An odd file: how its bytes are made, and the expected result. Its suffix may be wrong."""

    name: str
    make: Callable[[], bytes]
    expected: Expected
    suffix: str = ".xlsx"

    def write(self, folder: Path) -> Path:
        path = folder / f"{re.sub(r'[^a-z0-9]+', '-', self.name.lower())}{self.suffix}"
        path.write_bytes(self.make())
        return path


def through(write: Callable[[Path], object]) -> bytes:
    """Return the bytes that a maker writes to a path."""
    with TemporaryDirectory(prefix="odd-") as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()


@cache
def good(kind: str = "xlsx") -> bytes:
    return through(lambda path: makers.MAKERS[kind](path, GRID))


def parts(content: bytes | None = None) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content or good())) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(contents: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return written.getvalue()


def changed(part: str, old: str, new: str, content: bytes | None = None) -> bytes:
    """Return a good workbook with a pattern in one part replaced once; fail if there is no
    match."""
    held = parts(content)
    text, times = re.subn(
        old,
        lambda match: match.expand(new) if "\\1" in new else new,
        held[part].decode(),
        count=1,
        flags=re.DOTALL,
    )
    assert times, f"{part} holds no {old}"
    return packed(held | {part: text.encode()})


def in_sheet(new: str, old: str = "</sheetData>") -> Callable[[], bytes]:
    return lambda: changed(SHEET, old, new)


def with_parts(more: dict[str, bytes | str], content: bytes | None = None) -> Callable[[], bytes]:
    return lambda: packed(parts(content) | more)


def without(*names: str) -> Callable[[], bytes]:
    return lambda: packed({name: part for name, part in parts().items() if name not in names})


def everywhere(change: Callable[[str, bytes], bytes]) -> Callable[[], bytes]:
    return lambda: packed({name: change(name, part) for name, part in parts().items()})


def booked(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> Callable[[], bytes]:
    """Return a workbook of xlsxwriter with the good table in its first sheet; `fill` adds the
    rest."""

    def make() -> bytes:
        written = io.BytesIO()
        book = xlsxwriter.Workbook(written, options)
        sheet, day = (
            book.add_worksheet("Care leavers"),
            book.add_format({"num_format": "dd/mm/yyyy"}),
        )
        for row, cells in enumerate(GRID):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write_string(row, column, str(value))
        fill(book)
        book.close()
        return written.getvalue()

    return make


def patched(content: bytes, mark: bytes, offset: int, new: bytes, last: bool = False) -> bytes:
    """Return the bytes with some overwritten, counted from the position of a mark."""
    at = (content.rindex(mark) if last else content.index(mark)) + offset
    return content[:at] + new + content[at + len(new) :]


def entry(content: bytes, name: str, offset: int, new: bytes) -> bytes:
    """Return a zip with a false directory entry for one part."""
    at = -1
    while True:
        at = content.index(b"PK\x01\x02", at + 1)
        long = struct.unpack_from("<H", content, at + 28)[0]
        if content[at + 46 : at + 46 + long] == name.encode():
            return content[: at + offset] + new + content[at + offset + len(new) :]


def swollen(
    before: bytes, filler: bytes, behind: bytes, size: int = BOMB
) -> tuple[bytes, int, int]:
    """Return more than a gigabyte deflated, with its size and checksum, without holding it in
    memory.
    """
    block = filler * (2**22 // len(filler))
    times, crc = size // len(block), zlib.crc32(before)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    end = packer.compress(behind) + packer.flush()
    return (
        start + middle * times + end,
        len(before) + len(block) * times + len(behind),
        zlib.crc32(behind, crc),
    )


@cache
def _swollen(before: bytes, filler: bytes, behind: bytes) -> tuple[bytes, int, int]:
    return swollen(before, filler, behind)


def bombed(
    others: Parts, name: str, before: bytes, filler: bytes, behind: bytes, told: int = 0
) -> bytes:
    """Return a small package with a part that unpacks to over a gigabyte; `told` is a false size in
    the directory.
    """
    body, size, crc = _swollen(before, filler, behind)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo(name), body)
        for other, part in others.items():
            if other != name:
                package.writestr(other, part)
    content = written.getvalue()
    content = (
        content[:8]
        + struct.pack("<H", 8)
        + content[10:14]
        + struct.pack("<III", crc, len(body), told or size)
        + content[26:]
    )
    for offset, form, value in (
        (10, "<H", 8),
        (16, "<I", crc),
        (20, "<I", len(body)),
        (24, "<I", told or size),
    ):
        content = entry(content, name, offset, struct.pack(form, value))
    return content
