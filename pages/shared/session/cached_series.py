"""The months of a measure, calculated once for everybody who sees the same months and people."""

from __future__ import annotations

import streamlit as st

from analytics.measures.data_quality import quality_note_over
from analytics.measures.declared import MEASURES, measure
from analytics.measures.series import series_of
from analytics.overview.measures_table import series_for_grid
from analytics.publish.publish import publish_control
from analytics.publish.types import Audience, PublishedControl
from analytics.statistics import PLOTTHEDOTS, RULE_SETS
from analytics.statistics.control_chart_result import XMR
from analytics.statistics.series import Series
from pages.shared.session.page_context import View


def every_series(view: View) -> dict[str, Series]:
    """Return measure id -> series for every measure that the month can be counted for."""
    return _every(view.mark, view)


def published_series(
    view: View, name: str, rules: str = PLOTTHEDOTS.name, method: str = XMR
) -> PublishedControl | None:
    """Return a measure's control chart for this audience, or None if the month lacks what it
    needs."""
    if MEASURES[name].lacking(view.month):
        return None
    return _published(view.mark, name, view.audience, rules, method, view)


@st.cache_resource(
    max_entries=24, show_spinner="Counting every measure in every month. This is done once."
)
def _every(mark: str, _view: View) -> dict[str, Series]:
    return series_for_grid(_view.history())


@st.cache_resource(max_entries=500, show_spinner=False)
def _one(mark: str, name: str, _view: View) -> Series:
    return series_of(measure(name), _view.history())


@st.cache_resource(max_entries=500, show_spinner=False)
def _published(
    mark: str, name: str, audience: Audience, rules: str, method: str, _view: View
) -> PublishedControl:
    return publish_control(
        _one(mark, name, _view),
        audience,
        RULE_SETS[rules],
        method,
        quality_note=quality_note_over(_view.history(), name),
    )
