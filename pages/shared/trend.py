"""A measure's control chart on a page: its claim, the chart with its table, the switches and the downloads."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.damage import care_over
from analytics.events import events
from analytics.grid import series_for_grid
from analytics.measures import Measure, measure
from analytics.privacy import publish_control
from analytics.series import Series, series_of
from analytics.spc import PLOTTHEDOTS, RULE_SETS
from analytics.spc.result import XMR, P
from analytics.wording import listed
from pages.shared.baseline import new_baseline
from pages.shared.begin import View
from pages.shared.glossary import needed_words
from pages.shared.look import headline, quiet
from pages.shared.people_list import downloads
from pages.shared.twin import chart_with_table

RULES = {
    "plotthedots": "Rules of the NHS R package (plotthedots)",
    "nhs-excel": "Rules of the NHS Excel workbook (nhs-excel)",
}
METHODS = {XMR: "Limits from how the months vary (XmR)", P: "Limits from how many are counted (p-chart)"}
Mark = tuple  # which months, as they stand: the store, its version, and each month's import and settings


def trend(view: View, name: str, switches: bool = False) -> None:
    """The control chart of a measure up to the month of the page; `switches` offers the other rule set and the other limits."""
    one = measure(name)
    if lacking := one.lacking(view.month):
        headline(f"{one.title}: not counted this month.", level=2)
        quiet(f"It needs {listed([needed_words(needed) for needed in lacking])}.")
        return
    rules, method = _switches(one) if switches else (PLOTTHEDOTS.name, XMR)
    if switches:
        new_baseline(view, one)
    published = publish_control(
        _one(mark_of(view), name, view), view.audience, RULE_SETS[rules], method, care=care_over(view.history(), name)
    )
    draw = partial(charts.control, events=events(view.month, one))
    chart_with_table(published, draw, f"trend_{name}", people_label=None)
    downloads(published, f"{name.replace('_', '-')}-control-chart")


def every_series(view: View) -> dict[str, Series]:
    """The series of every measure that the month can be counted for, worked out once for everybody."""
    return _every(mark_of(view), view)


def mark_of(view: View) -> Mark:
    """What a figure over all the months up to this one depends on."""
    store = view.store
    months = [(taken.id, tuple(store.settings_on(taken.as_at))) for taken in store.months() if taken.as_at <= view.taken.as_at]
    return store.url, store.version, tuple(months)


@st.cache_resource(max_entries=24, show_spinner="Counting every measure in every month. This is done once.")
def _every(mark: Mark, _view: View) -> dict[str, Series]:
    return series_for_grid(_view.history())


@st.cache_resource(max_entries=500, show_spinner=False)
def _one(mark: Mark, name: str, _view: View) -> Series:
    return series_of(measure(name), _view.history())


def _switches(one: Measure) -> tuple[str, str]:
    """The rules and the limits that are asked for."""
    with st.container(horizontal=True, gap="medium"):
        rules = st.segmented_control(
            "Rules", list(RULES), default=PLOTTHEDOTS.name, format_func=RULES.__getitem__, required=True, key="trend_rules"
        )
        if one.unit != "%":
            return rules, XMR
        method = st.segmented_control(
            "Limits", list(METHODS), default=XMR, format_func=METHODS.__getitem__, required=True, key="trend_limits"
        )
    return rules, method
