"""What is due, to whom, when: Ofsted, the DfE, the board and the committees?"""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.findings import timetable
from pages.shared.begin import begin
from pages.shared.calendar import calendar_download
from pages.shared.look import headline, points, tabs
from pages.shared.show import chart, listing, tiles
from pages.shared.template import template_download

SHOWN = {timetable.MONTHS_BACK: "From six months back", 0: "From the first date on record"}

view = begin("Timetable", of_people=False)
month = view.month
if not timetable.held(month):
    headline(
        "The timetable is not available: the extract has no table Milestones.",
        "Without it nobody can see what is due to Ofsted, the DfE, the board and the committees, and a last day passes unseen. "
        "Add a sheet Milestones to the workbook, one row for each date: Date (or From and To), Event and Body. The template has it.",
    )
    template_download()
    st.page_link("data_upload.py", label="Upload the month: Data", icon=":material/upload:")
    st.stop()

headline(timetable.headline(month))
tiles(view, timetable.facts(month))
with st.container(horizontal=True, vertical_alignment="bottom"):
    back = st.selectbox("Time line", list(SHOWN), format_func=SHOWN.__getitem__, key="time_line_from", width=300)
    calendar_download(view, timetable.found(month).entries)
chart(view, timetable.time_line(month, back), charts.time_line, "timetable", people_label=None)
listing(view, timetable.ahead(month), "timetable-ahead")
listing(view, timetable.late(month), "timetable-late")
if timetable.found(month).conflicts:
    listing(view, timetable.conflicts(month), "timetable-to-settle")

tabs(
    "timetable_list",
    {
        "Ofsted's visits": lambda: listing(view, timetable.visits(month, view.audience), "monitoring-visits"),
        "DfE reviews": lambda: listing(view, timetable.reviews(month, view.audience), "dfe-reviews"),
        "Judgements": lambda: listing(view, timetable.judgements(month), "judgements"),
        "Who gets what": lambda: listing(view, timetable.bodies(month), "who-gets-what"),
        "Behind": lambda: listing(view, timetable.behind(month, view.audience), "timetable-behind"),
    },
)
if lacking := timetable.missing(month):
    headline("What cannot be worked out", level=2)
    points(lacking)
