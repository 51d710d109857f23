"""Take screenshots of every page with the made-up council (1920 x 1080): `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlparse

from playwright.sync_api import Page

from benchmarks import browser as browsers
from benchmarks.council import made
from benchmarks.servers import ROOT, running

FOLDER = ROOT / "docs" / "screenshots"
STILL = 1_000  # ms without a message or a change


def main() -> int:
    """Write one picture per page of the menu into docs/screenshots, named after its address."""
    FOLDER.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        browsers.chromium() as browser,
        running(ROOT / "app.py", made(Path(folder))) as server,
    ):
        page = browser.new_context(
            viewport={"width": 1920, "height": 1080}, locale="en-GB"
        ).new_page()
        _open(page, server.url)
        links = page.get_by_test_id("stSidebarNavLink")
        for address in [link.get_attribute("href") for link in links.all()]:
            name = urlparse(address or "").path.strip("/") or "overview"
            _open(page, f"{server.url}/{'' if name == 'overview' else name}")
            page.screenshot(path=FOLDER / f"{name.replace('_', '-')}.png")
            print(FOLDER.relative_to(ROOT) / f"{name.replace('_', '-')}.png")
    return 0


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(browsers.SETTLED, timeout=90_000)
    page.wait_for_timeout(STILL)


if __name__ == "__main__":
    sys.exit(main())
