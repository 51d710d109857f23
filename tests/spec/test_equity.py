"""The equity view by example: each group against the rest, and a gap only if the interval excludes
zero.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.calculate import calculate
from analytics.measures.declared import MEASURES, measure
from analytics.measures.equity import equity
from analytics.month.cohort import BREAKDOWNS, in_cohort
from analytics.statistics.intervals import newcombe
from tests.analytics.councils import COUNCIL, council
from tests.spec.drawn import month

NOW = "2025-03-31"
COVERAGE = measure("coverage_21_plus")


def people(*groups, column="gender"):
    """Return `number` people of each kind: (number, value of the column, support status)."""
    rows = [f"{value} | {status}" for number, value, status in groups for _ in range(number)]
    lines = [f"{place} | 2003-01-01 | {row}" for place, row in enumerate(rows)]
    return month(NOW, f"id | born | {column} | status\n" + "\n".join(lines))


def row(table, name):
    return table.set_index("value_of_group").loc[name].to_dict()


def test_a_group_is_set_against_the_rest_with_the_interval_of_the_difference():
    found = row(
        equity(
            COVERAGE,
            people(
                (2, "M", "supported"),
                (8, "M", "declined"),
                (9, "F", "supported"),
                (1, "F", "declined"),
            ),
            "gender",
        ),
        "Male",
    )
    assert (found["numerator"], found["denominator"], found["value"]) == (2, 10, 0.2)
    assert (found["rest_numerator"], found["rest_denominator"], found["rest_value"]) == (9, 10, 0.9)
    assert found["difference"] == pytest.approx(-0.7)
    assert (found["low"], found["high"]) == tuple(float(limit) for limit in newcombe(2, 10, 9, 10))


def test_a_gap_is_reported_only_if_the_interval_excludes_zero():
    clear = people(
        (2, "M", "supported"), (8, "M", "declined"), (9, "F", "supported"), (1, "F", "declined")
    )
    close = people(
        (6, "M", "supported"), (4, "M", "declined"), (9, "F", "supported"), (1, "F", "declined")
    )
    assert list(equity(COVERAGE, clear, "gender")["gap"]) == [True, True]
    assert list(equity(COVERAGE, close, "gender")["gap"]) == [False, False]


def test_a_group_with_nobody_to_count_or_no_rest_has_no_difference():
    table = equity(COVERAGE, people((3, "M", "supported")), "age_band")
    empty, all_there_are = row(table, "18-20"), row(table, "21-24")
    assert (empty["denominator"], empty["value"], empty["rest_value"], empty["gap"]) == (
        0,
        None,
        1.0,
        False,
    )
    assert (
        all_there_are["denominator"],
        all_there_are["rest_denominator"],
        all_there_are["rest_value"],
    ) == (3, 0, None)
    for found in (empty, all_there_are):
        assert (found["difference"], found["low"], found["high"], found["gap"]) == (
            None,
            None,
            None,
            False,
        )


def test_someone_with_two_needs_is_in_both_groups_and_in_the_rest_of_neither():
    table = equity(
        COVERAGE,
        month(
            NOW,
            """
            id | born       | status    | custody | mental_health_need
            1  | 2003-01-01 | supported | Y       | Y
            2  | 2003-01-01 | declined  | Y       | N
            3  | 2003-01-01 | declined  | N       | N
            """,
        ),
        "need",
    )
    sizes = {
        name: (row(table, name)["denominator"], row(table, name)["rest_denominator"])
        for name in table["value_of_group"]
    }
    assert (sizes["Custody"], sizes["Mental Health Need"], sizes["No recorded need"]) == (
        (2, 1),
        (1, 2),
        (1, 2),
    )


def test_unknown_counts_against_in_both_the_group_and_the_rest():
    known_to_be = replace(
        COVERAGE,
        denominator=in_cohort,
        numerator=lambda found: found.column("uasc").map({"Y": True, "N": False}),
    )
    drawn = (
        "id | born | status | gender | uasc\n1 | 2003-01-01 | supported | M | Y\n2 | "
        "2003-01-01 | supported | M |\n3 | 2003-01-01 | supported | F |"
    )
    found = row(equity(known_to_be, month(NOW, drawn), "gender"), "Male")
    assert (
        found["numerator"],
        found["denominator"],
        found["rest_numerator"],
        found["rest_denominator"],
    ) == (1, 2, 0, 1)


def test_people_without_a_recorded_group_are_a_group_and_in_the_rest_of_the_others():
    table = equity(COVERAGE, people((2, "M", "supported"), (3, "", "declined")), "gender")
    assert [
        (found["value_of_group"], found["denominator"], found["rest_denominator"])
        for found in table.to_dict("records")
    ] == [
        ("Male", 2, 3),
        ("Not recorded", 3, 2),
    ]


def test_without_what_the_measure_needs_there_is_no_row():
    table = equity(measure("check_ins_in_date"), people((2, "M", "supported")), "gender")
    assert (len(table), "gap" in table.columns) == (0, True)


def test_a_count_has_no_share_to_compare():
    with pytest.raises(ValueError, match="cohort"):
        equity(measure("cohort"), people((2, "M", "supported")), "gender")


SHARES = [one for one in MEASURES.values() if one.numerator and one.of == "care_leavers"]


@given(COUNCIL, st.sampled_from(list(BREAKDOWNS)), st.sampled_from(SHARES))
def test_groups_are_as_counted_and_with_the_rest_make_the_whole(drawn, by, share):
    one = council(drawn)
    if share.lacking(one):
        return
    counted, table = calculate([share], one, (by,)), equity(share, one, by)
    whole, groups = counted.iloc[0], counted.iloc[1:]
    same = ["value_of_group", "numerator", "denominator"]
    assert table[same].values.tolist() == groups[same].values.tolist()
    assert (table["denominator"] + table["rest_denominator"] == whole["denominator"]).all()
    assert (table["numerator"] + table["rest_numerator"] == whole["numerator"]).all()
    for found in table[table["gap"].astype(bool)].to_dict("records"):
        assert found["low"] > 0 or found["high"] < 0
        assert found["low"] <= found["difference"] <= found["high"]
