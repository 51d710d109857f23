"""Edit one action's progress, rating and reason, show its history, and take back the last entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analytics.plan.app_entries import AT, entries_for, plan_actions, values_of
from analytics.plan.entries_and_sheets import history_of
from analytics.publish.phrases import day, sentence
from data.check.plan_entry import CHANGED, EDITED, TAKEN_BACK, BasedOn, PlanEntry, taken_back, words
from data.codelists import codelist, fold
from data.paths import local_user
from pages.shared.layout.page_style import headline, quiet
from pages.shared.panels.definition_tables import words_table
from pages.shared.plan.add import add_action
from pages.shared.plan.save_entry import (
    EARLIEST,
    LABELS,
    LATEST,
    OPENED,
    conflict,
    dated_field,
    let_go,
    may_edit,
    save,
    say_what_was_saved,
)
from pages.shared.session.council import council
from pages.shared.session.page_context import View

__all__ = ["add_action", "edit_action"]
_KEPT = (*EDITED, "due")  # the fields whose earlier values an entry keeps


@dataclass(frozen=True, slots=True)
class OpenedAction:
    """An action as it was when the person opened it: its values, and the entries they came from."""

    mark: tuple[str, str]
    was: dict[str, str | None]
    based_on: BasedOn
    earliest: date

    def key(self, name: str) -> str:
        return f"plan_{name}_{'_'.join(self.mark)}_{self.based_on.snapshot}_{self.based_on.entry}"


def edit_action(view: View, actions: pd.DataFrame) -> None:
    """Draw the choice of one of these actions, its current values, a form to change it, and its
    history.

    `actions` has the column action_id.
    """
    plan = plan_actions(view.month)
    if plan is None or not may_edit(view):
        return
    say_what_was_saved(CHANGED, TAKEN_BACK)
    named = dict(zip(plan["action_id"], plan["action"], strict=True))
    chosen = st.selectbox(
        "Action",
        [one for one in actions["action_id"] if one in named],
        index=None,
        placeholder="Choose an action",
        format_func=lambda one: f"{one}: {named[one]}",
        key=f"plan_action_{council()}",
        on_change=let_go,
    )
    if chosen is None:
        let_go()
        return
    row = plan[plan["action_id"] == chosen].iloc[0]
    _present(view, row)
    if not conflict(view, chosen):
        _form(view, _opened(view, row))
        _take_back(view, row)
    _history(view, chosen)


def _opened(view: View, row: pd.Series) -> OpenedAction:
    """Return the action as it was when chosen; comparing with it shows if somebody else has saved
    since.
    """
    mark = (council(), row["action_id"])
    kept: OpenedAction | None = st.session_state.get(OPENED)
    if kept and kept.mark == mark:
        return kept
    values, found = (
        values_of(row.to_dict()),
        entries_for(row["action_id"], view.month.plan_entries, view.month.as_at),
    )
    earliest = sorted([view.month.as_at, *(one.dated.date() for one in found)])[-1]
    based_on = BasedOn(view.taken.id, int(found[-1].id) if found else None)
    opened = OpenedAction(mark, {key: values[key] for key in _KEPT}, based_on, earliest)
    st.session_state[OPENED] = opened
    return opened


def _present(view: View, row: pd.Series) -> None:
    """Show the action's current values and who entered them."""
    whose = (
        f"Entered in the app by {row['entered_by']}, {row[AT]:%d/%m/%Y %H:%M} UTC"
        if pd.notna(row[AT])
        else f"From the sheet of {day(view.month.as_at)}"
    )
    values = values_of(row.to_dict())
    headline(
        f"{row['action_id']}: {row['action']}",
        f"{whose}. Led by {values['lead'] or 'nobody named'}.",
        level=2,
    )
    due = ", ".join(
        f"{name} {words(key, values[key])}"
        for key, name in (("start", "start"), ("due", "due"), ("completed", "completed"))
        if values[key]
    )
    quiet(
        f"{words('delivery_rag', values['delivery_rag']) or 'Not rated'}. "
        f"{sentence(due) or 'No dates'}. "
        f"{values['progress_this_month'] or 'No progress recorded'}."
    )


