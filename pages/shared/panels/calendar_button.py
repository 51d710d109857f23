"""The download of the timetable as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from analytics.exports import file_name
from analytics.exports.calendar import ICS, calendar_file
from analytics.publish.publish import publish_dates
from analytics.timetable import Entry
from pages.shared.session.page_context import View


def calendar_download(view: View, entries: Iterable[Entry]) -> None:
    """Draw a button that downloads the calendar; the file is made on request."""
    dates = publish_dates(entries, view.audience, view.month.as_at, view.month.snapshot)
    name = file_name("timetable", view.month.as_at, "ics")
    st.download_button(
        "Download calendar (.ics)",
        partial(calendar_file, dates),
        name,
        ICS,
        key="download_calendar",
        on_click="ignore",
    )
