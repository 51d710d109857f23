"""The improvement plan of the month, worked out once for everybody, and its findings as tables with the tags of their ratings."""

from __future__ import annotations

import streamlit as st

from analytics.plan import Plan, plan
from analytics.plan.ratings import STATE_OF
from analytics.privacy import Audience, Finding
from pages.shared.begin import View
from pages.shared.look import headline
from pages.shared.people_list import downloads
from pages.shared.series import Mark, mark_of
from pages.shared.twin import table


def plan_of(view: View) -> Plan | None:
    """The plan of the view's month; None where it has no actions."""
    return _plan(mark_of(view), view.audience, view)


@st.cache_resource(max_entries=24, show_spinner="Counting the measures of every action. This is done once.")
def _plan(mark: Mark, audience: Audience, _view: View) -> Plan | None:
    return plan(_view.history(), audience)


def words_table(view: View, finding: Finding, file: str, heading: bool = True) -> None:
    """A finding of words as a table with its downloads."""
    published = view.publish(finding)
    if heading:
        headline(published.headline, published.note, level=2)
    table(published, STATE_OF)
    downloads(published, file)
