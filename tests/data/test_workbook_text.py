"""CSV in every encoding and with every separator is read as Excel shows it, all as text."""

from __future__ import annotations

import codecs

import pytest

from data.problems import UserError
from data.workbook import read_workbook
from tests.data.file_makers import csv_text

TABLE = [
    ["Child Unique ID", "Name of Hub", "Note"],
    ["00123", "Café Zoë", 'said "yes", twice'],
    ["1.0", "", "two\nlines; here"],
    ["", "N/A", "31/03/2025"],
]
ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with its mark": ("utf-8", codecs.BOM_UTF8),
    "UTF-16 little end first": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 big end first": ("utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-16 without its mark": ("utf-16-le", b""),
    "the other UTF-16 without its mark": ("utf-16-be", b""),
    "Windows": ("cp1252", b""),
}


def read(tmp_path, content: bytes, name: str = "OC3"):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    return read_workbook(path, name=name)


def rows(tmp_path, text: str) -> list:
    return read(tmp_path, text.encode()).sheets[0].rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_and_separator_gives_the_same_texts(tmp_path, name, separator):
    encoding, mark = ENCODINGS[name]
    found = read(tmp_path, mark + csv_text(TABLE, separator).encode(encoding))
    assert (found.kind, found.sheets[0].name, found.sheets[0].rows) == ("csv", "OC3", TABLE)


def test_a_title_above_and_a_note_below_make_no_difference(tmp_path):
    text = (
        "Kestrelshire, leaving care, as at 31 May 2024, final\n\nId;Born;Address\n1;2;Flat 3, "
        "High Street, Crewe\n3;4;x\n\nPrinted by someone, today\n"
    )
    found = rows(tmp_path, text)
    assert found[2] == ["Id", "Born", "Address"]
    assert found[3] == ["1", "2", "Flat 3, High Street, Crewe"]
    assert found[1] == ["", "", ""]


def test_commas_in_numbers_do_not_hide_the_semicolons_of_the_headings(tmp_path):
    assert rows(tmp_path, "a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n")[1] == ["1,5", "2,5", "3,5"]


def test_separators_inside_quotation_marks_do_not_count(tmp_path):
    assert rows(tmp_path, 'a,b\n"1;2;3;4","5;6;7"\n"1;2;3;4","5;6;7"\n')[1] == ["1;2;3;4", "5;6;7"]


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_a_line_with_the_separator_is_not_a_row(tmp_path, line):
    assert rows(tmp_path, f"{line}a,x;b,x;c,x\n1;2;3\n") == [["a,x", "b,x", "c,x"], ["1", "2", "3"]]


def test_an_unusual_separator_is_used_if_it_is_given(tmp_path):
    assert rows(tmp_path, "sep=|\na|b\n1|2\n") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_row_is_in_the_same_place_as_in_excel(tmp_path, ending):
    text = ending.join(["a,b", '"two', 'lines",x', "", "c,d"])
    found = rows(tmp_path, text)
    assert [row[1] for row in found] == ["b", "x", "", "d"]


def test_one_column_and_no_separator_is_one_column(tmp_path):
    assert rows(tmp_path, "Id\n1\n2") == [["Id"], ["1"], ["2"]]


def test_without_a_name_the_sheet_has_excels_name(tmp_path):
    assert read(tmp_path, b"a,b", name="").sheets[0].name == "Sheet1"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"x," * 800 + b"\n", "far_cell"),
        (b"a,b\n" * 300_001, "far_cell"),
        (b"a," + b"b" * 2_000_000 + b"\n", "long_cell"),
        (b"a,b\n1,\x8d\n", "encoding"),
        (b"a,b\n1,\x02\n", "not_a_spreadsheet"),
    ],
)
def test_a_text_that_is_not_an_extract_is_reported(tmp_path, content, expected):
    with pytest.raises(UserError) as no:
        read(tmp_path, content)
    assert no.value.reason == expected
