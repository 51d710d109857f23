"""The months of a measure, worked out once for everybody who sees the same months and people."""

from __future__ import annotations

import streamlit as st

from analytics.damage import care_over
from analytics.grid import series_for_grid
from analytics.measures import MEASURES, measure
from analytics.privacy import PublishedControl, publish_control
from analytics.series import Series, series_of
from pages.shared.begin import View

Mark = (
    tuple  # which months, as they stand, of whom: the store, its version, each import and its settings, the selection, the plan's entries
)


def every_series(view: View) -> dict[str, Series]:
    """The series of every measure that the month can be counted for."""
    return _every(mark_of(view), view)


def one_series(view: View, name: str) -> Series:
    """The series of one measure."""
    return _one(mark_of(view), name, view)


def published_series(view: View, name: str) -> PublishedControl | None:
    """Its control chart as this audience may see it; None where the month cannot be counted for it."""
    if MEASURES[name].lacking(view.month):
        return None
    return publish_control(one_series(view, name), view.audience, care=care_over(view.history(), name))


def mark_of(view: View) -> Mark:
    """What a figure over all the months up to this one depends on."""
    store = view.store
    months = [(taken.id, tuple(store.settings_on(taken.as_at))) for taken in store.months() if taken.as_at <= view.taken.as_at]
    return store.url, store.version, tuple(months), view.selection, store.newest_plan_entry(view.taken.as_at)


@st.cache_resource(max_entries=24, show_spinner="Counting every measure in every month. This is done once.")
def _every(mark: Mark, _view: View) -> dict[str, Series]:
    return series_for_grid(_view.history())


@st.cache_resource(max_entries=500, show_spinner=False)
def _one(mark: Mark, name: str, _view: View) -> Series:
    return series_of(measure(name), _view.history())
