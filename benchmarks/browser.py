"""A headless Chromium that measures the time from a key or click until nothing on a page moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLED = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
)
PATIENCE = 30_000  # ms
# Measures from the key or click (t0) to the last server message or page change, once the script has
# run and 200 ms have passed without another. A short run ends before the page shows that it runs,
# so
# only its messages show that it happened.
LISTENER = """
  window.seen = {t0: 0, last: 0, sent: 0, came: 0};
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...all) { super(...all); this.addEventListener('message', () => { seen.came = seen.last = performance.now(); }); }
    send(message) { seen.sent = performance.now(); super.send(message); }
  };
  const begin = event => { if (event.type === window.awaited) { seen.t0 = seen.last = performance.now(); } };
  for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, begin, true);
"""  # noqa: E501
WATCHER = """() => new MutationObserver(() => { seen.last = performance.now(); }).observe(
  document.querySelector('[data-testid=stApp]'), {subtree: true, childList: true, attributes: true, characterData: true})"""  # noqa: E501
STILL = """() => {
  const state = document.querySelector('[data-testid=stApp]').dataset.testScriptState;
  return seen.t0 && seen.sent >= seen.t0 && seen.came > seen.sent && state === 'notRunning' && performance.now() - seen.last > 200;
}"""  # noqa: E501


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the browser; close it at the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def opened(browser: Browser, url: str) -> Page:
    """Return the page of a new visitor, fully drawn and watched for changes."""
    page = browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-GB").new_page()
    page.add_init_script(LISTENER)
    page.goto(url)
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    page.wait_for_timeout(500)
    page.evaluate(WATCHER)
    return page


def same_again(page: Page) -> float:
    """Return milliseconds from pressing r (Streamlit's rerun) to a still page; its content stays
    the same.
    """
    page.evaluate("document.activeElement.blur()")
    return _until_still(page, "keydown", lambda: page.keyboard.press("r"))


def other_month(page: Page, place: int) -> float:
    """Return milliseconds from choosing a month, by its place in the side bar's list, to a still
    page.
    """
    page.locator("[data-testid=stSidebar] [data-testid=stSelectbox]").filter(
        has_text="Month"
    ).locator("input").click()
    month = page.get_by_role("option").nth(place)
    month.wait_for()
    page.wait_for_timeout(100)
    return _until_still(page, "pointerdown", month.click)


def by_menu(page: Page, title: str) -> float:
    """Return milliseconds from a click on a page's link in the menu to a still page."""
    return _until_still(
        page, "pointerdown", page.get_by_role("link", name=title, exact=True).first.click
    )


def _until_still(page: Page, kind: str, act: Callable[[], None]) -> float:
    page.evaluate("kind => { window.awaited = kind; seen.t0 = 0; }", kind)
    act()
    page.wait_for_function(STILL, timeout=PATIENCE)
    return page.evaluate("seen.last - seen.t0")
