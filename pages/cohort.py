"""Who are our care leavers?"""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.cohort import BREAKDOWNS
from analytics.findings import cohort
from analytics.people import ADVISER, people_list
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.look import headline, tiles
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.trend import trend
from pages.shared.twin import chart_with_table

BANDS = (("16 to 17", "16", "17"), ("18 to 20", "18", "20"), ("21 to 24", "21", "24"))

view = begin("Cohort")
month = view.month


def show_people(title: str, ids: list[str], what: str) -> None:
    people = publish_people(title, people_list(month, ids), view.audience, month.as_at, month.snapshot, ADVISER)
    people_table(people, what)
    people_download(people, what)


ages = publish(cohort.by_age(month), view.audience)
headline(ages.headline, ages.note)
read_with_care(month, [cohort.COHORT])
tiles([publish_fact(fact, view.audience) for fact in cohort.facts(month, view.before)])
chosen = chart_with_table(ages, lambda published: charts.columns(published, bands=BANDS), "ages", heading=False)
downloads(ages, "cohort-by-age")
if chosen:
    show_people(f"Care leavers aged {chosen}", cohort.ids_of(month, "age", chosen), f"cohort-aged-{chosen}")
if outside := cohort.ids_outside(month):
    show_people("In the extract, and under 16 or 25 and over", outside, "outside-the-ages")

others = [key for key in BREAKDOWNS if key not in ("age", "age_band")]
breakdown = st.selectbox("Break the cohort down by", others, format_func=lambda key: BREAKDOWNS[key][0], key="breakdown")
groups = publish(cohort.by(month, breakdown), view.audience)
group = chart_with_table(groups, charts.bars, f"by_{breakdown}")
downloads(groups, f"cohort-by-{breakdown}")
if group:
    show_people(f"{BREAKDOWNS[breakdown][0]}: {group}", cohort.ids_of(month, breakdown, group), f"cohort-by-{breakdown}")

trend(view, "cohort")
history = publish(cohort.over_time(view.history()), view.audience)
chart_with_table(history, charts.stacked, "cohort_history", people_label=None)
downloads(history, "cohort-by-month")
