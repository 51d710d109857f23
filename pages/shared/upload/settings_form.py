"""The council's own settings: a form for each group, valid from a day, and the history of
changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from analytics.month.settings import SETTINGS
from analytics.publish.phrases import day
from data.store import Snapshot, Store
from pages.shared.layout.page_style import headline, quiet
from pages.shared.panels.definition_tables import words_table
from pages.shared.session.council import council
from pages.shared.upload.save_settings import Entered, Seen, conflict, said, save, say
from pages.shared.upload.setting_phrases import default, in_words, title

GROUPS = {
    "Check-ins": ("check_in_months", "notice_days", "offer_began"),
    "Targets": tuple(key for key in SETTINGS if key.startswith("target.")),
    "Control charts": ("baselines",),
    "Council and benchmarks": ("council", "region", "neighbours"),
    "Small numbers": ("small_number", "smallest_group"),
}
_LONG = ("neighbours", "baselines")
IN_A_ROW = 3


def settings(store: Store) -> None:
    """Draw every setting in force on a chosen day, with one form per group, and list every
    change."""
    standing, newest = store.months(), store.start_of_newest()
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    start = left.date_input(
        "Changes are valid from",
        newest,
        date(2000, 1, 1),
        format="DD/MM/YYYY",
        key=f"valid_from_{council()}_{newest}",
    )
    with right:
        quiet(f"Each month uses the settings valid on its own date. {_reach(standing, start)}")
    for group, keys in GROUPS.items():
        _form(store, group, keys, start)
    headline("Every change", level=2)
    rows = store.settings_rows()
    words_table([_change(row, rows) for row in reversed(rows)])
    if not rows:
        quiet("None yet: every setting has its default.")


def _reach(standing: list[Snapshot], start: date) -> str:
    """Say which imported months a change from this day affects."""
    changed = [f"{taken.as_at:%B %Y}" for taken in standing if taken.as_at >= start]
    kept = [f"{taken.as_at:%B %Y}" for taken in standing if taken.as_at < start]
    if not changed:
        return f"A change valid from {day(start)} affects no month imported so far."
    stay = f" and leaves {kept[-1]} and earlier as they are" if kept else ""
    return f"A change valid from {day(start)} shows in {changed[0]} and later{stay}."


def _form(store: Store, group: str, keys: tuple[str, ...], start: date) -> None:
    """Draw the settings of a group in force on a day; nothing is stored before Save is pressed."""
    in_force, rows = store.settings_in_force(start), store.settings_rows()
    seen = {key: in_force[key]["value"] if key in in_force else None for key in keys}
    headline(group, level=2)
    conflict(store, group)
    with st.form(f"settings_{group}"):
        rows_of_fields = [st.columns(IN_A_ROW) for _ in keys[::IN_A_ROW]]
        for place, key in enumerate(keys):
            with rows_of_fields[place // IN_A_ROW][place % IN_A_ROW]:
                _field(key, seen[key])
                if note := _note(
                    key,
                    in_force.get(key),
                    [row for row in rows if row["key"] == key and row["valid_from"] > start],
                ):
                    quiet(note)
        st.form_submit_button(
            f"Save {group.lower()}",
            type="primary",
            on_click=_save,
            args=(store, group, keys, seen, start),
        )
    said(group)


def _field(key: str, seen: str | None) -> None:
    """Draw the field of one setting. Unsaved input is kept until the setting itself changes."""
    shown = seen or default(key)
    if isinstance(SETTINGS[key].default, date):
        earliest, latest = date(2000, 1, 1), date(2099, 12, 31)
        day_shown = date.fromisoformat(shown)
        st.date_input(
            title(key), day_shown, earliest, latest, format="DD/MM/YYYY", key=_name(key, shown)
        )
    else:
        st.text_input(
            title(key), shown, max_chars=100 if key not in _LONG else 2_000, key=_name(key, shown)
        )


def _entered(key: str, seen: str | None) -> str:
    """Return what was typed, as text; the value seen if the field has not been drawn."""
    shown = seen or default(key)
    value = st.session_state.get(_name(key, shown), shown)
    return value.isoformat() if isinstance(value, date) else value or ""


def _name(key: str, shown: str) -> str:
    return f"setting_{council()}_{key}_{shown}"


def _note(key: str, row: Mapping[str, Any] | None, later: list[dict[str, Any]]) -> str:
    """Say since when a setting differs from its default, and which values apply later."""
    said = (
        [f"Since {day(row['valid_from'])}; the default is {in_words(key, default(key))}."]
        if row and row["value"] != default(key)
        else []
    )
    coming = sorted(
        {one["valid_from"]: one["value"] for one in later}.items()
    )  # if two start on one day, the newer counts
    return " ".join(
        [*said, *(f"From {day(start)}: {in_words(key, value)}." for start, value in coming)]
    )


def _save(store: Store, group: str, keys: tuple[str, ...], seen: Seen, start: date) -> None:
    """Store every value that the person changed, or none if one is invalid. For a button's
    on_click.
    """
    changed, wrong = {}, []
    for key in keys:
        text = _entered(key, seen[key])
        try:
            written = SETTINGS[key].written(SETTINGS[key].read(text))
        except ValueError as no:
            wrong.append(f"{title(key)} {no}; '{text}' is not.")
            continue
        if written != (seen[key] or default(key)):
            changed[key] = written
    if wrong:
        say(group, "error", f"Nothing was saved. {' '.join(wrong)}")
    elif not changed:
        say(group, "info", "Nothing was changed, so nothing was saved.")
    else:
        save(store, Entered(council(), group, changed, {key: seen[key] for key in changed}, start))


def _change(row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return one change as a row: the setting's value on that day before the change, and after
    it."""
    key, order = row["key"], (row["valid_from"], row["id"])
    earlier = [
        one
        for one in rows
        if one["key"] == key and one["id"] < row["id"] and (one["valid_from"], one["id"]) < order
    ]
    was = (
        max(earlier, key=lambda one: (one["valid_from"], one["id"]))["value"]
        if earlier
        else default(key)
    )
    return {
        "Setting": title(key),
        "Was": in_words(key, was),
        "Became": in_words(key, row["value"]),
        "Valid from": day(row["valid_from"]),
        "Changed": f"{row['at']:%d/%m/%Y %H:%M} UTC",
        "By": row["who"],
    }