def _form(view: View, opened: OpenedAction) -> None:
    """Draw the fields with the values from when the action was opened; Save stores them."""
    codes, was = list(codelist("delivery_rag").current), opened.was
    with st.form(opened.key("form")):
        progress = st.text_area(
            LABELS["progress_this_month"],
            was["progress_this_month"] or "",
            max_chars=4_000,
            key=opened.key("progress"),
        )
        left, middle, right = st.columns(3)
        with left:
            rating = st.selectbox(
                LABELS["delivery_rag"],
                codes,
                index=codes.index(was["delivery_rag"]) if was["delivery_rag"] in codes else None,
                format_func=lambda code: words("delivery_rag", code),
                placeholder="Choose a rating",
                key=opened.key("rating"),
            )
        with middle:
            before = date.fromisoformat(was["completed"]) if was["completed"] else None
            completed = st.date_input(
                LABELS["completed"],
                before,
                EARLIEST,
                LATEST,
                format="DD/MM/YYYY",
                key=opened.key("completed"),
                help="For a completed action, if the day is known.",
            )
        with right:
            dated = dated_field(view, opened.earliest, opened.key("dated"))
        reason = st.text_input(
            LABELS["reason_for_rag_change"],
            max_chars=1_000,
            key=opened.key("reason"),
            help="Needed if the rating changes.",
        )
        pressed = st.form_submit_button("Save", type="primary")
    if not pressed:
        return
    if fields := _changed(
        was, progress, rating, reason, completed.isoformat() if completed else None
    ):
        entry = PlanEntry(opened.mark[1], fields, local_user(), view.month.as_at, dated, was=was)
        save(view, entry, opened.based_on)
    else:
        st.info("Nothing was changed, so nothing was saved.")


def _changed(
    was: dict[str, str | None],
    progress: str,
    rating: str | None,
    reason: str,
    completed: str | None,
) -> dict[str, str | None]:
    """Return the fields that differ from their earlier values.

    An action that is no longer complete loses its completed date. A reason always counts as new.
    """
    if was["completed"] == completed and was["delivery_rag"] == "blue" != rating:
        completed = None
    entered = {
        "delivery_rag": rating,
        "progress_this_month": progress.strip() or None,
        "completed": completed,
    }
    changed = {key: value for key, value in entered.items() if value != was[key]}
    return changed | ({"reason_for_rag_change": reason.strip()} if reason.strip() else {})


def _take_back(view: View, row: pd.Series) -> None:
    """Offer to undo the person's own last entry, if it is the one shown.

    An entry is undone by another entry that restores the earlier values.
    """
    mine = [
        entry
        for entry in view.store.plan_entries(view.month.as_at)
        if fold(entry.action_id) == fold(row["action_id"])
    ][-1:]
    if not mine or pd.isna(row[AT]) or mine[0].who != local_user():
        return
    if st.button("Take back my last entry", key=f"plan_back_{council()}_{mine[0].id}"):
        entry = taken_back(mine[0], local_user(), view.month.as_at, view.month.as_at)
        save(view, entry, BasedOn(view.taken.id, mine[0].id))


def _history(view: View, action_id: str) -> None:
    """Show what each month's sheet and each entry recorded about the action, newest first."""
    sheets = [
        (month.as_at, sheet)
        for month in view.history()
        if (sheet := month.table("plan_actions")) is not None
    ]
    lines = history_of(action_id, sheets, view.month.plan_entries, view.month.as_at)
    with st.expander(f"History: {len(lines)} sheets and entries"):
        words_table(
            [
                {"Dated": f"{one['dated']:%d/%m/%Y}", "From": one["source"]}
                | {
                    LABELS[key]: words(key, one[key])
                    for key in ("delivery_rag", "progress_this_month", "reason_for_rag_change")
                }
                for one in lines
            ]
        )
