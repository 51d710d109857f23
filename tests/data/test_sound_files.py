"""Other contents of a valid file do not change its cells: charts, macros and unknown records."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.workbook import MERGED, NO_SAVED_VALUE, Sheet
from tests.data import file_makers as makers
from tests.data import mutating
from tests.data.odd_making import GRID
from tests.data.odd_sound import (
    BINARY_SOUND,
    CUT,
    EXCEL_95,
    OLD_SOUND,
    WITH_TEXTS,
    XLSX_SOUND,
    binary,
    block,
    old,
)
from tests.data.old_books import drawn_chart, label, merged, people, record, text_formula

WIDTH = max(map(len, GRID))
ROWS = [[*row, *[""] * (WIDTH - len(row))] for row in GRID]
BOOKS = {"old": OLD_SOUND, "binary": BINARY_SOUND, "xlsx": XLSX_SOUND}
MORE_CELLS = {
    "texts that are rich, spoken, wide and cut",
    "a formula that gives a text",
    "a formula without its text",
}


def sheet_of(content: bytes) -> Sheet:
    return next(
        sheet
        for sheet in mutating.read(content).sheets
        if sheet.rows and sheet.rows[0][0] == GRID[0][0]
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, books in BOOKS.items() for name in books if name not in MORE_CELLS],
)
def test_only_the_cells_of_the_table_are_read(kind, name):
    assert sheet_of(BOOKS[kind][name]()).rows == ROWS


def test_numbers_of_a_chart_are_not_cells_and_later_merged_cells_are_found():
    sheet = sheet_of(OLD_SOUND["three charts, and merged cells behind them"]())
    assert sheet.rows == ROWS
    assert sheet.faults == dict.fromkeys([(0, 1), (0, 2), (0, 3)], MERGED)


def test_cells_after_a_chart_are_read():
    sheet = sheet_of(old(people(drawn_chart() + label(5, 1, "behind")))())
    assert sheet.rows[5] == ["", "behind", "", ""]


def test_texts_are_joined_from_their_pieces():
    sheet = sheet_of(old(people(WITH_TEXTS), texts=CUT)())
    assert sheet.rows[5][5:] == ["rich", "spoken", "Ł" * 6, "plain"]


@pytest.mark.parametrize(("text", "faults"), [("a text", {}), (None, {(5, 5): NO_SAVED_VALUE})])
def test_a_formula_has_its_text_or_is_reported_without_one(text, faults):
    sheet = sheet_of(old(people(text_formula(5, 5, text)))())
    assert (sheet.rows[5][5] if text else "", sheet.faults) == (text or "", faults)


def test_dates_of_excel_95_are_dates():
    assert sheet_of(old(people(**EXCEL_95), **EXCEL_95)()).rows[3][1] == date(2002, 8, 14)


def test_charts_are_listed_as_not_read():
    assert mutating.read(OLD_SOUND["a line chart in the sheet"]()).left_alone == ["charts"]


KNOWN = {
    0x06,
    0x09,
    0x0A,
    0x2F,
    0x3C,
    0x5C,
    0x7D,
    0x85,
    0xBD,
    0xBE,
    0xD6,
    0xE5,
    0xFD,
    0x200,
    0x201,
    0x203,
    0x204,
    0x205,
    0x207,
    0x208,
    0x27E,
}
OLD_RECORDS = st.lists(
    st.tuples(
        st.integers(0x100, 0x1FFF).filter(lambda kind: kind not in {*KNOWN, 0x809}),
        st.binary(max_size=60),
    ),
    max_size=6,
)
BINARY_RECORDS = st.lists(
    st.tuples(st.integers(200, 5_000).filter(lambda kind: kind != 390), st.binary(max_size=200)),
    max_size=6,
)


def written(records) -> bytes:
    return b"".join(record(kind, data) for kind, data in records)


@given(OLD_RECORDS, OLD_RECORDS, OLD_RECORDS)
def test_records_without_cells_change_nothing(before, inside, after):
    chart = drawn_chart().replace(
        record(0x1002, b"\0" * 16), record(0x1002, b"\0" * 16) + written(inside)
    )
    sheet = sheet_of(old(people(written(after) + chart + written(after), before=written(before)))())
    assert (sheet.rows, sheet.faults) == (ROWS, {})


@given(
    BINARY_RECORDS,
    BINARY_RECORDS,
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=40)), max_size=6),
)
def test_binary_records_without_cells_change_nothing(before, among, inside):
    def plain(records) -> bytes:
        return b"".join(makers.record(kind, data) for kind, data in records)

    harmless = [(kind, data) for kind, data in inside if kind not in (35, 36, 37, 38, 145, 148)]
    sheet = sheet_of(binary(plain(before), plain(among), block(plain(harmless)))())
    assert (sheet.rows, sheet.faults) == (ROWS, {})


def test_merged_cells_of_every_kind_stay_within_the_sheet():
    sheet = sheet_of(old(people(merged(4, 60_000, 2, 255)))())
    assert sheet.faults == {(4, 3): MERGED}
