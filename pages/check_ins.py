"""Are we calling everyone every quarter, and what do they say?"""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.check_ins import findings
from analytics.measures.people_lists import call_list
from analytics.month.check_in_clock import STATES, TO_CALL
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline, quiet
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.control_chart_panel import trend
from pages.shared.session.page_context import begin

view = begin("Check-ins")
month = view.month
if not month.has("contacts"):
    headline(
        "Check-ins are not available: the extract has no Contacts table.",
        "The next call is counted from the last answer. Add a Contacts sheet to the "
        "workbook, with one row per attempt. "
        "The template on the Data page has this sheet.",
    )
    st.stop()

now = findings.now(month)
headline(now.headline, now.note)
show_quality_note(month, findings.CLOCK)
tiles(view, findings.facts(month, view.before))
state = chart(view, now, charts.bars, "check-ins", heading=False)
title = STATES[state] if state else "Call list: due, overdue and never reached"
people(view, title, call_list(month, (state,) if state else TO_CALL), "call-list")

left, right = st.columns(2)
adviser = left.selectbox("Load ahead for", findings.advisers(month), key="load_adviser")
chart(view, findings.ahead(month, adviser), charts.load, "calls-ahead", people_label=None)
chart(view, findings.peaks(month), charts.bars, "calls-ahead-by-adviser", people_label=None)

said_by = right.selectbox(
    "Answers by", list(findings.SAID_BY), format_func=findings.SAID_BY.__getitem__, key="said_by"
)
chart(view, findings.said(month), charts.bars, "attempts-by-outcome", people_label=None)
chart(
    view,
    findings.answered_by(said_by, month),
    charts.split,
    f"answers-by-{said_by}",
    people_label=None,
)

trend(view, "check_ins_in_date")
trend(view, "quarter_completed")
chart(
    view,
    findings.over_time(view.history()),
    charts.stacked,
    "check-ins-by-month",
    people_label=None,
)
quiet(
    "The first call is due three months after the 21st birthday or the start of the offer, "
    "whichever is later. "
    "Young people who ask for no further contact are left alone for 12 months, then due again."
)
