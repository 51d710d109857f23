"""In the child: identify a file by its content, scan it, read it with calamine, and combine both
results.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.workbook import biff, ods, ole, text, xlsb, xlsx
from data.workbook.limits import Limits
from data.workbook.package import ZIP, Package
from data.workbook.refusals import refused
from data.workbook.scanned import Scanned, ScannedSheet, weigh
from data.workbook.sheets import MERGED

EMPTY_ZIP = b"PK\x05\x06"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    struct.error,
    ParseError,
    LookupError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
Range = tuple[tuple[int, int], tuple[int, int]]
Faults = dict[tuple[int, int], str]
Rows = Iterator[list[object]]  # one by one
Handed = tuple[str, Rows, bool, Faults, int, int, bool]  # the fields of a Sheet
HandedText = tuple[str, Rows, bool, Faults, int, int, bool, str]  # and a text's separator


@dataclass(frozen=True, slots=True)
class Request:
    """The parent's request."""

    path: Path
    password: str = field(repr=False)
    name: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's kind, its sheets as they are read one by one, and the contents that were not
    read."""

    kind: str
    sheets: Iterator[Handed | HandedText]
    left_alone: list[str]


def read(request: Request) -> Reading:
    """Read a file. Raises UserError, here or while the sheets are read, if that is not possible."""
    content = _content(request)
    if content.startswith(ole.SIGNATURE) and ole.protected(content):
        content = _unlocked(content, request.password)
    if content.startswith(ZIP):
        return _calamine(content, _package, request, "cut_short")
    if content.startswith(ole.SIGNATURE):
        return _calamine(content, biff.scan, request, "damaged_old")
    if content.startswith(EMPTY_ZIP):
        raise refused("not_a_spreadsheet")
    if content.startswith(biff.BEFORE_OLE):
        raise refused("very_old")
    rows, separator = text.read(content, request.limits)
    sheet = (request.name or "Sheet1", iter(rows), True, {}, 0, 0, False, separator)
    return Reading("csv", iter([sheet]), [])


def _content(request: Request) -> bytes:
    with request.path.open("rb") as file:
        content = file.read(request.limits.file + 1)
    if len(content) > request.limits.file:
        raise refused("too_large")
    if not content:
        raise refused("empty")
    return content


def _unlocked(content: bytes, password: str) -> bytes:
    from data.workbook.password import (
        opened,
    )  # few files need it, and loading it takes longer than reading most files

    return opened(content, password)


def _package(content: bytes, limits: Limits) -> Scanned:
    """Scan a zip as the kind of workbook that it is."""
    package = Package(io.BytesIO(content), limits)
    if package.repeats:
        raise refused("readers_disagree")
    if ods.is_one(package):
        if any(name.startswith("xl/") for name in package.names):
            raise refused("readers_disagree")
        return ods.scan(package, limits)
    part = xlsx.workbook_part(package)
    if part.endswith(".bin"):
        return xlsb.scan(package, part, limits)
    return xlsx.scan(package, part, limits)


def _calamine(
    content: bytes, scan: Callable[[bytes, Limits], Scanned], request: Request, damage: str
) -> Reading:
    try:
        scanned = scan(content, request.limits)
        weigh(scanned.sheets.values(), request.limits)
    except _DAMAGE as no:
        raise refused(damage) from no
    return Reading(
        scanned.kind,
        _sheets(scanned.replacement or content, scanned, request.limits, damage),
        scanned.left_alone,
    )


def _sheets(content: bytes, scanned: Scanned, limits: Limits, damage: str) -> Iterator[Handed]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            about = [
                sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
            ]
            if not {sheet.name for sheet in about} <= scanned.sheets.keys():
                raise refused("readers_disagree")
            for sheet in about:
                cells = workbook.get_sheet_by_name(sheet.name)
                yield _sheet(
                    cells,
                    sheet.visible == SheetVisibleEnum.Visible,
                    scanned.sheets[sheet.name],
                    scanned.date_1904,
                    limits,
                )
    except (CalamineError, OSError, ValueError) as no:
        raise refused(damage) from no


def _sheet(
    cells: CalamineSheet, visible: bool, scanned: ScannedSheet, date_1904: bool, limits: Limits
) -> Handed:
    last = cells.end or (-1, -1)
    height = max(last[0], *(row for row, _ in scanned.faults), -1) + 1
    width = max(last[1], *(column for _, column in scanned.faults), -1) + 1
    faults = (
        _merged(cells.merged_cell_ranges or scanned.merged, height, width, limits) | scanned.faults
    )
    hidden_rows = sum(row < height for row in scanned.hidden_rows)
    hidden_columns = sum(column < width for column in scanned.hidden_columns)
    return (
        cells.name,
        _rows(cells, scanned, height, width),
        visible,
        faults,
        hidden_rows,
        hidden_columns,
        date_1904,
    )


def _rows(
    cells: CalamineSheet, scanned: ScannedSheet, height: int, width: int
) -> Iterator[list[object]]:
    """Yield each row from the sheet's first, all as long as the longest; faulty cells are always
    blank.
    """
    changed = _by_row(scanned)
    left: list[object] = [""] * cells.start[1] if cells.start else []
    right: list[object] = [""] * (width - len(left) - cells.width)
    rows = cast(Iterator[list[object]], cells.iter_rows() if cells.start else iter(()))
    for number in range(height):
        row: list[object] = next(rows, None) or [""] * cells.width
        row = [*left, *row, *right] if left or right else row
        for column in changed.get(number, ()):
            if column < width:
                row[column] = "" if (number, column) in scanned.faults else bool(row[column])
        yield row


def _by_row(scanned: ScannedSheet) -> dict[int, list[int]]:
    """Map rows to the columns of cells that calamine returns with another type."""
    columns: dict[int, list[int]] = {}
    for row, column in (*scanned.booleans, *scanned.faults):
        columns.setdefault(row, []).append(column)
    return columns


def _merged(
    ranges: Iterable[Range], height: int, width: int, limits: Limits
) -> dict[tuple[int, int], str]:
    """Return the cells covered by merged cells, within the used area of the sheet."""
    covered: dict[tuple[int, int], str] = {}
    for (top, left), (bottom, right) in ranges:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        if len(covered) + (bottom - top + 1) * (right - left + 1) > limits.merged:
            raise refused("too_many_merged")
        covered.update(
            {
                (row, column): MERGED
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
        )
        covered.pop((top, left), None)
    return covered
