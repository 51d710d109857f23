"""The question which date the chosen files are for. Its answer holds for these files only."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.recognise.as_at import choices, in_words
from data.recognise.files import RecognisedFile, dates_of
from pages.shared.layout.page_style import headline, plain

_QUESTION, _ANSWER = "date_question", "date_answer"
_SEVERAL = "Choose the date they are for. If it is not here, choose the month above."
_ONE = "It may be the day on which the list was printed. For a whole month, choose the month above."


def ask_for_the_date(files: object, opened: list[RecognisedFile]) -> None:
    """Keep the dates written in these files as a question, and rerun the page to ask it."""
    number = (
        st.session_state.get(_QUESTION, (None, None, 0))[2] + 1
    )  # a new question has no answer yet
    st.session_state[_QUESTION] = (
        files,
        choices(dates_of(opened, of_several=len(opened) > 1)),
        number,
    )
    st.rerun()


def date_is_asked(files: object) -> bool:
    """Return whether the dates in exactly these files have raised the question."""
    return st.session_state.get(_QUESTION, (None,))[0] == files


def date_chosen(files: object) -> date | None:
    """Draw the question if these files have one; return the chosen date, or None."""
    if not date_is_asked(files):
        return None
    places: dict[date, list[str]]
    _, places, number = st.session_state[_QUESTION]
    several, key = len(places) > 1, f"date_of_extract_{number}"
    if key not in st.session_state:  # another page was open in between
        asked, before = st.session_state.get(_ANSWER, (None, None))
        st.session_state[key] = before if asked == number else None
    headline(
        "Which date are these files for?",
        _SEVERAL if several else f"Only one date is written in them. {_ONE}",
        level=2,
    )
    day = st.radio(
        "Date of the extract",
        list(places),
        index=None,
        format_func=lambda day: f"{in_words(day)}, in {plain(_where(places[day]))}",
        key=key,
    )
    st.session_state[_ANSWER] = (number, day)
    return day


def _where(places: list[str]) -> str:
    """Return the first place where a date is written, and how many more there are."""
    more = len(places[1:])
    return (
        places[0]
        if not more
        else f"{places[0]} and {more} more {'place' if more == 1 else 'places'}"
    )
