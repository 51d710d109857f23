"""Difficult dates and IDs are read correctly or reported."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.check.cell import meaning
from data.check.date_cell import counted_from_1900
from data.schema import TABLES
from tests.data.traps import SEEN, SILENT, WARNING, cells, people, said
from tests.data.workbooks import (
    MAY,
    PEOPLE,
    at,
    good_month,
    person,
    read,
    two_people,
    write,
)

# --- dates ----------------------------------------------------------------------------------------

WAYS = [
    "31/03/2024",
    "2024-03-31",
    "31-Mar-24",
    "31.03.2024",
    "31/03/2024 14:05",
    "2024-03-31T09:30:00",
    "31 March 2024",
    "20240331",
]
WAYS += [45382, "45382", 45382.75, date(2024, 3, 31), "31/3/24"]


def test_each_cell_of_a_date_column_is_read_in_its_own_form(column):
    assert column(SEEN, WAYS) == [(date(2024, 3, 31), SILENT)] * len(WAYS)


def test_a_date_with_the_year_first_is_never_swapped(column):
    assert column(SEEN, ["2024-05-04", "2024-04-05", "2024/05/04"]) == [
        (date(2024, 5, 4), SILENT),
        (date(2024, 4, 5), SILENT),
        (date(2024, 5, 4), SILENT),
    ]


def test_a_date_in_the_1904_system_is_the_same_day(tmp_path):
    path = write(tmp_path / "a.xlsx", good_month(), date_1904=True)
    assert read(path).tables["care_leavers"][SEEN][0] == pd.Timestamp(2024, 4, 10)


def test_a_day_number_in_the_1904_system_without_a_date_format_is_the_same_day(tmp_path):
    born = date(2002, 8, 14)
    rows = [person(date_of_birth=(born - date(1904, 1, 1)).days)]
    extract = read(write(tmp_path / "a.xlsx", {PEOPLE: rows}, date_1904=True))
    assert extract.tables["care_leavers"]["date_of_birth"].tolist()[0].date() == born


def test_a_day_number_that_counts_from_1904_is_the_same_day():
    days = [44000 - 1462, "42538", 42538.75, date(2020, 6, 18), "18/06/2020"]
    read_as = [
        meaning(counted_from_1900(written), TABLES["care_leavers"].column(SEEN), MAY).value
        for written in days
    ]
    assert read_as == [date(2020, 6, 18)] * 5
    assert counted_from_1900(True) is True


def test_impossible_days_are_not_dates(column):
    assert column(
        SEEN, ["29/02/2024", "29/02/2023", "30/02/2024", "31/04/2024", "30 Feb 2024", "2023-02-29"]
    ) == [
        (date(2024, 2, 29), SILENT),
        *[(None, "not_a_date")] * 5,
    ]


def test_excels_day_zero_means_missing(column):
    assert (
        column(SEEN, ["01/01/1900", "1900-01-01", "1899-12-30", 0, 1, date(1900, 1, 1)])
        == [(None, "missing_date")] * 6
    )


def test_a_year_of_two_digits_is_read(column):
    assert [
        value
        for value, _ in column(
            SEEN, ["01/02/24", "01/02/99", "01-Feb-07"], date_of_birth=date(1998, 6, 1)
        )
    ] == [
        date(2024, 2, 1),
        date(1999, 2, 1),
        date(2007, 2, 1),
    ]


def test_a_date_in_the_future_is_unknown_and_reported(column):
    assert column(SEEN, ["01/06/2024", "31/05/2024"]) == [
        (None, "in_the_future"),
        (date(2024, 5, 31), SILENT),
    ]


def test_american_order_is_refused_for_the_column_with_the_proof(checked):
    written = [
        "04/05/2024",
        "03/31/2024",
        "2024-05-04",
        date(2024, 4, 13),
        "25/12/2023",
        "07/07/2023",
        "05/06/2023",
    ]
    rows = people(SEEN, written)
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    days = [None if pd.isna(day) else day.date() for day in extract.tables["care_leavers"][SEEN]]
    assert days == [
        None,
        None,
        date(2024, 5, 4),
        date(2024, 4, 13),
        date(2023, 12, 25),
        date(2023, 7, 7),
        None,
    ]
    heading = "Latest Date of Contact"
    words = (
        f"could be read day first or month first, and cell {at(rows, heading, 1)} of this "
        "column can only be month first"
    )
    assert said(extract, "date_order_unsure") == [
        (at(rows, heading, number), WARNING, words) for number in (0, 6)
    ]
    assert cells(extract, "month_first") == [at(rows, heading, 1)]


def test_american_order_in_dates_of_birth_leaves_the_doubtful_rows_out(checked):
    rows = people("date_of_birth", ["03/31/2003", "04/05/2003", "2003-05-04"])
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert extract.left_out["rules"].tolist() == ["month_first", "date_order_unsure"]


def test_american_dates_swapped_by_a_british_excel_are_not_used(column):
    """Excel reads 04/05 as 4 May and leaves 04/25 as text: real dates in such a column have day and
    month swapped.
    """
    written = [date(2024, 5, 4), "04/25/2024", date(2023, 2, 11), date(2023, 7, 7)]
    assert column(SEEN, written) == [
        (None, "date_order_turned"),
        (None, "month_first"),
        (None, "date_order_turned"),
        (date(2023, 7, 7), SILENT),
    ]


def test_without_proof_a_date_is_read_day_first(column):
    assert column(SEEN, ["04/05/2024", "05/04/2024"]) == [
        (date(2024, 5, 4), SILENT),
        (date(2024, 4, 5), SILENT),
    ]


BORN = "date_of_birth"


def test_impossible_dates_of_birth_leave_the_row_out_and_unlikely_ones_are_reported(column):
    written = [
        "01/06/2024",
        "01/06/2021",
        "01/06/1894",
        date(1900, 1, 1),
        "01/06/1995",
        "01/06/2003",
        "unclear",
        None,
    ]
    assert [rule for _, rule in column(BORN, written)] == [
        "in_the_future",
        "age_impossible",  # 2 years old
        "not_a_date",  # 129 years old
        "blank",
        "age_unlikely",
        SILENT,
        "not_a_date",
        "blank",
    ]


def test_a_date_of_birth_that_makes_someone_112_leaves_the_row_out(checked):
    extract = checked(
        care_leavers=[two_people()[1], person(date_of_birth=date(1912, 1, 1))],
        contacts=[],
        service_use=[],
    )
    assert extract.left_out["rules"].tolist() == ["age_impossible"]


def test_an_age_that_contradicts_the_date_of_birth_is_reported(column):
    assert column("age", [22, 19, "22", "twenty"]) == [
        (22, SILENT),
        (19, "age_differs"),
        (22, SILENT),
        (None, "not_a_number"),
    ]


# --- ids ------------------------------------------------------------------------------------------


def test_ids_are_tidied(checked):
    written = [12345.0, "12346.0", " 12347 ", "12\u200b348", "00349", "'00350", "\u00a012352"]
    extract = checked(care_leavers=people("child_unique_id", written), contacts=[], service_use=[])
    expected = ["12345", "12346", "12347", "12348", "00349", "00350", "12352"]
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == expected
    assert (
        meaning('="00351"', TABLES["care_leavers"].column("child_unique_id"), MAY).value == "00351"
    )  # as a CSV for Excel has it


def test_an_id_that_excel_changed_leaves_its_row_out(checked):
    written = ["1", 1234567890123456.0, "1.23457E+15", date(2024, 3, 1), True]
    extract = checked(care_leavers=people("child_unique_id", written), contacts=[], service_use=[])
    assert extract.left_out["rules"].tolist() == [
        "id_rounded",
        "id_rounded",
        "id_is_a_date",
        "not_an_id",
    ]
    assert [problem.cell for problem in extract.errors] == ["A7", "A5", "A6", "A8"]


def test_one_row_per_person_is_kept_with_the_latest_contact(checked):
    rows = [
        person(latest_date_of_contact=day, la_in_touch=code)
        for day, code in ((date(2024, 5, 2), "YES"), (date(2024, 3, 1), "NO"))
    ]
    extract = checked(care_leavers=rows)
    assert (
        extract.tables["care_leavers"]["la_in_touch"].tolist(),
        cells(extract, "person_repeated"),
    ) == (["YES"], ["A5"])


def test_one_id_with_two_dates_of_birth_is_used_in_neither_row(checked):
    extract = checked(
        care_leavers=[person(), person(date_of_birth=date(2003, 1, 1)), two_people()[1]]
    )
    assert (cells(extract, "id_two_births"), extract.left_out["source_row"].tolist()) == (
        ["A4", "A5"],
        [4, 5],
    )


def test_one_person_with_two_ids_is_reported_and_both_are_kept(checked):
    extract = checked(care_leavers=[person(), person(child_unique_id="00999")])
    assert (cells(extract, "same_person_twice"), len(extract.tables["care_leavers"])) == (
        ["A4", "A5"],
        2,
    )


def test_one_person_with_two_ids_that_differ_by_zeros_is_reported(checked):
    rows = [
        person(),
        person(child_unique_id="101", gender="Male"),
        person(child_unique_id="0101", date_of_birth=date(2003, 1, 1)),
    ]
    assert cells(checked(care_leavers=rows), "same_but_for_zeros") == ["A4", "A5"]
