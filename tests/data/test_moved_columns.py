"""Rows, columns and tables that can be read but must be wrong are always reported."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.check.check_month import read_month
from data.problems import Severity, UserError
from data.recognise.files import Source
from data.schema import TABLES
from tests.data.workbooks import (
    contact,
    good_month,
    grid,
    person,
    plan,
    practice,
    read,
    row,
    two_people,
    write,
)

HEAD = ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch", "Allocated Team"]
ROWS = [
    [f"{number:05}", "14/08/2002", "Former relevant", "YES", "North"] for number in range(101, 107)
]
AS_AT = date(2024, 5, 31)


def text(folder, lines, separator=",", name="month.csv"):
    path = folder / name
    path.write_text(
        "\r\n".join(separator.join(cells) for cells in lines) + "\r\n", encoding="utf-8"
    )
    return read_month([Source(path.name, path)], AS_AT)


def errors(extract):
    return [
        (problem.rule, problem.cell)
        for problem in extract.problems
        if problem.severity is Severity.ERROR
    ]


def doubts(extract):
    return {doubt.code: doubt for doubt in extract.doubts}


# --- rows that are longer than the headings -------------------------------------------------------


@pytest.mark.parametrize(("separator", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_a_text_row_with_more_cells_than_headings_is_left_out_and_reported(
    tmp_path, separator, name
):
    cut = ["00199", "14/08/2002", "Former", " relevant", "YES", "North"]
    extract = text(tmp_path, [HEAD, *ROWS, cut], separator)
    assert errors(extract) == [("row_too_long", "F8")]
    problem = extract.errors[0]
    assert (
        problem.message
        == f"is in a row with 6 cells under 5 headings: a {name} inside a value may have split it"
    )
    assert f"values that contain a {name}" in problem.advice
    assert [found.rule for found in extract.problems if found.row == 8] == [
        "row_too_long"
    ]  # instead of the problems of the moved cells
    assert (len(extract.tables["care_leavers"]), extract.left_out["person"].tolist()) == (
        6,
        ["00199"],
    )


@pytest.mark.parametrize("cells", [[*ROWS[0], "", "", " "], ROWS[0][:3], [*ROWS[0][:3], "", ""]])
def test_empty_cells_at_the_end_do_not_make_a_row_too_long(tmp_path, cells):
    assert errors(text(tmp_path, [HEAD, cells, *ROWS[1:]])) == []


def test_blank_headings_count_as_columns(tmp_path):
    assert errors(text(tmp_path, [["", *HEAD], *(["0", *cells] for cells in ROWS)])) == []
    padded = text(
        tmp_path,
        [[*HEAD, ""], *([*cells, ""] for cells in ROWS), [*ROWS[0], "moved"]],
        name="padded.csv",
    )
    assert errors(padded) == [("row_too_long", "F8")]


def test_a_remark_to_the_right_is_allowed_and_a_moved_row_is_an_error(tmp_path):
    real = [[cells[0], date(2002, 8, 14), *cells[2:]] for cells in ROWS]
    remark = [*real[0], "to be called again"]
    moved = ["00199", "x", date(2002, 8, 14), "Former relevant", "YES", "North"]
    assert (
        errors(read(grid(tmp_path / "a.xlsx", Care_leavers=[HEAD, remark, *real[1:]]), AS_AT)) == []
    )
    assert errors(read(grid(tmp_path / "b.xlsx", Care_leavers=[HEAD, *real, moved]), AS_AT)) == [
        ("row_too_long", "F8")
    ]


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_only_rows_with_more_filled_cells_than_headings_are_too_long(tmp_path_factory, more):
    folder = tmp_path_factory.mktemp("text")
    extract = text(
        folder, [HEAD, *([*cells, *["x"] * extra] for cells, extra in zip(ROWS, more, strict=True))]
    )
    assert [cell for _, cell in errors(extract)] == [f"F{place}" if extra == 1 else f"{'FGH'[extra - 1]}{place}" for place, extra in enumerate(more, 2) if extra]  # fmt: skip
    assert len(extract.tables["care_leavers"]) == more.count(0)


# --- columns that moved ---------------------------------------------------------------------------


def test_mostly_unusable_columns_are_listed_and_must_be_confirmed(tmp_path):
    people = [
        person(child_unique_id=f"{place:05}", la_in_touch="Adviser", activity_status="U")
        for place in range(1, 7)
    ]
    doubt = doubts(read(write(tmp_path / "a.xlsx", good_month(care_leavers=people))))[
        "columns_moved"
    ]
    assert doubt.sentence == (
        "Columns may have moved: in 2 columns under half of the filled cells can be used. "
        "Care leavers: LA in Touch (0 of 6), Activity Status (0 of 6)."
    )
    assert (doubt.must_confirm, doubt.number) == (True, 2)


@pytest.mark.parametrize(
    ("odd", "of", "asked"),
    [(4, 4, False), (5, 5, True), (3, 6, False), (4, 7, True), (1, 1, False)],
)
def test_only_columns_with_five_filled_cells_are_judged_and_half_is_enough(
    tmp_path, odd, of, asked
):
    people = [
        person(child_unique_id=f"{place:05}", la_in_touch="Adviser" if place < odd else "YES")
        for place in range(of)
    ]
    people += [person(child_unique_id=f"9{place:04}", la_in_touch=None) for place in range(6)]
    found = doubts(
        read(
            write(tmp_path / "a.xlsx", good_month(care_leavers=people, contacts=[], service_use=[]))
        )
    )
    assert ("columns_moved" in found) == asked


def test_a_column_of_another_table_is_shown_with_its_table(tmp_path):
    calls = [contact(method="Adviser") for _ in range(6)]
    doubt = doubts(read(write(tmp_path / "a.xlsx", good_month(contacts=calls))))["columns_moved"]
    assert doubt.sentence.endswith(
        "in 1 column under half of the filled cells can be used. Contacts: Method (0 of 6)."
    )


# --- required columns without a value -------------------------------------------------------------

EVERY_TABLE = {"care_leavers": two_people(), "contacts": [contact()]} | practice() | plan()
REQUIRED = [
    (key, column.key)
    for key in EVERY_TABLE
    for column in TABLES[key].required
    if (key, column.key) != ("workforce", "worker_id")
]


# In a text column 'n/a' is a text, in any other it is blank.
BLANK = [(*name, None) for name in REQUIRED]
BLANK += [(key, name, "n/a") for key, name in REQUIRED if TABLES[key].column(name).kind != "text"]


@pytest.mark.parametrize(("key", "column", "nothing"), BLANK)
def test_a_blank_required_column_is_refused_like_a_missing_one(tmp_path, key, column, nothing):
    rows = [row(key, **{column: nothing}), row(key, **{column: nothing})]
    with pytest.raises(UserError) as no:
        read(write(tmp_path / "a.xlsx", good_month(**{key: rows})))
    heading = TABLES[key].column(column).heading
    assert no.value.reason == "column_missing"
    assert f"its column {heading} is empty in every row." in no.value.message
    assert f"'{TABLES[key].title}'" in no.value.message


def test_one_value_is_enough_even_if_it_cannot_be_read(tmp_path):
    rows = [person(), person(child_unique_id="2", eligibility_category=None)]
    assert (
        len(read(write(tmp_path / "a.xlsx", good_month(care_leavers=rows))).tables["care_leavers"])
        == 2
    )
    unread = [person(date_of_birth="soon"), person(child_unique_id="2", date_of_birth="later")]
    assert len(read(write(tmp_path / "b.xlsx", good_month(care_leavers=unread))).errors) == 2


def test_every_post_may_be_vacant_and_a_single_row_is_reported_at_its_cell(tmp_path):
    posts = [row("workforce", worker_id=None, vacant="Y") for _ in range(3)]
    assert errors(read(write(tmp_path / "a.xlsx", good_month(workforce=posts)))) == []
    assert errors(
        read(write(tmp_path / "b.xlsx", good_month(contacts=[contact(outcome=None)])))
    ) == [("blank", "E4")]
