"""A measure's control chart on a page: its claim, chart, table, switches and downloads."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from analytics import charts
from analytics.measures.declared import Measure, measure
from analytics.publish.phrases import listed
from analytics.statistics import PLOTTHEDOTS
from analytics.statistics.control_chart_result import XMR, P
from analytics.timetable.chart_marks import events
from pages.shared.layout.page_style import headline, quiet
from pages.shared.panels.baseline_form import new_baseline
from pages.shared.panels.chart_or_table import chart_with_table
from pages.shared.panels.definition_tables import needed_words
from pages.shared.panels.people_list import downloads
from pages.shared.session.cached_series import published_series
from pages.shared.session.page_context import View

RULES = {
    "plotthedots": "Rules of the NHS R package (plotthedots)",
    "nhs-excel": "Rules of the NHS Excel workbook (nhs-excel)",
}
METHODS = {
    XMR: "Limits from how the months vary (XmR)",
    P: "Limits from how many are counted (p-chart)",
}


def trend(view: View, name: str, switches: bool = False) -> None:
    """Draw a measure's control chart up to the month of the page.

    `switches` offers the other rule set and the other kind of limits.
    """
    one = measure(name)
    if lacking := one.lacking(view.month):
        headline(f"{one.title}: not counted this month.", level=2)
        quiet(f"It needs {listed([needed_words(needed) for needed in lacking])}.")
        return
    asked = _switches(one) if switches else ()
    if switches:
        new_baseline(view, one)
    found = published_series(view, name, *asked)
    assert found is not None  # nothing is missing
    published = replace(found, note=view.said(found.note))
    draw = partial(charts.control, events=events(view.month, one))
    chart_with_table(published, draw, f"{name.replace('_', '-')}-control-chart", people_label=None)
    downloads(published, f"{name.replace('_', '-')}-control-chart")


def _switches(one: Measure) -> tuple[str, str]:
    """Return the chosen rule set and the chosen kind of limits."""
    with st.container(horizontal=True, gap="medium"):
        rules = st.segmented_control(
            "Rules",
            list(RULES),
            default=PLOTTHEDOTS.name,
            format_func=RULES.__getitem__,
            required=True,
            key="trend_rules",
        )
        if one.unit != "%":
            return rules, XMR
        method = st.segmented_control(
            "Limits",
            list(METHODS),
            default=XMR,
            format_func=METHODS.__getitem__,
            required=True,
            key="trend_limits",
        )
    return rules, method
