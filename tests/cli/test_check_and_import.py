"""The command line: names, keys and exit codes that scripts rely on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from analytics.measures.declared import MEASURES
from analytics.month.settings import SETTINGS, Settings, settings_from
from data.check.plan_entry import BasedOn, PlanEntry
from data.store import Store
from data.writing.month_and_template import write_template
from manage import cli
from tests.data.workbooks import (
    CONTACTS,
    MAY,
    PEOPLE,
    TITLE,
    at,
    contact,
    good_month,
    person,
    plan,
    two_people,
    write,
)

APRIL, JUNE = date(2024, 4, 30), date(2024, 6, 30)
SECRET = "zqx-Planted-7"
FAULTY = [person(la_in_touch=SECRET), person(child_unique_id="00102", date_of_birth=SECRET)]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'own.db'}"


@pytest.fixture
def month(tmp_path):
    """Return a function that writes a month's workbook and returns its path."""

    def made(name="may.xlsx", as_at=MAY, sheets=None, title=TITLE, **changed) -> str:
        return str(write(tmp_path / name, sheets or good_month(**changed), title.format(as_at)))

    return made


def run(*words: object, said: str = ""):
    """Run a command in this process; an exception fails the test."""
    result = CliRunner().invoke(cli, [str(word) for word in words], input=said)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def asked(url, *words) -> Result:
    return run("import", *words, "--yes", "--store", url)


def imported(url, *words) -> Result:
    """Import, and give every answer that the command asks for."""
    result = asked(url, *words)
    while answers := re.findall(r"--confirm \S+=\d+", result.stderr):
        words += tuple(" ".join(answers).split())
        result = asked(url, *words)
    return result


def months(url) -> list[tuple[str, int]]:
    return [(taken.month, taken.id) for taken in Store(url).snapshots()]


def answer(*words) -> object:
    result = run(*words, "--json")
    return json.loads(result.stdout)


# check


def test_check_of_a_good_month_exits_with_0_and_stores_nothing(month, tmp_path):
    result = run("check", month())
    assert (result.exit_code, "4 rows read, 4 used, 0 cannot be used" in result.stdout) == (0, True)
    assert [path.name for path in tmp_path.iterdir()] == ["may.xlsx"]


def test_check_of_a_faulty_month_exits_with_1_and_names_every_cell_but_no_value(month):
    result = run("check", month(care_leavers=FAULTY))
    assert result.exit_code == 1
    assert (
        f"error: {PEOPLE}!{at(FAULTY, 'Date of Birth', 1)} (Date of Birth): is not a date"
        in result.stdout
    )
    assert (
        f"warning: {PEOPLE}!{at(FAULTY, 'LA in Touch')} (LA in Touch): is not one of YES, NO"
        in result.stdout
    )
    assert SECRET not in result.output + run("check", month(care_leavers=FAULTY), "--json").output


def test_values_are_shown_only_with_show_values(month):
    assert (
        f"'{SECRET}' is not a date"
        in run("check", month(care_leavers=FAULTY), "--show-values").stdout
    )
    assert SECRET in {
        problem["value"]
        for problem in answer("check", month(care_leavers=FAULTY), "--show-values")["problems"]
    }


def test_only_warnings_and_notes_exit_with_0(month):
    assert (
        run(
            "check",
            month(care_leavers=[*two_people(), person(child_unique_id="3", la_in_touch="MAYBE")]),
        ).exit_code
        == 0
    )


def test_the_keys_of_check_stay_the_same_for_scripts(month):
    found = answer("check", month(care_leavers=FAULTY))
    assert list(found) == ["files", "problems", "refusal"]
    assert set(found["files"][0]) == {
        "file",
        "format",
        "sheets",
        "rows_read",
        "rows_used",
        "rows_left_out",
        "ignored",
        "as_at",
        "as_at_from",
    }
    assert set(found["problems"][0]) == {
        "severity",
        "rule",
        "file",
        "sheet",
        "cell",
        "column",
        "message",
        "measures",
        "count",
    }
    assert found["refusal"] is None
    assert [found["files"][0][key] for key in ("rows_read", "rows_used", "rows_left_out")] == [
        4,
        3,
        1,
    ]


