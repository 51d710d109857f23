"""The Improvement plan page: with a plan, before the plan, a cell and an action opened, filters
ignored.
"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
PAGE = "improvement_plan.py"


@pytest.fixture
def test(monkeypatch, seen_home):
    """Return the page with the made-up council's plan in March 2025."""
    monkeypatch.setenv("DASHBOARD_HOME", str(seen_home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = AppTest.from_file(MAIN, default_timeout=60)
    opened.query_params["council"] = "Made-up council"
    opened.run()
    return opened.switch_page(PAGE).run()


def text(test):
    assert not test.exception
    return " ".join(element.proto.body for element in test.main if hasattr(element.proto, "body"))


def test_the_page_reports_complete_late_and_unmoved_actions_and_ignores_filters(test):
    words = text(test)
    assert (
        "24 of 43 actions are complete, 1 is late. Of those complete, 5 have a measure "
        "that has not clearly moved"
    ) in words
    assert "The filters do not apply to this page" in words
    assert "IP-603 left the sheet after November 2024, rated at risk." in words
    assert "3 of 8 risks are scored 15 or more" in words
    assert "£560,000 of the £1,014,000" in words
    assert [tab.label for tab in test.tabs][:3] == [
        "Late (1)",
        "Moved later (1)",
        "Standing still (11)",
    ]
    assert "Nothing this month in: added, carried over and earlier plan." in words


def test_a_filter_changes_nothing_on_a_page_of_actions(test):
    before = text(test)
    test.text_input(key="only").set_value("age.21").run()
    assert any(one.label == "Filters (1 set)" for one in test.sidebar.expander)
    assert (
        text(test).split("Improvement plan of 2024/25")[1]
        == before.split("Improvement plan of 2024/25")[1]
    )


def test_the_open_list_is_kept_and_a_month_without_it_opens_its_first_list(test):
    standing_still = "11 actions are open and rated the same for"
    assert standing_still not in text(test)
    test.session_state["plan_list"] = "Standing still (11)"
    test.run()
    assert standing_still in text(test)
    test.selectbox(key="month").set_value("2024-06").run()
    assert test.tabs[0].label == "Standing still (8)"
    assert "8 actions are open and rated the same for" in text(test)


def test_a_cell_of_the_grid_lists_its_actions_and_what_to_ask(test):
    test.selectbox(key="plan_delivery_and_impact_pick").set_value("blue:wrong").run()
    words = text(test)
    assert "Complete, moved the wrong way: 1 action." in words
    assert "Ask what other causes there are, and whether to reopen the action." in words
    assert '<span class="cl-tag cl-done">✓&nbsp;Complete</span>' in words


@pytest.mark.parametrize("name", ["IP-601", "IP-201", "IP-603", "IP-105"])
def test_an_opened_action_has_its_months_and_its_charts(test, name):
    test.selectbox(key="plan_action").set_value(name).run()
    words = text(test)
    assert f"{name} " in words
    assert "Led by: " in words
    assert "Impact, by its measures: " in words


def test_before_the_plan_the_page_says_what_is_missing_and_how_to_add_it(test):
    test.selectbox(key="month").set_value("2024-03").run()
    words = text(test)
    assert "No improvement plan actions are recorded for March 2024." in words
    assert "Add a Plan actions sheet" in words
    assert "Add a Risks sheet" in words
    test.selectbox(key="month").set_value("2024-04").run()
    assert "This is the first recorded month of the plan." in text(test)
