"""Each rule by example: what it flags, what breaks it, and that no rule crosses a gap or a
rebase."""

from datetime import date

from analytics.statistics import NHS_EXCEL, PLOTTHEDOTS, control_chart
from analytics.statistics.polarity import HIGHER, LOWER
from tests.analytics.drawn_series import FLAT, dated


def rules_of(values, **asked):
    """Return the rules that flag each point as text: o outside, t trend, 2 two of three, s shift;
    capitals are high.
    """
    letters = {"outside": "o", "trend": "t", "two_of_three": "2", "shift": "s"}
    return [
        "".join(
            letters[signal.rule].upper() if signal.direction == "high" else letters[signal.rule]
            for signal in point.signals
        )
        for point in control_chart(dated(values), **asked).points
    ]


BASE = [
    10.0,
    14.0,
] * 7  # centre 12, limits 1.36 to 22.64, two sigma 4.91 to 19.09 when it is frozen


def test_a_shift_is_seven_strictly_on_one_side_and_a_point_on_the_centre_breaks_it():
    assert (
        rules_of([*BASE, 13, 13.5, 13, 13.5, 13, 13.5], freeze=14)[13:] == ["S"] * 7
    )  # the last of the base is above too
    assert rules_of([*BASE, 12, 13, 13.5, 13, 13.5, 13, 13.5], freeze=14)[13:] == [""] * 8
    assert rules_of([*BASE, 12, 13, 13.5, 13, 13.5, 13, 13.5, 13], freeze=14)[13:] == [
        "",
        "",
        *["S"] * 7,
    ]


def test_a_trend_is_seven_points_and_a_tie_breaks_it():
    assert rules_of([*BASE, 9, 10, 11, 12, 13, 14, 15], freeze=14)[14:] == ["T"] * 7
    assert rules_of([*BASE, 9, 10, 11, 11, 12, 13, 14], freeze=14)[14:] == [""] * 7
    assert rules_of([*BASE, 9, 10, 11, 12, 13, 14], freeze=14)[14:] == [""] * 6
    assert rules_of([*BASE[:-1], 16, 15, 14, 13, 12, 11, 10, 9], freeze=14)[13:] == ["t"] * 8


def test_two_of_three_flags_points_beyond_two_sigma_if_all_three_are_on_one_side():
    assert rules_of([*BASE, 20, 13, 20], freeze=14)[14:] == ["2", "", "2"]
    assert rules_of([*BASE, 20, 11, 20], freeze=14)[14:] == ["", "", ""]
    assert rules_of([*BASE, 4, 4, 11], freeze=14)[14:] == ["2", "2", ""]


def test_a_point_on_a_limit_is_not_outside_it():
    lines = control_chart(dated(BASE), freeze=14).limits
    assert rules_of([*BASE, lines.upper, 12], freeze=14)[14] == ""
    assert rules_of([*BASE, lines.upper + 0.01, 12], freeze=14)[14] == "O"


def test_rounding_inside_the_machine_flags_nothing():
    third = [1 / 3, 0.1 + 0.2, 0.3, 1 / 3, 0.3] * 5
    assert rules_of(third) == rules_of([1 / 3, 0.3, 0.3, 1 / 3, 0.3] * 5)


def test_a_gap_or_a_rebase_inside_seven_leaves_no_signal():
    rise = [9, 10, 11, 12, 13, 14, 15]
    assert rules_of([*BASE, *rise[:4], None, *rise[4:]], freeze=14)[14:] == [""] * 8
    rebased = rules_of(
        [*BASE, *rise[:4], *rise[4:]], freeze=14, rebases=[("2021-07", "a reason")], least=1
    )
    assert "T" not in "".join(rebased)


def test_at_a_turn_between_two_trends_the_one_that_leaves_decides():
    turn = control_chart(
        dated([*BASE, 6, 7, 8, 9, 10, 11, 12, 11, 10, 9, 8, 7, 6]), freeze=14
    ).points[20]
    assert [(str(signal.rule), signal.direction) for signal in turn.signals] == [
        ("trend", "low"),
        ("trend", "high"),
    ]
    turn = control_chart(
        dated([*BASE, 18, 17, 16, 15, 14, 13, 12, 13, 14, 15, 16, 17, 18]), freeze=14
    ).points[20]
    assert [signal.direction for signal in turn.signals] == ["high", "low"]


def test_the_variation_icon_says_the_way_of_what_makes_the_point_what_it_is():
    values = [*[50.0, 54.0] * 8, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0]
    for rules, higher, lower in (
        (NHS_EXCEL, "improvement_high", "improvement_low"),
        (PLOTTHEDOTS, "concern_low", "improvement_low"),
    ):
        assert control_chart(dated(values), rules=rules, polarity=HIGHER).variation == higher
        assert control_chart(dated(values), rules=rules, polarity=LOWER).variation == lower


def test_months_may_be_dates():
    series = [
        (date(2020 + place // 12, place % 12 + 1, 28), value) for place, value in enumerate(FLAT)
    ]
    assert (
        control_chart(
            series, rebases=[(date(2020, 6, 1), "a reason")], targets={date(2021, 3, 28): 82}
        )
        .points[-1]
        .target
        == 82
    )
    assert control_chart(series) == control_chart(dated(FLAT))
