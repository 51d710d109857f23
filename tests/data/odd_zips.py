"""Odd zips: packages with a false directory, and zips of extracts with unsafe paths, nesting or
huge sizes.
"""

from __future__ import annotations

import bz2
import io
import stat
import struct
import warnings
import zipfile
import zlib

from tests.data import file_makers as makers
from tests.data.odd_making import (
    GOOD,
    GRID,
    SHEET,
    Odd,
    bombed,
    entry,
    good,
    packed,
    parts,
    patched,
)

_END = b"PK\x05\x06"
TEXT = makers.csv_text(GRID)


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that a zip written to it has the sizes after each part."""

    def __init__(self):
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, more) -> int:
        self.held += more
        return len(more)


def _streamed() -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts().items():
            package.writestr(name, part)
    return bytes(pipe.held)


def _wide() -> bytes:
    """Make a zip in the 64-bit form, although it is not needed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts().items():
            with package.open(name, "w", force_zip64=True) as target:
                target.write(part)
    return written.getvalue()


def _wide_directory(
    long: int | None = None, start: int | None = None, count: int | None = None
) -> bytes:
    """Make a 64-bit directory with the given false values."""
    content = good()
    at = content.rindex(_END)
    real_count, real_long, real_start = struct.unpack_from("<HII", content, at + 10)
    told = (
        count or real_count,
        count or real_count,
        real_long if long is None else long,
        real_start if start is None else start,
    )
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, *told)
    return (
        content[:at]
        + record
        + struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
        + struct.pack("<4sHHHHIIH", _END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def _commented() -> bytes:
    written = io.BytesIO(good())
    with zipfile.ZipFile(written, "a") as package:
        package.comment = b"a note"
    return written.getvalue()


def _twice(name: str, content: bytes) -> bytes:
    written = io.BytesIO(good())
    with zipfile.ZipFile(written, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(name, content)
    return written.getvalue()


def _link(name: str, target: str, beside: dict[str, str]) -> bytes:
    """Make a zip with a symbolic link."""
    written = io.BytesIO(packed(dict(beside)))
    with zipfile.ZipFile(written, "a") as package:
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, target)
    return written.getvalue()


def _commas(size: int) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("a.csv", "w") as part,
    ):
        for _ in range(size // 2**22):
            part.write(b"," * 2**22)
    return written.getvalue()


def _one_body(times: int) -> bytes:
    """Make a zip with many entries for the same data (a bomb without nesting)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b"0" * 30_000_000) + packer.flush()
    crc, real = zlib.crc32(b"0" * 30_000_000), 30_000_000
    local = (
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(body), real, 5, 0)
        + b"a.csv"
    )
    names = [f"{place:05d}"[-5:] for place in range(times)]
    central = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            33,
            crc,
            len(body),
            real,
            5,
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name.encode()
        for name in names
    )
    start = len(local) + len(body)
    return (
        local
        + body
        + central
        + struct.pack("<4sHHHHIIH", _END, 0, 0, times, times, len(central), start, 0)
    )


def _locked() -> bytes:
    content = packed({"a.csv": TEXT})
    return patched(content, b"PK\x01\x02", 8, b"\x01\x00")


PACKAGES = [
    Odd("parts that are not packed", lambda: packed(parts(), zipfile.ZIP_STORED), GOOD),
    Odd("sizes said behind each part", _streamed, GOOD),
    Odd("parts in the 64-bit form", _wide, GOOD),
    Odd("directory in the 64-bit form", _wide_directory, GOOD),
    Odd("zip with a comment", _commented, GOOD),
    Odd("folders as parts", lambda: packed({"xl/": b"", "xl/worksheets/": b""} | parts()), GOOD),
    Odd("link among the parts", lambda: _link("xl/linked.xml", "/etc/passwd", parts()), GOOD),
    Odd("64-bit directory of a terabyte", lambda: _wide_directory(long=2**40), "too_many_parts"),
    Odd("64-bit directory far away", lambda: _wide_directory(start=2**62), "cut_short"),
    Odd("64-bit directory of endless parts", lambda: _wide_directory(count=2**60), "cut_short"),
    Odd("wrong check sum of the sheet", lambda: entry(good(), SHEET, 16, b"\1\2\3\4"), "cut_short"),
    Odd(
        "size that is too small",
        lambda: entry(good(), SHEET, 24, struct.pack("<I", 7)),
        "cut_short",
    ),
    Odd(
        "size that is too large",
        lambda: entry(good(), SHEET, 24, struct.pack("<I", 10**6)),
        "cut_short",
    ),
    Odd(
        "size of three gigabytes",
        lambda: entry(good(), SHEET, 24, struct.pack("<I", 3 * 10**9)),
        "too_large",
    ),
    Odd(
        "packed size that is too small",
        lambda: entry(good(), SHEET, 20, struct.pack("<I", 50)),
        "cut_short",
    ),
    Odd(
        "packed size beyond the file",
        lambda: entry(good(), SHEET, 20, struct.pack("<I", 10**9)),
        "cut_short",
    ),
    Odd(
        "part that begins elsewhere",
        lambda: entry(good(), SHEET, 42, struct.pack("<I", 3)),
        "cut_short",
    ),
    Odd(
        "part that begins beyond the file",
        lambda: entry(good(), SHEET, 42, struct.pack("<I", 2**31)),
        "cut_short",
    ),
    Odd("packed in a way of its own", lambda: entry(good(), SHEET, 10, b"\x63\x00"), "cut_short"),
    Odd("packed with bzip2", lambda: packed(parts(), zipfile.ZIP_BZIP2), "cut_short"),
    Odd("packed with LZMA", lambda: packed(parts(), zipfile.ZIP_LZMA), "cut_short"),
    Odd("locked part", lambda: entry(good(), SHEET, 8, b"\x01\x00"), "cut_short"),
    Odd(
        "two names for one part",
        lambda: patched(good(), SHEET.encode(), 0, b"XL/worksheets/sheet1.xmm"),
        "readers_disagree",
    ),
    Odd(
        "part there twice",
        lambda: _twice(SHEET, parts()[SHEET].replace(b"00101", b"99999")),
        "readers_disagree",
    ),
    Odd(
        "part named with a zero byte",
        lambda: _twice("xl/worksheets/sheet1.xml\0.png", b"<x/>"),
        "readers_disagree",
    ),
    Odd(
        "6,000 parts",
        lambda: packed(parts() | {f"xl/media/{place}": b"" for place in range(6_000)}),
        "too_many_parts",
    ),
    Odd(
        "80,000 parts",
        lambda: packed(parts() | {f"xl/media/{place}": b"" for place in range(80_000)}),
        "too_many_parts",
    ),
    Odd("something in front", lambda: b"#!/bin/sh\n" + good(), "encoding"),
    Odd("something behind", lambda: good() + b"\0" * 5_000, "cut_short"),
    Odd("a second workbook behind", lambda: good() + good(), "cut_short"),
    Odd(
        "directory moved",
        lambda: patched(good(), _END, 16, struct.pack("<I", 12), last=True),
        "cut_short",
    ),
    Odd(
        "directory of no length",
        lambda: patched(good(), _END, 12, struct.pack("<I", 0), last=True),
        "cut_short",
    ),
    Odd("only the end of a zip", lambda: _END + b"\0" * 18, "not_a_spreadsheet"),
    *(
        Odd(
            f"cut at {share}%",
            lambda share=share: good()[: len(good()) * share // 100],
            "cut_short",
        )
        for share in (1, 20, 50, 80, 99)
    ),
]

ARCHIVES = [
    Odd("text in a zip", lambda: packed({"may.csv": TEXT}), GOOD, ".zip"),
    Odd(
        "workbook in a folder of a zip",
        lambda: packed({"May/": b"", "May/a.xlsx": good()}),
        GOOD,
        ".zip",
    ),
    Odd(
        "what a Mac adds",
        lambda: packed({"a.csv": TEXT, "__MACOSX/._a.csv": b"\0\1", ".DS_Store": b"\0"}),
        GOOD,
        ".zip",
    ),
    *(
        Odd(f"zip with {name!r}", lambda name=name: packed({name: TEXT}), "archive_paths", ".zip")
        for name in (
            "../a.csv",
            "/etc/a.csv",
            "x/../../a.csv",
            "..\\a.csv",
            "C:\\a.csv",
            "\\\\server\\a.csv",
        )
    ),
    Odd(
        "link to a file of the system",
        lambda: _link("a.csv", "/etc/passwd", {}),
        "no_table",
        ".zip",
    ),
    Odd(
        "link next to a table", lambda: _link("z.csv", "a.csv", {"a.csv": TEXT}), "no_table", ".zip"
    ),
    Odd(
        "zip in a zip",
        lambda: packed({"b.xlsx": packed({"a.csv": TEXT})}),
        "nested_archive",
        ".zip",
    ),
    Odd("zips nested nine deep", lambda: _nested(9), "nested_archive", ".zip"),
    Odd(
        "51 files",
        lambda: packed({f"{place}.csv": TEXT for place in range(51)}),
        "archive_full",
        ".zip",
    ),
    Odd(
        "100,000 files",
        lambda: packed({f"{place}.csv": b"" for place in range(100_000)}),
        "archive_full",
        ".zip",
    ),
    Odd("the same file twice", lambda: packed({"a.csv": TEXT, "b.csv": TEXT}), GOOD, ".zip"),
    Odd(
        "the same table twice",
        lambda: packed({"a.csv": TEXT, "b.csv": TEXT + "\n"}),
        "which_table",
        ".zip",
    ),
    Odd(
        "two files of one name",
        lambda: packed({"a.csv": TEXT, "A.CSV": TEXT}),
        "archive_paths",
        ".zip",
    ),
    Odd("locked zip", _locked, "archive_locked", ".zip"),
    Odd("empty zip", lambda: packed({}), "not_a_spreadsheet", ".zip"),
    Odd("zip of folders", lambda: packed({"a/": b"", "b/": b""}), "archive_empty", ".zip"),
    Odd(
        "text of a gigabyte in a zip",
        lambda: bombed({}, "a.csv", b"", b",", b""),
        "too_large",
        ".zip",
    ),
    Odd(
        "text of a gigabyte that says it is small",
        lambda: bombed({}, "a.csv", b"", b",", b"", told=9_000),
        "cut_short",
        ".zip",
    ),
    Odd("text of 80 MB of commas in a zip", lambda: _commas(80 * 2**20), "far_cell", ".zip"),
    Odd("text of 200 MB of commas in a zip", lambda: _commas(200 * 2**20), "too_large", ".zip"),
    Odd("text of 400 MB of commas in a zip", lambda: _commas(400 * 2**20), "too_large", ".zip"),
    Odd("forty files of one body", lambda: _one_body(40), "too_large", ".zip"),
    Odd(
        "wrong check sum in a zip",
        lambda: entry(packed({"a.csv": TEXT}), "a.csv", 16, b"\1\2\3\4"),
        "cut_short",
        ".zip",
    ),
    Odd(
        "one good and one of nothing",
        lambda: packed({"a.csv": TEXT, "b.csv": b""}),
        "empty",
        ".zip",
    ),
    Odd(
        "one good and one damaged",
        lambda: packed({"a.csv": TEXT, "b.xlsx": good()[:900]}),
        "cut_short",
        ".zip",
    ),
    Odd("packed by another program", lambda: bz2.compress(TEXT.encode()), "encoding", ".zip"),
]


def _nested(deep: int) -> bytes:
    content = packed({"a.csv": TEXT})
    for _ in range(deep):
        content = packed({"a.zip": content})
    return content
