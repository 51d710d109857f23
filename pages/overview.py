"""What is the position this month, what changed, what needs a decision?"""

from __future__ import annotations

from analytics import charts
from analytics.coverage import findings as coverage_findings
from analytics.measures.data_quality import state_of_the_data
from analytics.measures.people_lists import people_list
from analytics.overview import findings as overview_findings
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline, points, quiet
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.measures_table import measures_grid
from pages.shared.session.page_context import begin

view = begin("Overview")
month, before = view.month, view.before
headline(overview_findings.headline(month))
show_quality_note(month, overview_findings.measures(month))
tiles(view, overview_findings.facts(month, before))
chart(
    view,
    coverage_findings.over_time(view.history()),
    charts.stacked,
    "21-plus-ledger-by-month",
    people_label=None,
)

headline("What needs a decision", level=2)
points(overview_findings.decisions(month) or ["This extract shows nothing that needs a decision."])

if state := state_of_the_data(month):
    headline(
        "State of the data",
        "These are the gaps and errors in this month's extract. Every other measure is sound.",
        level=2,
    )
    points(state)

if before:
    changed = overview_findings.changed(before, month)
    if change := chart(view, changed, charts.bars, "what-changed"):
        source, ids = overview_findings.whose_change(before, month, change)
        people(
            view,
            f"{changed.name(change)}, since {before.as_at:%B %Y}",
            people_list(source, ids),
            f"what-changed-{change}",
        )
else:
    quiet("This is the first month. Changes are shown from the second month.")

measures_grid(view)
