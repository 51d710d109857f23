"""The Timetable: the made-up council by month, no table, filters ignored, and the exact calendar
file.
"""

from datetime import date

import pytest
from click.testing import CliRunner

import manage
from analytics.exports.calendar import calendar_file
from pages.shared.panels import calendar_button as pages_calendar
from tests.pages.test_pages import at, look_at, on, own_month, text

__all__ = ["at"]
PAGE = "timetable.py"


@pytest.fixture
def shown(at):
    """Return a function that opens the made-up council in a month, and returns the page and its
    words.
    """

    def show(key=None):
        test = at("sample")
        on(test, PAGE)
        if key:
            test.selectbox(key="month").set_value(key).run()
            assert not test.exception
        return test, text(test)

    return show


def test_the_newest_month_shows_what_is_next_and_every_table(shown):
    test, words = shown()
    tabs = ["Ofsted's visits", "DfE reviews", "Judgements", "Who gets what", "Behind"]
    assert [tab.label for tab in test.tabs] == tabs
    words += "".join(look_at(test, "timetable_list", name) for name in tabs[1:])
    assert (
        "<h1>Next: Corporate risk register seen, 10 April 2025, in 10 days. 2 dates do not "
        "agree.</h1>"
    ) in words
    for part in (
        "10 dates and windows to come, 17 passed.",
        "2 monitoring visits so far. Reinspection: not before 5 May 2025, no last day set.",
        "The rules allow it from 5 May 2025. At one visit every 3 months the fourth falls "
        "by 1 August 2025.",
        "DfE: next is Review of progress, 11 June 2025.",
        "2 of 5 judgements: inadequate.",
        "From 1 April 2026 Ofsted no longer gives an overall grade.",
        "What each body gets, and when",
        "No dates have passed without being marked as done.",
    ):
        assert part in words
    assert "—" not in words


def test_the_workshop_of_july_is_shown_on_both_days_and_none_is_chosen(shown):
    _, words = shown("2024-06")
    assert "2 July 2024, in 2 days. Also recorded for 4 July 2024. Decide which is right" in words
    assert "2 dates do not agree with another or with a rule." in words
    assert "All dates are shown. Only the service can say which is right" in words
    assert "Also recorded for 2 July 2024" in words


def test_a_month_before_the_report_names_what_cannot_be_worked_out(shown):
    test, words = shown("2024-04")
    assert (
        "<h1>Next: Improvement Board (as before the inspection), 30 May 2024, in 30 days.</h1>"
        in words
    )
    assert "What cannot be worked out" in words
    assert (
        "The deadline for the improvement plan cannot be worked out: add a row to Milestones"
        in words
    )
    assert "0 of 5 judgements" in look_at(test, "timetable_list", "Judgements")
    assert "Reinspection" not in words


def test_without_the_table_it_says_what_is_missing_why_it_matters_and_how_to_add_it(shown):
    test, words = shown("2023-10")
    assert "The timetable is not available: the extract has no Milestones table." in words
    assert "deadlines are missed" in words
    assert "one row per date" in words
    assert not test.tabs


def test_our_own_month_without_milestones_is_not_an_error(at, sample_home):
    own_month(sample_home, date(2025, 3, 31))
    assert "The timetable is not available" in on(at(), PAGE)


def test_filters_do_not_apply_and_the_page_says_so(shown):
    test, words = shown()
    test.session_state["filters"] = True
    test.run().multiselect(key="filter_age").set_value(["24"]).run()
    assert not test.exception
    filtered = text(test)
    assert "Filters do not apply on this page" in filtered
    assert "do not apply on this page" not in words
    assert "10 dates and windows to come, 17 passed." in filtered
    assert "Only aged 24." not in filtered


def test_the_whole_time_line_and_its_table_can_be_shown(shown):
    test, _ = shown()
    test.selectbox(key="time_line_from").set_value(0).run()
    assert not test.exception
    assert "From the first recorded date, by body." in text(test)
    test.segmented_control(key="timetable_view").set_value("Table").run()
    assert not test.exception
    assert "19 February 2024 to 8 March 2024" in text(test)


@pytest.mark.parametrize("key", ["2024-06", "2025-03"])
def test_the_calendar_has_the_same_bytes_as_on_the_command_line(at, full_home, monkeypatch, key):
    made = []
    monkeypatch.setattr(pages_calendar, "calendar_file", lambda dates: made.append(dates) or b"")
    offered = {}
    monkeypatch.setattr(
        pages_calendar.st,
        "download_button",
        lambda label, data, name, mime, **rest: offered.update({label: (data, name, mime)}),
    )
    test = at("sample")
    on(test, PAGE)
    test.selectbox(key="month").set_value(key).run()
    data, name, mime = offered["Download calendar (.ics)"]
    data()
    asked = [
        "timetable",
        "--month",
        key,
        "--ics",
        "--store",
        f"sqlite:///{full_home / 'sample.db'}",
    ]
    assert calendar_file(made[-1]) == CliRunner().invoke(manage.cli, asked).stdout_bytes
    assert (name[:17], name[-4:], mime) == (f"timetable_{key}", ".ics", "text/calendar")
