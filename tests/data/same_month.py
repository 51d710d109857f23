"""One made-up month as plain cells, its writing in every form that a council may send, and its
figures.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import xlsxwriter

from analytics.measures.birthdays import birthday_month, returned_month
from analytics.measures.calculate import PARTS, calculate
from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW, ON_BIRTHDAYS
from analytics.month.month import month_of
from analytics.month.settings import Settings
from data.check.check_month import CheckedExtract, read_month
from data.recognise.files import Source
from data.sample.council import sample_months
from data.schema import TABLES

AS_AT = date(2025, 3, 31)
TITLE = "Kestrelshire Council: made-up people as at 31/03/2025"
Grid = list[list[object]]
Figures = dict[str, tuple[object, ...]]


@cache
def month() -> dict[str, Grid]:
    """Map table keys to headings and rows of plain values, None for a blank."""
    return {key: _grid(frame) for key, frame in sample_months()[-1].tables.items()}


def _grid(frame: pd.DataFrame) -> Grid:
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [
        list(frame.columns),
        *(
            [value.date() if isinstance(value, pd.Timestamp) else value for value in row]
            for row in rows
        ),
    ]


def titled(grids: dict[str, Grid]) -> dict[str, Grid]:
    """Map sheet names to rows, with the title above."""
    return {TABLES[key].title: [[TITLE], [], *rows] for key, rows in grids.items()}


def each(grids: dict[str, Grid], change: Callable[[str, object], object]) -> dict[str, Grid]:
    """Change every value below the headings by a function of heading and value."""
    return {
        key: [
            rows[0],
            *([change(*pair) for pair in zip(rows[0], row, strict=True)] for row in rows[1:]),
        ]
        for key, rows in grids.items()
    }


def columns(key: str, headings: dict[str, str]) -> Grid:
    """Return some columns of a table with other headings: schema heading -> heading to write."""
    rows = month()[key]
    places = [rows[0].index(heading) for heading in headings]
    return [list(headings.values()), *([row[place] for place in places] for row in rows[1:])]


def xlsx(path: Path, sheets: dict[str, Grid], **settings: object) -> list[Path]:
    """Write an Excel workbook, with text as text and dates as dates."""
    with xlsxwriter.Workbook(str(path), settings) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write(number, place, value)
    return [path]


def texts(
    folder: Path, sheets: dict[str, Grid], separator: str = ",", encoding: str = "utf-8"
) -> list[Path]:
    """Write one text file per table."""
    paths = []
    for name, rows in sheets.items():
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerows(
                [f"{value:%d/%m/%Y}" if isinstance(value, date) else value for value in row]
                for row in rows
            )
    return paths


def read(paths: list[Path], **how: object) -> CheckedExtract:
    """Read the files as one month."""
    return read_month([Source(path.name, path) for path in paths], AS_AT, **how)


def figures(extract: CheckedExtract) -> Figures:
    """Map measures to their figures, for every measure of these tables; for a return on the basis
    903.
    """
    if extract.yearly:
        return _counted(
            ON_BIRTHDAYS,
            returned_month(extract.tables["care_leavers"], extract.as_at, 1, Settings()),
        )
    now = month_of(1, extract.as_at, extract.tables)
    return _counted(NOW, now) | _counted(ON_BIRTHDAYS, birthday_month([now], now, 2024))


def _counted(basis: str, of_month) -> Figures:
    rows = calculate([measure for measure in MEASURES.values() if measure.basis == basis], of_month)
    rows = rows[rows["available"].astype(bool)]
    return {
        row["id"]: tuple(
            None if pd.isna(row[part]) else row[part] for part in (*PARTS, "denominator", "value")
        )
        for row in rows.to_dict("records")
    }
