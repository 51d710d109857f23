"""Scan a worksheet's XML and the shared texts with a full parser, if unusual XML makes a search
unreliable.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from data.workbook.limits import Limits
from data.workbook.refusals import refused
from data.workbook.scanned import Bounds, ScannedSheet, note, weigh
from data.workbook.sheets import NO_SAVED_VALUE, number

_PLACES = {"row": "sheetData", "c": "row", "v": "c", "f": "c", "is": "c"}
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_WHOLE, _NUMBER, _TRUTH = (
    re.compile(r"[0-9]{1,9}"),
    re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    re.compile(r"[01]"),
)
_FORMS = {"s": _WHOLE, "": _NUMBER, "n": _NUMBER, "b": _TRUTH}
_ITEMS = ("si", "is")


class Parsed:
    """Scan a sheet as the search does, and check that each cell has one value of the right form and
    place.
    """

    def __init__(self, limits: Limits, lengths: list[int]):
        self._limits, self._scanned, self._bounds = limits, ScannedSheet(), Bounds(limits)
        self._lengths = lengths
        self._row = self._column = -1
        self._rows: set[int] = set()
        self._type, self._formula, self._value, self._values, self._tables = "", False, "", 0, 0
        self._path: list[str] = [""]

    def of(self, xml: bytes) -> ScannedSheet:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
            self._start,
            self._end,
            self._text,
        )
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._aside
        parser.Parse(xml, True)
        if b"is>" in xml:
            check_texts(xml)
        self._scanned.cells = self._bounds.cells
        return self._scanned

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, what = name.rpartition(" ")
        above = self._path[-1]
        self._path.append(what)
        if what == "sheetData":
            self._tables += 1
        if (
            self._tables > 1
            or above == "v"
            or (what in _PLACES and above != _PLACES[what] and self._inside(space, what))
        ):
            raise refused("readers_disagree")
        match what:
            case "row" if above == "sheetData":
                self._begin_row(attributes)
            case "c" if above == "row":
                self._cell(attributes)
            case "f" | "v" | "is" if above == "c":
                self._bounds.span(max(self._row, 0), max(self._column, 0))
                self._scanned.filled += 1
                self._formula = self._formula or what == "f"
                self._values += what != "f"
                if self._values > 1:
                    raise refused("readers_disagree")
            case "col" if attributes.get("hidden") in ("1", "true"):
                last = min(int(attributes["max"]), self._limits.columns)
                self._scanned.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def _inside(self, space: str, what: str) -> bool:
        """Return whether an element is among the cells, or is a row that some readers would add to
        them.
        """
        return "sheetData" in self._path[:-1] or (what == "row" and space in _MAIN)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._scanned.cells = self._bounds.cells
        weigh((self._scanned,), self._limits)  # now and then, to stop before the end
        self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        if "r" in attributes and self._row in self._rows:
            raise refused("readers_disagree")
        self._rows.add(self._row)
        if attributes.get("hidden") in ("1", "true"):
            self._scanned.hidden_rows.add(self._row)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if at := re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", attributes.get("r", "")):
            self._row, self._column = int(at[2]) - 1, number(at[1])
        elif "r" in attributes:
            raise refused("readers_disagree")
        self._bounds.take(self._row, self._column, blank=True)
        self._type, self._formula, self._value, self._values = attributes.get("t", ""), False, "", 0

    def _text(self, text: str) -> None:
        if self._path[-1] == "v":
            self._value += text

    def _aside(self, *said: str) -> None:
        """Refuse a comment or instruction inside a value, because only some readers continue after
        it.
        """
        if self._path[-1] == "v":
            raise refused("readers_disagree")

    def _end(self, name: str) -> None:
        if self._path.pop() != "c" or self._path[-1] != "row":
            return
        form = _FORMS.get(self._type)
        if (
            form
            and self._values
            and (self._value or self._type == "s")
            and not form.fullmatch(self._value)
        ):
            raise refused("cut_short")
        if self._type == "s" and self._values:
            self._scanned.letters += self._lengths[int(self._value)]
        if self._type == "e":
            note(
                self._scanned.faults,
                (self._row, self._column),
                self._value or "#ERROR",
                self._limits,
            )
        elif self._formula and not self._value and self._type not in ("str", "inlineStr"):
            note(self._scanned.faults, (self._row, self._column), NO_SAVED_VALUE, self._limits)


def check_texts(xml: bytes) -> list[int]:
    """Return the length in letters of each shared text or each text in a cell.

    Raises UserError if two readers could read a text in different ways.
    """
    return Texts().check(xml)


class Texts:
    """Check that each item has one text or several runs of text, and that no text is
    interrupted."""

    def __init__(self):
        self._path: list[str] = [""]
        self._own = self._runs = 0
        self._lengths: list[int] = []

    def check(self, xml: bytes) -> list[int]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
            self._start,
            self._end,
            self._text,
        )
        parser.CommentHandler = parser.ProcessingInstructionHandler = (
            parser.StartCdataSectionHandler
        ) = self._aside
        parser.Parse(xml, True)
        return self._lengths

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        what, above = name.rpartition(" ")[2], self._path[-1]
        inside = any(item in self._path for item in _ITEMS)
        self._path.append(what)
        if what in _ITEMS:
            self._own = self._runs = 0
            self._lengths.append(0)
        self._own += what == "t" and above in _ITEMS
        self._runs += what == "r" and above in _ITEMS
        astray = inside and (
            what in _ITEMS
            or (what == "t" and above not in (*_ITEMS, "r", "rPh"))
            or (what == "r" and above not in _ITEMS)
        )
        if (
            above == "t"
            or astray
            or (what == "si" and above != "sst")
            or self._own > 1
            or (self._own and self._runs)
        ):
            raise refused("readers_disagree")

    def _text(self, text: str) -> None:
        if self._lengths:
            self._lengths[-1] += len(text)

    def _end(self, name: str) -> None:
        self._path.pop()

    def _aside(self, *said: str) -> None:
        if self._path[-1] == "t":
            raise refused("readers_disagree")
