"""Service uptake: who uses hubs, Staying Close, housing, health and work support, and who uses
none?
"""

from __future__ import annotations

from analytics.measures.conditions import HUB, days_to_first_use, in_service, used, used_nothing
from analytics.measures.dfe import ALWAYS_UNSUITABLE, NEET
from analytics.measures.measure import Measure
from analytics.month.cohort import Condition, in_cohort
from analytics.month.month import Month
from analytics.statistics.polarity import HIGHER, LOWER

THEME = "service uptake"
READS = ("la_in_touch", "support_status", "type_of_accommodation")


def _neet(month: Month):
    return in_service(month) & month.column("activity_status").isin(NEET)


def _badly_housed(month: Month):
    """Return who is in service and in unsuitable accommodation or at risk of homelessness."""
    unsuitable = month.column("suitability_of_accommodation").eq("unsuitable") | month.column(
        "type_of_accommodation"
    ).isin(ALWAYS_UNSUITABLE)
    return in_service(month) & (unsuitable | month.column("homelessness_risk").eq("Y"))


def _mental_health(month: Month):
    return in_service(month) & month.column("mental_health_need").eq("Y")


# key, the service, its name in a title, who it is for, the same in words, and the columns that
# decide
SERVICES: tuple[tuple[str, str, str, Condition, str, tuple[str, ...]], ...] = (
    ("hubs", HUB, "a hub", in_service, "all in service", ()),
    ("staying_close_service", "Staying Close", "Staying Close", in_service, "all in service", ()),
    (
        "housing_advice",
        "housing advice",
        "housing advice",
        _badly_housed,
        "those in service in unsuitable accommodation or at risk of homelessness",
        ("suitability_of_accommodation",),
    ),
    (
        "work_support",
        "education employment and training support",
        "work and learning support",
        _neet,
        "those in service without work or learning",
        ("activity_status",),
    ),
    (
        "health_service",
        "health and wellbeing",
        "health and wellbeing services",
        _mental_health,
        "those in service with a mental health need",
        ("mental_health_need",),
    ),
    (
        "money_advice",
        "money and benefits",
        "money and benefits advice",
        in_service,
        "all in service",
        (),
    ),
    ("mentoring", "mentoring", "mentoring", in_service, "all in service", ()),
)
_PERIODS = (("month", 0, "in the month"), ("year", 12, "in 12 months"))


def users(service: str, months: int) -> Condition:
    """Return the condition: in the cohort and used a service, whether or not it is for them.

    `months` is as in conditions.used.
    """
    return lambda month: in_cohort(month) & used(service, months)(month)


def _uptake(
    key: str,
    service: str,
    name: str,
    whom: Condition,
    words: str,
    columns: tuple[str, ...],
    period: tuple[str, int, str],
) -> Measure:
    mark, months, said = period
    return Measure(
        id=f"{key}_{mark}",
        title=f"Used {name} {said}",
        theme=THEME,
        definition=f"Of {words}, those who used {name} {said}: they attended, or had support for "
        "part "
        "of the period.",
        why_it_matters="A service only helps the people who use it.",
        denominator=whom,
        numerator=used(service, months),
        needs=("date_of_birth", "service_use", *columns),
        reads=(*READS, "homelessness_risk"),
        polarity=HIGHER,
    )


def _users(key: str, service: str, name: str, period: tuple[str, int, str]) -> Measure:
    """Return the measure of how many people in the cohort use a service, whether or not it is for
    them.
    """
    mark, months, said = period
    return Measure(
        id=f"users_of_{key}_{mark}",
        title=f"People who used {name} {said}",
        theme=THEME,
        definition=f"Everyone in the cohort who used {name} {said}: they attended, or had "
        "support for "
        "part of the period.",
        why_it_matters="It shows how many people the service reaches in all.",
        denominator=users(service, months),
        needs=("date_of_birth", "service_use"),
        reads=("la_in_touch",),
        polarity=HIGHER,
    )


MEASURES = (
    *(
        _users(key, service, name, period)
        for key, service, name, *_ in SERVICES
        for period in _PERIODS
    ),
    *(_uptake(*service, period) for service in SERVICES for period in _PERIODS),
    Measure(
        id="used_nothing",
        title="Used no service in 12 months",
        theme=THEME,
        definition="Of all in service, those with no use of any service in the twelve months to "
        "the "
        "date.",
        why_it_matters="People who use no service are easily forgotten.",
        denominator=in_service,
        numerator=used_nothing(12),
        needs=("date_of_birth", "service_use"),
        reads=READS,
        polarity=LOWER,
    ),
    Measure(
        id="days_to_first_use",
        title="Days from referral to first use (median)",
        theme=THEME,
        definition="Median days from a referral of the last 12 months to the first use that "
        "followed. "
        "Referrals that were never taken up are left out.",
        why_it_matters="Late help is often too late.",
        denominator=in_service,
        number=days_to_first_use,
        unit_of_number="days",
        needs=("service_use.referral_date",),
        polarity=LOWER,
    ),
)
