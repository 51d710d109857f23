"""The command line asks which of several sheets to read, and takes the answer with --confirm."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import manage
from tests.data.test_several_sheets import team
from tests.data.workbooks import PEOPLE, write

OPTIONS = ["Sheet 'March'", "Sheet 'May'", "All of them together: 4 people, each counted once"]


def run(*given: object):
    return CliRunner().invoke(manage.cli, [*map(str, given)])


@pytest.fixture
def two_lists(tmp_path):
    return write(tmp_path / "lists.xlsx", {"March": team(1, 2, 3), "May": team(2, 3, 4)})


@pytest.fixture
def teams(tmp_path):
    return write(tmp_path / "teams.xlsx", {"Team A": team(1, 2), "Team B": team(3)})


def test_check_lists_the_options_and_exits_with_2(two_lists):
    done = run("check", two_lists)
    assert done.exit_code == 2
    for number, option in enumerate(OPTIONS, 1):
        assert f"  {number}. {option}\n" in done.output
    assert "--confirm which_care_leavers=N" in done.output


def test_check_takes_the_answer(two_lists):
    done = run("check", two_lists, "--confirm", "which_care_leavers=2")
    assert (
        done.exit_code,
        "3 rows read" in done.output,
        "sheet 'March' (not chosen)" in done.output,
    ) == (0, True, True)


def test_check_json_has_the_choice(two_lists):
    document = json.loads(run("check", two_lists, "--json").stdout)
    assert document["refusal"]["reason"] == "which_table"
    assert document["refusal"]["choice"] == {"code": "which_care_leavers", "options": OPTIONS}
    assert (
        json.loads(run("check", two_lists, "--json", "--confirm", "which_care_leavers=1").stdout)[
            "refusal"
        ]
        is None
    )


def test_import_asks_which_and_then_imports_the_chosen_sheet(two_lists, tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    asked = run("import", two_lists, "--yes", "--store", url)
    assert (asked.exit_code, "  2. Sheet 'May'\n" in asked.output) == (2, True)
    done = run("import", two_lists, "--yes", "--store", url, "--confirm", "which_care_leavers=2")
    assert (done.exit_code, "Imported May 2024" in done.output) == (0, True)
    assert "00001" not in run("people", "cohort", "--month", "2024-05", "--store", url).output


def test_reading_together_is_confirmed_with_the_number_of_people(teams, tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    asked = run("import", teams, "--yes", "--store", url)
    assert (asked.exit_code, "--confirm read_together=3" in asked.output) == (2, True)
    assert (
        run("import", teams, "--yes", "--store", url, "--confirm", "read_together=2").exit_code == 2
    )
    assert (
        run("import", teams, "--yes", "--store", url, "--confirm", "read_together=3").exit_code == 0
    )


def test_two_team_files_of_one_month_are_one_import(tmp_path):
    files = [
        write(tmp_path / f"{name}.xlsx", {PEOPLE: people})
        for name, people in (("a", team(1, 2)), ("b", team(3)))
    ]
    done = run(
        "import",
        *files,
        "--yes",
        "--store",
        f"sqlite:///{tmp_path}/store.db",
        "--confirm",
        "read_together=3",
    )
    assert (done.exit_code, done.output.count("Imported")) == (0, 1)


def test_no_question_contains_an_id(two_lists, teams):
    assert "0000" not in run("check", two_lists).output + run("check", teams).output


def test_a_hidden_table_and_a_lock_file_say_what_to_do(tmp_path):
    lock = tmp_path / "~$a.xlsx"
    lock.write_bytes(b"\7A Person")
    done = run("check", lock)
    assert (done.exit_code, "Choose the workbook itself." in done.output) == (1, True)


def test_a_choice_with_two_different_numbers_is_refused(two_lists):
    done = run(
        "check", two_lists, "--confirm", "which_care_leavers=1", "--confirm", "which_care_leavers=2"
    )
    assert (done.exit_code, "which_care_leavers is given twice" in done.output) == (2, True)
    same = run(
        "check", two_lists, "--confirm", "which_care_leavers=2", "--confirm", "which_care_leavers=2"
    )
    assert same.exit_code == run("check", two_lists, "--confirm", "which_care_leavers=2").exit_code
