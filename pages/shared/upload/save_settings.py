"""Save settings from a page: the message afterwards, and two people changing one setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from analytics.month.baselines import LISTS, on_top
from analytics.publish.phrases import day
from data.paths import local_user
from data.problems import UserError
from data.store import SettingChanged, Store
from pages.shared.layout.page_style import headline, plain
from pages.shared.panels.definition_tables import words_table
from pages.shared.session.council import council
from pages.shared.upload.setting_phrases import default, in_words, named

Seen = Mapping[str, str | None]
_SAID, _CONFLICT = "settings_said", "settings_conflict"
_KINDS = {"success": st.success, "info": st.info, "error": st.error}


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered in a form: the new values, those they had seen, and the start date."""

    council: str
    form: str
    values: Mapping[str, str]
    seen: Seen
    start: date


def save(store: Store, entered: Entered) -> None:
    """Save and keep the message for the form; if somebody else changed the same, keep both
    versions.
    """
    st.session_state.pop(_CONFLICT, None)
    try:
        store.set_settings(entered.values, local_user(), entered.start, entered.seen, LISTS)
    except SettingChanged as no:
        st.session_state[_CONFLICT] = (entered, no)
    except UserError as no:
        say(entered.form, "error", no.message)
    else:
        now = _stored(store, entered)
        what = "; ".join(f"{named(key)} is {in_words(key, value)}" for key, value in now.items())
        say(entered.form, "success", f"Saved, valid from {day(entered.start)}: {what}.")


def say(form: str, kind: str, text: str) -> None:
    """Keep a message for a form until it is drawn: 'success', 'info' or 'error'."""
    st.session_state[_SAID] = (form, kind, text)


def said(form: str) -> None:
    """Show the message of a form, once."""
    if st.session_state.get(_SAID, ("",))[0] == form:
        _, kind, text = st.session_state.pop(_SAID)
        _KINDS[kind](plain(text))


def conflict(store: Store, form: str) -> None:
    """Show both versions if somebody else changed the same setting, and let the person choose."""
    entered, changed = st.session_state.get(_CONFLICT) or (None, None)
    if entered is None or changed is None or (entered.council, entered.form) != (council(), form):
        return
    theirs, rows = changed.last, changed.rows
    who, names = theirs["who"], ", ".join(named(key) for key in rows)
    st.warning(
        plain(
            f"{who} changed {names} on {theirs['at']:%d/%m/%Y at %H:%M} UTC, "
            "after you had opened this page. Nothing of yours was saved. "
            "Compare the two versions, then save yours if it should replace theirs."
        )
    )
    top = _on_top(entered, rows)
    left, right = st.columns(2)
    with left:
        headline(f"Saved by {who}", f"{theirs['at']:%d/%m/%Y %H:%M} UTC", level=2)
        words_table(
            [
                {"Setting": named(key), "Value": in_words(key, row["value"])}
                for key, row in rows.items()
            ]
        )
    with right:
        headline("Your version", "Not saved yet", level=2)
        words_table(
            [{"Setting": named(key), "Value": in_words(key, top.values[key])} for key in rows]
        )
    with st.container(horizontal=True):
        st.button(
            "Save my version", type="primary", key=f"mine_{form}", on_click=save, args=(store, top)
        )
        st.button(plain(f"Keep {who}'s version"), key=f"theirs_{form}", on_click=_let_go)


def _let_go() -> None:
    st.session_state.pop(_CONFLICT, None)


def _on_top(entered: Entered, rows: Mapping[str, Mapping[str, Any]]) -> Entered:
    """Return what the person entered, based on what the other person has stored."""
    theirs = {key: row["value"] for key, row in rows.items()}
    mine = dict(entered.values)
    for key in theirs.keys() & LISTS.keys():
        mine[key] = on_top(theirs[key], entered.seen[key] or "", mine[key])
    return replace(entered, values=mine, seen={**entered.seen, **theirs})


def _stored(store: Store, entered: Entered) -> dict[str, str]:
    """Return the values now in force for the entered settings; lists include what others have
    added.
    """
    now = dict(store.settings_on(entered.start))
    return {key: now.get(key, default(key)) for key in entered.values}
