"""A copy of a user's own file with faulty cells coloured and commented, and every value in its own
cell.

It is written from plain values, without any formula, macro, link or comment of the original.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.problems import Problem, Severity
from data.workbook import Sheet, number

# background, edge; the comment names the severity too, so that nothing depends on colour alone
_LOOK = {
    Severity.ERROR: ("#F4D7D7", "#651B1B"),
    Severity.WARNING: ("#FDE4D7", "#7A3C1C"),
    Severity.NOTE: ("#F3F3F3", "#484949"),
}
_DATE, _STAMP, _TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"
_FIRST_DATE = date(1900, 3, 1)  # before this Excel counts a day that did not exist
_AT_MOST = 30_000  # comments on one sheet
_TEXT_AT_MOST = 32_000  # characters in one cell
_MADE = datetime(2024, 4, 1)  # noqa: DTZ001 not the current time, so that the same file makes the same copy


def marked_copy(sheets: Iterable[Sheet], problems: Iterable[Problem]) -> bytes:
    """Return an Excel workbook of these sheets' values, with the problems marked and a key to the
    colours.
    """
    made = BytesIO()
    found: dict[tuple[str, int, int], list[Problem]] = {}
    for problem in problems:
        if problem.cell:
            found.setdefault(
                (problem.sheet, problem.row - 1, number(problem.cell.rstrip("0123456789"))), []
            ).append(problem)
    settings = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(made, settings) as book:
        book.set_properties({"created": _MADE})
        for sheet in sheets:
            if sheet.visible:
                _sheet(
                    book,
                    sheet,
                    {
                        (row, column): of
                        for (name, row, column), of in found.items()
                        if name == sheet.name
                    },
                )
    return made.getvalue()


def _sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, marked: dict[tuple[int, int], list[Problem]]
) -> None:
    page = book.add_worksheet(_allowed(sheet.name))
    page.set_column(0, max((len(row) for row in sheet.rows), default=1), 14)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    looks: dict[tuple[Severity | None, str], Format] = {}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if value not in ("", None):
                _put(page, row, column, value, _look(book, looks, marked.get((row, column)), value))
    for number_of_comments, ((row, column), problems) in enumerate(sorted(marked.items())):
        if (
            row >= len(sheet.rows)
            or column >= len(sheet.rows[row])
            or sheet.rows[row][column] in ("", None)
        ):
            page.write_blank(row, column, None, _look(book, looks, problems, ""))
        if number_of_comments < _AT_MOST:
            page.write_comment(
                row,
                column,
                "\n".join(map(_comment, problems))[:_TEXT_AT_MOST],
                {"author": "", "x_scale": 2},
            )


def _allowed(name: str) -> str:
    """Return a sheet name that Excel allows; a CSV file's name may be too long or have forbidden
    characters.
    """
    return (
        "".join("_" if letter in "[]:*?/\\" else letter for letter in name)[:31].strip("'")
        or "Sheet1"
    )


def _comment(problem: Problem) -> str:
    return f"{problem.severity.capitalize()}: {problem.message}. {problem.advice}".rstrip()


def _look(
    book: xlsxwriter.Workbook,
    looks: dict[tuple[Severity | None, str], Format],
    problems: list[Problem] | None,
    value: object,
) -> Format:
    """Return the format of a cell: how its value is written, and the colour of its most serious
    problem.
    """
    grave = (
        min((problem.severity for problem in problems), key=list(Severity).index)
        if problems
        else None
    )
    kind = (
        _STAMP
        if isinstance(value, datetime)
        else _DATE
        if isinstance(value, date)
        else _TIME
        if isinstance(value, time)
        else "@"
        if isinstance(value, str)
        else ""
    )
    if (grave, kind) not in looks:
        style = {"num_format": kind} if kind else {}
        if grave:
            back, edge = _LOOK[grave]
            style |= {"bg_color": back, "border": 1, "border_color": edge}
        looks[grave, kind] = book.add_format(style)
    return looks[grave, kind]


def _put(page: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Write a value with its type; a duration, or a date that Excel cannot represent, is written as
    text.
    """
    if isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value, look)
    elif (
        isinstance(value, (datetime, date))
        and (value.date() if isinstance(value, datetime) else value) >= _FIRST_DATE
    ):
        page.write_datetime(row, column, value, look)  # pyright: ignore[reportArgumentType] - it takes a date; its annotation does not say so
    elif isinstance(value, timedelta):
        page.write_string(row, column, str(value), look)
    else:
        page.write_string(row, column, str(value)[:_TEXT_AT_MOST], look)
