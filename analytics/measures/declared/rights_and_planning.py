"""Rights and planning: do they have an adviser, an assessment, an up-to-date plan and the local
offer?
"""

from __future__ import annotations

from analytics.measures.conditions import (
    allocated,
    by_months_after_birthday,
    in_service,
    in_service_aged,
    owed_needs_assessment,
    owed_visits_and_plans,
    within_months,
)
from analytics.measures.measure import Measure
from analytics.statistics.polarity import HIGHER

THEME = "rights and planning"
READS = ("la_in_touch", "support_status", "type_of_accommodation")


def _adviser(name: str, words: str, low: int, high: int) -> Measure:
    return Measure(
        id=name,
        title=f"Personal adviser allocated, {words}",
        theme=THEME,
        definition=f"Of those in service {words}, those with a personal adviser allocated. A blank "
        "counts as none.",
        why_it_matters="Without an adviser, nobody is responsible for the young person.",
        denominator=in_service_aged(low, high),
        numerator=allocated("allocated_personal_adviser"),
        needs=("date_of_birth", "allocated_personal_adviser"),
        reads=READS,
        polarity=HIGHER,
        target_key="adviser_allocated",
    )


MEASURES = (
    _adviser("adviser_16_17", "aged 16 to 17", 16, 17),
    _adviser("adviser_18_24", "aged 18 and over", 18, 24),
    Measure(
        id="needs_assessed",
        title="Needs assessed within 3 months of turning 16",
        theme=THEME,
        definition="Of everyone in the cohort aged 16 or 17 who is three months past the 16th "
        "birthday, those whose needs were assessed by then.",
        why_it_matters="The plan is based on it, and the law allows three months.",
        denominator=owed_needs_assessment,
        numerator=by_months_after_birthday("needs_assessment_date", 16, 3),
        needs=("date_of_birth", "needs_assessment_date"),
        reads=("la_in_touch",),
        polarity=HIGHER,
        target_key="needs_assessed",
    ),
    Measure(
        id="plan_reviewed",
        title="Pathway plan reviewed in the last 6 months",
        theme=THEME,
        definition="Of those in service aged 16 to 20, and aged 21 to 24 if supported, those whose "
        "pathway plan was reviewed in the six months to the date.",
        why_it_matters="A plan only helps if it is kept up to date.",
        denominator=owed_visits_and_plans,
        numerator=within_months("latest_pathway_plan_review_date", 6),
        needs=("date_of_birth", "latest_pathway_plan_review_date"),
        reads=READS,
        polarity=HIGHER,
        target_key="plan_reviewed",
    ),
    Measure(
        id="local_offer",
        title="Local offer shared in the last 12 months",
        theme=THEME,
        definition="Of all in service, those with whom the local offer was shared in the twelve "
        "months to the date.",
        why_it_matters="Young people can only use rights they know about.",
        denominator=in_service,
        numerator=within_months("local_offer_shared_date", 12),
        needs=("date_of_birth", "local_offer_shared_date"),
        reads=READS,
        polarity=HIGHER,
        target_key="local_offer",
    ),
)
