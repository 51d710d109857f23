"""Codes with their words, codes of the Standard Safeguarding Dataset, and headings without
spaces."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.check.cell import meaning
from data.codelists import OPEN_LISTS, codelist, names
from data.recognise.find_tables import closed_heading, plain_heading
from data.recognise.formats import FORMATS
from data.schema import TABLES, Column, Kind
from tests.data.workbooks import grid, read

AS_AT = date(2025, 3, 31)


def meant(written, codes):
    found = meaning(written, Column("Any", Kind.CODE, codes=codes), AS_AT)
    return found.value, found.fault and found.fault.rule


CASES = {
    "suitability": {
        "suitable": [
            "1 - Suitable",
            "1: suitable",
            "1-Suitable",
            "1. Suitable",
            "(1) Suitable",
            "Suitable (1)",
            "Suitable - 1",
            "1.0",
            "'1",
        ],
        "unsuitable": [
            "2 - Unsuitable",
            "0 - Unsuitable",
            "2 - Not suitable",
            "2 Unsuitable",
            "2.0",
        ],
        "code_contradicted": ["1 - Unsuitable", "2 - Suitable", "Suitable (2)"],
        "not_in_list": ["3 - Perhaps", "1 - Perhaps", "Suitable or not"],
        "suitability_nought": ["0", "0.0"],
        None: ["9 - Not recorded", "0 - n/a"],
    },
    "yes_no": {
        "Y": ["1 - Yes", "Y - Yes", "Y: Yes", "Yes (Y)", "1.0"],
        "N": ["0 - No", "2 - No", "N-No", "0.0", "0 = No"],
        "U": ["9 - Unknown", "U - Unknown"],
        "code_contradicted": ["1 - No", "Y - No"],
        "not_in_list": ["Y/N", "X - Yes", "1/0"],
    },
    "gender": {
        "M": ["1 - Male", "M: Male", "1.0"],
        "F": ["2 - Female", "F: Female", "Female [F]"],
        "code_contradicted": ["1 - Female"],
    },
    "in_touch": {
        "YES": ["1 - Yes", "YES - In touch"],
        "NO": ["2 - No", "0 - No"],
        "REFU": ["4 - Refused"],
        "code_contradicted": ["2 - Yes"],
    },
    "eligibility": {
        "former relevant": ["2 - Former relevant", "2 - Former relevant (18-20)"],
        "not_in_list": ["2 - FR"],
    },
    "support_status": {"declined": ["2 - Declined", "2. Declined support"]},
    "delivery_rag": {"green": ["G - On track", "3 - Green"]},
    "service": {"Crewe hub": ["1 - Crewe hub"], "1 - Our own": ["1 - Our own"]},
    "disability": {
        "Y": [
            "MOB",
            "HAND",
            "PC",
            "INC",
            "COMM",
            "LD",
            "HEAR",
            "VIS",
            "BEH",
            "CON",
            "AUT",
            "DDA",
            "LD, AUT",
            "VIS;HEAR",
            "AUT - Autism",
        ],
        "N": ["No disability", "None - No disability", "2 - No"],
        "none_is_a_code": ["NONE", "none"],
        "code_contradicted": ["NONE, LD", "LD|NONE"],
        "not_in_list": ["XYZ", "LD, XYZ"],
        None: ["n/a", "Not recorded"],
    },
}
FAULTS = {"code_contradicted", "not_in_list", "suitability_nought"}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(codes, code) for codes, cases in CASES.items() for code in cases],
    ids=str,
)
def test_a_code_with_words_is_read_and_contradictions_are_reported(codes, expected):
    answer = (
        (None, expected)
        if expected in FAULTS
        else ("N", expected)
        if expected == "none_is_a_code"
        else (expected, None)
    )
    assert {written: meant(written, codes) for written in CASES[codes][expected]} == dict.fromkeys(
        CASES[codes][expected], answer
    )


CLOSED_LISTS = [
    name
    for name in names()
    if not codelist(name).open and name not in ("improvement_area", "accommodation")
]


@pytest.mark.parametrize("name", CLOSED_LISTS)
def test_every_code_with_a_label_is_read_only_if_both_agree(name):
    listed = codelist(name)
    for code in listed.labels:
        for other, label in listed.labels.items():
            found, fault = meant(f"{code} - {label}", name)
            assert found == code if code == other else (found is None and fault), (
                f"{code} - {label}"
            )


@pytest.mark.parametrize("name", sorted(OPEN_LISTS))
def test_an_open_list_reads_a_code_with_its_label_and_keeps_the_councils_own_words(name):
    for code, label in codelist(name).labels.items():
        assert (meant(f"7 - {label}", name)[0], meant(f"{code} - {label}", name)[0]) == (code, code)
        assert meant(f"7 - Our own {label}", name)[0] == f"7 - Our own {label}"


@given(some.text(max_size=60), some.sampled_from(names()))
def test_no_text_stops_the_reading_of_codes(written, name):
    meant(written, name)


def test_a_long_text_is_not_a_code_and_is_read_quickly():
    assert (
        meant("-" * 32_000, "yes_no")[1]
        == meant("1 - " + "no " * 9_000, "yes_no")[1]
        == "not_in_list"
    )


def test_in_the_other_columns_none_is_still_blank():
    assert [meant("None", codes) for codes in ("yes_no", "gender", "in_touch", "suitability")] == [
        (None, None)
    ] * 4


# --- marks of text --------------------------------------------------------------------------------


def test_an_apostrophe_before_a_cell_is_ignored():
    team, weeks = Column("Allocated Team", Kind.TEXT), Column("Weeks", Kind.NUMBER)
    texts = ["'North", "'O'Brien", "'Staying Close' offer", "the boys'"]
    assert [meaning(written, team, AS_AT).value for written in texts] == [
        "North",
        "O'Brien",
        "'Staying Close' offer",
        "the boys'",
    ]
    assert (
        meaning("'8", weeks, AS_AT).value,
        meaning("'", team, AS_AT).value,
        meant("'M", "gender")[0],
    ) == (8.0, None, "M")


# --- headings -------------------------------------------------------------------------------------

CLOSED = {
    "child_unique_id": [
        "ChildUniqueID",
        "childUniqueId",
        "CHILDUNIQUEID",
        "child_unique_id",
        "Child ID No.",
        "ChildIDNo",
    ],
    "date_of_birth": ["DateOfBirth", "DATEOFBIRTH", "date_of_birth", "D.O.B.", "D O B", "dob"],
    "la_in_touch": ["LAInTouch", "LaInTouch", "LA_In_Touch"],
    "eligibility_category": ["EligibilityCategory"],
}


@pytest.mark.parametrize(
    ("key", "heading"), [(key, heading) for key, headings in CLOSED.items() for heading in headings]
)
def test_a_heading_without_spaces_matches_its_column(tmp_path, key, heading):
    people = TABLES["care_leavers"]
    cells = dict.fromkeys(("child_unique_id", "date_of_birth", "eligibility_category"), "") | {
        key: ""
    }
    headings = [heading if name == key else people.column(name).heading for name in cells]
    row = {
        "child_unique_id": "1",
        "date_of_birth": date(2003, 1, 1),
        "eligibility_category": "Relevant",
        "la_in_touch": "NO",
    }
    extract = read(
        grid(
            tmp_path / "a.xlsx",
            CareLeavers=[["As at 31/05/2024"], headings, [row[name] for name in cells]],
        )
    )
    assert (list(extract.tables), extract.tables["care_leavers"][key].notna().all()) == (
        ["care_leavers"],
        True,
    )


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.key)
def test_no_two_columns_of_a_table_share_a_heading_without_spaces(form):
    for table in (*form.tables, *filter(None, [form.people])):
        means: dict[str, set[str]] = {}
        for column in table.columns:
            for heading in (column.heading, *column.aliases):
                means.setdefault(closed_heading(heading), set()).add(column.key)
        assert [name for name, keys in means.items() if len(keys) > 1] == []


def test_plain_headings_keep_their_words():
    assert (plain_heading("Date of Birth"), closed_heading("Date of Birth")) == (
        "date of birth",
        "dateofbirth",
    )
