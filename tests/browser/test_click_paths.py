"""Questions a manager asks after opening the dashboard, and how many clicks each takes."""

import re
import shutil

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def server(serve, sample_store, tmp_path_factory):
    home = tmp_path_factory.mktemp("paths")
    shutil.copy(sample_store, home / "sample.db")
    return serve(store_dir=home)


class Clicks:
    """Makes clicks and counts them."""

    def __init__(self):
        self.number = 0

    def __call__(self, locator):
        locator.click()
        self.number += 1

    def bar(self, chart):
        """Click at the position of the first bar: plotly puts a layer over its bars, which takes
        the click.
        """
        path = chart.locator(".bars .point path").first
        path.scroll_into_view_if_needed()
        box = path.bounding_box()
        chart.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.number += 1


@pytest.fixture
def clicks():
    return Clicks()


def test_finding_who_has_been_homeless_longest_takes_two_clicks(server, page_on, clicks):
    page = page_on(server, viewport=(1366, 1400))
    clicks(page.get_by_role("link", name="Outcomes", exact=True))
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart.get_by_text("Homeless", exact=True)).to_be_visible()
    clicks.bar(chart)
    expect(page.get_by_role("heading", name="Homeless", exact=True)).to_be_visible()
    expect(page.get_by_label(re.compile("^Homeless: 12 rows"))).to_be_visible()
    assert clicks.number <= 3


def test_finding_whose_call_is_most_overdue_takes_one_click(server, page_on, clicks):
    page = page_on(server, viewport=(1366, 1400))
    clicks(page.get_by_role("link", name="Check-ins", exact=True))
    expect(
        page.get_by_role("heading", name="Call list: due, overdue and never reached")
    ).to_be_visible()
    assert clicks.number <= 2


def test_finding_which_advisers_load_peaks_when_takes_one_click(server, page_on, clicks):
    page = page_on(server, viewport=(1366, 1400))
    clicks(page.get_by_role("link", name="Check-ins", exact=True))
    expect(
        page.get_by_role(
            "heading",
            name=re.compile(r"^The most calls for one adviser in one month: \d+, .* in \w+ 20\d\d"),
        )
    ).to_be_visible()
    assert clicks.number <= 3


def test_finding_why_a_percentage_changed_since_last_month_takes_three_clicks(
    server, page_on, clicks
):
    page = page_on(server, viewport=(1366, 1400))
    clicks(page.get_by_role("link", name="Outcomes", exact=True))
    clicks(
        page.get_by_test_id("stButtonGroup").get_by_text("In suitable accommodation, aged 19 to 21")
    )
    heading = page.get_by_role(
        "heading",
        name=re.compile(r"in February 2025, .* now: \d+ moved into “yes” and \d+ moved out"),
    )
    expect(heading).to_be_visible()
    chart = page.get_by_test_id("stPlotlyChart").filter(has_text="Yes → ").first
    clicks.bar(chart)
    expect(
        page.get_by_role(
            "heading", name=re.compile("^In suitable accommodation, aged 19 to 21: .* → ")
        )
    ).to_be_visible()
    assert clicks.number <= 4
