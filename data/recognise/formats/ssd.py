"""The Standard Safeguarding Dataset: an export of ssd_care_leavers, with ssd_person for the dates
of birth.
"""

from data.recognise.formats.declare import Format, as_written
from data.schema import CARE_LEAVERS

_CARE_LEAVERS = as_written(
    CARE_LEAVERS,
    {
        "child_unique_id": ("clea_person_id",),
        "eligibility_category": ("clea_care_leaver_eligibility",),
        "la_in_touch": ("clea_care_leaver_in_touch",),
        "latest_date_of_contact": ("clea_care_leaver_latest_contact",),
        "type_of_accommodation": ("clea_care_leaver_accommodation",),
        "suitability_of_accommodation": ("clea_care_leaver_accom_suitable",),
        "activity_status": ("clea_care_leaver_activity",),
        "latest_pathway_plan_review_date": ("clea_pathway_plan_review_date",),
        "allocated_personal_adviser": ("clea_care_leaver_personal_advisor",),
        "allocated_team": (
            "clea_care_leaver_allocated_team",
            "clea_care_leaver_allocated_team_name",
        ),
        "allocated_worker": ("clea_care_leaver_worker_id", "clea_care_leaver_worker_name"),
    },
    ("child_unique_id", "eligibility_category"),
    ("ssd_care_leavers",),
    "Care leavers (SSD)",
)
_PERSON = as_written(
    CARE_LEAVERS,
    {
        "child_unique_id": ("pers_person_id",),
        "date_of_birth": ("pers_dob",),
        "gender": ("pers_sex", "pers_gender"),
        "ethnicity": ("pers_ethnicity",),
    },
    ("child_unique_id", "date_of_birth"),
    ("ssd_person",),
    "People (SSD)",
)

SSD = Format(
    "ssd",
    "Standard Safeguarding Dataset",
    (_CARE_LEAVERS,),
    people=_PERSON,
    ids=("clea_person_id", "pers_person_id"),
    people_needed="The file ssd_care_leavers has no dates of birth. Choose the file ssd_person "
    "together "
    "with it.",
)
