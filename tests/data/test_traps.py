"""Difficult codes and placeholders are tidied or reported at the cell, and never misread
silently."""

from __future__ import annotations

import pytest

from data.check.cell import meaning
from data.check.check_month import read_month
from data.recognise.mapping import read_mapping
from data.schema import TABLES
from tests.data.traps import JUDGED, SILENT, TYPE, WARNING, cells, homes, people, said
from tests.data.workbooks import (
    MAY,
    PEOPLE,
    Source,
    at,
    person,
    read,
    row,
    two_people,
    write,
)

# --- type of accommodation ------------------------------------------------------------------------


def test_the_suitability_digit_counts_if_the_suitability_is_blank(checked):
    rows = people(TYPE, ["B1", "U2", "u 2", "K-1", "D"], suitability_of_accommodation=None)
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert homes(extract) == [
        ("B", "suitable"),
        ("U", "unsuitable"),
        ("U", "unsuitable"),
        ("K", "suitable"),
        ("D", None),
    ]


def test_the_suitability_digit_replaces_a_missing_suitability_column(tmp_path):
    rows = [
        {heading: value for heading, value in one.items() if "Suitability" not in heading}
        for one in people(TYPE, ["B1", "S1", "U"])
    ]
    extract = read(write(tmp_path / "a.xlsx", {PEOPLE: rows}))
    assert homes(extract) == [("B", "suitable"), ("S", "suitable"), ("U", None)]
    assert cells(extract, "homeless_or_custody_suitable") == [at(rows, "Type of Accommodation", 1)]


def test_the_suitability_column_has_priority_over_the_digit(checked):
    rows = people(TYPE, ["U2", "U1", "B2"], suitability_of_accommodation="Suitable")
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert homes(extract) == [("U", "suitable"), ("U", "suitable"), ("B", "suitable")]
    words = (
        "has a digit for suitability that the suitability column contradicts; the column decides"
    )
    where = [at(rows, "Type of Accommodation", number) for number in (0, 2)]
    assert said(extract, "suitability_differs") == [(cell, WARNING, words) for cell in where]


def test_a_suitability_that_cannot_be_read_is_not_replaced_by_the_digit(checked):
    extract = checked(
        care_leavers=people(TYPE, ["U1"], suitability_of_accommodation="perhaps"),
        contacts=[],
        service_use=[],
    )
    assert homes(extract) == [("U", None)]


def test_a_type_letter_with_its_words_is_read_as_the_letter(column):
    written = [
        "(S) No fixed abode",
        "S - No fixed abode",
        "S: No fixed abode",
        "S No fixed abode",
        "S-No fixed abode",
        "s – NFA",
        "[X] Prison",
    ]
    assert column(TYPE, written, suitability_of_accommodation=None) == [("S", SILENT)] * 6 + [
        ("X", SILENT)
    ]


def test_a_type_letter_with_unknown_words_is_used_but_not_with_another_types_words(column):
    written = [
        "U - a flat above the shop",
        "B - Bed and breakfast",
        "Independent living (U)",
        "Living with parent(s)",
        "B - B",
    ]
    assert column(TYPE, written) == [
        ("U", "code_with_words"),
        (None, "code_contradicted"),
        ("U", SILENT),
        (None, "not_in_list"),  # its last letter is not a code
        (None, "not_in_list"),
    ]


def test_bed_and_breakfast_is_never_read_as_the_b_of_with_parents(column):
    assert column(TYPE, ["B&B", "B & B", "b and b", "Bed & Breakfast", "W"]) == [("W", SILENT)] * 5


def test_a_code_that_is_not_mapped_is_used(column):
    written = [
        "Code 'S' is not mapped",
        "Code ‘X’ is not mapped.",
        "Code '0' is not mapped",
        "Code 'Q' is not mapped",
    ]
    noted = "code_not_mapped"
    assert column(TYPE, written, suitability_of_accommodation=None) == [
        ("S", noted),
        ("X", noted),
        (None, noted),
        (None, "not_in_list"),
    ]


def test_multivalue_is_unknown_and_reported(column):
    assert column(TYPE, ["#MULTIVALUE", "Multiple values"]) == [(None, "several_answers")] * 2
    assert column("allocated_personal_adviser", ["#MULTIVALUE"]) == [(None, "several_answers")]


PLACEMENTS = [
    "Foster placement",
    "Children's home",
    "Placed for adoption",
    "Residential school",
    "U4",
    "P2",
    "U1 - Foster placement with relative",
]


def test_placement_names_are_not_a_care_leavers_home(column):
    assert column(TYPE, PLACEMENTS) == [(None, "placement_in_care")] * len(PLACEMENTS)


