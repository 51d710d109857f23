"""Mutations of records of old and binary workbooks, and of the XML of OpenDocument files."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import olefile

from tests.data import file_makers as makers
from tests.data.mutations import by_hand, by_tree
from tests.data.odd_making import packed, parts

_OLD_KINDS = [
    0x06,
    0x09,
    0x0A,
    0x3C,
    0x5D,
    0x85,
    0xBD,
    0xBE,
    0xD6,
    0xE5,
    0xFC,
    0xFD,
    0x200,
    0x201,
    0x203,
    0x204,
    0x205,
    0x207,
    0x27E,
    0x809,
]
_BINARY_KINDS = [*range(20), 35, 36, 37, 38, 60, 62, 129, 130, 145, 146, 148, 176]
Record = tuple[int, bytes]


def of_old(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return (what was done, the changed file) of an old workbook with a valid container."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        book = container.openstream("Workbook").read()
    records, at = [], 0
    while at + 4 <= len(book) and book[at : at + 4] != b"\0\0\0\0":
        kind, long = struct.unpack_from("<HH", book, at)
        records.append((kind, book[at + 4 : at + 4 + long]))
        at += 4 + long
    how, changed = _of_records(records, _OLD_KINDS, chance)
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in changed)
    written = io.BytesIO()
    makers.XlsDoc().save(written, stream + b"\0" * (-len(stream) % 4))
    return how, written.getvalue()


def of_binary(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return (what was done, the changed file) of a binary workbook with a valid package."""
    held = parts(content)
    name = chance.choice(["xl/worksheets/sheet1.bin"] * 8 + ["xl/workbook.bin", "xl/styles.bin"])
    how, changed = _of_records(list(_binary_records(held[name])), _BINARY_KINDS, chance)
    return f"{how} in {name}", packed(
        held | {name: b"".join(makers.record(kind, data) for kind, data in changed)}
    )


def of_open(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return (what was done, the changed file) of an OpenDocument file with well-formed content."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("content.xml")
    for _ in range(100):
        how, changed = (by_hand if chance.random() < 0.6 else by_tree)(xml.decode(), chance)
        if changed and changed != xml:
            break
    return how, packed(parts(content) | {"content.xml": changed})


def _binary_records(part: bytes):
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | part[at] << 7, at + 1
        long = shift = 0
        while True:
            byte, at = part[at], at + 1
            long |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, part[at : at + long]
        at += long


def _of_records(
    records: list[Record], kinds: list[int], chance: random.Random
) -> tuple[str, list[Record]]:
    how = chance.choice(
        ["data", "data", "data", "drop", "double", "swap", "elsewhere", "kind", "shorter", "longer"]
    )
    at, other = chance.randrange(len(records)), chance.randrange(len(records))
    kind, data = records[at]
    changed = list(records)
    match how:
        case "data" if data:
            bits = bytearray(data)
            for _ in range(chance.choice([1, 1, 2, 4])):
                bits[chance.randrange(len(bits))] = chance.choice(
                    [0, 1, 0xFF, chance.randrange(256)]
                )
            changed[at] = kind, bytes(bits)
        case "drop":
            del changed[at]
        case "double":
            changed.insert(at, records[at])
        case "swap":
            changed[at], changed[other] = records[other], records[at]
        case "elsewhere":
            changed.insert(other, records[at])
        case "kind":
            changed[at] = chance.choice(kinds), data
        case "shorter":
            changed[at] = kind, data[: chance.randrange(len(data) + 1)]
        case _:
            changed[at] = kind, data + chance.randbytes(chance.choice([1, 2, 8]))
    return how, changed
