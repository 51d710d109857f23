"""The line under a page's headline if some of its measures use cells that could not be read."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analytics.measures.data_quality import affected_words
from analytics.month.month import Month
from pages.shared.layout.page_style import quality_note


def show_quality_note(month: Month, measures: Iterable[str]) -> None:
    """Name the affected measures of a page, with a link to the Data page; show nothing if all are
    sound.
    """
    if words := affected_words(month, measures):
        with st.container(horizontal=True, vertical_alignment="center"):
            quality_note(words)
            st.page_link("data_upload.py", label="Fix this on the Data page")
