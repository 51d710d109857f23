"""The filters in the side bar, kept in the address (across pages, reloads and tabs) as keys that
name nobody.
"""

from __future__ import annotations

import streamlit as st

from analytics.month.cohort import BREAKDOWNS
from analytics.month.filters import Selection, choices, read, selection, written
from data.store import Contents, Store
from pages.shared.session.page_context import KEPT, View, chosen_months, clear_filters

_WIDGET = "filter_"


def choose_filters(store: Store, contents: Contents) -> None:
    """Draw the filters. They are kept in the address and follow it when it changes."""
    known = choices(chosen_months(store, contents))
    if not known:
        return
    with st.container(key="cl_kept"):  # hidden: binds the filters to the page's address
        st.text_input("Filters", key=KEPT, bind="query-params", label_visibility="collapsed")
    asked = dict(read(st.session_state[KEPT], known).chosen)
    opened = st.expander(
        f"Filters ({len(asked)} set)" if asked else "Filters",
        expanded=False,
        key="filters",
        on_change="rerun",
    )
    if (
        not opened.open
    ):  # drawn only when open: closed, they would cost every page a tenth of a second
        return
    with opened:
        for dimension, names in known.items():
            st.session_state[f"{_WIDGET}{dimension}"] = list(asked.get(dimension, ()))
            st.multiselect(
                BREAKDOWNS[dimension][0],
                names,
                key=f"{_WIDGET}{dimension}",
                on_change=_changed,
                placeholder="All",
            )
        st.button("Clear filters", on_click=clear_filters, disabled=not asked, key="clear_filters")


def _changed() -> None:
    kept = {
        str(name).removeprefix(_WIDGET): value
        for name, value in st.session_state.items()
        if str(name).startswith(_WIDGET)
    }
    st.session_state[KEPT] = written(selection(kept))


def only(view: View, dimension: str, name: str) -> None:
    """Draw a button that turns the choice in a chart into a filter on every page."""
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
