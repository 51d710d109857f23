"""The as-at date of an extract: which of its dates decides, and when a person is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.check.check_month import read_month
from data.problems import UserError
from data.recognise.files import Source, by_month, open_files
from data.schema import TABLES
from tests.data import file_makers
from tests.data.workbooks import (
    CONTACTS,
    MAY,
    PEOPLE,
    contact,
    good_month,
    grid,
    person,
    read,
    two_people,
    write,
)

HEADINGS = ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch"]
ONE = ["00101", date(2002, 8, 14), "Former relevant", "YES"]
APRIL, JUNE_3, JUNE_20 = date(2024, 4, 30), date(2024, 6, 3), date(2024, 6, 20)


def refusal(path, as_at=None) -> UserError:
    with pytest.raises(UserError) as no:
        read(path, as_at)
    return no.value


def under(folder: Path, *above: list[object], name: str = "a.xlsx") -> Path:
    """Write a workbook with rows above its headings."""
    return grid(folder / name, Care_leavers=[*above, HEADINGS, ONE])


def asked(path: Path) -> list[str]:
    """Return the dates to choose from."""
    no = refusal(path)
    assert (no.reason, no.choice.code) == ("as_at_unclear", "as_at")
    assert all(f"--as-at {option}" in no.message for option in no.choice.options)
    return list(no.choice.options)


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
def test_the_date_is_found_in_a_title_in_any_form(tmp_path, title, expected):
    assert read(write(tmp_path / "a.xlsx", {PEOPLE: two_people()}, title)).as_at == expected


@pytest.mark.parametrize("next_to", [MAY, "31/05/2024", "May 2024"])
def test_the_date_is_found_in_the_cell_next_to_its_label(tmp_path, next_to):
    extract = read(grid(tmp_path / "a.xlsx", Care_leavers=[["As at", "", next_to], HEADINGS, ONE]))
    assert extract.as_at == MAY


@pytest.mark.parametrize("name", ["List 9 May 2024", "2024-05", "31-05-2024"])
def test_the_date_is_found_in_a_sheet_name(tmp_path, name):
    assert read(write(tmp_path / "a.xlsx", {name: two_people()}, "Care leavers")).as_at == MAY


@pytest.mark.parametrize(
    "name",
    ["care-leavers-2024-05.xlsx", "care_leavers_31_05_2024.xlsx", "Care leavers May 2024.xlsx"],
)
def test_the_date_is_found_in_the_file_name(tmp_path, name):
    assert read(write(tmp_path / name, {PEOPLE: two_people()}, "Care leavers")).as_at == MAY


@pytest.mark.parametrize("file", ["care-leavers-2024-04.xlsx", "Care leavers 30.04.2024.xlsx"])
def test_different_months_in_title_and_file_name_are_refused_and_both_shown(tmp_path, file):
    no = refusal(write(tmp_path / file, {PEOPLE: two_people()}))
    assert (no.reason, "31 May 2024" in no.message, "30 April 2024" in no.message) == (
        "as_at_unclear",
        True,
        True,
    )


def test_a_missing_date_is_asked_for(tmp_path):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()}, "Care leavers")
    assert refusal(path).reason == "as_at_unknown"
    assert read(path, MAY).as_at == MAY


def test_a_month_that_differs_from_the_files_must_be_confirmed(tmp_path):
    extract = read(write(tmp_path / "a.xlsx", good_month()), date(2024, 6, 30))
    assert (extract.as_at, bool(extract.doubts)) == (date(2024, 6, 30), True)
    assert all("31/05/2024" in doubt.sentence for doubt in extract.doubts)


SOURCES = [
    ("a.xlsx", "Care leavers as at 31/05/2024", "read from cell A1 of sheet 'Care leavers'"),
    ("care-leavers-2024-05.xlsx", "Care leavers", "from the file name"),
]


@pytest.mark.parametrize(("name", "title", "source"), SOURCES)
def test_the_place_of_the_date_is_shown(tmp_path, name, title, source):
    extract = read(write(tmp_path / name, {PEOPLE: two_people()}, title))
    assert (extract.as_at, extract.as_at_from) == (MAY, source)
    assert (
        read(write(tmp_path / name, {PEOPLE: two_people()}, title), MAY).as_at_from == "your choice"
    )


def test_a_date_in_a_sheet_name_is_shown_as_such(tmp_path):
    assert (
        read(write(tmp_path / "a.xlsx", {"May 2024": two_people()}, "x")).as_at_from
        == "from the sheet name 'May 2024'"
    )


def test_the_sheet_of_a_text_file_is_not_shown_as_a_separate_place(tmp_path):
    path = tmp_path / "care-leavers-2024-05.csv"
    path.write_text(file_makers.csv_text([HEADINGS, ONE]), encoding="utf-8")
    assert read(path).as_at_from == "from the file name"


ALONE_IN_THE_FILE_NAME = [
    ("Care leavers aged 18-25 May 2024", MAY),
    ("CL 16 plus 2024-05", MAY),
    ("Care leavers v2 May 2024", MAY),
    ("CL May-24", MAY),
    ("CL 31.05.24", MAY),
    ("Position at 24 May 2024", date(2024, 5, 24)),
    ("Care leavers 2024-05 run 2024-06-03", MAY),
]


@pytest.mark.parametrize(("name", "expected"), ALONE_IN_THE_FILE_NAME)
def test_a_file_name_with_one_date_needs_no_question(tmp_path, name, expected):
    assert read(under(tmp_path, name=f"{name}.xlsx")).as_at == expected


ASKED_IN_THE_FILE_NAME = [
    ("Care leavers 24 May 2024", ["2024-05-24"]),
    ("Care leavers 03.06.2024", ["2024-06-03"]),
    ("run 2024-06-03", ["2024-06-03"]),
    ("April to May 2024", ["2024-04-30", "2024-05-31"]),
    ("01-05-2024 to 31-05-2024", ["2024-05-01", "2024-05-31"]),
    ("May 2024 03.06.2024", ["2024-05-31", "2024-06-03"]),
    ("as at 24.05.2024 and as at 31.05.2024", ["2024-05-24", "2024-05-31"]),
]


@pytest.mark.parametrize(("name", "options"), ASKED_IN_THE_FILE_NAME)
def test_a_range_or_two_dates_or_an_unclear_day_is_asked_about(tmp_path, name, options):
    assert asked(under(tmp_path, name=f"{name}.xlsx")) == options


DECIDED = [
    [["Printed 03/06/2024. Position at 31/05/2024"]],
    [["Run: 03/06/2024 09:14   As at: 31/05/2024"]],
    [["Extract date 03/06/2024"], ["Position at 31/05/2024"]],
    [["Printed 03/06/2024"], ["May 2024"]],
    [["Run date", date(2024, 6, 3)], ["Position at", MAY]],
    [["Run date", "As at"], [date(2024, 6, 3), MAY]],
    [["Position at", ":", "31st May, 2024"]],
    [["As at", 45443]],
    [["Next inspection 12 June 2024"], ["As at 31/05/2024"], ["List of April 2024 is withdrawn"]],
    [[MAY]],
]


@pytest.mark.parametrize("above", DECIDED)
def test_an_as_at_date_has_priority_and_a_print_date_has_none(tmp_path, above):
    assert read(under(tmp_path, *above)).as_at == MAY


UNCLEAR = [
    (
        [["This list was attached to the e-mail of 03/06/2024"], ["May 2024"]],
        ["2024-06-03", "2024-05-31"],
    ),
    ([["Printed 03/06/2024"]], ["2024-06-03"]),
    ([[JUNE_3]], ["2024-06-03"]),
    ([["Position at 24/05/2024 to 31/05/2024"]], ["2024-05-24", "2024-05-31"]),
    ([["As at 30/04/2024"], ["As at 31/05/2024"]], ["2024-04-30", "2024-05-31"]),
]


@pytest.mark.parametrize(("above", "options"), UNCLEAR)
def test_unclear_title_rows_are_asked_about(tmp_path, above, options):
    assert asked(under(tmp_path, *above)) == options


def test_the_question_shows_each_date_and_its_place(tmp_path):
    no = refusal(under(tmp_path, ["Sent with the e-mail of 03/06/2024"], name="CL May 2024.xlsx"))
    assert (
        "cell A1 of sheet 'Care leavers' says 3 June 2024; the file name says 31 May 2024"
        in no.message
    )


def test_choosing_one_of_the_dates_raises_no_doubt_and_another_month_does(tmp_path):
    path = under(tmp_path, ["Sent with the e-mail of 03/06/2024"], ["May 2024"])
    assert read(path, MAY).doubts == read(path, JUNE_3).doubts == []
    assert [doubt.code for doubt in read(path, APRIL).doubts] == ["as_at_contradicted"] * 2


def test_a_print_date_does_not_contradict_the_given_month(tmp_path):
    assert read(under(tmp_path, ["Printed 03/06/2024"]), MAY).doubts == []


def test_an_as_at_date_has_priority_over_the_file_name(tmp_path):
    assert read(under(tmp_path, ["As at 31/05/2024"], name="sent 03.06.2024.xlsx")).as_at == MAY


# several files


def opened(folder, **titles: str):
    """Open one file per table, each with its own title."""
    rows = {"care_leavers": two_people(), "contacts": [contact()]}
    paths = [
        write(folder / f"{key}.xlsx", {TABLES[key].title: rows[key]}, title)
        for key, title in titles.items()
    ]
    return open_files([Source(path.name, path) for path in paths])


@pytest.mark.parametrize(
    "silent", ["Contacts", "Printed 03/06/2024", "Sent 03/06/2024", "May 2024, sent 03/06/2024"]
)
def test_a_file_without_a_certain_month_joins_the_others(tmp_path, silent):
    files = opened(tmp_path, care_leavers="As at 31/05/2024", contacts=silent)
    assert {month: len(of_month) for month, of_month in by_month(files).items()} == {"2024-05": 2}


def test_files_of_two_months_are_asked_about_if_imported_as_one(tmp_path):
    files = opened(tmp_path, care_leavers="As at 31/05/2024", contacts="April 2024")
    assert list(by_month(files)) == ["2024-04", "2024-05"]
    sources = [Source(file.read.name, tmp_path / file.read.name) for file in files]
    with pytest.raises(
        UserError, match=r"cell A1 of sheet 'Contacts' of 'contacts\.xlsx' says 30 April 2024"
    ):
        read_month(sources)


def test_a_single_unclear_file_is_asked_about_by_name(tmp_path):
    with pytest.raises(UserError, match=r"of 'contacts\.xlsx' says 3 June 2024") as no:
        by_month(opened(tmp_path, care_leavers="Care leavers", contacts="Sent 03/06/2024"))
    assert no.value.reason == "as_at_unclear"


def test_the_name_of_a_zip_gives_the_month_of_the_files_in_it(tmp_path):
    text = file_makers.csv_text([HEADINGS, ONE])
    path = file_makers.zipped(tmp_path / "CL 2024-05.zip", {"care_leavers.csv": text})
    assert (read(path).as_at, read(path).as_at_from) == (MAY, "from the file name")


# the dates inside the tables


def dated(*days: date) -> dict[str, list]:
    return good_month(contacts=[contact(contact_date=day) for day in days])


def after(path, as_at=None) -> list[tuple[str, int]]:
    return [(doubt.code, doubt.number) for doubt in read(path, as_at).doubts if doubt.must_confirm]


LATE = [
    ([JUNE_3] * 3, 3),
    ([JUNE_3] * 2, 0),
    ([JUNE_20] * 3 + [MAY] * 27, 3),
    ([JUNE_20] * 3 + [MAY] * 28, 0),
    ([JUNE_3] * 10 + [MAY] * 62, 0),  # made in the first days of June
    ([JUNE_3] * 10 + [MAY] * 20, 0),
    ([JUNE_3] * 10 + [MAY] * 19, 10),
    ([JUNE_3] * 10 + [JUNE_20] * 20 + [MAY] * 30, 30),  # June's list under May's date
    ([date(2041, 3, 1)] * 3 + [JUNE_3] * 10 + [MAY] * 20, 13),  # impossible years
    ([JUNE_3] * 3 + [date(2024, 3, 1)] * 100, 3),
    ([MAY] * 30, 0),
]


@pytest.mark.parametrize(("days", "number"), LATE)
def test_many_events_after_the_as_at_date_must_be_confirmed_with_their_number(
    tmp_path, days, number
):
    assert after(write(tmp_path / "a.xlsx", dated(*days))) == (
        [("dates_after", number)] if number else []
    )


def test_the_doubt_has_the_numbers_of_each_column(tmp_path):
    (doubt,) = read(write(tmp_path / "a.xlsx", dated(JUNE_3, JUNE_3, JUNE_3, MAY))).doubts
    assert doubt.sentence.startswith(
        "3 dates in these files are after the as-at date, 31 May 2024."
    )
    assert f"{CONTACTS}, Contact Date: 3 after it, 1 in the month before." in doubt.sentence


def test_dates_too_late_to_be_used_are_counted(tmp_path):
    people = [
        person(child_unique_id=f"{number:05d}", latest_date_of_contact=date(2024, 9, 1))
        for number in range(4)
    ]
    assert after(write(tmp_path / "a.xlsx", good_month(care_leavers=people))) == [
        ("dates_after", 4)
    ]
