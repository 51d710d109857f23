"""Is anyone aged 21 or over without an offer?"""

from __future__ import annotations

from analytics import charts
from analytics.findings import coverage
from analytics.ledger import BUCKETS
from analytics.people import ADVISER, people_list
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.look import headline, quiet, tiles
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.trend import trend
from pages.shared.twin import chart_with_table

view = begin("21+ coverage")
month, before = view.month, view.before

now = publish(coverage.now(month), view.audience)
headline(now.headline, now.note)
read_with_care(month, coverage.LEDGER)
tiles([publish_fact(fact, view.audience) for fact in coverage.facts(month, before)])
bucket = chart_with_table(now, charts.bars, "ledger", heading=False)
downloads(now, "21-plus-ledger")
if bucket:
    table = people_list(month, coverage.ids_in(month, bucket))
    people = publish_people(f"{BUCKETS[bucket]}, aged 21 to 24", table, view.audience, month.as_at, month.snapshot, ADVISER)
    people_table(people, "ledger_people")
    people_download(people, f"21-plus-{bucket}")

if before and (finding := coverage.moved(before, month)):
    moved = publish(finding, view.audience)
    step = chart_with_table(moved, charts.bars, "movement")
    downloads(moved, "21-plus-movement")
    if step:
        title = dict(zip(moved.keys, moved.table[moved.label], strict=True))[step]
        ids = coverage.ids_moved(before, month, step)
        source = month if set(ids) <= set(month.people.index) else before
        people = publish_people(
            f"{title}, since {before.as_at:%B %Y}", people_list(source, ids), view.audience, month.as_at, month.snapshot, ADVISER
        )
        people_table(people, "moved_people")
        people_download(people, "21-plus-moved")
elif before:
    quiet(
        "The month before is judged on another basis (one extract has no Support Status column), so there is no movement between the two."
    )

trend(view, "coverage_21_plus")
trend(view, "reach_21_plus")
history = publish(coverage.over_time(view.history()), view.audience)
chart_with_table(history, charts.stacked, "ledger_history", people_label=None)
downloads(history, "21-plus-ledger-by-month")
