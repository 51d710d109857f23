"""Scan an .xlsx or .xlsm package before parsing: list its sheets, and check that all readers would
agree.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from data.workbook import sheet_xml
from data.workbook.limits import Limits
from data.workbook.package import Package
from data.workbook.refusals import refused
from data.workbook.scanned import Scanned, ScannedSheet
from data.workbook.sheet_xml import in_utf8
from data.workbook.usual import Relation, is_usual, only_ones, repacked

_ID = "/relationships}id"  # in the ordinary and the strict namespace
_NOWHERE = Relation("", "", "")
_SMALL = 2**20  # bytes
_LEFT_ALONE = {
    "macros": r"vbaProject|macrosheets/",
    "links to other workbooks": r"externalLinks/",
    "data connections": r"connections\.|queryTables/",
    "embedded objects": r"embeddings/|activeX/|ctrlProps/",
    "comments": r"comments|threadedComments/",
    "pictures": r"media/",
    "charts": r"charts/|chartsheets/",
    "pivot tables": r"pivotTables/|pivotCache/",
}


def workbook_part(package: Package) -> str:
    """Return the part that lists the sheets. Raises UserError if there is none."""
    if "_rels/.rels" not in package:
        raise refused("not_a_spreadsheet")
    for relation in _relations(package, "").values():
        if relation.sort == "officeDocument" and re.search(
            r"workbook\w*\.(xml|bin)$", relation.part, re.IGNORECASE
        ):
            return relation.part
    raise refused("not_a_spreadsheet")


def scan(package: Package, part: str, limits: Limits) -> Scanned:
    """Scan a package. Raises UserError if it cannot be read safely; unread parts are not
    checked."""
    as_read = Parts(package, limits)
    relations = relations_of(as_read[rels_of(part)], part) if rels_of(part) in package else {}
    relations = {
        key: relation
        for key, relation in relations.items()
        if relation.sort != "styles" or relation.part in package
    }
    alone = only_ones(relations)
    lengths = (
        sheet_xml.check_shared(as_read[alone["sharedStrings"]]) if "sharedStrings" in alone else []
    )
    for needed in ("_rels/.rels", *alone.values()):
        as_read[needed]  # checked when it is read
    sheets: dict[str, ScannedSheet] = {}
    book = _xml(as_read[part])
    ids = [_id_of(sheet) for sheet in book.iterfind(".//{*}sheets/{*}sheet")]
    for sheet in book.iterfind(".//{*}sheets/{*}sheet"):
        relation = relations.get(_id_of(sheet), _NOWHERE)
        worksheet = relation.sort == "worksheet"
        add(
            sheets,
            sheet.get("name", ""),
            sheet_xml.scan(as_read[relation.part], limits, lengths)
            if worksheet
            else ScannedSheet(),
            limits,
        )
    left = left_alone(package)
    macros = "macros" in left or (
        "[Content_Types].xml" in package and b"macroEnabled" in package.read("[Content_Types].xml")
    )
    about = book.find("{*}workbookPr")
    from_1904 = about is not None and about.get("date1904", "") in ("1", "true", "on")
    usual = not as_read.changed and is_usual(package, part, relations, ids, "xml")
    replacement = None if usual else repacked(as_read[part], relations, as_read, "xml")
    return Scanned("xlsm" if macros else "xlsx", sheets, left, replacement, from_1904)


class Parts(Mapping[str, bytes]):
    """The parts of a package, read on demand, checked and in UTF-8; only small parts are cached."""

    def __init__(self, package: Package, limits: Limits):
        self._package, self._limits, self._kept = package, limits, dict[str, bytes]()
        self.changed = False  # whether a part had to be rewritten

    def __getitem__(self, name: str) -> bytes:
        if name in self._kept:
            return self._kept[name]
        content = self._checked(name)
        if len(content) < _SMALL:
            self._kept[name] = content
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._package.names)

    def __len__(self) -> int:
        return len(self._package.names)

    def _checked(self, name: str) -> bytes:
        content = self._package.read(name)
        part = in_utf8(content)
        self.changed |= part is not content
        if b"!" in part and b"<!DOCTYPE" in part:
            raise refused("unsafe_xml")
        if b"!" in part and b"<![CDATA[" in part:
            raise refused("readers_disagree")  # calamine ignores such texts
        if sheet_xml.has_long_text(part, self._limits.text):
            raise refused("long_cell")
        if b"\0" in part:
            raise refused("cut_short")
        return part


def _id_of(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.items() if name.endswith(_ID)), "")


def add(sheets: dict[str, ScannedSheet], name: str, sheet: ScannedSheet, limits: Limits) -> None:
    """Add a sheet by name. Raises UserError if the name is repeated, ignoring capitals, or there
    are too many.
    """
    if name.casefold() in {other.casefold() for other in sheets}:
        raise refused("readers_disagree")
    sheets[name] = sheet
    if len(sheets) > limits.sheets:
        raise refused("too_many_sheets")


def left_alone(package: Package) -> list[str]:
    """Return descriptions of the contents of a package that are not read."""
    return [
        what
        for what, names in _LEFT_ALONE.items()
        if any(re.search(names, name, re.IGNORECASE) for name in package.names)
    ]


def rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(package: Package, part: str) -> dict[str, Relation]:
    return relations_of(in_utf8(package.read(rels_of(part))), part)


def relations_of(rels: bytes, part: str) -> dict[str, Relation]:
    """Return the targets of a part inside the package, by ID."""
    found: dict[str, Relation] = {}
    for relation in _xml(rels):
        if relation.get("TargetMode") != "External":
            if relation.get("Id", "") in found:
                raise refused("readers_disagree")
            written = relation.get("Target", "")
            target = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(part), written.replace("\\", "/"))
            )
            found[relation.get("Id", "")] = Relation(
                relation.get("Type", ""), target.lstrip("/"), written
            )
    return found


def _xml(part: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in part:
        raise refused("unsafe_xml")
    return ElementTree.fromstring(part)  # noqa: S314 no document type, in a bounded child
