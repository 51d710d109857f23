"""Find rows with more cells than headings: a separator inside a value has split it and moved the
rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.check.cell import CellIssue
from data.problems import Severity
from data.recognise.find_tables import DetectedTable
from data.schema import Kind

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_MUST_FIT = (Kind.DATE, Kind.NUMBER, Kind.CODE)


def long_rows(
    found: DetectedTable, rows: Sequence[int], unusable: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, int, CellIssue]]:
    """Yield each long row: its place in `rows`, its last filled cell, and its fault.

    In a text file any cell to the right of the last heading makes a row too long. A workbook may
    have remarks there, so most filled dates, numbers and codes of the row must also be unreadable
    (`unusable`: place in `rows` -> keys). Empty cells at the end do not count.
    """
    headings = _headings(found)
    for place, row in enumerate(rows):
        cells = _width(found.sheet.rows[row])
        if cells > headings and (
            found.sheet.separator or _misfits(found, row, unusable.get(place, ()))
        ):
            yield place, cells - 1, _fault(cells, headings, found.sheet.separator)


def _headings(found: DetectedTable) -> int:
    """Return the width of the headings, including group headings in the row above."""
    lines = found.sheet.rows[max(found.heading_row - 1, 0) : found.heading_row + 1]
    return max(*map(_width, lines), *(position + 1 for position in found.columns.values()))


def _width(cells: Sequence[object]) -> int:
    """Count the cells up to the last one that is filled."""
    for number in range(len(cells), 0, -1):
        if cells[number - 1] != "" and str(cells[number - 1]).strip():
            return number
    return 0


def _misfits(found: DetectedTable, row: int, unusable: Sequence[str]) -> bool:
    cells = found.sheet.rows[row]
    filled = [
        key
        for key, at in found.columns.items()
        if found.table.column(key).kind in _MUST_FIT and at < len(cells) and cells[at] != ""
    ]
    return 2 * len(set(filled) & set(unusable)) > len(filled)


def _fault(cells: int, headings: int, separator: str) -> CellIssue:
    name = _NAMES.get(separator, "separator")
    return CellIssue(
        "row_too_long",
        f"is in a row with {cells} cells under {headings} headings: a {name} inside a "
        "value may have split it",
        f"Put quotation marks around values that contain a {name}. If the last cell is a "
        "remark, give its column a heading.",
        Severity.ERROR,
    )
