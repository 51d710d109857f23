"""The made-up council's plan: its months, its deliberate faults, and its return from the store cell
by cell.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analytics.measures.declared import MEASURES
from data.codelists import codelist
from data.sample.actions import ACTIONS
from data.sample.council import COUNCIL, sample_months
from data.schema import PLAN, TABLES, Kind
from data.store import Store
from data.writing.month_and_template import write_month
from tests.data.workbooks import read

KEYS = [table.key for table in PLAN]
LETTERS = {"not started": "n", "green": "g", "amber": "a", "red": "r", "blue": "b"}
REPORT = date(2024, 5, 16)


@pytest.fixture(scope="module")
def months():
    return sample_months()


@pytest.fixture(scope="module")
def planned(months):
    return [month for month in months if "plan_actions" in month.tables]


@pytest.fixture(scope="module")
def extracts(planned, tmp_path_factory):
    """Return the plan's sheets of each month as read, the first with some people."""
    folder, read_in = tmp_path_factory.mktemp("plan"), []
    for month in planned:
        tables = {key: month.tables[key] for key in KEYS}
        if month is planned[0]:
            tables["care_leavers"] = month.tables["care_leavers"].head(3)
        title = f"{COUNCIL} (made-up people) as at {month.as_at:%d/%m/%Y}"
        write_month(folder / month.file_name, tables, dict.fromkeys(tables, title))
        read_in.append(read(folder / month.file_name))
    return read_in


