"""The filters in the side bar: kept across pages, reload and new tab in the address, as keys that name nobody."""

from __future__ import annotations

import streamlit as st

from analytics.month.cohort import BREAKDOWNS
from analytics.month.filters import Selection, choices, read, selection, written
from data.store import Contents, Store
from pages.shared.session.page_context import KEPT, View, chosen_months, clear_filters

_WIDGET = "filter_"


def choose_filters(store: Store, contents: Contents) -> None:
    """The choices of the side bar. They stand in the address, and follow it when it changes."""
    known = choices(chosen_months(store, contents))
    if not known:
        return
    with st.container(key="cl_kept"):  # out of sight: the address of the page, as a widget
        st.text_input("Filters", key=KEPT, bind="query-params", label_visibility="collapsed")
    asked = dict(read(st.session_state[KEPT], known).chosen)
    opened = st.expander(f"Filters ({len(asked)} set)" if asked else "Filters", expanded=False, key="filters", on_change="rerun")
    if not opened.open:  # the choices are drawn when they are asked for: closed, they would cost every page a tenth of a second
        return
    with opened:
        for dimension, names in known.items():
            st.session_state[f"{_WIDGET}{dimension}"] = list(asked.get(dimension, ()))
            st.multiselect(
                BREAKDOWNS[dimension][0], names, key=f"{_WIDGET}{dimension}", on_change=_changed, placeholder="All",
            )  # fmt: skip
        st.button("Clear filters", on_click=clear_filters, disabled=not asked, key="clear_filters")


def _changed() -> None:
    kept = {str(name).removeprefix(_WIDGET): value for name, value in st.session_state.items() if str(name).startswith(_WIDGET)}
    st.session_state[KEPT] = written(selection(kept))


def only(view: View, dimension: str, name: str) -> None:
    """A button that makes a choice in a chart the filter of every page."""
    asked = dict(view.selection.chosen)
    if asked.get(dimension) != (name,):
        st.button(
            "Show only these young people on every page",
            on_click=_set,
            args=(selection(asked | {dimension: (name,)}),),
            key=f"only_{dimension}",
        )


def _set(asked: Selection) -> None:
    st.session_state[KEPT] = written(asked)
