"""The line under a page's headline where some of its measures rest on cells that could not be read or are in doubt."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analytics.measures.data_quality import affected_words
from analytics.month.month import Month
from pages.shared.layout.page_style import quality_note


def show_quality_note(month: Month, measures: Iterable[str]) -> None:
    """Names the measures of a page that are touched, with the way to the Data page; nothing where all are sound."""
    if words := affected_words(month, measures):
        with st.container(horizontal=True, vertical_alignment="center"):
            quality_note(words)
            st.page_link("data_upload.py", label="Mend the extract: Data")
