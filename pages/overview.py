"""What is the position this month, what changed, what needs a decision?"""

from __future__ import annotations

from analytics import charts
from analytics.damage import state_of_the_data
from analytics.findings import coverage, overview
from analytics.people import people_list
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.look import headline, points, quiet
from pages.shared.measures_grid import measures_grid
from pages.shared.show import chart, people, tiles

view = begin("Overview")
month, before = view.month, view.before
headline(overview.headline(month))
read_with_care(month, overview.measures(month))
tiles(view, overview.facts(month, before))
chart(view, coverage.over_time(view.history()), charts.stacked, "21-plus-ledger-by-month", people_label=None)

headline("What needs a decision", level=2)
points(overview.decisions(month) or ["Nothing that this extract shows."])

if state := state_of_the_data(month):
    headline("State of the data", "What the extract of this month could not say. Every other measure is sound.", level=2)
    points(state)

if before:
    changed = overview.changed(before, month)
    if change := chart(view, changed, charts.bars, "what-changed"):
        source, ids = overview.whose_change(before, month, change)
        people(view, f"{changed.name(change)}, since {before.as_at:%B %Y}", people_list(source, ids), f"what-changed-{change}")
else:
    quiet("This is the first month: what changed will be shown from the second month on.")

measures_grid(view)