@pytest.fixture(scope="module")
def stored(extracts, tmp_path_factory):
    """Return each month from a store that has all of them."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'own.db'}")
    taken = [store.save(extract, "Ann") for extract in extracts]
    return [store.tables(one) for one in taken]


def rows(month, key="plan_actions") -> list[dict]:
    return month.tables[key].to_dict("records")


def by_id(month) -> dict[str, dict]:
    return {row["Action ID"]: row for row in rows(month)}


def code(row) -> str:
    return codelist("delivery_rag").code_for(row["Delivery RAG"]) or ""


def test_there_is_a_plan_from_april_2024_and_none_before(months, planned):
    assert [month.as_at for month in planned] == [
        stamp.date() for stamp in pd.date_range("2024-04-30", "2025-03-31", freq="ME")
    ]
    assert all(set(KEYS) <= set(month.tables) for month in planned)
    assert not [month for month in months if month not in planned and set(KEYS) & set(month.tables)]


def test_about_forty_actions_in_all_seven_areas_are_led_by_posts(months, planned):
    seen = {name: row for month in planned for name, row in by_id(month).items()}
    assert len(seen) == len(ACTIONS) == 44
    assert {row["Area for Improvement"] for row in seen.values()} == set("1234567")
    staff = set(
        pd.concat(
            month.tables["care_leavers"]["Allocated Personal Adviser"] for month in months
        ).dropna()
    )
    assert not staff & {row["Lead"] for row in seen.values()}


def test_the_plan_includes_the_first_deliveries(planned):
    last = by_id(planned[-1])
    assert "209" in last["IP-201"]["Action"]
    assert "184" in by_id(planned[1])["IP-201"]["Progress This Month"]
    assert "25" in by_id(planned[1])["IP-201"]["Progress This Month"]
    delivered = ("IP-101", "IP-102", "IP-103", "IP-201", "IP-202", "IP-203", "IP-205", "IP-301")
    assert [code(last[name]) for name in delivered] == ["blue"] * len(delivered)
    assert (last["IP-205"]["Completed"], last["IP-204"]["Completed"]) == (date(2024, 7, 8), None)


def test_every_change_of_rating_except_two_has_a_reason(planned):
    unsaid, idle = [], []
    for before, month in pairwise(planned):
        was = by_id(before)
        for name, row in by_id(month).items():
            changed, said = (
                name in was and code(was[name]) != code(row),
                row["Reason for RAG Change"] is not None,
            )
            unsaid += [(name, f"{month.as_at:%Y-%m}")] if changed and not said else []
            idle += [name] if said and not changed else []
    assert (unsaid, idle) == ([("IP-601", "2024-10"), ("IP-211", "2024-11")], [])


def test_actions_are_added_slip_finish_and_one_is_merged_into_another(planned):
    added = {
        name
        for before, month in pairwise(planned[3:])
        for name in by_id(month).keys() - by_id(before).keys()
    }
    assert added == {"IP-107", "IP-214", "IP-503", "IP-215", "IP-605", "IP-704"}
    gone = [
        (f"{month.as_at:%Y-%m}", before_ids - by_id(month).keys())
        for before_ids, month in _beside(planned)
    ]
    assert [one for one in gone if one[1]] == [("2024-12", {"IP-603"})]
    slips = Counter(
        name
        for before, month in pairwise(planned)
        for name, row in by_id(month).items()
        if _moved(by_id(before), name, row)
    )
    assert set(slips) == {
        "IP-104",
        "IP-204",
        "IP-208",
        "IP-209",
        "IP-211",
        "IP-302",
        "IP-402",
        "IP-403",
        "IP-502",
        "IP-601",
        "IP-602",
        "IP-703",
    }
    assert slips["IP-601"] == 3
    assert sum(code(row) == "blue" for row in rows(planned[-1])) == 24


def _beside(planned):
    return [(by_id(before).keys(), month) for before, month in pairwise(planned)]


def _moved(before, name, row) -> bool:
    return name in before and before[name]["Due"] < row["Due"]


def test_linked_measures_are_calculated_or_on_the_sheet_and_some_are_unlinked(planned):
    for month in planned:
        own = {row["Measure ID"] for row in rows(month, "impact_measures")}
        named = {
            name
            for row in rows(month)
            for name in (row["Impact Measure IDs"] or "")
            .replace(",", " ")
            .replace(";", " ")
            .split()
        }
        assert named <= own | set(MEASURES)
        assert not own & set(MEASURES)
    assert own - named == {"IM-21", "IM-63"}
    assert [row["Action ID"] for row in rows(planned[-1]) if not row["Impact Measure IDs"]] == [
        "IP-105",
        "IP-106",
        "IP-215",
    ]


def test_risks_move_and_remember_their_score(planned):
    for before, month in pairwise(planned):
        was = {row["Risk ID"]: row["Likelihood"] * row["Impact"] for row in rows(before, "risks")}
        assert {row["Risk ID"]: row["Previous Score"] for row in rows(month, "risks")} == was
        assert all(row["Review Date"] > month.as_at for row in rows(month, "risks"))
    scores = [
        [row["Likelihood"] * row["Impact"] for row in rows(month, "risks")]
        for month in (planned[0], planned[-1])
    ]
    assert (len(scores[0]), sum(a != b for a, b in zip(*scores, strict=True))) == (8, 7)


def test_pressures_are_of_every_kind(planned):
    assert {row["Kind"] for row in rows(planned[-1], "pressures")} == {
        "Pressure",
        "Invest to save",
        "Business case",
    }


def test_the_known_dates_are_among_the_milestones(planned):
    held = {
        (row["Event"], row["Date"] or row["From"]): row for row in rows(planned[-1], "milestones")
    }
    inspection = held["Inspection of children's services", date(2024, 2, 19)]
    assert (inspection["To"], inspection["Status"]) == (date(2024, 3, 8), "Done")
    days = [
        REPORT,
        date(2024, 6, 19),
        date(2024, 5, 30),
        date(2024, 7, 25),
        date(2024, 7, 17),
        date(2024, 6, 3),
    ]
    assert set(days) <= {day for _, day in held}
    workshop = [
        (day, row["Status"]) for (event, day), row in held.items() if event.startswith("Workshop")
    ]
    assert workshop == [(date(2024, 7, 2), None), (date(2024, 7, 4), None)]
    first = held["First monitoring visit", date(2024, 11, 26)]
    assert (first["To"], first["Published"], bool(first["Outcome"])) == (
        date(2024, 11, 27),
        "N",
        True,
    )


def test_the_judgements_of_2024_and_the_overall_one_of_2019_are_on_the_sheet(planned):
    improve, inadequate = "Requires improvement to be good", "Inadequate"
    for month in planned:
        found = {
            (row["Event"], row["Date"] or (row["From"], row["To"])): row
            for row in rows(month, "milestones")
            if "Judgement" in row["Event"]
        }
        before, of_the_report = (
            {("Judgement: overall", (date(2019, 1, 1), date(2019, 12, 31))): improve},
            {
                ("Judgement: leaders", REPORT): improve,
                ("Judgement: help and protection", REPORT): improve,
                ("Judgement: children in care", REPORT): improve,
                ("Judgement: care leavers", REPORT): inadequate,
                ("Judgement: overall", REPORT): inadequate,
            },
        )
        assert {key: row["Outcome"] for key, row in found.items()} == before | (
            of_the_report if month.as_at >= REPORT else {}
        )
        assert {(row["Body"], row["Status"], row["Published"]) for row in found.values()} == {
            ("Ofsted", "Done", "Y")
        }


def test_future_milestones_are_planned_and_have_no_outcome(planned):
    for month in planned:
        for row in rows(month, "milestones"):
            ahead = (row["To"] or row["Date"]) > month.as_at
            assert (row["Status"] == "Planned") == ahead
            assert not ahead or row["Published"] is None
            assert not ahead or row["Outcome"] is None or row["Event"].startswith("Workshop")
    windows = [
        (month.as_at, row["From"])
        for month in planned
        for row in rows(month, "milestones")
        if row["Event"] == "First monitoring visit"
    ]
    assert windows[0] == (date(2024, 5, 31), date(2024, 11, 16))
    assert {day for as_at, day in windows if as_at >= date(2024, 10, 31)} == {date(2024, 11, 26)}


PLANTED = {
    "2024-12": [("past_due_but_green", "IP-703")],
    "2025-01": [("blue_without_a_date", "IP-208")],
    "2025-02": [("completed_but_not_blue", "IP-209")],
}


def test_the_checks_report_only_the_deliberate_faults(extracts):
    for extract in extracts:
        ids = extract.tables["plan_actions"].set_index("source_row")["action_id"]
        found = [
            (problem.rule, ids[problem.row])
            for problem in extract.problems
            if problem.table in KEYS
        ]
        assert found == PLANTED.get(extract.month, []), extract.month
        assert extract.errors == []


def test_the_store_returns_each_month_cell_by_cell(planned, extracts, stored):
    for month, extract, tables in zip(planned, extracts, stored, strict=True):
        for key in KEYS:
            assert_frame_equal(tables[key], extract.tables[key], check_like=True)
            written = month.tables[key]
            for column in TABLES[key].columns:
                kept = [
                    None if pd.isna(value) else value for value in tables[key][column.key].tolist()
                ]
                assert kept == [
                    _as_kept(column, value) for value in written[column.heading].tolist()
                ], (key, column.key)


def _as_kept(column, value) -> object:
    if value is None:
        return None
    if column.kind is Kind.CODE:
        return codelist(column.codes).code_for(value)
    return pd.Timestamp(value) if column.kind is Kind.DATE else value


def test_the_store_returns_every_rating_by_month(stored):
    ratings = [
        tables["plan_actions"].set_index("action_id")["delivery_rag"].map(LETTERS)
        for tables in stored
    ]
    by_month = pd.concat(ratings, axis=1).reindex([action.id for action in ACTIONS])
    for action in ACTIONS:
        assert "".join(by_month.loc[action.id].fillna(".")) == action.rated.replace("-", ".")
