"""A store lost or damaged while the dashboard runs: every page reports it and shows no figure."""

from __future__ import annotations

import streamlit as st

from pages.shared.page_list import PAGES
from tests.pages import test_pages
from tests.pages.test_pages import on

at = test_pages.at  # a fixture


def test_a_store_lost_while_the_dashboard_runs_is_reported_on_every_page(at, sample_home):
    test = at()
    (sample_home / "own.db").unlink()
    for page in PAGES:
        assert "is missing from" in on(test, page)


def test_a_store_damaged_while_the_dashboard_runs_is_reported_on_every_page(at, sample_home):
    test, store = at("sample"), sample_home / "sample.db"
    st.cache_resource.clear()
    store.write_bytes(store.read_bytes()[:8192] + b"\xff" * (store.stat().st_size - 8192))
    for page in list(PAGES)[:3]:
        assert "is damaged" in on(test, page)


def test_a_lost_store_starts_empty_only_after_the_tick_and_the_button(at, sample_home):
    test = at()
    (sample_home / "own.db").unlink()
    for ticked in (False, True):
        on(test, "overview.py")
        if ticked:
            test.checkbox[0].check()
        next(
            button for button in test.button if button.label == "Start with an empty store"
        ).click().run()
        assert (sample_home / "own.db").exists() == ticked
    assert "no month has been imported yet" in on(test, "overview.py")


def test_a_missing_folder_is_reported_and_not_created_for_either_council(at, sample_home):
    away = sample_home.rename(sample_home.with_name("away"))
    st.cache_resource.clear()
    for council in ("own", "sample"):
        assert "is missing" in on(at(council), "overview.py")
        assert not sample_home.exists()
    away.rename(sample_home)
