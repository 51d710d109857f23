"""A table on several sheets is checked as one: proof or gaps on one sheet count for all sheets."""

from __future__ import annotations

from datetime import date

import pytest

from data.check.check_month import CheckedExtract, read_month
from data.problems import UserError
from data.recognise.files import Source
from tests.data.workbooks import CONTACTS, PEOPLE, contact, good_month, person, write

A, B = "Team A", "Team B"
PROOF, EITHER = "04/25/2024", "04/05/2024"
TURNED, REAL = date(2024, 5, 4), date(2024, 4, 25)


def team(column: str, *cells: object, first: int = 1) -> list[dict[str, object]]:
    born = date(2003, 1, 5)
    return [
        person(child_unique_id=f"{number:05}", date_of_birth=born, **{column: cell})
        for number, cell in enumerate(cells, first)
    ]


def read(*paths, **answers: int) -> CheckedExtract:
    return read_month([Source(path.name, path) for path in paths], answers=answers)


def on_sheets(path, column: str, *sheets: list[object]) -> CheckedExtract:
    return read(
        write(
            path,
            {f"Team {n}": team(column, *cells, first=10 * n) for n, cells in enumerate(sheets)},
        )
    )


JUDGED = [  # the column, the cells of each sheet, and which of them are used
    ("latest_date_of_contact", [[PROOF, EITHER], [EITHER, "03/02/2024"]], [0, 0, 0, 0]),
    ("latest_date_of_contact", [[EITHER], [PROOF]], [0, 0]),
    ("latest_date_of_contact", [[EITHER, "25/04/2024"], [EITHER]], [1, 1, 1]),
    ("latest_date_of_contact", [[PROOF], [TURNED, date(2024, 2, 3)]], [0, 0, 0]),
    (
        "latest_date_of_contact",
        [[PROOF, TURNED], [REAL]],
        [0, 0, 1],
    ),  # a valid sheet does not prove that the other is valid
    ("type_of_accommodation", [["U3", "K2"], ["K2", "U1"]], [0, 0, 0, 0]),
    ("type_of_accommodation", [["U1"], ["U3"]], [0, 0]),
    ("type_of_accommodation", [["U1"], ["D"]], [1, 1]),
]


@pytest.mark.parametrize(("column", "sheets", "trusted"), JUDGED)
def test_a_column_is_checked_with_the_cells_of_all_sheets(tmp_path, column, sheets, trusted):
    people = on_sheets(tmp_path / "a.xlsx", column, *sheets).tables["care_leavers"]
    assert people[column].notna().tolist() == [bool(one) for one in trusted]


def test_the_proof_on_another_sheet_is_shown(tmp_path):
    extract = on_sheets(tmp_path / "a.xlsx", "latest_date_of_contact", [PROOF], [EITHER])
    (unsure,) = [problem for problem in extract.problems if problem.rule == "date_order_unsure"]
    assert (unsure.sheet, unsure.cell) == ("Team 1", "H4")
    assert "cell H4 of 'a.xlsx › Team 0' of this column can only be month first" in unsure.message


def test_a_proof_in_another_file_counts(tmp_path):
    north = write(tmp_path / "north.xlsx", {PEOPLE: team("latest_date_of_contact", PROOF)})
    south = write(
        tmp_path / "south.xlsx", {PEOPLE: team("latest_date_of_contact", EITHER, first=20)}
    )
    assert read(north, south).tables["care_leavers"]["latest_date_of_contact"].isna().all()


@pytest.mark.parametrize(
    ("there", "moved"), [("2024-04-03 23:00", True), ("2024-04-03 10:15", False)]
)
def test_all_sheets_decide_whether_23_00_is_midnight(tmp_path, there, moved):
    column = "latest_date_of_contact"
    people = on_sheets(tmp_path / "a.xlsx", column, ["2024-04-10 23:00"], [there]).tables[
        "care_leavers"
    ]
    assert people[column].iloc[0].day == (11 if moved else 10)


def test_a_small_team_without_a_required_value_is_read_with_the_others(tmp_path):
    blank = team("eligibility_category", None, None, first=20)
    extract = read(
        write(tmp_path / "a.xlsx", {A: team("eligibility_category", *["Relevant"] * 4), B: blank})
    )
    assert (
        extract.tables["care_leavers"]["eligibility_category"].isna().tolist()
        == [False] * 4 + [True] * 2
    )


def test_a_required_column_that_is_blank_on_every_sheet_is_refused(tmp_path):
    sheets = {
        A: team("eligibility_category", None, None),
        B: team("eligibility_category", None, first=20),
    }
    with pytest.raises(UserError) as no:
        read(write(tmp_path / "a.xlsx", sheets))
    assert no.value.reason == "column_missing"
    assert "The sheets 'Team A' and 'Team B' have Care leavers" in no.value.message


def test_a_row_that_is_too_long_is_not_a_moved_column_in_a_second_file(tmp_path):
    heads = [
        "Child Unique ID",
        "Date of Birth",
        "Eligibility Category",
        "LA in Touch",
        "Activity Status",
    ]
    good = [f"{number:05},14/08/2002,Former relevant,YES,F5" for number in range(1, 4)]
    long = [f"{number:05},14/08/2002,Former, relevant,YES,F5" for number in range(20, 28)]

    def text(name: str, lines: list[str]):
        path = tmp_path / name
        path.write_text("\n".join([",".join(heads), *lines]), encoding="utf-8")
        return path

    extract = read(
        text("north 2024-05.csv", good[:2]), text("south 2024-05.csv", [*good[2:], *long])
    )
    assert [problem.rule for problem in extract.errors] == ["row_too_long"] * 8
    assert "columns_moved" not in {doubt.code for doubt in extract.doubts}


def calls(*days: object) -> list[dict[str, object]]:
    return [
        contact(child_unique_id=f"{number:05}", contact_date=day)
        for number, day in enumerate(days, 101)
    ]


def test_rows_with_equal_unreadable_cells_are_two_rows(tmp_path):
    may = date(2024, 5, 2)
    sheets = good_month(contacts=calls(may, "soon", may)) | {
        "Calls": calls(may, "later", "07/05/2024")
    }
    extract = read(write(tmp_path / "a.xlsx", sheets), which_contacts=3)
    assert extract.left_out[["sheet", "source_row"]].values.tolist() == [
        [CONTACTS, 5],
        ["Calls", 5],
    ]
    assert len(extract.tables["contacts"]) == 3


def test_problems_of_a_second_table_of_people_are_kept(tmp_path):
    def text(name: str, *lines: str):
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    main = text(
        "oc3.csv",
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
        "11,01/05/2005,YES,F4,B1",
        "12,02/05/2005,YES,F4,B1",
    )
    more = text(
        "header.csv",
        "CHILD,SEX,DOB,ETHNIC,SEX",
        "11,1,01/05/2005,WBRI,1",
        "12,2,02/05/2005,WBRI,2",
        "Total,,,,",
    )
    sources = [Source(path.name, path) for path in (main, more)]
    rules = {
        problem.rule
        for problem in read_month(sources, date(2025, 3, 31)).problems
        if problem.file == "header.csv"
    }
    assert rules == {"rows_passed_over", "heading_twice"}
