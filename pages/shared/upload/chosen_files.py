"""The chosen files: kept while another page is open, released with their memory, reported after a
reload.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.shared.layout.page_style import quiet
from pages.shared.session import session_memory
from pages.shared.upload.questions import forget_answers

_FILES, _BOXED, _CUT_OFF = "chosen_files", "files_in_the_box", "files_cut_off"
_OF_THE_CHECK = ("read", "checked")


def chosen(in_the_box: list[UploadedFile], key: str) -> list[UploadedFile]:
    """Return the files in the box, and those that were in it before another page was opened.

    If there are none, say why if the page was reloaded.
    """
    session_memory.uploader_is_drawn()
    now = {file.file_id for file in in_the_box}
    # the box was redrawn, or never held a file; `box_changed` handles a box that its user empties
    if not now:
        st.session_state[_BOXED] = now
    kept = [file for file in _outside() if file.file_id not in now]
    st.session_state[_BOXED] = now
    if kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            quiet(f"Still chosen: {', '.join(file.name for file in kept)}")
            st.button("Remove", on_click=_forget_kept, key=f"remove_{key}")
    if files := [*kept, *in_the_box]:
        st.session_state[_FILES] = files
        st.session_state[_CUT_OFF] = False
        return files
    if _CUT_OFF not in st.session_state:
        st.session_state[_CUT_OFF] = session_memory.was_cut_off()
    if st.session_state[_CUT_OFF]:
        st.info(
            "The page was loaded again before the import was finished. Choose the file "
            "again: nothing was stored."
        )
    return []


def box_changed(key: str) -> None:
    """Release the files of the box when its user has emptied it. For the box's on_change."""
    if not st.session_state.get(key):
        _forget_all_but(_outside())


def forget_files() -> None:
    """Release the files and everything read from them, and free their memory."""
    _forget_all_but([])


def _outside() -> list[UploadedFile]:
    """Return the chosen files that were not in the box when it was last drawn."""
    boxed: set[str] = st.session_state.get(_BOXED, set())
    return [file for file in st.session_state.get(_FILES, []) if file.file_id not in boxed]


def _forget_kept() -> None:
    outside = {file.file_id for file in _outside()}
    chosen: list[UploadedFile] = st.session_state.get(_FILES, [])
    _forget_all_but([file for file in chosen if file.file_id not in outside])


def _forget_all_but(these: list[UploadedFile]) -> None:
    left = {file.file_id for file in these}
    gone = [file.file_id for file in st.session_state.get(_FILES, []) if file.file_id not in left]
    st.session_state[_FILES] = these
    forget_check()
    session_memory.give_back(gone)


def forget_check() -> None:
    """Forget what was read from the files, so that they are read again."""
    for name in _OF_THE_CHECK:
        st.session_state.pop(name, None)
    forget_answers()
