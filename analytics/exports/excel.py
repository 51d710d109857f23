"""Excel workbooks of what is shown: figures with their note, and lists of people with one sheet per
adviser.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from analytics.exports.cells import Formats, width_of, write
from analytics.exports.sheet_names import sheet_names
from analytics.publish.phrases import NO_ADVISER
from analytics.publish.types import SUPPRESS_UP_TO, SUPPRESSED, Published, PublishedPeople

ALL = "All"
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def workbook(published: Published) -> bytes:
    """Return a workbook of one sheet: headline, note, date and snapshot, then the table as shown.

    Raises TypeError for anything but Published.
    """
    if not isinstance(published, Published):
        raise TypeError(f"an export writes Published, not {type(published).__name__}")
    with _Book(published) as book:
        sheet = book.file.add_worksheet("Figures")
        above = [published.headline, published.note, book.source]
        if published.quality_note:
            above.append(f"Read with care: {published.quality_note}")
        if published.hidden:
            above.append(
                f"{SUPPRESSED} = hidden: 1 to {SUPPRESS_UP_TO} people, or a number from "
                "which such a count could be worked out"
            )
        for row, text in enumerate(above):
            sheet.write_string(
                row, 0, text, book.formats.headline if row == 0 else book.formats.note
            )
        _table(sheet, published.shown(), book.formats, first_row=len(above) + 1)
    return book.bytes


def people_workbook(people: PublishedPeople) -> bytes:
    """Return a workbook with a sheet 'All' and one per adviser (the column named by `.sheets`).

    Raises TypeError for anything but PublishedPeople.
    """
    if not isinstance(people, PublishedPeople):
        raise TypeError(f"a list of people needs PublishedPeople, not {type(people).__name__}")
    parts = _parts(people)
    with _Book(people) as book:
        for name, (_, table) in zip(sheet_names([words for words, _ in parts]), parts, strict=True):
            sheet = book.file.add_worksheet(name)
            _table(sheet, table, book.formats)
            sheet.set_header(
                f"&L{people.headline.replace('&', '&&')[:120]}&R{name.replace('&', '&&')}"
            )
            sheet.set_footer(f"&L{book.source}&RPage &P of &N")
    return book.bytes


def _parts(people: PublishedPeople) -> list[tuple[str, pd.DataFrame]]:
    """Return ('All', everyone), then the people of each adviser by name, those without one last."""
    table = people.table.reset_index(drop=True)
    parts = [(ALL, table)]
    if not people.sheets or table.empty:
        return parts
    names = ["" if pd.isna(name) else " ".join(str(name).split()) for name in table[people.sheets]]
    who = pd.Series(names, index=table.index, dtype=object)
    parts += [
        (name, table[who == name])
        for name in sorted(set(names) - {""}, key=lambda words: (words.casefold(), words))
    ]
    if (who == "").any():
        parts.append((NO_ADVISER, table[who == ""]))
    return parts


def _table(sheet: Worksheet, table: pd.DataFrame, formats: Formats, first_row: int = 0) -> None:
    """Write a table with frozen headings and filters, typed values, and a page set up to print."""
    headings = [str(heading) for heading in table.columns]
    last_row, last_column = first_row + len(table), max(len(headings) - 1, 0)
    for column, heading in enumerate(headings):
        values = table.iloc[:, column].tolist()
        sheet.write_string(first_row, column, heading, formats.heading)
        sheet.set_column(column, column, width_of(heading, values))
        for row, value in enumerate(values, start=first_row + 1):
            write(sheet, row, column, value, formats)
    sheet.freeze_panes(first_row + 1, 1 if first_row == 0 else 0)
    sheet.autofilter(first_row, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first_row)


class _Book:
    """An open workbook; its bytes are ready once it is closed. Its properties do not name
    anyone."""

    def __init__(self, shown: Published | PublishedPeople) -> None:
        self._out = io.BytesIO()
        self.file = Workbook(self._out, _SAFE)
        self.formats = Formats(self.file)
        when = [f"As at {shown.as_at.day} {shown.as_at:%B %Y}"] if shown.as_at else []
        self.source = " · ".join(
            when + ([f"snapshot {shown.snapshot}"] if shown.snapshot is not None else [])
        )
        made = datetime.combine(shown.as_at or date(2025, 1, 1), time())
        self.file.set_properties({"title": "Care leavers dashboard", "author": "", "created": made})

    def __enter__(self) -> _Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    @property
    def bytes(self) -> bytes:
        return self._out.getvalue()
