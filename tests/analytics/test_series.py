"""A measure over months and its published control chart: hidden values are nowhere, and no line
uses them.
"""

import json
import re

import pandas as pd
import pytest

from analytics import charts
from analytics.exports import EXPORTERS
from analytics.measures.declared import measure
from analytics.measures.series import ANOTHER_BASIS, series_of
from analytics.month.settings import SETTINGS, settings_from
from analytics.publish.publish import publish_control
from analytics.publish.types import Audience, Published
from analytics.statistics import NHS_EXCEL
from analytics.statistics.polarity import HIGHER, LOWER
from analytics.statistics.series import chart_of
from tests.analytics.drawn_series import FLAT, RISING, series
from tests.spec.drawn import month

BY_STATUS = "id | born | status\n1 | 2003-01-01 | supported\n2 | 2003-01-01 | declined"
BY_ADVISER = "id | born | adviser\n1 | 2003-01-01 | A"
SUPPRESS_UP_TO = (*FLAT[:6], 98, *FLAT[7:])  # two people left over in one month


def shared(drawn, **asked):
    return publish_control(drawn, Audience.SHARED, **asked)


def test_every_month_has_its_parts_its_target_and_its_gaps():
    found = series_of(
        measure("coverage_21_plus"),
        [month("2025-03-31", BY_STATUS), month("2025-01-31", BY_STATUS)],
    )
    assert [
        (one.month, one.value, one.numerator, one.denominator, one.target) for one in found.readings
    ] == [
        ("2025-01", 0.5, 1, 2, 0.95),
        ("2025-02", None, None, None, None),
        ("2025-03", 0.5, 1, 2, 0.95),
    ]
    assert (f"{found.as_at}", found.unit, found.polarity, found.step) == (
        "2025-03-31",
        "%",
        HIGHER,
        1,
    )


def test_a_month_on_a_different_basis_starts_a_new_baseline_with_a_reason():
    months = [month("2025-01-31", BY_ADVISER), month("2025-02-28", BY_STATUS)]
    assert series_of(measure("coverage_21_plus"), months).rebases == (("2025-02", ANOTHER_BASIS),)
    assert series_of(measure("cohort"), months, [("2025-02", "a merger")]).rebases == (
        ("2025-02", "a merger"),
    )


def test_a_quarters_figure_has_a_point_a_quarter_and_a_missing_quarter_is_a_gap():
    contacts = "id | on | outcome\n1 | 2024-01-10 | spoken to"
    days = ("2024-03-31", "2024-04-30", "2024-05-31", "2024-07-31", "2024-09-30")
    found = series_of(
        measure("quarter_completed"), [month(day, BY_STATUS, contacts=contacts) for day in days]
    )
    assert [(one.month, one.value is None) for one in found.readings] == [
        ("2024-03", False),
        ("2024-06", True),
        ("2024-09", False),
    ]


def test_a_measure_that_no_month_has_is_reported_as_empty():
    found = series_of(measure("check_ins_in_date"), [month("2025-03-31", BY_STATUS)])
    assert (
        publish_control(found, Audience.MANAGER).headline == "Check-ins in date: no figure to show."
    )


def test_a_shared_chart_is_drawn_as_if_hidden_months_were_not_there():
    hidden, gap = shared(series(SUPPRESS_UP_TO)), shared(series((*FLAT[:6], None, *FLAT[7:])))
    assert hidden.control.points == gap.control.points
    assert hidden.control.segments == gap.control.segments
    assert hidden.control.limits != chart_of(series(SUPPRESS_UP_TO)).limits
    assert hidden.series.hidden == {"2024-07"}


@pytest.mark.parametrize("other", [95, 96, 97, 99, 1, 5])
def test_no_hidden_value_changes_anything_that_is_shown(other):
    one, two = (
        shared(series(SUPPRESS_UP_TO, target=0.95)),
        shared(series((*FLAT[:6], other, *FLAT[7:]), target=0.95)),
    )
    assert one.headline == two.headline
    assert one.note == two.note
    assert one.shown().equals(two.shown())
    assert json.loads(charts.control(one).to_json()) == json.loads(charts.control(two).to_json())
    assert charts.describe(one) == charts.describe(two)
    for exporter in EXPORTERS.values():
        assert exporter.function(one) == exporter.function(two)


def test_a_manager_sees_every_month():
    shown = publish_control(series(SUPPRESS_UP_TO), Audience.MANAGER)
    assert not shown.hidden
    assert shown.table["Counted"].tolist() == list(SUPPRESS_UP_TO)


