"""The tables of the improvement plan: each check at its cell, and which rows are used."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.check.cell import meaning
from data.check.rules.plan import PLAN_RULES
from data.codelists import codelist
from data.problems import Severity
from data.schema import PLAN, TABLES, Kind
from tests.data.traps import cells, passed
from tests.data.workbooks import MAY, at, plan, read, row, write

BLUE = {"delivery_rag": "Blue", "completed": date(2024, 5, 20)}


def said(extract) -> list[tuple[str, str]]:
    return [(problem.rule, problem.cell) for problem in extract.problems]


def action(**changed: object) -> dict[str, object]:
    return row("plan_actions", **changed)


def of(table: str, *rows: dict[str, object]) -> list[dict[str, object]]:
    return [row(table, **changed) for changed in rows]


# Rule -> rows of its table of which the last breaks the rule, and rows that follow it.
EXAMPLES = {
    "action_repeated": (
        [action(), action(action="Another")],
        [action(), action(action_id="IP-202")],
    ),
    "measure_repeated": (
        of("impact_measures", {}, {"value": 3}),
        of("impact_measures", {}, {"measure_id": "IM-12"}),
    ),
    "risk_repeated": (of("risks", {}, {"risk": "Another"}), of("risks", {}, {"risk_id": "R2"})),
    "past_due_but_green": (
        [action(due=date(2024, 5, 30))],
        [
            action(due=MAY),
            action(action_id="2", due=date(2024, 5, 30), delivery_rag="Amber"),
            action(action_id="3", due=date(2024, 5, 30), completed=date(2024, 5, 29)),
        ],
    ),
    "completed_but_not_blue": (
        [action(completed=date(2024, 5, 20))],
        [action(**BLUE), action(action_id="2", completed=date(2024, 5, 20), delivery_rag=None)],
    ),
    "blue_without_a_date": (
        [action(delivery_rag="complete")],
        [action(**BLUE), action(action_id="2", delivery_rag="B", completed="soon")],
    ),
    "due_before_start": (
        [action(due=date(2024, 4, 1), delivery_rag="red")],
        [action(due=date(2024, 4, 2), start=date(2024, 4, 2))],
    ),
    "numerator_above_denominator": (
        [*of("impact_measures", {}, {"measure_id": "2", "numerator": 21})],
        of(
            "impact_measures",
            {"numerator": 20},
            {"measure_id": "2", "numerator": 21, "unit": "days a case"},
        ),
    ),
    "milestone_undated": (
        of("milestones", {}, {"date": None, "from": None}),
        of("milestones", {"date": None}, {"from": None, "to": None}),
    ),
    "milestone_ends_before_it_begins": (
        of("milestones", {"to": date(2024, 11, 25)}),
        of("milestones", {"to": date(2024, 11, 26)}),
    ),
    "area_for_improvement_missing": (
        [action(area_for_improvement=None)],
        [action(area_for_improvement="9")],
    ),
    "lead_missing": ([action(lead=None)], [action(lead="TBC")]),
    "due_missing": ([action(due=None)], [action(due="Ongoing")]),
    "delivery_rag_missing": ([action(delivery_rag="n/a")], [action(delivery_rag="purple")]),
    "owner_missing": (of("risks", {"owner": None}), of("risks", {})),
    "likelihood_missing": (of("risks", {"likelihood": None}), of("risks", {"likelihood": 6})),
    "impact_missing": (of("risks", {"impact": None}), of("risks", {"impact": 0})),
    "body_missing": (of("milestones", {"body": None}), of("milestones", {"body": "Youth Council"})),
}


@pytest.mark.parametrize("rule", PLAN_RULES, ids=lambda rule: rule.code)
def test_every_rule_finds_only_the_row_that_breaks_it(checked, rule):
    breaking, keeping = EXAMPLES[rule.code]
    heading = TABLES[rule.table].column(rule.column).heading
    extract = checked(**plan() | {rule.table: breaking})
    found = [problem for problem in extract.problems if problem.rule == rule.code]
    assert [
        (problem.severity, problem.column, problem.message, problem.cell) for problem in found
    ] == [(rule.severity, rule.column, rule.message, at(breaking, heading, len(breaking) - 1))]
    assert len(extract.left_out) == (rule.severity is Severity.ERROR)
    assert cells(checked(**plan() | {rule.table: keeping}), rule.code) == []


@pytest.mark.parametrize("rule", PLAN_RULES, ids=lambda rule: rule.code)
def test_a_rule_with_missing_columns_reports_nothing(checked, rule):
    kept = [column.heading for column in TABLES[rule.table].columns if column.required]
    rows = [{heading: cells.get(heading) for heading in kept} for cells in EXAMPLES[rule.code][0]]
    if set(rule.needs) - {column.key for column in TABLES[rule.table].required}:
        assert cells(checked(**{rule.table: rows}), rule.code) == []


def test_a_numerator_above_its_denominator_is_not_used_and_the_measure_is_kept(checked):
    rows = of("impact_measures", {"numerator": 21}, {"measure_id": "IM-12"})
    found = checked(impact_measures=rows).tables["impact_measures"]
    assert found[["numerator", "denominator", "value"]].isna().all(axis=1).tolist() == [True, False]
    assert (found["unusable"].tolist(), found["baseline"].tolist()) == (
        ["numerator denominator value", ""],
        [44, 44],
    )


def test_the_earlier_row_of_an_action_is_used(checked):
    extract = checked(plan_actions=[action(), action(action="Another"), action(action_id="IP-202")])
    assert extract.tables["plan_actions"]["action"].tolist() == [action()["Action"]] * 2
    assert (extract.left_out["source_row"].tolist(), extract.left_out["person"].isna().all()) == (
        [5],
        True,
    )


def test_good_tables_have_no_problems_and_every_column_is_read(checked):
    extract = checked(**plan())
    assert said(extract) == []
    for table in PLAN:
        frame = extract.tables[table.key]
        assert [column for column in frame.columns if column in table.keys] == table.keys
        assert (len(frame), frame["unusable"].tolist()) == (1, [""])
    first = extract.tables["plan_actions"].iloc[0]
    assert (first["area_for_improvement"], first["delivery_rag"], first["impact_rag"]) == (
        "2",
        "green",
        "amber",
    )
    assert extract.tables["impact_measures"]["area_for_improvement"].tolist() == ["7"]


@pytest.mark.parametrize("table", PLAN, ids=lambda table: table.key)
def test_a_row_is_left_out_only_if_nobody_could_say_what_it_is(checked, table):
    for column in table.columns:
        extract = checked(**plan() | {table.key: [row(table.key, **{column.key: None})]})
        gone = column.decides_row
        assert (len(extract.left_out), len(extract.errors)) == (gone, gone), column.key
        assert bool(said(extract)) == column.required, column.key
    assert [column.key for column in table.columns if column.decides_row] == DECIDE[table.key]


DECIDE = {
    "plan_actions": ["action_id", "action"],
    "impact_measures": ["measure_id"],
    "risks": ["risk_id", "risk"],
    "pressures": ["item"],
    "milestones": ["event"],
}
AHEAD = {
    "plan_actions": ["start", "due"],
    "impact_measures": ["target_date"],
    "risks": ["review_date"],
    "pressures": [],
    "milestones": ["date", "from", "to"],
}


def test_planned_dates_may_be_in_the_future_and_past_events_may_not(checked):
    for table in PLAN:
        for column in table.columns:
            if column.kind is Kind.DATE:
                found = checked(
                    **{table.key: [row(table.key, **{column.key: date(2024, 7, 1)})]}
                ).problems
                assert ("in_the_future" in {problem.rule for problem in found}) == (
                    column.key not in AHEAD[table.key]
                ), column.key


def test_scores_outside_1_to_5_are_reported_and_the_risk_is_kept(checked):
    rows = of(
        "risks",
        {"likelihood": 6},
        {"risk_id": "R2", "impact": 0},
        {"risk_id": "R3", "previous_score": 26},
    )
    extract = checked(risks=rows)
    assert sorted(cells(extract, "out_of_range")) == [
        at(rows, "Likelihood"),
        at(rows, "Impact", 1),
        at(rows, "Previous Score", 2),
    ]
    assert extract.tables["risks"]["unusable"].tolist() == [
        "likelihood",
        "impact",
        "previous_score",
    ]


def test_an_action_due_ongoing_is_kept_with_its_due_date_unknown(checked):
    rows = [action(due="Ongoing")]
    extract = checked(plan_actions=rows)
    assert said(extract) == [("not_a_date", at(rows, "Due"))]
    assert (extract.tables["plan_actions"]["due"].isna().tolist(), extract.errors) == ([True], [])


def test_milestones_may_have_only_windows_or_only_days(checked):
    for kept in (["Date"], ["From", "To"]):
        rows = [
            {
                heading: cell
                for heading, cell in row("milestones").items()
                if heading in ("Event", "Body", *kept)
            }
        ]
        assert said(checked(milestones=rows)) == []


def test_a_plan_is_recognised_by_headings_under_any_sheet_name(tmp_path):
    sheets = {f"Sheet{number}": rows for number, rows in enumerate(plan().values())}
    extract = read(write(tmp_path / "a.xlsx", sheets))
    assert {key: len(frame) for key, frame in extract.tables.items()} == dict.fromkeys(plan(), 1)


def test_another_sheet_with_an_item_and_an_amount_is_not_a_pressure(checked, tmp_path):
    sheets = {"Petty cash": [{"Item": "Tea", "Amount": 4}], "Plan actions": plan()["plan_actions"]}
    assert set(read(write(tmp_path / "a.xlsx", sheets)).tables) == {"plan_actions"}


@pytest.mark.parametrize("table", PLAN, ids=lambda table: table.key)
def test_a_total_under_a_table_is_skipped_at_its_own_row(checked, table):
    good = plan()[table.key]
    under = dict.fromkeys(good[0]) | {list(good[0])[1]: "Total", list(good[0])[3]: 57}
    extract = checked(**plan() | {table.key: [*good, under]})
    assert ("5)" in passed(extract), len(extract.tables[table.key]), len(extract.left_out)) == (
        True,
        1,
        0,
    )


def code(table: str, column: str, written: object) -> object:
    return meaning(written, TABLES[table].column(column), MAY).value


@pytest.mark.parametrize(
    ("written", "area"),
    [
        (3, "3"), (3.0, "3"), ("3", "3"), ("Area 3", "3"), ("3. Supervision", "3"), ("(3) Supervision", "3"), ("3 - anything", "3"),
        ("Area for improvement 3: anything", "3"), ("Visits", "5"), ("2 Support, also over 21", "2"), ("Visits to children", "5"),
        ("3 and 4", None), ("3, 4", None), ("3 visits", None), ("0", None), ("8", None), ("34", None), ("Everything", None),
    ],
)  # fmt: skip
def test_an_area_is_read_as_its_number_in_every_spelling(written, area):
    assert code("plan_actions", "area_for_improvement", written) == area


@pytest.mark.parametrize(
    ("written", "rating"),
    [
        ("B", "blue"), ("Blue - complete", "blue"), ("Complete (blue)", "blue"), ("COMPLETED", "blue"), ("g", "green"), ("On Track", "green"),
        ("Amber – at risk", "amber"), ("R", "red"), ("Off track", "red"), ("Grey", "not started"), ("Not yet started", "not started"),
        ("Blue green", None), ("5", None), ("N/A", None),
    ],
)  # fmt: skip
def test_a_rating_is_read_as_its_colour_in_every_spelling(written, rating):
    assert code("plan_actions", "delivery_rag", written) == rating


def test_other_codes_are_read_as_councils_write_them():
    assert [
        code("impact_measures", "better_is", said)
        for said in ("Higher is better", "low", "sideways")
    ] == ["higher", "lower", None]
    assert [
        code("pressures", "kind", said) for said in ("Invest-to-save", "Cost pressure", "Bid")
    ] == [
        "invest to save",
        "pressure",
        "business case",
    ]
    assert [
        code("milestones", "status", said)
        for said in ("Held", "Scheduled", "Postponed", "Canceled")
    ] == [
        "done",
        "planned",
        "moved",
        "cancelled",
    ]
    bodies = (
        "Department for Education",
        "full council",
        "Children & Families Committee",
        "Youth council",
    )
    assert [code("milestones", "body", said) for said in bodies] == [
        "DfE",
        "Council",
        "committee",
        "Youth council",
    ]
    assert set(codelist("improvement_area").labels) == set("1234567")


def test_an_amount_may_be_a_saving_and_a_year_is_text(checked):
    found = (
        checked(pressures=[row("pressures", amount=-20_000, year=2025)]).tables["pressures"].iloc[0]
    )
    assert (found["amount"], found["year"]) == (-20_000, "2025")
    assert pd.isna(
        checked(pressures=[row("pressures", amount="lots")]).tables["pressures"]["amount"][0]
    )


def test_a_plan_alone_can_be_a_months_file(tmp_path):
    path = write(
        tmp_path / "plan-2024-05.xlsx", {"Improvement plan": [action()]}, "Plan (made-up people)"
    )
    assert (read(path).as_at, list(read(path).tables)) == (MAY, ["plan_actions"])