def test_former_foster_carers_are_not_a_placement(column):
    assert (
        column(
            TYPE,
            [
                "With former foster carers",
                "Former foster carer",
                "Z - Staying put with former foster carer",
            ],
        )
        == [("Z", SILENT)] * 3
    )


def test_u1_and_k2_are_unknown_if_another_cell_is_a_placement_code(checked):
    rows = people(TYPE, ["U1", "K2", "U4", "B1", "U"], suitability_of_accommodation=None)
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert homes(extract)[3:] == [("B", "suitable"), ("U", None)]
    assert extract.tables["care_leavers"][TYPE].isna().tolist() == [True, True, True, False, False]
    proof = at(rows, "Type of Accommodation", 2)
    assert [
        (cell, f"cell {proof} " in words) for cell, _, words in said(extract, "placement_unsure")
    ] == [(at(rows, "Type of Accommodation", number), True) for number in (0, 1)]


def test_descriptions_are_read_as_codes(column):
    written = [
        "Independent living",
        "Parents/relatives",
        "SUPPORTED LODGINGS",
        "No fixed abode / homeless",
        "In prison",
        "Own tenancy",
    ]
    assert [value for value, _ in column(TYPE, written, suitability_of_accommodation=None)] == [
        "U",
        "B",
        "E",
        "S",
        "X",
        "U",
    ]
    assert column("activity_status", ["Full time in higher education", "NEET - other"]) == [
        ("F1", SILENT),
        ("G5", SILENT),
    ]


def test_zero_in_accommodation_or_activity_means_nothing_recorded(column):
    assert column(TYPE, ["0", 0, 0.0], suitability_of_accommodation=None) == [(None, SILENT)] * 3
    assert column("activity_status", ["0", 0]) == [(None, SILENT)] * 2


def test_an_activity_with_its_words_is_read(column):
    written = [
        "F2 - full time education",
        "(G5) NEET other",
        "G5 NEET",
        "F1 - NEET",
        "P2 - full time education",
        "Code 'F5' is not mapped",
    ]
    assert column("activity_status", written) == [
        ("F2", SILENT),
        ("G5", SILENT),
        ("G5", "code_with_words"),
        (None, "code_contradicted"),
        (None, "code_contradicted"),
        ("F5", "code_not_mapped"),
    ]


# --- suitability, in touch, eligibility -----------------------------------------------------------


def test_suitability_is_read_in_every_spelling(column):
    yes, no = (
        [1, "1", True, "True", "Y", "Yes", "a) Suitable"],
        [2, "2", False, "False", "N", "No", "b) Unsuitable"],
    )
    assert column(JUDGED, [*yes, *no]) == [("suitable", SILENT)] * 7 + [("unsuitable", SILENT)] * 7
    assert column(JUDGED, ["nan", "NaN", None]) == [(None, SILENT)] * 3


def test_a_match_on_suitable_never_finds_unsuitable(column):
    written = [
        "Unsuitable",
        "UNSUITABLE ",
        "not suitable",
        "Considered unsuitable",
        "un-suitable",
        "Suitable?",
        "not yet suitable",
    ]
    values = column(JUDGED, written)
    assert values[:4] == [("unsuitable", SILENT)] * 4
    assert values[4:] == [(None, "not_in_list")] * 3


def test_zero_in_suitability_is_never_guessed(column, checked):
    assert column(JUDGED, ["0", 0, 0.0]) == [(None, "suitability_nought")] * 3
    words = said(checked(care_leavers=people(JUDGED, [0])), "suitability_nought")[0][2]
    assert "unsuitable" in words
    assert "not recorded" in words


@pytest.mark.parametrize(("answer", "value"), [("unsuitable", "unsuitable"), ("", None)])
def test_zero_in_suitability_has_the_meaning_that_the_person_chose(tmp_path, answer, value):
    path = write(tmp_path / "a.xlsx", {PEOPLE: people(JUDGED, ["0", 0, "1"])})
    taught = {
        "name": "Ours",
        "tables": [{"table": "care_leavers", "columns": {}, "codes": {JUDGED: {"0": answer}}}],
    }
    extract = read_month([Source(path.name, path)], mapping=read_mapping(taught))
    assert [judged for _, judged in homes(extract)] == [value, value, "suitable"]
    assert cells(extract, "suitability_nought") == []


def test_a_taught_spelling_has_priority_over_our_own():
    column = TABLES["care_leavers"].column("la_in_touch")
    taught = {"no": "NREQ", "old 7": "NO", "old 8": ""}
    read_as = [
        meaning(written, column, MAY, taught) for written in ("NO", " Old  7", "OLD 8", "YES", None)
    ]
    assert [meant.value for meant in read_as] == ["NREQ", "NO", None, "YES", None]
    assert not any(meant.fault for meant in read_as)