def test_a_problem_names_the_measures_it_touches(month):
    found = answer("check", month(care_leavers=FAULTY))["problems"]
    touched = next(problem["measures"] for problem in found if problem["column"] == "LA in Touch")
    assert "check_ins_in_date" in touched
    assert set(touched) <= set(MEASURES)


REFUSALS = [
    ("column_missing", 1, {"sheets": {PEOPLE: [{"Child Unique ID": "1", "Gender": "F"}]}}),
    ("no_table", 1, {"sheets": {"Sheet1": [{"Name": "x"}]}}),
    ("as_at_unknown", 2, {"title": "Care leavers"}),
    ("as_at_unclear", 2, {"name": "april-2024.xlsx", "title": "As at 31/05/2024"}),
]


@pytest.mark.parametrize(("reason", "code", "made"), REFUSALS)
def test_a_refusal_has_an_exit_code_a_reason_and_a_sentence_and_stores_nothing(
    month, url, reason, code, made
):
    path = month(**made)
    result = run("check", path, "--json")
    refusal = json.loads(result.stdout)["refusal"]
    keys = ["reason", "message", *(["choice"] if reason == "as_at_unclear" else [])]
    assert (result.exit_code, list(refusal), refusal["reason"]) == (code, keys, reason)
    result = imported(url, path)
    assert (result.exit_code, refusal["message"] in result.stderr, months(url)) == (code, True, [])


def test_a_file_that_is_not_a_workbook_exits_with_1_and_a_sentence_without_traceback(tmp_path):
    (tmp_path / "a.xlsx").write_text("no")
    result = run("check", tmp_path / "a.xlsx")
    assert (result.exit_code, result.output.startswith("a.xlsx: No sheet has a table")) == (1, True)


def test_a_password_file_that_is_not_text_exits_with_2_and_a_sentence(month, tmp_path):
    (tmp_path / "word").write_bytes(b"\xff\xfe\x00")
    result = run("check", month(), "--password-file", tmp_path / "word")
    assert (result.exit_code, "not plain text" in result.output) == (2, True)


WRONG_USE = [
    ("check",),
    ("check", "no-such-file.xlsx"),
    ("check", "{file}", "--month", "May"),
    ("import", "{file}", "--month", "2024-13"),
]
WRONG_USE += [
    ("nonsense",),
    ("measures",),
    ("people", "no_such_measure", "--month", "2024-05"),
    ("import", "{file}", "--allow-left-out", "x"),
]
THREE = ("--by", "area", "--by", "team", "--by", "need")
WRONG_USE += [
    ("measures", "--month", "2024-05", *THREE),
    ("trend", "cohort", "--month", "2024-05", *THREE),
]
WRONG_USE += [("months", "--store", "own.db")]
WRONG_USE += [
    (command, "--month", "2031-01", "--store", "{url}")
    for command in ("measures", "ledger", "check-ins", "changes")
]
WRONG_USE += [("import", "{file}", "--yes", "--store", "nothing://x")]
WRONG_USE += [
    ("settings", *words, "--store", "{url}")
    for words in (["nonsense", "1"], ["notice_days", "61"], ["target.eet", "many"])
]
WRONG_USE += [
    (command, "{file}", "--month", "2024-05", "--as-at", "2024-06-03")
    for command in ("check", "import")
]
WRONG_USE += [
    ("check", "{file}", "--as-at", day) for day in ("2024-05", "31/05/2024", "2024-05-32")
]
WRONG_USE += [
    ("settings", *words, "--store", "{url}")
    for words in (["--from", "2024-05-01"], ["notice_days", "7", "--from", "May"])
]


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_wrong_arguments_exit_with_2_and_a_sentence(month, url, words):
    result = run(*(word.format(file=month(), url=url) for word in words))
    assert (result.exit_code, bool(result.stderr.strip())) == (2, True)


UNCLEAR = "Sent with the e-mail of 03/06/2024"


