"""Service uptake: the made-up council, no table of services, and a single month."""

from datetime import date

import pandas as pd
import pytest

from data.check.check_month import read_month
from data.recognise.files import Source
from data.store import Store
from data.writing.month_and_template import write_month
from tests.pages.test_pages import at, on, own_month, text

__all__ = ["at"]
PAGE = "service_uptake.py"


@pytest.fixture
def one_month(sample_home):
    """Make our own data with one month of three people, one of whom used a hub."""
    people = pd.DataFrame(
        {
            "Child Unique ID": ["A1", "A2", "A3"],
            "Date of Birth": [date(2005, 5, 1)] * 3,
            "Eligibility Category": ["former relevant"] * 3,
        }
    )
    uses = pd.DataFrame(
        {"Child Unique ID": ["A1"], "Service": ["Crewe hub"], "Start Date": [date(2025, 3, 3)]}
    )
    path = sample_home / "month.xlsx"
    tables = {"care_leavers": people, "service_use": uses}
    with path.open("wb") as file:
        write_month(file, tables, dict.fromkeys(tables, "As at 31/03/2025"))
    store = Store(f"sqlite:///{sample_home / 'own.db'}")
    store.save(read_month([Source(path.name, path)]), "tester")
    store.close()


def test_the_made_up_council_opens_with_those_who_use_no_service(at):
    words = on(at("sample"), PAGE)
    assert " used no service in the last 12 months; " in words
    assert "so the bars do not add up" in words


def test_a_bar_lists_as_many_people_as_it_shows_with_their_services(at):
    test = at("sample")
    on(test, PAGE)
    for key in ("used_nothing", "Staying Close"):
        test.selectbox(key="service_uptake_pick").set_value(key).run()
        assert not test.exception
        shown = test.dataframe[0].value
        assert {"Young person", "Age", "Personal adviser", "Last use"} <= set(shown.columns)
        assert ("Services used in 12 months" in shown) == (key != "used_nothing")
    assert shown["Services used in 12 months"].str.contains("Staying Close").all()


@pytest.mark.parametrize("by", ["team", "area", "need", "adviser"])
def test_people_who_used_no_service_are_listed_by_group(at, by):
    test = at("sample")
    on(test, PAGE)
    test.selectbox(key="no_service_by").set_value(by).run()
    box = test.selectbox(key=f"no_service_by_{by}_pick")
    box.set_value(box.options[0] if by != "need" else "Missing Episodes").run()
    assert not test.exception
    assert "Used no service in 12 months: " in text(test)


def test_every_service_is_shown_by_month_and_each_figure_lists_its_remainder(at):
    test = at("sample")
    on(test, PAGE)
    test.selectbox(key="service_by_month").set_value("housing advice").run()
    assert "Housing advice: not used by " in text(test)
    test.selectbox(key="figure").set_value("work_support_year").run()
    test.selectbox(key="opened_work_support_year_pick").set_value("remainder").run()
    assert not test.exception
    assert len(test.dataframe[-1].value)


def test_filters_leave_only_the_people_who_match(at):
    test = at("sample")
    on(test, PAGE)
    test.session_state["filters"] = True
    test.run().multiselect(key="filter_age").set_value(["24"]).run()
    assert not test.exception
    assert "Only aged 24." in text(test)


def test_without_the_table_the_page_says_what_is_missing_why_and_how_to_add_it(at, sample_home):
    own_month(sample_home, date(2025, 3, 31))
    words = on(at(), PAGE)
    assert "the extract has no Service use table" in words
    assert "nobody can see who uses no service at all" in words
    assert "The template on the Data page has this sheet" in words


def test_a_single_month_is_complete_and_says_how_little_the_table_covers(at, one_month):
    words = on(at(), PAGE)
    assert (
        "2 of 3 young people in the service (67%) used no service in the last 12 months; 1 "
        "used at least one."
    ) in words
    assert "begins on 3 March 2025: earlier uses are not known" in words
    assert "Any hub: not used by 2 of 3 young people in March 2025, used by 1." in words
