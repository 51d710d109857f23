"""Questions of an import on the command line: each stops it with exit 2 until its own answer is
given.
"""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner

from data.store import Store
from manage import cli
from tests.data.workbooks import contact, good_month, person, row, service, write

OURS = "Our care leavers as at {:%d/%m/%Y}"
APRIL, MAY = date(2024, 4, 30), date(2024, 5, 31)
TEAM = [person(child_unique_id=f"{place:05}", support_status="Supported") for place in range(1, 13)]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'own.db'}"


@pytest.fixture
def month(tmp_path):
    def made(as_at=MAY, **tables) -> str:
        tables = {"care_leavers": TEAM, "contacts": called(as_at.month), "service_use": []} | tables
        return str(
            write(tmp_path / f"{as_at:%Y-%m}.xlsx", good_month(**tables), OURS.format(as_at))
        )

    return made


def called(in_month, of="{:05}"):
    """Return contacts with everyone in the team in a month; the outcomes depend on the month."""
    outcomes = ("Spoken to: no support needed now", "No answer", "Spoken to: wants support")
    return [
        contact(
            child_unique_id=of.format(place),
            contact_date=date(2024, in_month, place),
            outcome=outcomes[(place * in_month) % 3],
        )
        for place in range(1, 13)
    ]


def run(*words):
    result = CliRunner().invoke(cli, [*map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def imported(url, *words):
    return run("import", *words, "--yes", "--store", url)


def answers(result) -> list[str]:
    return re.findall(r"--confirm (\S+=\d+)", result.stderr)


EMPTIED = [{**line, "Suitability of Accommodation": None} for line in TEAM]
MOVED = [{**line, "LA in Touch": "Adviser X"} for line in TEAM]
MENDED = [
    {**TEAM[0], "Activity Status": "G4"},
    *TEAM[1:],
]  # otherwise it is a copy of the month before, which raises a question of its own
ASKED = {
    "headings_only=1": (
        {"contacts": [dict.fromkeys(row("contacts"))]},
        "1 table has headings but no rows: Contacts.",
    ),
    "columns_moved=1": ({"care_leavers": MOVED}, "Care leavers: LA in Touch (0 of 12)."),
    "strangers_contacts=12": (
        {"contacts": called(5, "9{:05}")},
        "12 of 12 rows of Contacts are not about anyone in this or any earlier month.",
    ),
    "no_contacts=0": (
        {"care_leavers": MENDED, "contacts": called(4)},
        "Contacts: the newest row is of 12 April 2024; none in May 2024; 0 more people would be",
    ),
    "emptied_care_leavers=12": (
        {"care_leavers": EMPTIED},
        "Suitability of Accommodation was filled for 12 of 12 people in April 2024 and is "
        "empty now.",
    ),
}


@pytest.mark.parametrize("answer", ASKED)
def test_each_question_stops_the_import_until_its_own_number_is_given(url, month, answer):
    tables, sentence = ASKED[answer]
    assert imported(url, month(APRIL)).exit_code == 0
    path = month(**tables)
    result = imported(url, path)
    assert (result.exit_code, sentence in result.stderr) == (2, True)
    given = answers(result)
    assert answer in given
    options = [part for one in given if one != answer for part in ("--confirm", one)]
    code, _, number = answer.partition("=")
    assert imported(url, path, *options, "--confirm", f"{code}={int(number) + 1}").exit_code == 2
    assert [taken.month for taken in Store(url).months()] == ["2024-04"]
    assert imported(url, path, *options, "--confirm", answer).exit_code == 0
    assert [taken.month for taken in Store(url).months()] == ["2024-04", "2024-05"]


def test_a_first_month_is_asked_about_doubts_in_its_own_files(url, month):
    assert answers(imported(url, month(contacts=called(4)))) == []
    other = f"{url}2"
    assert answers(imported(other, month(contacts=[dict.fromkeys(row("contacts"))]))) == [
        "headings_only=1"
    ]
    assert answers(imported(other, month(contacts=called(5, "9{:05}")))) == [
        "strangers_contacts=12"
    ]


def test_check_reports_doubts_that_need_only_the_files(month):
    said = run("check", month(contacts=[dict.fromkeys(row("contacts"))])).stdout
    assert (
        "please confirm: 1 table has headings but no rows: Contacts. Was the export cut short?"
        in said
    )
    assert said.count("1 table has headings") == 1
    path = month(care_leavers=MOVED)
    assert "please confirm: Columns may have moved" in run("check", path).stdout
    assert "columns_moved" in {
        problem["rule"] for problem in json.loads(run("check", path, "--json").stdout)["problems"]
    }


def test_a_required_column_blank_in_every_row_is_refused_as_missing(url, month):
    path = month(care_leavers=[{**line, "Eligibility Category": None} for line in TEAM])
    result = imported(url, path)
    assert (
        result.exit_code,
        "its column Eligibility Category is empty in every row" in result.stderr,
    ) == (1, True)
    assert json.loads(run("check", path, "--json").stdout)["refusal"]["reason"] == "column_missing"


# --- breakdowns by a column that the extract lacks ------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("measures", "--by", "area"),
        ("measures", "--by", "age_band", "--by", "area"),
        ("trend", "cohort", "--by", "area"),
        ("equity", "coverage_21_plus", "--by", "area"),
    ],
)
def test_a_breakdown_by_a_column_that_the_extract_lacks_names_the_column(url, month, words):
    assert imported(url, month(service_use=[service(child_unique_id="00001")])).exit_code == 0
    result = run(*words, "--month", "2024-05", "--store", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Area is not available for May 2024: needs column Area.\n"
    assert (
        run(
            *(word.replace("area", "gender") for word in words),
            "--month",
            "2024-05",
            "--store",
            url,
        ).exit_code
        == 0
    )


def test_a_trend_shows_nobody_as_not_recorded_for_a_month_without_the_column(url, month):
    areas = [{**line, "Area": "Crewe"} for line in TEAM]
    assert imported(url, month(APRIL)).exit_code == 0
    assert imported(url, month(care_leavers=areas)).exit_code == 0
    result = run("trend", "cohort", "--month", "2024-05", "--by", "area", "--store", url, "--json")
    rows = json.loads(result.stdout)["months"]
    assert [(one["month"], one["value_of_group"], one["value"]) for one in rows] == [
        ("2024-04", None, 12),
        ("2024-05", None, 12),
        ("2024-05", "Crewe", 12),
    ]
    assert [one["without"] for one in rows] == [["area"], [], []]
