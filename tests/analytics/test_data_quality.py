"""Data quality: exactly the measures affected by a fault are named, with the number of cells."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from analytics.check_ins import findings as check_ins_findings
from analytics.cohort import findings as cohort_findings
from analytics.coverage import findings as coverage_findings
from analytics.measures import data_quality as map_of
from analytics.measures.data_quality import (
    AffectedColumn,
    affected_by,
    affected_columns,
    affected_words,
    quality_note,
    quality_note_over,
    state_of_the_data,
)
from analytics.measures.declared import MEASURES, touched_by
from analytics.month.month import month_of
from analytics.overview import findings as overview_findings
from analytics.publish.publish import publish, publish_fact
from analytics.publish.types import Audience
from data.store import Store
from tests.data.workbooks import MAY, contact, good_month, person, read, service, write
from tests.spec.drawn import month

PEOPLE = "id | born | status | type | unusable\n"
SOUND = PEOPLE + "1 | 2003-01-01 | supported | B |\n2 | 2004-01-01 | declined | U |"
FAULTY = PEOPLE + (
    "1 | 2003-01-01 | supported | | type_of_accommodation\n2 | 2004-01-01 | | | "
    "support_status type_of_accommodation"
)
CONTACTS = "id | on | outcome | method | unusable\n1 | 2025-03-01 | no answer | | method"


def at(people=SOUND, contacts=None, **rest):
    return month("2025-03-31", people, contacts, **rest)


def through_the_store(path, rows, allow=0):
    """Return the month of a workbook after it has been stored, and its store."""
    store = Store(f"sqlite:///{path / 'store.db'}")
    taken = store.save(read(write(path / "may.xlsx", rows)), "tester", allow_left_out=allow)
    return month_of(**store.everything(taken)), store


def test_a_month_without_faults_affects_no_measure():
    assert affected_columns(at()) == {}
    assert state_of_the_data(at()) == []
    assert quality_note(at(), "cohort", columns=("type_of_accommodation",)) == ""
    assert affected_words(at(), MEASURES) == ""


def test_unreadable_cells_affect_exactly_the_measures_of_their_column():
    found = affected_columns(at(FAULTY))
    assert set(found) == {
        *touched_by("care_leavers", "type_of_accommodation"),
        *touched_by("care_leavers", "support_status"),
    }
    assert found["homeless"] == (AffectedColumn("Care leavers", "Type of Accommodation", 2),)
    assert found["coverage_21_plus"] == (AffectedColumn("Care leavers", "Support Status", 1),)
    assert "cohort" not in found


def test_the_mark_says_how_many_cells_of_which_column():
    assert (
        quality_note(at(FAULTY), "homeless") == "2 cells of Type of Accommodation could not be read"
    )
    assert (
        quality_note(at(FAULTY), "coverage_21_plus") == "1 cell of Support Status could not be read"
    )
    assert (
        quality_note(at(FAULTY), "cohort", columns=("support_status",))
        == "1 cell of Support Status could not be read"
    )
    assert (
        quality_note(at(FAULTY), "coverage_21_plus", "in_custody")
        == "2 cells of Type of Accommodation could not be read, and 1 more fault"
    )
    assert quality_note(at(FAULTY, left_out_rows=1), "in_custody", "coverage_21_plus").endswith(
        ", and 2 more faults"
    )
    said = affected_words(at(FAULTY), ["cohort", "coverage_21_plus", "homeless"])
    assert (
        said
        == "21+ coverage and Homeless. Some cells used for them could not be read or are in doubt."
    )


def test_a_table_of_events_affects_the_measures_that_read_it():
    found = affected_columns(at(SOUND, CONTACTS))
    assert set(found) == set(touched_by("contacts", "method"))
    assert (
        quality_note(at(SOUND, CONTACTS), "check_ins_in_date")
        == "1 cell of Method (Contacts) could not be read"
    )
    assert (
        quality_note(at(SOUND, CONTACTS), columns=("contacts",))
        == "1 cell of Method (Contacts) could not be read"
    )
    assert quality_note(at(SOUND, CONTACTS), columns=("service_use",)) == ""


def test_left_out_rows_of_people_affect_every_measure_of_people():
    found = affected_columns(at(left_out_rows=2))
    assert set(found) == {one.id for one in MEASURES.values() if one.of == "care_leavers"}
    assert quality_note(at(left_out_rows=2), "cohort") == "2 rows of Care leavers could not be used"
    assert quality_note(at(left_out_rows=1), "cohort") == "1 row of Care leavers could not be used"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            ("care_leavers", "support_status", "supported_but_not_in_touch", "warning", 3),
            "3 cells of Support Status contradict another column",
        ),
        (
            ("care_leavers", "support_status", "supported_but_not_in_touch", "warning", 1),
            "1 cell of Support Status contradicts another column",
        ),
        (
            ("care_leavers", "date_of_birth", "age_unlikely", "warning", 1),
            "1 cell of Date of Birth gives an unlikely age",
        ),
        (
            ("contacts", "contact_date", "not_a_date", "error", 2),
            "2 cells of Contact Date (Contacts) could not be used, so their rows could not be used",
        ),
    ],
)
def test_a_fault_known_only_to_the_checker_is_reported(fault, words):
    touched = affected_by(at(faults=(fault,)), ["coverage_21_plus"])
    assert [one.words for one in touched] == [words]


def test_a_left_out_row_of_people_is_reported_once():
    faulty = at(left_out_rows=1, faults=(("care_leavers", "date_of_birth", "blank", "error", 1),))
    assert [one.words for one in affected_by(faulty, ["cohort"])] == [
        "1 row of Care leavers could not be used"
    ]


def test_the_state_of_the_data_is_one_sentence_per_column_with_the_affected_measures():
    said = state_of_the_data(
        at(FAULTY, faults=(("care_leavers", "age", "age_differs", "warning", 1),))
    )
    assert said[0].startswith("2 cells of Type of Accommodation could not be read. Affects: ")
    assert said[0].endswith(" more measures.")
    assert said[-1] == "1 cell of Age contradicts another column. No measure is affected."


def test_several_months_are_named_or_counted():
    sound, faulty = at(), at(FAULTY)
    assert quality_note_over([sound, sound], "homeless") == ""
    assert (
        quality_note_over([sound, faulty], "homeless")
        == "in March 2025 some cells could not be read or are in doubt"
    )
    assert quality_note_over([faulty] * 4 + [sound], "homeless").startswith("in 4 of 5 months")


def test_only_affected_figures_have_the_quality_mark():
    faulty = at(FAULTY, contacts="")
    assert {fact.quality_note for fact in coverage_findings.facts(faulty, None)} == {
        "1 cell of Support Status could not be read"
    }
    assert {fact.quality_note for fact in cohort_findings.facts(faulty, None)} == {""}
    assert [bool(fact.quality_note) for fact in overview_findings.facts(faulty, None)] == [
        False,
        True,
        True,
        True,
        True,
    ]
    assert (
        coverage_findings.now(faulty).quality_note
        == check_ins_findings.now(faulty).quality_note
        == "1 cell of Support Status could not be read"
    )
    assert (
        cohort_findings.by_age(faulty).quality_note,
        cohort_findings.by(faulty, "gender").quality_note,
    ) == ("", "")
    assert coverage_findings.over_time([at(), faulty]).quality_note


def test_a_shared_screen_has_the_quality_note_without_numbers():
    fact = publish_fact(coverage_findings.facts(at(FAULTY), None)[0], Audience.SHARED)
    shown = publish(coverage_findings.now(at(FAULTY)), Audience.SHARED)
    assert [digit for digit in fact.quality_note + shown.quality_note if digit.isdigit()] == []
    assert shown.quality_note.startswith("some cells")


def test_what_the_checker_found_is_kept_with_the_month(tmp_path):
    people = [
        person(la_in_touch="REFU", support_status="Supported"),
        person(
            child_unique_id="2",
            date_of_birth=date(2002, 1, 3),
            type_of_accommodation="nowhere",
            support_status="Declined",
        ),
        person(
            child_unique_id="3", date_of_birth=None, la_in_touch="REFU", support_status="Supported"
        ),
    ]
    calls = [contact(), contact(contact_date=date(1850, 1, 1))]
    kept, store = through_the_store(
        tmp_path, good_month(care_leavers=people, contacts=calls), allow=2
    )
    assert (
        "care_leavers",
        "support_status",
        "supported_but_not_in_touch",
        "warning",
        1,
    ) in kept.faults
    assert [fault[:2] + fault[3:] for fault in kept.faults if fault[3] == "error"] == [
        ("care_leavers", "date_of_birth", "error", 1),
        ("contacts", "contact_date", "error", 1),
    ]
    assert [one.words for one in affected_by(kept, ["homeless"])] == [
        "1 row of Care leavers could not be used",
        "1 cell of Type of Accommodation could not be read",
    ]
    said = [one.words for one in affected_by(kept, ["coverage_21_plus"])]
    assert said[1:] == [
        "1 cell of Support Status contradicts another column",
        "1 cell of Contact Date (Contacts) could not be used, so its row could not be used",
    ]
    assert all(
        isinstance(part, (str, int))
        for fault in store.months()[0].counts["faults"]
        for part in fault
    )


def test_faults_hold_no_value_that_was_typed(tmp_path):
    _, store = through_the_store(
        tmp_path, good_month(care_leavers=[person(gender="SECRET"), person(child_unique_id="2")])
    )
    assert "SECRET" not in str(store.months()[0].counts)


def test_a_snapshot_from_before_faults_were_kept_reads_as_none(tmp_path, monkeypatch):
    _, store = through_the_store(
        tmp_path, good_month(care_leavers=[person(la_in_touch="REFU", support_status="Supported")])
    )
    taken = store.months()[0]
    assert store.everything(taken)["faults"]
    old = {key: value for key, value in taken.counts.items() if key != "faults"}
    monkeypatch.setattr(store, "snapshots", lambda version=None: [replace(taken, counts=old)])
    assert store.everything(taken)["faults"] == ()


def test_faults_are_kept_with_their_own_rows(tmp_path):
    """Contacts imported alone keep the people's own faults; a corrected table removes its own
    faults.
    """
    people = [
        person(la_in_touch="REFU", support_status="Supported"),
        person(child_unique_id="2", gender="Male"),
    ]
    uses = [service(end_date=date(2024, 4, 1))]
    _, store = through_the_store(tmp_path, good_month(care_leavers=people, service_use=uses))
    alone = {"Service use": [service(end_date=date(2024, 4, 5))]}
    taken = store.save(read(write(tmp_path / "services.xlsx", alone)), "tester")
    assert taken.as_at == MAY
    assert {fault[2] for fault in store.everything(taken)["faults"]} == {
        "supported_but_not_in_touch"
    }


def test_a_corrected_month_has_no_faults(tmp_path):
    kept, store = through_the_store(
        tmp_path, good_month(care_leavers=[person(support_status="SOMETHING")])
    )
    assert affected_columns(kept)
    corrected = store.save(
        read(write(tmp_path / "corrected.xlsx", good_month(care_leavers=[person()]))), "tester"
    )
    assert affected_columns(month_of(**store.everything(corrected))) == {}


def test_an_export_says_what_its_figure_rests_on():
    from io import BytesIO

    from analytics.exports import EXPORTERS

    made = EXPORTERS["excel"].function(publish(coverage_findings.now(at(FAULTY)), Audience.MANAGER))
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert "Read with care: 1 cell of Support Status could not be read" in [
        row[0] for row in sheet.iter_rows(values_only=True)
    ]


def test_every_word_for_a_fault_has_its_singular():
    assert {map_of.LOST, map_of.DOUBTED} <= set(map_of._OF_ONE)
