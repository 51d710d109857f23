"""Short, constant, frozen, rebased and empty series have the right kind; targets; p-charts and
funnels.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import (
    NHS_EXCEL,
    PLOTTHEDOTS,
    RULE_SETS,
    control_chart,
    funnel,
    p_chart,
    p_limits,
)
from analytics.statistics.intervals import wilson
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER
from tests.analytics.drawn_series import FLAT, dated


def drawn(values, **asked):
    return control_chart(dated(values), **asked)


@pytest.mark.parametrize("count", [1, 2, 12])
def test_a_short_series_is_a_run_chart_with_only_its_median(count):
    control = drawn([*range(count - 1), 100], polarity=HIGHER, targets=95)
    assert (control.kind, control.variation, control.assurance) == ("run", None, None)
    assert control.limits.centre == float(np.median([*range(count - 1), 100]))
    assert (control.limits.lower, control.limits.upper, control.limits.two_sigma) == (
        None,
        None,
        None,
    )
    assert all(point.state is None and not point.signals for point in control.points)


def test_thirteen_points_have_limits_and_a_rebase_starts_the_count_again():
    assert drawn(FLAT[:13]).kind == "control"
    rebased = drawn((*FLAT[:13], *[90.0] * 12), rebases=[("2021-02", "the offer became opt-out")])
    assert [(segment.kind, segment.count, segment.reason) for segment in rebased.segments] == [
        ("control", 13, ""),
        ("run", 12, "the offer became opt-out"),
    ]
    assert (rebased.kind, rebased.variation, rebased.limits.centre) == ("run", None, 90)


@pytest.mark.parametrize(
    "rebase",
    [
        ("2020-06", ""),
        ("2020-06", "  "),
        ("", "reason"),
        ("2020-06",),
        ("June", "reason"),
        ("2020-06", None),
    ],
)
def test_a_rebase_needs_a_month_and_a_reason(rebase):
    with pytest.raises(ValueError):  # noqa: PT011
        drawn(FLAT, rebases=[rebase])


def test_a_baseline_is_frozen_from_twelve_points_and_later_ones_do_not_move_it():
    values = (*FLAT, *[99.0] * 3)
    assert drawn(values, freeze=12).limits == drawn(FLAT[:12], freeze=12, least=12).limits
    assert drawn(values, freeze=12).limits != drawn(values).limits
    with pytest.raises(ValueError, match="12"):
        drawn(values, freeze=11)


@pytest.mark.parametrize("rules", [PLOTTHEDOTS, NHS_EXCEL], ids=lambda rules: rules.name)
@pytest.mark.parametrize(
    ("polarity", "target", "said"),
    [(HIGHER, 100, "met"), (HIGHER, 100.1, "not_met"), (LOWER, 99, "not_met")],
)
def test_a_constant_series_has_no_variation_and_meets_its_target_or_not(
    rules, polarity, target, said
):
    control = drawn([100.0] * 14, rules=rules, polarity=polarity, targets=target)
    assert (control.kind, control.variation, control.assurance) == (
        "no_variation",
        "no_variation",
        said,
    )
    assert not any(point.signals for point in control.points)


@pytest.mark.parametrize(
    ("polarity", "target", "said"),
    [
        (HIGHER, 70, "always_met"), (HIGHER, 95, "never_met"), (HIGHER, 82, "hit_and_miss"), (HIGHER, None, None),
        (LOWER, 95, "always_met"), (LOWER, 70, "never_met"), (LOWER, 82, "hit_and_miss"), (NEITHER, 82, None),
    ],
)  # fmt: skip
def test_a_target_is_judged_by_the_limits_strictly(polarity, target, said):
    assert drawn(FLAT, polarity=polarity, targets=target).assurance == said
    limits = drawn(FLAT).limits
    if polarity is not NEITHER:
        assert drawn(FLAT, polarity=polarity, targets=limits.lower).assurance == "hit_and_miss"
        assert drawn(FLAT, polarity=polarity, targets=limits.upper).assurance == "hit_and_miss"


def test_the_latest_target_counts_of_targets_that_change():
    months = [month for month, _ in dated(FLAT)]
    targets = dict.fromkeys(months, 70.0) | {months[-1]: 95.0}
    control = drawn(FLAT, polarity=HIGHER, targets=targets)
    assert control.assurance == "never_met"
    assert [control.points[0].target, control.points[-1].target] == [70.0, 95.0]


def test_a_point_that_carries_both_keeps_both_and_each_rule_set_shows_its_own():
    values = [50.0, 51.0] * 10 + [10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 37.0]
    by_name = {
        rules.name: drawn(values, rules=rules, polarity=HIGHER) for rules in RULE_SETS.values()
    }
    points = {
        name: next(point for point in control.points if point.mixed)
        for name, control in by_name.items()
    }
    assert {signal.direction for point in points.values() for signal in point.signals} == {
        "high",
        "low",
    }
    assert (points["plotthedots"].state, points["nhs-excel"].state) == ("concern", "improvement")


def test_two_of_three_counts_points_beyond_the_limits_in_one_rule_set_only():
    lines = drawn(FLAT).limits
    near = (lines.two_sigma[1] + lines.upper) / 2
    values = [*FLAT, lines.centre + 0.1, lines.upper + 1, near]
    found = {
        rules.name: drawn(values, rules=rules, freeze=14).points[-1].signals
        for rules in RULE_SETS.values()
    }
    assert [signal.rule for signal in found["nhs-excel"]] == ["two_of_three"]
    assert found["plotthedots"] == ()


@pytest.mark.parametrize(
    "bad",
    [
        [("2020-02", 1.0), ("2020-01", 2.0)],
        [("2020-01", 1.0), ("2020-01", 2.0)],
        [("2020-1", 1.0)],
        [("2020-01", float("inf"))],
    ],
)
def test_a_series_out_of_order_or_without_sense_is_refused(bad):
    with pytest.raises(ValueError):  # noqa: PT011
        control_chart(bad)


def test_a_series_without_a_value_is_empty_and_says_nothing():
    for series in ([], [("2020-01", None), ("2020-02", float("nan"))]):
        control = control_chart(series, polarity=HIGHER, targets=95)
        assert (
            control.kind,
            control.latest,
            control.limits,
            control.variation,
            control.assurance,
        ) == ("empty", None, None, None, None)


def test_percentages_are_computed_without_clipping_and_a_p_chart_with():
    high = [99.0, 95.0] * 7
    assert drawn(high, rules=NHS_EXCEL).limits.upper > 100
    counted = [(month, int(value), 100) for month, value in dated(high)]
    assert max(point.limits.upper for point in p_chart(counted).points) == 1


@given(
    st.lists(
        st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
        min_size=1,
        max_size=20,
    )
)
def test_p_limits_contain_their_centre_and_stay_between_zero_and_one(counted):
    for limits in p_limits(*zip(*counted, strict=True)):
        assert 0 <= limits.lower <= limits.two_sigma[0] <= limits.centre + 1e-12
        assert limits.centre - 1e-12 <= limits.two_sigma[1] <= limits.upper <= 1


def test_a_p_chart_has_a_gap_if_nobody_is_counted_and_rejects_more_than_everybody():
    control = p_chart([("2020-01", 3, 9), ("2020-02", 0, 0), ("2020-03", None, 9)])
    assert [point.value for point in control.points] == [pytest.approx(1 / 3), None, None]
    with pytest.raises(ValueError, match="p-chart"):
        p_chart([(month, 10, 9) for month, _ in dated(range(13))])


@given(
    st.lists(
        st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
        min_size=1,
        max_size=12,
    )
)
def test_a_rate_is_outside_the_95_per_cent_funnel_if_its_wilson_interval_excludes_the_centre(
    counted,
):
    hits, of = (np.array(column) for column in zip(*counted, strict=True))
    found = funnel(hits, of)
    low, high = wilson(hits, of)
    rate = hits / of
    clear = (
        (np.abs(low - found.centre) > 1e-6)
        & (np.abs(high - found.centre) > 1e-6)
        & (0 < found.centre < 1)
    )
    outside = (rate < found.lower_95 - 1e-9) | (rate > found.upper_95 + 1e-9)
    assert (outside == ((low > found.centre) | (high < found.centre)))[clear].all()
    assert ((found.lower_998 <= found.lower_95) & (found.upper_95 <= found.upper_998)).all()


def test_a_funnel_of_nobody_is_refused_and_a_team_of_nobody_has_no_limits():
    with pytest.raises(ValueError, match="someone"):
        funnel([0], [0])
    assert np.isnan(funnel([3, 0], [9, 0]).upper_998).tolist() == [False, True]
