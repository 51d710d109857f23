"""A headless Chromium that says how long a page takes from a key or a click until nothing on it moves any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLED = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
PATIENCE = 30_000  # ms
# From the key or click (t0) to the last change on the page, once the script has run and 200 ms have passed without another.
RECORDER = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const seen = window.seen = {t0: 0, last: 0, ran: false};
  const begin = event => { if (event.type === window.awaited) { seen.t0 = seen.last = performance.now(); seen.ran = false; } };
  for (const kind of ['keydown', 'click']) addEventListener(kind, begin, true);
  new MutationObserver(changes => {
    const own = changes.filter(change => change.target.closest?.('[data-testid=stApp]'));
    if (own.length) seen.last = performance.now();
    if (changes.some(change => change.attributeName === 'data-test-script-state')) seen.ran = true;
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return seen.t0 && seen.ran && app.dataset.testScriptState === 'notRunning' && performance.now() - seen.last > 200;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, url: str) -> Page:
    """A page of a new visitor, drawn to the end and watched."""
    page = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-GB").new_page()
    page.goto(url)
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    page.wait_for_timeout(500)
    page.evaluate(RECORDER)
    return page


def same_again(page: Page) -> float:
    """Milliseconds from pressing r (Streamlit's rerun) to a still page; nothing on it changes."""
    page.evaluate("document.activeElement.blur()")
    return _until_still(page, "keydown", lambda: page.keyboard.press("r"))


def other_month(page: Page, place: int) -> float:
    """Milliseconds from choosing a month by its place in the side bar's list to a still page."""
    page.locator("[data-testid=stSidebar] [data-testid=stSelectbox]").filter(has_text="Month").locator("input").click()
    month = page.get_by_role("option").nth(place)
    month.wait_for()
    page.wait_for_timeout(100)
    return _until_still(page, "click", month.click)


def _until_still(page: Page, kind: str, act: Callable[[], None]) -> float:
    page.evaluate("kind => { window.awaited = kind; seen.t0 = 0; }", kind)
    act()
    page.wait_for_function(STILL, timeout=PATIENCE)
    return page.evaluate("seen.last - seen.t0")
