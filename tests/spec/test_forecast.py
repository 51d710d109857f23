"""The forecast by example: who turns 18, 21 and 25 when, who is assumed to join, and the
caseloads."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.cohort.forecast import JOINING_AGE, forecast
from analytics.measures.practice_conditions import caseload_mean
from analytics.month.cohort import in_cohort
from tests.analytics.councils import COUNCIL, council
from tests.spec.drawn import month

NOW = "2025-03-31"
PEOPLE = """
    id | born       | adviser | touch
    1  | 2007-05-10 | A       | YES
    2  | 2004-04-30 | A       | YES
    3  | 2000-06-01 | B       | RHOM
    4  | 2003-01-01 |         | YES
    5  | 2003-01-01 | B       | DIED
    6  | 2009-04-01 | A       | YES
    7  | 2000-03-31 | A       | YES
    """


def row(found, key):
    return found.table.set_index("month").loc[key].to_dict()


def bands(found, key):
    return tuple(
        row(found, key)[name] for name in ("aged_16_17", "aged_18_20", "aged_21_24", "total")
    )


def test_the_first_row_is_the_present_cohort_and_one_row_per_month_follows():
    found = forecast([month(NOW, PEOPLE)], joiners=0)
    assert list(found.table["month"])[:3] == ["2025-03", "2025-04", "2025-05"]
    assert (len(found.table), found.table["month"].iloc[-1]) == (19, "2026-09")
    assert bands(found, "2025-03") == (1, 1, 2, 4)


def test_everyone_is_aged_forward_and_leaves_at_25():
    found = forecast([month(NOW, PEOPLE)], joiners=0)
    assert bands(found, "2025-04") == (1, 0, 3, 4)
    assert bands(found, "2025-05") == (0, 1, 3, 4)
    assert bands(found, "2025-06") == (0, 1, 2, 3)


def test_everyone_who_turns_18_21_or_25_is_listed_with_the_day_and_the_adviser():
    found = forecast([month(NOW, PEOPLE)], joiners=0)
    listed = found.turning.assign(
        birthday=found.turning["birthday"].dt.strftime("%Y-%m-%d")
    ).fillna("")
    assert list(listed.itertuples(index=False, name=None)) == [
        ("2025-04", "2", 21, "2025-04-30", "A"),
        ("2025-05", "1", 18, "2025-05-10", "A"),
        ("2025-06", "3", 25, "2025-06-01", "B"),
    ]
    assert [
        row(found, key)[f"turning_{age}"]
        for key, age in (("2025-04", 21), ("2025-05", 18), ("2025-06", 25))
    ] == [1, 1, 1]


def test_each_month_runs_to_its_last_day_for_any_day_of_the_extract():
    born = "id | born\n1 | 2004-04-30\n2 | 2004-03-20"
    assert row(forecast([month("2025-02-28", born)], joiners=0), "2025-03")["turning_21"] == 1
    taken_early = forecast([month("2025-03-15", born)], joiners=0)
    assert [row(taken_early, key)["turning_21"] for key in ("2025-03", "2025-04")] == [0, 2]


def test_someone_born_on_29_february_turns_on_1_march():
    found = forecast([month("2025-01-31", "id | born\n1 | 2004-02-29")], joiners=0)
    assert [row(found, key)["turning_21"] for key in ("2025-02", "2025-03")] == [0, 1]


def test_joiners_enter_aged_16_each_month():
    found = forecast([month(NOW, PEOPLE)], joiners=1.5)
    assert JOINING_AGE == 16
    assert bands(found, "2025-04") == (2.5, 0, 3, 5.5)
    assert bands(found, "2025-05") == (3, 1, 3, 7)


def test_joiners_are_the_mean_of_the_last_twelve_months_unless_given():
    def known(day, *ids):
        return month(day, "id | born\n" + "\n".join(f"{person} | 2005-01-01" for person in ids))

    months = [
        known("2024-12-31", "1"),
        known("2025-01-31", "1", "2", "3"),
        known("2025-02-28", "1", "2", "3"),
        known(NOW, "1", "2", "4"),
    ]
    found = forecast(months)
    assert (found.joiners, found.joined, found.joined_over, found.joiners_assumed) == (
        1,
        3,
        3,
        False,
    )
    changed = forecast(months, joiners=2)
    assert (changed.joiners, changed.joined, changed.joined_over, changed.joiners_assumed) == (
        2,
        3,
        3,
        True,
    )


def test_only_the_last_twelve_months_count_and_a_missing_month_is_spread_over():
    def known(day, number):
        return month(
            day, "id | born\n" + "\n".join(f"{person} | 2005-01-01" for person in range(number))
        )

    found = forecast(
        [known("2024-01-31", 1), known("2024-03-31", 9), known("2024-12-31", 12), known(NOW, 18)]
    )
    assert (found.joined, found.joined_over, found.joiners) == (9, 12, 0.75)


def test_coming_of_age_in_the_extract_and_coming_back_are_joining_and_a_corrected_date_of_birth_is_not():
    before = month("2025-02-28", "id | born\n1 | 2009-03-10\n2 | 2012-01-01\n9 | 2005-01-01")
    after = month(
        NOW,
        "id | born\n1 | 2009-03-10\n2 | 2005-01-01\n3 | 2005-01-01\n9 | 2005-01-01",
        seen_before=frozenset("123") | {"9"},
    )
    assert forecast([before, after]).joined == 2


def test_with_one_month_no_joiners_are_known_and_the_note_says_so():
    found = forecast([month(NOW, PEOPLE)])
    assert (found.joiners, found.joined, found.joined_over) == (0, 0, 0)


def test_caseload_is_that_of_the_measure_now_and_the_share_with_an_adviser_stays_as_it_is_in_each_band():
    one = month(NOW, PEOPLE)
    found = forecast([one], joiners=1)
    assert (found.advisers_now, found.advisers) == (2, 2)
    assert (row(found, NOW[:7])["caseload_mean"], caseload_mean(one)) == (1.5, 1.5)
    # April: the one aged 16-17 and the joiner have an adviser, and half of the three aged 21-24
    assert row(found, "2025-04")["caseload_mean"] == (2 + 1.5) / 2


def test_caseload_at_a_different_staffing_is_next_to_the_present_one():
    found = forecast([month(NOW, PEOPLE)], joiners=1, advisers=7)
    assert (found.advisers_now, found.advisers) == (2, 7)
    assert (
        row(found, "2025-04")["caseload_mean"],
        row(found, "2025-04")["caseload_now_staffed"],
    ) == (0.5, 1.75)


def test_the_workforce_table_gives_the_caseload_only_without_an_adviser_column():
    workforce = (
        "worker_id | role | start_date | caseload\nW1 | personal adviser | 2024-01-01 | 10\nW2 "
        "| personal adviser | 2024-01-01 | 6"
    )
    young = "id | born\n" + "\n".join(f"{person} | 2006-01-01" for person in range(20))
    found = forecast([month(NOW, young, workforce=workforce)], joiners=5)
    assert (
        found.advisers_now,
        row(found, "2025-03")["caseload_mean"],
        row(found, "2025-04")["caseload_mean"],
    ) == (2, 8, 10)


def test_without_an_adviser_column_there_is_no_caseload():
    found = forecast([month(NOW, "id | born\n1 | 2005-01-01")], advisers=3)
    assert found.advisers_now is None
    assert found.table["caseload_mean"].isna().all()


@pytest.mark.parametrize(
    "wrong", [{"joiners": -1}, {"advisers": 0}, {"horizon": 0}, {"horizon": 25}]
)
def test_impossible_assumptions_are_rejected(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        forecast([month(NOW, PEOPLE)], **wrong)


def test_a_month_is_needed():
    with pytest.raises(ValueError, match="month"):
        forecast([])


@given(COUNCIL, st.floats(0, 20), st.integers(1, 24))
def test_every_month_is_the_month_before_plus_its_changes(drawn, joiners, horizon):
    one = council(drawn)
    found = forecast([one], joiners=joiners, horizon=horizon)
    table = found.table
    assert table["total"].iloc[0] == in_cohort(one).sum()
    assert (
        table[["aged_16_17", "aged_18_20", "aged_21_24"]].sum(axis=1) - table["total"]
    ).abs().max() < 1e-9
    before, after = table.shift(1).iloc[1:], table.iloc[1:]
    steps = {
        "total": after["joiners"] - after["turning_25"],
        "aged_16_17": after["joiners"] - after["turning_18"],
        "aged_18_20": after["turning_18"] - after["turning_21"],
        "aged_21_24": after["turning_21"] - after["turning_25"],
    }
    for name, step in steps.items():
        assert (before[name] + step - after[name]).abs().max() < 1e-9
    turning = found.turning.groupby(["month", "turning"]).size()
    for age in (18, 21, 25):
        assert [turning.get((key, age), 0) for key in after["month"]] == list(
            after[f"turning_{age}"]
        )


@given(COUNCIL)
def test_a_longer_look_ahead_changes_no_earlier_month(drawn):
    near, far = (forecast([council(drawn)], joiners=1, horizon=horizon) for horizon in (6, 18))
    pd.testing.assert_frame_equal(near.table, far.table.head(7))


@given(COUNCIL)
def test_without_joiners_the_cohort_ahead_is_the_cohort_on_that_day(drawn):
    one, table = council(drawn), forecast([council(drawn)], joiners=0).table
    for place, day in ((6, date(2025, 9, 30)), (18, date(2026, 9, 30))):
        then = in_cohort(council(drawn, day))
        assert table["total"].iloc[place] == (in_cohort(one) & then).sum()
