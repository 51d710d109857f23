"""Find dates about tables: in the rows above their headings, in sheet names and in the file
name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import PurePath

from data.recognise.as_at import Written
from data.recognise.find_tables import DetectedTable
from data.recognise.words_before_dates import Word, dates_in, waits_for_a_date
from data.workbook import letters

_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.I)
_DAY_ZERO = date(1899, 12, 30)  # Excel's day 0
_SERIALS = range(36_526, 73_051)  # Excel's day numbers of 2000 to 2099
Cells = dict[tuple[int, int], object]  # row and column -> the cell; blank cells are left out


def written_dates(
    tables: Sequence[DetectedTable], file: str, names: Sequence[str]
) -> list[Written]:
    """Return every date about a file's tables: from title rows, then sheet names, then the file
    name.

    `names` are the file's own name and, if it came in a zip, the zip's name; `file` is both in one
    name.
    """
    sheets = list({table.sheet.name: table for table in tables}.values())
    stems = {PurePath(name).stem for name in names}
    named = [
        name for table in sheets if (name := table.sheet.name) not in stems
    ]  # a text file's sheet has the file's name
    return [
        *(one for table in sheets for one in _in_titles(table, file)),
        *(one for name in named for one in _in_name(name, f"the sheet name '{name}'", file)),
        *(
            one
            for name in names
            for one in _in_name(_EXTENSION.sub("", name), "the file name", file)
        ),
    ]


def _in_name(name: str, place: str, file: str) -> Iterator[Written]:
    for one in dates_in(name):
        yield Written(one.day, one.whole, one.word, place, file, in_name=True)


def _in_titles(table: DetectedTable, file: str) -> Iterator[Written]:
    """Yield the dates above a table's headings. A label ('Position at') is read together with its
    cell.
    """
    rows = table.sheet.rows[: table.heading_row]
    cells = {
        (r, c): cell
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if str(cell).strip()
    }
    labels = _labels(cells)
    for (row, column), cell in cells.items():
        label = labels.get((row, column), "")
        if label or not isinstance(cell, (int, float)):
            place = f"cell {letters(column)}{row + 1} of sheet '{table.sheet.name}'"
            for one in dates_in(f"{label} {_as_text(cell)}"):
                yield Written(one.day, one.whole, one.word, place, file, in_name=False)


def _labels(cells: Cells) -> dict[tuple[int, int], str]:
    """Map the row and column of each date to the label on its left or above it."""
    labels: dict[tuple[int, int], str] = {}
    for (row, column), cell in cells.items():
        if isinstance(cell, str) and waits_for_a_date(cell):
            beside = [
                (r, c)
                for r, c in cells
                if r == row and c > column and re.search(r"\w", str(cells[r, c]))
            ]
            for place in [*sorted(beside)[:1], (row + 1, column)]:
                if place in cells and _holds_a_date(cells[place]):
                    labels[place] = cell
                    break
    return labels


def _holds_a_date(cell: object) -> bool:
    """Return whether a cell has a date without a label in the same cell."""
    found = dates_in(_as_text(cell))
    return bool(found) and all(one.word is Word.NONE for one in found)


def _as_text(cell: object) -> str:
    """Return a cell as text, with a date even if the cell has only Excel's day number."""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return (
            f"{_DAY_ZERO + timedelta(days=int(cell))}" if int(cell) in _SERIALS else f"{cell:.0f}"
        )
    return str(cell)
