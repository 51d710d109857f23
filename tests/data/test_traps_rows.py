"""Difficult rows and sheets; the checks of the DfE; and properties of any cell contents."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some

from data.check.cell import meaning
from data.check.check_column import meanings
from data.check.check_month import read_month
from data.check.rules.people import RULES
from data.schema import TABLES
from tests.data.traps import NOTE, SEEN, SILENT, TYPE, WARNING, born, cells, passed, people, said
from tests.data.workbooks import (
    MAY,
    PEOPLE,
    Source,
    at,
    contact,
    good_month,
    grid,
    in_sheet,
    person,
    read,
    repack,
    two_people,
    write,
)

# --- between and under the rows -------------------------------------------------------------------

UNDER = [
    "Grand total",
    "Total: 621",
    "Printed on 31/05/2024 by J Smith",
    "Report run by: J Smith",
    "Page 1 of 3",
    "621 records",
    "Records: 621",
]
UNDER += [
    "OFFICIAL-SENSITIVE",
    "Generated at 09:00",
    "Number of records",
    "Notes: none",
    "Sub-total",
]


def test_totals_and_notes_under_the_data_are_skipped_and_reported(checked):
    nobody = dict.fromkeys(person())
    extract = checked(
        care_leavers=[
            *two_people(),
            nobody,
            *(nobody | {"Child Unique ID": line} for line in UNDER),
        ]
    )
    assert (len(extract.tables["care_leavers"]), len(extract.left_out)) == (2, 0)
    assert (
        passed(extract)
        == f"{len(UNDER)} rows of this sheet have no record and are skipped (A7:L{6 + len(UNDER)})"
    )


def test_a_row_of_totals_in_every_column_is_skipped(checked):
    sums = dict.fromkeys(person(), 57) | {"Child Unique ID": "Total"}
    extract = checked(care_leavers=[*two_people(), sums])
    assert (passed(extract), len(extract.left_out)) == (
        "1 row of this sheet has no record and is skipped (A6:L6)",
        0,
    )


def test_repeated_headings_and_titles_are_skipped_and_reported(tmp_path):
    title, headings = (
        ["Care leavers as at 31/05/2024"],
        ["Child Unique ID", "Date of Birth", "Eligibility Category"],
    )
    rows = [[f"0{number}", born(number), "Relevant"] for number in range(2)]
    extract = read(
        grid(tmp_path / "a.xlsx", Care_leavers=[title, headings, rows[0], title, headings, rows[1]])
    )
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00", "01"]
    assert (passed(extract), len(extract.left_out)) == (
        "2 rows of this sheet have no record and are skipped (A4:C5)",
        0,
    )


def test_blank_rows_and_columns_and_title_rows_make_no_difference(tmp_path):
    head = ["", "Child Unique ID", "", "Date of Birth", "Eligibility Category", ""]
    body = ["", "01", "", born(1), "Relevant", ""]
    extract = read(
        grid(
            tmp_path / "a.xlsx",
            Care_leavers=[["As at 31/05/2024"], [], ["Leaving care"], head, [], body, []],
        )
    )
    assert (extract.tables["care_leavers"]["child_unique_id"].tolist(), len(extract.errors)) == (
        ["01"],
        0,
    )


def test_cells_covered_by_a_merged_cell_are_reported_and_not_blank(tmp_path):
    rows = people("allocated_team", ["North", None, "South"])
    where = [at(rows, "Allocated Team", number) for number in (0, 1)]
    merge = (
        rf'</sheetData><mergeCells count="1"><mergeCell ref="{where[0]}:{where[1]}"/></mergeCells>'
    )
    extract = read(
        repack(
            write(tmp_path / "a.xlsx", {PEOPLE: rows}),
            tmp_path / "b.xlsx",
            in_sheet(r"</sheetData>", merge),
        )
    )
    words = "is part of a merged cell, whose value is only in the first cell"
    assert said(extract, "merged_cell") == [(where[1], WARNING, words)]
    assert extract.tables["care_leavers"]["unusable"].tolist() == ["", "allocated_team", ""]


def test_a_merged_cell_over_empty_rows_makes_no_people(tmp_path):
    merge = r'</sheetData><mergeCells count="1"><mergeCell ref="A6:C9"/></mergeCells>'
    extract = read(
        repack(
            write(tmp_path / "a.xlsx", {PEOPLE: two_people()}),
            tmp_path / "b.xlsx",
            in_sheet(r"</sheetData>", merge),
        )
    )
    assert (len(extract.tables["care_leavers"]), len(extract.left_out)) == (2, 0)


def test_rows_hidden_by_a_filter_are_read_and_reported(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    extract = read(
        repack(path, tmp_path / "b.xlsx", in_sheet(r'<row r="5"', '<row r="5" hidden="1"'))
    )
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00101", "00102"]
    assert said(extract, "rows_hidden") == [
        ("", NOTE, "1 row of this sheet is hidden in Excel but read anyway")
    ]


def test_hidden_columns_are_read_and_reported(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    columns = r'<cols><col min="2" max="4" width="9" hidden="1" customWidth="1"/></cols><sheetData>'
    extract = read(repack(path, tmp_path / "b.xlsx", in_sheet(r"<sheetData>", columns)))
    pd.testing.assert_frame_equal(extract.tables["care_leavers"], read(path).tables["care_leavers"])
    assert said(extract, "columns_hidden") == [
        ("", NOTE, "3 columns of this sheet are hidden in Excel but read anyway")
    ]


def test_a_hidden_sheet_is_not_read_and_is_listed(tmp_path):
    def hide(name: str, part: bytes) -> bytes:
        return (
            part.replace(b'sheetId="2"', b'sheetId="2" state="hidden"')
            if name == "xl/workbook.xml"
            else part
        )

    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people(), "Old list": two_people()})
    extract = read(repack(path, tmp_path / "b.xlsx", hide))
    assert (len(extract.tables["care_leavers"]), extract.files[0].ignored) == (
        2,
        ["sheet 'Old list' (hidden)"],
    )


def test_an_extract_without_anyone_unsupported_is_questioned(checked):
    extract = checked(care_leavers=[person(support_status="Supported")])
    assert (
        "Some case systems leave out people with no allocated worker"
        in said(extract, "nobody_unserved")[0][2]
    )


# --- what the DfE checks --------------------------------------------------------------------------


def rule(code: str):
    return next(one for one in RULES if one.code == code)


def broken(code: str, **columns: list[object]) -> list[bool]:
    frame = pd.DataFrame({key: pd.Series(values, dtype="str") for key, values in columns.items()})
    return rule(code).finds({"care_leavers": frame}, MAY).tolist()


def test_died_or_returned_home_with_an_activity_or_a_home_is_reported(column):
    assert column("la_in_touch", ["DIED", "RHOM", "NO"]) == [
        ("DIED", "gone_but_recorded"),
        ("RHOM", "gone_but_recorded"),
        ("NO", SILENT),
    ]
    assert column(
        "la_in_touch", ["DIED", "RHOM"], type_of_accommodation="0", activity_status=None
    ) == [("DIED", SILENT), ("RHOM", SILENT)]


def test_only_a_return_needs_activity_and_home_of_people_in_touch():
    columns = {
        "la_in_touch": ["YES"] * 3 + ["NO"],
        "activity_status": ["F1", None, None, None],
        TYPE: ["U", "U", None, None],
    }
    assert broken("in_touch_and_one_unknown", **columns) == [False, True, True, False]
    assert rule("in_touch_and_one_unknown").formats == ("oc3",)


RETURN = ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"]


def a_return(tmp_path, *rows: list[object]):
    path = grid(
        tmp_path / "oc3 2024-03-31.xlsx",
        OC3=[RETURN, *([str(n), "01/02/2005", *cells] for n, cells in enumerate(rows, 1))],
    )
    return read_month([Source(path.name, path)], date(2024, 3, 31))


def test_a_return_has_all_three_of_in_touch_activity_and_home_or_none(tmp_path):
    rows = [
        ["NO", "0", "0"],
        ["NO", "", "0"],
        ["", "F1", "U1"],
        ["", "", ""],
        ["DIED", "0", "0"],
        ["YES", "F2", "U2"],
    ]
    extract = a_return(tmp_path, *rows)
    assert sorted(cells(extract, "return_half_filled")) == ["C4", "D3"]
    assert {
        problem.severity for problem in extract.problems if problem.rule == "return_half_filled"
    } == {WARNING}


def test_zero_means_nothing_recorded_in_a_return(tmp_path):
    extract = a_return(
        tmp_path,
        ["YES", "F2", "U1"],
        ["YES", "0", "U1"],
        ["YES", "F2", ""],
        ["NO", "0", "0"],
        ["RHOM", "F2", "B1"],
    )
    assert cells(extract, "in_touch_and_one_unknown") == ["C3", "C4"]
    assert cells(extract, "gone_but_recorded") == ["C6"]


def test_foyer_and_former_foster_carer_are_checked_by_age(checked):
    rows = people(TYPE, ["T", "Z", "U"], date_of_birth=date(2006, 9, 1))
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    expected = [[at(rows, "Type of Accommodation", number)] for number in (0, 1)]
    assert [cells(extract, code) for code in ("foyer_under_18", "foster_carer_at_17")] == expected


def test_contradictions_of_support_and_custody_are_reported_by_cell(checked):
    rows = people("support_status", ["Supported"], la_in_touch="REFU", custody="Y")
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert cells(extract, "supported_but_not_in_touch") == [at(rows, "Support Status")]
    assert cells(extract, "custody_contradicted") == [at(rows, "Custody")]


# --- properties of any contents -------------------------------------------------------------------

ANY = some.one_of(
    some.none(),
    some.text(),
    some.booleans(),
    some.integers(),
    some.floats(),
    some.datetimes(),
    some.dates(),
    some.times(),
)
ANY |= some.sampled_from(
    [
        "0",
        "U2",
        "S - ",
        "(S)",
        "- - -",
        "Code '' is not mapped",
        "#N/A",
        "a)",
        "=",
        "'",
        "1/2/3",
        "9" * 40,
        "-0",
        "²",
        "٣",
    ]
)
COLUMNS = [column for table in TABLES.values() for column in table.columns]


@given(
    column=some.sampled_from(COLUMNS),
    written=ANY,
    taught=some.dictionaries(some.text(), some.sampled_from(["", "YES"])),
)
@settings(max_examples=600, deadline=None)
def test_meaning_never_raises_and_doubtful_values_are_unknown(column, written, taught):
    meant = meaning(written, column, MAY, taught)
    assert (
        meant.value is None or meant.fault is None or meant.fault.severity is NOTE
    )  # doubtful values are unknown


@given(
    written=some.lists(
        ANY | some.sampled_from(["03/31/2024", "04/05/2024", "U4", "K2"]), max_size=8
    ),
    column=some.sampled_from(COLUMNS),
)
@settings(deadline=None)
def test_a_column_never_raises_and_has_a_meaning_for_each_cell(written, column):
    assert len(meanings(written, column, MAY)) == len(written)


MIXED = [
    "04/05/2024",
    "03/31/2024",
    "2024-05-04",
    "12/12/2023",
    "31-Mar-24",
    date(2024, 4, 13),
    "soon",
    45382,
    "01/01/1900",
    None,
]


@given(order=some.permutations(range(len(MIXED))))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_rows_changes_nothing(tmp_path_factory, order):
    types = [
        "B1",
        "U2",
        "U4",
        "S - nfa",
        "0",
        "K2",
        "#MULTIVALUE",
        "(X) prison",
        "U",
        "Code 'S' is not mapped",
    ]
    rows = people(SEEN, MIXED)
    for one, kind in zip(rows, types, strict=True):
        one |= {"Type of Accommodation": kind, "Suitability of Accommodation": None}
    straight, shuffled = (
        read(
            write(
                tmp_path_factory.mktemp("shuffled") / "a.xlsx",
                good_month(care_leavers=listed, contacts=[contact(child_unique_id="P1")]),
            )
        )
        for listed in (rows, [rows[place] for place in order])
    )
    tables = [
        one.tables["care_leavers"]
        .drop(columns="source_row")
        .sort_values("child_unique_id", ignore_index=True)
        for one in (straight, shuffled)
    ]
    pd.testing.assert_frame_equal(*tables)
    said_of = [
        sorted((one.rule, one.column, one.value) for one in extract.problems)
        for extract in (straight, shuffled)
    ]
    assert said_of[0] == said_of[1]
