"""For any file the reader returns its cells or a plain message, and never stops the program."""

from __future__ import annotations

import contextlib
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from data.problems import UserError
from data.workbook import NO_SAVED_VALUE, letters, number
from tests.data.reading_of import made, reason, sheets_of
from tests.data.workbooks import PEOPLE, grid, in_sheet, repack, two_people, write

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENTS = {
    "empty": [b"", b"\xef\xbb\xbf", b" \r\n\r\n"],
    "cut_short": [b"PK\x03\x04" + b"\0" * 100, b"PK\x03\x04"],
    "damaged_old": [OLE, OLE + b"\0" * 600, OLE + b"\xff" * 5000],
    "very_old": [b"\x09\x04\x06\x00\0\0\x10\0\0\0"],
    "not_a_spreadsheet": [
        b"%PDF-1.7\n1 0 obj",
        b"{\\rtf1 x}",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"PK\x05\x06" + b"\0" * 18,
        b"a,b\n\0\x01,2\n",
    ],
    "html_as_xls": [
        b"<html><table>",
        b"\xef\xbb\xbf \n<!DOCTYPE html>",
        "<TABLE>".encode("utf-16"),
        b"<?xml version='1.0'?><html>",
        b"MIME-Version: 1.0\n",
    ],
    "xml_as_xls": [
        b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>"
    ],
    "encoding": [b"Name\nJos\x81\n", b"\xff\xfea"],
    "open_quote": [b'a,b\n"1,2\n3,4\n'],
}


@pytest.mark.parametrize(
    ("expected", "content"),
    [(name, content) for name, contents in CONTENTS.items() for content in contents],
)
def test_each_kind_of_wrong_file_has_its_own_message(tmp_path, expected, content):
    assert reason(made(tmp_path / "a.xlsx", content)) == expected


def test_a_zip_that_is_not_a_workbook_is_reported(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert reason(tmp_path / "a.xlsx") == "not_a_spreadsheet"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_an_incomplete_file_is_reported(tmp_path, good, share):
    content = good.read_bytes()
    assert reason(made(tmp_path / "a.xlsx", content[: int(len(content) * share)])) == "cut_short"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.floats(0, 1, exclude_max=True), byte=some.integers(0, 255))
