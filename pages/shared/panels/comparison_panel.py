"""Our figures next to England, the region and the neighbours, and the people in ours."""

from __future__ import annotations

import streamlit as st

from analytics.charts.percents import percents
from analytics.comparison.findings import CHOICES, beside, measure_of, sources
from analytics.measures.birthdays import returned_month
from analytics.month.month import Month
from analytics.month.settings import settings_from
from analytics.publish.types import Audience, Finding
from data.reference.dfe_statistics import all_benchmarks, releases_mark
from pages.shared.layout.blocks import chart, opened
from pages.shared.session.page_context import View


def compared(view: View) -> None:
    """Show one measure at a time next to the published figures.

    Not drawn for a shared audience, because its small counts are not suppressed yet.
    """
    if view.audience is not Audience.MANAGER:
        return
    chosen = st.selectbox(
        "Compare", list(CHOICES), format_func=CHOICES.__getitem__, key="compare", width=620
    )
    returns = tuple(taken.id for taken in view.store.returns())
    found = _sources(view.mark, returns, view)
    finding = _beside(view.mark, returns, releases_mark(), chosen, view)
    chart(view, finding, percents, "england-and-neighbours", people_label=None)
    ours = {
        key: label
        for key, label in zip(finding.keys, finding.table[finding.label], strict=True)
        if key in found
    }
    key = st.selectbox(
        "The people in our figure",
        list(ours),
        index=None,
        format_func=ours.__getitem__,
        key="ours",
        width=420,
        placeholder="See the people in one of our figures",
    )
    if key:
        opened(view, found[key], measure_of(chosen, key), key="ours")


@st.cache_resource(max_entries=96, show_spinner=False)
def _beside(
    mark: str, returns: tuple[int, ...], releases: tuple, chosen: tuple[str, str], _view: View
) -> Finding:
    return beside(chosen, all_benchmarks(), _sources(mark, returns, _view))


@st.cache_resource(
    max_entries=24, show_spinner="Reading everyone as at their birthday. This is done once."
)
def _sources(mark: str, returns: tuple[int, ...], _view: View) -> dict[str, Month]:
    taken = next(
        (one for one in reversed(_view.store.returns()) if one.as_at <= _view.taken.as_at), None
    )
    returned = None
    if taken:
        settings = settings_from(_view.store.settings_on(taken.as_at))
        returned = returned_month(_view.store.returned(taken), taken.as_at, taken.id, settings)
    return sources(_view.history(), returned)
