"""Whatever file is handed over, the reader gives back its cells or one plain sentence, and never takes the program down."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from data import workbook
from data.problems import Refused
from data.workbook import NO_SAVED_VALUE, SENTENCES, letters, number, read_sheets
from tests.data.workbooks import PEOPLE, at, good_month, grid, in_sheet, person, read, repack, two_people, write


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return write(tmp_path_factory.mktemp("good") / "good.xlsx", good_month())


def reason(path) -> str:
    with pytest.raises(Refused) as no:
        read_sheets(path)
    assert no.value.message == SENTENCES[no.value.reason]
    return no.value.reason


def made(path, content: bytes):
    path.write_bytes(content)
    return path


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENTS = {
    "empty": b"",
    "password": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "old_excel": OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"),
    "not_a_spreadsheet": b"Child Unique ID,Date of Birth\n1,2\n",
    "cut_short": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("expected", CONTENTS)
def test_each_kind_of_wrong_file_has_its_own_sentence(tmp_path, expected):
    assert reason(made(tmp_path / "a.xlsx", CONTENTS[expected])) == expected


@pytest.mark.parametrize("content", [b"P", b"PK", b"%PDF-1.7", b"<html>", b"\xff\xfe\x00", b"PK\x05\x06" + b"\0" * 18])
def test_what_only_calls_itself_a_workbook_is_said(tmp_path, content):
    assert reason(made(tmp_path / "a.xlsx", content)) == "not_a_spreadsheet"


def test_a_zip_that_is_no_workbook_is_said(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert reason(tmp_path / "a.xlsx") == "not_a_spreadsheet"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_short_on_its_way_is_said(tmp_path, good, share):
    content = good.read_bytes()
    assert reason(made(tmp_path / "a.xlsx", content[: int(len(content) * share)])) == "cut_short"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.floats(0, 1, exclude_max=True), byte=some.integers(0, 255))
def test_a_damaged_byte_is_read_or_refused_and_never_an_exception_of_ours(tmp_path, good, place, byte):
    content = bytearray(good.read_bytes())
    content[int(len(content) * place)] = byte
    with contextlib.suppress(Refused):
        assert read_sheets(made(tmp_path / "a.xlsx", bytes(content)))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused_before_anything_is_expanded(tmp_path, good, part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = repack(good, tmp_path / "a.xlsx", lambda name, xml: xml.replace(b"?>", b"?>" + bomb, 1) if name == part else xml)
    assert reason(path) == "unsafe_xml"


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD1", "AAA4", "A300001"])
def test_a_stray_cell_far_away_is_named_and_not_unfolded(tmp_path, address):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    stray = f'<row r="9999999"><c r="{address}" t="b"><v>1</v></c></row></sheetData>'
    assert reason(repack(path, tmp_path / "b.xlsx", in_sheet("</sheetData>", stray))) == "far_cell"


def test_the_last_cell_inside_the_bounds_is_read(tmp_path):
    path = grid(tmp_path / "a.xlsx", S=[["a"] + [""] * 700 + ["z"]])
    assert read_sheets(path)[0].rows[0][701] == "z"


def test_a_file_that_says_it_unpacks_to_too_much_is_refused_unread(tmp_path, good, monkeypatch):
    content = bytearray(good.read_bytes())
    entry = content.index(b"PK\x01\x02")  # the first of the directory
    content[entry + 24 : entry + 28] = (900 * 2**20).to_bytes(4, "little")
    assert reason(made(tmp_path / "a.xlsx", bytes(content))) == "too_large"


def run_child(code: str, path) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-c",
        f"import sys; from data import workbook\n{code}\nworkbook._limit(); workbook._read(workbook.Path(sys.argv[1]))",
        str(path),
    ]
    return subprocess.run(command, cwd=workbook.ROOT, capture_output=True, check=False)


def test_a_reader_that_dies_is_a_sentence_and_the_program_lives_on(tmp_path, good, monkeypatch):
    monkeypatch.setattr(workbook, "ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "__init__.py").touch()
    (tmp_path / "data" / "workbook.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert reason(good) == "reader_stopped"
    monkeypatch.undo()
    assert read_sheets(good)


def test_a_cell_that_would_fill_the_memory_kills_the_child_alone_even_unscanned(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = repack(path, tmp_path / "b.xlsx", in_sheet("</sheetData>", stray))
    ended = run_child("workbook._scan = lambda path: {}; workbook.MEMORY = 2**30", far)
    assert ended.returncode != 0
    assert reason(far) == "far_cell"


# Cells that Excel shows as an error, or that were never calculated.

ERRORS = {
    "as Excel writes it": ('t="e"><f>NA()</f><v>#N/A</v></c>', "#N/A"),
    "typed": ('t="e"><v>#REF!</v></c>', "#REF!"),
    "shared formula": ('t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>', "#DIV/0!"),
    "first of a shared formula": ('t="e"><f t="shared" ref="A1:A9" si="0">A1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
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
def test_a_faulty_cell_is_known_by_its_exact_address(tmp_path, good, name, prefix):
    cell, expected = ERRORS[name]
    path = repack(good, tmp_path / "a.xlsx", in_sheet(r'<c r="G4"[^>]*>.*?</c>', f'<c r="G4" {cell}'))
    if prefix:
        path = repack(path, tmp_path / "b.xlsx", in_sheet(r"<(/?)(?=[a-z])", rf"<\1{prefix}"))
        path = repack(path, tmp_path / "c.xlsx", in_sheet('xmlns="', f'xmlns:{prefix[:-1]}="'))
    sheet = read_sheets(path)[0]
    assert sheet.faults == ({(3, 6): expected} if expected else {})
    assert sheet.rows[3][0] == "00101"


@pytest.mark.parametrize("attributes", ['t="e" r="G4" s="1"', 's="1" t="e" r="G4"', 'r="G4" t="e"'])
def test_attributes_stand_in_any_order(tmp_path, good, attributes):
    path = repack(good, tmp_path / "a.xlsx", in_sheet(r'<c r="G4"[^>]*>.*?</c>', f"<c {attributes}><v>#N/A</v></c>"))
    assert read_sheets(path)[0].faults == {(3, 6): "#N/A"}


def test_a_workbook_in_the_strict_form_is_searched_for_errors_too(tmp_path, good):
    def strict(name, xml):
        return xml.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships") if name == "xl/workbook.xml" else xml  # fmt: skip

    path = repack(good, tmp_path / "a.xlsx", in_sheet(r'<c r="G4"[^>]*>.*?</c>', '<c r="G4" t="e"><v>#N/A</v></c>'))
    with zipfile.ZipFile(repack(path, tmp_path / "b.xlsx", strict)) as package:
        assert workbook._parts(package)[PEOPLE] == "xl/worksheets/sheet1.xml"


def test_errors_of_a_second_sheet_are_not_laid_to_the_first(tmp_path):
    sheets = read_sheets(write(tmp_path / "a.xlsx", {"One": [{"A": "x"}], "Two": [{"A": "=NA()"}]}))
    assert [sheet.faults for sheet in sheets] == [{}, {(3, 0): "#N/A"}]


def test_an_error_in_a_needed_and_in_an_optional_column_is_said_by_its_cell(tmp_path):
    rows = [person(la_in_touch="=NA()"), person(child_unique_id="2", date_of_birth="=NA()")]
    found = {
        (problem.cell, problem.severity)
        for problem in read(write(tmp_path / "a.xlsx", {PEOPLE: rows})).problems
        if problem.rule == "excel_error"
    }
    assert found == {(at(rows, "LA in Touch"), "warning"), (at(rows, "Date of Birth", 1), "error")}


def test_the_1904_system_reads_as_the_same_days(tmp_path):
    rows = [read_sheets(write(tmp_path / f"{old}.xlsx", {PEOPLE: two_people()}, date_1904=old))[0].rows for old in (True, False)]
    assert rows[0] == rows[1]


# What comes back from the child.


def test_plain_values_come_back_and_nothing_else():
    plain = ["", [("S", [["a", 1.0, True, None, date(2024, 5, 31), datetime(2024, 5, 31)]], True, {(0, 1): "#N/A"})]]
    assert workbook._Plain(io.BytesIO(pickle.dumps(plain, 5))).load() == plain


class Trap:
    def __reduce__(self):
        return os.system, ("echo trapped",)


@pytest.mark.parametrize("trap", [Trap(), os.system, Refused, datetime.now, zipfile.ZipFile])
def test_anything_but_plain_values_is_refused_unexecuted(trap, capfd):
    with pytest.raises(pickle.UnpicklingError):
        workbook._Plain(io.BytesIO(pickle.dumps(trap, 5))).load()
    assert "trapped" not in capfd.readouterr().out


@given(some.integers(0, 16_383))
def test_letters_and_numbers_of_columns_are_each_others_inverse(column):
    assert number(letters(column)) == column
