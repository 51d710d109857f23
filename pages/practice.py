"""Do we meet our own standards: visits, plans, supervision, training, caseloads, staff, audits?"""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.findings import practice
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.figures import figures, missing
from pages.shared.look import headline
from pages.shared.show import chart, people, tiles

view = begin("Practice")
month = view.month
headline(practice.headline(month))
read_with_care(month, practice.ALL)
tiles(view, practice.facts(month, view.before))

by_adviser = month.has("allocated_personal_adviser")
if by_adviser or month.has("workforce.caseload"):
    label = "the young people of an adviser" if by_adviser else None
    if name := chart(view, practice.caseload(month), partial(charts.bars, height=240), "caseload-by-adviser", people_label=label):
        people(view, f"Young people of {name}", practice.with_adviser(month, name), "young-people-of-an-adviser")
else:
    missing(view, practice.CASELOAD)
figures(view, practice.FIGURES)
