"""Changing the improvement plan from its page: an action's progress and rating, a new action, and the plan as a workbook."""

from __future__ import annotations

import streamlit as st

from analytics.plan_entries import plan_actions
from pages.shared.begin import View
from pages.shared.look import headline
from pages.shared.plan_edit import add_action, edit_action
from pages.shared.plan_export import plan_download

CHANGE, ADD = "Change an action", "Add an action"


def change_plan(view: View) -> None:
    """Two forms and a download. What is entered here stands beside the month's sheet; the later-dated of the two shows."""
    headline("Change the plan", "Every change is kept with who made it and when, and goes with the plan as a workbook.", level=2)
    actions = plan_actions(view.month)
    change, add = st.tabs([CHANGE, ADD], key="plan_change", on_change="rerun")
    if change.open and actions is not None:
        with change:
            edit_action(view, actions)
    if add.open:
        with add:
            add_action(view)
    plan_download(view)
