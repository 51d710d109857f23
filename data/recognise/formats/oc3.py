"""The care leavers of the SSDA903 return: the table OC3, alone or with the return's Header for sex
and ethnicity.

It has everyone who turned 17 to 21 in the year to 31 March, with the facts around that birthday,
and no eligibility. It is a yearly return, never a month. The digit of the type of accommodation
(B1, U2) is its suitability; 0 means that nothing is recorded.
"""

from data.recognise.formats.declare import Format, as_written
from data.schema import CARE_LEAVERS

_CHILD = ("CHILD", "Child Identifier")
_OC3 = as_written(
    CARE_LEAVERS,
    {
        "child_unique_id": _CHILD,
        "date_of_birth": (),
        "la_in_touch": ("IN_TOUCH",),
        "activity_status": ("ACTIV",),
        "type_of_accommodation": ("ACCOM",),
    },
    ("child_unique_id", "date_of_birth", "la_in_touch", "activity_status", "type_of_accommodation"),
    ("OC3", "903 OC3"),
    "Care leavers (OC3)",
)
_HEADER = as_written(
    CARE_LEAVERS,
    {"child_unique_id": _CHILD, "gender": ("SEX",), "date_of_birth": (), "ethnicity": ("ETHNIC",)},
    ("child_unique_id", "gender", "ethnicity"),
    ("Header", "903 Header"),
    "People (903 Header)",
)

OC3 = Format(
    "oc3",
    "SSDA903 return (OC3)",
    (_OC3,),
    people=_HEADER,
    yearly=True,
    ids=_CHILD,
)
