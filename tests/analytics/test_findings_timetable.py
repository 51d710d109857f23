"""Findings of the Timetable page: sentences, tiles and tables that any audience may read."""

from datetime import date

import pytest

from analytics.exports import EXPORTERS
from analytics.publish.dated_entry import NOT_MARKED
from analytics.publish.publish import publish, publish_fact
from analytics.publish.types import Audience, Fact
from analytics.timetable import findings as page
from tests.analytics.milestone_rows import MAY, REPORT, drawn, month

TABLES = (
    page.ahead,
    page.behind,
    page.late,
    page.conflicts,
    page.visits,
    page.reviews,
    page.time_line,
    page.bodies,
    page.judgements,
)


def report(as_at=MAY):
    return month(drawn(REPORT), as_at)


@pytest.mark.parametrize(
    ("as_at", "words"),
    [
        ("2024-05-31", "Next: Children and Families Committee, 3 June 2024, in 3 days."),
        ("2024-06-02", "Next: Children and Families Committee, 3 June 2024, in 1 day."),
        ("2024-06-03", "Next: Children and Families Committee, 3 June 2024, today."),
        (
            "2024-06-30",
            "Next: Workshop on the draft improvement plan, 2 July 2024, in 2 days. Also "
            "recorded for 4 July 2024. Decide which is right "
            "and mark the other row as cancelled. 2 dates have passed without being marked "
            "as done.",
        ),
        (
            "2024-08-31",
            "No exact future dates are known. Next: Improvement Board meeting, some time "
            "in September 2024. 6 dates have passed",
        ),
    ],
)
def test_the_headline_says_what_is_next_how_far_off_and_what_is_late(as_at, words):
    assert page.headline(report(date.fromisoformat(as_at))).startswith(words)


def test_a_window_that_has_begun_says_since_when():
    table = "date | event | body | status\n2024-05-16 | Inspection report published | ofsted | done"
    at = month(drawn(table), date(2024, 12, 31))
    assert (
        "Next: First monitoring visit, any day since 16 November 2024, no last day set."
        in page.headline(at)
    )


def test_tiles_count_days_and_dates_and_are_never_hidden():
    tiles = [publish_fact(fact, Audience.SHARED) for fact in page.facts(report())]
    assert [(tile.label, tile.value, tile.state) for tile in tiles] == [
        ("Days until: Children and Families Committee", "3", ""),
        ("Dates in the next 30 days", "2", ""),
        ("Monitoring visits so far", "0", ""),
        (NOT_MARKED, "0", ""),
        ("Dates that do not agree", "2", "risk"),
    ]
    assert publish_fact(Fact("People", 3), Audience.SHARED).value == "c"


@pytest.mark.parametrize("made", TABLES, ids=lambda made: made.__name__)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("table", [REPORT, "date | event | body"], ids=["report", "empty"])
def test_every_table_is_published_shown_and_exported(made, audience, table):
    shown = publish(made(month(drawn(table))), audience)
    assert shown.headline.endswith((".", "when"))
    assert (shown.hidden, len(shown.keys) in (0, len(shown.table))) == (frozenset(), True)
    assert all(exporter.function(shown) for exporter in EXPORTERS.values())


def test_future_dates_mark_conflicts_and_past_dates_mark_what_is_not_done():
    shown = page.ahead(report())
    assert list(shown.table.columns) == [
        "When",
        "Body",
        "What",
        "Days from now",
        "How it was worked out",
        "What it gets",
        "First day",
    ]
    assert len(shown.marked) == 2
    later = page.behind(report(date(2024, 8, 31)))
    assert later.headline == "9 dates passed. 6 dates have passed without being marked as done."
    assert set(later.table["State"]) == {"Done", NOT_MARKED}


def test_an_outcome_that_was_not_published_is_for_managers():
    table = (
        "date | event | body | status | outcome | published\n2024-05-01 | One | other | done | "
        "Planted | N\n2024-05-02 | Two | other | done | Known | Y"
    )
    at = month(drawn(table))
    assert list(page.behind(at).table["Outcome"]) == ["Known", "Planted"]
    assert list(page.behind(at, Audience.SHARED).table["Outcome"]) == ["Known", ""]


def test_each_body_has_its_next_date():
    table = page.bodies(report()).table
    following = dict(zip(table["Body"], table["Next"], strict=True))
    assert following["Council"] == "Approval of the improvement plan: 17 July 2024"
    assert following["DfE"] == "No future date recorded"


def test_inadequate_judgements_are_marked():
    found = page.judgements(report())
    assert (found.headline, found.marked) == (
        "2 of 5 judgements: inadequate.",
        {"care leavers", "overall"},
    )


def test_without_the_table_the_page_says_what_to_add():
    assert (page.held(month(None)), page.missing(month(None))) == (False, [page.LACKING])
    assert page.headline(month(None)) == "No future dates are recorded."


def test_each_future_date_shows_what_its_body_gets():
    table = page.ahead(report()).table
    given = dict(zip(table["What"], table["What it gets"], strict=True))
    assert given["Improvement Board meeting"] == "Board pack"
    assert given["Improvement plan due with Ofsted"] == "The improvement plan"
    assert (
        given["First monitoring visit"] == "Full measures, statement of data quality, Annex A list"
    )
    assert (given["Workshop on the draft improvement plan"], given["Action planning meeting"]) == (
        "",
        "",
    )


def test_a_body_s_next_date_is_the_one_on_which_it_gets_that():
    sent = REPORT + "    2024-08-16 | | | Improvement plan submitted | ofsted | done |"
    table = page.bodies(month(drawn(sent), date(2024, 8, 31))).table
    assert [
        following.partition(":")[0]
        for body, following in zip(table["Body"], table["Next"], strict=True)
        if body == "Ofsted"
    ] == [
        "No future date recorded",
        "First monitoring visit",
    ]


def test_what_is_late_and_what_does_not_agree_each_have_a_table():
    later = report(date(2024, 8, 31))
    assert set(page.late(later).table["State"]) == {NOT_MARKED}
    assert len(page.late(later).table) == 6
    assert page.late(report()).note == ""
    asked = page.conflicts(report())
    assert asked.headline == "2 dates do not agree with another or with a rule."
    assert all(
        "To resolve: Also recorded for" in words for words in asked.table["How it was worked out"]
    )
    assert (
        page.headline(report())
        == "Next: Children and Families Committee, 3 June 2024, in 3 days. 2 dates do not agree."
    )


def test_an_outcome_of_a_review_or_visit_that_was_not_published_is_for_managers():
    table = (
        "date | event | body | status | outcome | published\n2024-05-16 | Inspection report "
        "published | ofsted | done | | \n2024-11-20 | Monitoring visit | ofsted | done | "
        "Planted | N\n2024-12-01 | DfE review | dfe | done | Planted | N"
    )
    at = month(drawn(table), date(2024, 12, 31))
    for made in (page.visits, page.reviews):
        assert "Planted" in set(made(at).table["Outcome"])
        assert "Planted" not in set(made(at, Audience.SHARED).table["Outcome"])
    assert page.reviews(at).headline == "DfE: no future dates are recorded."


def test_the_strict_bound_and_the_even_pace_of_a_reinspection_are_both_shown():
    found = page.visits(report())
    assert found.headline == (
        "No monitoring visits so far. Reinspection: not before 24 November 2024, no last day set."
    )
    assert (
        "The rules allow it from 24 November 2024. At one visit every 3 months the fourth "
        "falls by 15 November 2025."
    ) in found.note
