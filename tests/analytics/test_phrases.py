"""Numbers in words never claim more than the numbers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.publish.phrases import listed, people, percent, percent_beside, share, step, unit_for


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (171, 196, "87%"),
        (999, 1000, "over 99%"),
        (1, 1000, "under 1%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (0, 0, "no one to count"),
    ],
)
def test_a_percentage_is_never_rounded_to_all_or_none(numerator, denominator, said):
    assert percent(numerator, denominator) == said


def test_a_missed_target_is_never_shown_as_the_target():
    assert percent_beside(210, 234, 0.90) == "89.7%"
    assert percent_beside(8999, 10000, 0.90) == "89.99%"
    assert percent_beside(211, 234, 0.95) == "90%"
    assert percent_beside(9, 10, 0.90) == "90%"


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([0.65, 0.9, 0.95, 0.98, 1.0]))
def test_a_value_below_the_target_is_shown_below_it(hits, more, target):
    said = percent_beside(hits, hits + more, target)
    if hits / (hits + more) < target and said[0].isdigit():
        assert float(said[:-1]) < target * 100


def test_one_and_many():
    assert [unit_for(number, "days") for number in (0, 1, -1, 1.5, 2)] == [
        "days",
        "day",
        "day",
        "days",
        "days",
    ]
    assert (people(1), people(209), people(0)) == (
        "1 young person",
        "209 young people",
        "no young people",
    )
    assert (step(4), step(-1), step(0)) == ("+4 people", "−1 person", "no change")
    assert (listed(["a"]), listed(["a", "b", "c"]), listed([])) == ("a", "a, b and c", "")
    assert share(171, 196) == "171 of 196 (87%)"
