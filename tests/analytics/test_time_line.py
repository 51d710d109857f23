"""The timeline: a window is never a point, states differ in shape, labels stay inside, only
Published is accepted.
"""

from datetime import date
from itertools import pairwise

import pytest

from analytics import charts
from analytics.charts import style
from analytics.charts.time_lanes import axis_of, is_bar, laid_out
from analytics.publish.dated_entry import OFF
from analytics.publish.publish import publish
from analytics.publish.types import Audience
from analytics.timetable import findings as page
from tests.analytics.milestone_rows import MAY, REPORT, drawn, month

AUTUMN = date(2024, 9, 30)
MORE = """
    2024-09-02 |            |            | Improvement notice issued              | dfe       | done    |
    2024-12-02 |            |            | DfE review                             | dfe       | planned |
               | 2024-12-01 | 2024-12-31 | Peer review                            | dfe       | planned |
               | 2024-10-01 |            | Youth panel                            | Panel     | planned |
    2024-10-10 |            |            | <b>%{x}</b> $a$                        | Panel     | planned |
    2024-08-10 |            |            | Called off                             | Panel     | cancelled |
    2024-08-11 |            |            | Said by nobody                         | Panel     |         |
"""


def published(text=REPORT + MORE, as_at=AUTUMN, audience=Audience.MANAGER, back=0):
    return publish(page.time_line(month(drawn(text), as_at), back), audience)


def traces(figure, kind):
    return {
        point[0]: trace for trace in figure.data if trace.type == kind for point in trace.customdata
    }


@pytest.mark.parametrize("as_at", [MAY, AUTUMN, date(2025, 9, 30)])
def test_a_window_is_a_bar_and_never_a_point(as_at):
    shown = published(as_at=as_at)
    figure = charts.time_line(shown)
    points, bars = traces(figure, "scatter"), traces(figure, "bar")
    windows = {one.key for one in shown.dates.entries if not one.dated}
    assert windows
    assert windows <= set(bars)
    assert not windows & set(points)
    assert all(bars[key].marker.pattern.shape == "/" for key in windows)
    assert set(points) | set(bars) == {one.key for one in shown.dates.entries}


def test_an_open_window_has_an_arrow_to_the_edge_and_a_closed_one_has_none():
    shown = published()
    figure = charts.time_line(shown)
    arrows = [note for note in figure.layout.annotations if note.showarrow]
    assert len(arrows) == sum(one.open_ended for one in shown.dates.entries) > 0
    assert {note.x for note in arrows} == {figure.layout.xaxis.range[1]}


def test_a_bar_is_as_long_as_its_days():
    figure = charts.time_line(
        published(
            "date | from | to | event | body | status\n | 2024-12-01 | 2024-12-31 | Peer "
            "review | dfe | planned"
        )
    )
    (trace,) = [trace for trace in figure.data if trace.type == "bar"]
    assert (trace.base[0], trace.x[0]) == ("2024-12-01 00:00:00", 31 * 86_400_000)


def test_done_to_come_and_late_differ_in_shape_and_fill_and_are_in_the_key():
    figure = charts.time_line(published())
    marks = [trace.marker for trace in figure.data if trace.type == "scatter"]
    assert len({(mark.symbol, mark.color) for mark in marks}) == len(marks) >= 4
    drawn_states = {mark.words: (mark.shape, mark.fill) for mark in style.DATES.values()}
    assert len(set(drawn_states.values())) == len(drawn_states)
    assert (
        len(
            {
                shape
                for shape, _ in (
                    drawn_states["done"],
                    drawn_states["to come"],
                    drawn_states["deadline by rule"],
                )
            }
        )
        == 3
    )
    key = next(
        note.text
        for note in figure.layout.annotations
        if "to come" in note.text and note.xref == "paper"
    )
    for words in (
        "done",
        "to come",
        "deadline by rule",
        "window: day not known",
        "past, no status given",
        "? does not agree",
    ):
        assert words in key


