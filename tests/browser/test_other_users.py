"""No upload makes other users wait: another session's clicks are always answered within two
seconds.
"""

from __future__ import annotations

import time

import pytest

from benchmarks.browser import _until_still, opened
from benchmarks.workbooks import large
from tests.conftest import SOAKING
from tests.data.odd_files import ODD_FILES

WAIT = 2_000  # ms
ROWS = 50_000 if SOAKING else 20_000
LONGEST = 180  # seconds an upload may take on a busy machine
SETTLES = ("Import this month", "Choose what the headings mean", "Nothing was stored")


class Other:
    """Another session, which keeps changing the breakdown of the cohort."""

    def __init__(self, browser, url):
        self.page = opened(browser, f"{url}/cohort")
        self.turn = 0

    def click(self) -> float:
        """Return milliseconds from choosing another breakdown until nothing on the page moves."""
        self.turn += 1
        self.page.get_by_role("combobox", name="Break the cohort down by").click()
        option = self.page.get_by_role("option").nth(1 + self.turn % 2)
        option.wait_for()
        return _until_still(self.page, "pointerdown", option.click)


def waits_while(other: Other, page, path) -> list[float]:
    """Return how long the other session waited for each click while a file was uploaded and
    checked.
    """
    page.locator("input[type=file]").set_input_files(str(path))
    waits, ends = [], time.monotonic() + LONGEST
    while time.monotonic() < ends:
        waits.append(other.click())
        if any(page.get_by_text(words).count() for words in SETTLES):
            return [*waits, other.click()]
        other.page.wait_for_timeout(300)
    raise AssertionError(f"{path.name} was not read within {LONGEST} seconds")


def files(folder):
    """Return the files to upload: a stray cell far away, zip bombs of a gigabyte, and a large
    workbook.
    """
    names = [
        "cell at XFD1048576",
        "sheet that unpacks to a gigabyte",
        "sheet of a gigabyte that says it is small",
        "text of a gigabyte in a zip",
    ]
    names += [
        "text of 200 MB of commas in a zip",
        "old, chain of sectors: a circle of four gigabytes",
    ]
    return [*(ODD_FILES[name].write(folder) for name in names), large(folder, ROWS)]


@pytest.fixture
def uploads(tmp_path):
    return files(tmp_path)


def test_an_upload_makes_no_other_user_wait(
    serve, page_on, browser, sample_home, uploads, record_property
):
    server = serve(store_dir=sample_home)
    page, other = page_on(server, "/data_upload"), Other(browser, server.url)
    ordinary = [other.click() for _ in range(3)]
    found = {"alone": ordinary}
    for path in uploads:
        found[path.name] = waits_while(other, page, path)
        page.get_by_role("button", name="Remove").first.click()
        page.wait_for_function("() => !document.querySelector('[data-testid=stFileUploaderFile]')")
    print({name: [round(wait) for wait in waits] for name, waits in found.items()})
    assert {name: max(waits) for name, waits in found.items() if max(waits) > WAIT} == {}
    assert "Traceback" not in server.log()
