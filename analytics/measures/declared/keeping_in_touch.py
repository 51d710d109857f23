"""Are we keeping in touch with every young person who wants it?"""

from __future__ import annotations

from analytics.measures.conditions import in_service, not_spoken_to, within_agreed_frequency
from analytics.measures.measure import Measure
from analytics.month import check_in_clock, ledger
from analytics.month.cohort import Condition
from analytics.month.month import Month
from analytics.statistics.polarity import HIGHER, LOWER

THEME = "keeping in touch"
_STATUS = "support_status|allocated_personal_adviser|allocated_worker"
_LEDGER_READS = ("la_in_touch", "contacts")


def _offered(month: Month):
    return (
        ledger.buckets(month)
        .reindex(month.people.index)
        .isin([key for key in ledger.BUCKETS if key != "outside"])
    )


def _in_bucket(*keys: str) -> Condition:
    return lambda month: ledger.buckets(month).reindex(month.people.index).isin(keys)


MEASURES = (
    Measure(
        id="coverage_21_plus",
        title="21+ coverage: supported by the service",
        theme=THEME,
        definition="Of everyone aged 21 to 24 except those outside the offer (returned home, or "
        "closed), those the service supports.",
        why_it_matters="Young people are entitled to support until 25. An average that leaves "
        "out those "
        "without it hides them.",
        denominator=_offered,
        numerator=_in_bucket("supported"),
        needs=("date_of_birth", _STATUS),
        reads=_LEDGER_READS,
        polarity=HIGHER,
        target_key="coverage_21_plus",
    ),
    Measure(
        id="reach_21_plus",
        title="21+ reach: supported, declined or in contact",
        theme=THEME,
        definition="Of everyone aged 21 to 24 except those outside the offer, those supported, "
        "those "
        "who declined, and those in contact who have not taken it up.",
        why_it_matters="A young person can only decline an offer that has reached them.",
        denominator=_offered,
        numerator=_in_bucket("supported", "declined", "in_contact"),
        needs=("date_of_birth", _STATUS),
        reads=_LEDGER_READS,
        polarity=HIGHER,
        target_key="reach_21_plus",
    ),
    Measure(
        id="check_ins_in_date",
        title="Check-ins in date",
        theme=THEME,
        definition="Of those aged 21 to 24 in scope of the check-in, those whose last answer is "
        "less "
        "than the interval (3 months) old.",
        why_it_matters="The offer is opt-out: we call every quarter. Only an answer counts, not an "
        "attempt.",
        denominator=check_in_clock.in_scope,
        numerator=check_in_clock.in_date,
        needs=("date_of_birth", "contacts"),
        reads=("la_in_touch", "support_status"),
        polarity=HIGHER,
        target_key="check_ins_in_date",
    ),
    Measure(
        id="quarter_completed",
        title="Answered this quarter",
        theme=THEME,
        definition="Of those in scope of the check-in at the as-at date, those who answered "
        "since the "
        "calendar quarter began. Until the quarter ends, the figure is to date.",
        why_it_matters="We promise everyone a call every quarter.",
        denominator=check_in_clock.in_scope,
        numerator=check_in_clock.answered_this_quarter,
        needs=("date_of_birth", "contacts"),
        reads=("la_in_touch", "support_status"),
        polarity=HIGHER,
        target_key="quarter_completed",
        whole_at=lambda month: check_in_clock.quarter(month).complete,
    ),
    Measure(
        id="within_agreed_frequency",
        title="Last contact within the agreed frequency",
        theme=THEME,
        definition="Of all in service, those whose latest contact is within the weeks agreed with "
        "them, or within 8 weeks if none are agreed.",
        why_it_matters="It is what we promised each young person.",
        denominator=in_service,
        numerator=within_agreed_frequency,
        needs=("date_of_birth", "latest_date_of_contact"),
        reads=("contact_frequency_weeks", "la_in_touch", "support_status", "type_of_accommodation"),
        polarity=HIGHER,
    ),
    Measure(
        id="not_spoken_to",
        title="Nobody has spoken to them for 6 months",
        theme=THEME,
        definition="Of all in service, those from whom nobody has had an answer in the six "
        "months to "
        "the date.",
        why_it_matters="A young person can disappear even when every form is filled in.",
        denominator=in_service,
        numerator=not_spoken_to(6),
        needs=("date_of_birth", "contacts"),
        reads=("la_in_touch", "support_status", "type_of_accommodation"),
        polarity=LOWER,
    ),
)
