"""Findings of the Improvement plan page: the sample council cell by cell, and risks, pressures and
voice.
"""

from __future__ import annotations

import pandas as pd
import pytest

from analytics import charts
from analytics.charts import style
from analytics.exports import EXPORTERS
from analytics.month.month import month_of
from analytics.plan import action_findings, action_lists, findings, plan, risks_costs_voice
from analytics.plan.sheet import AREAS
from analytics.publish.publish import publish
from analytics.publish.ratings import RATINGS
from analytics.publish.types import Audience
from data.sample.actions import ACTIONS
from data.sample.council import sample_months
from data.schema import TABLES
from tests.analytics.plan_rows import PEOPLE, measured, planned, sheet
from tests.spec.drawn import drawn

WORDS = {
    "n": "Not started",
    "g": "On track",
    "a": "At risk",
    "r": "Off track",
    "b": "Complete",
    ".": "",
    "-": "",
}


@pytest.fixture(scope="module")
def workbooks():
    """Return the plan's sheets of the sample council's workbooks, by month."""
    return {
        f"{month.as_at:%Y-%m}": month for month in sample_months() if "plan_actions" in month.tables
    }


@pytest.fixture(scope="module")
def months(workbooks):
    """Return the same as months, with one young person and no tables that measures need."""
    return [_month(month) for month in workbooks.values()]


def _month(month):
    tables = {"care_leavers": drawn("care_leavers", PEOPLE)}
    for key in ("plan_actions", "impact_measures", "risks", "pressures", "voice"):
        table = month.tables[key].rename(
            columns={column.heading: column.key for column in TABLES[key].columns}
        )
        for column in TABLES[key].columns:
            if column.kind.value == "date":
                table[column.key] = pd.to_datetime(table[column.key])
            if column.kind.value == "number":
                table[column.key] = table[column.key].astype("float64")
            if column.codes:
                table[column.key] = [_code(column.codes, value) for value in table[column.key]]
        tables[key] = table.assign(unusable="")
    return month_of(1, month.as_at, tables)


def _code(codes, value):
    from data.codelists import codelist

    return None if value is None else codelist(codes).code_for(value)


@pytest.fixture(scope="module")
def of(months):
    return plan(months)


def test_the_heat_map_is_the_workbooks_cell_by_cell(of, workbooks):
    table = findings.heat_map(of).table
    keys = findings.heat_map(of).keys
    assert len(table) == len(ACTIONS)
    for month, book in workbooks.items():
        sheet_ = book.tables["plan_actions"]
        written = dict(zip(sheet_["Action ID"], sheet_["Delivery RAG"], strict=True))
        shown = dict(zip(keys, table[pd.Period(month).strftime("%b %Y")], strict=True))
        assert {name for name, word in shown.items() if word} == set(written)
        for name, rating in written.items():
            assert shown[name] == next(
                one.title
                for one in RATINGS.values()
                if str(rating).casefold() in (one.key, one.title.casefold())
            )


def test_the_heat_map_is_the_story_of_every_action_in_the_order_of_the_areas(of):
    finding = findings.heat_map(of)
    rated = {action.id: [WORDS[letter] for letter in action.rated] for action in ACTIONS}
    assert [list(row)[2:] for row in finding.table.itertuples(index=False)] == [
        rated[name] for name in finding.keys
    ]
    assert list(dict.fromkeys(finding.table["Area"])) == [
        f"{number} {words}" for number, words in AREAS.items()
    ]


def test_the_drawn_map_has_a_mark_and_a_colour_for_each_cell_and_says_both_without_colour(of):
    drawn_ = charts.heat_map(
        publish(findings.heat_map(of), Audience.SHARED), charts.rating_look, group=findings.AREA
    )
    cells = sum(letter not in ".-" for action in ACTIONS for letter in action.rated)
    assert (
        len(drawn_.data[0].text)
        == sum(shape.path.count("M") for shape in drawn_.layout.shapes)
        == cells
    )
    assert set(drawn_.data[0].text) == {
        f"{style.STATES[one.state][0]} {one.letter}" for one in RATINGS.values()
    }
    assert any("▲ R off track" in note.text for note in drawn_.layout.annotations)


