"""The month in the address, and the page if the made-up council cannot be made."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.session import imports
from pages.shared.session.address import CANNOT_BE_READ, asked_in_vain, name_of_month
from tests.browser.waiting import until

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
NAMES = {"latest": "Latest (March 2025)", "2025-03": "March 2025", "2025-02": "February 2025"}


@pytest.fixture
def at_address(monkeypatch, seen_home):
    """Return a function that opens the made-up council's front page with a month in the address."""

    def opened(asked: str) -> AppTest:
        monkeypatch.setenv("DASHBOARD_HOME", str(seen_home))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        test = AppTest.from_file(MAIN, default_timeout=60)
        test.query_params["month"] = asked
        return test.run()

    return opened


@pytest.mark.parametrize(
    ("asked", "chosen", "told"),
    [
        ("2025-02", "2025-02", []),
        (
            "2025-03",
            "2025-03",
            [],
        ),  # the newest month, chosen by its key, stays when a newer one is imported
        ("February 2025", "2025-02", []),
        (
            "2031-03",
            "latest",
            ["There is no extract for March 2031. Showing March 2025, the latest."],
        ),
        (
            "March 2031",
            "latest",
            ["There is no extract for March 2031. Showing March 2025, the latest."],
        ),
        ("2025-13", "latest", [f"{CANNOT_BE_READ} Showing March 2025, the latest."]),
        ("<b>", "latest", [f"{CANNOT_BE_READ} Showing March 2025, the latest."]),
    ],
)
def test_the_address_chooses_the_month(at_address, asked, chosen, told):
    page = at_address(asked)
    assert not page.exception
    assert page.session_state["month"] == chosen
    assert [warning.value for warning in page.warning] == told


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("2025-03", "March 2025"),
        ("March 2025", "March 2025"),
        ("2025-3", ""),
        ("２０２５-03", ""),
        ("Mars 2025", ""),
        ("March 2025 <b>", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_month(asked, name):
    assert name_of_month(asked) == name


@pytest.mark.parametrize("asked", ["", *NAMES, *NAMES.values()])
def test_an_existing_month_in_the_address_gives_no_message(asked):
    assert asked_in_vain(asked, NAMES) == ""


def test_a_made_up_council_that_cannot_be_made_is_reported(monkeypatch, tmp_path):
    import streamlit as st

    (tmp_path / "home").write_text("a file where the folder should be")
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/own.db")
    st.cache_resource.clear()
    page = AppTest.from_file(MAIN, default_timeout=60).run()
    st.cache_resource.clear()
    assert not page.exception
    assert [
        element.proto.body
        for element in page.get("html")
        if "The made-up council could not be made." in element.proto.body
    ]


def test_the_warm_up_and_the_first_page_do_not_import_at_the_same_time(tmp_path, monkeypatch):
    """Each would wait for the other: one for the package, the other for a module of it."""
    package = tmp_path / "slow_package"
    package.mkdir()
    slow = "import time\ntime.sleep(0.5)\nfrom slow_package.part import WORD\n"
    (package / "__init__.py").write_text(slow)
    (package / "part.py").write_text("import slow_package\nWORD = 1\n")
    page = tmp_path / "page.py"
    page.write_text(
        "from slow_package.part import WORD\nraise AssertionError('only imports run')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    failed = []

    def run(step):
        try:
            step()
        except (ImportError, KeyError, RuntimeError) as error:
            failed.append(repr(error))

    def warm_up():
        with imports.alone():
            import_module("slow_package")

    def first_page():
        until(lambda: "slow_package" in sys.modules)
        imports.import_for(page)

    steps = (warm_up, first_page)
    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
