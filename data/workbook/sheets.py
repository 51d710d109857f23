"""The result of reading a file: sheets of plain cells, and the names of contents that were not
read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NO_SAVED_VALUE = "formula without a saved value"
MERGED = "covered by a merged cell"


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[i][j]` is the cell of row i+1 and column j+1.

    `faults` are cells with an error ('#N/A'), a formula without a saved value (NO_SAVED_VALUE) or
    covered by a merged cell (MERGED), by (row, column) counted from 0. Hidden rows and columns are
    counted within the used area; they are read like the others.
    """

    name: str
    rows: list[list[object]]
    visible: bool = True
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0
    date_1904: bool = (
        False  # days are counted from 1904, as in old Excel for Mac; real dates are right anyway
    )
    separator: str = ""  # the separator of a text file; a workbook has none


@dataclass(slots=True)
class Workbook:
    """A file that has been read. `left_alone` describes the contents that were never followed or
    kept.
    """

    kind: str  # xlsx, xlsm, xlsb, xls, ods or csv, by the file's content
    sheets: list[Sheet]
    left_alone: list[str] = field(default_factory=list)


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(column: bytes | str) -> int:
    """Return the column, counted from 0, for its letters: A is 0, AA is 26."""
    value = 0
    for letter in column.encode() if isinstance(column, str) else column:
        value = value * 26 + letter - 64
    return value - 1
