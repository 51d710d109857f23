"""Set up what all pages share: their order, and the words shown while a page opens."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.session.frame import first_words
from pages.shared.session.session_memory import no_uploader
from pages.shared.session.warm_up_turns import page_answered

st.set_page_config(page_title="Care leavers dashboard", layout="wide", initial_sidebar_state="auto")
PAGES = [
    st.Page("overview.py", title="Overview", default=True),
    st.Page("cohort.py", title="Cohort"),
    st.Page("coverage_21_plus.py", title="21+ coverage"),
    st.Page("check_ins.py", title="Check-ins"),
    st.Page("outcomes.py", title="Outcomes"),
    st.Page("service_uptake.py", title="Service uptake"),
    st.Page("practice.py", title="Practice"),
    st.Page("improvement_plan.py", title="Improvement plan"),
    st.Page("timetable.py", title="Timetable"),
    st.Page("data_upload.py", title="Data"),
    st.Page("definitions.py", title="Definitions"),
]


def show(page: StreamlitPage) -> None:
    """Send the first words, then import the code that draws the page."""
    first_words()
    page_answered()
    if page.url_path != "data_upload":
        no_uploader()
    from pages.shared.session.draw_page import draw

    draw(page)


show(st.navigation(PAGES))
