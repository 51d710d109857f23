"""Excel exports: a month's workbook that can be read again, and a template to fill in."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from data.codelists import codelist
from data.schema import TABLES, Kind
from data.writing.month_and_template import write_month, write_template
from tests.data.workbooks import contact, plan, practice, read, service, two_people


def people(**changed) -> dict[str, pd.DataFrame]:
    row = dict.fromkeys(column.heading for column in TABLES["care_leavers"].columns) | {
        "Child Unique ID": "0041873",
        "Date of Birth": date(2004, 2, 29),
        "Age": 20,
        "Eligibility Category": "Former relevant",
    }
    return {"care_leavers": pd.DataFrame([row | changed], dtype=object)}


def opened(tables, titles=None) -> openpyxl.Workbook:
    target = BytesIO()
    write_month(target, tables, titles)
    return openpyxl.load_workbook(target)


def cell_of(sheet, heading, row=4):
    return next(cell for cell in sheet[row] if sheet.cell(3, cell.column).value == heading)


def test_a_sheet_has_a_title_a_blank_row_headings_and_data():
    sheet = opened(
        people(),
        {"care_leavers": "Kestrelshire Council (made-up people): Care leavers as at 31 May 2024"},
    )["Care leavers"]
    assert (
        sheet["A1"].value == "Kestrelshire Council (made-up people): Care leavers as at 31 May 2024"
    )
    assert [cell.value for cell in sheet[2]] == [None] * sheet.max_column
    assert [cell.value for cell in sheet[3]] == [
        column.heading for column in TABLES["care_leavers"].columns
    ]
    assert all(cell.font.bold for cell in sheet[3])
    assert (sheet.freeze_panes, sheet.max_row) == ("B4", 4)


def test_dates_are_dates_ids_are_text_and_blanks_are_empty():
    sheet = opened(people())["Care leavers"]
    born, number = cell_of(sheet, "Date of Birth"), cell_of(sheet, "Child Unique ID")
    assert (born.value, born.is_date, born.number_format) == (
        datetime(2004, 2, 29),
        True,
        "dd/mm/yyyy",
    )
    assert (number.value, number.data_type, number.number_format) == ("0041873", "s", "@")
    assert cell_of(sheet, "Age").value == 20
    assert cell_of(sheet, "Latest Visit Date").value is None


@pytest.mark.parametrize(
    "typed", ["=1+1", "http://example.org/", "+441", "@SUM(A1)", "007", "{=1}"]
)
def test_text_always_stays_text(typed):
    sheet = opened(people(**{"Allocated Team": typed}))["Care leavers"]
    cell = cell_of(sheet, "Allocated Team")
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


@pytest.mark.parametrize("blank", [None, float("nan"), pd.NaT, pd.NA, ""])
def test_every_kind_of_blank_is_an_empty_cell(blank):
    assert cell_of(opened(people(Gender=blank))["Care leavers"], "Gender").value is None


def test_each_table_has_a_sheet_and_each_column_of_the_frame_a_column():
    service = pd.DataFrame(
        {
            "Service": ["mentoring"],
            "Child Unique ID": ["1"],
            "Start Date": [pd.Timestamp("2024-05-01")],
        }
    )
    book = opened(people() | {"service_use": service})
    assert book.sheetnames == ["Care leavers", "Service use"]
    assert [cell.value for cell in book["Service use"][3]] == [
        "Child Unique ID",
        "Service",
        "Start Date",
    ]
    assert book["Service use"]["C4"].value == datetime(2024, 5, 1)


def test_a_column_outside_the_schema_is_refused():
    with pytest.raises(ValueError, match="NHS Number"):
        write_month(BytesIO(), people(**{"NHS Number": "1"}))


def test_the_same_tables_make_the_same_bytes(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_month(tmp_path / name, people())
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


# The template.


@pytest.fixture(scope="module")
def template():
    target = BytesIO()
    write_template(target)
    return openpyxl.load_workbook(target)


def rule_for(sheet, place):
    address = f"{get_column_letter(place)}2"
    return next(
        (rule for rule in sheet.data_validations.dataValidation if address in rule.sqref), None
    )


def choices(book, rule) -> list[str]:
    if rule.formula1.startswith('"'):
        return rule.formula1.strip('"').split(",")
    name, cells = rule.formula1.lstrip("=").replace("$", "").split("!")
    return [row[0].value for row in book[name][cells]]


def test_the_template_has_read_me_one_sheet_per_table_and_codes(template):
    assert template.sheetnames == ["Read me", *(table.title for table in TABLES.values()), "Codes"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_every_heading_is_in_row_1_with_a_note_and_nothing_below(template, table):
    sheet = template[table.title]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in table.columns]
    assert all(cell.comment.text for cell in sheet[1])
    assert sheet.max_row == 1


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_required_headings_are_marked_by_colour_and_in_the_note(template, table):
    plain = next(
        cell.fill.fgColor.rgb
        for cell, column in zip(template[table.title][1], table.columns, strict=True)
        if not column.required
    )
    for cell, column in zip(template[table.title][1], table.columns, strict=True):
        assert (cell.fill.fgColor.rgb != plain) == column.required
        assert cell.comment.text.startswith("Required.") == column.required


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_coded_columns_offer_every_label_and_dates_and_numbers_are_checked(template, table):
    sheet = template[table.title]
    for place, column in enumerate(table.columns, 1):
        rule = rule_for(sheet, place)
        if column.kind is Kind.CODE:
            assert choices(template, rule) == list(codelist(column.codes).current.values())
        elif column.kind in (Kind.DATE, Kind.NUMBER):
            assert rule.type == {Kind.DATE: "date", Kind.NUMBER: "decimal"}[column.kind]
        else:
            assert rule is None


def test_ids_are_typed_as_text_so_that_leading_zeros_stay(template):
    for table in TABLES.values():
        for place, column in enumerate(table.columns, 1):
            if column.kind is Kind.ID:
                assert (
                    template[table.title].column_dimensions[get_column_letter(place)].number_format
                    == "@"
                )


def test_a_retired_code_is_no_longer_offered(template):
    offered = [cell.value for column in template["Codes"].iter_cols() for cell in column]
    assert {"F5", "P5"} <= set(offered)
    assert not {"F3", "P3"} & set(offered)


def test_the_template_has_no_formulas(template):
    assert not [
        cell
        for sheet in template
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_a_filled_template_passes_the_check(tmp_path):
    write_template(tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    for key, rows in {
        "care_leavers": two_people(),
        "contacts": [contact()],
        "service_use": [service()],
        **practice(),
        **plan(),
    }.items():
        sheet = book[TABLES[key].title]
        headings = {cell.value: cell.column for cell in sheet[1]}
        for number, cells in enumerate(rows, 2):
            for heading, value in cells.items():
                sheet.cell(number, headings[heading], value)
    book.save(tmp_path / "care-leavers-2024-05.xlsx")
    extract = read(tmp_path / "care-leavers-2024-05.xlsx")
    assert extract.problems == []
    assert set(extract.tables) == set(TABLES)
    assert {name: len(table) for name, table in extract.tables.items()}["care_leavers"] == 2
