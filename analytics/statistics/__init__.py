"""Control charts: what moved by more than chance, and whether a target is reliably met; pure
functions.
"""

from analytics.statistics.control_chart import MIN_POINTS, control_chart, p_chart
from analytics.statistics.control_chart_icons import ASSURANCE, STATE, VARIATION, Icon
from analytics.statistics.control_chart_result import (
    CONTROL,
    EMPTY,
    NO_VARIATION,
    RUN,
    Control,
    Point,
    Segment,
)
from analytics.statistics.control_chart_rules import (
    HIGH,
    LOW,
    NHS_EXCEL,
    PLOTTHEDOTS,
    RULE_SETS,
    Rule,
    RuleSet,
    Signal,
)
from analytics.statistics.control_limits import Funnel, Limits, c_limits, funnel, p_limits, xmr

__all__ = [
    "ASSURANCE",
    "CONTROL",
    "EMPTY",
    "HIGH",
    "LOW",
    "MIN_POINTS",
    "NHS_EXCEL",
    "NO_VARIATION",
    "PLOTTHEDOTS",
    "RULE_SETS",
    "RUN",
    "STATE",
    "VARIATION",
    "Control",
    "Funnel",
    "Icon",
    "Limits",
    "Point",
    "Rule",
    "RuleSet",
    "Segment",
    "Signal",
    "c_limits",
    "control_chart",
    "funnel",
    "p_chart",
    "p_limits",
    "xmr",
]
