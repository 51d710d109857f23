"""Fixtures for a real server and a real browser: serve(), page_on() and settled().

A missing browser fails the tests.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import waiting
from tests.browser.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
expect.set_options(
    timeout=PATIENCE * 1000
)  # a busy machine may be slow; what never comes still fails


@dataclass
class Server:
    """A running dashboard: its address, its own data folder, its process and its log."""

    url: str
    home: Path
    process: subprocess.Popen
    log_file: Path

    def log(self) -> str:
        """Return everything it has written so far, including errors."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End it by its process id; a second call does nothing."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield Debian's Chromium, one per file, because Playwright keeps an event loop in the
    thread."""
    if not CHROMIUM.exists():
        pytest.fail(
            f"{CHROMIUM} is missing. Install it: sudo apt-get install chromium", pytrace=False
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory) -> Iterator[Callable[..., Server]]:
    """Return serve(env=None, store_dir=None), which starts a server with its data in store_dir.

    All servers are ended after the file's tests.
    """
    servers: list[Server] = []

    def start(
        env: dict[str, str] | None = None,
        store_dir: Path | None = None,
        app: Path = ROOT / "app.py",
    ) -> Server:
        home = store_dir or tmp_path_factory.mktemp("home")
        home.mkdir(exist_ok=True)  # the dashboard never creates a folder that its user names
        for _ in range(3):  # another process may take the port first
            server = _started(app, home, env or {}, tmp_path_factory.mktemp("log") / "server.log")
            servers.append(server)
            if _answers(server):
                return server
            server.stop()
        pytest.fail(
            f"The server did not answer within {PATIENCE} seconds or ended:\n{server.log()}",
            pytrace=False,
        )

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def cached(browser: Browser) -> Iterator[Callable[[Server], BrowserContext]]:
    """Return cached(server): one browser context per server and file, so that scripts are loaded
    and compiled once.
    """
    contexts: dict[str, BrowserContext] = {}

    def context_for(server: Server) -> BrowserContext:
        if server.url not in contexts:
            context = browser.new_context(
                accept_downloads=True, locale="en-GB", timezone_id="Europe/London"
            )
            context.set_default_timeout(PATIENCE * 1000)
            contexts[server.url] = context
        return contexts[server.url]

    yield context_for
    for context in contexts.values():
        context.close()


@pytest.fixture
def page_on(cached: Callable[[Server], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Return page_on(server, path="/", viewport=(1280, 900)), which opens a page of a new session
    and waits until it is drawn. The addresses it asks for are added to the list `asked`, if given.
    """
    pages: list[Page] = []

    def visit(
        server: Server,
        path: str = "/",
        viewport: tuple[int, int] = (1280, 900),
        asked: list[str] | None = None,
    ) -> Page:
        page = cached(server).new_page()
        pages.append(page)
        if asked is not None:
            page.on("request", lambda request: asked.append(request.url))
            page.on("websocket", lambda socket: asked.append(socket.url.replace("ws:", "http:")))
        page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
        page.goto(server.url + path)
        return waiting.settled(page)

    yield visit
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def settled() -> Callable[[Page], Page]:
    """settled(page): the page, once the server has drawn all of it."""
    return waiting.settled


def _started(app: Path, home: Path, env: dict[str, str], log_file: Path) -> Server:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("STREAMLIT_")
    }
    surroundings = inherited | {"DASHBOARD_HOME": str(home)} | env
    with log_file.open("wb") as log:
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, cwd=app.parent, env=surroundings, **streams)
    return Server(f"http://127.0.0.1:{port}", home, process, log_file)


def _free_port() -> int:
    """Return a free port, below those the system uses for outgoing connections."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def _answers(server: Server) -> bool:
    """Return whether the server becomes healthy in time; False at once if its process ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _healthy(server.url):
            return server.process.poll() is None
        try:
            server.process.wait(0.05)
            return False
        except subprocess.TimeoutExpired:
            continue
    return False


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
