"""Control charts follow their mathematics for any series, including short, constant and broken
ones.
"""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import ASSURANCE, NHS_EXCEL, RULE_SETS, STATE, VARIATION, control_chart
from analytics.statistics.control_chart_series import key_of, number_of
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER
from tests.analytics.drawn_series import dated

RULES = st.sampled_from(list(RULE_SETS.values()))
POLARITY = st.sampled_from([HIGHER, LOWER, NEITHER])
VALUE = st.integers(0, 30).map(float)
SERIES = st.lists(VALUE, min_size=13, max_size=40)
WITH_GAPS = st.lists(st.one_of(st.none(), VALUE, VALUE, VALUE), min_size=1, max_size=45)
OTHER = {"improvement": "concern", "concern": "improvement", "high": "low", "low": "high"}


def drawn(values, **asked):
    return control_chart(dated(values), **asked)


def signals(control):
    return [point.signals for point in control.points]


@given(SERIES, st.integers(-6, 6), RULES, POLARITY)
def test_scaling_by_a_power_of_ten_scales_only_the_lines(values, power, rules, polarity):
    one = drawn(values, rules=rules, polarity=polarity)
    other = drawn([value * 10**power for value in values], rules=rules, polarity=polarity)
    assert signals(one) == signals(other)
    assert (one.variation, one.kind) == (other.variation, other.kind)
    if one.limits.upper is not None:
        assert [other.limits.lower, other.limits.centre, other.limits.upper] == pytest.approx(
            [line * 10**power for line in (one.limits.lower, one.limits.centre, one.limits.upper)],
            rel=1e-9,
            abs=1e-9 * 10**power,
        )


@given(SERIES, st.integers(-50, 50), RULES)
def test_shifting_by_a_constant_moves_only_the_lines(values, by, rules):
    one, other = drawn(values, rules=rules), drawn([value + by for value in values], rules=rules)
    assert signals(one) == signals(other)
    assert other.limits.centre == pytest.approx(one.limits.centre + by)
    assert other.limits.mean_moving_range == (
        pytest.approx(one.limits.mean_moving_range)
        if one.limits.mean_moving_range is not None
        else None
    )


@given(SERIES, RULES)
def test_turned_upside_down_with_the_other_polarity_the_states_are_the_same(values, rules):
    one = drawn(values, rules=rules, polarity=HIGHER)
    other = drawn([-value for value in values], rules=rules, polarity=LOWER)
    assert [point.state for point in one.points] == [point.state for point in other.points]
    for ours, theirs in zip(signals(one), signals(other), strict=True):
        assert [(one.rule, OTHER[one.direction]) for one in ours] == [
            (one.rule, one.direction) for one in theirs
        ]


@given(SERIES, RULES)
def test_with_the_other_polarity_improvement_is_concern_unless_a_point_carries_both(values, rules):
    for up, down in zip(
        drawn(values, rules=rules, polarity=HIGHER).points,
        drawn(values, rules=rules, polarity=LOWER).points,
        strict=True,
    ):
        if not up.mixed:
            assert OTHER.get(up.state, up.state) == down.state
        assert (drawn(values, rules=rules, polarity=NEITHER).points[0].state) in {
            "neutral",
            "common_cause",
        }


@given(WITH_GAPS, RULES, POLARITY)
def test_every_month_is_kept_and_json_holds_it_all(values, rules, polarity):
    control = drawn(values, rules=rules, polarity=polarity, targets=10.0)
    document = json.loads(json.dumps(control.as_json("x"), allow_nan=False))
    assert [point["value"] for point in document["points"]] == values
    assert all(point["state"] in {*STATE, None} for point in document["points"])
    assert document["variation"] in {*VARIATION, None}
    assert document["assurance"] in {*ASSURANCE, None}
    for point in document["points"]:
        assert len(point["signals"]) == len(point["directions"])
        assert point["value"] is not None or (point["signals"], point["state"]) == ([], None)


@given(WITH_GAPS, st.lists(st.integers(1, 44), max_size=2), RULES)
def test_no_signal_needs_points_from_both_sides_of_a_gap_or_a_rebase(values, cuts, rules):
    """Check that each run of months, judged by the same lines, has the same signals on its own."""
    control = control_chart(
        dated(values),
        rules=rules,
        rebases=[(key_of(number_of("2020-01") + cut), "a reason") for cut in cuts],
        least=2,
    )
    runs, run = [], []
    for place, point in enumerate(control.points):
        if run and (point.value is None or place in cuts):
            runs, run = [*runs, run], []
        if point.value is not None:
            run = [*run, point]
    for one in [*runs, run]:
        for point in one:
            for signal in point.signals:
                assert (
                    len(one)
                    >= {"outside": 1, "two_of_three": 3, "trend": 7, "shift": 7}[signal.rule]
                )
                _holds(point, one, signal)


def _holds(point, run, signal):
    """Return whether a shift or a trend of seven points in this run contains the point."""
    sign = 1 if signal.direction == "high" else -1
    place = run.index(point)
    windows = [
        run[start : start + 7]
        for start in range(max(0, place - 6), place + 1)
        if start + 7 <= len(run)
    ]
    values = [[one.value for one in window] for window in windows]
    if signal.rule == "shift":
        assert any(
            all(sign * (value - point.limits.centre) > 0 for value in window) for window in values
        )
    if signal.rule == "trend":
        assert any(all(sign * step > 0 for step in np.diff(window)) for window in values)


@given(SERIES, RULES)
def test_points_outside_are_those_outside_and_no_others(values, rules):
    control = drawn(values, rules=rules)
    if control.kind == "control":
        for point in control.points:
            outside = any(signal.rule == "outside" for signal in point.signals)
            assert outside == (
                point.value > point.limits.upper + 1e-6 or point.value < point.limits.lower - 1e-6
            )


def test_a_moving_range_is_not_taken_across_a_gap():
    low, high = [10.0, 12.0] * 7, [90.0, 92.0] * 7
    assert drawn([*low, None, *high], rules=NHS_EXCEL).limits.mean_moving_range == pytest.approx(2)
    assert control_chart(
        [*dated(low), *dated(high, "2022-01")], rules=NHS_EXCEL
    ).limits.mean_moving_range == pytest.approx(2)
    rebased = drawn([*low, *high], rebases=[("2021-03", "new service")])
    assert [segment.limits.mean_moving_range for segment in rebased.segments] == pytest.approx(
        [2, 2]
    )


def test_a_quarterly_figure_is_not_all_gaps():
    quarters = dated([80.0, 84.0] * 8, step=3)
    assert control_chart(quarters, step=3).kind == "control"
    assert control_chart(quarters).kind == "run"