@pytest.mark.parametrize("command", ["check", "import"])
def test_two_dates_exit_with_2_and_show_both_and_how_to_answer(month, url, command):
    words = ("--yes", "--store", url) if command == "import" else ()
    path = month("CL May 2024.xlsx", title=UNCLEAR)
    result = run(command, path, *words)
    assert (result.exit_code, "--as-at 2024-06-03 or --as-at 2024-05-31" in result.output) == (
        2,
        True,
    )
    result = run(command, path, *words, "--as-at", "2024-05-31")
    assert (result.exit_code, "31 May 2024 (your choice)" in result.output) == (0, True)


def test_the_chosen_date_is_the_date_imported(month, url):
    assert (
        asked(url, month(title="Care leavers 24/05/2024"), "--as-at", "2024-05-24").exit_code == 0
    )
    assert [taken.as_at for taken in Store(url).snapshots()] == [date(2024, 5, 24)]


def test_a_month_and_a_day_in_it_agree_on_the_day(month):
    result = run("check", month(title=UNCLEAR), "--month", "2024-06", "--as-at", "2024-06-03")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "3 June 2024 (your choice)")


def test_a_day_in_a_different_month_from_the_file_needs_a_reason(month, url):
    assert asked(url, month(), "--as-at", "2024-06-03").exit_code == 2
    assert asked(url, month(), "--as-at", "2024-06-03", "--reason", "wrong title").exit_code == 0


def test_the_summary_starts_with_the_date_and_where_it_was_found(month, url):
    said = "31 May 2024 (read from cell A1 of sheet 'Care leavers')"
    assert run("check", month()).output.splitlines()[0] == said
    assert asked(url, month()).output.splitlines()[0] == said
    file = answer("check", month(title="x", name="2024-05.xlsx"))["files"][0]
    assert (file["as_at"], file["as_at_from"]) == ("2024-05-31", "from the file name")


def test_events_after_the_date_stop_an_import_until_their_number_is_confirmed(month, url):
    late = [contact(contact_date=date(2024, 6, 3))] * 3
    result = asked(url, month(contacts=late))
    assert (result.exit_code, "--confirm dates_after=3" in result.stderr, months(url)) == (
        2,
        True,
        [],
    )
    assert asked(url, month(contacts=late), "--confirm", "dates_after=4").exit_code == 2
    assert asked(url, month(contacts=late), "--confirm", "dates_after=3").exit_code == 0


# import


def test_months_given_in_the_wrong_order_are_imported_oldest_first(month, url):
    paths = [month("c.xlsx", JUNE), month("a.xlsx", APRIL, contacts=[]), month("b.xlsx")]
    assert imported(url, *paths).exit_code == 0
    assert months(url) == [("2024-04", 1), ("2024-05", 2), ("2024-06", 3)]


def test_the_files_of_a_month_are_one_import(month, url):
    people = month("a.xlsx", sheets={PEOPLE: two_people()})
    assert imported(url, people, month("b.xlsx", sheets={CONTACTS: [contact()]})).exit_code == 0
    (taken,) = Store(url).snapshots()
    assert (set(taken.tables), len(taken.files)) == ({"care_leavers", "contacts"}, 2)


def test_a_refused_import_leaves_the_store_as_it_was(month, url):
    imported(url, month())
    before = run("months", "--store", url, "--json").stdout
    result = imported(url, month("june.xlsx", JUNE, care_leavers=FAULTY))
    assert (result.exit_code, "--allow-left-out 1" in result.stderr) == (1, True)
    assert run("months", "--store", url, "--json").stdout == before


@pytest.mark.parametrize(("agreed", "code"), [(0, 1), (1, 0), (2, 1)])
def test_rows_are_left_out_only_with_their_exact_number(month, url, agreed, code):
    assert imported(url, month(care_leavers=FAULTY), "--allow-left-out", agreed).exit_code == code
    assert len(months(url)) == (code == 0)


def test_a_month_that_contradicts_the_file_needs_a_reason_that_is_kept(month, url):
    result = imported(url, month(), "--month", "2024-06")
    assert (result.exit_code, "31/05/2024" in result.stderr, months(url)) == (2, True, [])
    assert imported(url, month(), "--month", "2024-06", "--reason", "wrong title").exit_code == 0
    assert [(taken.month, taken.as_at, taken.reason) for taken in Store(url).months()] == [
        ("2024-06", JUNE, "wrong title")
    ]


