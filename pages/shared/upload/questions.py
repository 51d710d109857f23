"""Questions that the check asks before it can go on; each answer holds for these files only."""

from __future__ import annotations

from secrets import token_hex
from typing import cast

import streamlit as st

from data.problems import Answers, Choice
from pages.shared.layout.page_style import plain

_ASKED, _ANSWERS, _ABOUT, _TURN = "asked", "answers", "asked_about", "asked_turn"


def answers_given() -> Answers:
    """Return the answers given for the chosen files, by the code of the question."""
    return dict(st.session_state.get(_ANSWERS, {}))


def forget_answers() -> None:
    """Forget the answers, so that the next files are asked about again."""
    for name in (_ASKED, _ANSWERS, _ABOUT):
        st.session_state.pop(name, None)
    st.session_state[_TURN] = token_hex(8)  # a new question has no answer yet


def ask(message: str, choice: Choice) -> None:
    """Keep a question and show it, with nothing chosen."""
    st.session_state.setdefault(_ASKED, {})[choice.code] = (message, choice)
    _radio(message, choice)


def ask_again(about: object) -> None:
    """Show the answered questions, so that an answer can be changed.

    `about` is how the files are read. If that changes, the same question can have other options.
    """
    if st.session_state.get(_ABOUT) != about:
        forget_answers()
        st.session_state[_ABOUT] = about
    for message, choice in list(st.session_state.get(_ASKED, {}).values()):
        if choice.code in answers_given():
            _radio(message, choice)


def _radio(message: str, choice: Choice) -> None:
    these = hash((choice, st.session_state["read"][0], st.session_state[_TURN]))
    key = f"choice_{choice.code}_{these}"
    names = dict(enumerate(choice.options, 1))
    if key not in st.session_state:  # another page was open in between
        st.session_state[key] = answers_given().get(choice.code)
    st.radio(
        plain(message),
        list(names),
        index=None,
        format_func=lambda number: plain(names[number]),
        key=key,
        on_change=_answer,
        args=(choice.code, key),
    )


def _answer(code: str, key: str) -> None:
    if number := cast(int | None, st.session_state.get(key)):
        st.session_state.setdefault(_ANSWERS, {})[code] = number
