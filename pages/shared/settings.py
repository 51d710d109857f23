"""What the council decides for itself: every setting in a form, valid from a day, and every change there was."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import streamlit as st

from analytics.measures import MEASURES, Polarity
from analytics.settings import SETTINGS
from analytics.wording import day
from data.problems import Refused
from data.store import Snapshot, Store
from data.where import local_user
from pages.shared.council import council
from pages.shared.glossary import words_table
from pages.shared.look import headline, plain, quiet

GROUPS = {
    "Check-ins": ("check_in_months", "notice_days", "offer_began"),
    "Targets": tuple(key for key in SETTINGS if key.startswith("target.")),
    "Control charts": ("baselines",),
    "Council and benchmarks": ("council", "region", "neighbours"),
    "Small numbers": ("small_number", "smallest_group"),
}
_LONG = ("neighbours", "baselines")
_MARKS = {"per cent": " (%)", "people": " (people)", "parted by ;": " (with ; between them)"}
_AGES = re.compile(r", aged .*$")  # one target for a measure's every age
_SAID = "settings_said"
IN_A_ROW = 3


def settings(store: Store) -> None:
    """Every setting as it is from a chosen day on, to be changed a group at a time."""
    standing, newest = store.months(), store.start_of_newest()
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    start = left.date_input("Changes are valid from", newest, date(2000, 1, 1), format="DD/MM/YYYY", key=f"valid_from_{council()}_{newest}")
    with right:
        quiet(f"Each month is judged by the settings valid on its own date. {_reach(standing, start)}")
    for group, keys in GROUPS.items():
        _form(store, group, keys, start)
    headline("Every change", level=2)
    rows = store.settings_rows()
    words_table([_change(row, rows) for row in reversed(rows)])
    if not rows:
        quiet("None yet: every setting has its default.")


def _reach(standing: list[Snapshot], start: date) -> str:
    """Which of the imported months a change from a day on touches."""
    changed = [f"{taken.as_at:%B %Y}" for taken in standing if taken.as_at >= start]
    kept = [f"{taken.as_at:%B %Y}" for taken in standing if taken.as_at < start]
    if not changed:
        return f"A change valid from {day(start)} touches no month imported so far."
    stay = f" and leaves {kept[-1]} and earlier as they are" if kept else ""
    return f"A change valid from {day(start)} shows in {changed[0]} and later{stay}."


def _form(store: Store, group: str, keys: tuple[str, ...], start: date) -> None:
    """The settings of a group, as they are in force on a day; nothing is stored before Save is pressed."""
    in_force, rows = store.settings_in_force(start), store.settings_rows()
    shown = {key: in_force[key]["value"] if key in in_force else _default(key) for key in keys}
    headline(group, level=2)
    with st.form(f"settings_{group}"):
        entered = {}
        rows_of_fields = [st.columns(IN_A_ROW) for _ in keys[::IN_A_ROW]]
        for place, key in enumerate(keys):
            with rows_of_fields[place // IN_A_ROW][place % IN_A_ROW]:
                entered[key] = _field(store, key, shown[key])
                if note := _note(key, in_force.get(key), [row for row in rows if row["key"] == key and row["valid_from"] > start]):
                    quiet(note)
        pressed = st.form_submit_button(f"Save {group.lower()}", type="primary")
    if pressed:
        _save(store, group, shown, entered, start)
    elif st.session_state.get(_SAID, ("", ""))[0] == group:
        st.success(plain(st.session_state.pop(_SAID)[1]))


def _field(store: Store, key: str, shown: str) -> str:
    """One setting to enter. What stands in it is let go only when the setting itself has changed."""
    name = f"setting_{council()}_{key}_{shown}"
    if isinstance(SETTINGS[key].default, date):
        earliest, latest = date(2000, 1, 1), date(2099, 12, 31)
        return st.date_input(title(key), date.fromisoformat(shown), earliest, latest, format="DD/MM/YYYY", key=name).isoformat()
    return st.text_input(title(key), shown, max_chars=100 if key not in _LONG else 2_000, key=name)


def title(key: str) -> str:
    """What a setting is, in the words of its measure where it is a target."""
    setting = SETTINGS[key]
    if measure := next((one for one in MEASURES.values() if f"target.{one.target_key}" == key), None):
        unit = "%" if measure.unit == "%" else setting.note
        return f"{_AGES.sub('', measure.title)} ({unit}{', at most' if measure.polarity is Polarity.LOWER_IS_BETTER else ''})"
    return f"{setting.title.removeprefix('Target: ')}{_MARKS.get(setting.note, '')}"


def _note(key: str, row: dict[str, Any] | None, later: list[dict[str, Any]]) -> str:
    """Since when a setting is not as it came, and what it is to be later."""
    said = (
        [f"Since {day(row['valid_from'])}; the default is {_words(key, _default(key))}."] if row and row["value"] != _default(key) else []
    )
    coming = sorted({one["valid_from"]: one["value"] for one in later}.items())  # of two from one day the newer
    return " ".join([*said, *(f"From {day(start)}: {_words(key, value)}." for start, value in coming)])


def _save(store: Store, group: str, shown: dict[str, str], entered: dict[str, str], start: date) -> None:
    """Stores what differs from what was shown, all of it or nothing, and says so."""
    changed, wrong = {}, []
    for key, text in entered.items():
        try:
            written = SETTINGS[key].written(SETTINGS[key].read(text))
        except ValueError as no:
            wrong.append(f"{title(key)} {no}; '{text}' is not.")
            continue
        if written != shown[key]:
            changed[key] = written
    if wrong:
        st.error(plain(f"Nothing was saved. {' '.join(wrong)}"))
    elif not changed:
        st.info("Nothing was changed, so nothing was saved.")
    else:
        try:
            store.set_settings(changed, local_user(), start)
        except Refused as no:
            st.error(plain(no.message))
            return
        said = "; ".join(f"{title(key)} is {_words(key, value)}" for key, value in changed.items())
        st.session_state[_SAID] = (group, f"Saved, valid from {day(start)}: {said}.")
        st.rerun()


def _change(row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, str]:
    """One change as a line: what the setting was on that day until then, and what it became."""
    key, order = row["key"], (row["valid_from"], row["id"])
    earlier = [one for one in rows if one["key"] == key and one["id"] < row["id"] and (one["valid_from"], one["id"]) < order]
    was = max(earlier, key=lambda one: (one["valid_from"], one["id"]))["value"] if earlier else _default(key)
    return {
        "Setting": title(key),
        "Was": _words(key, was),
        "Became": _words(key, row["value"]),
        "Valid from": day(row["valid_from"]),
        "Changed": f"{row['at']:%d/%m/%Y %H:%M} UTC",
        "By": row["who"],
    }


def _default(key: str) -> str:
    return SETTINGS[key].written(SETTINGS[key].default)


def _words(key: str, value: str) -> str:
    """A value as it is read in a sentence: a date in words, nothing as 'empty'."""
    return (day(date.fromisoformat(value)) if isinstance(SETTINGS[key].default, date) else value) or "empty"
