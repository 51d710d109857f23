"""A .zip of extracts: told apart from a workbook, and unpacked under names of our own."""

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

_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "xl/workbook.xml", "xl/workbook.bin", "content.xml")
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of files and not itself a document; what is damaged is left for the reader to refuse."""
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
    """Whether the first part is one that only a document has, which the reader then refuses in its own words."""
    file.seek(26)
    return file.read(4 + 64)[4:].startswith(tuple(name.encode() for name in _OFFICE))


def every_file(name: str) -> bool:
    """Want whatever a zip holds."""
    return True


def members(path: Path, folder: Path, wanted: Callable[[str], bool] = every_file) -> list[tuple[str, Path]]:
    """Unpacks the wanted files of a zip into a folder as 0.bin, 1.bin and so on; (name in the zip, path) of each.

    `wanted` is asked once about each name. Raises UserError where the zip cannot be unpacked safely, or
    holds another zip.
    """
    with path.open("rb") as file:
        try:
            package = Package(file, LIMITS, "archive_full")
            names = _wanted(package, wanted)
            return [(name, _unpack(package, name, folder / f"{place}.bin")) for place, name in enumerate(names)]
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
    """Whether a name points out of the folder it is unpacked in, on any system."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in name


def _unpack(package: Package, name: str, target: Path) -> Path:
    target.write_bytes(package.read(name))
    if is_archive(target):
        raise refused("nested_archive")
    return target
