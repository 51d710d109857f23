"""Takes the pictures of every page with the made-up council, 1920 x 1080, into docs/screenshots: `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import browser as browsers  # noqa: E402
from benchmarks.council import made  # noqa: E402
from benchmarks.servers import running  # noqa: E402

FOLDER = Path(__file__).with_name("screenshots")
STILL = 1_000  # ms without a message or a change


def main() -> int:
    """Writes a picture a page of the menu, named as its address is."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, browsers.chromium() as browser, running(ROOT / "app.py", made(Path(folder))) as server:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB").new_page()
        _open(page, server.url)
        links = page.get_by_test_id("stSidebarNavLink")
        for address in [link.get_attribute("href") for link in links.all()]:
            name = (address or "").rstrip("/").rpartition("/")[2].partition("?")[0] or "overview"
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
