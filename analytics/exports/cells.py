"""Write one value into a cell: text as text, numbers as numbers, dates as dates, never a
formula."""

from __future__ import annotations

from datetime import date, datetime, time
from numbers import Integral, Real

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from analytics.charts.style import BLUE, QUIET, WHITE

_LONGEST = 32_767  # characters that Excel keeps in a cell
_NARROW, _WIDE = 9, 44


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        self.headline = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": QUIET})
        self.heading = book.add_format(
            {
                "bold": True,
                "font_color": WHITE,
                "bg_color": BLUE,
                "text_wrap": True,
                "valign": "top",
                "border": 1,
            }
        )
        self.text = book.add_format({**top, "text_wrap": True, "num_format": "@"})
        self.whole = book.add_format({**top, "num_format": "#,##0"})
        self.decimal = book.add_format({**top, "num_format": "#,##0.0"})
        self.date = book.add_format({**top, "num_format": "dd/mm/yyyy", "align": "left"})
        self.hidden = book.add_format({**top, "align": "right"})


def write(sheet: Worksheet, row: int, column: int, value: object, formats: Formats) -> None:
    """Write one value in the format of its type; a missing value leaves the cell empty."""
    if missing(value):
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "Yes" if value else "No", formats.text)
    elif isinstance(value, Integral):
        sheet.write_number(row, column, int(value), formats.whole)
    elif isinstance(value, Real):
        sheet.write_number(row, column, float(value), formats.decimal)
    elif isinstance(value, date) and value.year > 1900:
        sheet.write_datetime(row, column, datetime.combine(value, time()), formats.date)
    else:
        sheet.write_string(
            row, column, spoken(value)[:_LONGEST], formats.hidden if value == "c" else formats.text
        )


def missing(value: object) -> bool:
    """Return True for None, NA, NaT, NaN and infinity."""
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))))
    )


def spoken(value: object) -> str:
    """Return a value as a reader sees it in a cell."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def width_of(heading: str, values: list[object]) -> float:
    """Return a column's width in characters: its longest cell, within limits; a long heading
    wraps."""
    longest = max((len(spoken(value)) for value in values if not missing(value)), default=0)
    return min(max(longest + 2, min(len(heading) + 4, 18), _NARROW), _WIDE)
