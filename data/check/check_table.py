"""Read one table of a sheet: every cell typed by the schema, every problem reported with its
cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import Any

import pandas as pd

from data.check.cell import CellIssue, CellResult
from data.check.check_column import meanings, with_digits
from data.check.other_sheets import NOTHING_BESIDE, Held, counted, judged
from data.check.rows_too_long import long_rows
from data.check.rows_without_records import records
from data.check.skipped_rows import passed_over
from data.dates import DATE_DTYPE
from data.gc_pause import uncollected
from data.problems import Problem, Severity
from data.recognise.find_tables import DetectedTable
from data.schema import Column, Kind
from data.workbook import MERGED, NO_SAVED_VALUE, letters

TYPE, JUDGED = "type_of_accommodation", "suitability_of_accommodation"
_DIFFERS = CellIssue(
    "suitability_differs",
    "has a digit for suitability that the suitability column contradicts; the column decides",
    "Correct the one that is wrong.",
)


def typed(values: list[Any], kind: Kind) -> pd.Series:
    """Return values of one kind as a column; None is blank.

    Dates (or ISO text) become datetime64, numbers float, and everything else text.
    """
    if kind is Kind.DATE:
        return pd.Series(
            pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d"), dtype=DATE_DTYPE
        )
    return pd.Series(values, dtype="float64" if kind is Kind.NUMBER else "str")


@uncollected()
def read_table(
    found: DetectedTable, file: str, as_at: date, others: Held = NOTHING_BESIDE
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the table with every cell typed, and the problems of its cells. Empty rows are
    skipped.

    `others` holds the cells of the table's other sheets.
    """
    sheet, table = found.sheet, found.table
    under = records(found)
    rows, problems = under.rows, [*passed_over(found, under.passed, file), *_hidden(found, file)]
    digits: list[str] = []
    unusable: dict[int, list[str]] = {}
    series: dict[str, pd.Series] = {}
    by_column = list(zip_longest(*(sheet.rows[row] for row in rows)))
    for key, position in found.columns.items():
        column = table.column(key)
        raw = by_column[position] if position < len(by_column) else [None] * len(rows)
        means = partial(
            meanings,
            column=column,
            as_at=as_at,
            taught=found.codes.get(key),
            sure=found.format == "oc3",
        )
        meant_by = judged(
            counted(raw, found, column),
            others.get(key, {}),
            partial(_cell, found, key, rows),
            means,
        )
        decides = column.decides_row
        series[key] = typed([meant.value for meant in meant_by], column.kind)
        digits = [meant.implied for meant in meant_by] if key == TYPE else digits
        doubtful = [
            index
            for index, meant in enumerate(meant_by)
            if meant.fault or (decides and meant.value is None)
        ]
        if sheet.faults:
            doubtful = sorted(
                {
                    *doubtful,
                    *(index for index, row in enumerate(rows) if (row, position) in sheet.faults),
                }
            )
        for index in doubtful:
            meant, row = meant_by[index], rows[index]
            if fault := _fault(meant, sheet.faults.get((row, position))):
                problems.append(_problem(fault, column, found, row, file, raw[index]))
                if fault.severity is not Severity.NOTE:
                    unusable.setdefault(index, []).append(key)
            said = (meant.fault and meant.fault.severity is not Severity.NOTE) or (
                row,
                position,
            ) in sheet.faults
            if decides and meant.value is None and not said:
                problems.append(
                    _problem(
                        CellIssue("blank", "is blank", f"Every {table.row_noun} needs it."),
                        column,
                        found,
                        row,
                        file,
                        "",
                    )
                )
    problems += _judged_by_digit(series, digits, unusable, found, rows, file)
    frame = pd.DataFrame(series)
    frame["source_sheet"] = pd.Series([sheet.name] * len(rows), dtype="str")
    frame["source_row"] = [row + 1 for row in rows]
    frame["unusable"] = pd.Series(
        [" ".join(unusable.get(index, ())) for index in range(len(rows))], dtype="str"
    )
    problems += _twice(found, file)
    return frame, _long_rows(problems, found, rows, unusable, file)


