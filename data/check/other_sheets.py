"""Read a column with the cells of the table's other sheets: proof in one sheet counts in all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from data.check.cell import CellResult
from data.check.date_cell import counted_from_1900
from data.check.rows_without_records import records
from data.recognise.find_tables import DetectedTable
from data.schema import Column, Kind

Held = Mapping[
    str, Mapping[tuple[type, object], str]
]  # column -> each cell, with its kind -> where it is
NOTHING_BESIDE: Held = {}


class Means(Protocol):
    """A function that returns what every cell of a column means; `cell_of` names the cell of an
    index.
    """

    def __call__(
        self, raw: Sequence[object], *, cell_of: Callable[[int], str]
    ) -> list[CellResult]: ...


def cells_held(found: DetectedTable, place: str) -> Held:
    """Return the different cells of the columns in which one cell can prove something about
    others."""
    held: dict[str, dict[tuple[type, object], str]] = {}
    rows = records(found).rows
    for key, at in found.columns.items():
        column = found.table.column(key)
        if column.kind is Kind.DATE or column.codes == "accommodation":
            cells = counted(
                [
                    row[at] if at < len(row) else None
                    for row in map(found.sheet.rows.__getitem__, rows)
                ],
                found,
                column,
            )
            distinct = held.setdefault(key, {})
            for row, cell in zip(rows, cells, strict=True):
                if cell is not None and cell != "":
                    distinct.setdefault(
                        (type(cell), cell), f"cell {found.cell(key, row)} of '{place}'"
                    )
    return held


def beside(held: Sequence[Held], own: int) -> Held:
    """Return the cells of all sheets except one."""
    others: dict[str, dict[tuple[type, object], str]] = {}
    for number, sheet in enumerate(held):
        for key, cells in sheet.items() if number != own else ():
            others[key] = dict(cells) | others.get(key, {})
    return others


def judged(
    raw: Sequence[object],
    others: Mapping[tuple[type, object], str],
    cell_of: Callable[[int], str],
    means: Means,
) -> list[CellResult]:
    """Return what the cells of a sheet mean, together with those of the other sheets.

    A value that is doubtful in its own sheet stays doubtful.
    """
    own = means(raw, cell_of=cell_of)
    if not others:
        return own
    cells, places = [cell for _, cell in others], list(others.values())
    together = means(
        [*raw, *cells],
        cell_of=lambda index: cell_of(index) if index < len(raw) else places[index - len(raw)],
    )
    return [
        alone if alone.value is None else meant for alone, meant in zip(own, together, strict=False)
    ]


def counted(raw: Sequence[object], found: DetectedTable, column: Column) -> Sequence[object]:
    """Return the cells with day numbers counted from 1900, if this workbook counts them from
    1904."""
    if column.kind is not Kind.DATE or not found.sheet.date_1904:
        return raw
    return [counted_from_1900(written) for written in raw]
