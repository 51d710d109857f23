"""Write the month's workbook and the empty template as Excel files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import xlsxwriter
from pandas.api.typing import NaTType, NAType
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data.codelists import codelist
from data.schema import TABLES, Blank, Column, Kind, Table

AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY = "dd/mm/yyyy"
_MADE = datetime(
    2024, 4, 1, tzinfo=UTC
)  # not the current time, so that the same tables make the same file
_HEADINGS_AT = 2  # row 3 of a month's sheet
_ROWS_TO_FILL = 5000
_INLINE_LIMIT = 255  # Excel's limit for a drop-down that is not a range of cells
_CODES = "Codes"
_Value = str | float | date | NaTType | NAType | None  # of a cell
_EARLIEST, _LATEST = date(1900, 1, 2), date(2100, 12, 31)


def write_month(
    target: Path | BinaryIO,
    tables: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str] | None = None,
    more: Mapping[str, pd.DataFrame] | None = None,
) -> None:
    """Write a month's extract, one sheet per table: title in row 1, headings in row 3, data from
    row 4.

    `tables` is by schema key, with schema headings as columns. Missing columns are left out; raises
    ValueError for unknown ones. Dates become Excel dates, IDs and codes text, None an empty cell. A
    sheet without a title gets the table's own. `more` are further sheets of text by name, not part
    of an extract.
    """
    with _workbook(target) as book:
        for key, frame in tables.items():
            table = TABLES[key]
            unknown = set(frame.columns) - {column.heading for column in table.columns}
            if unknown:
                raise ValueError(f"{table.title} has no column {sorted(unknown)}")
            _month_sheet(book, table, frame, (titles or {}).get(key, table.title))
        for name, frame in (more or {}).items():
            _words_sheet(book, name, frame)


def write_template(target: Path | BinaryIO) -> None:
    """Write an empty workbook to fill in: guidance, one sheet per table with drop-downs and notes,
    and the codes.
    """
    with _workbook(target) as book:
        _read_me(book)
        lists = sorted(
            {column.codes for table in TABLES.values() for column in table.columns if column.codes}
        )
        for table in TABLES.values():
            _template_sheet(book, table, lists)
        _codes_sheet(book, lists)


def _workbook(target: Path | BinaryIO) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, AS_TYPED)
    book.set_properties({"created": _MADE})
    return book


def _month_sheet(book: xlsxwriter.Workbook, table: Table, frame: pd.DataFrame, title: str) -> None:
    sheet = book.add_worksheet(table.title)
    bold, heading = book.add_format({"bold": True, "font_size": 13}), _heading(book)
    day, text = (
        book.add_format({"num_format": DAY, "align": "left"}),
        book.add_format({"num_format": "@"}),
    )
    sheet.write_string(0, 0, title, bold)
    sheet.set_row(_HEADINGS_AT, 32)
    sheet.freeze_panes(_HEADINGS_AT + 1, 1)
    shown = [column for column in table.columns if column.heading in frame.columns]
    for place, column in enumerate(shown):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(_HEADINGS_AT, place, column.heading, heading)
        for row, value in enumerate(frame[column.heading].tolist(), _HEADINGS_AT + 1):
            _cell(sheet, row, place, value, day, text if column.kind is Kind.ID else None)


def _words_sheet(book: xlsxwriter.Workbook, name: str, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    heading, day = _heading(book), book.add_format({"num_format": DAY, "align": "left"})
    sheet.freeze_panes(1, 0)
    for place, written in enumerate(frame.columns):
        sheet.set_column(place, place, 22)
        sheet.write_string(0, place, written, heading)
        for row, value in enumerate(frame[written].tolist(), 1):
            _cell(sheet, row, place, value, day, None)


def _cell(
    sheet: Worksheet, row: int, place: int, value: _Value, day: Format, text: Format | None
) -> None:
    if pd.isna(value) or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, day)  # pyright: ignore[reportArgumentType] - it takes a date; its annotation does not say so
    elif isinstance(value, (Real, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, place, float(value))
    else:
        sheet.write_string(row, place, str(value), text)


def _heading(book: xlsxwriter.Workbook, **more: object) -> Format:
    return book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1} | more)


def _width(column: Column) -> float:
    """Return a width that fits the longest word of the heading and the values below it."""
    below = {Kind.ID: 12, Kind.DATE: 12, Kind.NUMBER: 8, Kind.TEXT: 24}.get(column.kind)
    if below is None:
        below = min(30, max(len(label) for label in codelist(column.codes).labels.values()))
    return max(below, *(len(word) + 2 for word in column.heading.split()))


# The template.


def _template_sheet(book: xlsxwriter.Workbook, table: Table, lists: list[str]) -> None:
    sheet = book.add_worksheet(table.title)
    plain, required = _heading(book), _heading(book, bg_color="#FFE699")
    formats = {
        Kind.ID: book.add_format({"num_format": "@"}),
        Kind.DATE: book.add_format({"num_format": DAY, "align": "left"}),
    }
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column), formats.get(column.kind))
        sheet.write_string(0, place, column.heading, required if column.required else plain)
        sheet.write_comment(0, place, meaning(column), {"x_scale": 2, "author": ""})
        allowed = _allowed(column, lists)
        if allowed:
            sheet.data_validation(
                1, place, _ROWS_TO_FILL, place, allowed | {"ignore_blank": True, "input_title": ""}
            )


def meaning(column: Column) -> str:
    """Return a description of a column for users."""
    parts = ["Required." if column.required else "", column.note, _HOLDS[column.kind]]
    if column.codes:
        parts.append(
            "Your own words may be added to the list." if codelist(column.codes).open else ""
        )
    if not column.required:
        parts.append(
            "Blank means not done." if column.blank is Blank.NOT_DONE else "Blank means not known."
        )
    return " ".join(filter(None, parts))


_HOLDS = {
    Kind.ID: "Text: the number keeps its leading zeros.",
    Kind.TEXT: "Text.",
    Kind.DATE: "A date, day first: 31/05/2024.",
    Kind.NUMBER: "A number.",
    Kind.CODE: "Choose from the list, or type its code.",
}


def _allowed(column: Column, lists: list[str]) -> dict | None:
    """Return Excel's validation rule for the cells below a heading, or None."""
    if column.kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _EARLIEST,
            "maximum": _LATEST,
            "error_message": "Enter a date, such as 31/05/2024.",
        }
    if column.kind is Kind.NUMBER:
        wrong = f"Enter a number from {column.lowest:g} to {column.highest:g}."
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": column.lowest,
            "maximum": column.highest,
            "error_message": wrong,
        }
    if column.kind is Kind.CODE:
        # A code is valid as well as its label, so a value that is not in the drop-down gets only a
        # warning.
        wrong = (
            "This is not in the list. You can also use a code; anything else will be reported "
            "when the file is checked."
        )
        return {
            "validate": "list",
            "source": _choices(column.codes, lists),
            "error_type": "warning",
            "error_message": wrong,
            "show_error": True,
        }
    return None


