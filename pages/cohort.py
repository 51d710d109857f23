"""Who are our care leavers?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.cohort import findings, forecast_findings
from analytics.measures.people_lists import people_list
from analytics.month.cohort import BREAKDOWNS
from analytics.overview.findings import whose_change
from analytics.publish.phrases import month_named
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.control_chart_panel import trend
from pages.shared.session.filter_controls import only
from pages.shared.session.page_context import begin

BANDS = (("16 to 17", "16", "17"), ("18 to 20", "18", "20"), ("21 to 24", "21", "24"))

view = begin("Cohort")
month = view.month

ages = findings.by_age(month)
headline(ages.headline, ages.note)
show_quality_note(month, [findings.COHORT])
tiles(view, findings.facts(month, view.before))
if age := chart(view, ages, partial(charts.columns, bands=BANDS), "cohort-by-age", heading=False):
    only(view, "age", age)
    people(
        view,
        f"Care leavers aged {age}",
        people_list(month, findings.ids_of(month, "age", age)),
        f"cohort-aged-{age}",
    )
if outside := findings.ids_outside(month):
    people(
        view,
        "In the extract, but aged under 16 or 25 and over",
        people_list(month, outside),
        "outside-the-ages",
    )

others = [key for key in BREAKDOWNS if key not in ("age", "age_band")]
by = st.selectbox(
    "Break the cohort down by",
    others,
    format_func=lambda key: BREAKDOWNS[key][0],
    key="breakdown",
    width=420,
)
if group := chart(view, findings.by(month, by), charts.bars, f"cohort-by-{by}"):
    only(view, by, group)
    people(
        view,
        f"{BREAKDOWNS[by][0]}: {group}",
        people_list(month, findings.ids_of(month, by, group)),
        f"people-by-{by}",
    )

months = view.history()
if before := view.before:
    flows = findings.flows(before, month)
    if step := chart(view, flows, partial(charts.bars, height=240), "came-and-went"):
        source, ids = whose_change(before, month, step)
        people(
            view,
            f"{flows.name(step)}, since {before.as_at:%B %Y}",
            people_list(source, ids),
            f"cohort-{step}",
        )
trend(view, "cohort")
chart(view, findings.over_time(months), charts.stacked, "cohort-by-month", people_label=None)

chart(view, forecast_findings.cohort(months), charts.stacked, "cohort-ahead", people_label=None)
if when := chart(
    view,
    forecast_findings.birthdays(months),
    charts.stacked,
    "birthdays-ahead",
    "who turns 18, 21 or 25 in a month",
):
    people(
        view,
        f"Turning 18, 21 or 25 in {month_named(when)}",
        forecast_findings.turning_list(months, when),
        f"birthdays-{when}",
    )
