"""Drawing a control chart: shapes as well as colours, breaks at gaps and new baselines, and its
words.
"""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from analytics import charts
from analytics.charts import style
from analytics.publish.publish import publish, publish_control
from analytics.publish.types import Audience, Finding
from analytics.statistics import NHS_EXCEL, STATE
from analytics.statistics.polarity import LOWER, NEITHER
from tests.analytics.drawn_series import FLAT, MIXED, RISING, WITH_GAPS, series


def drawn(hundreds, events=(), titled=False, rules=NHS_EXCEL, **about):
    return charts.control(
        publish_control(series(hundreds, **about), Audience.MANAGER, rules),
        events=events,
        titled=titled,
    )


def traces(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def dots(figure):
    return next(trace for trace in figure.data if trace.mode == "markers")


def words(figure):
    return [note.text for note in figure.layout.annotations]


def test_it_draws_nothing_but_what_is_published():
    table = pd.DataFrame({"Month": ["2024-01"], "People": [9]})
    for other in (
        series(FLAT),
        table,
        None,
        publish(Finding("", "", table, "Month", ("People",)), Audience.MANAGER),
    ):
        with pytest.raises(TypeError):
            charts.control(other)


@pytest.mark.parametrize("hundreds", [(), (None,), (80,), (None, 80, None), (80, 80)])
def test_a_chart_of_little_is_still_a_chart(hundreds):
    drawn(hundreds, events=[("2024-01", "x")]).to_json()


def test_every_month_is_a_point_with_its_key_and_its_words():
    points = dots(drawn(FLAT))
    assert list(points.y) == list(FLAT)
    assert points.customdata[-1][0] == "2025-03"
    assert points.hovertext[-1] == "March 2025: 82 of 100 (82&#37;)."


def test_states_differ_by_shape_as_well_as_colour():
    shapes = {
        state: style.POINTS[state][0] for state in ("improvement", "concern", "neutral", "mixed")
    }
    assert len(set(shapes.values())) == 4
    assert (
        style.POINTS["common_cause"][1] != style.POINTS["improvement"][1]
    )  # an empty circle and a full one
    assert {*style.POINTS} == {*STATE, "run"}
    good, bad = dots(drawn(RISING)).marker, dots(drawn(RISING, polarity=LOWER)).marker
    assert (good.symbol[-1], bad.symbol[-1]) == ("circle", "triangle-up")
    assert dots(drawn(RISING, polarity=NEITHER)).marker.symbol[-1] == "square"
    both = dots(drawn(MIXED)).marker
    assert (both.symbol[-1], both.color[-1]) == (
        "diamond",
        style.BLUE,
    )  # improvement's colour, as the NHS shows it, with a separate shape
    assert good.opacity == 1


def test_the_key_explains_the_shapes_there_are_and_no_others():
    key = next(text for text in words(drawn(RISING)) if "no clear change" in text)
    assert "improvement" in key
    assert "concern" not in key


def test_a_gap_and_a_new_baseline_are_breaks_in_the_line():
    figure = drawn(WITH_GAPS)
    join = traces(figure, "join")[0]
    assert join.connectgaps is False
    assert [place for place, value in zip(join.x, join.y, strict=True) if value is None] == [
        6,
        7,
        7.5,
    ]
    figure = drawn(FLAT * 2, rebases=(("2025-04", "The offer became opt-out"),))
    join = traces(figure, "join")[0]
    assert [place for place, value in zip(join.x, join.y, strict=True) if value is None] == [14.5]
    assert [(shape.x0, shape.line.dash) for shape in figure.layout.shapes] == [(14.5, "dash")]
    assert any("New baseline: The offer became" in text for text in words(figure))
    assert len(traces(figure, "centre")) == 2
    assert traces(figure, "centre")[0].x[-1] == traces(figure, "centre")[1].x[0] == 14.5


def test_a_run_chart_has_a_middle_line_and_no_limits():
    figure = drawn(FLAT[:12])
    assert not traces(figure, "upper")
    assert any(text.startswith("middle ") for text in words(figure))
    assert set(zip(dots(figure).marker.symbol, dots(figure).marker.color, strict=True)) == {
        style.POINTS["run"][:2]
    }


def test_a_percentage_is_drawn_within_0_to_100_on_its_own_range():
    figure = drawn((99, 95) * 7)
    assert max(traces(figure, "upper")[0].y) == 100
    low, high = figure.layout.yaxis.range
    assert (80 < low < 95, high) == (True, 100)
    assert min(drawn((1, 4) * 7).layout.yaxis.range) == 0


def test_a_number_of_people_is_never_drawn_below_zero():
    figure = drawn((1, 9) * 7, unit="people")
    assert min(traces(figure, "lower")[0].y) == 0
    assert figure.layout.yaxis.range[0] == 0


def test_events_are_at_their_day_and_one_outside_is_left_out():
    figure = drawn(
        FLAT,
        events=[
            (date(2024, 5, 16), "Judged <b>inadequate</b>"),
            ("2024-07", "Hubs open"),
            ("2019-01", "Long ago"),
        ],
    )
    assert [round(shape.x0, 2) for shape in figure.layout.shapes] == [3.52, 6]
    assert "Judged &lt;b&gt;inadequate&lt;/b&gt;" in words(figure)
    assert not any("Long ago" in text for text in words(figure))
    with pytest.raises(ValueError, match="neither"):
        drawn(FLAT, events=[("in May", "x")])


def test_line_names_are_next_to_the_lines_and_never_overlap():
    figure = drawn(FLAT, target=0.83)
    named = sorted(
        (note.y, note.text)
        for note in figure.layout.annotations
        if note.xref == "paper" and note.x == 1 and note.xanchor == "left"
    )
    assert [text.split()[0] for _, text in named] == ["lower", "average", "target", "upper"]
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert all(later - one >= 16 / plot for (one, _), (later, _) in pairwise(named))


def test_the_title_is_the_claim():
    plain, titled = drawn(RISING), drawn(RISING, titled=True)
    claim = publish_control(series(RISING), Audience.MANAGER).headline
    said = " ".join(words(titled)[0].replace("<br>", " ").replace("&#37;", "%").split())
    assert said == claim
    assert titled.layout.margin.t > plain.layout.margin.t


def test_described_in_words():
    text = charts.describe(publish_control(series(RISING), Audience.MANAGER))
    assert text.startswith(
        "Check-ins in date: 86 of 100 (86%). Improved: up 6 months in a row, from 80% to 86%. "
    )
    assert "April 2025: 86 of 100 (86%). Improvement: part of seven or more that go up." in text
    assert text.endswith("As at 28 April 2025.")
    calm = charts.describe(publish_control(series(FLAT), Audience.MANAGER))
    assert "January 2024: 80 of 100 (80%)." in calm
    assert "March 2025: 82 of 100 (82%)." in calm


def test_the_chosen_month_is_marked():
    figure = charts.choose(drawn(FLAT), "2024-03")
    assert list(dots(figure).marker.opacity)[2] == 1
    assert list(dots(figure).marker.opacity)[3] < 1


def team_rates(counts, audience=Audience.MANAGER):
    table = pd.DataFrame(counts, columns=["Team", "In date", "In scope"])
    return publish(
        Finding("A headline", "", table, "Team", ("In date", "In scope"), tuple(table["Team"])),
        audience,
    )


TEAMS = [("Crewe", 90, 100), ("Congleton", 40, 50), ("Macclesfield", 30, 60), ("Nobody yet", 0, 0)]


def test_a_funnel_marks_teams_outside_the_limits_by_shape_and_name():
    figure = charts.funnel(team_rates(TEAMS), part="In date", whole="In scope")
    points = dots(figure)
    assert list(points.x) == [100, 50, 60]
    assert list(points.y) == [90, 80, 50]
    assert list(points.marker.symbol) == ["square", "circle", "square"]
    assert (
        points.hovertext[2]
        == "<b>Macclesfield</b><br>30 of 60 (50&#37;)<br>outside the 99.8&#37; limits"
    )
    assert {"Crewe", "Macclesfield"} <= set(words(figure))
    assert "Congleton" not in words(figure)
    assert all(
        0 <= value <= 100 for trace in figure.data if trace.mode == "lines" for value in trace.y
    )


def test_a_hidden_team_is_not_in_the_funnel_nor_in_its_average():
    hidden = team_rates([*TEAMS[:3], ("Small", 3, 4)], Audience.SHARED)
    figure = charts.funnel(hidden, part="In date", whole="In scope")
    assert 4 not in list(dots(figure).x)
    assert "Small" not in figure.to_json()
    shown = hidden.table.dropna()
    average = 100 * shown["In date"].sum() / shown["In scope"].sum()
    assert traces(figure, "centre")[0].y[0] == pytest.approx(average)


def test_a_funnel_of_nobody_is_still_a_chart():
    charts.funnel(team_rates([("Nobody", 0, 0)]), part="In date", whole="In scope").to_json()
    with pytest.raises(TypeError):
        charts.funnel(pd.DataFrame(), part="a", whole="b")
