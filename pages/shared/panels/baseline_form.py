"""The form for a new baseline of a control chart (month and reason), stored as a setting."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.measures.declared import Measure
from analytics.month.baselines import KEY, Baseline, added, taken_back
from analytics.month.settings import settings_from
from analytics.publish.phrases import month_named
from data.store import Store
from pages.shared.layout.page_style import plain, quiet
from pages.shared.session.council import council
from pages.shared.session.page_context import View
from pages.shared.upload.save_settings import Entered, conflict, said, save, say


def new_baseline(view: View, one: Measure) -> None:
    """Show the baselines in force on the newest month, with a button to remove each, and a form to
    add one.
    """
    newest = view.contents.months[-1]
    held = view.contents.settings_on(newest.as_at)
    seen, start = dict(held).get(KEY), newest.as_at.replace(day=1)
    mine = settings_from(held).rebases(one.id)
    with st.popover(f"New baseline ({len(mine)})" if mine else "New baseline"):
        quiet(
            "After a known change, the old months say nothing about the new ones. "
            "The limits are calculated again from the month you choose."
        )
        if newest.id != view.taken.id:
            opened = f"The charts of {view.taken.as_at:%B %Y} stay as they were."
            quiet(f"What you change here counts from {newest.as_at:%B %Y} on. {opened}")
        conflict(view.store, _form(one.id))
        for month, reason in mine:
            label, taken = (
                plain(f"Take back {month_named(month)}: {reason}"),
                (one.id, month, reason),
            )
            st.button(
                label,
                key=f"back_{one.id}_{month}",
                on_click=_take_back,
                args=(view.store, taken, seen, start),
            )
        with st.form(f"baseline_{one.id}", border=False):
            months, names = [taken.month for taken in view.up_to_now][1:], _fields(one.id)
            st.selectbox(
                "From",
                months[::-1],
                index=None,
                format_func=month_named,
                placeholder="Choose a month",
                key=names[0],
            )
            st.text_input("Why: what changed, in words for the board", max_chars=200, key=names[1])
            st.form_submit_button(
                "Set baseline", on_click=_set, args=(view.store, one.id, seen, start)
            )
        said(_form(one.id))


def _set(store: Store, measure: str, seen: str | None, start: date) -> None:
    month, reason = (st.session_state.get(name) for name in _fields(measure))
    reason = (reason or "").replace(";", ",").strip()
    if not month or not reason:
        say(
            _form(measure),
            "error",
            "Choose the month and give the reason. A baseline without a reason is not honest.",
        )
        return
    for name, empty in zip(_fields(measure), (None, ""), strict=True):
        st.session_state[name] = empty
    _keep(store, measure, added(seen or "", (measure, month, reason)), seen, start)


def _take_back(store: Store, baseline: Baseline, seen: str | None, start: date) -> None:
    _keep(store, baseline[0], taken_back(seen or "", baseline), seen, start)


def _keep(store: Store, measure: str, entered: str, seen: str | None, start: date) -> None:
    """Save the changed baseline: add it to the stored setting, or remove it."""
    save(store, Entered(council(), _form(measure), {KEY: entered}, {KEY: seen}, start))


def _form(measure: str) -> str:
    return f"baseline_{measure}"


def _fields(measure: str) -> tuple[str, str]:
    """Return the session keys of the fields for the month and the reason."""
    return f"baseline_month_{council()}_{measure}", f"baseline_why_{council()}_{measure}"
