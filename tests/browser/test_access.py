"""Accessibility of every page: axe-core finds no fault of ours, and keyboard, 400% zoom and phone
work.
"""

import json
import re
import shutil
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from pages.shared.page_list import PAGES, address
from tests.browser.waiting import open_tab

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ADDRESSES = {title: address(file) for file, title in PAGES.items()}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Faults of Streamlit and Plotly, by rule: parts of their own markup. Listed in
# docs/accessibility.md.
THEIRS = {"presentation-role-conflict": ("stFileUploaderDropzone",)}


@pytest.fixture(scope="module")
def server(serve, sample_store, tmp_path_factory):
    home = tmp_path_factory.mktemp("access")
    shutil.copy(sample_store, home / "sample.db")
    return serve(store_dir=home)


def faults(page):
    """Return (rule, selector, html) of each node that fails."""
    page.evaluate(AXE)
    found = page.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})"
    )
    return [
        (one["id"], " ".join(map(str, node["target"])), node["html"][:300])
        for one in found["violations"]
        for node in one["nodes"]
    ]


def ours(found):
    return [
        fault
        for fault in found
        if not any(re.search(part, fault[1] + fault[2]) for part in THEIRS.get(fault[0], ()))
    ]


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_has_alt_text_no_fault_for_axe_no_other_host_and_no_sideways_scrolling(
    server, page_on, name
):
    asked = []
    page = page_on(server, ADDRESSES[name], viewport=(1366, 768), asked=asked)
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    for drawn in page.get_by_test_id("stPlotlyChart").all():
        assert drawn.get_attribute("role") == "figure"
        assert len((drawn.get_attribute("aria-label") or "").split()) > 8
    assert ours(faults(page)) == []
    for width, height in ((390, 844), (320, 256)):  # a phone; 400 per cent of 1280 x 1024
        page.set_viewport_size({"width": width, "height": height})
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        narrow(page, width)


@pytest.mark.parametrize("name", ["Improvement plan", "Timetable", "Data", "Definitions"])
def test_axe_finds_no_fault_of_ours_in_open_tabs_and_expanders(server, page_on, settled, name):
    page = page_on(server, ADDRESSES[name], viewport=(1366, 768))
    settled(page)
    for fold in page.get_by_test_id("stMain").locator("summary").all():
        fold.click()
    tabs = [tab.inner_text() for tab in page.get_by_role("tab").all()]
    assert tabs
    for tab in tabs:
        open_tab(page, tab)
        panel = page.get_by_role("tabpanel", name=tab)
        expect(panel.get_by_test_id("stElementContainer").first).to_be_visible()
        assert ours(faults(page)) == [], tab


def narrow(page, width):
    """Check that nothing is wider than the screen once the page is still.

    The waiting is done here, because our content policy forbids it within the page.
    """
    for _ in range(40):
        wide = page.evaluate(
            "[document.documentElement, "
            "document.querySelector('[data-testid=stMain]')].map(one => one.scrollWidth)"
        )
        if max(wide) <= width:
            return
        page.wait_for_timeout(250)
    pytest.fail(f"{max(wide)} pixels wide on a screen of {width}")


def focused(page):
    return page.evaluate(
        "() => {const one = document.activeElement; const label = "
        "one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText;"
        " return `${one.getAttribute('role') || one.tagName.toLowerCase()}: ${(label || "
        "'').trim().split('\\n')[0]}`}"
    )


def test_the_keyboard_alone_goes_from_the_menu_to_a_downloaded_list(server, page_on, settled):
    page = page_on(server, "/check_ins", viewport=(1366, 768))
    expect(page.get_by_role("heading", level=1).first).to_contain_text("Check-ins in date")
    settled(page)  # a heading appears before the run is over, and redrawn elements lose the focus
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if re.search("combobox: .*See the young people", seen[-1]):
            break
    else:
        pytest.fail(f"never reached: {seen}")
    assert any("Cohort" in one for one in seen)
    assert any("Month" in one for one in seen), seen
    page.keyboard.type("Never reached")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Never reached", exact=True)).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        for _ in range(40):
            page.keyboard.press("Tab")
            if "Download list" in focused(page):
                page.keyboard.press("Enter")
                break
    assert download.value.suggested_filename == "call-list_2025-03-31.xlsx"
