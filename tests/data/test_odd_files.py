"""Every odd file is read correctly or refused with a message, in time, and nothing of it is
followed or kept.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data.problems import UserError
from data.recognise.files import RawFile, recognise
from data.workbook import SENTENCES, Sheet, Workbook, guard, read_workbook
from tests.data import file_makers as makers
from tests.data.odd_files import ODD_FILES
from tests.data.odd_making import GOOD, GRID, Odd, good, in_sheet, through
from tests.data.odd_run import run

ROOT = Path(__file__).parents[2]
SECONDS = 20  # on a machine that others use too; most take a fifth of a second
MEGABYTES = 600  # of the reader and of what it brings to this program
ELSEWHERE = {"no_table", "as_at_unknown", "which_table", "table_hidden"}  # refusals after reading
SAMPLE = [
    "good",
    "cell at XFD1048576",
    "old, container: directory in a circle",
    "zip with '../a.csv'",
    "sheet of a gigabyte that says it is small",
]


def test_there_are_enough_odd_files():
    assert len(ODD_FILES) >= 300
    assert {odd.suffix for odd in ODD_FILES.values()} == {
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".csv",
        ".zip",
    }


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_is_read_or_refused_with_a_message(tmp_path, name):
    odd = ODD_FILES[name]
    came = run(odd, tmp_path)
    assert came.is_one_of(odd.expected), f"{came.got} instead of {odd.expected}"
    assert came.seconds < SECONDS
    assert came.together < MEGABYTES
    assert came.left_over == []
    assert "Traceback" not in came.said
    if refusal := came.document["refusal"]:
        assert refusal["reason"] in SENTENCES.keys() | ELSEWHERE
        assert SENTENCES.get(refusal["reason"], "") in refusal["message"]
        assert re.fullmatch(r"[^\0-\x1f]{20,700}", refusal["message"])


@pytest.mark.parametrize("name", SAMPLE)
def test_the_real_command_reports_the_same(tmp_path, name):
    odd = ODD_FILES[name]
    path = odd.write(tmp_path)
    done = subprocess.run(
        [sys.executable, "manage.py", "check", str(path), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    document = json.loads(done.stdout)
    got = (
        document["refusal"]["reason"]
        if document["refusal"]
        else sum(file["rows_used"] for file in document["files"])
    )
    assert got in (odd.expected if isinstance(odd.expected, tuple) else (odd.expected,))
    assert done.stderr == ""
    assert done.returncode == (1 if document["refusal"] else 0)


# No message contains the value of a cell.

SECRET = "Xyzzy9"
FAULTY = ["B4", "C4", "D4"]  # a birthday, an eligibility, an answer


@pytest.mark.parametrize("cell", FAULTY)
@pytest.mark.parametrize("kind", ['t="str"><v>{}</v>', 't="inlineStr"><is><t>{}</t></is>'])
def test_no_message_contains_the_value_of_a_faulty_cell(tmp_path, cell, kind):
    written = in_sheet(f'<c r="{cell}" {kind.format(SECRET)}</c>', f'<c r="{cell}"[^>]*>.*?</c>')
    came = run(Odd("secret", written, GOOD), tmp_path)
    assert [problem["cell"] for problem in came.document["problems"]].count(cell) == 1
    assert SECRET not in came.said


def test_no_message_contains_the_text_of_a_false_error(tmp_path):
    cell = makers.ods_cell(makers.NA).replace("#N/A", SECRET)
    more = makers.ods_row(["00103", "2003-01-03", "Former relevant"]).replace(
        "</table:table-row>", f"{cell}</table:table-row>"
    )
    came = run(
        Odd("secret", lambda: through(lambda path: makers.ods(path, GRID, more=more)), 3), tmp_path
    )
    assert [(problem["cell"], problem["rule"]) for problem in came.document["problems"]].count(
        ("D6", "excel_error")
    ) == 1
    assert SECRET not in came.said


# Contents that are never followed, kept or exported are reported.

LEFT_ALONE = {
    "macros": "macros",
    "binary with macros": "macros",
    "open, macros": "macros",
    "link to another workbook": "links to other workbooks",
    "embedded object": "embedded objects",
    "embedded program": "embedded objects",
    "open, embedded object": "embedded objects",
    "cell comments": "comments",
    "open, comments in cells": "comments",
    "data connection": "data connections",
    "pivot cache": "pivot tables",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_ignored_contents_are_reported_and_not_read(tmp_path, name):
    came = run(ODD_FILES[name], tmp_path)
    assert (
        f"{LEFT_ALONE[name]} (never followed, kept or exported)"
        in came.document["files"][0]["ignored"]
    )
    read = read_workbook(ODD_FILES[name].write(tmp_path))
    assert "confidence" not in str(read)
    assert "00999" not in str(read)


@pytest.mark.parametrize("name", ["hidden sheet", "very hidden sheet"])
def test_a_hidden_sheet_is_reported_and_not_used(tmp_path, name):
    assert (
        "sheet 'Secret' (hidden)" in run(ODD_FILES[name], tmp_path).document["files"][0]["ignored"]
    )


# A library that panics.

PANICS = {
    "an error that is none of the usual": "raise BaseException('panic')",
    "the end of the interpreter": "raise SystemExit(3)",
    "a key pressed": "raise KeyboardInterrupt",
}


@pytest.mark.parametrize("name", PANICS)
def test_a_panic_in_the_reader_ends_the_import_and_not_the_session(tmp_path, monkeypatch, name):
    path = Odd("good", good, GOOD).write(tmp_path)
    ordinary = guard._START
    panic = (
        "import sys; sys.path.insert(0, sys.argv[1])\nimport data.workbook.reading as r\ndef "
        f"boom(*a):\n    {PANICS[name]}\nr._sheet = boom\n"
    )
    monkeypatch.setattr(guard, "_START", panic + ordinary)
    with pytest.raises(UserError) as no:
        read_workbook(path)
    assert (no.value.reason, no.value.message) == ("reader_stopped", SENTENCES["reader_stopped"])
    monkeypatch.setattr(guard, "_START", ordinary)
    assert recognise(RawFile("good", "", read_workbook(path))).tables


def test_a_workbook_without_sheets_is_refused():
    with pytest.raises(UserError):
        recognise(RawFile("none", "", Workbook("xlsx", [Sheet("S", [])])))
