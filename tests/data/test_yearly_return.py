"""A 903 return is stored separately from the months; IDs that lost their zeros are linked to their
person.
"""

from __future__ import annotations

from datetime import date

import pytest

from data.check.check_month import check_month, read_month
from data.problems import UserError
from data.recognise.files import Source, open_files
from data.store import Store
from tests.data.workbooks import (
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

MARCH = date(2025, 3, 31)
ROWS = [
    ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"],
    ["00101", date(2005, 8, 14), "YES", "F5", "U1"],
    ["00102", date(2004, 8, 14), "NO", "0", "0"],
]


def oc3(folder, rows=ROWS):
    return Source("OC3.xlsx", grid(folder / "OC3.xlsx", OC3=rows))


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path}/store.db")


def test_a_return_is_stored_for_its_year_and_is_not_a_month(store, tmp_path):
    store.save(
        read(write(tmp_path / "may.xlsx", good_month(), "Care leavers as at 31/05/2024")), "someone"
    )
    taken = store.save(read_month([oc3(tmp_path)], MARCH), "someone")
    assert (taken.yearly, taken.month) == (True, "2024-25")
    assert [one.month for one in store.months()] == ["2024-05"]
    assert [one.month for one in store.returns()] == ["2024-25"]
    assert store.returned(taken)["type_of_accommodation"].tolist()[0] == "U"


def test_a_corrected_return_replaces_the_first(store, tmp_path):
    first = store.save(read_month([oc3(tmp_path)], MARCH), "someone")
    second = store.save(read_month([oc3(tmp_path, ROWS[:2])], MARCH), "someone")
    assert (second.replaces, [one.id for one in store.returns()]) == (first.id, [second.id])


def test_a_return_may_be_the_first_import(store, tmp_path):
    store.save(read_month([oc3(tmp_path)], MARCH), "someone")
    assert store.months() == []


def test_the_date_of_a_return_must_be_31_march(tmp_path):
    with pytest.raises(UserError) as no:
        read_month([oc3(tmp_path)], MAY)
    assert no.value.reason == "return_year"


def test_a_return_is_not_imported_together_with_a_month(tmp_path):
    contacts = Source("c.xlsx", write(tmp_path / "c.xlsx", {"Contacts": [contact()]}, "x"))
    with pytest.raises(UserError) as no:
        read_month([oc3(tmp_path), contacts], MARCH)
    assert no.value.reason == "return_mixed"


def test_the_header_alone_is_refused_with_the_missing_file(tmp_path):
    header = grid(
        tmp_path / "Header.xlsx",
        Header=[["CHILD", "SEX", "DOB", "ETHNIC"], ["00101", "F", date(2005, 8, 14), "WBRI"]],
    )
    with pytest.raises(UserError, match="Care leavers") as no:
        read_month([Source("Header.xlsx", header)], MARCH)
    assert no.value.reason == "people_only"


def test_a_person_with_two_dates_of_birth_in_the_two_tables_is_left_out(tmp_path):
    header = grid(
        tmp_path / "Header.xlsx",
        Header=[["CHILD", "SEX", "DOB", "ETHNIC"], ["00101", "F", date(2005, 8, 15), "WBRI"]],
    )
    extract = read_month([oc3(tmp_path), Source("Header.xlsx", header)], MARCH)
    assert [(problem.rule, problem.cell) for problem in extract.errors] == [("birth_differs", "B2")]
    assert extract.left_out["person"].tolist() == ["00101"]


def test_the_ssd_export_without_its_people_asks_for_the_second_file(tmp_path):
    rows = [["clea_person_id", "clea_care_leaver_eligibility"], ["1", "Relevant"]]
    with pytest.raises(UserError, match="ssd_person") as no:
        read_month([Source("a.xlsx", grid(tmp_path / "a.xlsx", Sheet1=rows))], MAY)
    assert no.value.reason == "people_missing"


def test_ids_that_lost_their_zeros_since_last_month_are_the_same_people(tmp_path):
    before = read(write(tmp_path / "may.xlsx", good_month())).tables["care_leavers"]
    rows = [
        cells | {"Child Unique ID": cells["Child Unique ID"].lstrip("0")} for cells in two_people()
    ]
    june = write(
        tmp_path / "june.xlsx",
        {PEOPLE: rows, "Contacts": [contact(child_unique_id="101")]},
        "Kestrelshire Council (made-up people) as at 30/06/2024",
    )
    extract = check_month(
        open_files([Source("june.xlsx", june)]), known_before=lambda as_at: before
    )
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00101", "00102"]
    assert extract.tables["contacts"]["child_unique_id"].tolist() == ["00101"]
    assert [problem.cell for problem in extract.problems if problem.rule == "id_known_before"] == [
        "A4",
        "A5",
    ]


def test_contacts_alone_are_linked_to_the_people_of_the_month_before(tmp_path):
    before = read(write(tmp_path / "may.xlsx", good_month())).tables["care_leavers"]
    alone = write(
        tmp_path / "june.xlsx",
        {"Contacts": [contact(child_unique_id="101", contact_date=date(2024, 6, 3))]},
        "Kestrelshire Council (made-up people) as at 30/06/2024",
    )
    extract = check_month(
        open_files([Source("june.xlsx", alone)]), known_before=lambda as_at: before
    )
    assert extract.tables["contacts"]["child_unique_id"].tolist() == ["00101"]
    assert set(extract.tables) == {"contacts"}


def test_another_date_of_birth_is_another_person(tmp_path):
    before = read(write(tmp_path / "may.xlsx", good_month())).tables["care_leavers"]
    june = write(
        tmp_path / "june.xlsx",
        {PEOPLE: [person(child_unique_id="101", date_of_birth=date(2001, 1, 1))]},
    )
    extract = check_month(
        open_files([Source("june.xlsx", june)]), known_before=lambda as_at: before
    )
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["101"]
