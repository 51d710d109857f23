"""Who uses hubs, Staying Close, housing, health and work support, and who does not?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.cohort import BREAKDOWNS
from analytics.findings import service_uptake
from analytics.service_list import service_list
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.figures import figures
from pages.shared.look import headline
from pages.shared.show import chart, people, tiles
from pages.shared.trend import trend

view = begin("Service uptake")
month = view.month
if not month.has(service_uptake.TABLE):
    headline(
        "Service uptake is not available: the extract has no table Service use.",
        "Without it nobody can see who uses no service at all, and they are easily forgotten. Add a sheet Service use to the workbook, one row for each hub visit and each period of support; the template on the Data page has it.",
    )
    st.page_link("data_upload.py", label="Get the template and upload the month: Data", icon=":material/upload:")
    st.stop()

uptake = service_uptake.uptake(month)
headline(uptake.headline, uptake.note)
read_with_care(month, service_uptake.TILES)
tiles(view, service_uptake.facts(month, view.before))
if key := chart(view, uptake, charts.bars, "service-uptake", heading=False):
    service = "" if key == service_uptake.NOTHING else key
    title = f"{uptake.name(key)} in the last 12 months"
    people(view, title, service_list(month, service_uptake.ids_of(month, key), service), "service-users")

by = st.selectbox("Who used no service, by", service_uptake.BY, format_func=lambda one: BREAKDOWNS[one][0], key="no_service_by", width=420)
rest = partial(charts.split, say_rest=True)
if group := chart(view, service_uptake.unused_by(month, by), rest, f"no-service-by-{by}", "who used no service"):
    ids = service_uptake.ids_unused(month, by, group)
    people(view, f"Used no service in 12 months: {group}", service_list(month, ids), "used-no-service")

trend(view, service_uptake.NOTHING)
named = service_uptake.services(month)
shown = st.selectbox("Users by month of", list(named), format_func=named.__getitem__, key="service_by_month", width=420)
chart(view, service_uptake.by_month(view.history(), shown), partial(charts.line, height=240), "service-by-month", people_label=None)
figures(view, service_uptake.FIGURES)
