"""What all pages share: their order, the council and month in the side bar, and the look."""

from __future__ import annotations

import streamlit as st

from data.problems import Refused
from data.store import SAMPLE
from pages.shared.begin import choose_month, opened_store
from pages.shared.council import MADE_UP, choose_council, council
from pages.shared.filters import choose_filters
from pages.shared.look import banner, style_sheet
from pages.shared.lost import say_why

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
style_sheet()
page = st.navigation(PAGES)
try:
    with st.sidebar:
        choose_council()
    store = opened_store()
    contents = store.contents()
    with st.sidebar:
        choose_month(contents)
        choose_filters(store, contents)
    if council() == SAMPLE:
        banner(MADE_UP)
    page.run()
except Refused as no:  # the store was lost or damaged since it was opened
    say_why("The data cannot be read.", no)
