"""Scans an .xlsx or .xlsm package before it is parsed: which sheets it has, and that every reader must read the same from it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from data.workbook import sheet_xml
from data.workbook.limits import Limits
from data.workbook.package import Package
from data.workbook.refusals import refused
from data.workbook.scanned import Scanned, ScannedSheet
from data.workbook.sheet_xml import in_utf8

_ID = "/relationships}id"  # in the ordinary and in the strict namespace
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
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
    """The part that lists the sheets."""
    if "_rels/.rels" not in package:
        raise refused("not_a_spreadsheet")
    for kind, part in _relations(package, "").values():
        if kind.endswith("/officeDocument") and re.search(r"workbook\w*\.(xml|bin)$", part):
            return part
    raise refused("not_a_spreadsheet")


def scan(package: Package, part: str, limits: Limits) -> Scanned:
    """Raises Refused for what cannot be read safely."""
    parts = {name: package.read(name) for name in package.names if _XML.search(name)}
    changed = _in_utf8(parts)
    for content in parts.values():
        if sheet_xml.has_long_text(content, limits.text):
            raise refused("long_cell")
        if b"\0" in content:
            raise refused("cut_short")
    if any(b"!" in content and b"<![CDATA[" in content for name, content in parts.items() if not name.endswith("vml")):
        raise refused("readers_disagree")  # calamine passes over such texts
    relations = relations_of(parts.get(rels_of(part), b"<none/>"), part)
    lengths: list[int] = []
    for kind, target in relations.values():
        if kind.endswith("/sharedStrings"):
            lengths = sheet_xml.check_shared(parts[target])
    sheets: dict[str, ScannedSheet] = {}
    for sheet in _xml(parts[part]).iterfind(".//{*}sheets/{*}sheet"):
        kind, target = relations.get(next((value for name, value in sheet.items() if name.endswith(_ID)), ""), ("", ""))
        name = sheet.get("name", "")
        worksheet = kind.endswith("/worksheet")
        add(sheets, name, sheet_xml.scan(parts[target], limits, lengths) if worksheet else ScannedSheet(), limits)
    left = left_alone(package)
    macros = "macros" in left or b"macroEnabled" in parts.get("[Content_Types].xml", b"")
    about = _xml(parts[part]).find("{*}workbookPr")
    from_1904 = about is not None and about.get("date1904", "") in ("1", "true", "on")
    return Scanned("xlsm" if macros else "xlsx", sheets, left, _repacked(package, parts) if changed else None, from_1904)


def add(sheets: dict[str, ScannedSheet], name: str, sheet: ScannedSheet, limits: Limits) -> None:
    """Keeps a sheet under its name, which no other may have, capitals aside."""
    if name.casefold() in {other.casefold() for other in sheets}:
        raise refused("readers_disagree")
    sheets[name] = sheet
    if len(sheets) > limits.sheets:
        raise refused("too_many_sheets")


def left_alone(package: Package) -> list[str]:
    """What is in a package that nobody follows, in plain words."""
    return [what for what, names in _LEFT_ALONE.items() if any(re.search(names, name, re.IGNORECASE) for name in package.names)]


def rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    return relations_of(in_utf8(package.read(rels_of(part))), part)


def relations_of(rels: bytes, part: str) -> dict[str, tuple[str, str]]:
    """Id -> (kind, part) of what a part points to inside the package."""
    found: dict[str, tuple[str, str]] = {}
    for relation in _xml(rels):
        if relation.get("TargetMode") != "External":
            if relation.get("Id", "") in found:
                raise refused("readers_disagree")
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", "")))
            found[relation.get("Id", "")] = (relation.get("Type", ""), target.lstrip("/"))
    return found


def _xml(part: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in part:
        raise refused("unsafe_xml")
    return ElementTree.fromstring(part)  # noqa: S314 no document type, in a bounded child


def _in_utf8(parts: dict[str, bytes]) -> bool:
    """Rewrites what is not in UTF-8, and says whether anything was."""
    changed = False
    for name, content in parts.items():
        parts[name] = in_utf8(content)
        changed |= parts[name] is not content
        if b"!" in parts[name] and b"<!DOCTYPE" in parts[name]:
            raise refused("unsafe_xml")
    return changed


def _repacked(package: Package, parts: dict[str, bytes]) -> bytes:
    """The package with these parts in place of its own: calamine reads only UTF-8."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as copy:
        for name, content in parts.items():
            copy.writestr(name, content)
    return written.getvalue()
