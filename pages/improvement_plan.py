"""Is each action delivered, and has its measure moved?"""

from __future__ import annotations

from analytics.findings import plan as findings
from pages.shared.begin import begin
from pages.shared.look import headline
from pages.shared.plan_action import one_action
from pages.shared.plan_change import change_plan
from pages.shared.plan_context import context
from pages.shared.plan_lists import by_month, disagreeing, grid, lists
from pages.shared.plan_whole import plan_of
from pages.shared.show import tiles

view = begin("Improvement plan", of_people=False)
of = plan_of(view)
if of is None:
    headline(f"No action of the improvement plan is on record for {view.month.as_at:%B %Y}.", findings.LACKING)
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
