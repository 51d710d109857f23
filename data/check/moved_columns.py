"""Find tables that can be read but must be wrong: columns that moved, or required columns without a
value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from data.problems import Doubt, Problem, UserError
from data.recognise.files import source_name
from data.recognise.find_tables import DetectedTable
from data.schema import TABLES, Column

FEWEST_FILLED = (
    5  # in a shorter column one odd spelling is a mistake, not a sign that columns have moved
)
_PEOPLE = "care_leavers"
_MAY_BE_BLANK = frozenset({("workforce", "worker_id")})  # every post of the sheet may be vacant


def see_required_filled(sheets: Sequence[DetectedTable], frame: pd.DataFrame, file: str) -> None:
    """Raise UserError if a required column is blank in every row of all sheets of a table.

    A table without rows passes. So does a single row, except in care leavers: its missing values
    are reported at their cells.
    """
    found = sheets[0]
    fewest = 1 if found.table.key == _PEOPLE else 2
    required = found.table.required if len(frame) >= fewest else []
    blank = [
        column.heading
        for column in required
        if column.key in frame and _is_blank(found, frame, column)
    ]
    if blank:
        columns = f"its column{'s' if len(blank) > 1 else ''} {' and '.join(blank)}"
        are = "are empty" if len(blank) > 1 else "is empty"
        names = " and ".join(f"'{one.sheet.name}'" for one in sheets)
        hold = f"sheets {names} have" if len(sheets) > 1 else f"sheet {names} has"
        words = f"{file}: The {hold} {found.table.title}, and {columns} {are} in every row."
        raise UserError(
            "column_missing",
            f"{words} Export the extract with the values, fill them in, or remove the sheet.",
        )


def _is_blank(found: DetectedTable, frame: pd.DataFrame, column: Column) -> bool:
    """Return whether this column is empty in every row; a value that could not be read is not
    empty.
    """
    exempt = (found.table.key, column.key) in _MAY_BE_BLANK
    return (
        not exempt and bool(frame[column.key].isna().all()) and not _unread(frame, column.key).any()
    )


def _unread(frame: pd.DataFrame, key: str) -> pd.Series:
    return pd.Series(
        [key in keys.split() for keys in frame["unusable"]], index=frame.index, dtype=bool
    )


def moved_columns(
    tables: Mapping[str, pd.DataFrame], problems: Iterable[Problem]
) -> Iterator[Doubt]:
    """Yield a question if under half of the filled cells of a column can be used.

    Columns with fewer than FEWEST_FILLED filled cells are not judged. The tables must still have
    their rows with errors.
    """
    unread = _unread_cells(tables, problems)
    number, named = 0, []
    for key, frame in tables.items():
        columns = []
        for column in TABLES[key].columns:
            if cells := unread[key, column.key]:
                usable = int((frame[column.key].notna() & ~_unread(frame, column.key)).sum())
                if usable + cells >= FEWEST_FILLED and usable < cells:
                    columns.append(f"{column.heading} ({usable:,} of {usable + cells:,})")
        number += len(columns)
        named += [f"{TABLES[key].title}: {', '.join(columns)}"] if columns else []
    if number:
        words = (
            f"Columns may have moved: in {number} column{'s' if number > 1 else ''} under half "
            "of the filled cells can be used"
        )
        advice = (
            "Check that each heading is above its own values. If the spellings are the "
            "council's own, explain them in a mapping."
        )
        yield Doubt(
            "columns_moved",
            f"{words}. {'. '.join(named)}.",
            advice,
            must_confirm=True,
            number=number,
        )


def _unread_cells(
    tables: Mapping[str, pd.DataFrame], problems: Iterable[Problem]
) -> Counter[tuple[str, str]]:
    """Count the filled cells that could not be used, by (table, column).

    A cell covered by a merged cell is not filled, and rows that are too long do not count. A table
    from several files names the file before the sheet, so a problem is searched for by both names.
    """
    named = [
        (one, name) for one in problems for name in (one.sheet, source_name(one.file, one.sheet))
    ]
    covered = {
        (one.table, name, one.row, one.column) for one, name in named if one.rule == "merged_cell"
    }
    too_long = {(one.table, name, one.row) for one, name in named if one.rule == "row_too_long"}
    unread: Counter[tuple[str, str]] = Counter()
    for key, frame in tables.items():
        marked = frame.loc[frame["unusable"] != "", ["source_sheet", "source_row", "unusable"]]
        for sheet, row, columns in marked.itertuples(index=False):
            if (key, sheet, row) not in too_long:
                unread.update(
                    (key, column)
                    for column in columns.split()
                    if (key, sheet, row, column) not in covered
                )
    return unread
