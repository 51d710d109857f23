"""How every page begins, and the only way to the data: who asks, which council, which month, and what could not be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from analytics.month import Month, month_of
from analytics.privacy import Audience
from analytics.settings import Settings, settings_from
from analytics.wording import day
from data.problems import Refused
from data.store import OWN, SAMPLE, Snapshot, Store
from pages.shared.council import council, open_council, store_of
from pages.shared.look import headline, quiet

LATEST = "latest"


@dataclass(frozen=True, eq=False)
class View:
    """What a page is drawn from. `before` is the month that stands before, None for the first."""

    store: Store
    taken: Snapshot
    month: Month
    before: Month | None
    audience: Audience

    def history(self) -> list[Month]:
        """Every month up to this one, oldest first."""
        return [load_month(self.store, taken) for taken in self.store.months() if taken.as_at <= self.taken.as_at]


def begin(page: str) -> View:
    """Opens the month for a page. Where there is none it says how to get one, and the page ends there."""
    store = opened_store()
    standing = store.months()
    if not standing:
        _nothing_yet(page)
        st.stop()
    taken = _chosen(standing)
    earlier = [one for one in standing if one.as_at < taken.as_at]
    view = View(store, taken, load_month(store, taken), load_month(store, earlier[-1]) if earlier else None, Audience.MANAGER)
    _what_to_know(page, view)
    return view


def _chosen(standing: list[Snapshot]) -> Snapshot:
    """The month chosen in the side bar, the newest where none is."""
    return next((one for one in standing if one.month == st.session_state.get("month")), standing[-1])


def opened_settings() -> Settings:
    """The settings that the chosen month is judged by; today's while there is no month."""
    store = opened_store()
    standing = store.months()
    return settings_from(store.settings_on(_chosen(standing).as_at if standing else datetime.now().astimezone().date()))


def opened_store() -> Store:
    """The store of the council that is open. Where it cannot be opened the page says why and ends."""
    try:
        return store_of(council())
    except Refused as no:
        headline("The data cannot be opened.", no.message)
        st.stop()


def choose_month() -> None:
    """The choice of month in the side bar; a chosen month stands in the address, the newest follows by itself."""
    keys = [taken.month for taken in reversed(opened_store().months())]
    if not keys:
        return
    if go_to := st.session_state.pop("go_to_month", None):
        st.session_state["month"] = LATEST if go_to == keys[0] else go_to
    if st.session_state.get("month", LATEST) not in (LATEST, *keys):
        del st.session_state["month"]
    names = {LATEST: f"Latest ({_name(keys[0])})", **{key: _name(key) for key in keys}}
    st.selectbox("Month", list(names), format_func=names.__getitem__, key="month", bind="query-params")


def go_to_month(key: str) -> None:
    """Opens a month from the next run on."""
    st.session_state["go_to_month"] = key


def _name(key: str) -> str:
    return opened_store().month(key).as_at.strftime("%B %Y")


def load_month(store: Store, taken: Snapshot) -> Month:
    """A month, opened once for everybody."""
    return _loaded(store.url, taken.id, store.version, tuple(store.settings_on(taken.as_at)), store)


@st.cache_resource(max_entries=120, show_spinner="Opening the month")
def _loaded(url: str, snapshot: int, version: int, settings: tuple[tuple[str, str], ...], _store: Store) -> Month:
    """A month by its snapshot, the store's version (a later import can change what earlier contacts still stand) and its settings."""
    taken = next(one for one in _store.snapshots() if one.id == snapshot)
    return month_of(**_store.everything(taken), settings=settings_from(settings))


def _nothing_yet(page: str) -> None:
    """The page of a store without a month: what is missing, why it matters, how to get it."""
    headline(
        f"{page}: no month has been imported yet.",
        "This page is drawn from your monthly extract. It takes one Excel workbook and about a minute.",
    )
    st.page_link("data_upload.py", label="Upload a month", icon=":material/upload:")
    st.button("Look at the made-up council instead", on_click=open_council, args=(SAMPLE,))


def _what_to_know(page: str, view: View) -> None:
    """Above every page: which month this is, and what its extract could not say."""
    whose = "" if council() == OWN else " · made-up people"
    quiet(f"{page} · as at {day(view.taken.as_at)}{whose} · import {view.taken.id}")
    if view.month.left_out_rows:
        number = view.month.left_out_rows
        st.warning(
            f"{number} {'person' if number == 1 else 'people'} could not be counted: {'their row' if number == 1 else 'their rows'} in the extract cannot be read. See the Data page."
        )
    if origin := view.taken.people_carried_from:
        st.info(f"The people are those of import {origin}: this month's files brought no Care leavers table.")
