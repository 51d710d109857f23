"""Open a zip without trusting it: its directory is checked, and no part may unpack to more than
stated there.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from data.workbook.limits import Limits
from data.workbook.refusals import refused

ZIP = b"PK\x03\x04"
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_PIECE = 2**16  # bytes
_BYTES_A_PART = 1_000  # of the directory, a generous average


class Package:
    """An opened zip. `names` are its parts in order, without folders.

    Capitals and backslashes make no difference to a name.
    """

    def __init__(self, file: BinaryIO, limits: Limits, many: str = "too_many_parts"):
        self._file = file
        _check_directory(file, limits, many)
        self._zip = zipfile.ZipFile(file)
        self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(self.entries) > limits.parts:
            raise refused(many)
        if sum(entry.file_size for entry in self.entries) > limits.inflated:
            raise refused("too_large")
        self.names = [entry.filename.replace("\\", "/") for entry in self.entries]
        self._by_name = {
            name.casefold(): entry for name, entry in zip(self.names, self.entries, strict=True)
        }

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._by_name

    def holds_exactly(self, name: str) -> bool:
        """Return whether a part has exactly this name."""
        return name in self and self._by_name[name.casefold()].filename == name

    @property
    def repeats(self) -> bool:
        """Return whether two parts have the same name, ignoring capitals and anything after a zero
        byte.
        """
        return len({name.split("\0")[0].casefold() for name in self.names}) < len(self.names)

    @property
    def locked(self) -> bool:
        return any(entry.flag_bits & 1 for entry in self.entries)

    def size(self, name: str) -> int:
        """Return the unpacked size of a part from the directory; `read` enforces it."""
        return self._by_name[name.casefold()].file_size

    def read(self, name: str) -> bytes:
        """Return a part, unpacked. Raises KeyError if there is none, BadZipFile if it is
        damaged."""
        entry = self._by_name[name.casefold()]
        content = _unpacked(self._packed(entry), entry.compress_type, entry.file_size)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise zipfile.BadZipFile("a part is not what the directory says")
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a part as they are in the file."""
        self._file.seek(entry.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or header[:4] != ZIP:
            raise zipfile.BadZipFile("a part does not begin where the directory says")
        name_long, extra_long = struct.unpack("<HH", header[26:30])
        name = self._file.read(name_long)
        if (
            name.decode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace")
            != entry.orig_filename
        ):
            raise refused("readers_disagree")
        self._file.seek(extra_long, io.SEEK_CUR)
        return self._file.read(entry.compress_size)


def _unpacked(packed: bytes, method: int, most: int) -> bytes:
    """Return the unpacked bytes, but never more than one byte above the limit."""
    if method == zipfile.ZIP_STORED:
        return packed
    if method != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("packed in a way that workbooks are not")
    inflating, content = zlib.decompressobj(-zlib.MAX_WBITS), io.BytesIO()
    for start in range(
        0, len(packed), _PIECE
    ):  # in pieces, because otherwise it would be in memory twice
        content.write(
            inflating.decompress(packed[start : start + _PIECE], most + 1 - content.tell())
        )
        if content.tell() > most:
            return content.getvalue()
        if inflating.eof and (inflating.unused_data or start + _PIECE < len(packed)):
            raise zipfile.BadZipFile("a part ends too early")
    if not inflating.eof:
        raise zipfile.BadZipFile("a part ends too late")
    return content.getvalue()


def _check_directory(file: BinaryIO, limits: Limits, many: str) -> None:
    """Check the end of a zip before its directory is read: it exists, ends the file, and has a
    limited size.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("no directory")
    long, start, comment = struct.unpack("<IIH", tail[at + 12 : at + 22])
    end = size - len(tail) + at
    if at + 22 + comment != len(tail):
        raise zipfile.BadZipFile("there is something after the directory")
    if tail[max(0, at - 20) : at].startswith(_LOCATOR_64):
        long, start, end = _directory_64(file, end)
    if long > limits.parts * _BYTES_A_PART:
        raise refused(many)
    if start + long != end:
        raise zipfile.BadZipFile("the directory is not where it should be")
    file.seek(0)


def _directory_64(file: BinaryIO, end: int) -> tuple[int, int, int]:
    """Return (length, start, end) of the directory of a 64-bit zip."""
    file.seek(max(0, end - 76))
    record = file.read(56)
    if not record.startswith(_END_64):
        raise zipfile.BadZipFile("no 64-bit directory")
    return *struct.unpack("<QQ", record[40:56]), end - 76
