"""Save an entry about the plan: who may, from which day, the message, and two people at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import streamlit as st

from data.check.plan_entry import EDITED, BasedOn, Overtaken, PlanEntry, heading, on_top, words
from data.problems import UserError
from data.store import SAMPLE
from pages.shared.layout.page_style import headline, plain, quiet
from pages.shared.panels.definition_tables import words_table
from pages.shared.session.council import council
from pages.shared.session.page_context import View

OPENED, CONFLICT, SAID = "plan_opened", "plan_conflict", "plan_said"
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LABELS = {
    "delivery_rag": "Delivery rating",
    "progress_this_month": "Progress this month",
    "reason_for_rag_change": "Reason for the change",
    "completed": "Completed on",
}


def may_edit(view: View) -> bool:
    """Return whether the newest month is open; for an earlier month, say that it stays as it
    was."""
    newest = view.contents.months[-1]
    if newest.id != view.taken.id:
        quiet(
            f"You can only make entries on the newest month, {newest.as_at:%B %Y}. Choose "
            "it in the side bar; earlier months stay as they were."
        )
    return newest.id == view.taken.id


def dated_field(view: View, earliest: date, key: str) -> date:
    """Return the day from which an entry holds: today by default, or the as-at date in the made-up
    council.
    """
    today = view.month.as_at if council() == SAMPLE else datetime.now().astimezone().date()
    day = sorted([earliest, today])[-1]
    return st.date_input(
        "Dated",
        day,
        earliest,
        day,
        format="DD/MM/YYYY",
        key=key,
        help="Whichever is later, this date or the spreadsheet's date, decides which is shown.",
    )


def save(view: View, entry: PlanEntry, based_on: BasedOn) -> None:
    """Save an entry and rerun the page; if somebody else saved first, keep both versions to
    show."""
    try:
        if not stored(view, entry, based_on):
            return
    except Overtaken as no:
        st.session_state[CONFLICT] = (council(), entry, no.others)
    st.rerun()


def stored(view: View, entry: PlanEntry, based_on: BasedOn) -> bool:
    """Store an entry and return whether it was stored; show the reason if it was refused.

    Raises Overtaken if somebody else has saved since the action was opened.
    """
    try:
        view.store.save_plan_entry(entry, based_on)
    except Overtaken:
        raise
    except UserError as no:
        st.error(plain(no.message))
        return False
    let_go()
    st.session_state[SAID] = (entry.kind, _said(entry))
    return True


def let_go(*_: Any) -> None:
    """Forget the opened action and any conflict about it."""
    st.session_state.pop(OPENED, None)
    st.session_state.pop(CONFLICT, None)


def say_what_was_saved(*kinds: str) -> None:
    """Show the message about a saved entry of one of these kinds, once."""
    if st.session_state.get(SAID, ("", ""))[0] in kinds:
        st.success(plain(st.session_state.pop(SAID)[1]))


def _said(entry: PlanEntry) -> str:
    what = "; ".join(
        f"{LABELS.get(key) or heading(key)}: {words(key, value) or 'blank'}"
        for key, value in entry.fields.items()
    )
    done = {"changed": "Saved", "added": "Added", "taken back": "Taken back"}[entry.kind]
    return (
        f"{done}: {entry.action_id}. "
        f"{what or 'The action is no longer in the plan; its history is kept'}."
    )


def conflict(view: View, action_id: str) -> bool:
    """Show both versions and the choice between them; return False if nobody else has saved."""
    whose, mine, others = st.session_state.get(CONFLICT) or ("", None, None)
    if whose != council() or mine is None or not others or mine.action_id != action_id:
        return False
    top, theirs = on_top(mine, others), others[-1]
    st.warning(plain(Overtaken(others).message))
    left, right = st.columns(2)
    with left:
        headline(f"Saved by {theirs.who}", f"{theirs.at:%d/%m/%Y %H:%M} UTC", level=2)
        words_table(_lines(theirs.now))
    with right:
        headline("Your version", "Not saved yet", level=2)
        words_table(_lines(top.now))
    with st.container(horizontal=True):
        if st.button("Save my version", type="primary"):
            save(view, top, BasedOn(view.taken.id, theirs.id))
        st.button(plain(f"Keep {theirs.who}'s version"), on_click=let_go)
    return True


def _lines(values: dict[str, str | None]) -> list[dict[str, str]]:
    return [
        {"Field": LABELS[key], "Value": words(key, values.get(key)) or "blank"} for key in EDITED
    ]
