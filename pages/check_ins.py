"""Are we calling everyone every quarter, and what do they say?"""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.check_ins import STATES
from analytics.findings import check_ins
from analytics.people import ADVISER, call_list
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.look import headline, quiet, tiles
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.trend import trend
from pages.shared.twin import chart_with_table

view = begin("Check-ins")
month = view.month
if not month.has("contacts"):
    headline(
        "Check-ins are not available: the extract has no Contacts table.",
        "The clock runs from the last answer. Add a sheet Contacts to the workbook, one row for each attempt; the template on the Data page has it.",
    )
    st.stop()

now = publish(check_ins.now(month), view.audience)
headline(now.headline, now.note)
read_with_care(month, check_ins.CLOCK)
tiles([publish_fact(fact, view.audience) for fact in check_ins.facts(month, view.before)])
state = chart_with_table(now, charts.bars, "clock", heading=False)
downloads(now, "check-ins")

table, title = call_list(month), "Call list: due, overdue and never reached"
if state:
    table, title = call_list(month, (state,)), STATES[state]
people = publish_people(title, table, view.audience, month.as_at, month.snapshot, ADVISER)
people_table(people, "calls")
people_download(people, "call-list")

adviser = st.selectbox("Load ahead for", check_ins.advisers(month), key="load_adviser")
ahead = publish(check_ins.ahead(month, adviser), view.audience)
chart_with_table(ahead, charts.load, "load", people_label=None)
downloads(ahead, "calls-ahead")

said = publish(check_ins.said(month), view.audience)
chart_with_table(said, charts.bars, "said", people_label=None)
downloads(said, "attempts-by-outcome")

trend(view, "check_ins_in_date")
history = publish(check_ins.over_time(view.history()), view.audience)
chart_with_table(history, charts.stacked, "clock_history", people_label=None)
downloads(history, "check-ins-by-month")
quiet(
    "First call due: three months after the later of the 21st birthday and the day the offer began. Asked for no further contact: left alone for 12 months, then due again."
)
