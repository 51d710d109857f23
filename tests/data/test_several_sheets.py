"""One table on several sheets or in several files is read together if nobody is on two of them;
otherwise a person chooses.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from data.check.check_month import CheckedExtract, check_month, read_month
from data.problems import UserError
from data.recognise.files import Source, open_files, read_files
from data.schema import TABLES
from data.store import Store
from data.writing.marked_copy import marked_copy
from tests.data.workbooks import CONTACTS, MAY, PEOPLE, contact, good_month, person, row, write

A, B = "Team A", "Team B"


def team(*numbers: int, **changed: object) -> list[dict[str, object]]:
    return [
        person(
            child_unique_id=f"{number:05}", date_of_birth=date(2003, 1, number % 28 + 1), **changed
        )
        for number in numbers
    ]


def read(path, **answers: int) -> CheckedExtract:
    return read_month([Source(path.name, path)], answers=answers)


def ids(extract: CheckedExtract) -> list[str]:
    return extract.tables["care_leavers"]["child_unique_id"].tolist()


def refused(path, **answers: int) -> UserError:
    with pytest.raises(UserError) as no:
        read(path, **answers)
    return no.value


@pytest.fixture
def teams(tmp_path):
    return write(tmp_path / "teams.xlsx", {A: team(1, 2), B: team(3, 4, 5)})


def test_team_sheets_are_read_together_and_must_be_confirmed(teams):
    extract = read(teams)
    assert ids(extract) == ["00001", "00002", "00003", "00004", "00005"]
    (doubt,) = extract.doubts
    assert (doubt.code, doubt.number, doubt.must_confirm) == ("read_together", 5, True)
    assert doubt.sentence == (
        "The care leavers are on 2 sheets of 'teams.xlsx', with no ID on two of them: 2 + "
        "3 people. They are read together."
    )
    assert (extract.files[0].rows_read, extract.files[0].rows_used) == (5, 5)


@pytest.mark.parametrize(
    "names", [("Current", "Closed"), ("16-17", "18+"), ("Crewe", "Macclesfield", "Out of area")]
)
def test_sheets_with_any_name_are_read_together(tmp_path, names):
    sheets = {name: team(10 * number, 10 * number + 1) for number, name in enumerate(names, 1)}
    assert len(ids(read(write(tmp_path / "a.xlsx", sheets)))) == 2 * len(names)


def test_each_row_keeps_its_own_sheet_and_each_problem_its_own_cell(tmp_path):
    path = write(tmp_path / "a.xlsx", {A: team(1, 2), B: team(3, la_in_touch="MAYBE")})
    extract = read(path)
    people = extract.tables["care_leavers"]
    assert people[["source_sheet", "source_row"]].values.tolist() == [[A, 4], [A, 5], [B, 4]]
    assert people["unusable"].tolist() == ["", "", "la_in_touch"]
    problem = next(problem for problem in extract.problems if problem.rule == "not_in_list")
    assert (problem.sheet, problem.cell, problem.value) == (B, "G4", "MAYBE")


def test_an_unusable_row_is_left_out_of_its_own_sheet(tmp_path):
    path = write(
        tmp_path / "a.xlsx", {A: team(1), B: [*team(2), person(date_of_birth="31/02/2003")]}
    )
    extract = read(path)
    assert ids(extract) == ["00001", "00002"]
    assert extract.left_out[["file", "sheet", "source_row", "person"]].values.tolist() == [
        ["a.xlsx", B, 5, "00101"]
    ]
    assert (extract.files[0].rows_read, extract.files[0].rows_left_out) == (3, 1)


def test_rules_across_columns_report_the_cell_of_the_right_sheet(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        {
            A: team(1),
            B: [
                *team(2),
                *team(3, type_of_accommodation="S", suitability_of_accommodation="Suitable"),
            ],
        },
    )
    problem = next(
        problem for problem in read(path).problems if problem.rule == "homeless_or_custody_suitable"
    )
    assert (problem.sheet, problem.cell, problem.value) == (B, "I5", "S")


def test_the_marked_copy_marks_the_cell_on_its_own_sheet(tmp_path):
    path = write(tmp_path / "a.xlsx", {A: team(1), B: team(2, la_in_touch="MAYBE")})
    source = Source("a.xlsx", path)
    book = openpyxl.load_workbook(
        BytesIO(marked_copy(read_files([source])[0].workbook.sheets, read_month([source]).problems))
    )
    assert (book[A]["G4"].comment, book[B]["G4"].comment is not None) == (None, True)


def test_a_column_missing_on_one_sheet_is_blank_there_and_reported(tmp_path):
    lacking = [
        {key: value for key, value in one.items() if key != "Support Status"} for one in team(2, 3)
    ]
    extract = read(write(tmp_path / "a.xlsx", {A: lacking, B: team(4)}))
    people = extract.tables["care_leavers"].set_index("child_unique_id")
    assert people["support_status"].isna().tolist() == [True, True, False]
    assert "Sheet 'Team A' has no column Support Status" in extract.doubts[0].sentence
    assert people["latest_date_of_contact"].notna().all()


def test_a_sheet_without_an_inessential_column_is_read_with_the_others(tmp_path):
    lacking = [
        {key: value for key, value in one.items() if key != "Eligibility Category"}
        for one in team(3, 4)
    ]
    extract = read(write(tmp_path / "a.xlsx", {A: team(1, 2), B: lacking}))
    assert ids(extract) == ["00001", "00002", "00003", "00004"]
    assert "Sheet 'Team B' has no column Eligibility Category" in extract.doubts[0].sentence
    assert extract.files[0].sheets == {A: "Care leavers", B: "Care leavers"}


def test_a_sheet_of_other_people_without_dates_of_birth_must_be_confirmed(tmp_path):
    lacking = [
        {key: value for key, value in one.items() if key != "Date of Birth"} for one in team(3, 4)
    ]
    extract = read(write(tmp_path / "a.xlsx", {A: team(1, 2), B: lacking}))
    (doubt,) = extract.doubts
    assert (ids(extract), doubt.code, doubt.number) == (["00001", "00002"], "sheet_not_read", 2)
    assert "no column Date of Birth" in doubt.sentence


def test_a_short_list_of_the_same_people_needs_no_question(tmp_path):
    missing = [
        {
            key: value
            for key, value in one.items()
            if key in ("Child Unique ID", "Date of Birth", "Gender")
        }
        for one in team(1)
    ]
    extract = read(write(tmp_path / "a.xlsx", {A: team(1, 2), "To check": missing}))
    assert (ids(extract), extract.doubts) == (["00001", "00002"], [])


# --- the same people on two sheets ----------------------------------------------------------------


@pytest.fixture
def two_lists(tmp_path):
    return write(tmp_path / "lists.xlsx", {"March": team(1, 2, 3), "May": team(2, 3, 4)})


def test_for_people_on_two_sheets_the_user_chooses_one(two_lists):
    no = refused(two_lists)
    assert (no.reason, no.choice.code) == ("which_table", "which_care_leavers")
    assert no.choice.options == (
        "Sheet 'March'",
        "Sheet 'May'",
        "All of them together: 4 people, each counted once",
    )
    assert "2 of their 4 IDs are on more than one of them" in no.message


@pytest.mark.parametrize(
    ("number", "wanted"), [(1, ["00001", "00002", "00003"]), (2, ["00002", "00003", "00004"])]
)
def test_only_the_chosen_sheet_is_read_and_the_other_is_listed(two_lists, number, wanted):
    extract = read(two_lists, which_care_leavers=number)
    assert (ids(extract), extract.doubts) == (wanted, [])
    assert (
        extract.files[0].ignored[0] == f"sheet '{'May' if number == 1 else 'March'}' (not chosen)"
    )
    assert extract.files[0].rows_read == 3


def test_reading_all_sheets_gives_each_person_once(two_lists):
    extract = read(two_lists, which_care_leavers=3)
    assert sorted(ids(extract)) == ["00001", "00002", "00003", "00004"]
    assert [problem.sheet for problem in extract.problems if problem.rule == "person_repeated"] == [
        "March",
        "March",
    ]


@pytest.mark.parametrize("number", [0, 4, 99])
def test_an_invalid_answer_is_asked_again(two_lists, number):
    assert refused(two_lists, which_care_leavers=number).choice.options[0] == "Sheet 'March'"


@pytest.mark.parametrize("other", ["1", "000 01", "00001 "])
def test_an_id_in_another_spelling_is_the_same_person(tmp_path, other):
    path = write(tmp_path / "a.xlsx", {A: team(1), B: [person(child_unique_id=other)]})
    assert refused(path).reason == "which_table"


@pytest.mark.parametrize("how", ["hide", "delete"])
def test_the_advice_in_the_error_works(two_lists, how):
    book = openpyxl.load_workbook(two_lists)
    assert "hide or delete it in Excel" in refused(two_lists).message
    if how == "hide":
        book["March"].sheet_state = "hidden"
    else:
        del book["March"]
    book.save(two_lists)
    extract = read(two_lists)
    assert (ids(extract), extract.doubts) == (["00002", "00003", "00004"], [])


def test_the_date_comes_from_the_chosen_sheet(tmp_path):
    path = tmp_path / "a.xlsx"
    write(path, {"March": team(1, 2), "May": team(2, 3)}, "Care leavers")
    book = openpyxl.load_workbook(path)
    book["March"]["A1"], book["May"]["A1"] = "As at 31/03/2024", "As at 31/05/2024"
    book.save(path)
    assert (read(path, which_care_leavers=2).as_at, read(path, which_care_leavers=1).as_at) == (
        MAY,
        date(2024, 3, 31),
    )


# --- events ---------------------------------------------------------------------------------------


def calls(*days: int, **changed: object) -> list[dict[str, object]]:
    return [
        contact(child_unique_id="00101", contact_date=date(2024, 5, day), **changed) for day in days
    ]


def test_contacts_of_the_same_people_on_two_sheets_are_read_together(tmp_path):
    extract = read(
        write(tmp_path / "a.xlsx", good_month(contacts=calls(1, 2)) | {"More calls": calls(3)})
    )
    assert len(extract.tables["contacts"]) == 3
    (doubt,) = extract.doubts
    assert (doubt.number, "no row on two of them: 2 + 1 rows" in doubt.sentence) == (3, True)


def test_the_same_contacts_on_two_sheets_need_a_choice(tmp_path):
    path = write(
        tmp_path / "a.xlsx", good_month(contacts=calls(1, 2, 2)) | {"Quarter": calls(2, 3)}
    )
    choice = refused(path).choice
    assert (choice.code, choice.options[2]) == (
        "which_contacts",
        "All of them together: 4 rows, counting repeated rows once",
    )
    assert len(read(path, which_contacts=1).tables["contacts"]) == 3
    together = read(path, which_contacts=3).tables["contacts"]
    assert together["contact_date"].dt.day.tolist() == [1, 2, 2, 3]
    assert together["source_sheet"].tolist() == [CONTACTS, CONTACTS, CONTACTS, "Quarter"]


@pytest.mark.parametrize(
    "table",
    [
        "audits",
        "risks",
        "plan_actions",
        "training",
        "workforce",
        "service_use",
        "voice",
        "milestones",
    ],
)
def test_any_table_may_be_on_two_sheets(tmp_path, table):
    first = TABLES[table].columns[0].key
    changed = (
        {"theme": "Another theme"}
        if table == "voice"
        else {"event": "Another visit"}
        if table == "milestones"
        else {first: "Z9"}
    )
    sheets = good_month() | {"One": [row(table)], "Two": [row(table, **changed)]}
    sheets.pop("Service use")
    extract = read(write(tmp_path / "a.xlsx", sheets))
    assert len(extract.tables[table]) == 2
    assert [doubt.code for doubt in extract.doubts] == ["read_together"]
    assert (
        refused(write(tmp_path / "b.xlsx", sheets | {"Two": [row(table)]})).choice.code
        == f"which_{table}"
    )


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def two_files(tmp_path):
    paths = [
        write(tmp_path / f"{name}.xlsx", {"Sheet1": people})
        for name, people in (("a", team(1, 2)), ("b", team(3, la_in_touch="MAYBE")))
    ]
    return [Source(path.name, path) for path in paths]


def test_two_team_files_with_equal_sheet_names_are_read_together(two_files, tmp_path):
    extract = read_month(two_files)
    people = extract.tables["care_leavers"]
    assert people["source_sheet"].tolist() == [
        "a.xlsx › Sheet1",
        "a.xlsx › Sheet1",
        "b.xlsx › Sheet1",
    ]
    assert people["source_row"].tolist() == [4, 5, 4]
    assert "in 2 files, with no ID on two of them: 2 + 1 people" in extract.doubts[0].sentence
    assert [(file.rows_read, file.rows_used) for file in extract.files] == [(2, 2), (1, 1)]
    problem = next(problem for problem in extract.problems if problem.rule == "not_in_list")
    assert (problem.file, problem.cell) == ("b.xlsx", "G4")


def test_the_damage_of_each_file_is_counted_once_and_at_its_own_row(tmp_path):
    strange = {"type_of_accommodation": "S", "suitability_of_accommodation": "Suitable"}
    sources = [
        Source(name, write(tmp_path / name, {"Sheet1": people}))
        for name, people in (
            ("a.xlsx", team(1, **strange)),
            ("b.xlsx", team(2)),
            ("c.xlsx", [person(child_unique_id="3", date_of_birth="31/02/2003")]),
        )
    ]
    store = Store(f"sqlite:///{tmp_path}/store.db")
    taken = store.save(read_month(sources), "Ann", allow_left_out=1)
    faults = {fault[2]: fault[-1] for fault in taken.counts["faults"]}
    assert faults == {"homeless_or_custody_suitable": 1, "not_a_date": 1}
    assert store.tables(taken)["care_leavers"]["source_sheet"].tolist() == [
        "a.xlsx › Sheet1",
        "b.xlsx › Sheet1",
    ]
    assert store.left_out(taken)[["file", "source_row"]].values.tolist() == [["c.xlsx", 4]]


def test_two_files_with_the_same_people_need_a_choice(tmp_path):
    sources = [
        Source(f"{name}.xlsx", write(tmp_path / f"{name}.xlsx", {PEOPLE: team(*numbers)}))
        for name, numbers in (("a", (1, 2)), ("b", (2, 3)))
    ]
    with pytest.raises(UserError) as no:
        read_month(sources)
    assert no.value.choice.options[:2] == ("File 'a.xlsx'", "File 'b.xlsx'")
    assert ids(read_month(sources, answers={"which_care_leavers": 2})) == ["00002", "00003"]


def test_the_same_file_twice_is_read_once_and_listed(tmp_path):
    path = write(tmp_path / "a.xlsx", good_month())
    extract = read_month([Source("a.xlsx", path), Source("a.xlsx", path)])
    assert (ids(extract), len(extract.files)) == (["00101", "00102"], 1)
    assert "file 'a.xlsx (2)' (the same file as 'a.xlsx')" in extract.files[0].ignored


def test_two_files_with_one_name_are_kept_separate(tmp_path):
    (tmp_path / "x").mkdir()
    sources = [
        Source("a.xlsx", write(tmp_path / place, {PEOPLE: team(number)}))
        for number, place in ((1, "a.xlsx"), (2, "x/a.xlsx"))
    ]
    assert [file.name for file in read_month(sources).files] == ["a.xlsx", "a.xlsx (2)"]


# --- which sheet holds the table ------------------------------------------------------------------


def test_a_complete_sheet_has_priority_over_one_with_only_the_name(tmp_path):
    summary = [{"Allocated Team": "A", "Age": 18, "Number": 4}]
    extract = read(write(tmp_path / "a.xlsx", {PEOPLE: summary, "Data": team(1, 2)}))
    assert (ids(extract), extract.doubts) == (["00001", "00002"], [])
    assert extract.files[0].ignored[0].startswith("sheet 'Care leavers' (no column Child Unique ID")


def test_a_sheet_with_rows_has_priority_over_one_with_only_headings(tmp_path):
    extract = read(write(tmp_path / "a.xlsx", {"Data": team(1, 2)}))
    path = write(tmp_path / "b.xlsx", {"Data": team(1, 2), PEOPLE: [dict.fromkeys(person())]})
    assert ids(read(path)) == ids(extract)
    assert "sheet 'Care leavers' (no rows)" in read(path).files[0].ignored


def hidden(path, name):
    book = openpyxl.load_workbook(path)
    book[name].sheet_state = "hidden"
    book.save(path)
    return path


def test_a_table_only_on_a_hidden_sheet_is_reported_and_the_advice_works(tmp_path):
    path = hidden(
        write(tmp_path / "a.xlsx", {"Front": [{"Note": "x"}], "People": team(1)}), "People"
    )
    no = refused(path)
    assert (no.reason, "The sheet 'People' has the care leavers but is hidden" in no.message) == (
        "table_hidden",
        True,
    )
    book = openpyxl.load_workbook(path)
    book["People"].sheet_state = "visible"
    book.save(path)
    assert ids(read(path)) == ["00001"]


def test_a_summary_with_the_tables_name_points_to_the_hidden_table(tmp_path):
    path = hidden(
        write(tmp_path / "a.xlsx", {PEOPLE: [{"Age": 18, "Area": "x"}], "People": team(1)}),
        "People",
    )
    no = refused(path)
    assert (no.reason, "Unhide it in Excel" in no.message) == ("column_missing", True)


def test_hidden_people_with_visible_contacts_must_be_confirmed(tmp_path):
    path = hidden(write(tmp_path / "a.xlsx", {CONTACTS: calls(1), PEOPLE: team(1, 2)}), PEOPLE)
    (doubt,) = read(path).doubts
    assert (doubt.code, doubt.number, doubt.must_confirm) == ("table_hidden", 2, True)


def test_a_choice_is_kept_for_files_that_stay_open(two_lists):
    opened = open_files([Source("a.xlsx", two_lists)])
    assert len(check_month(opened, answers={"which_care_leavers": 1}).tables["care_leavers"]) == 3


# --- nobody is left out without a question --------------------------------------------------------


def without(rows: list[dict[str, object]], *headings: str) -> list[dict[str, object]]:
    return [
        {heading: value for heading, value in one.items() if heading not in headings}
        for one in rows
    ]


def codes(extract: CheckedExtract) -> dict[str, int]:
    return {doubt.code: doubt.number for doubt in extract.doubts}


def sources_of(tmp_path, **files: dict[str, list[dict[str, object]]]) -> list[Source]:
    return [
        Source(f"{name}.xlsx", write(tmp_path / f"{name}.xlsx", sheets))
        for name, sheets in files.items()
    ]


@pytest.mark.parametrize("name", ["Care leavers", "Leaving care", "Team C"])
def test_a_sheet_of_people_without_ids_is_asked_about(tmp_path, name):
    extract = read(
        write(
            tmp_path / "a.xlsx",
            {A: team(1, 2), B: team(3, 4, 5), name: without(team(6, 7), "Child Unique ID")},
        )
    )
    assert ids(extract) == ["00001", "00002", "00003", "00004", "00005"]
    assert codes(extract) == {"read_together": 5, "sheet_not_read": 2}


def test_a_summary_named_contacts_does_not_match_contacts(tmp_path):
    summary = [{"Purpose": "Opt-out check-in", "Outcome": "No answer", "Number": 3}]
    sheets = {PEOPLE: team(101), "C1": calls(1, 2), "C2": calls(3), "Calls": summary}
    extract = read(write(tmp_path / "a.xlsx", sheets))
    assert (len(extract.tables["contacts"]), codes(extract)) == (3, {"read_together": 3})


@pytest.mark.parametrize("lacking", ["Eligibility Category", "Date of Birth"])
@pytest.mark.parametrize(("numbers", "new"), [((2, 3, 4), 2), ((1, 2, 3), 1), ((1, 2), 0)])
def test_people_only_on_an_incomplete_sheet_are_counted(tmp_path, lacking, numbers, new):
    extract = read(write(tmp_path / "a.xlsx", {A: team(1, 2), B: without(team(*numbers), lacking)}))
    assert (ids(extract), codes(extract)) == (
        ["00001", "00002"],
        {"sheet_not_read": new} if new else {},
    )
    assert all(
        f"has no column {lacking}" in doubt.sentence and "on no other sheet" in doubt.sentence
        for doubt in extract.doubts
    )


@pytest.mark.parametrize("lacking", ["Child Unique ID", "Date of Birth", "Eligibility Category"])
def test_people_without_a_required_column_are_refused_even_with_complete_contacts(
    tmp_path, lacking
):
    no = refused(
        write(tmp_path / "a.xlsx", {"Export": without(team(1, 2), lacking), CONTACTS: calls(1)})
    )
    assert (no.reason, "a.xlsx: The sheet 'Export' looks like" in no.message) == (
        "column_missing",
        True,
    )
    assert f"has no column {lacking}." in no.message


@pytest.mark.parametrize(
    "columns", [("Child Unique ID", "Gender"), ("Child Unique ID", "Date of Birth", "Gender")]
)
def test_a_short_list_with_contacts_is_not_refused(tmp_path, columns):
    short = [{name: one[name] for name in columns} for one in team(1)]
    assert read(write(tmp_path / "a.xlsx", {CONTACTS: calls(1), "Export": short})).doubts == []


def test_people_of_another_file_are_recognised_by_its_complete_table(tmp_path):
    files = {
        "a": {PEOPLE: team(1, 2)},
        "b": {"18 plus": without(team(3, 4), "Eligibility Category"), CONTACTS: calls(1)},
    }
    extract = read_month(sources_of(tmp_path, **files))
    assert (ids(extract), codes(extract)) == (
        ["00001", "00002", "00003", "00004"],
        {"read_together": 4},
    )
    files["b"]["18 plus"] = without(team(3, 4), "Date of Birth")
    extract = read_month(sources_of(tmp_path, **files))
    assert (codes(extract), extract.files[1].ignored[0]) == (
        {"sheet_not_read": 2},
        "sheet '18 plus' (no column Date of Birth)",
    )


@pytest.mark.parametrize(
    ("number", "wanted", "kept"),
    [(1, [1, 2], A), (2, [2, 3], B), (3, [4, 5], "Team C"), (4, [1, 2, 3, 4, 5], "")],
    ids="ABC*",
)
def test_a_sheet_that_lacks_a_column_can_be_chosen_like_the_others(tmp_path, number, wanted, kept):
    path = write(
        tmp_path / "a.xlsx",
        {A: team(1, 2), B: team(2, 3), "Team C": without(team(4, 5), "Eligibility Category")},
    )
    assert refused(path).choice.options[:3] == (
        "Sheet 'Team A'",
        "Sheet 'Team B'",
        "Sheet 'Team C'",
    )
    extract = read(path, which_care_leavers=number)
    assert sorted(map(int, ids(extract))) == wanted
    every = {A, B, "Team C"}
    assert set(extract.files[0].sheets) == ({kept} if kept else every)
    assert set(extract.files[0].ignored) == (
        {f"sheet '{name}' (not chosen)" for name in every - {kept}} if kept else set()
    )


def test_a_missing_choice_does_not_change_a_later_answer(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        {A: team(1, 2), B: team(2, 3), "Team C": without(team(4, 5), "Eligibility Category")},
    )
    opened = open_files([Source("a.xlsx", path)])
    with pytest.raises(UserError):
        check_month(opened)
    assert ids(check_month(opened, answers={"which_care_leavers": 3})) == ["00004", "00005"]


@pytest.mark.parametrize(
    ("numbers", "asked"), [((3, 4), 2), ((2, 3, 4), 2), ((1, 2), 0), ((1, 2, 3), 0)]
)
def test_a_hidden_sheet_of_other_people_is_asked_about_but_not_an_older_copy(
    tmp_path, numbers, asked
):
    extract = read(hidden(write(tmp_path / "a.xlsx", {A: team(1, 2), B: team(*numbers)}), B))
    assert (ids(extract), codes(extract)) == (
        ["00001", "00002"],
        {"table_hidden": asked} if asked else {},
    )


def test_one_answer_is_for_all_sheets_of_one_question(tmp_path):
    sheets = {
        A: team(1, 2),
        B: without(team(3, 4), "Date of Birth"),
        "Team C": without(team(5, 6), "Date of Birth"),
    }
    path = write(tmp_path / "a.xlsx", sheets)
    (doubt,) = read(path).doubts
    assert (doubt.code, doubt.number, "That is 4 in total." in doubt.sentence) == (
        "sheet_not_read",
        4,
        True,
    )
    assert "'Team B'" in doubt.sentence
    assert "'Team C'" in doubt.sentence
    path = write(tmp_path / "b.xlsx", {A: team(1, 2), B: team(3, 4), "Team C": team(5, 6)})
    (doubt,) = read(hidden(hidden(path, B), "Team C")).doubts
    assert (doubt.code, doubt.number) == ("table_hidden", 4)


def dated(path, sheet, title):
    book = openpyxl.load_workbook(path)
    book[sheet]["A1"] = title
    book.save(path)
    return Source(path.name, path)


@pytest.mark.parametrize("number", [1, 2])
def test_the_date_of_an_unchosen_sheet_is_used_if_there_is_no_other(tmp_path, number):
    sources = [
        dated(write(tmp_path / f"{name}.xlsx", {"Sheet1": team(*numbers)}, "x"), "Sheet1", title)
        for name, numbers, title in (
            ("one", (1, 2), "As at 31/05/2024"),
            ("other", (2, 3), "Care leavers"),
        )
    ]
    assert read_month(sources, answers={"which_care_leavers": number}).as_at == MAY


def test_the_date_of_a_sheet_with_only_headings_is_used_if_there_is_no_other(tmp_path):
    sources = [
        dated(
            write(tmp_path / "one.xlsx", {"Sheet1": [dict.fromkeys(person())]}, "x"),
            "Sheet1",
            "As at 31/05/2024",
        ),
        dated(
            write(tmp_path / "other.xlsx", {"Sheet1": team(2, 3)}, "x"), "Sheet1", "Care leavers"
        ),
    ]
    assert (read_month(sources).as_at, ids(read_month(sources))) == (MAY, ["00002", "00003"])


def test_the_two_tables_of_a_return_are_asked_about_under_two_codes(tmp_path):
    texts = {
        f"{kind}{half}.csv": "\n".join([headings, *(f"{number},{values}" for number in numbers)])
        for kind, headings, values in (
            ("oc3", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "01/05/2005,YES,F4,B1"),
            ("header", "CHILD,SEX,DOB,ETHNIC", "1,01/05/2005,WBRI"),
        )
        for half, numbers in (("a", range(1, 6)), ("b", range(5, 9)))
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    sources = [Source(name, tmp_path / name) for name in texts]
    answers: dict[str, int] = {}
    for code, number in (("which_care_leavers", 1), ("which_people", 3)):
        with pytest.raises(UserError) as no:
            read_month(sources, date(2024, 3, 31), answers=answers)
        assert no.value.choice.code == code
        answers[code] = number
    assert len(ids(read_month(sources, date(2024, 3, 31), answers=answers))) == 5
