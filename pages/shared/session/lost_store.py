"""The page when the data cannot be opened: why, what to do, and an empty store only on request."""

from __future__ import annotations

import streamlit as st

from data.paths import local_user, own_url
from data.problems import UserError
from data.store import OWN, start_empty
from pages.shared.layout.page_style import headline, plain, quiet
from pages.shared.session.council import council


def say_why(title: str, no: UserError) -> None:
    """Show why the data cannot be opened; offer an empty store if our own is gone."""
    headline(title, no.message)
    if no.reason != "store_missing" or council() != OWN:
        return
    with st.form("start_empty"):
        quiet("If the data is gone for good, you can start with an empty store here instead.")
        sure = st.checkbox("The data is lost, and there is no backup to restore.")
        pressed = st.form_submit_button("Start with an empty store")
    if pressed and not sure:
        st.error("Nothing was changed. Tick the box first.")
    elif pressed:
        _start()


def _start() -> None:
    try:
        start_empty(own_url(), local_user())
    except UserError as no:
        st.error(plain(no.message))
        return
    st.rerun()
