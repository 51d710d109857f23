"""The improvement plan of the month, calculated once for everybody."""

from __future__ import annotations

import streamlit as st

from analytics.plan import Plan, plan
from analytics.publish.types import Audience
from pages.shared.session.page_context import View


def plan_of(view: View) -> Plan | None:
    """Return the plan of the view's month, or None if it has no actions."""
    return _plan(view.mark, view.audience, view)


@st.cache_resource(
    max_entries=24, show_spinner="Counting the measures of every action. This is done once."
)
def _plan(mark: str, audience: Audience, _view: View) -> Plan | None:
    return plan(_view.history(), audience)
