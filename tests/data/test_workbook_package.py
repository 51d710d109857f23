"""Contents that programs read differently, sizes, and merged, hidden or ignored contents of a
workbook.
"""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.workbook import LIMITS, MERGED, guard, read_workbook
from data.workbook.usual import attribute
from tests.data.reading_of import made, reason, sheets_of
from tests.data.workbooks import PEOPLE, at, grid, in_sheet, person, read, repack, two_people, write

# Contents that two programs could read differently.


def twice(path, target, part: str, also: str | None = None):
    """Return the package with one part repeated, with other contents."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            new.writestr(also or part, old.read(part).replace(b"00101", b"99999"))
    return target


@pytest.mark.parametrize("also", [None, "xl/Worksheets/Sheet1.xml", "XL/worksheets/sheet1.xml"])
def test_a_repeated_part_is_refused(tmp_path, good, also):
    assert (
        reason(twice(good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", also))
        == "readers_disagree"
    )


@pytest.mark.parametrize(
    "cell", ['<c r="A4"><v>7</v></c>', "<c r='A4'><v>7</v></c>", '<c r="a5"><v>7</v></c>']
)
def test_a_repeated_cell_is_refused(tmp_path, good, cell):
    assert (
        reason(
            repack(good, tmp_path / "a.xlsx", in_sheet('(<row r="4".*?)(?=</row>)', rf"\1{cell}"))
        )
        == "readers_disagree"
    )


@pytest.mark.parametrize("rows", [2, 12_000])  # many rows are searched in pieces
def test_a_repeated_row_is_refused(tmp_path, rows):
    path = grid(tmp_path / "a.xlsx", S=[[f"a long enough text {row}"] * 9 for row in range(rows)])
    again = '<row r="1"><c r="J1"><v>1</v></c></row></sheetData>'
    assert (
        reason(repack(path, tmp_path / "b.xlsx", in_sheet("</sheetData>", again)))
        == "readers_disagree"
    )


def test_two_sheets_with_one_name_are_refused(tmp_path):
    path = grid(tmp_path / "a.xlsx", One=[["a"]], Two=[["b"]])
    renamed = repack(
        path,
        tmp_path / "b.xlsx",
        lambda name, xml: xml.replace(b'"Two"', b'"ONE"') if name == "xl/workbook.xml" else xml,
    )
    assert reason(renamed) == "readers_disagree"


# Sizes.


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"file": 1_000}, "too_large"),
        ({"inflated": 5_000}, "too_large"),
        ({"parts": 5}, "too_many_parts"),
        ({"sheets": 1}, "too_many_sheets"),
        ({"rows": 3}, "far_cell"),
        ({"columns": 5}, "far_cell"),
        ({"cells": 30}, "far_cell"),
        ({"text": 10}, "long_cell"),
    ],
)
def test_each_limit_is_enforced(good, monkeypatch, limits, expected):
    monkeypatch.setattr(guard, "LIMITS", replace(LIMITS, **limits))
    assert reason(good) == expected


def test_a_part_above_its_stated_size_is_detected_while_unpacking(tmp_path, good):
    content = bytearray(good.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (7).to_bytes(4, "little")
    assert reason(made(tmp_path / "a.xlsx", bytes(content))) == "cut_short"


@pytest.mark.parametrize("address", ["XFD1", "A1048576"])
def test_a_distant_colour_is_not_a_cell(tmp_path, good, address):
    row = (
        f'<row r="{address.lstrip("XFDA")}"><c r="{address}" s="1"/></row></sheetData>'
        if address[0] == "A"
        else "</sheetData>"
    )
    path = repack(good, tmp_path / "a.xlsx", in_sheet("</sheetData>", row))
    if address == "XFD1":
        path = repack(
            path,
            tmp_path / "b.xlsx",
            in_sheet('(<row r="1".*?)(?=</row>)', r'\1<c r="XFD1" s="1"/>'),
        )
    assert sheets_of(path)[0].rows == sheets_of(good)[0].rows


# Merged and hidden.


def test_cells_under_a_merged_cell_are_reported(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Id", "Team", "Note"])
    sheet.merge_range("B2:B4", "North")
    sheet.write_column("A2", ["1", "2", "3"])
    book.close()
    far = in_sheet(r"</mergeCells>", '<mergeCell ref="A6:XFD1048576"/></mergeCells>')
    faults = sheets_of(repack(tmp_path / "a.xlsx", tmp_path / "b.xlsx", far))[0].faults
    assert faults == {(2, 1): MERGED, (3, 1): MERGED}


def test_hidden_rows_and_columns_are_counted_within_the_used_area(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for row in range(5):
        sheet.write_row(row, 0, ["a", "b", "c"])
    for row in (1, 3, 9_000):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column("B:B", 10, None, {"hidden": True})
    sheet.set_column("E:XFD", 10, None, {"hidden": True})
    book.close()
    found = sheets_of(tmp_path / "a.xlsx")[0]
    assert (found.hidden_rows, found.hidden_columns, len(found.rows)) == (2, 1, 5)


def test_ignored_contents_are_described_in_plain_words(tmp_path, good):
    parts = [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/comments1.xml",
        "xl/media/image1.png",
    ]
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name in parts:
            new.writestr(name, "<x/>")
    found = read_workbook(tmp_path / "a.xlsx")
    assert found.kind == "xlsm"
    assert found.left_alone == [
        "macros",
        "links to other workbooks",
        "embedded objects",
        "comments",
        "pictures",
    ]
    assert read_workbook(good).left_alone == []


def test_errors_of_a_second_sheet_are_not_reported_for_the_first(tmp_path):
    sheets = sheets_of(write(tmp_path / "a.xlsx", {"One": [{"A": "x"}], "Two": [{"A": "=NA()"}]}))
    assert [sheet.faults for sheet in sheets] == [{}, {(3, 0): "#N/A"}]


def test_an_error_in_any_column_is_reported_by_its_cell(tmp_path):
    rows = [person(la_in_touch="=NA()"), person(child_unique_id="2", date_of_birth="=NA()")]
    found = {
        (problem.cell, problem.severity)
        for problem in read(write(tmp_path / "a.xlsx", {PEOPLE: rows})).problems
        if problem.rule == "excel_error"
    }
    assert found == {(at(rows, "LA in Touch"), "warning"), (at(rows, "Date of Birth", 1), "error")}


def test_the_1904_system_reads_as_the_same_days(tmp_path):
    rows = [
        sheets_of(write(tmp_path / f"{old}.xlsx", {PEOPLE: two_people()}, date_1904=old))[0].rows
        for old in (True, False)
    ]
    assert rows[0] == rows[1]


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
)


@given(st.text(LETTERS | st.sampled_from("\n\r\t\"'<&>")))
def test_an_attribute_is_read_back_unchanged(text):
    assert ElementTree.fromstring(f"<a b={attribute(text)}/>").get("b") == text
