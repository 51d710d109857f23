"""Time the first words of a page on a new server with an empty data folder, against Streamlit's own
title.

Each visit has a new server and a new browser context. *Busy* adds a process that counts on each
core.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.browser import chromium
from benchmarks.servers import ROOT, Server, running
from pages.shared.session.warm_up_turns import FIRST

APPS = {"a title only": ROOT / "benchmarks" / "title_only.py", "the dashboard": ROOT / "app.py"}
VISITS = 5
PATIENCE = 120_000  # ms
# The time when the main part of the page first shows text, in ms from the start of the navigation.
WATCH = """
  const look = () => {
    const main = document.querySelector('[data-testid=stMain]');
    if (main && main.innerText.trim()) { window.firstText = performance.now(); window.firstWords = main.innerText.trim(); }
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""  # noqa: E501


def run() -> None:
    """Print the medians and their ratio for each case."""
    with chromium() as browser:
        for name, load, wait in CASES:
            with _busy(load):
                compare(name, browser, wait)


def compare(name: str, browser: Browser, wait: Callable[[Browser, Server], object]) -> None:
    """Open both apps in turn, each on a new server, and print how long the first words took."""
    seen: dict[str, list[tuple[float, float]]] = {app: [] for app in APPS}
    for _ in range(VISITS):
        for app, path in APPS.items():
            seen[app].append(_first_words(browser, path, wait))
    for app, visits in seen.items():
        shown = " ".join(f"{first:.0f}" for first, _ in visits)
        up = median(up for _, up in visits)
        print(
            f"{name}, {app}: {median(first for first, _ in visits):.0f} ms ({shown}), "
            f"server up after {up:.1f} s"
        )
    floor, ours = (median(first for first, _ in visits) for visits in seen.values())
    print(
        f"{name}: the dashboard takes {ours / floor:.2f} times as long as a title only", flush=True
    )


def _first_words(
    browser: Browser, app: Path, wait: Callable[[Browser, Server], object]
) -> tuple[float, float]:
    """Return milliseconds from navigation to first words, and seconds until the server answers."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home, running(app, Path(home)) as server:
        wait(browser, server)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(server.url, wait_until="commit")
        page.wait_for_function("() => window.firstText", timeout=PATIENCE)
        first = page.evaluate("window.firstText")
        for opened in browser.contexts:
            opened.close()
        return first, server.started_in


def _at_once(browser: Browser, server: Server) -> None:
    """Visit as soon as the server answers."""


def _in_the_warm_up(browser: Browser, server: Server) -> None:
    """Visit while the server is warming up, because nobody visited at first."""
    time.sleep(FIRST + 0.3)


def _while_the_council_is_made(browser: Browser, server: Server) -> None:
    """Visit while another visitor waits for the made-up council; on the other app, just after
    another visitor.
    """
    page = browser.new_context().new_page()
    page.goto(server.url, wait_until="commit")
    page.get_by_text("Making the made-up council: month").or_(
        page.get_by_text("Nothing else.")
    ).first.wait_for(timeout=PATIENCE)


CASES = (
    ("idle", 0, _at_once),
    ("busy", os.cpu_count() or 1, _at_once),
    ("in the warm-up", 0, _in_the_warm_up),
    ("while the council is made", 0, _while_the_council_is_made),
)


@contextmanager
def _busy(number: int) -> Iterator[None]:
    """Keep this many processes counting while the block runs."""
    counting = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in counting:
            process.kill()
            process.wait()
