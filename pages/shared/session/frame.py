"""The frame of every page and its first words, sent before heavy imports, so import nothing heavy
here.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared.session.address import asked_month, name_of_month

_PLACE, _SHOWN, _OPENED = "first_words_place", "first_words_shown", "has_opened"


def first_words() -> None:
    """Say what is being opened if this session has shown no page yet, and keep the place for such
    words.
    """
    st.session_state[_PLACE] = st.empty()
    if _OPENED not in st.session_state:
        look = (
            Path(__file__)
            .parents[1]
            .joinpath("layout", "page_style.css")
            .read_text(encoding="utf-8")
        )
        st.html(f"<style>{look}</style>")
        say(f"Opening {name_of_month(asked_month()) or 'the latest month'} …")


def say(text: str, note: str = "") -> None:
    """Show words in place of the page until the page comes.

    Uses Streamlit's own title: the browser already has the code that draws it, but must fetch the
    code that draws HTML.
    """
    with st.session_state[_PLACE].container():
        st.title(text, anchor=False)
        if note:
            st.markdown(note)
    st.session_state[_SHOWN] = True


def opened() -> None:
    """Remove the words, because the page is there."""
    st.session_state[_OPENED] = True
    if st.session_state.pop(_SHOWN, False):
        st.session_state[_PLACE].empty()
