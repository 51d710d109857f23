"""Scan an OpenDocument spreadsheet (.ods) before parsing: size with repeats, errors, booleans,
merged and hidden cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from data.workbook.limits import Limits
from data.workbook.package import Package
from data.workbook.refusals import refused
from data.workbook.scanned import Bounds, Scanned, ScannedSheet, note
from data.workbook.sheet_xml import has_long_text, in_utf8
from data.workbook.sheets import NO_SAVED_VALUE
from data.workbook.xlsx import add

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_LEFT_ALONE = {
    "macros": "^Basic/|^Scripts/",
    "embedded objects": r"^Object |^ObjectReplacements/",
    "pictures": "^Pictures/",
}
_ERROR = re.compile(r"#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!)|Err:\d+")
_SHOWN_AS = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_DECLARATION = 200  # bytes, after which a line may end
_GAPS = (b">\n", b">\r", b"> ", b">\t", b"<!--")
# Blanks and comments between rows, cells and paragraphs have no meaning, but calamine stops at
# them.
_GAP = re.compile(
    rb"(?<=>)\s+(?=</?table:|<text:p[ />])|(?<=</text:p>)\s+(?=<)|<!--.*?-->", re.DOTALL
)
_DRAWN = (
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 ",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0 ruby-text",
)
_LINE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"
_TEXTS = ("table:1.0 formula", "office:1.0 string-value")
_DATE_VALUE = "office:1.0 date-value"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")
_FARTHEST = 2**31  # a repeat beyond any sheet


def is_one(package: Package) -> bool:
    """Return whether the package's own type is OpenDocument spreadsheet."""
    return "mimetype" in package and package.read("mimetype").startswith(_KIND)


def scan(package: Package, limits: Limits) -> Scanned:
    """Scan a package. Raises UserError if it cannot be read safely."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise refused("password_ods")
    written = package.read("content.xml")
    if in_utf8(written) is not written:
        raise refused("readers_disagree")
    if b"<!DOCTYPE" in written:
        raise refused("unsafe_xml")
    if b"<![CDATA[" in written:  # calamine ignores such texts
        raise refused("readers_disagree")
    if has_long_text(written, limits.text):
        raise refused("long_cell")
    scanned = Scanned("ods", {})
    _Content(scanned, limits).parse(written)
    if any(written.find(gap, _DECLARATION) >= 0 for gap in _GAPS):
        scanned.replacement = _packed(package, _GAP.sub(b"", written))
    scanned.left_alone += [
        what
        for what, names in _LEFT_ALONE.items()
        if any(re.search(names, name) for name in package.names)
    ]
    return scanned


def _packed(package: Package, written: bytes) -> bytes:
    """Return a package with this content and the parts that calamine reads."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as copy:
        for name in ("mimetype", "META-INF/manifest.xml"):
            copy.writestr(name, package.read(name))
        copy.writestr("content.xml", written)
    return content.getvalue()


@dataclass(slots=True)
class _Cell:
    """One cell, or several identical cells next to each other."""

    column: int
    times: int
    kind: str
    error: bool
    formula: bool
    said: str = ""
    letters: int = 0  # in its text and its formula

    @property
    def fault(self) -> str:
        if self.error or (
            self.formula and self.kind in ("", "string") and _ERROR.fullmatch(self.said)
        ):
            return self.said if _ERROR.fullmatch(self.said) else "#ERROR"
        return NO_SAVED_VALUE if self.formula and not self.kind else ""

    @property
    def blank(self) -> bool:
        return not (self.kind or self.said or self.fault)


