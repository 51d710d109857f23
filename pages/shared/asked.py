"""Questions that the check of the chosen files asks before it can go on; each answer holds for these files only."""

from __future__ import annotations

from typing import cast

import streamlit as st

from data.problems import Answers, Choice
from pages.shared.look import plain

_ASKED, _ANSWERS = "asked", "answers"


def answers_given() -> Answers:
    """The answers to what was asked of the chosen files, by the code of the question."""
    return dict(st.session_state.get(_ANSWERS, {}))


def forget_answers() -> None:
    """Ask again of the next files."""
    st.session_state.pop(_ASKED, None)
    st.session_state.pop(_ANSWERS, None)


def ask(message: str, choice: Choice) -> None:
    """Keep a question and show it, with nothing chosen."""
    st.session_state.setdefault(_ASKED, {})[choice.code] = (message, choice)
    _radio(message, choice)


def ask_again() -> None:
    """Show the questions that are answered, so that an answer can be changed."""
    for message, choice in list(st.session_state.get(_ASKED, {}).values()):
        if choice.code in answers_given():
            _radio(message, choice)


def _radio(message: str, choice: Choice) -> None:
    these = hash((choice, st.session_state["read"][0]))
    key = f"choice_{choice.code}_{these}"
    names = dict(enumerate(choice.options, 1))
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
