"""The improvement plan: its actions month by month, whether each is delivered, and whether its
measures moved.
"""

from analytics.plan.action_history import Record, Slip
from analytics.plan.contradictions import Contradiction, contradictions
from analytics.plan.delivery_impact import CELLS, Cell
from analytics.plan.document import document, plan_text
from analytics.plan.impact import PLACES, Impact, Moved
from analytics.plan.sheet import Entry, actions
from analytics.plan.whole_plan import Plan, Planned, plan, without_action, without_measure
from analytics.plan.years import plan_year
from analytics.publish.ratings import RATINGS

__all__ = [
    "CELLS",
    "PLACES",
    "RATINGS",
    "Cell",
    "Contradiction",
    "Entry",
    "Impact",
    "Moved",
    "Plan",
    "Planned",
    "Record",
    "Slip",
    "actions",
    "contradictions",
    "document",
    "plan",
    "plan_text",
    "plan_year",
    "without_action",
    "without_measure",
]
