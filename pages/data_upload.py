"""Upload, check and import a month; show the history of every import and the council's settings."""

from __future__ import annotations

from functools import partial

import streamlit as st

from data.store import OWN, SAMPLE
from pages.shared.layout.page_style import headline, quiet, tabs
from pages.shared.panels.template_button import template_download
from pages.shared.session.council import council, open_council
from pages.shared.session.page_context import opened_store
from pages.shared.upload.import_history import history
from pages.shared.upload.settings_form import settings
from pages.shared.upload.upload import upload

store = opened_store()
months = [taken.month for taken in reversed(store.months())]
if council() == SAMPLE:
    headline(
        "Data: the made-up council",
        "Try things out here. Imports stay separate from your own data, and only made-up "
        "workbooks are accepted.",
    )
    st.button("Start with our own data", on_click=open_council, args=(OWN,), type="primary")
else:
    headline(
        "Data: our own",
        "Nothing leaves this machine. Nothing is stored until you have seen the check and "
        "pressed Import.",
    )
    st.button("Open the made-up council", on_click=open_council, args=(SAMPLE,))


def bring() -> None:
    """Draw the upload of a month's files, up to their import."""
    upload(store, months)
    template_download()
    if not months:
        quiet(
            "No month has been imported yet. Drop this month's workbook above, or download "
            "the template to see what it needs."
        )


tabs(
    "data_list",
    {
        "Upload and check": bring,
        "Every import": partial(history, store),
        "Settings": partial(settings, store),
    },
    stays=True,
)