def test_in_touch_is_read_in_every_spelling(column):
    written = [
        "Y",
        "N",
        1,
        2,
        True,
        "c) Died",
        "Deceased",
        "f) Rhom",
        "REFU - refuses contact",
        "No longer required",
        "YES - in touch",
    ]
    codes = ["YES", "NO", "YES", "NO", "YES", "DIED", "DIED", "RHOM", "REFU", "NREQ", "YES"]
    assert [value for value, _ in column("la_in_touch", written)] == codes


def test_an_older_in_touch_code_is_unknown_and_reported(column):
    assert column("la_in_touch", ["07", "OTH", 0, "NO - refused"]) == [
        (None, "not_in_list")
    ] * 3 + [(None, "code_contradicted")]


def test_eligibility_is_read_in_every_spelling(column):
    written = [
        "former relevant 18-20",
        "Former Relevant 21–24",
        "Care Leaver - PA to 25",
        "b) Former relevant child",
        "b)",
        "Former relevant 21+",
    ]
    written += ["a) Relevant child", "c)", "d) Eligible child", "No Current Eligibility", "Former"]
    codes = ["former relevant"] * 6 + ["relevant", "qualifying", "eligible", "none", None]
    assert [value for value, _ in column("eligibility_category", written)] == codes


def test_none_as_an_eligibility_is_read_as_a_code_and_reported(column):
    assert column("eligibility_category", ["None", "null"]) == [
        ("none", "none_is_a_code"),
        (None, SILENT),
    ]


# --- marks for nothing, and errors ----------------------------------------------------------------

MARKS = [
    "-",
    "–",
    "n/a",
    "N/A",
    "NULL",
    "None",
    "TBC",
    "nan",
    ".",
    "\u00a0",
    "\u200b",
    " \u00a0\u200b ",
    "not known",
]


@pytest.mark.parametrize(
    "key", ["la_in_touch", "latest_date_of_contact", "activity_status", JUDGED]
)
def test_a_placeholder_is_blank_in_a_column_of_codes_or_dates(column, key):
    assert column(key, MARKS) == [(None, SILENT)] * len(MARKS)


def test_a_team_called_na_is_blank_and_a_course_called_none_is_a_course(checked):
    assert (
        checked(care_leavers=[person(allocated_team="NA")])
        .tables["care_leavers"]["allocated_team"]
        .isna()
        .all()
    )
    extract = checked(
        training=[row("training", course="None")],
        voice=[row("voice", theme="NA")],
        audits=[row("audits", theme="null")],
    )
    read_as = [
        extract.tables[table][key][0]
        for table, key in (("training", "course"), ("voice", "theme"), ("audits", "theme"))
    ]
    assert read_as == ["None", "NA", "null"]


ERRORS = ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "########"]


@pytest.mark.parametrize(
    "key",
    ["la_in_touch", "latest_date_of_contact", "allocated_personal_adviser", "missing_episodes"],
)
def test_an_excel_error_as_text_is_reported_at_its_cell(column, key):
    assert column(key, ERRORS) == [(None, "excel_error")] * len(ERRORS)


def test_not_available_as_text_is_blank_and_reported(column):
    assert column("la_in_touch", ["#N/A"]) == [(None, "not_available")]
    assert column("latest_visit_date", ["#N/A"]) == [(None, "not_available")]
    assert column("allocated_personal_adviser", ["#N/A"]) == [(None, "excel_error")]


def test_an_error_as_an_id_leaves_its_row_out(checked):
    rows = people("child_unique_id", ["1", "#N/A", "#REF!"])
    extract = checked(care_leavers=rows, contacts=[], service_use=[])
    assert ([cell for cell, _, _ in said(extract, "excel_error")], len(extract.left_out)) == (
        ["A5", "A6"],
        2,
    )


def test_spaces_and_invisible_characters_change_nothing(column):
    assert (
        column("la_in_touch", ["\u200bYES\u00a0", " y e s ", "Y\u200bES", "\u202aNO\u202c"])[0::2]
        == [("YES", SILENT)] * 2
    )
    assert column("la_in_touch", ["\u202aNO\u202c"]) == [("NO", SILENT)]


def test_a_formula_without_a_value_and_not_available_are_reported_by_cell(checked):
    rows = [person(la_in_touch="=A1", latest_date_of_contact="=NA()"), two_people()[1]]
    extract = checked(care_leavers=rows)
    assert cells(extract, "formula_without_value") == [at(rows, "LA in Touch")]
    assert said(extract, "excel_error") == [
        (at(rows, "Latest Date of Contact"), WARNING, "has an Excel error (#N/A)")
    ]
    assert extract.tables["care_leavers"]["unusable"][0] == "la_in_touch latest_date_of_contact"
