"""Who are our care leavers?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.cohort import BREAKDOWNS
from analytics.findings import ahead, cohort
from analytics.findings.overview import whose_change
from analytics.people import people_list
from analytics.wording import month_named
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.filters import only
from pages.shared.look import headline
from pages.shared.show import chart, people, tiles
from pages.shared.trend import trend

BANDS = (("16 to 17", "16", "17"), ("18 to 20", "18", "20"), ("21 to 24", "21", "24"))

view = begin("Cohort")
month = view.month

ages = cohort.by_age(month)
headline(ages.headline, ages.note)
read_with_care(month, [cohort.COHORT])
tiles(view, cohort.facts(month, view.before))
if age := chart(view, ages, partial(charts.columns, bands=BANDS), "cohort-by-age", heading=False):
    only(view, "age", age)
    people(view, f"Care leavers aged {age}", people_list(month, cohort.ids_of(month, "age", age)), f"cohort-aged-{age}")
if outside := cohort.ids_outside(month):
    people(view, "In the extract, and under 16 or 25 and over", people_list(month, outside), "outside-the-ages")

others = [key for key in BREAKDOWNS if key not in ("age", "age_band")]
by = st.selectbox("Break the cohort down by", others, format_func=lambda key: BREAKDOWNS[key][0], key="breakdown", width=420)
if group := chart(view, cohort.by(month, by), charts.bars, f"cohort-by-{by}"):
    only(view, by, group)
    people(view, f"{BREAKDOWNS[by][0]}: {group}", people_list(month, cohort.ids_of(month, by, group)), f"people-by-{by}")

months = view.history()
if before := view.before:
    flows = cohort.flows(before, month)
    if step := chart(view, flows, partial(charts.bars, height=240), "came-and-went"):
        source, ids = whose_change(before, month, step)
        people(view, f"{flows.name(step)}, since {before.as_at:%B %Y}", people_list(source, ids), f"cohort-{step}")
trend(view, "cohort")
chart(view, cohort.over_time(months), charts.stacked, "cohort-by-month", people_label=None)

chart(view, ahead.cohort(months), charts.stacked, "cohort-ahead", people_label=None)
if when := chart(view, ahead.birthdays(months), charts.stacked, "birthdays-ahead", "who turns 18, 21 or 25 in a month"):
    people(view, f"Turning 18, 21 or 25 in {month_named(when)}", ahead.turning_list(months, when), f"birthdays-{when}")
