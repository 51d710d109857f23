"""Home measures: do they have a home, is it safe, and do we know where it is?"""

from __future__ import annotations

import pandas as pd

from analytics.measures.conditions import in_service, in_service_aged, is_one_of, within_months
from analytics.measures.measure import Measure
from analytics.month.cohort import Condition, in_cohort
from analytics.month.month import Month
from analytics.statistics.polarity import HIGHER, LOWER

THEME = "home"
TYPE = "type_of_accommodation"


def _lives(*codes: str) -> Condition:
    """Return the condition: in the cohort and in accommodation of these types."""
    return lambda month: in_cohort(month) & month.column(TYPE).isin(codes)


def _not_confirmed(month: Month) -> pd.Series:
    return ~within_months("accommodation_confirmed_date", 3)(month)


def _count(name: str, title: str, codes: str, definition: str, why: str) -> Measure:
    return Measure(
        name,
        title,
        THEME,
        definition,
        why,
        _lives(*codes),
        (TYPE,),
        polarity=LOWER,
        reads=("la_in_touch", "accommodation_confirmed_date"),
    )


MEASURES = (
    _count(
        "homeless",
        "Homeless",
        "S",
        "Everyone in the cohort whose accommodation is no fixed abode or homeless. Nobody "
        "is left out.",
        "Each is a young person without a home tonight. A percentage would hide them.",
    ),
    _count(
        "in_custody",
        "In custody",
        "X",
        "Everyone in the cohort whose type of accommodation is custody.",
        "Support has to be ready on the day of release.",
    ),
    _count(
        "bed_and_breakfast",
        "In bed and breakfast",
        "W",
        "Everyone in the cohort whose accommodation is bed and breakfast.",
        "It is meant for emergencies and short stays only.",
    ),
    _count(
        "emergency_accommodation",
        "In emergency accommodation",
        "V",
        "Everyone in the cohort in a night shelter, direct access or an emergency hostel.",
        "It is one step away from the street.",
    ),
    Measure(
        id="unsettled_and_stale",
        title="Homeless, in custody, bed and breakfast or emergency, with the address not "
        "confirmed for 3 months",
        theme=THEME,
        definition="Of everyone in the cohort who is homeless, in custody, in bed and breakfast "
        "or in "
        "emergency accommodation, those whose accommodation nobody has confirmed in the "
        "three months to the date. A blank counts as not confirmed.",
        why_it_matters="These lives change week by week, so an old address may be no use.",
        denominator=_lives("S", "X", "W", "V"),
        numerator=_not_confirmed,
        needs=(TYPE, "accommodation_confirmed_date"),
        reads=("la_in_touch",),
        polarity=LOWER,
    ),
    Measure(
        id="address_confirmed",
        title="Home address confirmed in the last 3 months",
        theme=THEME,
        definition="Of those in service aged 18 to 24, those whose accommodation someone has "
        "confirmed in the three months to the date.",
        why_it_matters="An out-of-date address hides homelessness.",
        denominator=in_service_aged(18, 24),
        numerator=within_months("accommodation_confirmed_date", 3),
        needs=("date_of_birth", "accommodation_confirmed_date"),
        reads=("la_in_touch", TYPE, "support_status"),
        polarity=HIGHER,
        target_key="address_confirmed",
        owner="Leaving care team manager",
    ),
    Measure(
        id="risk_of_homelessness",
        title="At risk of homelessness",
        theme=THEME,
        definition="Of all in service, those recorded as at risk of homelessness. A blank is "
        "unknown.",
        why_it_matters="We need to act before the home is lost.",
        denominator=in_service,
        numerator=is_one_of("homelessness_risk", "Y"),
        needs=("date_of_birth", "homelessness_risk"),
        reads=("la_in_touch", TYPE, "support_status"),
        polarity=LOWER,
    ),
    Measure(
        id="staying_close",
        title="Staying Close",
        theme=THEME,
        definition="Of those in service aged 18 to 24, those with Staying Close support. A blank "
        "is "
        "unknown.",
        why_it_matters="It keeps a familiar person close by after a children's home.",
        denominator=in_service_aged(18, 24),
        numerator=is_one_of("staying_close", "Y"),
        needs=("date_of_birth", "staying_close"),
        reads=("la_in_touch", TYPE, "support_status"),
        polarity=HIGHER,
    ),
)