def test_a_file_without_a_month_takes_it_from_the_option(month, url):
    assert (
        imported(url, month(title="Care leavers (made-up people)"), "--month", "2024-05").exit_code
        == 0
    )
    assert months(url) == [("2024-05", 1)]


def test_nothing_is_imported_without_agreement(month, url):
    assert [
        run("import", month(), "--store", url, said=said).exit_code for said in ("n\n", "")
    ] == [2, 2]
    assert months(url) == []
    assert run("import", month(), "--store", url, said="y\n").exit_code == 0


def test_a_month_imported_before_is_no_error_and_does_not_stop_later_months(month, url):
    paths = [month("a.xlsx", APRIL), month("b.xlsx")]
    imported(url, paths[0])
    result = imported(url, *paths)
    assert (result.exit_code, "were imported on" in result.stdout, months(url)) == (
        0,
        True,
        [("2024-04", 1), ("2024-05", 2)],
    )


def test_a_corrected_month_is_listed_with_the_one_it_replaces(month, url):
    imported(url, month())
    imported(url, month("again.xlsx", care_leavers=two_people()[:1]), "--reason", "one too many")
    rows = answer("months", "--store", url)
    assert [
        (row["snapshot"], row["replaces"], row["replaced_by"], row["care_leavers"]) for row in rows
    ] == [
        (1, None, 2, 2),
        (2, 1, None, 1),
    ]


def test_the_summary_counts_who_joined_and_left_since_the_month_before(month, url):
    imported(url, month("a.xlsx", APRIL))
    result = imported(
        url,
        month(care_leavers=[person(), person(child_unique_id="9"), person(child_unique_id="10")]),
    )
    assert "since April 2024: 2 joined, 1 no longer in the extract" in result.stdout


def test_own_and_made_up_people_in_one_store_exit_with_2(month, url):
    imported(url, month())
    assert (
        imported(url, month("june.xlsx", JUNE, title="Care leavers as at {:%d/%m/%Y}")).exit_code
        == 2
    )


# settings


def test_the_keys_of_the_settings_stay_the_same_for_scripts(url):
    rows = answer("settings", "--store", url)
    assert [row["key"] for row in rows] == list(SETTINGS)
    assert set(rows[0]) == {"key", "title", "note", "value", "default", "since", "who"}
    assert all(
        row["value"] == row["default"] and row["since"] is row["who"] is None for row in rows
    )
    document = answer("settings", "target.eet", "70%", "--from", "2024-05-01", "--store", url)
    assert set(document) == {
        "key",
        "title",
        "value",
        "valid_from",
        "was",
        "was_by",
        "was_at",
        "until",
    }
    assert [document[key] for key in ("value", "valid_from", "was", "until")] == [
        "70",
        "2024-05-01",
        "65",
        None,
    ]
    (row,) = answer("settings", "target.eet", "--store", url)
    assert (row["value"], row["default"], row["since"]) == ("70", "65", "2024-05-01")
    assert (
        answer("settings", "target.eet", "75", "--from", "2024-01-01", "--store", url)["until"]
        == "2024-05-01"
    )


def test_an_unknown_setting_or_value_lists_the_valid_ones_and_stores_nothing(url):
    unknown, wrong = (
        run("settings", *words, "--store", url)
        for words in (("nonsense", "1"), ("check_in_months", "0"))
    )
    assert (unknown.exit_code, all(key in unknown.stderr for key in SETTINGS)) == (2, True)
    assert (
        wrong.exit_code,
        "Months between check-ins (check_in_months) must be a whole number from 1 to 24"
        in wrong.stderr,
    ) == (2, True)
    assert Store(url).settings_rows() == []