def test_what_does_not_agree_has_a_ring_on_both_days_and_neither_is_left_out():
    figure = charts.time_line(published(as_at=MAY))
    ring = next(trace for trace in figure.data if trace.name == style.DATES["conflict"].words)
    assert [when[:10] for when in ring.x] == ["2024-07-02", "2024-07-04"]
    assert sum(note.text.startswith("<b>? </b>") for note in figure.layout.annotations) == 2


def test_no_mark_or_label_overlaps_another_lane():
    shown = published(as_at=MAY)
    placed, bodies, height = laid_out(shown.dates.entries, MAY)
    named = sorted(one.y for one in placed if one.named)
    assert all(below - above >= 35 for above, below in pairwise(named))
    assert all(top < middle < height for _, top, middle in bodies)
    assert len(
        {one.y for one in placed if is_bar(one.entry) and not one.entry.is_behind(MAY)}
    ) == sum(is_bar(one.entry) and not one.entry.is_behind(MAY) for one in placed)


def test_a_label_is_on_the_side_with_room():
    axis = axis_of(published().dates.entries, AUTUMN)
    assert [axis.anchor(when) for when in (axis.first, axis.last)] == ["left", "right"]
    labels = [
        note
        for note in charts.time_line(published()).layout.annotations
        if note.xanchor in ("left", "right") and note.xref is None
    ]
    assert labels


def test_the_as_at_day_is_a_line_with_its_date():
    figure = charts.time_line(published())
    assert any(shape.x0 == shape.x1 == "2024-09-30 00:00:00" for shape in figure.layout.shapes)
    assert any(note.text == "as at 30 September 2024" for note in figure.layout.annotations)


def test_words_of_a_cell_are_literal_and_what_was_cancelled_is_not_drawn():
    shown = published()
    figure = charts.time_line(shown)
    said = " ".join(
        [
            *(note.text for note in figure.layout.annotations),
            *(text for trace in figure.data for text in trace.hovertext),
        ]
    )
    for text in ("%{x}", "$a$", "Called off"):
        assert text not in said
    assert "&#37;&#123;x&#125;" in said
    assert all(one.status not in OFF for one in shown.dates.entries)
    assert len(shown.keys) == len(shown.table) == len(shown.dates.entries)


def test_the_timeline_is_described_in_words():
    words = charts.describe(published(as_at=MAY))
    assert (
        "To come: Improvement Board meeting (Improvement Board), some time in June 2024; " in words
    )
    assert "Reinspection (Ofsted), not before" in words
    assert words.count("To resolve: Workshop on the draft improvement plan") == 2
    assert words.endswith("As at 31 May 2024.")


def test_six_months_back_leaves_out_what_is_older_and_nothing_ahead():
    far, near = (
        published(as_at=date(2024, 12, 31)),
        published(as_at=date(2024, 12, 31), back=page.MONTHS_BACK),
    )
    behind = [one for one in near.dates.entries if one.is_behind(date(2024, 12, 31))]
    assert min(one.ends for one in behind) >= date(2024, 6, 30)
    assert len(far.dates.entries) > len(near.dates.entries)
    assert [
        one
        for one in far.dates.entries
        if one not in behind and not one.is_behind(date(2024, 12, 31))
    ] == [one for one in near.dates.entries if one not in behind]


def test_an_outcome_that_is_not_public_is_not_in_what_a_shared_audience_draws():
    text = (
        "date | event | body | status | outcome | published\n2024-05-01 | One | dfe | done | "
        "Planted | N"
    )
    assert "Planted" not in repr(published(text, audience=Audience.SHARED).dates)
    assert "Planted" in repr(published(text).dates)


def test_a_chart_of_no_dates_is_still_a_chart_and_takes_nothing_but_published():
    charts.time_line(published("date | event | body", MAY)).to_json()
    for other in (None, page.time_line(month(drawn(REPORT))), page.found(month(drawn(REPORT)))):
        with pytest.raises(TypeError):
            charts.time_line(other)