class _Content:
    """Parse content.xml; attributes and elements are identified by their names without
    namespace."""

    def __init__(self, scanned: Scanned, limits: Limits):
        self._scanned, self._limits = scanned, limits
        self._sheet, self._bounds = ScannedSheet(), Bounds(limits)
        self._row = self._rows = self._column = self._depth = self._aside = self._drawn = (
            self._lines
        ) = 0
        self._cells: list[_Cell] = []
        self._cell: _Cell | None = None

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
            self._start,
            self._end,
            self._text,
        )
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._drawn += name.startswith(_DRAWN)
        self._lines += name == _LINE
        match name.rpartition(" ")[2]:
            case "table" if name.endswith(":table:1.0 table"):
                self._begin_table(
                    {key.rpartition(" ")[2]: value for key, value in attributes.items()}
                )
            case "table-column" | "table-row" | "table-cell" | "covered-table-cell" as what if (
                self._depth == 1 and not self._aside
            ):
                self._place(
                    what,
                    {
                        key.removeprefix("urn:oasis:names:tc:opendocument:xmlns:"): value
                        for key, value in attributes.items()
                    },
                )
            case "annotation":
                self._aside += 1
                self._leave("comments")

    def _begin_table(self, about: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:  # a table in a cell, whose rows calamine would add to the sheet
            raise refused("readers_disagree")
        self._sheet, self._bounds = ScannedSheet(), Bounds(self._limits)
        self._row = self._column = 0
        add(self._scanned.sheets, about.get("name", ""), self._sheet, self._limits)

    def _place(self, what: str, about: dict[str, str]) -> None:
        across = _times(about, "table:1.0 number-columns-repeated")
        if what == "table-column":
            if about.get("table:1.0 visibility") in ("collapse", "filter"):
                self._sheet.hidden_columns.update(
                    range(self._column, min(self._column + across, self._limits.columns))
                )
            self._column += across
        elif what == "table-row":
            self._rows, self._column, self._cells = (
                _times(about, "table:1.0 number-rows-repeated"),
                0,
                [],
            )
            if about.get("table:1.0 visibility") in ("collapse", "filter"):
                self._sheet.hidden_rows.update(
                    range(self._row, min(self._row + self._rows, self._limits.rows))
                )
        else:
            self._open_cell(across, about)

    def _open_cell(self, across: int, about: dict[str, str]) -> None:
        error = about.get(_SHOWN_AS) == "error"
        kind = about.get("office:1.0 value-type", "")
        letters = sum(len(about.get(name, "")) for name in _TEXTS)
        if kind == "date" and not _DAY.fullmatch(
            about.get(_DATE_VALUE, "")
        ):  # programs read it in different ways
            raise refused("readers_disagree")
        self._cell = _Cell(
            self._column, across, kind, error, "table:1.0 formula" in about, letters=letters
        )
        self._cells.append(self._cell)
        down, right = (
            _times(about, "table:1.0 number-rows-spanned"),
            _times(about, "table:1.0 number-columns-spanned"),
        )
        if down > 1 or right > 1:
            self._sheet.merged.append(
                ((self._row, self._column), (self._row + down - 1, self._column + right - 1))
            )
        if kind == "boolean":
            self._truths(across)
        self._column += across

    def _truths(self, across: int) -> None:
        """Record the booleans, which calamine returns as numbers."""
        rows, columns = min(self._rows, self._limits.rows), min(across, self._limits.columns)
        if rows * columns > self._limits.cells:
            raise refused("far_cell")
        self._sheet.booleans.update(
            (self._row + row, self._column + column)
            for row in range(rows)
            for column in range(columns)
        )

    def _text(self, text: str) -> None:
        astray = (
            self._drawn or not self._lines
        )  # in a drawing or outside any line, which calamine would add to the cell's text
        if (
            self._cell
            and astray
            and not self._aside
            and self._cell.kind == "string"
            and text.strip()
        ):
            raise refused("readers_disagree")
        if self._cell and not self._aside and not self._drawn:
            self._cell.letters += len(text)
            if len(self._cell.said) < 40:
                self._cell.said += text.strip()

    def _end(self, name: str) -> None:
        self._drawn -= name.startswith(_DRAWN)
        self._lines -= name == _LINE
        match name.rpartition(" ")[2]:
            case "annotation":
                self._aside -= 1
            case "table-cell" | "covered-table-cell" if self._depth == 1 and not self._aside:
                self._cell = None
            case "table-row" if self._depth == 1 and not self._aside:
                self._close_row()
            case "table" if name.endswith(":table:1.0 table"):
                self._depth -= 1

    def _close_row(self) -> None:
        for cell in self._cells:
            if not cell.blank:
                self._bounds.span(self._row + self._rows - 1, cell.column + cell.times - 1)
                self._sheet.cells = self._bounds.cells
                self._sheet.filled += self._rows * cell.times
                self._sheet.letters += self._rows * cell.times * cell.letters
            if cell.fault:
                for row in range(self._row, self._row + self._rows):
                    for column in range(cell.column, cell.column + cell.times):
                        note(self._sheet.faults, (row, column), cell.fault, self._limits)
        self._row += self._rows

    def _leave(self, what: str) -> None:
        if what not in self._scanned.left_alone:
            self._scanned.left_alone.append(what)


def _times(about: dict[str, str], name: str) -> int:
    return min(max(int(about.get(name, "1")), 1), _FARTHEST)
