"""Rows without a record are skipped and reported in one line; a person is never skipped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from data.check.check_table import read_table
from data.check.rows_without_records import records
from data.check.rules.people import age_differs
from data.recognise.find_tables import find_tables
from data.schema import TABLES
from data.workbook import NO_SAVED_VALUE, Sheet
from tests.data.traps import passed
from tests.data.workbooks import (
    MAY,
    contact,
    good_month,
    person,
    plan,
    practice,
    read,
    row,
    two_people,
    write,
)

BLANK = dict.fromkeys(person())
COLUMNS = list(person())
NOBODY = {
    "formula dragged down": {"Gender": "0", "LA in Touch": "N"},
    "dashes": dict.fromkeys(COLUMNS, "-"),
    "noughts": dict.fromkeys(COLUMNS, 0),
    "zeros as text": {
        "Child Unique ID": "0",
        "Date of Birth": "0",
        "Eligibility Category": "Relevant",
    },
    "day zero": {"Child Unique ID": "", "Date of Birth": date(1900, 1, 1)},
    "subtotal of Excel": {"Child Unique ID": 6, "Allocated Personal Adviser": "R Adviser Count"},
    "grand count": {"Child Unique ID": 12, "Allocated Personal Adviser": "Grand Count"},
    "subtotal with sums": {
        "Child Unique ID": 6,
        "Gender": 6,
        "Allocated Personal Adviser": "North Total",
    },
    "label in front": {"Child Unique ID": "Crewe Count", "Gender": 6},
    "group row": {"Child Unique ID": "R Adviser"},
    "group row with its number": {"Child Unique ID": "R Adviser (2)"},
    "Power BI": {
        "Child Unique ID": "Applied filters:\nMonth is March 2025\nService is Leaving Care"
    },
    "no filters": {"Child Unique ID": "No filters applied"},
    "guidance": {
        "Child Unique ID": "Unique ID from the case system",
        "Gender": "M / F / U",
        "Date of Birth": "dd/mm/yyyy",
    },
    "guidance, one word each": {
        "Child Unique ID": "text",
        "Gender": "code",
        "Date of Birth": "date",
        "LA in Touch": "code",
    },
    "column numbers": dict(zip(COLUMNS, range(1, len(COLUMNS) + 1), strict=True)),
    "column numbers in brackets": {name: f"({number})" for number, name in enumerate(COLUMNS, 1)},
    "footnote": {"Child Unique ID": "* UASC includes former UASC"},
    "footnote with a number": {
        "Child Unique ID": "1 Includes 3 people who moved in during March 2025"
    },
    "end of the report": {"Child Unique ID": "*** End of report ***"},
    "line of marks": {"Child Unique ID": "-----------"},
    "stars": {"Child Unique ID": "****"},
    "count of the rows": {"Child Unique ID": 2},
    "look-ups that found nothing": dict.fromkeys(COLUMNS, "#N/A"),
}


@pytest.mark.parametrize("what", NOBODY)
@pytest.mark.parametrize("under", [True, False])
def test_a_row_without_a_record_is_skipped_without_a_question(tmp_path, what, under):
    if not under and what == "count of the rows":
        return
    rows = (
        [*two_people(), BLANK | NOBODY[what]]
        if under
        else [two_people()[0], BLANK | NOBODY[what], two_people()[1]]
    )
    extract = read(write(tmp_path / "a.xlsx", good_month(care_leavers=rows)))
    assert extract.tables["care_leavers"]["child_unique_id"].tolist() == ["00101", "00102"]
    assert (len(extract.left_out), extract.errors) == (0, [])
    where = 6 if under else 5
    assert f"(A{where}:L{where})" in passed(extract)
    assert (extract.files[0].rows_read, extract.files[0].rows_used) == (4, 4)


SOMEBODY = {
    "id alone": {"Child Unique ID": "0041000"},
    "id as a number alone": {"Child Unique ID": 41000},
    "id and a blank date": {
        "Child Unique ID": "0041000",
        "Gender": "M",
        "Eligibility Category": "Relevant",
    },
    "id and a date that cannot be": {"Child Unique ID": "0041000", "Date of Birth": "31/02/2003"},
    "id and words for a date": {"Child Unique ID": "0041000", "Date of Birth": "not yet known"},
    "date without an id": {"Date of Birth": date(2004, 1, 2)},
    "date as text without an id": {"Date of Birth": "02/01/2004"},
    "mistyped date without an id": {"Date of Birth": "31/02/2003", "Gender": "F"},
    "a name for an id, and facts": {
        "Child Unique ID": "Jo Made-Up",
        "Gender": "F",
        "Eligibility Category": "Relevant",
    },
    "an id like a name, with a contact": {
        "Child Unique ID": "Jo Made-Up",
        "Latest Date of Contact": date(2024, 5, 2),
    },
    "adviser called Count": {
        "Child Unique ID": "0041000",
        "Gender": "M",
        "Allocated Personal Adviser": "A Count",
    },
    "year of birth alone": {"Date of Birth": 2003, "Gender": "F"},
    "id with letters": {"Child Unique ID": "YP 0012"},
}


@pytest.mark.parametrize("what", SOMEBODY)
def test_a_person_with_a_faulty_id_or_date_is_an_error_and_not_skipped(tmp_path, what):
    extract = read(
        write(tmp_path / "a.xlsx", good_month(care_leavers=[*two_people(), BLANK | SOMEBODY[what]]))
    )
    assert (len(extract.left_out), passed(extract)) == (1, "")
    assert extract.left_out["source_row"].tolist() == [6]


def test_a_person_with_cells_like_a_note_is_a_person(tmp_path):
    rows = [
        {
            "Allocated Team": "Total Support",
            "Child Unique ID": "00101",
            "Date of Birth": date(2003, 1, 1),
            "Eligibility Category": None,
        },
        {
            "Allocated Team": "Team A",
            "Child Unique ID": "00102",
            "Date of Birth": date(2004, 1, 1),
            "Eligibility Category": "Relevant",
        },
    ]
    extract = read(write(tmp_path / "a.xlsx", {"Care leavers": rows}))
    assert (extract.tables["care_leavers"]["child_unique_id"].tolist(), passed(extract)) == (
        ["00101", "00102"],
        "",
    )


def test_skipped_rows_are_reported_in_one_line_with_number_and_cells(tmp_path):
    rows = [
        BLANK | NOBODY["guidance"],
        *two_people(),
        *[BLANK | NOBODY["formula dragged down"]] * 40,
        person(child_unique_id="9"),
        BLANK | NOBODY["footnote"],
    ]
    extract = read(write(tmp_path / "a.xlsx", good_month(care_leavers=rows)))
    assert (
        passed(extract)
        == "42 rows of this sheet have no record and are skipped (A4:L4, A7:L46, A48:L48)"
    )


def test_a_formula_without_a_saved_value_is_not_blank():
    sheet = Sheet(
        "Care leavers",
        [
            ["Child Unique ID", "Date of Birth", "Eligibility Category"],
            ["", "", ""],
            ["1", date(2003, 1, 1), "Relevant"],
        ],
    )
    sheet.faults = {(1, 0): NO_SAVED_VALUE, (1, 1): NO_SAVED_VALUE}
    assert records(find_tables([sheet])[0]).rows == [1, 2]


EVENTS = {
    "contacts": (
        {"Purpose": "Opt-out check-in"},
        {"Child Unique ID": "0041000"},
        {"Contact Date": date(2024, 5, 1)},
    ),
    "service_use": (
        {"Service": "Crewe hub"},
        {"Child Unique ID": "0041000"},
        {"Start Date": date(2024, 5, 1)},
    ),
    "audits": ({"Theme": "Plans"}, {"Audit ID": "A77"}, {"Date": date(2024, 5, 1)}),
    "training": ({"Mandatory": "Y"}, {"Worker ID": "W77"}, {"Due": date(2024, 5, 1)}),
    "workforce": ({"FTE": 0}, {"Worker ID": "W77"}, {"Worker ID": "W78"}),
    "voice": ({"Respondents": 0}, {"Theme": "Home"}, {"Date": date(2024, 5, 1)}),
    "plan_actions": ({"Lead": 0}, {"Action ID": "IP-9"}, {"Action": "Call them"}),
    "impact_measures": ({"Target": 0}, {"Measure": "Answered"}, {"Measure": "Called"}),
    "risks": ({"Likelihood": 1}, {"Risk ID": "R9"}, {"Risk": "Late"}),
    "pressures": ({"Approved": "N"}, {"Amount": 4}, {"Amount": 5}),
    "milestones": ({"Published": "N"}, {"Date": date(2024, 5, 1)}, {"Date": date(2024, 6, 1)}),
}


@pytest.mark.parametrize("key", EVENTS)
def test_an_event_row_is_skipped_only_without_id_and_date(tmp_path, key):
    good, blank = good_month(**(practice() | plan())), dict.fromkeys(row(key))
    nobody, *somebody = [blank | changed for changed in EVENTS[key]]
    title = TABLES[key].title
    extract = read(write(tmp_path / "a.xlsx", good | {title: [row(key), nobody]}))
    assert (len(extract.tables[key]), len(extract.left_out), bool(passed(extract))) == (1, 0, True)
    extract = read(write(tmp_path / "b.xlsx", good | {title: [row(key), *somebody]}))
    assert (len(extract.left_out), passed(extract)) == (2, "")


IDS = some.one_of(
    some.from_regex(r"[0-9]{4,9}", fullmatch=True),
    some.from_regex(r"[A-Z]{1,2} ?[0-9]{3,6}", fullmatch=True),
).filter(lambda text: text.strip("0"))
DATES = some.dates(date(1998, 1, 1), date(2008, 1, 1))
OTHERS = some.one_of(
    some.none(),
    some.sampled_from(["Total", "Grand Count", "Notes", "-", "0", "Page 1 of 2", "Female", "code"]),
    some.integers(0, 60),
)
HEADINGS = [
    "Allocated Team",
    "Child Unique ID",
    "Gender",
    "Date of Birth",
    "Eligibility Category",
    "LA in Touch",
]


def found(rows):
    table = Sheet(
        "Care leavers",
        [HEADINGS, *[["" if cell is None else cell for cell in cells] for cells in rows]],
    )
    return find_tables([table])[0]


PEOPLE = some.one_of(
    some.tuples(OTHERS, IDS, OTHERS, some.one_of(DATES, some.just("31/02/2003")), OTHERS, OTHERS),
    some.tuples(
        OTHERS,
        some.one_of(some.none(), some.just("-"), some.just("Jo Made-Up")),
        some.just("Female"),
        DATES,
        some.just("Relevant"),
        OTHERS,
    ),
    some.tuples(
        some.none(),
        IDS.filter(lambda text: not text.isdigit() or text[0] == "0"),
        some.just("Female"),
        some.none(),
        some.just("Relevant"),
        some.none(),
    ),
)


@settings(max_examples=300, deadline=None)
@given(some.lists(PEOPLE, min_size=1, max_size=6))
def test_a_real_person_is_never_skipped(people):
    assert records(found(people)).rows == list(range(1, len(people) + 1))


WHOLE = tuple(
    {
        "Child Unique ID": "C1",
        "Date of Birth": date(2003, 1, 1),
        "Eligibility Category": "Relevant",
    }.get(name)
    for name in HEADINGS
)

# Group rows need a team with that name, and column or row numbers their place: see the tests above.
PLACED = (
    "count of the rows",
    "column numbers",
    "column numbers in brackets",
    "group row with its number",
)
LINES = [
    [line.get("Allocated Personal Adviser", ""), *(line.get(name, "") for name in HEADINGS[1:])]
    for what, line in NOBODY.items()
    if what not in PLACED
]


@settings(max_examples=200, deadline=None)
@given(
    some.lists(PEOPLE, min_size=1, max_size=5),
    some.lists(some.tuples(some.integers(0, 5), some.sampled_from(LINES)), max_size=6),
)
def test_rows_without_records_do_not_change_who_is_used_or_left_out(people, added):
    people = [*people, WHOLE]  # a column that is blank in every row is refused
    rows = [list(one) for one in people]
    for place, line in added:
        rows.insert(min(place, len(rows)), line)
    alone, among = (read_table(found(table), "a", MAY) for table in (people, rows))
    keys = ["child_unique_id", "date_of_birth", "eligibility_category", "unusable"]
    assert among[0][keys].astype(str).values.tolist() == alone[0][keys].astype(str).values.tolist()
    errors = [
        sum(problem.severity == "error" for problem in problems) for _, problems in (alone, among)
    ]
    assert errors[0] == errors[1]


AGES = [
    (20.1, False),
    (20, False),
    (20.99, False),
    (19.995, False),
    (19, True),
    (19.5, True),
    (21, True),
    (21.2, True),
    (None, False),
]


@pytest.mark.parametrize(("age", "differs"), AGES)
def test_ages_are_compared_in_completed_years(tmp_path, age, differs):
    rows = [person(date_of_birth=date(2004, 5, 4)) | {"Age": age}]
    extract = read(write(tmp_path / "a.xlsx", good_month(care_leavers=rows)))
    assert ("age_differs" in {problem.rule for problem in extract.problems}) == differs


def test_an_age_is_not_compared_with_an_unreadable_date_of_birth(tmp_path):
    rows = [*two_people(), person(child_unique_id="3", date_of_birth="31/02/2003") | {"Age": 20}]
    extract = read(
        write(
            tmp_path / "a.xlsx",
            good_month(care_leavers=[one | {"Age": one.get("Age")} for one in rows]),
        )
    )
    assert "age_differs" not in {problem.rule for problem in extract.problems}
    assert age_differs.__doc__


def test_contacts_keep_a_row_with_a_name_as_id_if_it_has_an_outcome(tmp_path):
    extract = read(
        write(
            tmp_path / "a.xlsx",
            good_month(
                contacts=[contact(), contact(child_unique_id="Jo Made-Up", contact_date=None)]
            ),
        )
    )
    assert (len(extract.left_out), passed(extract)) == (1, "")
