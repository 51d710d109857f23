"""Move the parts of a workbook to where calamine looks for them; valid files may have them
anywhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from data.workbook.package import Package
from data.workbook.refusals import refused

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}relationships">{{}}</Relationships>'
_RELATION = "<Relationship Id={} Type={} Target={}/>"
_ONLY_ONE = ("sharedStrings", "styles")
_READ = ("worksheet", *_ONLY_ONE)
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")


class Relation(NamedTuple):
    """A relation of a part: its kind, the target inside the package, and the target as written."""

    kind: str
    part: str
    written: str

    @property
    def sort(self) -> str:
        return self.kind.rpartition("/")[2]


def is_usual(
    package: Package, book: str, relations: Mapping[str, Relation], sheets: list[str], suffix: str
) -> bool:
    """Return whether calamine finds the list of sheets and each part, given the IDs of the
    sheets."""
    if book != f"xl/workbook.{suffix}" or not all(
        map(package.holds_exactly, (book, f"xl/_rels/workbook.{suffix}.rels", "_rels/.rels"))
    ):
        return False
    for key, relation in relations.items():
        if relation.sort in _ONLY_ONE and relation.part != f"xl/{relation.sort}.{suffix}":
            return False
        if key in sheets and not _is_found(relation, suffix):
            return False
    read = (relation.part for relation in relations.values() if relation.sort in _READ)
    return all(package.holds_exactly(part) for part in read if part in package)


def only_ones(relations: Mapping[str, Relation]) -> dict[str, str]:
    """Return the parts with the shared texts and the styles. Raises UserError if one of them is
    repeated.
    """
    found = [
        (relation.sort, relation.part)
        for relation in relations.values()
        if relation.sort in _ONLY_ONE
    ]
    if len(dict(found)) < len(found):
        raise refused("readers_disagree")
    return dict(found)


def _is_found(sheet: Relation, suffix: str) -> bool:
    in_its_folder = sheet.part.startswith(
        f"xl/{sheet.sort}s/"
    )  # which tells calamine the type of sheet in an .xlsb
    return (
        sheet.sort in _SHEETS
        and _as_read(sheet.written, suffix) == sheet.part
        and (suffix == "xml" or in_its_folder)
    )


def _as_read(written: str, suffix: str) -> str:
    """Return the part in which calamine looks for a target."""
    if suffix == "xml" and written.startswith(("/xl/", "xl/")):
        return written.removeprefix("/")
    return f"xl/{written}"


def repacked(
    book: bytes, relations: Mapping[str, Relation], parts: Mapping[str, bytes], suffix: str
) -> bytes:
    """Return a package with only the parts that are read, each in its usual place."""
    written, listed = io.BytesIO(), ""
    with zipfile.ZipFile(written, "w") as copy:
        for number, (key, relation) in enumerate(relations.items()):
            home = _home(relation, number, suffix)
            kind = relation.kind if relation.sort in _READ else f"{_OFFICE}chartsheet"
            listed += _RELATION.format(*map(attribute, (key, kind, home)))
            if relation.sort in _READ:
                copy.writestr(f"xl/{home}", parts[relation.part])
        first = _RELATION.format(
            *map(attribute, ("rId1", f"{_OFFICE}officeDocument", f"xl/workbook.{suffix}"))
        )
        copy.writestr("_rels/.rels", _RELATIONS.format(first))
        copy.writestr(f"xl/_rels/workbook.{suffix}.rels", _RELATIONS.format(listed))
        copy.writestr(f"xl/workbook.{suffix}", book)
        copy.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}content-types"/>')
    return written.getvalue()


def _home(relation: Relation, number: int, suffix: str) -> str:
    """Return the usual place of a part; other types of sheets become chart sheets, which are never
    opened.
    """
    if relation.sort in _ONLY_ONE:
        return f"{relation.sort}.{suffix}"
    return (
        f"{'worksheets' if relation.sort == 'worksheet' else 'chartsheets'}/sheet{number}.{suffix}"
    )


def attribute(text: str) -> str:
    """Return a text as an XML attribute in quotes, which a parser reads back unchanged.

    xml.sax.saxutils does the same, but loads the web client of Python with it: a third of the time
    that the child process needs to start.
    """
    quoted = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{quoted}"'
