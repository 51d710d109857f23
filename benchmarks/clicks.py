"""Time a click in the menu until the page is still, against four pages that never change.

The four: only the same charts; only as many plain column charts; the same page sent again without
running our code (replayed.py); an empty page. Every page has been opened before, so the months are
open and counted. Each click on our own pages comes from the page Definitions.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from benchmarks import browser as browsers
from benchmarks.council import made
from benchmarks.servers import ROOT, Server, running
from benchmarks.table import middle, show, times
from pages.shared import page_list

AWAY = "Definitions"
PAGES = {title: file for file, title in page_list.PAGES.items() if title != AWAY}
RUNS, WARM = 7, 3  # clicks that are counted, and clicks before them
STATIC, REPLAYED = (ROOT / "benchmarks" / name for name in ("static_pages.py", "replayed.py"))


def run() -> None:
    """Print the time of a click to each page next to the times of the four."""
    with TemporaryDirectory() as folder, browsers.chromium() as browser:
        home = made(Path(folder))
        charts = _drawn(home)
        (home / "charts.json").write_text(json.dumps(charts), encoding="utf-8")
        with running(ROOT / "app.py", home) as server:
            ours = {title: _clicked(server, browser, title, AWAY) for title in PAGES}
        with running(REPLAYED, home) as server:
            again = {title: _clicked(server, browser, title, AWAY) for title in PAGES}
        with running(STATIC, home, CHARTS=str(home / "charts.json")) as server:
            same = {title: _clicked(server, browser, title, "Page of 12") for title in PAGES}
            plain = {
                number: _clicked(server, browser, f"Page of {number}", "Page of 12")
                for number in sorted({0, *map(len, charts.values())})
            }
    rows = [
        [
            title,
            number := len(charts[title]),
            middle(took),
            *(
                cell
                for floor in (same[title], plain[number], again[title])
                for cell in _beside(took, floor)
            ),
            times(median(took), median(plain[0])),
        ]
        for title, took in ours.items()
    ]
    headings = [
        "page",
        "charts",
        "click ms",
        "its charts alone",
        "",
        "as many plain",
        "",
        "replayed",
        "",
        "empty",
    ]
    show(
        f"A click in the menu until the page is still (medians of {RUNS}, with lowest and highest)",
        headings,
        rows,
    )


def _drawn(home: Path) -> dict[str, list[str]]:
    """Return the charts of each page as plotly JSON."""
    os.environ["DASHBOARD_HOME"] = str(home)
    test = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=120).run()
    return {
        title: [chart.proto.spec for chart in test.switch_page(file).run().get("plotly_chart")]
        for title, file in PAGES.items()
    }


def _beside(took: list[float], floor: list[float]) -> tuple[str, str]:
    return middle(floor), times(median(took), median(floor))


def _clicked(server: Server, browser: Browser, title: str, away: str) -> list[float]:
    """Return the milliseconds of each click on a page's link."""
    page = browsers.opened(browser, server.url)
    took = []
    for number in range(WARM + RUNS):
        browsers.by_menu(page, away)
        found = browsers.by_menu(page, title)
        if number >= WARM:
            took.append(found)
    page.context.close()
    return took