def _choices(name: str, lists: list[str]) -> list[str] | str:
    """Return the labels if they are short and have no comma, otherwise their range on the sheet of
    codes.
    """
    listed = codelist(name)
    labels = list(listed.current.values())
    if len(",".join(labels)) <= _INLINE_LIMIT and not any("," in label for label in labels):
        return labels
    letter = xl_col_to_name(lists.index(name) * 2 + 1)
    return f"={_CODES}!${letter}$2:${letter}${len(labels) + 1}"


def _codes_sheet(book: xlsxwriter.Workbook, lists: list[str]) -> None:
    sheet = book.add_worksheet(_CODES)
    heading, text = _heading(book), book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(lists):
        codes, labels = number * 2, number * 2 + 1
        title = name.replace("_", " ")
        sheet.write_string(0, codes, f"{title}: code", heading)
        sheet.write_string(0, labels, f"{title}: in words", heading)
        sheet.set_column(codes, codes, 14)
        sheet.set_column(labels, labels, 36)
        for row, (code, label) in enumerate(codelist(name).current.items(), 1):
            sheet.write_string(row, codes, code, text)
            sheet.write_string(row, labels, label)


def _read_me(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    bold = book.add_format({"bold": True, "font_size": 13})
    sheet.write_string(
        0, 0, "Monthly extract for the care leavers dashboard: an empty workbook to fill in", bold
    )
    kinds = [
        (
            f"{table.title}: one row per {table.row_noun}. Required: "
            f"{', '.join(column.heading for column in table.required)}."
        )
        for table in TABLES.values()
    ]
    for row, line in enumerate([*_BEFORE, *kinds, *_AFTER], 2):
        sheet.write_string(row, 0, line)


_BEFORE = (
    "Fill in one sheet per table. Leave out any sheet for which you have no data.",
    "Yellow headings are required; the others are optional. Point to a heading to read "
    "what it means.",
    "",
)
_AFTER = (
    "",
    "Leave a cell empty if the value is not known. Do not write n/a or a dash.",
    "Many columns have a list to choose from. The codes and labels are on the sheet Codes. "
    "You can write either.",
    "Type dates as day, month, year. Young people's IDs are text, so that they keep leading zeros.",
    "Save the workbook with its month in the name, care-leavers-YYYY-MM.xlsx, and import "
    "it on the Data page.",
    "The dashboard keeps only these columns. Do not add names of young people, addresses or notes.",
)
