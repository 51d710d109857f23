"""Where a table stands in a workbook, and for which date it is: found wherever councils put them, and never guessed."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from data.headings import as_at_written, date_in, find_tables, month_end, plain_heading
from data.opening import Source, open_files
from data.problems import Refused
from data.workbook import Sheet
from tests.data.workbooks import MAY, PEOPLE, contact, good_month, grid, person, read, two_people, write

HEADINGS = ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch"]
ONE = ["00101", date(2002, 8, 14), "Former relevant", "YES"]
AS_AT = ["As at 31/05/2024"]


def refusal(path, as_at=None) -> Refused:
    with pytest.raises(Refused) as no:
        read(path, as_at)
    return no.value


def sheet(name, *rows, visible=True) -> Sheet:
    return Sheet(name, [list(row) for row in rows], visible)


@pytest.mark.parametrize(
    "above", [[AS_AT], [AS_AT, [], ["Made for the board"], []], [["", "", "Care leavers", *AS_AT]], [AS_AT, *[[]] * 28]]
)
def test_headings_are_found_under_titles_and_blank_rows(tmp_path, above):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[*above, HEADINGS, ONE]))
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00101"]
    assert extract.tables["care_leavers"]["source_row"].tolist() == [len(above) + 2]


def test_blank_columns_before_and_between_are_stepped_over(tmp_path):
    rows = [AS_AT, ["", "", *HEADINGS[:2], "", *HEADINGS[2:]], ["", "", *ONE[:2], "", ONE[2], "MAYBE"]]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=rows))
    assert [problem.cell for problem in extract.problems if problem.rule == "not_in_list"] == ["G3"]


def test_headings_that_stand_in_two_rows_are_read_as_one(tmp_path):
    rows = [AS_AT, ["Child", "Date of", "Eligibility", "LA in"], ["Unique ID", "Birth", "Category", "Touch"], ONE]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=rows))
    assert extract.tables["care_leavers"]["la_in_touch"].tolist() == ["YES"]
    assert extract.tables["care_leavers"]["source_row"].tolist() == [4]


def test_a_row_of_group_headings_above_the_headings_is_stepped_over(tmp_path):
    rows = [AS_AT, ["Who they are", "", "What they may have", ""], HEADINGS, ONE]
    assert read(grid(tmp_path / "a.xlsx", Care_leavers=rows)).tables["care_leavers"]["child_unique_id"].tolist() == ["00101"]


WRITTEN = ["Child  Unique\nID", "CHILD UNIQUE ID", " Child unique id ", "Child-Unique ID:", "Child_Unique_ID"]


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


def test_two_columns_of_one_heading_are_both_named_and_neither_is_believed(tmp_path):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, [*HEADINGS, "LA in Touch"], [*ONE, "NO"]]))
    problem = next(problem for problem in extract.problems if problem.rule == "heading_twice")
    assert "la_in_touch" not in extract.tables["care_leavers"]
    assert "D2 and E2" in problem.message


def test_a_needed_column_that_stands_twice_is_read_from_the_first_and_said(tmp_path):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, [*HEADINGS, "Date of birth"], [*ONE, date(1999, 1, 1)]]))
    assert extract.tables["care_leavers"]["date_of_birth"].tolist()[0].date() == date(2002, 8, 14)
    assert "heading_twice" in {problem.rule for problem in extract.problems}


def test_the_columns_own_heading_wins_over_another_name_for_it(tmp_path):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, [*HEADINGS, "DOB"], [*ONE, date(1999, 1, 1)]]))
    assert extract.tables["care_leavers"]["date_of_birth"].tolist()[0].date() == date(2002, 8, 14)
    assert "column 'DOB' of 'Care leavers'" in extract.files[0].ignored


def test_a_sheet_that_only_resembles_a_table_is_ignored_beside_the_whole_one(tmp_path):
    other = [["Child ID", "Start Date", "End Date", "Outcome"], ["00101", date(2024, 5, 1), None, "Moved"]]
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[AS_AT, HEADINGS, ONE], Placements=other))
    assert list(extract.tables) == ["care_leavers"]
    assert "sheet 'Placements'" in extract.files[0].ignored


def test_a_sheet_of_any_name_is_known_by_its_headings(tmp_path):
    extract = read(write(tmp_path / "a.xlsx", {"Sheet1": two_people(), "Log": [contact()]}))
    assert extract.files[0].sheets == {"Sheet1": "Care leavers", "Log": "Contacts"}


def test_a_hidden_sheet_is_not_read_and_that_is_said(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people(), "Old": [person(child_unique_id="9")], "Notes": [{"Anything": "x"}]})
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    extract = read(path)
    assert extract.files[0].ignored == ["sheet 'Old' (hidden)", "sheet 'Notes'"]
    assert "9" not in extract.tables["care_leavers"]["child_unique_id"].tolist()


@pytest.mark.parametrize("lacking", ["Date of Birth", "Eligibility Category", "Child Unique ID"])
def test_a_sheet_without_a_needed_column_is_refused_and_the_column_named(tmp_path, lacking):
    rows = [{heading: value for heading, value in person().items() if heading != lacking}]
    no = refusal(write(tmp_path / "a.xlsx", {PEOPLE: rows}))
    assert (no.reason, lacking in no.message) == ("column_missing", True)


def test_a_workbook_without_any_table_is_refused(tmp_path):
    assert refusal(write(tmp_path / "a.xlsx", {"Sheet1": [{"Name": "x"}]})).reason == "no_table"


DATES = [
    ("Care leavers as at 31/05/2024", MAY),
    ("Position at 31 May 2024", MAY),
    ("EXTRACT DATE: 2024-05-31", MAY),
    ("as at 31st May, 2024", MAY),
    ("Snapshot 31.05.2024 10:15", MAY),
    ("As at May 2024", MAY),
    ("as at 24 May 2024", date(2024, 5, 24)),
    ("month end February 2024", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("title", "expected"), DATES)
def test_the_date_stands_in_a_title_in_any_form(tmp_path, title, expected):
    assert read(write(tmp_path / "a.xlsx", {PEOPLE: two_people()}, title)).as_at == expected


@pytest.mark.parametrize("beside", [MAY, "31/05/2024", "May 2024"])
def test_the_date_stands_in_the_cell_beside_its_label(tmp_path, beside):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[["As at", "", beside], HEADINGS, ONE]))
    assert extract.as_at == MAY


@pytest.mark.parametrize("name", ["List 9 May 2024", "2024-05", "31-05-2024"])
def test_the_date_stands_in_a_sheet_name(tmp_path, name):
    assert read(write(tmp_path / "a.xlsx", {name: two_people()}, "Care leavers")).as_at == MAY


@pytest.mark.parametrize("name", ["care-leavers-2024-05.xlsx", "care_leavers_31_05_2024.xlsx", "Care leavers May 2024.xlsx"])
def test_the_date_stands_in_the_file_name(tmp_path, name):
    assert read(write(tmp_path / name, {PEOPLE: two_people()}, "Care leavers")).as_at == MAY


@pytest.mark.parametrize("text", ["as at 31 June 2024", "31/06/2024", "30 February 2025", "2024-02-30"])
def test_a_day_that_no_calendar_has_is_never_the_months_end(text):
    assert date_in(text) is None


@pytest.mark.parametrize("text", ["2023-24", "Care leavers 2024", "version 12", "13/2024", "31/13/2024", "a 2024 b", ""])
def test_what_is_no_month_is_not_taken_for_one(text):
    assert date_in(text) is None


def test_a_date_of_birth_or_any_other_date_in_a_title_is_not_the_as_at_date():
    found = find_tables([sheet("Care leavers", ["Printed 01/06/2024"], HEADINGS, ONE)])
    assert as_at_written(found, "extract.xlsx") == {}


@pytest.mark.parametrize("file", ["care-leavers-2024-04.xlsx", "Care leavers 30.04.2024.xlsx"])
def test_a_title_and_a_file_name_of_different_months_are_refused_and_both_named(tmp_path, file):
    no = refusal(write(tmp_path / file, {PEOPLE: two_people()}))
    assert (no.reason, "31/05/2024" in no.message, "30/04/2024" in no.message) == ("as_at_unclear", True, True)


def test_two_titles_over_one_table_that_differ_are_refused_and_their_cells_named(tmp_path):
    above = [["Extract date 03/06/2024"], ["Position at 31/05/2024"]]
    no = refusal(grid(tmp_path / "a.xlsx", Care_leavers=[*above, HEADINGS, ONE]))
    assert (no.reason, "A1" in no.message, "A2" in no.message) == ("as_at_unclear", True, True)


def test_two_sheets_of_different_months_are_refused():
    rows = [["As at 30/04/2024"], HEADINGS, ONE]
    other = [AS_AT, ["Child Unique ID", "Contact Date", "Purpose", "Outcome"]]
    assert set(as_at_written(find_tables([sheet("Care leavers", *rows), sheet("Contacts", *other)]), "a").values()) == {
        date(2024, 4, 30),
        MAY,
    }


def test_without_a_date_anywhere_it_is_asked_for(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()}, "Care leavers")
    assert refusal(path).reason == "as_at_unknown"
    assert read(path, MAY).as_at == MAY


def test_a_month_that_is_given_against_the_files_own_is_a_doubt_to_confirm(tmp_path):
    extract = read(write(tmp_path / "a.xlsx", good_month()), date(2024, 6, 30))
    assert (extract.as_at, bool(extract.doubts)) == (date(2024, 6, 30), True)
    assert all("31/05/2024" in doubt.sentence for doubt in extract.doubts)


def test_a_refusal_names_the_file(tmp_path):
    path = write(tmp_path / "wrong.xlsx", {"Sheet1": [{"Name": "x"}]})
    with pytest.raises(Refused, match=r"^wrong\.xlsx: "):
        open_files([Source("wrong.xlsx", path)])[0]


@pytest.mark.parametrize("key", ["2024-13", "2024-00", "24-05", "2024-5", "May", "", "0000-01", "2024-05-31"])
def test_a_month_is_written_year_and_month_or_not_at_all(key):
    with pytest.raises(ValueError, match=r"month|year"):
        month_end(key)
