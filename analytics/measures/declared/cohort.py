"""The cohort itself, which every other figure is a share of."""

from __future__ import annotations

from analytics.measures.measure import Measure
from analytics.month.cohort import in_cohort

MEASURES = (
    Measure(
        id="cohort",
        title="Care leavers aged 16-24",
        theme="cohort",
        definition="Young people aged 16 to 24 in the extract at the as-at date, except those who "
        "have died. A person leaves the cohort on their 25th birthday.",
        why_it_matters="Every other figure is a share of these people. A person missing here is "
        "missing "
        "everywhere.",
        denominator=in_cohort,
        needs=("date_of_birth",),
        reads=("la_in_touch",),
    ),
)
