"""The care leavers of the SSDA903 return: the table OC3, alone or with the return's Header for sex and ethnicity.

It holds whoever turned 17 to 21 in the year to 31 March, as each was around that birthday, and no eligibility: a yearly
return, never a month. The type of accommodation carries the judgement of suitability as its digit (B1, U2); 0 is nothing recorded.
"""

import re

from data.formats.declare import Format, as_written
from data.schema import CARE_LEAVERS

_OC3 = as_written(
    CARE_LEAVERS,
    {
        "child_unique_id": ("CHILD", "Child Identifier"),
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
    {"child_unique_id": ("CHILD",), "gender": ("SEX",), "date_of_birth": (), "ethnicity": ("ETHNIC",)},
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
    also_there=re.compile(r"episodes|reviews|uasc|oc2|ad1|placed for adoption|previous permanence|missing", re.IGNORECASE),
    elsewhere="another table of the 903 return",
)
