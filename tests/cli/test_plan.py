"""`manage.py plan`: its keys, the sample's counts, and its message without Plan actions."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import manage
from data.sample.actions import ACTIONS


@pytest.fixture
def run(full_home):
    return lambda *words: CliRunner().invoke(
        manage.cli, ["plan", "--store", f"sqlite:///{full_home / 'sample.db'}", *words]
    )


def test_the_document_has_every_key_that_scripts_rely_on(run):
    found = json.loads(run("--month", "2025-03", "--json").stdout)
    assert list(found) == [
        "month", "snapshot", "plan", "sheet_before", "grid", "actions", "left", "completed_in_an_earlier_plan",
        "contradictions", "without_measure", "without_action", "notes",
    ]  # fmt: skip
    assert (found["month"], found["plan"], found["sheet_before"]) == (
        "2025-03",
        "2024/25",
        "2025-02",
    )
    assert list(found["grid"][0]) == ["delivery", "impact", "actions", "means", "ask"]
    assert list(found["actions"][0]) == [
        "id", "area", "action", "lead", "start", "due", "completed", "delivery", "previous", "months_at_rating", "impact", "verdict",
        "impact_by_lead", "late", "slipped_this_month", "slips", "added", "closed", "measures",
    ]  # fmt: skip
    assert list(found["actions"][0]["measures"][0]) == [
        "id",
        "counted",
        "verdict",
        "claim",
        "distance",
        "early_view",
    ]
    assert list(found["contradictions"][0]) == ["kind", "actions", "sentence"]


def test_each_rated_action_of_the_sample_is_in_one_cell_of_the_grid(run):
    found = json.loads(run("--month", "2025-03", "--json").stdout)
    placed = [name for cell in found["grid"] for name in cell["actions"]]
    assert len(found["grid"]) == 20
    assert sorted(placed) == [action.id for action in ACTIONS if action.rated[-1] not in ".-"]
    assert [one["id"] for one in found["left"]] == ["IP-603"]
    assert [one["id"] for one in found["actions"] if one["late"]] == ["IP-214"]
    changed = [
        action.id
        for action in ACTIONS
        if action.rated[-1] != action.rated[-2] and action.rated[-2] not in ".-"
    ]
    assert [
        one["id"] for one in found["actions"] if one["previous"] not in (None, one["delivery"])
    ] == changed


def test_the_text_starts_with_the_headline_and_a_month_before_the_plan_says_so(run):
    said = run("--month", "2024-12")
    assert said.exit_code == 0
    complete = sum(action.rated[8] == "b" for action in ACTIONS)
    assert said.stdout.startswith(f"{complete} of")
    assert "Contradictions:" in said.stdout
    none = run("--month", "2024-03")
    assert none.exit_code == 1
    assert "The improvement plan is not available for 2024-03." in none.output


def test_a_rating_changed_without_a_reason_is_found_in_the_month_it_was_planted(run):
    found = json.loads(run("--month", "2024-10", "--json").stdout)
    assert [
        one["actions"] for one in found["contradictions"] if one["kind"] == "changed_without_reason"
    ] == [["IP-601"]]
