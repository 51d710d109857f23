"""The first words of a page on a server that has just started, with an empty data folder, next to Streamlit's own title.

Each visit has a new server and a new browser context. *Busy* is the same with a process that counts on each core.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.browser import chromium
from benchmarks.servers import ROOT, running

APPS = {"a title only": ROOT / "benchmarks" / "title_only.py", "the dashboard": ROOT / "app.py"}
VISITS = 5
PATIENCE = 120_000  # ms
# The first moment at which the main part of the page shows any text, in ms from the start of the navigation.
WATCH = """
  const look = () => {
    const main = document.querySelector('[data-testid=stMain]');
    if (main && main.innerText.trim()) { window.firstText = performance.now(); window.firstWords = main.innerText.trim(); }
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""


def run() -> None:
    """Print the medians and their ratio, idle and busy."""
    with chromium() as browser:
        for name, load in (("idle", 0), ("busy", os.cpu_count() or 1)):
            with _busy(load):
                _compare(name, browser)


def _compare(name: str, browser: Browser) -> None:
    seen: dict[str, list[tuple[float, float]]] = {app: [] for app in APPS}
    for _ in range(VISITS):
        for app, path in APPS.items():
            seen[app].append(_first_words(browser, path))
    floor = seen["a title only"]
    for app, visits in seen.items():
        shown = " ".join(f"{first:.0f}" for first, _ in visits)
        print(
            f"{name}, {app}: first words {median(f for f, _ in visits):.0f} ms ({shown}), server up after {median(u for _, u in visits):.1f} s"
        )
    ratio = median(first for first, _ in seen["the dashboard"]) / median(first for first, _ in floor)
    print(f"{name}: the dashboard's first words take {ratio:.2f} times as long as a title only", flush=True)


def _first_words(browser: Browser, app: Path) -> tuple[float, float]:
    """(milliseconds from the navigation to the first words, seconds from the start of the server until it answers)."""
    with TemporaryDirectory() as home, running(app, Path(home)) as server:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(server.url, wait_until="commit")
        page.wait_for_function("() => window.firstText", timeout=PATIENCE)
        first = page.evaluate("window.firstText")
        context.close()
        return first, server.started_in


@contextmanager
def _busy(number: int) -> Iterator[None]:
    """Keep this many processes counting for as long as the block runs."""
    counting = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in counting:
            process.kill()
            process.wait()
