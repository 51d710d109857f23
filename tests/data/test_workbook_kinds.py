"""The same table gives the same rows from every kind of file, with error addresses and
passwords."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date

import pytest
import xlwt

from data.problems import UserError
from data.workbook import LIMITS, MERGED, SENTENCES, guard, read_workbook
from tests.data import file_makers as makers
from tests.data.file_makers import MAKERS, NA, SHEET

TABLE = [
    ["Child Unique ID", "Date of Birth", "Missing Episodes", "Disability", "LA in Touch"],
    ["00123", date(2003, 2, 1), 2.5, True, "YES"],
    ["00124", date(2004, 12, 31), 7, False, NA],
    ["N/A", None, None, None, "Zoë – café"],
]
ROWS = [
    TABLE[0],
    ["00123", date(2003, 2, 1), 2.5, True, "YES"],
    ["00124", date(2004, 12, 31), 7.0, False, ""],
    ["N/A", "", "", "", "Zoë – café"],
]
KINDS = list(MAKERS)


def made(tmp_path, kind: str, rows=TABLE, **more):
    """Write the table as a file whose name does not show its type."""
    return MAKERS[kind](tmp_path / "extract.dat", rows, **more)


def reason(path, **asked) -> str:
    with pytest.raises(UserError) as no:
        read_workbook(path, **asked)
    assert no.value.message == SENTENCES[no.value.reason]
    return no.value.reason


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_rows_under_any_name(tmp_path, kind):
    found = read_workbook(made(tmp_path, kind))
    (sheet,) = found.sheets
    assert found.kind == kind
    assert (sheet.name, sheet.rows, sheet.visible) == (SHEET, ROWS, True)
    assert [[type(value) is bool for value in row] for row in sheet.rows][1] == [
        False,
        False,
        False,
        True,
        False,
    ]
    assert sheet.faults == {(2, 4): "#N/A"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_in_the_last_row_alone_is_inside_the_sheet(tmp_path, kind):
    sheet = read_workbook(made(tmp_path, kind, [["a", "b"], [None, NA]])).sheets[0]
    assert sheet.rows == [["a", "b"], ["", ""]]
    assert sheet.faults == {(1, 1): "#N/A"}


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_an_incomplete_workbook_is_reported(tmp_path, kind, share):
    path = made(tmp_path, kind)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert reason(path) == "cut_short"


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_an_incomplete_old_workbook_is_reported(tmp_path, share):
    path = made(tmp_path, "xls", TABLE * 200)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert reason(path) == "damaged_old"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("limits", [{"rows": 3}, {"columns": 4}, {"cells": 19}])
def test_the_limits_apply_to_every_kind(tmp_path, monkeypatch, kind, limits):
    path = made(tmp_path, kind)
    assert read_workbook(path).sheets
    monkeypatch.setattr(guard, "LIMITS", replace(LIMITS, **limits))
    assert reason(path) == "far_cell"


# Special cases of each kind.

FAR_IN_ODS = {
    "a row far down": (
        "<table:table-row "
        'table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    )
    + makers.ods_row(["x"]),
    "a value repeated down": '<table:table-row table:number-rows-repeated="1000000">'
    + makers.ods_cell("x")
    + "</table:table-row>",
    "a value repeated across": "<table:table-row>"
    + makers.ods_cell("x").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
    )
    + "</table:table-row>",
    "an error repeated": '<table:table-row table:number-rows-repeated="2000000000">'
    + makers.ods_cell(NA)
    + "</table:table-row>",
}


@pytest.mark.parametrize("name", FAR_IN_ODS)
def test_large_repeats_are_refused(tmp_path, name):
    assert reason(made(tmp_path, "ods", more=FAR_IN_ODS[name])) == "far_cell"


def test_blank_rows_and_columns_to_the_end_of_the_sheet_are_not_cells(tmp_path):
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read_workbook(made(tmp_path, "ods", more=blank)).sheets[0].rows == ROWS


def test_a_repeated_error_or_unsaved_formula_is_reported_at_each_cell(tmp_path):
    twice = makers.ods_cell(NA).replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"'
    )
    rows = (
        "<table:table-row "
        f'table:number-rows-repeated="2">{makers.ods_cell("x")}{twice}</table:table-row>'
    )
    rows += '<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>'
    sheet = read_workbook(made(tmp_path, "ods", [["a", "b", "c"]], more=rows)).sheets[0]
    assert sheet.rows[1:3] == [["x", "", ""]] * 2
    assert sheet.faults == {
        (1, 1): "#N/A",
        (1, 2): "#N/A",
        (2, 1): "#N/A",
        (2, 2): "#N/A",
        (3, 0): "formula without a saved value",
    }


def test_an_ods_with_a_document_type_is_refused(tmp_path):
    path = made(tmp_path, "ods")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1
    )
    assert reason(makers.zipped(tmp_path / "b", parts)) == "unsafe_xml"


def test_a_protected_ods_says_what_to_do(tmp_path):
    assert reason(made(tmp_path, "ods", manifest="<manifest:encryption-data/>")) == "password_ods"


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 0), (0, 16_383), (4_000_000_000, 0)])
def test_a_cell_far_away_in_an_xlsb_is_refused(tmp_path, row, column):
    assert reason(
        made(tmp_path, "xlsb", more=makers.xlsb_row(row, [makers.xlsb_cell(column, "x")]))
    ) in ("far_cell", "readers_disagree")


def test_hidden_and_merged_cells_are_found_in_an_xlsb(tmp_path):
    hidden = makers.xlsb_row(4, [makers.xlsb_cell(0, "x")], hidden=True)
    merged = makers.record(
        176, (4).to_bytes(4, "little") * 2 + (0).to_bytes(4, "little") + (2).to_bytes(4, "little")
    )
    sheet = read_workbook(made(tmp_path, "xlsb", more=hidden, after=merged)).sheets[0]
    assert sheet.hidden_rows == 1
    assert sheet.faults == {(2, 4): "#N/A", (4, 1): MERGED, (4, 2): MERGED}


def test_two_sheets_with_one_name_in_an_xlsb_are_refused(tmp_path):
    assert reason(made(tmp_path, "xlsb", sheets=("A", "a"))) == "readers_disagree"


def test_a_repeated_cell_in_an_xlsb_is_refused(tmp_path):
    assert (
        reason(made(tmp_path, "xlsb", more=makers.xlsb_row(1, [makers.xlsb_cell(0, "other")])))
        == "readers_disagree"
    )


def test_hidden_merged_and_error_cells_are_found_in_an_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("First")
    sheet.write(0, 0, "Id")
    sheet.write(0, 1, "Born")
    sheet.write_merge(1, 2, 0, 1, "both")
    sheet.write(3, 0, "last")
    sheet.row(0).hidden = True
    sheet.col(1).hidden = True
    other = book.add_sheet("Zoë")
    other.row(3).set_cell_error(2, 0x17)
    other.visibility = 1
    book.save(str(tmp_path / "a.xls"))
    first, second = read_workbook(tmp_path / "a.xls").sheets
    assert (first.hidden_rows, first.hidden_columns) == (1, 1)
    assert first.faults == {(1, 1): MERGED, (2, 0): MERGED, (2, 1): MERGED}
    assert (second.name, second.visible, second.faults) == ("Zoë", False, {(3, 2): "#REF!"})


# Passwords.


@pytest.mark.parametrize("kind", ["xlsx", "xlsb"])
def test_a_protected_workbook_opens_with_its_password_only(tmp_path, kind):
    path = makers.protected(tmp_path / "p", made(tmp_path, kind), "Päss wörd")
    assert reason(path) == "password_needed"
    assert reason(path, password="päss wörd") == "password_wrong"
    found = read_workbook(path, password="Päss wörd")
    assert (found.kind, found.sheets[0].rows, found.sheets[0].faults) == (
        kind,
        ROWS,
        {(2, 4): "#N/A"},
    )


def test_a_protected_old_workbook_opens_with_its_password_only(tmp_path):
    path = makers.protected_xls(tmp_path / "p", made(tmp_path, "xls"), "Pass")
    assert reason(path) == "password_needed"
    assert reason(path, password="pass") == "password_wrong"
    found = read_workbook(path, password="Pass")
    assert (found.kind, found.sheets[0].rows, found.sheets[0].faults) == (
        "xls",
        ROWS,
        {(2, 4): "#N/A"},
    )


def test_a_workbook_protected_by_excel_itself_needs_no_password(tmp_path):
    path = makers.protected(tmp_path / "p", made(tmp_path, "xlsx"), "VelvetSweatshop")
    assert read_workbook(path).sheets[0].rows == ROWS


def test_a_protected_workbook_that_is_too_large_inside_is_refused(tmp_path, monkeypatch):
    path = makers.protected(tmp_path / "p", made(tmp_path, "xlsx"), "Pass")
    monkeypatch.setattr(guard, "LIMITS", replace(LIMITS, inflated=3_000))
    assert reason(path, password="Pass") == "too_large"


def test_a_password_for_a_file_that_has_none_does_no_harm(tmp_path):
    assert read_workbook(made(tmp_path, "xlsx"), password="Pass").sheets[0].rows == ROWS
