"""A different store replaces an open one: its figures, kind and questions are shown, and none of
the old one's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from analytics.comparison.findings import NOW_KEY
from analytics.publish.types import Audience
from data.check.plan_entry import BasedOn
from data.paths import own_url
from data.problems import UserError
from data.store import OWN, SAMPLE, Store, start_empty
from pages.shared.panels.comparison_panel import _sources
from pages.shared.panels.measures_table import EVERY, _table
from pages.shared.session import council
from pages.shared.session.cached_series import _one, every_series
from pages.shared.session.page_context import View, load_month
from tests.data.importing import ENTRY
from tests.data.workbooks import TITLE, good_month, person, read, write

OURS = "Our care leavers as at {:%d/%m/%Y}"
MONTHS = (date(2024, 4, 30), date(2024, 5, 31))


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    yield tmp_path / "home"
    st.cache_resource.clear()


def month_of_people(folder: Path, as_at: date, number: int, title: str = OURS):
    team = [person(child_unique_id=f"{one:05}") for one in range(number)]
    tables = good_month(care_leavers=team, contacts=[], service_use=[])
    return read(write(folder / f"{as_at:%Y-%m}-{number}.xlsx", tables, title.format(as_at)))


def imported(store: Store, folder: Path, people: int) -> None:
    for as_at in MONTHS:
        store.save(month_of_people(folder, as_at, people), "Ann")


def lose(home: Path) -> None:
    for file in home.glob("own.db*"):
        file.unlink()


def view_of(store: Store) -> View:
    contents = store.contents()
    before, taken = contents.months
    months = [load_month(store, one, contents) for one in (taken, before)]
    return View(store, contents, taken, months[0], months[1], Audience.MANAGER)


def seen(view: View) -> dict[str, float | None]:
    """Return how many people each cached view of the data shows for the newest month."""
    return {
        "month": len(view.month.people),
        "before": len(view.before.people) if view.before else 0,
        "history": len(view.history()[-1].people),
        "next to England": len(_sources(view.mark, (), view)[NOW_KEY].people),
        "every series": every_series(view)["cohort"].readings[-1].value,
        "one series": _one(view.mark, "cohort", view).readings[-1].value,
        "table": "<td>7</td>" in _table(view.mark, view.audience, EVERY, view),
    }


def test_a_store_that_replaces_a_lost_one_shows_only_its_own_people(home, tmp_path):
    store = council.store_of(OWN)
    imported(store, tmp_path, 3)
    first = seen(view_of(store))
    lose(home)
    start_empty(own_url(), "Ann")
    store = council.store_of(OWN)
    imported(store, tmp_path, 7)
    second = seen(view_of(store))
    st.cache_resource.clear()
    assert second == seen(view_of(store))
    assert {key: first[key] for key in list(first)[:6]} == dict.fromkeys(list(first)[:6], 3)
    assert {key: second[key] for key in list(second)[:6]} == dict.fromkeys(list(second)[:6], 7)


def test_plan_entries_of_two_stores_with_the_same_number_are_not_confused(home, tmp_path):
    store = council.store_of(OWN)
    store.save(month_of_people(tmp_path, MONTHS[0], 1), "Ann")
    store.close()
    copy = (home / "own.db").read_bytes()
    marks = []
    for rag in ("amber", "red"):
        lose(home)
        (home / "own.db").write_bytes(copy)
        store = council.store_of(OWN)
        store.save_plan_entry(replace(ENTRY, fields={"delivery_rag": rag}), BasedOn(1))
        marks.append(store.contents().mark_on(MONTHS[0]))
        store.close()
    assert marks[0] != marks[1]


def test_a_store_started_empty_while_pages_are_open_refuses_made_up_people(home, tmp_path):
    assert council.store_of(OWN).kind == OWN
    lose(home)
    start_empty(own_url(), "Ann")
    store = council.store_of(OWN)
    with pytest.raises(UserError) as no:
        store.save(month_of_people(tmp_path, MONTHS[0], 1, TITLE), "Ann")
    assert (store.kind, no.value.reason, store.months()) == (OWN, "kind_mixed", [])


def test_a_store_of_made_up_people_that_replaces_our_own_is_refused_while_pages_are_open(home):
    council.store_of(OWN)
    lose(home)
    made_up = Store(own_url())
    made_up.decide_kind(SAMPLE)
    made_up.close()
    with pytest.raises(UserError) as no:
        council.store_of(OWN)
    assert no.value.reason == "kind_mixed"
