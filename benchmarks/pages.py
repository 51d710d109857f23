"""Time a rerun of each page against an empty page: key r, a change of month, and only the
websocket.

The empty page has the same start-up (heavy imports, gc.freeze) and the same choice of month.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks import browser as browsers
from benchmarks import websocket
from benchmarks.council import made
from benchmarks.servers import ROOT, Server, running
from benchmarks.table import middle, show, times
from pages.shared import page_list

_TIMED = (
    "overview.py",
    "cohort.py",
    "coverage_21_plus.py",
    "check_ins.py",
    "data_upload.py",
    "definitions.py",
)
PAGES = {page_list.PAGES[file]: page_list.address(file).strip("/") for file in _TIMED}
EMPTY, UNFROZEN = "Empty page", "Empty page, nothing frozen"
RUNS = 7
MONTHS = (2, 0)  # there and back: a month in the list, and Latest
FLOOR_APP = ROOT / "benchmarks" / "empty_page.py"


@dataclass
class Measured:
    """The measurements of one page: milliseconds per run, and the bytes the server sent for one
    run.
    """

    websocket: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    month: list[float] = field(default_factory=list)
    sent: int = 0


def run() -> None:
    """Print each page's reruns and each server's start and memory, as multiples of the empty
    page's.
    """
    pages: dict[str, Measured] = {}
    servers: list[list[object]] = []
    with TemporaryDirectory() as folder, browsers.chromium() as browser:
        home = made(Path(folder))
        with running(FLOOR_APP, home) as server:
            pages |= _all(server, browser, {EMPTY: ""}, servers, EMPTY)
        with running(FLOOR_APP, home, FROZEN="no") as server:
            pages |= _all(server, browser, {UNFROZEN: ""}, servers, UNFROZEN)
        with running(ROOT / "app.py", home) as server:
            pages |= _all(server, browser, PAGES, servers, "Dashboard")
    _report(pages, servers)


def _all(
    server: Server, browser: Browser, pages: dict[str, str], servers: list[list[object]], name: str
) -> dict[str, Measured]:
    idle = server.memory()
    found = {title: _measured(server, browser, address) for title, address in pages.items()}
    servers.append([name, f"{server.started_in:.1f}", f"{idle:,.0f}", f"{server.memory():,.0f}"])
    return found


def _measured(server: Server, browser: Browser, address: str) -> Measured:
    found = Measured()
    with websocket.session(server.port) as connection:
        for number in range(RUNS + 2):
            took, found.sent = websocket.rerun(connection, address)
            if number >= 2:  # the first runs open the months
                found.websocket.append(took)
    page = browsers.opened(browser, f"{server.url}/{address}")
    for number in range(RUNS + 2):
        again, month = browsers.same_again(page), browsers.other_month(page, MONTHS[number % 2])
        if number >= 2:
            found.again.append(again)
            found.month.append(month)
    page.context.close()
    return found


def _report(pages: dict[str, Measured], servers: list[list[object]]) -> None:
    floor = pages[EMPTY]
    rows = []
    for title, found in pages.items():
        row: list[object] = [title]
        for own, least in (
            (found.websocket, floor.websocket),
            (found.again, floor.again),
            (found.month, floor.month),
        ):
            row += [middle(own), times(median(own), median(least))]
        rows.append([*row, f"{found.sent / 1024:,.0f}"])
    headings = [
        "page",
        "websocket ms",
        "floor",
        "key r ms",
        "floor",
        "other month ms",
        "floor",
        "KB sent",
    ]
    show(
        f"Reruns, each to its end (medians of {RUNS}, with lowest and highest; multiples "
        "of the empty page)",
        headings,
        rows,
    )
    show("Servers", ["server", "start to health s", "MB idle", "MB after"], servers)
