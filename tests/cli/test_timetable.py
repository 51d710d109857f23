"""`manage.py timetable`: its keys, its calendar, and its message without a Milestones table."""

from __future__ import annotations

import json
from datetime import date

import pytest
import vobject
from click.testing import CliRunner

import manage
from cli import subjects
from tests.analytics.milestone_rows import REPORT, drawn, month


def run(*words):
    return CliRunner().invoke(manage.cli, ["timetable", "--month", "2024-05", *map(str, words)])


@pytest.fixture(autouse=True)
def brought(monkeypatch):
    """Use the report's milestones as the month's table; call it with a table, or None, to change
    that.
    """

    def bring(table):
        monkeypatch.setattr(subjects, "opened_month", lambda url, key: month(table))

    bring(drawn(REPORT))
    return bring


def test_the_document_has_every_key_that_scripts_rely_on():
    found = json.loads(run("--json").stdout)
    assert list(found) == [
        "month",
        "snapshot",
        "as_at",
        "ahead",
        "behind",
        "conflicts",
        "visits",
        "judgements",
        "bodies",
        "missing",
    ]
    assert (found["month"], found["snapshot"], found["as_at"]) == ("2024-05", 7, "2024-05-31")
    assert list(found["visits"]) == ["made", "so_far", "to_come", "reinspection"]
    keys = [
        "from",
        "to",
        "open_ended",
        "when",
        "what",
        "body",
        "kind",
        "rule",
        "status",
        "done",
        "outcome",
        "published",
        "conflict",
    ]
    assert all(
        list(one) == keys
        for one in [*found["ahead"], *found["behind"], found["visits"]["reinspection"]]
    )
    due = next(one for one in found["ahead"] if one["what"] == "Improvement plan due with Ofsted")
    assert (due["from"], due["to"], due["kind"]) == ("2024-08-23", "2024-08-23", "computed")
    assert [one["from"] for one in found["conflicts"]] == ["2024-07-02", "2024-07-04"]
    assert len(found["judgements"]) == 5
    assert found["missing"]


def test_the_text_names_the_next_date_what_to_settle_and_what_is_missing():
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Next: Children and Families Committee, 3 June 2024, in 3 days."
    )
    for words in (
        "23 August 2024",
        "to settle: Workshop",
        "missing: The DfE's next review",
        "Behind:",
    ):
        assert words in result.stdout


def test_a_calendar_goes_to_a_file_or_to_standard_output(tmp_path):
    file = tmp_path / "dates.ics"
    assert run("--ics", file).exit_code == 0
    for words in (["--ics"], ["--ics", "-"], ["--ics", "--store", "sqlite://"]):
        assert run(*words).stdout_bytes == file.read_bytes()
    starts = [
        event.dtstart.value
        for event in vobject.readOne(file.read_text(encoding="utf-8")).vevent_list
    ]
    assert date(2024, 8, 23) in starts


def test_a_calendar_to_a_file_goes_with_json_but_both_do_not_go_to_standard_output(tmp_path):
    both = run("--ics", tmp_path / "dates.ics", "--json")
    assert (
        both.exit_code,
        json.loads(both.stdout)["month"],
        (tmp_path / "dates.ics").exists(),
    ) == (0, "2024-05", True)
    assert run("--json", "--ics").exit_code == 2


def test_a_file_that_cannot_be_written_is_reported(tmp_path):
    result = run("--ics", tmp_path / "no folder" / "dates.ics")
    assert (
        result.exit_code,
        "cannot be written" in result.stderr,
        "Traceback" in result.output,
    ) == (2, True, False)


def test_without_a_milestones_table_it_says_so_and_what_to_add(brought):
    brought(None)
    for words in ([], ["--json"], ["--ics"]):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(
            "The timetable is not available for 2024-05. This extract has no Milestones table"
        )


def test_an_empty_table_is_not_an_error(brought):
    brought(drawn("date | event | body"))
    result = run("--json")
    assert (result.exit_code, json.loads(result.stdout)["ahead"]) == (0, [])
    assert run().stdout.startswith("No future dates are recorded.")


def test_a_missing_month_is_reported(monkeypatch, tmp_path):
    monkeypatch.undo()
    result = run("--store", f"sqlite:///{tmp_path / 'own.db'}")
    assert (result.exit_code, result.stdout) == (2, "")
