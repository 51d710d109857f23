"""A store that is lost or damaged while the dashboard runs: every page says so in words, and shows no figure."""

from __future__ import annotations

import streamlit as st

from tests.pages import test_pages
from tests.pages.test_pages import PAGES, on

at = test_pages.at  # a fixture


def test_a_store_that_is_lost_while_the_dashboard_runs_is_said_on_every_page(at, sample_home):
    test = at()
    (sample_home / "own.db").unlink()
    for page in PAGES:
        assert "is gone" in on(test, page)


def test_a_store_that_is_damaged_while_the_dashboard_runs_is_said_on_every_page(at, sample_home):
    test, store = at("sample"), sample_home / "sample.db"
    st.cache_resource.clear()
    store.write_bytes(store.read_bytes()[:8192] + b"\xff" * (store.stat().st_size - 8192))
    for page in PAGES[:3]:
        assert "is damaged" in on(test, page)
