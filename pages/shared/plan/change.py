"""Change the improvement plan on its page: an action's progress and rating, a new action, a
workbook.
"""

from __future__ import annotations

from functools import partial

from analytics.plan.app_entries import plan_actions
from pages.shared.layout.page_style import headline, quiet, tabs
from pages.shared.plan.edit import add_action, edit_action
from pages.shared.plan.export import plan_download
from pages.shared.session.page_context import View

CHANGE, ADD = "Change an action", "Add an action"


def change_plan(view: View) -> None:
    """Draw two forms and a download. The later of an entry made here and the month's sheet is
    shown.
    """
    headline(
        "Change the plan",
        "Every change is kept with who made it and when, and is included in the workbook "
        "of the plan.",
        level=2,
    )
    actions = plan_actions(view.month)
    none = partial(quiet, f"No actions are recorded for this month. Start with {ADD}.")
    tabs(
        "plan_change",
        {
            CHANGE: none if actions is None else partial(edit_action, view, actions),
            ADD: partial(add_action, view),
        },
        stays=True,
    )
    plan_download(view)