def test_a_damaged_byte_is_read_or_refused_without_an_exception(tmp_path, good, place, byte):
    content = bytearray(good.read_bytes())
    content[int(len(content) * place)] = byte
    with contextlib.suppress(UserError):
        assert sheets_of(made(tmp_path / "a.xlsx", bytes(content)))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_document_type_is_refused_before_anything_is_expanded(tmp_path, good, part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = repack(
        good,
        tmp_path / "a.xlsx",
        lambda name, xml: xml.replace(b"?>", b"?>" + bomb, 1) if name == part else xml,
    )
    assert reason(path) == "unsafe_xml"


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD1", "AAA4", "A300001"])
def test_a_stray_distant_cell_is_reported_and_not_expanded(tmp_path, address):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    stray = f'<row r="9999999"><c r="{address}" t="b"><v>1</v></c></row></sheetData>'
    assert reason(repack(path, tmp_path / "b.xlsx", in_sheet("</sheetData>", stray))) == "far_cell"


def test_the_last_cell_within_the_limits_is_read(tmp_path):
    path = grid(tmp_path / "a.xlsx", S=[["a"] + [""] * 700 + ["z"]])
    assert sheets_of(path)[0].rows[0][701] == "z"


def test_a_file_with_too_large_a_stated_size_is_refused_unread(tmp_path, good, monkeypatch):
    content = bytearray(good.read_bytes())
    entry = content.index(b"PK\x01\x02")  # the first of the directory
    content[entry + 24 : entry + 28] = (900 * 2**20).to_bytes(4, "little")
    assert reason(made(tmp_path / "a.xlsx", bytes(content))) == "too_large"


# Cells that Excel shows as an error, or that were never calculated.

ERRORS = {
    "as Excel writes it": ('t="e"><f>NA()</f><v>#N/A</v></c>', "#N/A"),
    "typed": ('t="e"><v>#REF!</v></c>', "#REF!"),
    "shared formula": ('t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>', "#DIV/0!"),
    "first of a shared formula": (
        't="e"><f t="shared" ref="A1:A9" si="0">A1/0</f><v>#DIV/0!</v></c>',
        "#DIV/0!",
    ),
    "attributes after": ('t="e" cm="1"><v>#VALUE!</v></c>', "#VALUE!"),
    "formula without a value": ("><f>1+1</f></c>", NO_SAVED_VALUE),
    "formula with an empty value": ("><f>1+1</f><v/></c>", NO_SAVED_VALUE),
    "shared formula without a value": ('><f t="shared" si="0"/></c>', NO_SAVED_VALUE),
    "formula with an empty text": ('t="str"><f>""</f><v></v></c>', None),
    "formula with a value": ("><f>IF(1&gt;0,5)</f><v>5</v></c>", None),
    "blank with a style": ('s="1"/>', None),
}


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_faulty_cell_has_its_exact_address(tmp_path, good, name, prefix):
    cell, expected = ERRORS[name]
    path = repack(
        good, tmp_path / "a.xlsx", in_sheet(r'<c r="G4"[^>]*>.*?</c>', f'<c r="G4" {cell}')
    )
    if prefix:
        path = repack(path, tmp_path / "b.xlsx", in_sheet(r"<(/?)(?=[a-z])", rf"<\1{prefix}"))
        path = repack(path, tmp_path / "c.xlsx", in_sheet('xmlns="', f'xmlns:{prefix[:-1]}="'))
    sheet = sheets_of(path)[0]
    assert sheet.faults == ({(3, 6): expected} if expected else {})
    assert sheet.rows[3][0] == "00101"


@pytest.mark.parametrize("attributes", ['t="e" r="G4" s="1"', 's="1" t="e" r="G4"', 'r="G4" t="e"'])
def test_attributes_may_be_in_any_order(tmp_path, good, attributes):
    path = repack(
        good,
        tmp_path / "a.xlsx",
        in_sheet(r'<c r="G4"[^>]*>.*?</c>', f"<c {attributes}><v>#N/A</v></c>"),
    )
    assert sheets_of(path)[0].faults == {(3, 6): "#N/A"}


STRICT = (
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
)


def strict(name: str, xml: bytes) -> bytes:
    for ordinary, other in STRICT:
        xml = xml.replace(ordinary, other)
    return xml


def in_utf_16(name: str, xml: bytes) -> bytes:
    return (
        xml.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")
        if name.endswith(".xml") and name.startswith("xl/")
        else xml
    )


def commented(name: str, xml: bytes) -> bytes:
    return (
        xml.replace(b"<sheetData>", b'<sheetData><!-- <c r="G4"/> -->')
        if "worksheets/" in name
        else xml
    )


def single_quoted(name: str, xml: bytes) -> bytes:
    return re.sub(rb'<c r="(\w+)"', rb"<c r='\1'", xml) if "worksheets/" in name else xml


def spread_out(name: str, xml: bytes) -> bytes:
    return re.sub(rb"(?=<(?:c|v|f|row) )", b"\n  ", xml) if "worksheets/" in name else xml


def without_addresses(name: str, xml: bytes) -> bytes:
    return re.sub(rb'<(c|row) r="\w+"', rb"<\1", xml) if "worksheets/" in name else xml


@pytest.mark.parametrize("change", [strict, in_utf_16, commented, single_quoted, spread_out])
def test_a_workbook_written_in_another_way_reads_the_same_and_its_errors_are_found(
    tmp_path, good, change
):
    path = repack(
        good,
        tmp_path / "a.xlsx",
        in_sheet(r'<c r="G4"[^>]*>.*?</c>', '<c r="G4" t="e"><v>#N/A</v></c>'),
    )
    expected = sheets_of(path)
    assert expected[0].faults == {(3, 6): "#N/A"}
    assert sheets_of(repack(path, tmp_path / "b.xlsx", change)) == expected


def test_cells_without_an_address_are_counted_as_the_reader_counts_them(tmp_path):
    path = grid(tmp_path / "a.xlsx", S=[["a", "b", "c"], ["d", "error", "f"]])
    path = repack(
        path,
        tmp_path / "b.xlsx",
        in_sheet(r'<c r="B2"[^>]*>.*?</c>', '<c r="B2" t="e"><v>#N/A</v></c>'),
    )
    sheet = sheets_of(repack(path, tmp_path / "c.xlsx", without_addresses))[0]
    assert sheet.rows == [["a", "b", "c"], ["d", "", "f"]]
    assert sheet.faults == {(1, 1): "#N/A"}


@given(some.integers(0, 16_383))
def test_column_letters_and_numbers_are_inverse(column):
    assert number(letters(column)) == column
