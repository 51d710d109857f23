"""What a scan finds in a file before calamine reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.workbook.limits import Limits
from data.workbook.refusals import refused


@dataclass(slots=True)
class ScannedSheet:
    """What calamine does not tell of a sheet. Rows and columns are counted from 0."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)  # only where calamine does not list them
    booleans: set[tuple[int, int]] = field(default_factory=set)  # only where calamine gives them as numbers
    cells: int = 0  # rows times columns
    filled: int = 0  # cells that are not blank
    letters: int = 0  # of all its texts, each as often as it is used


@dataclass(slots=True)
class Scanned:
    """What calamine does not tell of a file; `replacement` is the file in a form that calamine can read, where it cannot read it as it is."""

    kind: str
    sheets: dict[str, ScannedSheet]
    left_alone: list[str] = field(default_factory=list)
    replacement: bytes | None = None
    date_1904: bool = False  # counts its days from 1904


_OF_A_CELL, _OF_A_VALUE = 32, 90  # bytes
_ROWS_OF_EXCEL, _COLUMNS_OF_EXCEL = 2**20, 2**14


class Bounds:
    """Takes in the addresses of a sheet's cells, and refuses one that is far away or there twice."""

    def __init__(self, limits: Limits):
        self._limits, self._height, self._width = limits, 0, 0
        self._seen: dict[int, int] = {}  # row -> a bit for each of its columns
        self.filled = 0

    @property
    def cells(self) -> int:
        return self._height * self._width

    def take(self, row: int, column: int, blank: bool = False) -> None:
        """One cell, counted from 0. Blank ones, with a colour at most, may be anywhere: they are not read."""
        if not blank:
            self.filled += 1
            self.span(row, column)
        elif row >= _ROWS_OF_EXCEL or column >= _COLUMNS_OF_EXCEL:
            raise refused("far_cell")
        seen, bit = self._seen.get(row, 0), 1 << column
        if seen & bit:
            raise refused("readers_disagree")
        self._seen[row] = seen | bit

    def span(self, row: int, column: int) -> None:
        """The sheet reaches at least this cell."""
        if row >= self._height or column >= self._width:
            self._height, self._width = max(self._height, row + 1), max(self._width, column + 1)
            within(self._height, self._width, self._limits)


def weigh(sheets: Iterable[ScannedSheet], limits: Limits) -> None:
    """Raises UserError if all the sheets together need more memory than there is, by what was measured of calamine."""
    together = list(sheets)
    cells = sum(sheet.cells for sheet in together)
    letters = sum(sheet.letters for sheet in together)
    needed = _OF_A_CELL * cells + _OF_A_VALUE * sum(sheet.filled for sheet in together) + letters
    if cells > limits.cells or letters > limits.letters or needed > limits.memory * 2 // 3:
        raise refused("too_large")


def within(height: int, width: int, limits: Limits) -> None:
    """Raises UserError where a sheet of that many rows and columns is beyond the bounds."""
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise refused("far_cell")


def note(faults: dict[tuple[int, int], str], at: tuple[int, int], fault: str, limits: Limits) -> None:
    """Keeps one faulty cell; more than an extract can have are refused."""
    faults[at] = fault
    if len(faults) > limits.faults:
        raise refused("too_many_errors")
