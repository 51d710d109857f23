"""Exploring: filters kept across pages, reloads and visitors; chart choices; two months; shared
links.
"""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import open_tab, pick


@pytest.fixture(scope="module")
def server(serve, sample_store, tmp_path_factory):
    import shutil

    home = tmp_path_factory.mktemp("explore")
    shutil.copy(sample_store, home / "sample.db")
    return serve(store_dir=home)


def asked_for(page):
    return parse_qs(urlparse(page.url).query)


def headline(page):
    return page.get_by_role(
        "heading", level=1
    ).first  # while a page is redrawn, the old one is there with the new one


def set_filter(page, label, name):
    filters = page.get_by_test_id("stSidebar").locator("details")
    if filters.get_attribute("open") is None:
        filters.locator("summary").click()
    pick(page, filters.get_by_role("combobox", name=re.compile(label)), name)
    page.keyboard.press("Escape")


def test_a_filter_is_kept_on_every_page_after_reload_and_for_a_new_visitor_and_names_nobody(
    server, page_on, settled
):
    page = page_on(server, "/cohort", viewport=(1366, 900))
    everyone = headline(page).inner_text()
    set_filter(page, "^Team", "Team Wren")
    banner = page.get_by_role("note").filter(has_text="Only")
    expect(banner).to_contain_text("Team: Team Wren")
    only_wren = headline(page).inner_text()
    assert only_wren != everyone
    assert "wren" not in page.url.lower()
    assert re.fullmatch(r"team\.[0-9a-f]{8}", asked_for(page)["only"][0])

    page.get_by_role("link", name="Check-ins", exact=True).click()
    expect(headline(page)).to_contain_text("Check-ins in date")
    expect(banner).to_contain_text("Team: Team Wren")
    assert "only" in asked_for(page)

    page.get_by_role("link", name="Cohort", exact=True).click()
    expect(headline(page)).to_have_text(only_wren)
    page.reload()
    settled(page)
    expect(headline(page)).to_have_text(only_wren)

    another = page_on(server, page.url.removeprefix(server.url))
    expect(headline(another)).to_have_text(only_wren)
    another.get_by_role("button", name="Clear filters").last.click()
    expect(headline(another)).to_have_text(everyone)
    expect(another.get_by_role("note").filter(has_text="Only")).to_have_count(0)


def test_a_choice_in_a_chart_becomes_the_filter_of_every_page(server, page_on):
    page = page_on(server, "/cohort", viewport=(1366, 1600))
    pick(page, page.get_by_role("combobox", name=re.compile("See the young people")).first, "22")
    expect(page.get_by_role("heading", name="Care leavers aged 22")).to_be_visible()
    number = re.search(
        r"\d+", page.get_by_role("button", name=re.compile("^Show only these")).inner_text()
    )
    assert number is None
    page.get_by_role("button", name=re.compile("^Show only these")).click()
    expect(page.get_by_role("note").filter(has_text="Only")).to_contain_text("Aged 22")
    expect(headline(page)).to_contain_text("0 are 16 to 17")
    page.get_by_role("link", name="21+ coverage", exact=True).click()
    expect(page.get_by_role("note").filter(has_text="Only")).to_contain_text("Aged 22")


def test_the_link_to_a_view_can_be_copied_and_opens_the_same(server, page_on):
    page = page_on(server, "/outcomes?month=October+2024", viewport=(1366, 900))
    set_filter(page, "^Personal adviser", "Adviser Thistle Rook")
    expect(page.get_by_role("note").filter(has_text="Only")).to_contain_text("Adviser Thistle Rook")
    shown = headline(page).inner_text()
    page.get_by_role("button", name="Copy link to this view").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    assert link.startswith(f"{server.url}/outcomes?")
    assert not re.search("thistle|rook", link, re.IGNORECASE)
    expect(headline(page_on(server, link.removeprefix(server.url)))).to_have_text(shown)


def test_two_months_can_be_compared(server, page_on):
    page = page_on(server, "/coverage_21_plus", viewport=(1366, 900))
    pick(page, page.get_by_role("combobox", name=re.compile("Compare with")), "April 2024")
    expect(page.locator(".cl-tiles")).to_contain_text("since Apr")
    expect(
        page.get_by_role("heading", name=re.compile("changed status since April 2024"))
    ).to_be_visible()
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.locator(".cl-tiles")).to_contain_text("since Apr")
    assert asked_for(page)["compare_with"] == ["April 2024"]


def test_an_address_with_unknown_filters_shows_everyone(server, page_on):
    page = page_on(server, "/cohort?only=team.00000000~age.99~%3Cscript%3E&month=May+1999")
    expect(headline(page)).to_contain_text("care leavers aged 16 to 24")
    expect(page.get_by_role("note").filter(has_text="Only")).to_have_count(0)
    assert page.get_by_test_id("stException").count() == 0


def test_typed_settings_and_chosen_files_are_kept_after_visiting_another_tab(
    server, page_on, settled
):
    page = page_on(server, "/data_upload", viewport=(1366, 900))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "kept.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    )
    settled(page)
    open_tab(page, "Settings")
    page.get_by_role("textbox", name="Days before the due date").fill("21")
    open_tab(page, "Every import")
    expect(page.get_by_text("Who did what")).to_be_visible()
    open_tab(page, "Settings")
    expect(page.get_by_role("textbox", name="Days before the due date")).to_have_value("21")
    open_tab(page, "Upload and check")
    expect(page.get_by_text("kept.csv").first).to_be_visible()
