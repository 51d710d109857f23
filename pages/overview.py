"""What is the position this month, what changed, what needs a decision?"""

from __future__ import annotations

from analytics import charts
from analytics.damage import state_of_the_data
from analytics.findings import coverage, overview
from analytics.people import ADVISER, people_list
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.look import headline, points, quiet, tiles
from pages.shared.measures_grid import measures_grid
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.twin import chart_with_table

view = begin("Overview")
month, before = view.month, view.before
headline(overview.headline(month))
read_with_care(month, overview.measures(month))
tiles([publish_fact(fact, view.audience) for fact in overview.facts(month, before)])

history = publish(coverage.over_time(view.history()), view.audience)
chart_with_table(history, charts.stacked, "ledger_history", people_label=None)
downloads(history, "21-plus-ledger-by-month")

headline("What needs a decision", level=2)
points(overview.decisions(month) or ["Nothing that this extract shows."])

if state := state_of_the_data(month):
    headline("State of the data", "What the extract of this month could not say. Every other measure is sound.", level=2)
    points(state)

if before:
    changed = publish(overview.changed(before, month), view.audience)
    change = chart_with_table(changed, charts.bars, "changes")
    downloads(changed, "what-changed")
    if change:
        title = dict(zip(changed.keys, changed.table[changed.label], strict=True))[change]
        source = before if change in ("left", "turned_25", "left_out") else month
        people = publish_people(
            f"{title}, since {before.as_at:%B %Y}",
            people_list(source, overview.ids_changed(before, month, change)),
            view.audience,
            month.as_at,
            month.snapshot,
            ADVISER,
        )
        people_table(people, "changed_people")
        people_download(people, f"what-changed-{change}")
else:
    quiet("This is the first month: what changed will be shown from the second month on.")

measures_grid(view)
