"""The results of scanning a file before calamine reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.workbook.limits import Limits
from data.workbook.refusals import refused


@dataclass(slots=True)
class ScannedSheet:
    """Facts about a sheet that calamine does not return. Rows and columns are counted from 0."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(
        default_factory=list
    )  # only if calamine does not list them
    booleans: set[tuple[int, int]] = field(
        default_factory=set
    )  # only if calamine returns them as numbers
    cells: int = 0  # rows times columns
    filled: int = 0  # cells that are not blank
    letters: int = 0  # in all its texts, each counted as often as it is used


@dataclass(slots=True)
class Scanned:
    """Facts about a file that calamine does not return.

    `replacement` is the file in a form that calamine can read, if it cannot read the original.
    """

    kind: str
    sheets: dict[str, ScannedSheet]
    left_alone: list[str] = field(default_factory=list)
    replacement: bytes | None = None
    date_1904: bool = False  # days are counted from 1904


_OF_A_CELL, _OF_A_VALUE = 32, 90  # bytes
_ROWS_OF_EXCEL, _COLUMNS_OF_EXCEL = 2**20, 2**14


class Bounds:
    """Collect the addresses of a sheet's cells, and refuse one that is far away or repeated."""

    def __init__(self, limits: Limits):
        self._limits, self._height, self._width = limits, 0, 0
        self._seen: dict[int, int] = {}  # row -> a bit for each of its columns
        self.filled = 0

    @property
    def cells(self) -> int:
        return self._height * self._width

    def take(self, row: int, column: int, blank: bool = False) -> None:
        """Add a cell, counted from 0. Blank cells may be anywhere, because they are not read."""
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
        """Extend the sheet's area to this cell."""
        if row >= self._height or column >= self._width:
            self._height, self._width = max(self._height, row + 1), max(self._width, column + 1)
            within(self._height, self._width, self._limits)


def weigh(sheets: Iterable[ScannedSheet], limits: Limits) -> None:
    """Raise UserError if all sheets together need too much memory, estimated from measurements of
    calamine.
    """
    together = list(sheets)
    cells = sum(sheet.cells for sheet in together)
    letters = sum(sheet.letters for sheet in together)
    needed = _OF_A_CELL * cells + _OF_A_VALUE * sum(sheet.filled for sheet in together) + letters
    if cells > limits.cells or letters > limits.letters or needed > limits.memory * 2 // 3:
        raise refused("too_large")


def within(height: int, width: int, limits: Limits) -> None:
    """Raise UserError if a sheet with that many rows and columns is above the limits."""
    if height > limits.rows or width > limits.columns or height * width > limits.cells:
        raise refused("far_cell")


def note(
    faults: dict[tuple[int, int], str], at: tuple[int, int], fault: str, limits: Limits
) -> None:
    """Record a faulty cell. Raises UserError if there are too many."""
    faults[at] = fault
    if len(faults) > limits.faults:
        raise refused("too_many_errors")
