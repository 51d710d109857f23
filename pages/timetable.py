"""What is due, to whom, when: Ofsted, the DfE, the board and the committees?"""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.timetable import findings
from pages.shared.layout.blocks import chart, listing, tiles
from pages.shared.layout.page_style import headline, points, tabs
from pages.shared.panels.calendar_button import calendar_download
from pages.shared.panels.template_button import template_download
from pages.shared.session.page_context import begin

SHOWN = {findings.MONTHS_BACK: "From six months back", 0: "From the first recorded date"}

view = begin("Timetable", of_people=False)
month = view.month
if not findings.held(month):
    headline(
        "The timetable is not available: the extract has no Milestones table.",
        "Without it, nobody can see what is due to Ofsted, the DfE, the board and the "
        "committees, and deadlines are missed. "
        "Add a Milestones sheet to the workbook, with one row per date: Date (or From and "
        "To), Event and Body. "
        "The template has this sheet.",
    )
    template_download()
    st.page_link(
        "data_upload.py", label="Upload the month on the Data page", icon=":material/upload:"
    )
    st.stop()

headline(findings.headline(month))
tiles(view, findings.facts(month))
with st.container(horizontal=True, vertical_alignment="bottom"):
    back = st.selectbox(
        "Time line", list(SHOWN), format_func=SHOWN.__getitem__, key="time_line_from", width=300
    )
    calendar_download(view, findings.found(month).entries)
chart(view, findings.time_line(month, back), charts.time_line, "timetable", people_label=None)
listing(view, findings.ahead(month), "timetable-ahead")
listing(view, findings.late(month), "timetable-late")
if findings.found(month).conflicts:
    listing(view, findings.conflicts(month), "timetable-to-settle")

tabs(
    "timetable_list",
    {
        "Ofsted's visits": lambda: listing(
            view, findings.visits(month, view.audience), "monitoring-visits"
        ),
        "DfE reviews": lambda: listing(view, findings.reviews(month, view.audience), "dfe-reviews"),
        "Judgements": lambda: listing(view, findings.judgements(month), "judgements"),
        "Who gets what": lambda: listing(view, findings.bodies(month), "who-gets-what"),
        "Behind": lambda: listing(view, findings.behind(month, view.audience), "timetable-behind"),
    },
)
if lacking := findings.missing(month):
    headline("What cannot be worked out", level=2)
    points(lacking)
