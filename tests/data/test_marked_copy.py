"""The copy of the user's own file: every value in its cell, faulty cells marked, and no formulas or
links.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from data.check.check_month import read_month
from data.recognise.files import Source, read_files
from data.workbook import Sheet
from data.writing.marked_copy import marked_copy
from tests.data.workbooks import PEOPLE, person, write


@pytest.fixture
def copy(tmp_path):
    """Return the marked copy of a workbook with a faulty cell, an error and a text like a
    formula."""
    rows = [
        person(la_in_touch="MAYBE"),
        person(child_unique_id="00102", allocated_personal_adviser="+cmd|calc"),
    ]
    path = write(tmp_path / "may.xlsx", {PEOPLE: rows})
    source = Source("may.xlsx", path)
    made = marked_copy(read_files([source])[0].workbook.sheets, read_month([source]).problems)
    return openpyxl.load_workbook(BytesIO(made))[PEOPLE], openpyxl.load_workbook(path)[PEOPLE]


def test_every_value_stays_in_its_cell(copy):
    marked, original = copy
    assert [[cell.value for cell in row] for row in marked.iter_rows()] == [
        [cell.value for cell in row] for row in original.iter_rows()
    ]


def test_a_faulty_cell_is_coloured_and_has_a_comment_with_advice(copy):
    marked, _ = copy
    faulty = next(cell for row in marked.iter_rows() for cell in row if cell.value == "MAYBE")
    assert faulty.comment.text.startswith("Warning: is not one of ")
    assert "Use one of the codes" in faulty.comment.text
    assert faulty.fill.fgColor.rgb.endswith("FDE4D7")


def test_a_valid_cell_is_neither_coloured_nor_commented(copy):
    marked, _ = copy
    sound = next(cell for row in marked.iter_rows() for cell in row if cell.value == "00101")
    assert (sound.comment, sound.fill.fill_type) == (None, None)


def test_text_stays_text_and_ids_keep_their_zeros(copy):
    marked, _ = copy
    kinds = {
        cell.value: cell.data_type
        for row in marked.iter_rows()
        for cell in row
        if cell.value in ("+cmd|calc", "00101")
    }
    assert kinds == {"+cmd|calc": "s", "00101": "s"}


@pytest.mark.parametrize(
    "value", [date(1900, 1, 1), date(1850, 1, 1), float("nan"), float("inf"), "x" * 40_000, True]
)
def test_no_value_of_a_file_stops_the_copy(value):
    made = marked_copy(
        [Sheet("A sheet [of] a file whose name is very long indeed", [["Head"], [value]])], []
    )
    assert openpyxl.load_workbook(BytesIO(made)).worksheets[0]["A2"].value is not None


def test_the_file_properties_contain_no_name(copy, tmp_path):
    made = openpyxl.load_workbook(BytesIO(marked_copy([Sheet("A", [["x"]])], [])))
    assert made.properties.creator in (None, "", "openpyxl")
