"""Control charts against published examples, point by point, and the worked cases of the
definitions.
"""

from dataclasses import replace

import pytest

from analytics.statistics import (
    NHS_EXCEL,
    PLOTTHEDOTS,
    c_limits,
    control_chart,
    p_chart,
    p_limits,
    xmr,
)
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER
from tests.golden.spc_cases import C_CHART, CASES, P_CHART

MONTHS = [f"{year}-{month:02d}" for year in range(2016, 2022) for month in range(1, 13)]
RULE = {
    ("outside", "high"): "U",
    ("outside", "low"): "L",
    ("trend", "high"): "T",
    ("trend", "low"): "t",
}
RULE |= {
    ("two_of_three", "high"): "N",
    ("two_of_three", "low"): "n",
    ("shift", "high"): "S",
    ("shift", "low"): "s",
}
STATE = {"common_cause": ".", "improvement": "i", "concern": "c"}
COLLAPSED = (
    "py_degenerate5"  # its limits meet: we show no rule there, although the package flags some
)


def chart(case, rules):
    series = list(zip(MONTHS, case.values, strict=False))
    rebases = [(MONTHS[case.segments[0].count], "as published")] if len(case.segments) > 1 else []
    rules = replace(rules, screens=case.screens)
    return control_chart(
        series, rules=rules, polarity=HIGHER if case.higher else LOWER, rebases=rebases, least=1
    )


@pytest.mark.parametrize("rules", [PLOTTHEDOTS, NHS_EXCEL], ids=lambda rules: rules.name)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_limits_are_as_published(case, rules):
    drawn = chart(case, rules)
    assert [segment.count for segment in drawn.segments] == [lines.count for lines in case.segments]
    for segment, lines in zip(drawn.segments, case.segments, strict=True):
        found = segment.limits
        two = found.two_sigma or (None, None)
        ours = (found.centre, found.mean_moving_range, found.lower, *two, found.upper)
        published = (
            lines.mean,
            lines.mean_moving_range,
            lines.lower,
            lines.lower_2sigma,
            lines.upper_2sigma,
            lines.upper,
        )
        for line, expected in zip(ours, published, strict=True):
            assert line == (
                expected if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-7)
            )


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name != COLLAPSED], ids=lambda case: case.name
)
def test_signals_and_colours_are_as_published_point_by_point(case):
    points = chart(case, PLOTTHEDOTS).points
    assert (
        "".join(
            RULE[point.signals[0].rule, point.signals[0].direction] if point.signals else "."
            for point in points
        )
        == case.rules
    )
    assert "".join(STATE[point.state] for point in points) == case.plotthedots
    assert "".join(STATE[point.state] for point in chart(case, NHS_EXCEL).points) == case.nhs_excel


def test_limits_that_meet_flag_nothing():
    drawn = chart(next(case for case in CASES if case.name == COLLAPSED), PLOTTHEDOTS)
    assert (drawn.kind, drawn.variation) == ("no_variation", "no_variation")
    assert all(point.state == "common_cause" and not point.signals for point in drawn.points)


def test_the_worked_cases_of_the_definitions():
    wheeler = xmr(
        [
            5045,
            4350,
            4350,
            3975,
            4290,
            4430,
            4485,
            4285,
            3980,
            3925,
            3645,
            3760,
            3300,
            3685,
            3463,
            5200,
        ],
        screens=False,
    )
    assert (wheeler.centre, wheeler.mean_moving_range) == pytest.approx(
        (4135.50, 355.93), abs=0.005
    )
    assert (wheeler.lower, wheeler.upper) == pytest.approx((3188.72, 5082.28), abs=0.005)
    four = xmr([10, 50, 40, 30], screens=False)
    assert (four.centre, four.lower, four.upper) == pytest.approx((32.5, -20.7, 85.7), abs=0.05)
    spike = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    plain, screened = xmr(spike, screens=False), xmr(spike)
    assert (plain.centre, plain.lower, plain.upper) == pytest.approx((1.94, -3.06, 6.95), abs=0.005)
    assert (screened.centre, screened.lower, screened.upper) == pytest.approx(
        (1.94, -0.72, 4.60), abs=0.005
    )


def test_the_p_chart_is_as_published_to_its_two_decimals():
    limits = p_limits([row[0] for row in P_CHART], [row[1] for row in P_CHART])
    for found, (_, _, *published) in zip(limits, P_CHART, strict=True):
        assert 100 * found.centre == pytest.approx(21.6327, abs=5e-5)
        ours = (found.lower, *found.two_sigma, found.upper)
        assert [100 * line for line in ours] == pytest.approx(published, abs=0.0051)
    drawn = p_chart(
        [(month, row[0], row[1]) for month, row in zip(MONTHS, P_CHART, strict=False)],
        polarity=NEITHER,
    )
    assert [point.limits for point in drawn.points] == limits


@pytest.mark.parametrize("case", C_CHART, ids=["first", "rebased"])
def test_the_c_chart_is_as_published_to_its_two_decimals(case):
    counts, centre, *published = case
    found = c_limits(counts)
    assert found.centre == pytest.approx(centre, abs=5e-5)
    assert [found.lower, *found.two_sigma, found.upper] == pytest.approx(published, abs=0.0051)
