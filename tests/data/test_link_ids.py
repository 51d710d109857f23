"""IDs that differ only by leading zeros are linked if one person fits, and always reported."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.check.link_ids import link_to_known
from tests.data.workbooks import contact, good_month, person, read, row, service, two_people, write


@pytest.fixture
def checked(tmp_path):
    def check(**changed):
        return read(write(tmp_path / "month.xlsx", good_month(**changed)))

    return check


def cells(extract, rule: str) -> list[tuple[str, str]]:
    return [(problem.table, problem.cell) for problem in extract.problems if problem.rule == rule]


def test_an_id_without_its_zeros_is_linked_and_reported_by_cell(checked):
    extract = checked(
        contacts=[contact(child_unique_id=101), contact()],
        service_use=[service(child_unique_id="0101")],
        audits=[row("audits", child_unique_id="101")],
    )
    for table in ("contacts", "service_use", "audits"):
        assert set(extract.tables[table]["child_unique_id"]) == {"00101"}
    assert sorted(cells(extract, "id_linked")) == [
        ("audits", "E4"),
        ("contacts", "A4"),
        ("service_use", "A4"),
    ]
    assert {problem.severity for problem in extract.problems if problem.rule == "id_linked"} == {
        "note"
    }
    assert cells(extract, "contact_person_unknown") == []


def test_an_id_with_extra_zeros_is_linked_too(checked):
    extract = checked(care_leavers=[person(child_unique_id=101), two_people()[1]])
    assert extract.tables["contacts"]["child_unique_id"].tolist() == ["101"]


def test_an_id_of_a_person_is_not_changed(checked):
    people = [person(), person(child_unique_id="101", date_of_birth=date(2001, 1, 1))]
    extract = checked(care_leavers=people, contacts=[contact(), contact(child_unique_id="101")])
    assert (
        extract.tables["contacts"]["child_unique_id"].tolist(),
        cells(extract, "id_linked"),
    ) == (["00101", "101"], [])


def test_an_id_that_fits_two_people_is_not_linked_and_reported(checked):
    people = [person(), person(child_unique_id="0101", date_of_birth=date(2001, 1, 1))]
    extract = checked(care_leavers=people, contacts=[contact(child_unique_id="101")])
    assert extract.tables["contacts"]["child_unique_id"].tolist() == ["101"]
    assert (cells(extract, "id_zeros_unclear"), cells(extract, "id_linked")) == (
        [("contacts", "A4")],
        [],
    )


def test_an_unknown_id_is_not_linked(checked):
    extract = checked(contacts=[contact(child_unique_id="1010"), contact(child_unique_id="000")])
    assert (cells(extract, "id_linked"), cells(extract, "contact_person_unknown")) == (
        [],
        [("contacts", "A4"), ("contacts", "A5")],
    )


def known(**births: int) -> pd.DataFrame:
    """Return people by ID (`i00101`), each with a year of birth."""
    ids = pd.Series([name[1:] for name in births], dtype="str")
    return pd.DataFrame(
        {
            "child_unique_id": ids,
            "date_of_birth": pd.to_datetime([f"{year}-08-14" for year in births.values()]),
        }
    )


NONE: dict[str, str] = {}
CASES = {
    "the zeros are gone": (known(i101=2002), known(i00101=2002), {"101": "00101"}),
    "the zeros came": (known(i00101=2002), known(i101=2002), {"00101": "101"}),
    "another date of birth": (known(i101=2002), known(i00101=2003), NONE),
    "the id is known in this spelling": (known(i101=2002), known(i00101=2002, i101=2002), NONE),
    "the earlier id is still there": (known(i101=2002, i00101=2002), known(i00101=2002), NONE),
    "two earlier ids fit": (known(i101=2002), known(i00101=2002, i0101=2002), NONE),
    "two new ids fit": (known(i101=2002, i0101=2002), known(i00101=2002), NONE),
    "of two one has the date of birth": (
        known(i101=2002),
        known(i00101=2002, i0101=2003),
        {"101": "00101"},
    ),
    "another number": (known(i101=2002), known(i102=2002), NONE),
    "nothing but zeros": (known(i0=2002), known(i00=2002), NONE),
    "nobody": (known(), known(i00101=2002), NONE),
}


@pytest.mark.parametrize(("people", "earlier", "links"), CASES.values(), ids=CASES)
def test_an_id_is_linked_to_an_earlier_month_only_if_one_person_fits(people, earlier, links):
    assert link_to_known(people, earlier) == links


def test_people_without_a_date_of_birth_or_an_id_are_not_linked():
    people = known(i101=2002, i102=2002)
    people.loc[0, "date_of_birth"] = pd.NaT
    people.loc[1, "child_unique_id"] = None
    assert link_to_known(people, known(i00101=2002, i00102=2002)) == {}


def test_several_rows_of_one_person_are_one_person():
    twice = pd.concat([known(i00101=2002)] * 2)
    assert link_to_known(known(i101=2002), twice) == {"101": "00101"}
