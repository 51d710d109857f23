"""Have our care leavers a home, work or learning, their health history, and someone in touch?"""

from __future__ import annotations

from analytics import charts
from analytics.findings import outcomes
from analytics.people import ADVISER
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.compared import compared
from pages.shared.figures import figures
from pages.shared.look import headline, tiles
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.twin import chart_with_table

view = begin("Outcomes")
month = view.month


def show_people(title: str, table, what: str) -> None:
    people = publish_people(title, table, view.audience, month.as_at, month.snapshot, ADVISER)
    people_table(people, what)
    people_download(people, what)


if month.has(outcomes.TYPE):
    homes = publish(outcomes.homes(month), view.audience)
    headline(homes.headline, homes.note)
    read_with_care(month, outcomes.ALL)
    tiles([publish_fact(fact, view.audience) for fact in outcomes.facts(month, view.before)])
    home = chart_with_table(homes, lambda one: charts.bars(one, height=240), "homes", heading=False)
    downloads(homes, "where-they-live")
    if home:
        title = dict(zip(homes.keys, homes.table[homes.label], strict=True))[home]
        show_people(title, outcomes.home_list(view.history(), home), f"home-{home.replace('_', '-')}")
else:
    headline(
        "Homes are not available: the extract has no column Type of Accommodation.",
        "An average hides who is homeless. Add the column to the workbook; the template on the Data page has it.",
    )
    tiles([publish_fact(fact, view.audience) for fact in outcomes.facts(month, view.before)])

if month.has(outcomes.TYPE) and month.has("suitability_of_accommodation"):
    suitable = publish(outcomes.suitable(month), view.audience)
    chart_with_table(suitable, charts.stacked, "suitable", people_label=None)
    downloads(suitable, "suitable-accommodation-by-age")
if month.has("activity_status"):
    neet = publish(outcomes.neet(month), view.audience)
    why = chart_with_table(neet, lambda one: charts.bars(one, height=240), "neet")
    downloads(neet, "without-work-or-learning")
    if why:
        title = dict(zip(neet.keys, neet.table[neet.label], strict=True))[why]
        show_people(f"Without work or learning: {title}", outcomes.without_work_list(month, why), f"without-work-{why.lower()}")
compared(view)
figures(view, outcomes.FIGURES)
