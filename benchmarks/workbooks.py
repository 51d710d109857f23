"""The workbooks to read: the made-up council's newest month, and a large one with every schema
column.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from data.codelists import codelist
from data.sample.council import sample_months
from data.schema import CARE_LEAVERS, Column, Kind
from data.writing.month_and_template import write_month

AS_AT = date(2025, 3, 31)
UNKNOWN = (
    "Case Note Count",
    "Local Reference",
    "Ward",
    "Last Reviewed By",
    "Review Score",
)  # columns that are not kept
SEED = 20250331
# Codes that must match others in the same row: left out, so that the checks find no problem.
LEFT_ALONE = {
    "type_of_accommodation": {"S", "X", "T", "Z"},
    "la_in_touch": {"REFU", "NREQ", "RHOM", "DIED"},
    "custody": {"Y"},
}


def newest_month(folder: Path) -> Path:
    """Write the Care leavers sheet of the made-up council's newest month: about 621 people, 35
    columns.
    """
    month, path = sample_months()[-1], folder / "care-leavers-2025-03.xlsx"
    write_month(path, {CARE_LEAVERS.key: month.tables[CARE_LEAVERS.key]})
    return path


def large(folder: Path, rows: int) -> Path:
    """Write this many people with all schema columns and five unknown ones.

    A fifth of the cells are blank, and all are valid (by chance, about 50 rows look alike).
    """
    chance, path = random.Random(SEED), folder / f"{rows}-2025-03.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = (
            book.add_worksheet(CARE_LEAVERS.title),
            book.add_format({"num_format": "dd/mm/yyyy"}),
        )
        for place, heading in enumerate(
            [*(column.heading for column in CARE_LEAVERS.columns), *UNKNOWN]
        ):
            sheet.write_string(0, place, heading)
        for row in range(1, rows + 1):
            for place, value in enumerate(_person(row, chance)):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, place, value, day)
                elif value is not None:
                    sheet.write(row, place, value)
    return path


def _person(number: int, chance: random.Random) -> list[object]:
    """Return the cells of one person, in the order of the headings."""
    age = chance.randrange(16, 25)
    born = datetime(AS_AT.year - age, 1, 1) - timedelta(days=chance.randrange(1, 270))  # noqa: DTZ001 a day
    age = AS_AT.year - born.year - ((AS_AT.month, AS_AT.day) < (born.month, born.day))
    values = {"child_unique_id": f"{number:07d}", "date_of_birth": born, "age": age}
    known = [values.get(column.key) or _cell(column, chance) for column in CARE_LEAVERS.columns]
    return [
        *known,
        chance.randrange(40),
        f"REF-{number:07d}",
        f"Ward {number % 30}",
        f"Worker {number % 90}",
        chance.random(),
    ]


def _cell(column: Column, chance: random.Random) -> object:
    """Return a value that the column's checks accept, or None."""
    if (
        column.kind is not Kind.ID
        and column.key != "eligibility_category"
        and chance.random() < 0.2
    ):
        return None
    if column.kind is Kind.DATE:
        return datetime(2023, 4, 1) + timedelta(days=chance.randrange(720))  # noqa: DTZ001 a day
    if column.kind is Kind.NUMBER:
        return chance.randrange(int(column.lowest), min(int(column.highest), 12) + 1)
    if column.kind is Kind.CODE:
        avoided = LEFT_ALONE.get(column.key, ())
        return chance.choice(
            [label for code, label in codelist(column.codes).current.items() if code not in avoided]
        )
    return f"{column.heading} {chance.randrange(60)}"
