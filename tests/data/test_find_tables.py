"""Tables in a workbook are found in every place that councils use, and never guessed."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from data.problems import UserError
from data.recognise.files import Source, open_files
from data.recognise.find_tables import plain_heading
from data.workbook import Sheet
from tests.data.workbooks import PEOPLE, contact, grid, person, read, two_people, write

HEADINGS = ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch"]
ONE = ["00101", date(2002, 8, 14), "Former relevant", "YES"]
AS_AT = ["As at 31/05/2024"]


def refusal(path, as_at=None) -> UserError:
    with pytest.raises(UserError) as no:
        read(path, as_at)
    return no.value


def sheet(name, *rows, visible=True) -> Sheet:
    return Sheet(name, [list(row) for row in rows], visible)


@pytest.mark.parametrize(
    "above",
    [
        [AS_AT],
        [AS_AT, [], ["Made for the board"], []],
        [["", "", "Care leavers", *AS_AT]],
        [AS_AT, *[[]] * 28],
    ],
)
def test_headings_are_found_under_titles_and_blank_rows(tmp_path, above):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[*above, HEADINGS, ONE]))
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00101"]
    assert extract.tables["care_leavers"]["source_row"].tolist() == [len(above) + 2]


def test_blank_columns_before_and_between_are_skipped(tmp_path):
    rows = [
        AS_AT,
        ["", "", *HEADINGS[:2], "", *HEADINGS[2:]],
        ["", "", *ONE[:2], "", ONE[2], "MAYBE"],
    ]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=rows))
    assert [problem.cell for problem in extract.problems if problem.rule == "not_in_list"] == ["G3"]


def test_headings_in_two_rows_are_read_as_one(tmp_path):
    rows = [
        AS_AT,
        ["Child", "Date of", "Eligibility", "LA in"],
        ["Unique ID", "Birth", "Category", "Touch"],
        ONE,
    ]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=rows))
    assert extract.tables["care_leavers"]["la_in_touch"].tolist() == ["YES"]
    assert extract.tables["care_leavers"]["source_row"].tolist() == [4]


def test_a_row_of_group_headings_above_the_headings_is_skipped(tmp_path):
    rows = [AS_AT, ["Who they are", "", "What they may have", ""], HEADINGS, ONE]
    assert read(grid(tmp_path / "a.xlsx", Care_leavers=rows)).tables["care_leavers"][
        "child_unique_id"
    ].tolist() == ["00101"]


WRITTEN = [
    "Child  Unique\nID",
    "CHILD UNIQUE ID",
    " Child unique id ",
    "Child-Unique ID:",
    "Child_Unique_ID",
]


@pytest.mark.parametrize("heading", WRITTEN)
def test_breaks_case_spaces_and_marks_in_a_heading_make_no_difference(heading):
    assert plain_heading(heading) == plain_heading("Child Unique ID")


@pytest.mark.parametrize(
    ("heading", "same"),
    [
        ("Allocated Personal Advisor", "Allocated Personal Adviser"),
        ("Staying Put (Y/N)", "Staying Put"),
        ("Staying Put\n(Yes/No)", "Staying Put"),
        ("Date of Birth (dd/mm/yyyy)", "Date of Birth"),
        ("Contact Frequency (Weeks)", "Contact Frequency (weeks)"),
        ("21+ Support Status", "21+ support status"),
    ],
)
def test_older_spellings_and_trailing_hints_are_the_same_heading(heading, same):
    assert plain_heading(heading) == plain_heading(same)


def test_the_heading_is_shown_as_it_was_written(tmp_path):
    rows = [AS_AT, [*HEADINGS[:3], "LA in\nTouch"], [*ONE[:3], "MAYBE"]]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=rows))
    problem = next(problem for problem in extract.problems if problem.rule == "not_in_list")
    assert problem.place == "Care leavers!D3 (LA in Touch)"


def test_two_columns_with_one_heading_are_reported_and_neither_is_used(tmp_path):
    extract = read(
        grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, [*HEADINGS, "LA in Touch"], [*ONE, "NO"]])
    )
    problem = next(problem for problem in extract.problems if problem.rule == "heading_twice")
    assert "la_in_touch" not in extract.tables["care_leavers"]
    assert "D2 and E2" in problem.message


def test_a_repeated_required_column_is_read_from_the_first_and_reported(tmp_path):
    extract = read(
        grid(
            tmp_path / "a.xlsx",
            Care_leavers=[AS_AT, [*HEADINGS, "Date of birth"], [*ONE, date(1999, 1, 1)]],
        )
    )
    assert extract.tables["care_leavers"]["date_of_birth"].tolist()[0].date() == date(2002, 8, 14)
    assert "heading_twice" in {problem.rule for problem in extract.problems}


def test_a_columns_own_heading_has_priority_over_another_name(tmp_path):
    extract = read(
        grid(
            tmp_path / "a.xlsx", Care_leavers=[AS_AT, [*HEADINGS, "DOB"], [*ONE, date(1999, 1, 1)]]
        )
    )
    assert extract.tables["care_leavers"]["date_of_birth"].tolist()[0].date() == date(2002, 8, 14)
    assert "column 'DOB' of 'Care leavers'" in extract.files[0].ignored


def test_a_sheet_similar_to_a_complete_table_is_ignored(tmp_path):
    other = [
        ["Child ID", "Start Date", "End Date", "Outcome"],
        ["00101", date(2024, 5, 1), None, "Moved"],
    ]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, HEADINGS, ONE], Placements=other))
    assert list(extract.tables) == ["care_leavers"]
    assert "sheet 'Placements'" in extract.files[0].ignored


def test_a_sheet_with_any_name_is_recognised_by_its_headings(tmp_path):
    extract = read(write(tmp_path / "a.xlsx", {"Sheet1": two_people(), "Log": [contact()]}))
    assert extract.files[0].sheets == {"Sheet1": "Care leavers", "Log": "Contacts"}


def test_a_hidden_sheet_is_not_read_and_is_reported(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        {PEOPLE: two_people(), "Old": [person(child_unique_id="9")], "Notes": [{"Anything": "x"}]},
    )
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    extract = read(path)
    assert extract.files[0].ignored == ["sheet 'Old' (hidden)", "sheet 'Notes'"]
    assert "9" not in extract.tables["care_leavers"]["child_unique_id"].tolist()


@pytest.mark.parametrize("lacking", ["Date of Birth", "Eligibility Category", "Child Unique ID"])
def test_a_sheet_without_a_required_column_is_refused_with_the_column(tmp_path, lacking):
    rows = [{heading: value for heading, value in person().items() if heading != lacking}]
    no = refusal(write(tmp_path / "a.xlsx", {PEOPLE: rows}))
    assert (no.reason, lacking in no.message) == ("column_missing", True)


def test_a_workbook_without_any_table_is_refused(tmp_path):
    assert refusal(write(tmp_path / "a.xlsx", {"Sheet1": [{"Name": "x"}]})).reason == "no_table"


def test_an_error_shows_the_file_name(tmp_path):
    path = write(tmp_path / "wrong.xlsx", {"Sheet1": [{"Name": "x"}]})
    with pytest.raises(UserError, match=r"^wrong\.xlsx: "):
        open_files([Source("wrong.xlsx", path)])[0]
