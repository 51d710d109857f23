"""Do our care leavers have a home, work or learning, their health history, and someone in touch?"""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.outcomes import findings
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.comparison_panel import compared
from pages.shared.panels.figure_table import figures
from pages.shared.session.page_context import begin

view = begin("Outcomes")
month = view.month
short = partial(charts.bars, height=240)

if month.has(findings.TYPE):
    homes = findings.homes(month)
    headline(homes.headline, homes.note)
    show_quality_note(month, findings.ALL)
    tiles(view, findings.facts(month, view.before))
    if home := chart(view, homes, short, "where-they-live", heading=False):
        people(
            view,
            homes.name(home),
            findings.home_list(view.history(), home),
            f"home-{home.replace('_', '-')}",
        )
else:
    headline(
        "Homes are not available: the extract has no Type of Accommodation column.",
        "An average hides who is homeless. Add the column to the workbook; the template on "
        "the Data page has it.",
    )
    tiles(view, findings.facts(month, view.before))

if month.has(findings.TYPE) and month.has("suitability_of_accommodation"):
    chart(
        view,
        findings.suitable(month),
        charts.stacked,
        "suitable-accommodation-by-age",
        people_label=None,
    )
if month.has("activity_status"):
    neet = findings.neet(month)
    if why := chart(view, neet, short, "without-work-or-learning"):
        title = f"Without work or learning: {neet.name(why)}"
        people(view, title, findings.without_work_list(month, why), f"without-work-{why.lower()}")
compared(view)
figures(view, findings.FIGURES)