def test_every_area_has_its_sheets_number_of_actions_in_every_month(of, workbooks):
    table = findings.area_by_month(of).table
    counted = table.set_index(["Month", "Area"]).sum(axis=1)
    for month, book in workbooks.items():
        written = book.tables["plan_actions"]["Area for Improvement"].astype(int).value_counts()
        assert {
            area: counted[month, f"{area} {AREAS[area]}"] for area in written.index
        } == written.to_dict()


def test_the_headline_and_the_tiles_count_the_same(of):
    complete = sum(action.rated[-1] == "b" for action in ACTIONS)
    on_sheet = sum(action.rated[-1] not in ".-" for action in ACTIONS)
    assert findings.headline(of).startswith(
        f"{complete} of {on_sheet} actions are complete, 1 is late."
    )
    assert [(fact.count, fact.of) for fact in findings.facts(of)][:2] == [
        (complete, on_sheet),
        (5, None),
    ]
    assert findings.facts(of)[4].count == sum(
        action.rated[-1] != action.rated[-2] for action in ACTIONS if action.rated[-1] not in ".-"
    )
    assert len(findings.facts(of)) == 5
    assert not any(fact.of_people for fact in findings.facts(of))


def test_the_area_table_adds_up(of):
    table = findings.by_area(of).table
    assert list(table["Actions"]) == list(
        table[[one.title for one in RATINGS.values()]].sum(axis=1)
    )
    impact = [name for name in table if name.startswith("Impact")]
    assert list(table["Actions"]) == list(table[impact].sum(axis=1))


def test_every_finding_can_be_published_described_and_exported(of, months):
    made = [
        findings.grid(of),
        findings.heat_map(of),
        findings.by_area(of),
        findings.area_by_month(of),
        findings.disagreeing(of),
    ]
    made += [make(of) for make in action_lists.LISTS.values()] + [
        action_lists.unlinked(of, months[-1])
    ]
    made += [action_findings.opened(of, one) for one in of.everyone]
    made += [
        risks_costs_voice.risks(months),
        risks_costs_voice.risk_months(months),
        risks_costs_voice.pressures(months[-1]),
    ]
    made += [
        risks_costs_voice.pressure_items(months[-1]),
        risks_costs_voice.heard_lately(months[-1]),
    ]
    for finding in made:
        published = publish(finding, Audience.SHARED)
        assert charts.describe(published)
        for exporter in EXPORTERS.values():
            assert exporter.function(published)


def test_a_place_lists_its_actions_with_what_their_measures_say():
    of = measured("id | rag | measures\nA1 | blue | FLAT\nA2 | green | FLAT")
    finding = findings.in_place(of, "blue:unclear")
    assert finding.keys == ("A1",)
    assert finding.headline == "Complete, no clear change: 1 action."
    assert finding.note == (
        "Done, and its measure has not clearly moved. Ask whether it was the right action, "
        "or what more is needed."
    )
    assert "Measure FLAT: 51 of 100 (51%)" in finding.table["What its measures show"][0]


def test_an_action_shows_its_lead_the_months_at_its_rating_and_its_moved_due_date(of):
    one = of.action("IP-601")
    assert action_findings.about(one) == (
        "Led by: Head of Commissioning. Off track for 2 months, since February 2025. Due "
        "30 June 2025, moved later 3 times, first from "
        "30 September 2024. Impact, by its measures: cannot tell yet; by its lead: no impact. "
        "Evidence: Placement requests; sufficiency dashboard."
    )
    table = action_findings.months(one.record)
    assert len(table) == 12
    assert list(table["Months at this rating"][:6]) == [1, 2, 3, 4, 1, 2]
    assert list(table["Before"][4:7]) == ["On track", "", "At risk"]
    assert action_findings.events(one) == [
        (one.record.now.start, "IP-601 started"),
        (one.record.now.due, "IP-601 due"),
    ]


# --- risks, pressures, voice ----------------------------------------------------------------------

RISKS = "risk_id | risk | likelihood | impact | previous_score"


