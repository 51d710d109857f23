"""Reads spreadsheet files, keeping each value's cell, in a guarded child process: a file that kills the reader kills only the child.

The child is this module run as `python -m data.workbook FILE`. It hands back plain rows only.
"""

from __future__ import annotations

import gc
import io
import pickle
import re
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

from data.problems import Refused

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120
MEMORY = 4 * 2**30
INFLATED = 800 * 2**20
ROWS, COLUMNS = 300_000, 702  # 702 columns is ZZ

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
FAR = re.compile(rb'r="(?<=\br=")([A-Z]{3}|[A-Z]{1,2}(?=\d{6}))(\d+)"')  # three letters, or a row of six digits
FAULTY = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*)>\s*"
    rb"(?P<formula><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v[^>]*>(?P<value>[^<]*)</(?:\w+:)?v>)?"
)
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
RELATION = "/relationships}id"  # in the ordinary and in the strict namespace
NO_SAVED_VALUE = "formula without a saved value"

SENTENCES = {
    "empty": "The file is empty. Save it again from Excel and try once more.",
    "password": "The file is protected by a password. Open it in Excel, take the password off (File, Info, Protect Workbook) and save it.",
    "old_excel": "This is an old Excel file (.xls). Open it in Excel and save it as an Excel Workbook (.xlsx).",
    "not_a_spreadsheet": "This is not an Excel workbook (.xlsx), whatever its name says. Save the extract from Excel as an Excel Workbook (.xlsx).",
    "cut_short": "The file is damaged or was cut short on its way. Copy it again from where it was saved, or save it again from Excel.",
    "unsafe_xml": "The workbook holds a document type declaration, which no Excel workbook needs. Save the extract from Excel again.",
    "too_large": "The workbook is too large when unpacked. An extract has one row a person: remove sheets that are not part of it.",
    "far_cell": f"A sheet has a cell far outside the table (beyond row {ROWS:,} or column ZZ), often a stray space. In Excel press Ctrl+End to find it, delete those rows and columns, and save.",
    "reader_stopped": "The file stopped the reader and was left alone; nothing was stored. Open it in Excel, copy the table to a new workbook, and try that.",
    "too_slow": f"The file could not be read within {SECONDS} seconds. Copy the table to a new workbook without formatting, and try that.",
}


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[i][j]` is the cell of row i+1 and column j+1. `faults` are cells that hold an error or no saved value."""

    name: str
    rows: list[list[object]]
    visible: bool = True
    faults: dict[tuple[int, int], str] = field(default_factory=dict)


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet of a workbook, in order, read in a child process.

    Raises Refused, with a sentence for the person, where the file cannot be read.
    """
    first = _first_bytes(path)
    if not first:
        raise refused("empty")
    if first == OLE:
        raise refused("password" if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes() else "old_excel")
    if first[:4] != ZIP:
        raise refused("not_a_spreadsheet")
    command = [sys.executable, "-m", "data.workbook", str(path.resolve())]
    try:
        child = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 our own module
    except subprocess.TimeoutExpired as late:
        raise refused("too_slow") from late
    if child.returncode != 0:
        raise refused("reader_stopped")
    reason, sheets = _handed_back(child.stdout)
    if reason:
        raise refused(reason)
    return [Sheet(*parts) for parts in sheets]


def refused(reason: str) -> Refused:
    """The refusal of that name, with its sentence from the catalogue."""
    return Refused(reason, SENTENCES[reason])


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(column: bytes | str) -> int:
    """The column counted from 0 of its letters: A is 0, AA is 26."""
    value = 0
    for letter in column.encode() if isinstance(column, str) else column:
        value = value * 26 + letter - 64
    return value - 1


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


_DATES = {kind.__name__: kind for kind in (date, datetime, time, timedelta)}


class _Plain(pickle.Unpickler):
    """Takes plain values and dates from the child and nothing else."""

    def find_class(self, module: str, name: str):
        if module == "datetime" and name in _DATES:
            return _DATES[name]
        raise pickle.UnpicklingError("the reader handed back something that is not a plain value")


def _handed_back(answer: bytes) -> tuple[str, list[tuple]]:
    """The child's answer. Millions of plain cells hold no cycles, so the collector need not walk them while they arrive."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Plain(io.BytesIO(answer)).load()
    finally:
        if collecting:
            gc.enable()


# --- in the child ---------------------------------------------------------------------------------------------------


def _limit() -> None:
    """Bounds the child's memory and time, where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _scan(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Looks through the package before it is parsed: sizes, far cells, and each sheet's faulty cells by sheet name."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if "xl/workbook.xml" not in names:
            raise refused("not_a_spreadsheet")
        if sum(part.file_size for part in package.infolist()) > INFLATED:
            raise refused("too_large")
        faults = {}
        for sheet, part in _parts(package).items():
            if part in names and part.startswith("xl/worksheets/"):
                faults[sheet] = _faults(package.read(part))
        return faults


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part that holds it."""
    targets = {}
    for relation in _xml(package.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets = _xml(package.read("xl/workbook.xml")).iterfind(".//{*}sheet")
    related = {sheet.get("name", ""): [value for name, value in sheet.items() if name.endswith(RELATION)] for sheet in sheets}
    return {name: targets.get(ids[0], "") if ids else "" for name, ids in related.items()}


def _xml(part: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in part:
        raise refused("unsafe_xml")
    return ElementTree.fromstring(part)  # noqa: S314 no document type, in a bounded child


def _faults(sheet: bytes) -> dict[tuple[int, int], str]:
    """Cells that hold an error value, or a formula saved without one, by (row, column) from 0."""
    if b"<!DOCTYPE" in sheet:
        raise refused("unsafe_xml")
    if any(number(column) >= COLUMNS or int(row) > ROWS for column, row in (far.groups() for far in FAR.finditer(sheet))):
        raise refused("far_cell")
    faults = {}
    if b't="e"' in sheet or b"<f" in sheet or b":f" in sheet:
        for cell in FAULTY.finditer(sheet):
            attributes, value = cell["attributes"], cell["value"]
            at = REFERENCE.search(attributes)
            if not at or attributes.endswith(b"/"):
                continue
            if b't="e"' in attributes:
                faults[int(at[2]) - 1, number(at[1])] = (value or b"#ERROR").decode("utf-8", "replace")
            elif cell["formula"] and not value and b't="str"' not in attributes:
                faults[int(at[2]) - 1, number(at[1])] = NO_SAVED_VALUE
    return faults


def _read(path: Path) -> tuple[str, list[tuple]]:
    """(reason of refusal or '', sheets as tuples)."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        faults = _scan(path)
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = [
                (
                    about.name,
                    workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False),
                    about.visible == SheetVisibleEnum.Visible,
                    faults.get(about.name, {}),
                )
                for about in workbook.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except Refused as no:
        return no.reason, []
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, CalamineError, KeyError, EOFError, OSError, RuntimeError):
        return "cut_short", []
    except MemoryError:
        return "too_large", []
    return "", sheets


if __name__ == "__main__":
    gc.disable()
    _limit()
    handing = pickle.Pickler(sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    handing.fast = True  # each cell once: no memory of what was sent
    handing.dump(_read(Path(sys.argv[1])))
