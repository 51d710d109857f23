"""Set up what all pages share, and the words shown while a page opens."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.page_list import FIRST, PAGES
from pages.shared.session.frame import first_words
from pages.shared.session.imports import alone, import_for
from pages.shared.session.session_memory import no_uploader
from pages.shared.session.warm_up_turns import page_answered

st.set_page_config(page_title="Care leavers dashboard", layout="wide", initial_sidebar_state="auto")


def show(page: StreamlitPage) -> None:
    """Send the first words, then import the code that draws the page."""
    first_words()
    page_answered()
    if page.url_path != "data_upload":
        no_uploader()
    with alone():
        from pages.shared.session.draw_page import draw
    import_for(Path(__file__).with_name(f"{page.url_path}.py" if page.url_path else FIRST))
    draw(page)


show(
    st.navigation(
        [st.Page(file, title=title, default=file == FIRST) for file, title in PAGES.items()]
    )
)
