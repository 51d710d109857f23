"""Random councils for property tests: people and contacts of every kind, and the months they
make."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import strategies as st

from analytics.month.month import Month, month_of
from data.codelists import codelist
from data.dates import DATE_DTYPE

AS_AT = date(2025, 3, 31)
CODED = {
    "la_in_touch": "in_touch",
    "support_status": "support_status",
    "eligibility_category": "eligibility",
    "type_of_accommodation": "accommodation",
    "suitability_of_accommodation": "suitability",
    "activity_status": "activity",
    "mental_health_need": "yes_no",
    "homelessness_risk": "yes_no",
    "staying_put": "yes_no",
    "staying_close": "yes_no",
    "gender": "gender",
}
DATED = (
    "latest_visit_date",
    "latest_date_of_contact",
    "latest_pathway_plan_review_date",
    "accommodation_confirmed_date",
    "local_offer_shared_date",
    "health_history_given_date",
    "needs_assessment_date",
)
KEYS = ["date_of_birth", "allocated_personal_adviser", *CODED, *DATED]
BIRTHS = st.dates(date(1999, 6, 1), date(2010, 6, 1)) | st.sampled_from(
    [date(2004, 2, 29), date(2004, 3, 31), date(2000, 3, 31), date(2000, 4, 1)]
)


def _maybe(codes):
    return st.none() | st.sampled_from(codes)


PERSON = st.fixed_dictionaries(
    {"date_of_birth": BIRTHS, "allocated_personal_adviser": _maybe(["A", "B"])}
    | {key: _maybe(list(codelist(codes).labels)) for key, codes in CODED.items()}
    | {key: st.none() | st.dates(date(2023, 1, 1), AS_AT) for key in DATED}
)
CONTACT = st.tuples(
    st.integers(0, 11),
    st.integers(0, 900),
    st.sampled_from(list(codelist("contact_outcome").labels)),
)
COUNCIL = st.tuples(st.lists(PERSON, max_size=12), st.lists(CONTACT, max_size=25))


def council(drawn, as_at: date = AS_AT, name=lambda number: f"P{number}", **rest) -> Month:
    """Return the month of a generated council; contacts are given as days before the as-at date."""
    people, contacts = drawn
    table = pd.DataFrame(people, columns=KEYS, dtype="object")
    table.insert(0, "child_unique_id", [name(number) for number in range(len(people))])
    dated = ["date_of_birth", *DATED]
    for key in dated:
        table[key] = pd.to_datetime(table[key]).astype(DATE_DTYPE)
    for key in table.columns.difference(dated):
        table[key] = table[key].astype("str")
    rows = [(name(who), AS_AT - timedelta(days=days), outcome) for who, days, outcome in contacts]
    calls = pd.DataFrame(rows, columns=["child_unique_id", "contact_date", "outcome"])
    calls["contact_date"] = pd.to_datetime(calls["contact_date"]).astype(DATE_DTYPE)
    return month_of(
        1,
        as_at,
        {
            "care_leavers": table,
            "contacts": calls.astype({"child_unique_id": "str", "outcome": "str"}),
        },
        **rest,
    )
