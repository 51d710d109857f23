"""The download of the plan: a workbook that can be next month's sheet, with the history of
entries."""

from __future__ import annotations

import streamlit as st

from analytics.exports import XLSX, file_name
from analytics.plan.app_entries import newest_day, plan_actions
from data.recognise.find_tables import MADE_UP
from data.store import SAMPLE
from data.writing.plan_workbook import plan_workbook
from pages.shared.session.council import council
from pages.shared.session.page_context import View


def plan_download(view: View) -> None:
    """Draw a button that downloads the current plan; the file is made on request."""
    if plan_actions(view.month) is None:
        return
    as_at = newest_day(view.month.plan_entries, view.month.as_at)
    st.download_button(
        "Download plan actions as a workbook",
        lambda: _workbook(view),
        file_name("plan-actions", as_at, "xlsx"),
        XLSX,
        key="plan_workbook",
        on_click="ignore",
        help="The current actions, ready to use as next month's sheet, and every entry with who "
        "made it.",
    )


def _workbook(view: View) -> bytes:
    as_at, actions = newest_day(view.month.plan_entries, view.month.as_at), plan_actions(view.month)
    assert actions is not None  # without actions there is no button
    whose = f" ({MADE_UP})" if council() == SAMPLE else ""
    title = (
        f"{view.month.settings.council or 'Improvement plan'}{whose}: plan actions as at "
        f"{as_at:%d/%m/%Y}"
    )
    return plan_workbook(actions, view.store.plan_entries(view.month.as_at), title)
