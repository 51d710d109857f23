"""Waiting for the thing itself: a page that is drawn to the end, a choice that is made, a state
that comes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, TimeoutError, expect

PATIENCE = 60  # seconds
ONE_TRY = 4_000  # ms for one opening of a list
SETTLED = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
)
# Before its first run a page is connected and nothing runs; after a click nothing runs yet.
STILL = f"""() => new Promise(done => {{
    const began = performance.now();
    let since = began;
    const drawn = () => {{
        const words = document.querySelector('[data-testid=stMain]')?.innerText.trim() ?? '';
        return words && !words.startsWith('Opening')
            && document.querySelector('{SETTLED}') && !document.querySelector('[data-stale=true]');
    }};
    const look = () => {{
        const now = performance.now();
        if (!drawn()) since = now;
        if (now - since > 200) return done(true);
        if (now - began > {PATIENCE * 1000}) return done(false);
        setTimeout(look, 40);
    }};
    look();
}})"""


def settled(page: Page) -> Page:
    """The page, once the server has drawn all of it and begins nothing new. After a click, then
    wait for what the click brings.
    """
    page.wait_for_selector(SETTLED, timeout=PATIENCE * 1000)
    expect(page.locator("[data-stale=true]")).to_have_count(
        0, timeout=PATIENCE * 1000
    )  # what the page no longer shows
    assert page.evaluate(STILL), f"The page was not still within {PATIENCE} seconds"
    return page


def pick(page: Page, box: Locator, option: str | re.Pattern[str], typed: str = "") -> None:
    """Choose an option of a select box, found by typing; a pattern needs *typed*. A redraw closes
    the list: it is opened again.
    """
    settled(page)
    wanted = page.get_by_role("option", name=option, exact=isinstance(option, str)).first
    ends = time.monotonic() + PATIENCE
    while True:
        box.click()
        page.keyboard.type(typed or option)
        try:
            wanted.click(timeout=ONE_TRY)
        except TimeoutError:
            assert time.monotonic() < ends, f"{option} was not offered within {PATIENCE} seconds"
            if page.get_by_role("listbox").count():
                page.keyboard.press("Escape")
        else:
            settled(page)
            return


def open_tab(page: Page, name: str) -> None:
    """Open a tab. A run that began before the click shows the tab before again: it is clicked again."""
    settled(page)
    tab = page.get_by_role("tab", name=name, exact=True)

    def opened() -> bool:
        if tab.get_attribute("aria-selected") == "true":
            settled(page)
            return tab.get_attribute("aria-selected") == "true"
        tab.click()
        return False

    until(opened)


def tick_all(page: Page) -> None:
    """Tick every box. A run that began before the click unticks it: it is ticked again."""

    def ticked() -> bool:
        settled(page)
        boxes = [box for box in page.get_by_role("checkbox").all() if not box.is_checked()]
        for box in boxes:
            box.locator("xpath=ancestor::label").click()
        return not boxes

    until(ticked)


def until(true: Callable[[], object]) -> None:
    """Wait for a state that comes by itself."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"It did not come within {PATIENCE} seconds"
        time.sleep(0.05)
