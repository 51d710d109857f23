"""Do we meet our own standards: visits, plans, supervision, training, caseloads, staff, audits?"""

from __future__ import annotations

from functools import partial

from analytics import charts
from analytics.findings import practice
from analytics.people import ADVISER
from analytics.privacy import publish, publish_fact, publish_people
from pages.shared.begin import begin
from pages.shared.care import read_with_care
from pages.shared.figures import figures, missing
from pages.shared.look import headline, tiles
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.twin import chart_with_table

view = begin("Practice")
month = view.month
headline(practice.headline(month))
read_with_care(month, practice.ALL)
tiles([publish_fact(fact, view.audience) for fact in practice.facts(month, view.before)])

by_adviser = month.has("allocated_personal_adviser")
if by_adviser or month.has("workforce.caseload"):
    held = publish(practice.caseload(month), view.audience)
    label = "the young people of an adviser" if by_adviser else None
    name = chart_with_table(held, partial(charts.bars, height=240), "caseload", people_label=label)
    downloads(held, "caseload-by-adviser")
    if name:
        table = practice.with_adviser(month, name)
        people = publish_people(f"Young people of {name}", table, view.audience, month.as_at, month.snapshot, ADVISER)
        people_table(people, "adviser_people")
        people_download(people, "young-people-of-an-adviser")
else:
    missing(view, practice.CASELOAD)
figures(view, practice.FIGURES)
