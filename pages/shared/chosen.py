"""The files that are chosen: kept while another page is looked at, let go with their memory, missed after a reload."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.shared import holdings
from pages.shared.asked import forget_answers
from pages.shared.look import quiet

_FILES, _CUT_OFF = "chosen_files", "files_cut_off"
_OF_THE_CHECK = ("read", "checked")


def chosen(in_the_box: list[UploadedFile], key: str) -> list[UploadedFile]:
    """Return the files in the box, or those that were in it before another page was looked at; and say what became of them."""
    holdings.uploader_is_drawn()
    if in_the_box:
        st.session_state[_FILES] = in_the_box
        st.session_state[_CUT_OFF] = False
        return in_the_box
    kept: list[UploadedFile] = st.session_state.get(_FILES, [])
    if kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            quiet(f"Still chosen: {', '.join(file.name for file in kept)}")
            st.button("Remove", on_click=forget_files, key=f"remove_{key}")
        return kept
    if _CUT_OFF not in st.session_state:
        st.session_state[_CUT_OFF] = holdings.was_cut_off()
    if st.session_state[_CUT_OFF]:
        st.info("The page was loaded again before the import was finished. Choose the file again: nothing of it was stored.")
    return []


def box_changed(key: str) -> None:
    """Let the files go when their person has emptied the box. For the box's on_change."""
    if not st.session_state.get(key):
        forget_files()


def forget_files() -> None:
    """Let the files and all that was read from them go, and give their memory back."""
    st.session_state.pop(_FILES, None)
    forget_check()
    holdings.give_back()


def forget_check() -> None:
    """Let what was read from the files go, to read them again."""
    for name in _OF_THE_CHECK:
        st.session_state.pop(name, None)
    forget_answers()
