"""Whole returns with the headings that councils really send, including the care leavers."""

from __future__ import annotations

from datetime import date

Sheets = dict[str, list[list[object]]]

_WHO = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
_CHILD = ["9000001", "a) Male", "a) WBRI", date(2012, 5, 4), 12]
_MORE = {
    1: ["Date of Contact", "Contact Source", "Outcome of Contact"],
    2: ["Assessment Start Date", "Assessment End Date", "Organisation Completing Assessment"],
    3: ["Date of Referral", "Referral Source", "No Further Action (Y/N)", "Number of Referrals in Last 12 Months", "Allocated Team", "Allocated Worker"],
    4: ["Does the Child have a Disability (Y/N)", "Continuous Assessment Start Date", "Child Seen During Continuous Assessment (Y/N)", "Was the Child Assessed as Requiring LA Children's Social Care Support? (Y/N)", "Allocated Team", "Allocated Worker"],
    5: ["Strategy Discussion Initiating Section 47 Enquiry Start Date", "Was an Initial Child Protection Conference Deemed Unnecessary? (Y/N)", "Date of Initial Child Protection Conference", "Allocated Team", "Allocated Worker"],
    6: ["CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "Reason for Closure", "Date of Closure", "Case Status", "Allocated Team", "Allocated Worker"],
    7: ["Child Protection Plan Start Date", "Initial Category of Abuse", "Date of the Last Statutory Visit", "Was the Child Seen Alone? (Y/N)", "Date of Latest Review Conference", "Allocated Team", "Allocated Worker"],
    8: ["Unaccompanied Asylum Seeking Child (UASC) (Y/N)", "Does the Child have a Disability "
"(Y/N)", "Date Started to be Looked After", "Legal Status", "Placement Type", "Placement Postcode", "Allocated Team", "Allocated Worker"],
    10: ["Does the Child have a Disability (Y/N)", "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order", "Date Matched", "Family Finding Start Date"],
}  # fmt: skip
_LIST_9 = [
    *_WHO,
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    "Does the Child have a Disability (Y/N)",
    "Allocated Team",
    "Allocated Worker",
    "Allocated Personal Advisor",
    "Eligibility Category",
    "Latest Pathway Plan Review Date",
    "LA in Touch",
    "Latest Date of Contact",
    "Type of Accommodation",
    "Suitability of Accommodation",
    "Activity Status",
]
_ADOPTERS = [
    "Individual Adopter Identifier",
    "Gender",
    "Ethnicity",
    "Date Enquiry Received",
    "Date Stage 1 Started",
    "Date Approved",
]


def list_9() -> list[list[object]]:
    rest = [
        "a) Yes",
        "b) No",
        "Team",
        "W",
        "P",
        "Former relevant",
        date(2025, 1, 8),
        "YES",
        date(2025, 3, 5),
        "U",
        "Suitable",
        "F2",
    ]
    return [
        _LIST_9,
        ["0041000", "Male", "WBRI", date(2004, 5, 4), 20.9, *rest],
        ["0041037", "Female", "WBRI", date(2007, 9, 30), 17.5, *rest],
    ]


def annex_a(name: str = "List {}") -> Sheets:
    """Write the eleven lists, each on its own sheet."""
    lists = {
        number: [[*_WHO, *more], [*_CHILD, *["x"] * len(more)]] for number, more in _MORE.items()
    }
    lists |= {9: list_9(), 11: [_ADOPTERS, ["A1", "Female", "WBRI", date(2024, 5, 1), None, None]]}
    return {name.format(number): lists[number] for number in sorted(lists)}


CARE_LEAVERS_903 = {
    "OC3": [
        ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"],
        ["0041000", "14/08/2005", "YES", "F5", "U1"],
        ["0041037", "14/08/2004", "NO", "0", "0"],
    ],
    "Header": [
        ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"],
        ["0041000", "1", "14/08/2005", "WBRI", "A123456789123", "0", ""],
        ["0041037", "2", "14/08/2004", "BCRB", "UN4", "0", ""],
    ],
}
_903 = {
    "Episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST "
    "PL_POST URN",
    "UASC": "CHILD SEX DOB DUC",
    "Reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "OC2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK "
    "HEALTH_ASSESSMENT SUBSTANCE_MISUSE",
    "AD1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "PlacedAdoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "SBPFA": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "PrevPerm": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "Missing": "CHILD DOB MISSING MIS_START MIS_END",
    "SWEpisodes": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
    "DoLo": "CHILD DOB DOLO_START DOLO_END",
}


def return_903() -> Sheets:
    others = {
        name: [headings.split(), ["0041000", *["1"] * headings.count(" ")]]
        for name, headings in _903.items()
    }
    return CARE_LEAVERS_903 | others


CARE_LEAVERS_SSD = {
    "ssd_care_leavers": [
        ["clea_table_id", "clea_person_id", "clea_care_leaver_eligibility", "clea_care_leaver_in_touch", "clea_care_leaver_latest_contact", "clea_care_leaver_accommodation", "clea_care_leaver_accom_suitable", "clea_care_leaver_activity", "clea_pathway_plan_review_date"],
        ["1", "41000", "Former relevant", "YES", "05/03/2025", "U", "1", "F2", "08/01/2025"],
        ["2", "41037", "Relevant", "YES", "05/03/2025", "U", "1", "F2", "08/01/2025"],
    ],
    "ssd_person": [
        ["pers_legacy_id", "pers_person_id", "pers_upn", "pers_forename", "pers_sex", "pers_gender", "pers_ethnicity", "pers_dob"],
        ["x", "41000", "A1", "", "M", "01", "WBRI", "04/05/2004"],
        ["x", "41037", "A2", "", "F", "02", "WBRI", "30/09/2007"],
        ["x", "41038", "A3", "", "F", "02", "WBRI", "30/09/2015"],
    ],
}  # fmt: skip
_SSD = {
    "ssd_address": "addr_table_id addr_person_id addr_address_type addr_address_start_date "
    "addr_address_postcode",
    "ssd_disability": "disa_table_id disa_person_id disa_disability_code",
    "ssd_contacts": "cont_contact_id cont_person_id cont_contact_date cont_contact_source_code "
    "cont_contact_outcome_json",
    "ssd_cla_episodes": "clae_cla_episode_id clae_person_id clae_cla_episode_start_date "
    "clae_cla_episode_ceased",
    "ssd_missing": "miss_table_id miss_cla_episode_id miss_missing_episode_start_date "
    "miss_missing_episode_end_date",
    "ssd_professionals": "prof_professional_id prof_staff_id prof_professional_name "
    "prof_professional_job_title",
    "ssd_voice_of_child": "voch_table_id voch_person_id voch_explained_worries "
    "voch_story_help_understand",
    "ssd_send": "send_table_id send_person_id send_upn send_uln",
}


def export_ssd() -> Sheets:
    others = {
        name: [headings.split(), ["1"] * (headings.count(" ") + 1)]
        for name, headings in _SSD.items()
    }
    return CARE_LEAVERS_SSD | others