def test_a_share_is_hidden_for_an_unknown_of_one_to_five_and_a_count_for_itself():
    known = series(FLAT)
    unknown = [*known.readings]
    unknown[2] = type(unknown[2])("2024-03", 0.8, 80, 17, 3, 100)
    assert shared(
        type(known)(
            **{name: getattr(known, name) for name in known.__slots__}
            | {"readings": tuple(unknown)}
        )
    ).series.hidden == {"2024-03"}
    people = shared(series((0, 1, 5, 6, 7), LOWER, unit="people", title="Homeless"))
    assert people.series.hidden == {"2024-02", "2024-03"}
    assert people.shown()["Number"].tolist() == [0, "c", "c", 6, 7]


def test_a_hidden_month_reads_c_in_the_table_and_on_the_chart():
    hidden = shared(series(SUPPRESS_UP_TO))
    row = hidden.shown().iloc[6]
    assert [row[name] for name in ("Counted", "Not counted", "Unknown", "Out of", "Value, %")] == [
        "c"
    ] * 5
    figure = charts.control(hidden)
    assert [(note.text, note.x) for note in figure.layout.annotations if note.text == "c"] == [
        ("c", 6)
    ]
    assert "c = hidden" in charts.describe(hidden)


def test_the_table_has_the_same_values_as_the_chart():
    shown = publish_control(series(RISING, target=0.95), Audience.MANAGER)
    assert isinstance(shown, Published)
    assert list(shown.table.columns) == [
        "Month", "Counted", "Not counted", "Unknown", "Out of", "Value, %", "Centre", "Lower limit", "Upper limit", "Target", "State", "Signals",
    ]  # fmt: skip
    last = shown.table.iloc[-1]
    assert (last["Value, %"], last["Target"], last["State"]) == (86, 95, "Improvement")
    assert last["Signals"] == "part of seven or more that go up"


def test_a_point_with_signals_both_ways_lists_both():
    shown = publish_control(
        series((*([50, 54] * 8), 30, 32, 34, 36, 38, 40, 42)), Audience.MANAGER, NHS_EXCEL
    )
    assert shown.table["State"].iloc[-1] == "Improvement"
    assert re.search("go up.* and .*below the average", shown.table["Signals"].iloc[-1])


def test_a_p_chart_is_one_switch_away_and_only_for_a_share():
    shown = publish_control(series(FLAT), Audience.MANAGER, method="p")
    assert shown.control.method == "p"
    assert shown.note.count("p-chart") == 1
    with pytest.raises(ValueError, match="percentage"):
        publish_control(series(FLAT, unit="people"), Audience.MANAGER, method="p")


def test_a_mean_over_few_rows_is_hidden():
    posts = month("2025-03-31", BY_ADVISER)
    found = series_of(measure("caseload_mean"), [posts])
    assert shared(found).series.hidden == {"2025-03"}


def test_lines_of_a_percentage_are_tabled_within_0_to_100():
    table = publish_control(series((99, 95) * 7), Audience.MANAGER).table
    assert table["Upper limit"].max() == 100
    assert pd.api.types.is_float_dtype(table["Upper limit"])


def test_the_councils_own_baseline_starts_new_limits_for_its_measure_only():
    own = settings_from([("baselines", "cohort 2024-03 A second team joined")])
    months = [month(f"2024-0{number}-28", BY_STATUS, settings=own) for number in range(1, 6)]
    assert series_of(measure("cohort"), months).rebases == (("2024-03", "A second team joined"),)
    assert series_of(measure("homeless"), months).rebases == ()
    assert series_of(measure("cohort"), months[:2]).rebases == ()


@pytest.mark.parametrize(
    "text", ["cohort 2024-13 reason", "cohort 2024-03", "2024-03 reason", "cohort 2024-03  "]
)
def test_a_baseline_without_its_measure_month_and_reason_is_not_taken(text):
    with pytest.raises(ValueError, match="a month as YYYY-MM and a reason"):
        SETTINGS["baselines"].read(text)


def test_baselines_read_as_they_are_written():
    written = SETTINGS["baselines"].written(
        (
            ("cohort", "2024-03", "A second team, at last"),
            ("suitable_19_21", "2024-05", "New flats"),
        )
    )
    assert SETTINGS["baselines"].written(SETTINGS["baselines"].read(written)) == written
