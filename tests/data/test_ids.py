"""An ID in another spelling is the same person: within an extract, between its tables, and between
months.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from data.check.check_month import check_month
from data.check.ids import holds_birth, id_key, with_names
from data.check.link_ids import known_people
from data.recognise.files import Source, open_files
from data.store import Store
from tests.data.workbooks import (
    CONTACTS,
    contact,
    good_month,
    person,
    read,
    row,
    service,
    two_people,
    write,
)

ALIKE = [
    "41000",
    "41,000",
    "41 000",
    "41\u00a0000",
    "41\u202f000",
    "4\u200b1000",
    "\ufeff41000",
    "41\u00ad000",
    "４１０００",
    "41,000 ",
]
BORN = date(2002, 8, 14)


@pytest.mark.parametrize("written", ALIKE)
def test_one_id_has_one_key_in_every_spelling(written):
    assert id_key(written) == "41000"


APART = [
    "41000",
    "041000",
    "41.000",
    "410.00",
    "4,1000",
    "41-000",
    "41/000",
    "LC41000",
    "41000A",
    "410000",
]


def test_other_digits_marks_and_leading_zeros_change_the_key():
    assert len({id_key(written) for written in APART}) == len(APART)
    assert id_key("0,041,000") == id_key("0041000")
    assert id_key("LC–41") == id_key("lc-41") == id_key("L C-41")


IDS = some.one_of(some.text(max_size=12), some.text("0123456789,. '-aAbB\u200b\u00a0", max_size=12))


@given(IDS)
def test_the_key_of_a_key_is_itself(written):
    assert id_key(id_key(written)) == id_key(written)


def _said(written: str) -> str:
    wide = "".join(
        chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) < 0xFF5F else sign for sign in written
    )
    return "".join(filter(str.isalnum, wide)).casefold()


@given(IDS, IDS)
def test_ids_with_other_letters_or_digits_are_never_the_same(one, other):
    assume(
        _said(one) != _said(other) and ".0" not in one + other
    )  # 12.0 is 12, as the reader ensures
    assert id_key(one) != id_key(other)


def cells(extract, rule: str) -> list[tuple[str, str]]:
    return [(problem.table, problem.cell) for problem in extract.problems if problem.rule == rule]


@pytest.mark.parametrize("written", ["41,000", "41 000", "4\u200b1000", "41\u00a0000"])
def test_contacts_and_services_are_linked_and_the_first_spelling_is_shown(tmp_path, written):
    month = good_month(
        care_leavers=[person(child_unique_id=written)],
        contacts=[contact(child_unique_id="41000"), contact(child_unique_id=written)],
        service_use=[service(child_unique_id="41000")],
        audits=[row("audits", child_unique_id="4 1000")],
    )
    extract = read(write(tmp_path / "a.xlsx", month))
    shown = extract.tables["care_leavers"]["child_unique_id"][0]
    assert {
        person
        for key in ("contacts", "service_use", "audits")
        for person in extract.tables[key]["child_unique_id"]
    } == {shown}
    assert sorted(cells(extract, "id_respelled"))[0] == ("audits", "E4")
    assert {problem.severity for problem in extract.problems if problem.rule == "id_respelled"} == {
        "note"
    }
    assert not cells(extract, "contact_person_unknown") + cells(extract, "service_person_unknown")


def test_two_spellings_are_one_person_unless_dates_of_birth_differ(checked):
    one = checked(
        care_leavers=[person(child_unique_id="ab 1"), person(child_unique_id="AB1")],
        contacts=[],
        service_use=[],
    )
    assert (
        one.tables["care_leavers"]["child_unique_id"].tolist(),
        cells(one, "person_repeated"),
    ) == (["ab 1"], [("care_leavers", "A4")])
    births = [
        person(child_unique_id="ab1"),
        person(child_unique_id="AB1", date_of_birth=date(2004, 1, 1)),
        two_people()[1],
    ]
    two = checked(care_leavers=births, contacts=[], service_use=[])
    assert cells(two, "id_two_births") == [("care_leavers", "A4"), ("care_leavers", "A5")]


def test_leading_zeros_keep_their_own_rule_with_another_spelling(checked):
    extract = checked(
        care_leavers=[person(child_unique_id="004 1000")],
        contacts=[contact(child_unique_id="41,000")],
        service_use=[],
    )
    assert (
        extract.tables["contacts"]["child_unique_id"].tolist(),
        cells(extract, "id_linked"),
    ) == (["004 1000"], [("contacts", "A4")])
    assert cells(extract, "id_respelled") == []


def test_spellings_of_worker_ids_are_one_person_too(checked):
    extract = checked(
        workforce=[row("workforce", worker_id="w 001")],
        training=[row("training", worker_id="W001")],
    )
    assert (cells(extract, "trained_worker_unknown"), cells(extract, "id_respelled")) == (
        [],
        [("training", "A4")],
    )


def of_store(path, month, store, as_at):
    """Read a month with the check, knowing the contents of a store."""
    earlier = store.months()
    births = store.tables(earlier[-1])["care_leavers"] if earlier else None
    opened = open_files([Source(path.name, write(path, month))])
    return check_month(opened, as_at, known_before=lambda day: known_people(store.ids(), births))


def imported(tmp_path, *ids: str, births: tuple[date, ...] = ()) -> tuple[Store, list[list[str]]]:
    """Return a store with a month for each spelling of one ID, and the IDs of each month."""
    store, shown = Store(f"sqlite:///{tmp_path / 'a.sqlite'}"), []
    for number, written in enumerate(ids):
        as_at = date(2024, 5 + number, 28)
        born = births[number] if births else BORN
        month = {
            "Care leavers": [person(child_unique_id=written, date_of_birth=born)],
            CONTACTS: [contact(child_unique_id=written)],
        }
        extract = of_store(tmp_path / f"{number}.xlsx", month, store, as_at)
        store.save(extract, "R Manager", "as_at")
        shown.append(
            sorted(
                {
                    *extract.tables["care_leavers"]["child_unique_id"],
                    *extract.tables["contacts"]["child_unique_id"],
                }
            )
        )
    return store, shown


def test_between_months_the_first_spelling_is_kept(tmp_path):
    _, shown = imported(tmp_path, "ab 12", "AB12", "Ab-12", "ab12")
    assert shown == [
        ["ab 12"],
        ["ab 12"],
        ["Ab-12"],
        ["ab 12"],
    ]  # Ab-12 is another id; ab 12 was not in the month before


def test_an_earlier_id_with_another_date_of_birth_is_another_person_and_reported(tmp_path):
    _, shown = imported(tmp_path, "ab12", "AB12", births=(BORN, date(2004, 1, 1)))
    assert shown == [["ab12"], ["AB12"]]


def test_contacts_alone_are_linked_to_the_stored_people(tmp_path):
    store, _ = imported(tmp_path, "41,000")
    alone = of_store(
        tmp_path / "b.xlsx", {CONTACTS: [contact(child_unique_id=41000)]}, store, date(2024, 6, 28)
    )
    assert (alone.tables["contacts"]["child_unique_id"].tolist(), cells(alone, "id_respelled")) == (
        ["41,000"],
        [("contacts", "A4")],
    )


def test_nobody_known_gives_no_table():
    assert known_people((), None) is None
    assert known_people(("1",), None)["date_of_birth"].isna().all()  # pyright: ignore[reportOptionalSubscript]


# --- what an ID must not contain ------------------------------------------------------------------


NAMES = [
    "Robin Sample",
    "Sample, R",
    "R Sample",
    "SAMPLE-7",
    "sample",
    "RobinSample7",
    "O'Sample, R",
    "Li Wu",
]
NO_NAMES = [
    "00101",
    "LC-0042",
    "P003",
    "AB 12",
    "CLIENT7",
    "3f2504e0-4f89-11d3-face-abcd82c3beef",
    "12345/A",
]


@pytest.mark.parametrize("written", NAMES)
def test_a_word_or_two_in_an_id_is_a_name(written):
    assert with_names([written, "00101"]) == {written}


def test_numbers_and_prefixes_are_not_names():
    assert with_names(NO_NAMES) == set()
    assert with_names([f"CARE-LEAVER-{number:04}" for number in range(20)]) == set()
    assert with_names([*(f"NORTH-{number}" for number in range(20)), "Sample-7"]) == {"Sample-7"}


WITH_BIRTH = [
    "14082002",
    "20020814",
    "08142002",
    "140802",
    "020814",
    "JS140802",
    "14/08/02",
    "2002-08-14-RS",
    "14-8-2",
    "RS 14Aug2002",
]


@pytest.mark.parametrize("written", WITH_BIRTH)
def test_a_date_of_birth_in_an_id_is_found_in_any_order(written):
    assert holds_birth(written, BORN)
    assert not holds_birth(written, date(1999, 11, 30))


@given(some.text(max_size=40))
def test_no_id_stops_the_search_for_names_and_dates(written):
    assert isinstance(holds_birth(written, BORN), bool)
    assert with_names([written]) <= {written}


def test_an_id_with_many_digits_causes_no_error():
    assert not holds_birth("9" * 5000 + "-1", BORN)


def test_ids_with_a_name_or_date_of_birth_are_reported_once_per_person(checked):
    people = [
        person(child_unique_id="Sample, R"),
        person(child_unique_id="20020814", gender="Male"),
        two_people()[1],
    ]
    extract = checked(
        care_leavers=people, contacts=[contact(child_unique_id="Sample, R")], service_use=[]
    )
    assert cells(extract, "id_personal") == [("care_leavers", "A4"), ("care_leavers", "A5")]
    assert {problem.severity for problem in extract.problems if problem.rule == "id_personal"} == {
        "warning"
    }
    assert cells(extract, "contact_id_personal") == []
    assert not any("Sample" in problem.message + problem.advice for problem in extract.problems)


def test_a_column_of_blank_ids_causes_no_error(checked):
    frame = checked(audits=[row("audits", child_unique_id=None)]).tables["audits"]
    assert pd.isna(frame["child_unique_id"][0])
