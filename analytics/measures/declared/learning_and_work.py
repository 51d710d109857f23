"""Learning and work: does help reach those without work? (The DfE's EET measures are in
national.py.)
"""

from __future__ import annotations

from analytics.measures.conditions import in_service, used
from analytics.measures.dfe import NEET
from analytics.measures.measure import Measure
from analytics.statistics.polarity import HIGHER

THEME = "learning and work"
SUPPORT = "education employment and training support"
MEASURES = (
    Measure(
        id="neet_using_support",
        title="Without work or learning, using work support",
        theme=THEME,
        definition="Of those in service who are not in education, employment or training, those "
        "who "
        "used support with it in the last 12 months.",
        why_it_matters="Support only helps if those without work use it.",
        denominator=lambda month: in_service(month) & month.column("activity_status").isin(NEET),
        numerator=used(SUPPORT, 12),
        needs=("date_of_birth", "activity_status", "service_use"),
        reads=("la_in_touch", "support_status", "type_of_accommodation"),
        polarity=HIGHER,
    ),
)