def test_a_risk_is_compared_with_last_months_register_or_its_own_previous_score():
    before = sheet(
        "2024-04",
        None,
        risks=f"{RISKS}\nR1 | Late | 4 | 5 |\nR2 | Cost | 2 | 2 |\nR5 | Gone | 1 | 1 |",
    )
    now = sheet(
        "2024-05",
        None,
        risks=f"{RISKS}\nR1 | Late | 3 | 5 | 25\nR2 | Cost | 4 | 4 |\nR3 | New | 2 | 2 | 4\nR4 | "
        "Odd | 3 | |",
    )
    finding = risks_costs_voice.risks([before, now])
    moves = dict(zip(finding.keys, finding.table["Movement"], strict=True))
    assert moves == {
        "R2": "↑ 12 higher",
        "R1": "↓ 5 lower",
        "R3": "= as before",
        "R4": "No score to compare",
    }
    assert (
        finding.headline
        == "2 of 4 risks are scored 15 or more; 1 scored higher than before, 1 lower."
    )
    assert finding.marked == {"R1", "R2"}
    drawn_ = charts.risk_matrix(publish(finding, Audience.MANAGER))
    said = [note.text for note in drawn_.layout.annotations]
    assert "<b>R2 ↑</b>" in said
    assert not any("R4" in text for text in said)
    scores = risks_costs_voice.risk_months([before, now]).table
    assert list(scores.columns) == ["Risk", "Apr 2024", "May 2024"]
    assert scores.set_index("Risk").loc["R1 Late"].tolist() == [20, 15]


def test_pressures_are_summed_by_year_and_kind_and_a_saving_is_negative():
    at = sheet("2024-05", None, pressures="item | kind | amount | approved | year\nA | pressure | 100 | Y | 2024/25\nB | pressure | 50 | N | 2024/25\nC | invest to save | -30 | Y | 2024/25\nD | | | | ")  # fmt: skip
    finding = risks_costs_voice.pressures(at)
    assert finding.headline == "Pressures on the budget: £70 of the £120 asked for is approved."
    assert finding.note.endswith("1 has no amount.")
    assert finding.table[["Kind", "Items", "Amount, £", "Approved, £"]].to_numpy().tolist() == [
        ["Invest to save", 1, -30, -30],
        ["Pressure", 2, 150, 100],
        ["No kind given", 1, 0, 0],
    ]


def test_voice_counts_positive_respondents_and_leaves_out_impossible_rows():
    rows = (
        "date | source | theme | respondents | positive\n2024-04-10 | survey | Home | 40 | "
        "30\n2024-05-10 | staff | Home | 10 | 4\n2024-05-11 | survey | Home | 5 | "
        "9\n2024-05-12 | | Home | | 3"
    )
    at = sheet("2024-05", None, voice=rows)
    assert (
        risks_costs_voice.voice_by_month(at).headline
        == "What was said: 34 of 50 (68%) positive, April 2024 to May 2024."
    )
    assert risks_costs_voice.voice_by_source(at).table.to_numpy().tolist() == [
        ["Staff", 4, 6],
        ["Survey", 30, 10],
    ]
    assert len(risks_costs_voice.heard_lately(at).table) == 3


def test_numbers_that_no_one_expects_are_not_known_and_break_nothing():
    at = sheet(
        "2024-05", "id | due\nA1 | 2024-05-31",
        risks=f"{RISKS}\nR1 | Late | 2.5 | 4 | 9.6\nR2 | Cost | 3 | 4 |",
        pressures="item | amount\nA | 100.55", voice="date | theme | respondents | "
"positive\n2024-05-01 | Home | 10.5 | "
"4\n2024-05-02 | "
"Home | 0 | 0",
        impact_measures="measure_id | numerator | denominator | unit\nM1 | 2.5 | 10 | %\nM2 | 1 "
"| 0 |",
    )  # fmt: skip
    assert (
        dict(
            zip(
                *[risks_costs_voice.risks([at]).table[name] for name in ("Risk", "Movement")],
                strict=True,
            )
        )["R1 Late"]
        == "No score to compare"
    )
    assert (
        risks_costs_voice.pressures(at).headline
        == "Pressures on the budget: £0 of the £101 asked for is approved."
    )
    assert (
        risks_costs_voice.voice_by_month(at).headline
        == risks_costs_voice.voice_by_source(at).headline
        == "Nobody was asked."
    )
    assert len(risks_costs_voice.heard_lately(at).table) == 2
    assert plan([at])


def test_what_is_missing_is_known_and_a_plan_without_reasons_or_dates_is_still_a_plan():
    at = sheet("2024-05", "id\nA1")
    assert [risks_costs_voice.held(at, key) for key in ("risks", "pressures", "voice")] == [
        False
    ] * 3
    of = planned(("2024-05", "id\nA1"))
    assert action_findings.about(of.action("A1")).startswith(
        "No lead is named. On track for 1 month, since May 2024. No due date is given."
    )
