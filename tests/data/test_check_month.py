"""All problems of a month are reported at once with their cells, and unusable rows are listed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data.check.check_month import LEFT_OUT, check_month, read_month
from data.check.rules.people import RULES
from data.check.rules.plan import PLAN_RULES
from data.problems import Severity
from data.recognise.files import Source, open_files
from data.schema import TABLES, Kind
from tests.data.traps import passed
from tests.data.workbooks import (
    CONTACTS,
    MAY,
    PEOPLE,
    SERVICES,
    at,
    contact,
    good_month,
    grid,
    person,
    practice,
    read,
    row,
    service,
    two_people,
    write,
)

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@pytest.fixture
def checked(tmp_path):
    def check(**changed):
        return read(write(tmp_path / "month.xlsx", good_month(**changed)))

    return check


def said(extract, *ignored) -> list[tuple[str, str]]:
    return [
        (problem.rule, problem.cell) for problem in extract.problems if problem.rule not in ignored
    ]


def cells(extract, rule) -> list[str]:
    return [problem.cell for problem in extract.problems if problem.rule == rule]


def ids(extract, table="care_leavers") -> list[str]:
    return extract.tables[table]["child_unique_id"].tolist()


def test_a_good_month_has_no_problems(checked):
    extract = checked()
    assert (said(extract), extract.as_at, extract.made_up, len(extract.left_out)) == (
        [],
        MAY,
        True,
        0,
    )
    assert {key: len(frame) for key, frame in extract.tables.items()} == {
        "care_leavers": 2,
        "contacts": 1,
        "service_use": 1,
    }


def test_all_problems_are_reported_with_cells_most_serious_first(checked):
    rows = [
        person(la_in_touch="MAYBE", latest_date_of_contact="soon"),
        person(child_unique_id=None),
        person(child_unique_id="3", date_of_birth="unclear", gender="X"),
        person(
            child_unique_id="4",
            latest_date_of_contact=date(1900, 1, 1),
            suitability_of_accommodation="7",
        ),
    ]
    extract = checked(care_leavers=rows, contacts=[contact(purpose="chat", contact_date=None)])
    expected = {
        ("blank", f"{PEOPLE}!{at(rows, 'Child Unique ID', 1)}", ERROR),
        ("not_a_date", f"{PEOPLE}!{at(rows, 'Date of Birth', 2)}", ERROR),
        ("not_in_list", f"{PEOPLE}!{at(rows, 'LA in Touch')}", WARNING),
        ("not_a_date", f"{PEOPLE}!{at(rows, 'Latest Date of Contact')}", WARNING),
        ("not_in_list", f"{PEOPLE}!{at(rows, 'Gender', 2)}", WARNING),
        ("not_in_list", f"{PEOPLE}!{at(rows, 'Suitability of Accommodation', 3)}", WARNING),
        ("missing_date", f"{PEOPLE}!{at(rows, 'Latest Date of Contact', 3)}", NOTE),
        ("not_in_list", f"{CONTACTS}!C4", ERROR),
        ("blank", f"{CONTACTS}!B4", ERROR),
    }
    found = {
        (problem.rule, f"{problem.sheet}!{problem.cell}", problem.severity)
        for problem in extract.problems
    }
    assert expected <= found
    assert [problem.severity for problem in extract.problems] == sorted(
        (problem.severity for problem in extract.problems), key=list(Severity).index
    )


def test_a_wrong_value_in_an_optional_column_is_unknown_and_the_row_stays(checked):
    extract = checked(care_leavers=[person(la_in_touch="MAYBE"), *two_people()[1:]])
    people = extract.tables["care_leavers"]
    assert (
        pd.isna(people["la_in_touch"][0]),
        people["unusable"].tolist(),
        len(extract.left_out),
    ) == (True, ["la_in_touch", ""], 0)


@pytest.mark.parametrize(
    "wrong",
    [None, "", "unclear", "01/01/1900", date(1900, 1, 1), MAY + timedelta(days=1), "=NA()", 0],
)
def test_a_row_without_a_usable_date_of_birth_is_left_out_with_its_id(checked, wrong):
    extract = checked(
        care_leavers=[person(), person(child_unique_id="9", date_of_birth=wrong)],
        contacts=[],
        service_use=[],
    )
    assert ids(extract) == ["00101"]
    assert extract.left_out[["table", "source_row", "person"]].values.tolist() == [
        ["care_leavers", 5, "9"]
    ]
    assert list(extract.left_out.columns) == LEFT_OUT
    assert [problem.cell for problem in extract.errors] == [at([person()], "Date of Birth", 1)]


def test_a_blank_eligibility_is_unknown_and_leaves_nobody_out(checked):
    assert (
        len(checked(care_leavers=[person(eligibility_category=None), *two_people()[1:]]).left_out)
        == 0
    )


def test_an_event_that_cannot_be_dated_is_left_out_and_its_person_stays(checked):
    extract = checked(
        contacts=[
            contact(),
            contact(contact_date="01/01/1900"),
            contact(contact_date=date(2024, 7, 2)),
        ]
    )
    assert (
        len(ids(extract)),
        len(ids(extract, "contacts")),
        extract.left_out["source_row"].tolist(),
    ) == (2, 1, [5, 6])


def test_an_event_shortly_after_the_month_is_kept_for_its_own_month_and_reported(checked):
    extract = checked(contacts=[contact(), contact(contact_date=date(2024, 6, 2))])
    assert (len(ids(extract, "contacts")), len(extract.left_out)) == (2, 0)
    assert [problem.rule for problem in extract.problems if problem.table == "contacts"] == [
        "after_the_month"
    ]


def test_words_for_nobody_are_not_an_adviser(checked):
    for written in ("-", "n/a", "None", "TBC", "Unallocated", "Vacant"):
        people = checked(care_leavers=[person(allocated_personal_adviser=written)]).tables[
            "care_leavers"
        ]
        assert people["allocated_personal_adviser"].isna().all()


def test_rows_read_are_rows_used_and_rows_left_out(checked):
    file = checked(care_leavers=[*two_people(), person(child_unique_id=None)]).files[0]
    assert (file.rows_read, file.rows_used, file.rows_left_out) == (5, 4, 1)


def test_blank_rows_in_the_data_are_not_people(checked):
    nobody = dict.fromkeys(person())
    assert ids(checked(care_leavers=[two_people()[0], nobody, two_people()[1], nobody])) == [
        "00101",
        "00102",
    ]


UNDER = [
    "Total",
    "Grand total",
    "Totals:",
    "Notes: see the guide",
    "Source: case system",
    "End of report",
    "COUNT",
]


@pytest.mark.parametrize("line", UNDER)
def test_a_total_or_a_note_under_the_data_is_skipped_and_reported(checked, line):
    under = dict.fromkeys(person()) | {"Child Unique ID": line, "Gender": 57}
    extract = checked(care_leavers=[*two_people(), dict.fromkeys(person()), under])
    assert (said(extract), len(ids(extract)), len(extract.left_out)) == (
        [("rows_passed_over", "")],
        2,
        0,
    )
    assert "(A7:L7)" in passed(extract)


@pytest.mark.parametrize(
    "name", ["County lines support", "Notebook club", "Counting on you", "Sourced housing"]
)
def test_a_short_row_that_begins_like_a_note_is_still_a_row(tmp_path, name):
    rows = [
        ["As at 31/05/2024"],
        ["Service", "Child Unique ID", "Start Date"],
        [name, "00101", date(2024, 5, 1)],
    ]
    assert read(grid(tmp_path / "a.xlsx", Service_use=rows)).tables["service_use"][
        "service"
    ].tolist() == [name]


def test_the_row_with_the_latest_contact_is_kept_and_the_others_reported(checked):
    days = [date(2024, 3, 1), date(2024, 5, 2), date(2024, 5, 2), None]
    extract = checked(
        care_leavers=[
            person(latest_date_of_contact=day, allocated_worker=str(n))
            for n, day in enumerate(days)
        ]
    )
    assert (ids(extract), extract.tables["care_leavers"]["allocated_worker"].tolist()) == (
        ["00101"],
        ["2"],
    )
    assert said(extract, "nobody_unserved") == [
        ("person_repeated", "A4"),
        ("person_repeated", "A5"),
        ("person_repeated", "A7"),
    ]


def test_one_id_with_two_dates_of_birth_is_an_error_in_every_one_of_its_rows(checked):
    extract = checked(
        care_leavers=[person(), person(date_of_birth=date(2003, 1, 1)), person(), two_people()[1]]
    )
    assert (ids(extract), cells(extract, "id_two_births")) == (["00102"], ["A4", "A5", "A6"])
    assert extract.left_out["rules"].tolist() == ["id_two_births"] * 3


# Every rule has a row that breaks it and one that does not: table -> (the rows that break it, the
# rows that do not).
BORN_17, BORN_16 = date(2006, 9, 1), date(2007, 9, 1)
TWIN = person(child_unique_id="00999")
EXAMPLES = {
    "age_impossible": (
        [person(date_of_birth=date(2014, 6, 1))],
        [person(date_of_birth=date(2014, 5, 31))],
    ),
    "age_unlikely": (
        [person(date_of_birth=date(1997, 5, 31))],
        [person(date_of_birth=date(1997, 6, 1))],
    ),
    "age_differs": ([person(age=20)], [person(age=21)]),
    "homeless_or_custody_suitable": (
        [person(type_of_accommodation="S")],
        [person(type_of_accommodation="S", suitability_of_accommodation="2")],
    ),
    "foyer_under_18": (
        [person(type_of_accommodation="T", date_of_birth=BORN_17)],
        [person(type_of_accommodation="T")],
    ),
    "foster_carer_at_17": (
        [person(type_of_accommodation="Z", date_of_birth=BORN_17)],
        [person(type_of_accommodation="Z", date_of_birth=BORN_16)],
    ),
    "supported_but_not_in_touch": (
        [person(support_status="supported", la_in_touch="REFU")],
        [person(support_status="supported", la_in_touch="NO")],
    ),
    "custody_contradicted": (
        [person(custody="Y")],
        [person(custody="Y", type_of_accommodation=None)],
    ),
    "same_person_twice": (
        [person(), TWIN],
        [person(), person(), TWIN | {"Allocated Personal Adviser": None}],
    ),
    "same_but_for_zeros": (
        [person(), person(child_unique_id="101", gender="Male")],
        [person(), person(child_unique_id="101", date_of_birth=date(2001, 1, 1))],
    ),
    "gone_but_recorded": (
        [
            person(la_in_touch="DIED"),
            person(child_unique_id="2", la_in_touch="RHOM", activity_status=None),
        ],
        [person()],
    ),
    "contact_person_unknown": (
        [contact(child_unique_id="909")],
        [contact(), contact(child_unique_id=None)],
    ),
    "service_person_unknown": ([service(child_unique_id="909")], [service()]),
    "id_personal": (
        [
            person(child_unique_id="Robin Sample", date_of_birth=date(2001, 1, 1)),
            person(child_unique_id="RS-140802"),
        ],
        [person(), person(child_unique_id="RS-140803", gender="Male")],
    ),
    "contact_id_personal": (
        [contact(child_unique_id="Sample, R")],
        [contact(), contact(child_unique_id="LC-2")],
    ),
    "service_id_personal": ([service(child_unique_id="Sample, R")], [service()]),
    "audit_id_personal": ([row("audits", child_unique_id="Sample, R")], [row("audits")]),
    "ended_before_it_began": (
        [service(end_date=date(2024, 4, 1))],
        [service(end_date=date(2024, 4, 2))],
    ),
    "audit_repeated": (
        [row("audits"), row("audits")],
        [row("audits"), row("audits", audit_id="A002"), row("audits", audit_id=None)],
    ),
    "learning_closed_before_audit": (
        [row("audits", learning_closed_date=date(2024, 5, 7))],
        [
            row("audits", learning_closed_date=date(2024, 5, 8)),
            row("audits", audit_id="A002", learning_closed_date=None),
        ],
    ),
    "worker_missing": (
        [row("workforce", worker_id=None), row("workforce", worker_id="-", vacant=None)],
        [row("workforce"), row("workforce", worker_id=None, vacant="Y")],
    ),
    "vacant_with_worker": (
        [row("workforce", vacant="Y")],
        [row("workforce", vacant=None), row("workforce", worker_id=None, vacant="Y")],
    ),
    "ended_before_starting": (
        [row("workforce", end=date(2022, 8, 31))],
        [row("workforce", end=date(2022, 9, 1))],
    ),
    "trained_worker_unknown": ([row("training", worker_id="W009")], [row("training")]),
    "more_positive_than_asked": (
        [row("voice", positive=41)],
        [row("voice", positive=40), row("voice", respondents=None)],
    ),
}


# The rules of the plan are in test_plan_tables.
OF_A_MONTH = [
    rule
    for rule in RULES
    if rule not in PLAN_RULES and (not rule.formats or "monthly" in rule.formats)
]


@pytest.mark.parametrize("rule", OF_A_MONTH, ids=lambda rule: rule.code)
def test_every_rule_finds_only_the_rows_that_break_it(checked, rule):
    breaking, keeping = EXAMPLES[rule.code]
    heading = TABLES[rule.table].column(rule.column).heading
    found = [
        problem
        for problem in checked(**practice() | {rule.table: breaking}).problems
        if problem.rule == rule.code
    ]
    assert [problem.cell for problem in found] == [
        at(breaking, heading, number) for number in range(len(breaking))
    ]
    assert {(problem.severity, problem.column, problem.message) for problem in found} == {
        (rule.severity, rule.column, rule.message)
    }
    assert cells(checked(**practice() | {rule.table: keeping}), rule.code) == []


@pytest.mark.parametrize("rule", OF_A_MONTH, ids=lambda rule: rule.code)
def test_a_rule_with_missing_columns_reports_nothing(checked, rule):
    kept = [column.heading for column in TABLES[rule.table].columns if column.required]
    rows = [{heading: cells.get(heading) for heading in kept} for cells in EXAMPLES[rule.code][0]]
    if set(rule.needs) - {column.key for column in TABLES[rule.table].columns if column.required}:
        assert cells(checked(**{rule.table: rows}), rule.code) == []


def test_events_without_people_are_not_compared_with_people(tmp_path):
    assert said(read(write(tmp_path / "a.xlsx", {CONTACTS: [contact(child_unique_id="7")]}))) == []


# The practice tables, whose rows are about nobody or about several people.


def test_good_practice_tables_have_no_problems_and_every_column_is_read(checked):
    extract = checked(**practice())
    assert said(extract) == []
    for key in practice():
        frame = extract.tables[key]
        assert [column for column in frame.columns if column in TABLES[key].keys] == TABLES[
            key
        ].keys
        assert (len(frame), frame["unusable"].tolist()) == (1, [""])
    posts = extract.tables["workforce"]
    assert (posts["worker_id"][0], posts["role"][0], posts["fte"][0]) == (
        "W001",
        "personal adviser",
        0.8,
    )


def test_an_audit_needs_a_grade_but_not_a_young_person(checked):
    rows = [
        row("audits", child_unique_id=None),
        row("audits", audit_id="A002", grade=None),
        row("audits", audit_id=None, child_unique_id=None),
    ]
    extract = checked(audits=rows)
    assert extract.tables["audits"]["audit_id"].tolist() == ["A001"]
    gone = extract.left_out
    assert (
        gone["source_row"].tolist(),
        gone["person"].dropna().tolist(),
        gone["rules"].tolist(),
    ) == (
        [5, 6],
        ["00101"],
        ["blank", "blank"],
    )


@pytest.mark.parametrize("key", practice())
def test_an_incomplete_practice_row_is_left_out_and_reported(checked, key):
    for column in TABLES[key].columns:
        good = practice()
        extract = checked(**good | {key: [*good[key], row(key, **{column.key: None})]})
        is_left_out = column.decides_row or column.key == "worker_id"
        assert (len(extract.left_out), len(extract.errors)) == (is_left_out, is_left_out), (
            column.key
        )


@pytest.mark.parametrize("key", practice())
def test_a_total_under_a_practice_table_is_skipped_at_its_own_row(checked, key):
    under = dict.fromkeys(row(key)) | {list(row(key))[1]: "Total", list(row(key))[3]: 57}
    extract = checked(**practice() | {key: [*practice()[key], under]})
    assert ("5)" in passed(extract), len(extract.tables[key]), len(extract.left_out)) == (
        True,
        1,
        0,
    )


def test_a_vacant_post_needs_no_worker_and_training_without_posts_is_not_compared(checked):
    vacant = row(
        "workforce", worker_id=None, vacant="Yes", start=None, latest_supervision_date=None
    )
    extract = checked(workforce=[row("workforce"), vacant])
    assert (
        said(extract),
        extract.tables["workforce"]["worker_id"].tolist()[0],
        len(extract.tables["workforce"]),
    ) == ([], "W001", 2)
    assert said(checked(training=[row("training", worker_id="W009")])) == []


def test_planned_dates_may_be_in_the_future_and_past_events_may_not(checked):
    ahead = date(2024, 7, 1)
    planned = {
        "audits": ["learning_due_date"],
        "workforce": ["start", "end"],
        "training": ["due"],
        "voice": [],
    }
    for key, later in planned.items():
        dates = [column.key for column in TABLES[key].columns if column.kind is Kind.DATE]
        for column in dates:
            found = checked(**{key: [row(key, **{column: ahead})]}).problems
            assert ("in_the_future" in {problem.rule for problem in found}) == (
                column not in later
            ), (key, column)


def test_practice_tables_are_recognised_by_headings_under_any_sheet_name(tmp_path):
    sheets = {f"Sheet{number}": rows for number, rows in enumerate(practice().values())}
    extract = read(write(tmp_path / "a.xlsx", sheets))
    assert {key: len(frame) for key, frame in extract.tables.items()} == dict.fromkeys(
        practice(), 1
    )


NAMED = {"First Name": "Planted", "NHS Number": "4857773456", "Home\nAddress": "1 High Street"}


def test_other_columns_are_listed_and_never_in_the_tables(checked):
    extract = checked(care_leavers=[cells | NAMED for cells in two_people()])
    assert extract.files[0].ignored == [
        f"column '{' '.join(heading.split())}' of 'Care leavers'" for heading in NAMED
    ]
    everything = " ".join(
        frame.to_csv() for frame in [*extract.tables.values(), extract.left_out]
    ) + repr(extract.problems)
    assert not [value for value in NAMED.values() if value in everything]


SECRET = "zqx-Planted-7"


def test_the_typed_value_is_never_in_the_message_of_a_problem(checked):
    columns = TABLES["care_leavers"].columns
    rows = [
        person(child_unique_id=f"P{number}") | {column.heading: SECRET}
        for number, column in enumerate(columns)
    ]
    extract = checked(
        care_leavers=rows,
        contacts=[contact(**{column.key: SECRET}) for column in TABLES["contacts"].columns],
    )
    for problem in extract.problems:
        assert SECRET.lower() not in repr(replace(problem, value="")).lower()
        assert SECRET not in problem.sentence(show_value=False)
    refusing = {
        column.key for column in columns if column.kind in (Kind.DATE, Kind.NUMBER, Kind.CODE)
    } - {"area"}
    assert {
        problem.column
        for problem in extract.problems
        if problem.value == SECRET and problem.table == "care_leavers"
    } >= refusing


@pytest.mark.parametrize("typed", [SECRET, 12345678.0])
def test_the_value_is_shown_as_typed(checked, typed):
    problem = next(
        problem
        for problem in checked(care_leavers=[person(la_in_touch=typed)]).problems
        if problem.rule == "not_in_list"
    )
    assert problem.value == (typed if isinstance(typed, str) else "12345678")
    assert f"'{problem.value}'" in problem.sentence(show_value=True)


def unserved(extract) -> list[str]:
    return [problem.message for problem in extract.problems if problem.rule == "nobody_unserved"]


def test_an_extract_in_which_everyone_aged_21_to_24_has_a_service_is_questioned(checked):
    everyone = [
        person(support_status="Supported"),
        person(child_unique_id="2", support_status="Supported"),
    ]
    assert re.match(
        "All 2 people aged 21 to 24 in this extract have a service",
        unserved(checked(care_leavers=everyone))[0],
    )
    assert re.match(
        "Nobody in this extract is aged 21 to 24",
        unserved(checked(care_leavers=two_people()[1:], contacts=[], service_use=[]))[0],
    )
    assert (
        unserved(
            checked(
                care_leavers=[*everyone, person(child_unique_id="3", support_status="Declined")]
            )
        )
        == []
    )


def test_made_up_and_real_people_are_never_in_one_month(tmp_path):
    ours = open_files(
        [
            Source(
                "a.xlsx",
                write(tmp_path / "a.xlsx", {PEOPLE: two_people()}, "Care leavers as at 31/05/2024"),
            )
        ]
    )[0]
    made_up = open_files([Source("b.xlsx", write(tmp_path / "b.xlsx", {CONTACTS: [contact()]}))])[0]
    with pytest.raises(Exception, match="cannot be the same month") as no:
        check_month([ours, made_up])
    assert no.value.reason == "made_up_mixed"


def test_a_month_in_several_files_counts_the_rows_of_each(tmp_path):
    (tmp_path / "again").mkdir()
    paths = [
        write(tmp_path / "month.xlsx", {PEOPLE: two_people()}),
        write(tmp_path / "again" / "month.xlsx", {SERVICES: [service()]}),
    ]
    assert [
        file.rows_read for file in read_month([Source(path.name, path) for path in paths]).files
    ] == [2, 1]
