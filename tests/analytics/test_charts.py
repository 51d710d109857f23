"""Charts: they accept only Published, text is literal, and hidden values are nowhere in the
figure."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import charts
from analytics.charts import style
from analytics.charts.rows import month_of, month_places, month_ticks
from analytics.publish.publish import publish
from analytics.publish.types import Audience, Finding, Published

SHAPES = [charts.columns, charts.bars, charts.stacked, charts.line, charts.load]
AGES = [55, 93, 112, 69, 71, 65, 61, 55, 40]
NASTY = "<b>x</b> &amp; %{y} $x^2$"


def published(
    counts: dict[str, list],
    labels: list | None = None,
    audience: Audience = Audience.MANAGER,
    **rest,
) -> Published:
    length = len(next(iter(counts.values())))
    table = pd.DataFrame({"Age": labels or [str(16 + row) for row in range(length)], **counts})
    keys = rest.pop("keys", tuple(f"k{row}" for row in range(length)))
    return publish(
        Finding(
            "A headline",
            "A note",
            table,
            "Age",
            tuple(counts),
            keys,
            as_at=date(2025, 3, 31),
            snapshot=7,
            **rest,
        ),
        audience,
    )


def values(figure) -> list:
    trace = figure.data[0]
    return list(trace.x if trace.type == "bar" and trace.orientation == "h" else trace.y)


@pytest.mark.parametrize("draw", SHAPES)
def test_a_chart_takes_nothing_but_published(draw):
    for other in (pd.DataFrame({"a": [1]}), None, Finding("", "", pd.DataFrame(), "Age", ())):
        with pytest.raises(TypeError):
            draw(other)


@pytest.mark.parametrize("draw", SHAPES)
def test_bars_are_the_counts_in_the_table_s_order_with_their_keys(draw):
    figure = draw(published({"Young people": AGES}))
    assert values(figure) == AGES
    assert [point[0] for point in figure.data[0].customdata] == [f"k{row}" for row in range(9)]


@pytest.mark.parametrize("draw", SHAPES)
def test_a_chart_of_nothing_is_still_a_chart(draw):
    draw(published({"Young people": []}, labels=[])).to_json()


@pytest.mark.parametrize("draw", SHAPES)
@given(
    counts=st.lists(st.one_of(st.none(), st.integers(6, 900)), min_size=2, max_size=8),
    small=st.integers(1, 5),
)
def test_a_hidden_count_is_nowhere_in_the_figure(draw, counts, small):
    hidden = published({"Young people": [small, *counts]}, audience=Audience.SHARED)
    places = {row for row, _ in hidden.hidden}
    figure = draw(hidden)
    assert 0 in places
    for row in places:
        assert values(figure)[row] is None
        assert figure.data[0].hovertext[row] in (None, "")
    assert sum(note.text == "c" for note in figure.layout.annotations) == len(places)
    other = draw(published({"Young people": [6 - small, *counts]}, audience=Audience.SHARED))
    assert json.loads(figure.to_json()) == json.loads(other.to_json())


@pytest.mark.parametrize("draw", SHAPES)
def test_text_from_a_cell_is_literal_wherever_it_goes(draw):
    figure = draw(published({NASTY: [7, 8]}, labels=[NASTY, "b"], marked=frozenset({"k0"})))
    drawn = figure.to_json()
    assert "<b>x" not in json.loads(json.dumps(drawn)).replace("\\u003c", "<").replace(
        "\\u003e", ">"
    )
    assert "%{" not in drawn
    assert "$x" not in drawn


@given(st.text())
def test_literal_leaves_nothing_for_plotly_to_read(text):
    shown = style.literal(text)
    assert not set("<>$%{}") & set(shown)
    assert shown.replace("&#36;", "$").replace("&#37;", "%").replace("&#123;", "{").replace(
        "&#125;", "}"
    ).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == " ".join(text.split())


def test_marked_bars_differ_by_more_than_colour():
    marker = (
        charts.bars(published({"Young people": [9, 8]}, marked=frozenset({"k1"}))).data[0].marker
    )
    assert list(marker.color) == [style.BLUE, style.ACCENT]
    assert list(marker.pattern.shape) == ["", "/"]


def test_split_bars_show_the_share_of_either_count_unless_one_is_hidden():
    counts = {"Used": [30, 2], "Not used": [10, 8]}
    said = [note.text for note in charts.split(published(counts)).layout.annotations[:2]]
    rest = [
        note.text for note in charts.split(published(counts), say_rest=True).layout.annotations[:2]
    ]
    assert (said[0], rest[0]) == ("30 of 40 (75&#37;)", "10 of 40 (25&#37;)")
    assert (
        charts.split(published(counts, audience=Audience.SHARED), say_rest=True)
        .layout.annotations[1]
        .text
        == "c"
    )


def test_quiet_bars_are_grey_with_a_darker_edge():
    marker = charts.columns(published({"Young people": [9, 8]}), quiet={"k0"}).data[0].marker
    assert (marker.color[0], marker.line.color[0]) == (style.GREY, style.GREY_EDGE)


def test_bands_are_under_the_columns_they_name():
    figure = charts.columns(
        published({"Young people": AGES}), bands=(("16–17", "k0", "k1"), ("not here", "k0", "zz"))
    )
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(-0.4, 1.4)]


def test_stacked_accepts_at_most_six_counts():
    charts.stacked(published({f"s{number}": [7, 8] for number in range(6)}))
    with pytest.raises(ValueError, match="at most 6"):
        charts.stacked(published({f"s{number}": [7, 8] for number in range(7)}))


def test_stacked_shows_no_total_that_would_give_a_hidden_part_away():
    figure = charts.stacked(
        published({"a": [3, 80, 90], "b": [70, 80, 90]}, audience=Audience.SHARED)
    )
    assert [note.text for note in figure.layout.annotations][-3:] == ["c", "c", "180"]


def test_names_next_to_a_stack_never_overlap():
    figure = charts.stacked(
        published(
            {name: [count] for name, count in zip("abcdef", (900, 1, 0, 0, 1, 0), strict=True)}
        )
    )
    places = sorted(note.y for note in figure.layout.annotations if note.xref == "paper")
    assert len(places) == 6
    assert all(later - earlier > 17 / 300 for earlier, later in pairwise(places))
    assert 0 <= places[0] <= places[-1] <= 1


def test_a_missing_month_is_a_gap_not_a_line_across():
    figure = charts.line(published({"Calls": [5, 9]}, labels=["2024-12", "2025-03"]))
    assert list(figure.data[0].y) == [5, None, None, 9]
    assert figure.data[0].connectgaps is False
    assert figure.layout.xaxis.ticktext == (
        "Dec<br><b>2024</b>",
        "Jan<br><b>2025</b>",
        "Feb",
        "Mar",
    )


def test_a_percentage_is_drawn_on_0_to_100_and_hidden_with_either_of_its_parts():
    counts = {"Done": [171, 4, 150, 80], "Of": [196, 196, 160, 0]}
    shown = charts.line(published(counts), part="Done", whole="Of")
    assert list(shown.data[0].y)[:1] == [pytest.approx(100 * 171 / 196)]
    assert list(shown.data[0].y)[3] is None
    assert shown.layout.yaxis.range[1] <= 101
    hidden = charts.line(published(counts, audience=Audience.SHARED), part="Done", whole="Of")
    assert list(hidden.data[0].y)[1] is None


def test_overdue_calls_are_first_and_separate():
    figure = charts.load(
        published(
            {"Calls": [58, 62, 14]},
            labels=["2025-04", "2025-05", "Overdue"],
            marked=frozenset({"k2"}),
        )
    )
    assert list(figure.data[0].y) == [14, 58, 62]
    assert figure.data[0].x[1] - figure.data[0].x[0] > figure.data[0].x[2] - figure.data[0].x[1]


def test_the_chosen_bar_is_edged_and_the_next_click_still_answers():
    trace = charts.choose(charts.columns(published({"Young people": AGES})), "k2").data[0]
    assert list(trace.marker.line.width) == [0, 0, 3, 0, 0, 0, 0, 0, 0]
    assert trace.selected.marker.opacity == 1
    assert (
        charts.choose(charts.columns(published({"Young people": AGES})), "gone")
        .data[0]
        .marker.opacity
        is None
    )


def test_described_in_words():
    words = charts.describe(
        published({"Young people": [55, 3, 93]}, audience=Audience.SHARED, marked=frozenset({"k2"}))
    )
    assert words == (
        "A headline. Young people: 16 c; 17 c; 18 93 (needs attention). "
        "c = hidden: 1 to 5 people, or a number from which such a count could be worked "
        "out. As at 31 March 2025."
    )


def test_many_numbers_are_described_by_their_ends_and_extremes():
    months = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
    words = charts.describe(published({"Calls": list(range(24))}, labels=months))
    assert (
        "January 2023 0, December 2024 23, lowest 0 (January 2023), highest 23 (December 2024)"
        in words
    )


def test_months_are_known_in_each_way_they_are_written():
    for label in (
        "2025-03",
        "Mar 2025",
        "March 2025",
        date(2025, 3, 31),
        pd.Timestamp("2025-03-31"),
        pd.Period("2025-03", "M"),
    ):
        assert (month_of(label).year, month_of(label).month) == (2025, 3)
    assert month_of("Overdue") is None
    assert month_places(["2024-11", "2025-02"]) == [0, 3]
    assert month_places(["2024-11", "later"]) == [0, 1]
    assert month_ticks(["a <b>"], [0])["ticktext"] == ["a &lt;b&gt;"]


def test_neighbouring_series_have_a_contrast_of_three_to_one():
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for one, two in pairwise(style.SERIES):
        light, dark = sorted((luminance(one), luminance(two)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, (one, two)
