"""One action opened: its months, its measures, and their control charts marked with its dates."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.measures.declared import MEASURES
from analytics.plan import Moved, Plan, Planned
from analytics.plan import action_findings as findings
from analytics.timetable.chart_marks import events
from pages.shared.layout.blocks import listing
from pages.shared.layout.page_style import headline, points
from pages.shared.panels.chart_or_table import chart_with_table
from pages.shared.panels.people_list import downloads
from pages.shared.session.page_context import View

_KEY = "plan_action"


def one_action(view: View, of: Plan) -> None:
    """Draw the choice of an action, and everything known about the chosen one."""
    headline("One action, month by month", level=2)
    known = {one.id: one for one in (*of.actions, *of.gone, *of.earlier)}
    if st.session_state.get(_KEY) not in known:
        st.session_state[_KEY] = None
    name = st.selectbox(
        "Open an action to see its months, its measures and their control charts",
        list(known),
        index=None,
        key=_KEY,
        width=760,
        format_func=lambda one: f"{one} {known[one].record.now.action}",
        placeholder="Choose an action, or type part of its text",
    )
    if name:
        _opened(view, of, known[name])


def _opened(view: View, of: Plan, one: Planned) -> None:
    finding = findings.opened(of, one)
    headline(finding.headline, finding.note, level=2)
    points(findings.measures(one))
    listing(view, finding, f"plan-action-{one.id}", heading=False)
    for moved in one.impact.measures:
        _chart(view, one, moved)


def _chart(view: View, one: Planned, moved: Moved) -> None:
    """Draw the control chart of one measure, or a run chart if it has few months."""
    if moved.published is None:
        return
    marked = [
        *(events(view.month, MEASURES[moved.id]) if not moved.own else []),
        *findings.events(one),
    ]
    file = f"plan-{one.id}-{moved.id}".lower().replace("_", "-")
    chart_with_table(
        moved.published, partial(charts.control, events=marked), file, people_label=None
    )
    downloads(moved.published, file)
