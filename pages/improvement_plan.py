"""Is each action delivered, and has its measure moved?"""

from __future__ import annotations

from analytics.plan import findings
from pages.shared.layout.blocks import tiles
from pages.shared.layout.page_style import headline
from pages.shared.plan.action import one_action
from pages.shared.plan.change import change_plan
from pages.shared.plan.lists import by_month, disagreeing, grid, lists
from pages.shared.plan.risks_costs_voice import context
from pages.shared.session.cached_plan import plan_of
from pages.shared.session.page_context import begin

view = begin("Improvement plan", of_people=False)
of = plan_of(view)
if of is None:
    headline(
        f"No improvement plan actions are recorded for {view.month.as_at:%B %Y}.", findings.LACKING
    )
else:
    headline(findings.headline(of), findings.note(of))
    tiles(view, findings.facts(of))
    grid(view, of)
    disagreeing(view, of)
    by_month(view, of)
    lists(view, of)
    one_action(view, of)
change_plan(view)
context(view)
