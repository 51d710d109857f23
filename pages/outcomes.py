"""Have our care leavers a home, work or learning, their health history, and someone in touch?"""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.findings import outcomes
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.compared import compared
from pages.shared.figures import figures
from pages.shared.look import headline
from pages.shared.show import chart, people, tiles

view = begin("Outcomes")
month = view.month
short = partial(charts.bars, height=240)

if month.has(outcomes.TYPE):
    homes = outcomes.homes(month)
    headline(homes.headline, homes.note)
    read_with_care(month, outcomes.ALL)
    tiles(view, outcomes.facts(month, view.before))
    if home := chart(view, homes, short, "where-they-live", heading=False):
        people(view, homes.name(home), outcomes.home_list(view.history(), home), f"home-{home.replace('_', '-')}")
else:
    headline(
        "Homes are not available: the extract has no column Type of Accommodation.",
        "An average hides who is homeless. Add the column to the workbook; the template on the Data page has it.",
    )
    tiles(view, outcomes.facts(month, view.before))

if month.has(outcomes.TYPE) and month.has("suitability_of_accommodation"):
    chart(view, outcomes.suitable(month), charts.stacked, "suitable-accommodation-by-age", people_label=None)
if month.has("activity_status"):
    neet = outcomes.neet(month)
    if why := chart(view, neet, short, "without-work-or-learning"):
        title = f"Without work or learning: {neet.name(why)}"
        people(view, title, outcomes.without_work_list(month, why), f"without-work-{why.lower()}")
compared(view)
figures(view, outcomes.FIGURES)
