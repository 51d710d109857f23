"""Is anyone aged 21 or over without an offer?"""

from __future__ import annotations

from analytics import charts
from analytics.coverage import findings
from analytics.measures.people_lists import people_list
from analytics.month.ledger import BUCKETS
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline, quiet
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.control_chart_panel import trend
from pages.shared.session.page_context import begin

view = begin("21+ coverage")
month, before = view.month, view.before

now = findings.now(month)
headline(now.headline, now.note)
show_quality_note(month, findings.LEDGER)
tiles(view, findings.facts(month, before))
if bucket := chart(view, now, charts.bars, "21-plus-ledger", heading=False):
    people(
        view,
        f"{BUCKETS[bucket]}, aged 21 to 24",
        people_list(month, findings.ids_in(month, bucket)),
        f"21-plus-{bucket}",
    )

moved = findings.moved(before, month) if before else None
if before and moved:
    if step := chart(view, moved, charts.flow, "21-plus-movement"):
        source, ids = findings.whose_move(before, month, step)
        people(
            view,
            f"{moved.name(step)}, since {before.as_at:%B %Y}",
            people_list(source, ids),
            "21-plus-moved",
        )
elif before:
    quiet(
        f"This month cannot be compared with {before.as_at:%B %Y}: one of the two extracts "
        "has no Support Status column."
    )

trend(view, "coverage_21_plus")
trend(view, "reach_21_plus")
chart(
    view,
    findings.over_time(view.history()),
    charts.stacked,
    "21-plus-ledger-by-month",
    people_label=None,
)
