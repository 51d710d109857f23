"""Health measures: do they have their health history, and does help reach those who need it?"""

from __future__ import annotations

from analytics.measures.conditions import done, in_service, used
from analytics.measures.measure import Measure
from analytics.month.cohort import aged
from analytics.statistics.polarity import HIGHER

THEME = "health"
MEASURES = (
    Measure(
        id="health_history",
        title="Health history given, aged 18 and over",
        theme=THEME,
        definition="Of everyone in the cohort aged 18 to 24, those who have been given their "
        "health "
        "history. It is due by 18. A blank counts as not given.",
        why_it_matters="It is their own history, and doctors will ask for it.",
        denominator=aged(18, 24),
        numerator=done("health_history_given_date"),
        needs=("date_of_birth", "health_history_given_date"),
        reads=("la_in_touch",),
        polarity=HIGHER,
        target_key="health_history",
        owner="Designated nurse for looked after children",
    ),
    Measure(
        id="mental_health_helped",
        title="Mental health need, and a health service used in 6 months",
        theme=THEME,
        definition="Of those in service with a mental health need, those who used a health and "
        "wellbeing service in the last 6 months.",
        why_it_matters="Recording a need without meeting it lets the young person down.",
        denominator=lambda month: in_service(month) & month.column("mental_health_need").eq("Y"),
        numerator=used("health and wellbeing", 6),
        needs=("date_of_birth", "mental_health_need", "service_use"),
        reads=("la_in_touch", "support_status", "type_of_accommodation"),
        polarity=HIGHER,
    ),
)
