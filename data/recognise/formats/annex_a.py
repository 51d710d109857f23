"""Ofsted's ILACS Annex A: List 9 has the care leavers, in 17 columns since January 2024 and in 13
before.

The 13 lack UASC, the personal adviser, the date of the pathway plan review and the date of the
latest contact.
"""

from data.recognise.formats.declare import Format, as_written
from data.schema import CARE_LEAVERS

_HEADINGS: dict[str, tuple[str, ...]] = {
    "child_unique_id": (),
    "gender": (),
    "ethnicity": (),
    "date_of_birth": (),
    "age": (),
    "uasc": (),
    "disability": (),
    "allocated_team": (),
    "allocated_worker": (),
    "allocated_personal_adviser": (),
    "eligibility_category": (),
    "latest_pathway_plan_review_date": (),
    "la_in_touch": (),
    "latest_date_of_contact": (),
    "type_of_accommodation": (),
    "suitability_of_accommodation": (),
    "activity_status": (),
}

ANNEX_A = Format(
    "annex_a",
    "Ofsted Annex A",
    (
        as_written(
            CARE_LEAVERS,
            _HEADINGS,
            ("child_unique_id", "date_of_birth", "eligibility_category"),
            CARE_LEAVERS.aliases,
        ),
    ),
    min_headings=13,
)
