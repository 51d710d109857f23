"""The form that adds an action to the improvement plan in the app."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW
from analytics.plan.app_entries import next_id, plan_actions
from data.check.plan_entry import ADDED, BasedOn, Overtaken, PlanEntry, words
from data.codelists import codelist, fold
from data.paths import local_user
from pages.shared.layout.page_style import plain
from pages.shared.plan.save_entry import (
    EARLIEST,
    LATEST,
    dated_field,
    may_edit,
    say_what_was_saved,
    stored,
)
from pages.shared.session.council import council
from pages.shared.session.page_context import View

_TURN = "plan_add_turn"
_NOBODY = pd.DataFrame({"action_id": [], "area_for_improvement": []}, dtype="str")


def add_action(view: View) -> None:
    """Draw the form for a new action; it is shown from its own date, even if the sheet lacks it."""
    if not may_edit(view):
        return
    say_what_was_saved(ADDED)
    turn = f"{council()}_{view.taken.id}_{st.session_state.get(_TURN, '')}"
    with st.form(f"plan_add_{turn}"):
        fields, written, dated = _fields(view, turn)
        pressed = st.form_submit_button("Add the action", type="primary")
    if pressed:
        _add(view, fields, written, dated)


def _fields(view: View, turn: str) -> tuple[dict[str, str | None], str, date]:
    """Return the entered fields by schema key, the id as written, and the date from which it
    holds."""
    areas, ratings = codelist("improvement_area").current, codelist("delivery_rag").current

    def text(label: str, key: str, **more) -> str | None:
        return (
            st.text_input(label, max_chars=500, key=f"plan_add_{key}_{turn}", **more) or ""
        ).strip() or None

    def chosen(label: str, key: str, codes: list[str], index: int | None) -> str | None:
        return st.selectbox(
            label,
            codes,
            index=index,
            format_func=lambda code: words(key, code),
            placeholder="Choose",
            key=f"plan_add_{key}_{turn}",
        )

    def when(label: str, key: str) -> str | None:
        day = st.date_input(
            label, None, EARLIEST, LATEST, format="DD/MM/YYYY", key=f"plan_add_{key}_{turn}"
        )
        return day.isoformat() if day else None

    fields: dict[str, str | None] = {
        "area_for_improvement": chosen(
            "Area for improvement", "area_for_improvement", list(areas), None
        )
    }
    fields["action"] = (
        st.text_area("What we will do", max_chars=1_000, key=f"plan_add_action_{turn}").strip()
        or None
    )
    left, right = st.columns(2)
    with left:
        fields["lead"] = text("Led by", "lead", help="A post, not a name.")
        fields["section"] = text("Section", "section")
        fields["evidence_source"] = text(
            "Evidence", "evidence", help="What shows its progress and impact."
        )
        written = text("Action ID", "id", help="Leave it empty to use the next free ID.") or ""
    with right:
        fields["start"] = when("Start", "start")
        fields["due"] = when("Due", "due")
        fields["delivery_rag"] = chosen(
            "Delivery rating", "delivery_rag", list(ratings), list(ratings).index("not started")
        )
        dated = dated_field(view, view.month.as_at, f"plan_add_dated_{turn}")
    titles = _measures(view)
    picked = st.multiselect(
        "Impact measures",
        list(titles),
        format_func=titles.__getitem__,
        placeholder="Choose",
        key=f"plan_add_measures_{turn}",
    )
    fields["impact_measure_ids"] = ", ".join(picked) or None
    return fields, written, dated


def _measures(view: View) -> dict[str, str]:
    """Return id -> title of the measures an action can have: the computed ones and the month's
    Impact measures.
    """
    titles = {name: one.title for name, one in MEASURES.items() if one.basis == NOW}
    others = view.month.table("impact_measures")
    if others is None:
        return titles
    named = others["measure"] if "measure" in others else others["measure_id"]
    return titles | {
        one: f"{one}: {name}" for one, name in zip(others["measure_id"], named, strict=True)
    }


def _add(view: View, fields: dict[str, str | None], written: str, dated: date) -> None:
    plan = plan_actions(view.month)
    actions = _NOBODY if plan is None else plan
    action_id = written or next_id(
        fields["area_for_improvement"], actions, view.month.plan_entries, view.month.as_at
    )
    if fold(action_id) in {fold(one) for one in actions["action_id"]}:
        st.error(
            plain(
                f"The plan already has an action {action_id}. Choose another ID. Nothing was saved."
            )
        )
        return
    entry = PlanEntry(
        action_id,
        {key: value for key, value in fields.items() if value},
        local_user(),
        view.month.as_at,
        dated,
        ADDED,
    )
    try:
        done = stored(view, entry, BasedOn(view.taken.id))
    except Overtaken as no:
        st.error(
            plain(
                f"{no.others[-1].who} has just used the ID {action_id}. Choose another ID. "
                "Nothing was saved."
            )
        )
        return
    if done:
        st.session_state[_TURN] = action_id  # an empty form from the next run on
        st.rerun()
