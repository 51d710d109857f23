"""Draw a whole page: side bar (council, month, filters) and content. All heavy imports start
here."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.problems import UserError
from data.store import SAMPLE
from pages.shared.layout.page_style import banner, style_sheet
from pages.shared.session.council import MADE_UP, choose_council, council
from pages.shared.session.filter_controls import choose_filters
from pages.shared.session.frame import opened
from pages.shared.session.lost_store import say_why
from pages.shared.session.page_context import choose_month, opened_store


def draw(page: StreamlitPage) -> None:
    """Draw the side bar and the page; show a message if the store has since been lost or
    damaged."""
    style_sheet()
    try:
        with st.sidebar:
            choose_council()
        store = opened_store()
        contents = store.contents()
        with st.sidebar:
            no_such_month = choose_month(contents)
            choose_filters(store, contents)
        if council() == SAMPLE:
            banner(MADE_UP)
        if no_such_month:
            st.warning(no_such_month)
        page.run()
    except UserError as no:
        say_why("The data cannot be read.", no)
    opened()
