"""Do we meet our own standards: visits, plans, supervision, training, caseloads, staff, audits?"""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.practice import findings
from pages.shared.layout.blocks import chart, people, tiles
from pages.shared.layout.page_style import headline
from pages.shared.layout.quality_note import show_quality_note
from pages.shared.panels.figure_table import figures, missing
from pages.shared.session.page_context import begin

view = begin("Practice")
month = view.month
headline(findings.headline(month))
show_quality_note(month, findings.ALL)
tiles(view, findings.facts(month, view.before))

by_adviser = month.has("allocated_personal_adviser")
if by_adviser or month.has("workforce.caseload"):
    label = "the young people of an adviser" if by_adviser else None
    if name := chart(
        view,
        findings.caseload(month),
        partial(charts.bars, height=240),
        "caseload-by-adviser",
        people_label=label,
    ):
        people(
            view,
            f"Young people of {name}",
            findings.with_adviser(month, name),
            "young-people-of-an-adviser",
        )
else:
    missing(view, findings.CASELOAD)
figures(view, findings.FIGURES)
