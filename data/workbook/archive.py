"""A .zip of extracts: distinguish it from a workbook, and unpack it with our own file names."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from data.problems import UserError
from data.workbook.limits import LIMITS
from data.workbook.package import ZIP, Package
from data.workbook.refusals import refused

_OFFICE = (
    "[Content_Types].xml",
    "mimetype",
    "META-INF/manifest.xml",
    "xl/workbook.xml",
    "xl/workbook.bin",
    "content.xml",
)
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip of files and not a document; the reader refuses damaged
    files."""
    with path.open("rb") as file:
        if file.read(4) != ZIP:
            return False
        try:
            package = Package(file, LIMITS, "archive_full")
        except _DAMAGE:
            return False
        except UserError:
            if _begins_as_office(file):
                return False
            raise
        return not any(name in package for name in _OFFICE)


def _begins_as_office(file: BinaryIO) -> bool:
    """Return whether the first part belongs to a document, which the reader then refuses with its
    own message.
    """
    file.seek(26)
    return file.read(4 + 64)[4:].startswith(tuple(name.encode() for name in _OFFICE))


def every_file(name: str) -> bool:
    """Accept every file of a zip."""
    return True


def members(
    path: Path, folder: Path, wanted: Callable[[str], bool] = every_file
) -> list[tuple[str, Path]]:
    """Unpack the wanted files of a zip into a folder as 0.bin, 1.bin and so on; return (name, path)
    of each.

    `wanted` is called once for each name. Raises UserError if the zip cannot be unpacked safely, or
    contains another zip.
    """
    with path.open("rb") as file:
        try:
            package = Package(file, LIMITS, "archive_full")
            names = _wanted(package, wanted)
            return [
                (name, _unpack(package, name, folder / f"{place}.bin"))
                for place, name in enumerate(names)
            ]
        except _DAMAGE as damage:
            raise refused("cut_short") from damage


def _wanted(package: Package, wanted: Callable[[str], bool]) -> list[str]:
    if package.locked:
        raise refused("archive_locked")
    if package.repeats or any(map(_climbs, package.names)):
        raise refused("archive_paths")
    if not package.names:
        raise refused("archive_empty")
    names = [name for name in package.names if wanted(name)]
    if len(names) > LIMITS.members:
        raise refused("archive_full")
    if any(package.size(name) > LIMITS.file for name in names):
        raise refused("too_large")
    return names


def _climbs(name: str) -> bool:
    """Return whether a name points outside the folder it is unpacked in, on any system."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in name


def _unpack(package: Package, name: str, target: Path) -> Path:
    target.write_bytes(package.read(name))
    if is_archive(target):
        raise refused("nested_archive")
    return target
