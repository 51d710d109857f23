"""A click in the menu until the page is still, against three pages that never change.

The same page sent again without a line of ours (replayed.py); a page of as many plain charts and nothing else; an empty page.
Every page has been opened before, so the months are open and counted; each click comes from the page Definitions.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from benchmarks import browser as browsers
from benchmarks.council import made
from benchmarks.servers import ROOT, Server, running
from benchmarks.table import middle, show, times

PAGES = (
    "Overview",
    "Cohort",
    "21+ coverage",
    "Check-ins",
    "Outcomes",
    "Service uptake",
    "Practice",
    "Improvement plan",
    "Timetable",
    "Data",
)
AWAY = "Definitions"
RUNS, WARM = 7, 3  # clicks that are counted, and those before them
STATIC, REPLAYED = (ROOT / "benchmarks" / name for name in ("static_pages.py", "replayed.py"))


def run() -> None:
    """Prints each page's click beside those of the three."""
    with TemporaryDirectory() as folder, browsers.chromium() as browser:
        home = made(Path(folder))
        with running(ROOT / "app.py", home) as server:
            ours = {title: _clicked(server, browser, title, AWAY) for title in PAGES}
        with running(REPLAYED, home) as server:
            again = {title: _clicked(server, browser, title, AWAY)[0] for title in PAGES}
        with running(STATIC, home) as server:
            floors = {
                number: _clicked(server, browser, f"Page of {number}", "Page of 12")[0]
                for number in sorted({0, *(n for _, n in ours.values())})
            }
    rows = [
        [title, number, middle(took), *_beside(took, again[title]), *_beside(took, floors[number]), times(median(took), median(floors[0]))]
        for title, (took, number) in ours.items()
    ]
    headings = ["page", "charts", "click ms", "the same, replayed", "", "so many plain charts", "", "empty page"]
    show(f"A click in the menu until the page is still (medians of {RUNS}, lowest and highest beside)", headings, rows)


def _beside(took: list[float], floor: list[float]) -> tuple[str, str]:
    return middle(floor), times(median(took), median(floor))


def _clicked(server: Server, browser: Browser, title: str, away: str) -> tuple[list[float], int]:
    """Milliseconds of each click on a page's link, and how many charts it draws."""
    page = browsers.opened(browser, server.url)
    took = []
    for number in range(WARM + RUNS):
        browsers.by_menu(page, away)
        found = browsers.by_menu(page, title)
        if number >= WARM:
            took.append(found)
    charts = _charts(page)
    page.context.close()
    return took, charts


def _charts(page: Page) -> int:
    return page.locator("[data-testid=stPlotlyChart]").count()
