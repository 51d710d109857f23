"""A manager changes a rating: refused without a reason, kept with one, in the history and the
workbook.
"""

import re
import shutil
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.waiting import pick

REASON = "The new panel has not met since January"


@pytest.fixture(scope="module")
def server(serve, sample_store, tmp_path_factory):
    home = tmp_path_factory.mktemp("plan")
    shutil.copy(sample_store, home / "sample.db")
    return serve(store_dir=home)


def test_a_rating_needs_a_reason_and_is_kept_with_it(server, page_on, settled):
    page = page_on(server, "/improvement_plan", viewport=(1366, 900))
    tab = page.get_by_role("tabpanel", name="Change an action")
    pick(page, tab.get_by_role("combobox").first, re.compile("IP-404"), typed="IP-404")
    form = tab.get_by_test_id("stForm")
    expect(form.get_by_role("button", name="Save")).to_be_visible()
    pick(page, form.get_by_role("combobox").first, re.compile("^Amber"), typed="Amber")
    form.get_by_role("button", name="Save").click()
    expect(
        tab.get_by_text(
            re.compile(
                "Give the reason for changing .* from on track to at risk. Nothing was saved"
            )
        )
    ).to_be_visible()
    settled(page)

    form.get_by_role("textbox", name="Reason for the change").fill(REASON)
    form.get_by_role("button", name="Save").click()
    expect(tab.get_by_text(re.compile("^Saved"))).to_be_visible()
    settled(page)
    tab.locator("summary").filter(has_text="History").click()
    expect(tab.locator("table").last).to_contain_text(REASON)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download plan actions as a workbook").click()
    assert download.value.suggested_filename == "plan-actions_2025-03-31.xlsx"
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    actions = [
        row for row in book["Plan actions"].iter_rows(values_only=True) if row[0] == "IP-404"
    ]
    assert len(actions) == 1
    assert {"Amber", REASON} <= set(actions[0])
    history = [row for row in book["History"].iter_rows(values_only=True) if "IP-404" in row]
    assert any(REASON in row for row in history)
    assert any("Amber" in str(row) for row in history)
    assert "Traceback" not in server.log()
