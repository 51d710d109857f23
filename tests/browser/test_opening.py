"""The first words of a page, chosen files during reloads and page changes, and the month in the
address.
"""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.data.workbooks import good_month, write

OWN = "council=Our+own+data"
CUT_OFF = (
    "The page was loaded again before the import was finished. Choose the file again: nothing "
    "was stored."
)


@pytest.fixture(scope="module")
def made(serve, tmp_path_factory, sample_store):
    """Yield a server that already has its made-up council, and no month of its own."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(sample_store, home / "sample.db")
    return serve(store_dir=home)


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    return write(
        tmp_path_factory.mktemp("files") / "care-leavers-2024-05.xlsx",
        good_month(),
        f"As at {date(2024, 5, 31):%d/%m/%Y}",
    )


def choose(page, path):
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_role("button", name="Import this month")).to_be_visible()


def test_the_first_words_and_the_menu_come_before_the_made_up_council(browser, serve, settled):
    server = serve()
    page = browser.new_page()
    page.goto(f"{server.url}/?month=2025-02", wait_until="commit")
    expect(page.get_by_role("heading", name="Opening February 2025 …")).to_be_visible()
    expect(page.get_by_role("link", name="Check-ins", exact=True)).to_be_visible()
    assert not (server.home / "sample.db").exists()
    expect(page.get_by_role("heading", name="Making the made-up council: month")).to_be_visible(
        timeout=180_000
    )
    other = browser.new_page()  # while the council is being made
    other.goto(server.url, wait_until="commit")
    expect(other.get_by_role("heading", name="Making the made-up council")).to_be_visible()
    for opened in (page, other):
        expect(opened.get_by_text("care leavers.").first).to_be_visible(timeout=180_000)
        settled(opened)
        expect(opened.get_by_role("heading", name="Opening")).to_have_count(0)
        expect(opened.get_by_role("heading", name="Making")).to_have_count(0)
        opened.close()


def test_a_file_stays_chosen_while_another_page_is_open(made, page_on, settled, extract):
    page = page_on(made, f"/data_upload?{OWN}")
    choose(page, extract)
    page.get_by_role("link", name="Definitions", exact=True).click()
    expect(page.get_by_role("heading", name="What every figure counts")).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_text(f"Still chosen: {extract.name}")).to_be_visible()
    expect(page.get_by_role("button", name="Import this month")).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Still chosen")).to_have_count(0)
    expect(page.get_by_role("button", name="Import this month")).to_have_count(0)
    settled(page).reload()
    settled(page)
    expect(page.get_by_text(CUT_OFF)).to_have_count(0)  # the file was removed, so none is missing


def test_a_file_taken_out_of_the_box_is_gone(made, page_on, extract):
    page = page_on(made, f"/data_upload?{OWN}")
    choose(page, extract)
    page.get_by_role("button", name=f"Remove {extract.name}").click()
    expect(page.get_by_role("button", name="Import this month")).to_have_count(0)
    expect(page.get_by_text("Still chosen")).to_have_count(0)


def test_after_a_reload_the_file_is_asked_for_again(made, page_on, settled, extract):
    page = page_on(made, f"/data_upload?{OWN}")
    choose(page, extract)
    settled(page).reload()
    expect(page.get_by_text(CUT_OFF)).to_be_visible()
    choose(page, extract)
    expect(page.get_by_text(CUT_OFF)).to_have_count(0)


def test_a_reload_during_the_upload_is_reported_too(made, page_on, tmp_path):
    page = page_on(made, f"/data_upload?{OWN}")
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000},
    )
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 5_000_000)
    with page.expect_request(lambda request: "upload_file" in request.url):
        page.locator("input[type=file]").set_input_files(str(large))
    slow.detach()
    page.reload()
    expect(page.get_by_text(CUT_OFF)).to_be_visible()


def test_a_month_in_the_address_is_opened_by_its_key_and_kept(made, page_on, settled):
    page = page_on(made, "/?month=2024-12")
    expect(page.get_by_text("Overview · as at 31 December 2024")).to_be_visible()
    expect(page).to_have_url(f"{made.url}/?month=December+2024")
    page.get_by_role("link", name="Cohort", exact=True).click()
    expect(page.get_by_text("Cohort · as at 31 December 2024")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Overview · as at 31 December 2024")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_missing_month_is_reported(made, page_on):
    page = page_on(made, "/cohort?month=2031-03")
    expect(
        page.get_by_text("There is no extract for March 2031. Showing March 2025, the latest.")
    ).to_be_visible()
    expect(page.get_by_text("Cohort · as at 31 March 2025")).to_be_visible()