def _long_rows(
    problems: list[Problem],
    found: DetectedTable,
    rows: list[int],
    unusable: dict[int, list[str]],
    file: str,
) -> list[Problem]:
    """Return the problems with one error for each row that is too long, instead of those of its
    moved cells.
    """
    first = next(iter(found.columns))
    errors = {
        rows[place] + 1: Problem(
            fault.severity,
            fault.rule,
            fault.message,
            fault.advice,
            file,
            found.sheet.name,
            f"{letters(at)}{rows[place] + 1}",
            found.table.key,
            first,
            value=as_typed(found.sheet.rows[rows[place]][at]),
        )
        for place, at, fault in long_rows(found, rows, unusable)
    }
    return [*(problem for problem in problems if problem.row not in errors), *errors.values()]


def _cell(found: DetectedTable, key: str, rows: list[int], index: int) -> str:
    return f"cell {found.cell(key, rows[index])}"


def _judged_by_digit(
    series: dict[str, pd.Series],
    digits: list[str],
    unusable: dict[int, list[str]],
    found: DetectedTable,
    rows: list[int],
    file: str,
) -> Iterator[Problem]:
    """Fill in the suitability from the type's digit, and report where the suitability column
    contradicts it.
    """
    judged, differ = with_digits(
        series.get(JUDGED), digits, {index for index, keys in unusable.items() if JUDGED in keys}
    )
    if judged is not None:
        series[JUDGED] = judged
    for index in differ:
        written = found.sheet.rows[rows[index]][found.columns[TYPE]]
        yield _problem(_DIFFERS, found.table.column(TYPE), found, rows[index], file, written)


def _hidden(found: DetectedTable, file: str) -> Iterator[Problem]:
    """Report rows and columns that a filter or a person has hidden; they are read like any
    other."""
    for rule, number, one in (
        ("rows_hidden", found.sheet.hidden_rows, "row"),
        ("columns_hidden", found.sheet.hidden_columns, "column"),
    ):
        if number:
            words = (
                f"1 {one} of this sheet is" if number == 1 else f"{number} {one}s of this sheet are"
            )
            words += " hidden in Excel but read anyway"
            advice = "Clear the filter, or unhide what is hidden, to see what was read."
            yield Problem(
                Severity.NOTE, rule, words, advice, file, found.sheet.name, "", found.table.key
            )


def _fault(meant: CellResult, at_cell: str | None) -> CellIssue | None:
    """Return what is wrong with a cell: the error that Excel shows there, or the fault of its
    value.
    """
    if at_cell == NO_SAVED_VALUE:
        return CellIssue(
            "formula_without_value",
            "has a formula that was saved without its value",
            "Open the file in Excel, let it calculate, and save it.",
        )
    if at_cell == MERGED:
        words = "is part of a merged cell, whose value is only in the first cell"
        return CellIssue("merged_cell", words, "Unmerge the cells in Excel and fill in each row.")
    if at_cell:
        return CellIssue(
            "excel_error",
            f"has an Excel error ({at_cell})",
            "Correct the formula, or leave the cell empty.",
        )
    return meant.fault


def _problem(
    fault: CellIssue, column: Column, found: DetectedTable, row: int, file: str, written: object
) -> Problem:
    severity = (
        Severity.ERROR
        if column.decides_row and fault.severity is Severity.WARNING
        else fault.severity
    )
    return Problem(
        severity,
        fault.rule,
        fault.message,
        fault.advice,
        file,
        found.sheet.name,
        found.cell(column.key, row),
        found.table.key,
        column.key,
        found.headings[column.key],
        as_typed(written),
    )


def as_typed(written: object) -> str:
    """Return a value as its owner sees it in the cell."""
    return (
        f"{written:%d/%m/%Y}"
        if isinstance(written, date)
        else f"{written:.15g}"
        if isinstance(written, float)
        else str(written)
    )


def _twice(found: DetectedTable, file: str) -> Iterator[Problem]:
    """Report headings that two columns of a sheet share: neither is read, because one would be a
    guess.
    """
    for key, cells in found.twice.items():
        heading, decided = found.table.column(key).heading, found.table.column(key).required
        what = "the first is used" if decided else "neither is used"
        yield Problem(
            Severity.WARNING,
            "heading_twice",
            f"Two columns are headed {heading} ({' and '.join(cells)}); {what}.",
            "Rename or remove one of them.",
            file,
            found.sheet.name,
            cells[0],
            found.table.key,
            key,
            heading,
        )
