"""Measures over months: every month there is, the gaps reported, and a break when the basis
changes.
"""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.calculate import COLUMNS, calculate
from analytics.measures.declared import measure
from analytics.measures.months import trend
from tests.analytics.councils import COUNCIL, council
from tests.spec.drawn import month

BY_STATUS = "id | born | status\n1 | 2003-01-01 | supported\n2 | 2003-01-01 | declined"
BY_ADVISER = "id | born | adviser\n1 | 2003-01-01 | A"


def test_every_month_is_counted_oldest_first():
    months = [
        month("2025-02-28", BY_STATUS),
        month("2025-01-31", BY_STATUS + "\n3 | 2003-01-01 | declined"),
    ]
    rows = trend([measure("coverage_21_plus")], months).rows
    assert list(rows.columns) == ["month", *COLUMNS]
    assert rows[["month", "numerator", "denominator"]].values.tolist() == [
        ["2025-01", 1, 3],
        ["2025-02", 1, 2],
    ]


def test_a_missing_month_is_a_gap_and_has_no_row():
    months = [month(day, BY_STATUS) for day in ("2024-11-30", "2025-02-28", "2025-03-31")]
    found = trend([measure("cohort")], months)
    assert (found.gaps, list(found.rows["month"])) == (
        ("2024-12", "2025-01"),
        ["2024-11", "2025-02", "2025-03"],
    )


def test_a_month_that_lacks_what_a_measure_needs_is_there_and_not_available():
    months = [month("2025-02-28", BY_STATUS), month("2025-03-31", BY_STATUS, contacts="")]
    rows = trend([measure("check_ins_in_date")], months).rows
    assert rows[["month", "available"]].values.tolist() == [["2025-02", False], ["2025-03", True]]


def test_a_change_of_basis_breaks_only_measures_that_use_the_support_status():
    months = [
        month("2025-01-31", BY_ADVISER),
        month("2025-02-28", BY_ADVISER),
        month("2025-03-31", BY_STATUS),
        month("2025-05-31", BY_ADVISER),
    ]
    found = trend(
        [measure("cohort"), measure("coverage_21_plus"), measure("check_ins_in_date")], months
    )
    assert found.breaks == {
        "coverage_21_plus": ("2025-03", "2025-05"),
        "check_ins_in_date": ("2025-03", "2025-05"),
    }


def test_groups_are_counted_in_every_month():
    rows = trend(
        [measure("cohort")],
        [month("2025-02-28", BY_STATUS), month("2025-03-31", BY_STATUS)],
        ("age_band",),
    ).rows
    groups = rows[rows["value_of_group"].notna()]
    assert groups[["month", "value_of_group", "value"]].values.tolist() == [
        [key, band, people]
        for key in ("2025-02", "2025-03")
        for band, people in (("16-17", 0), ("18-20", 0), ("21-24", 2))
    ]


def test_without_a_month_there_is_nothing():
    found = trend([measure("cohort")], [])
    assert (list(found.rows.columns), len(found.rows), found.gaps, found.breaks) == (
        ["month", *COLUMNS],
        0,
        (),
        {},
    )


def test_two_extracts_of_one_month_are_refused():
    with pytest.raises(ValueError, match="2025-03"):
        trend([measure("cohort")], [month("2025-03-30", BY_STATUS), month("2025-03-31", BY_STATUS)])


@given(COUNCIL, st.sets(st.integers(0, 20), min_size=1, max_size=4))
def test_rows_and_gaps_are_every_month_from_first_to_last_and_each_is_as_counted_alone(
    drawn, ahead
):
    chosen = [measure(name) for name in ("cohort", "coverage_21_plus", "check_ins_in_date")]
    ends = pd.date_range("2025-03-31", periods=21, freq="ME")
    months = [council(drawn, ends[place].date()) for place in ahead]
    found = trend(chosen, months)
    named = [f"{end:%Y-%m}" for end in ends[min(ahead) : max(ahead) + 1]]
    assert sorted({*found.rows["month"], *found.gaps}) == named
    for one in months:
        alone = calculate(chosen, one)
        assert (
            found.rows[found.rows["month"] == one.key][COLUMNS].reset_index(drop=True).equals(alone)
        )