def test_a_setting_applies_to_the_newest_month_and_no_earlier_one(month, url):
    imported(url, month("a.xlsx", APRIL), month("b.xlsx"))
    assert "from 2024-05-01" in run("settings", "check_in_months", "1", "--store", url).stdout
    states = [
        answer("check-ins", "--month", key, "--store", url)["states"]
        for key in ("2024-04", "2024-05")
    ]
    assert [(state["in_date"], state["overdue_not_tried"]) for state in states] == [(1, 0), (0, 1)]


def test_the_defaults_as_written_read_back_as_the_defaults():
    assert (
        settings_from((key, one.written(one.default)) for key, one in SETTINGS.items())
        == settings_from(())
        == Settings()
    )


# figures


def test_the_keys_of_the_figures_stay_the_same_for_scripts(month, url):
    imported(url, month())
    of = ("--month", "2024-05", "--store", url)
    ledger, clock, measures = (
        answer("ledger", *of),
        answer("check-ins", *of),
        answer("measures", *of),
    )
    assert set(ledger) == {
        "month",
        "snapshot",
        "basis",
        "buckets",
        "total",
        "coverage",
        "reach",
        "movement",
    }
    assert list(ledger["buckets"]) == [
        "outside",
        "supported",
        "declined",
        "in_contact",
        "tried",
        "not_tried",
    ]
    assert set(clock) == {
        "month",
        "snapshot",
        "states",
        "in_scope",
        "no_further_contact",
        "in_date_rate",
        "quarter",
    }
    assert list(clock["states"]) == [
        "first_call_not_yet_due",
        "never_reached",
        "in_date",
        "due",
        "overdue_tried",
        "overdue_not_tried",
    ]
    keys = (
        "id title basis group value_of_group numerator remainder unknown denominator value low "
        "high available needs"
    )
    assert set(measures[0]) == set(keys.split())


def test_a_separate_process_writes_only_json_to_standard_output(month, url):
    command = [sys.executable, "manage.py", "check", month(care_leavers=FAULTY), "--json"]
    ended = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        env=os.environ | {"DATABASE_URL": url},
    )
    assert (ended.returncode, ended.stderr, len(json.loads(ended.stdout)["files"])) == (1, b"", 1)


# documents


def test_the_template_passes_its_own_check_once_two_people_are_filled_in(tmp_path):
    path = tmp_path / "care-leavers-2024-05.xlsx"
    assert run("template", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    for rows in (book[PEOPLE], book[CONTACTS]):
        headings = [cell.value for cell in rows[1]]
        for filled in two_people() if rows.title == PEOPLE else [contact()]:
            rows.append([filled.get(heading) for heading in headings])
    book.save(path)
    result = run("check", path, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["problems"], found["files"][0]["rows_used"]) == (0, [], 3)


def test_an_empty_template_has_no_faults_of_its_own(tmp_path):
    write_template(tmp_path / "care-leavers-2024-05.xlsx")
    assert run("check", tmp_path / "care-leavers-2024-05.xlsx").exit_code == 0


def test_import_reports_how_a_sheet_affects_plan_entries(month, url):
    imported(url, month(**plan()))
    fields = {"delivery_rag": "amber", "reason_for_rag_change": "No post"}
    Store(url).save_plan_entry(
        PlanEntry("IP-201", fields, "Ann", MAY, date(2024, 6, 3), was={"delivery_rag": "green"}),
        BasedOn(1),
    )
    said = imported(url, month("june.xlsx", date(2024, 6, 30), **plan())).stdout
    assert (
        "plan: IP-201: the app has amber on 3 June 2024, but this sheet of 30 June 2024 has green."
        in said
    )


def test_a_doubt_is_answered_only_by_its_own_number(url, month):
    imported(url, month("april.xlsx", as_at=APRIL))
    again = month("may.xlsx")  # the same people and events with a different date
    result = asked(url, again)
    assert (result.exit_code, len(months(url))) == (2, 1)
    assert "--confirm same_tables=2" in result.stderr
    for wrong in ("same_tables=3", "stale=2", "same_tables"):
        assert asked(url, again, "--confirm", wrong).exit_code == 2
    assert len(months(url)) == 1
    assert asked(url, again, "--confirm", "same_tables=2").exit_code == 0
    assert len(months(url)) == 2
