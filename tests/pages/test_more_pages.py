"""Outcomes and Practice: the made-up council, no month, and an extract with only the required
columns.
"""

from datetime import date

import pandas as pd
import pytest

from data.check.check_month import read_month
from data.recognise.files import Source
from data.store import Store
from data.writing.month_and_template import write_month
from tests.pages.test_pages import at, on

__all__ = ["at"]
PAGES = ["outcomes.py", "practice.py"]


@pytest.fixture
def bare(sample_home):
    """Make our own data with one month that has only the required columns."""
    people = pd.DataFrame(
        {
            "Child Unique ID": ["A1"],
            "Date of Birth": [date(2005, 5, 1)],
            "Eligibility Category": ["former relevant"],
        }
    )
    path = sample_home / "bare.xlsx"
    with path.open("wb") as file:
        write_month(file, {"care_leavers": people}, {"care_leavers": "As at 31/03/2025"})
    store = Store(f"sqlite:///{sample_home / 'own.db'}")
    store.save(read_month([Source(path.name, path)]), "tester")
    store.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_the_made_up_council_and_without_a_month(at, page):
    assert "made-up person" in on(at("sample"), page)
    assert "no month has been imported yet" in on(at(), page)


def test_with_only_the_required_columns_each_page_says_what_is_missing(at, bare):
    test = at()
    words = on(test, "outcomes.py")
    assert "no Type of Accommodation column" in words
    assert "Health History Given Date" in words
    assert "the extract lacks the columns it needs" in on(test, "practice.py")


@pytest.mark.parametrize(
    ("page", "name", "part"),
    [("outcomes.py", "suitable_19_21", "unknown"), ("practice.py", "audits_good", "remainder")],
)
def test_a_percentage_opens_the_people_or_audits_behind_it(at, page, name, part):
    test = at("sample")
    on(test, page)
    test.selectbox(key="figure").set_value(name).run()
    test.selectbox(key=f"opened_{name}_pick").set_value(part).run()
    assert not test.exception
    assert len(test.dataframe[-1].value)


def test_homeless_people_are_listed_and_our_compared_figure_opens(at):
    test = at("sample")
    on(test, "outcomes.py")
    test.selectbox(key="where_they_live_pick").set_value("homeless").run()
    assert {"Here since at least", "Days since"} <= set(test.dataframe[0].value.columns)
    test.selectbox(key="ours").set_value("now").run()
    assert not test.exception
