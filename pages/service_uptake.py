"""Who uses hubs, Staying Close, housing, health and work support, and who does not?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.month.cohort import BREAKDOWNS
from analytics.service_use import findings
from analytics.service_use.people_with_services import service_list
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.control_chart_panel import trend
from pages.shared.panels.figure_table import figures
from pages.shared.session.page_context import begin

view = begin("Service uptake")
month = view.month
if not month.has(findings.TABLE):
    headline(
        "Service uptake is not available: the extract has no Service use table.",
        "Without it, nobody can see who uses no service at all, and they are easily forgotten. "
        "Add a Service use sheet to the workbook, with one row per hub visit or period of support. "
        "The template on the Data page has this sheet.",
    )
    st.page_link(
        "data_upload.py",
        label="Get the template and upload the month on the Data page",
        icon=":material/upload:",
    )
    st.stop()

uptake = findings.uptake(month)
headline(uptake.headline, uptake.note)
show_quality_note(month, findings.TILES)
tiles(view, findings.facts(month, view.before))
if key := chart(view, uptake, charts.bars, "service-uptake", heading=False):
    service = "" if key == findings.NOTHING else key
    title = f"{uptake.name(key)} in the last 12 months"
    people(view, title, service_list(month, findings.ids_of(month, key), service), "service-users")

by = st.selectbox(
    "Show who used no service by",
    findings.BY,
    format_func=lambda one: BREAKDOWNS[one][0],
    key="no_service_by",
    width=420,
)
rest = partial(charts.split, say_rest=True)
if group := chart(
    view, findings.unused_by(month, by), rest, f"no-service-by-{by}", "who used no service"
):
    ids = findings.ids_unused(month, by, group)
    people(
        view, f"Used no service in 12 months: {group}", service_list(month, ids), "used-no-service"
    )

trend(view, findings.NOTHING)
named = findings.services(month)
shown = st.selectbox(
    "Show users by month of",
    list(named),
    format_func=named.__getitem__,
    key="service_by_month",
    width=420,
)
chart(
    view,
    findings.by_month(view.history(), shown),
    partial(charts.line, height=240),
    "service-by-month",
    people_label=None,
)
figures(view, findings.FIGURES)
