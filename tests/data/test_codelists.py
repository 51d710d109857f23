"""Code lists: retired codes, who a service is for, and a council's own values."""

from __future__ import annotations

from datetime import date

import pytest

from data.check.cell import meaning
from data.codelists import codelist, fold, names, service_for_whom, service_kind
from data.schema import TABLES, Kind

ACTIVITY = TABLES["care_leavers"].column("activity_status")


def test_a_retired_code_still_counts_and_is_reported():
    retired = meaning("F3", ACTIVITY, date(2021, 4, 1))
    assert (retired.value, retired.fault and (retired.fault.rule, retired.fault.severity)) == (
        "F3",
        ("code_retired", "note"),
    )
    assert meaning("F3", ACTIVITY, date(2021, 3, 31)).fault is None
    assert meaning("F5", ACTIVITY, date(2025, 3, 31)).fault is None


def test_retired_codes_are_neither_offered_nor_listed_in_a_message():
    listed = codelist("activity")
    assert set(listed.labels) - set(listed.current) == set(listed.ends) == {"F3", "P3"}
    assert "F3" not in listed.allowed()


@pytest.mark.parametrize(
    ("service", "kind", "for_whom"),
    [
        ("Crewe hub", "attendance", "everyone"),
        ("Ashgate hub", "attendance", "everyone"),
        ("Town Hub", "attendance", "everyone"),
        ("housing advice", "episode", "unsuitable or at risk"),
        ("education employment and training support", "episode", "NEET"),
        ("health and wellbeing", "episode", "mental health need"),
        ("mentoring", "episode", "everyone"),
        ("Cookery club", "episode", "everyone"),
    ],
)
def test_every_service_has_a_kind_and_a_group_of_people(service, kind, for_whom):
    assert (service_kind(service), service_for_whom(service)) == (kind, for_whom)


def test_only_advisers_and_social_workers_have_cases():
    roles = codelist("worker_role")
    assert {code for code, group in roles.groups.items() if group == "holds cases"} == {
        "personal adviser",
        "social worker",
    }
    assert roles.code_for("Senior Social Worker") == "social worker"


@pytest.mark.parametrize(
    "written",
    [
        "no fixed abode",
        "No\u00a0 Fixed\nAbode",
        "no\u200b fixed abode\ufeff",
        "\u202ano fixed abode\u202c",
        "a) No fixed abode",
    ],
)
def test_white_space_and_invisible_characters_make_no_difference(written):
    assert codelist("accommodation").code_for(written) == "S"


def test_dashes_and_quotation_marks_are_equal():
    assert (fold("18–20 ‘B’ “x” — y"), fold(True), fold(2.0)) == ("18-20 'b' \"x\" - y", "yes", "2")


ANNEX_A = {
    "eligibility": ["relevant", "former relevant", "qualifying", "eligible"],
    "in_touch": ["YES", "NO", "DIED", "REFU", "NREQ", "RHOM"],
    "suitability": ["suitable", "unsuitable"],
    "yes_no": ["Y", "N", "U"],
    "gender": ["M", "F", "U", "N"],
}


@pytest.mark.parametrize("name", ANNEX_A)
def test_an_annex_a_letter_alone_means_its_drop_down_text(name):
    assert [
        codelist(name).code_for(f"{letter})") for letter in "abcdef"[: len(ANNEX_A[name])]
    ] == ANNEX_A[name]


def test_the_numbers_for_sex_in_the_return_are_read():
    assert [codelist("gender").code_for(written) for written in (1, 2.0, "1", "M")] == [
        "M",
        "F",
        "M",
        "M",
    ]


def test_every_list_is_used_by_a_column_and_every_column_has_its_list():
    assert {
        column.codes
        for table in TABLES.values()
        for column in table.columns
        if column.kind is Kind.CODE
    } == set(names())


def test_the_person_column_of_every_table_exists_or_is_empty():
    for table in TABLES.values():
        assert table.person in ("", *table.keys)
        assert table.person or "child_unique_id" not in table.keys
