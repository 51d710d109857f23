"""Events marked on charts: the day the offer began, the first month of each hub, and inspection
reports.
"""

from datetime import date

import pandas as pd

from analytics.measures.declared import measure
from analytics.month.month import month_of
from analytics.timetable.chart_marks import OFFER, events
from tests.spec.drawn import month

PEOPLE = pd.DataFrame({"child_unique_id": ["1"], "date_of_birth": pd.to_datetime(["2003-01-01"])})


def used(*uses, as_at=date(2025, 3, 31)):
    table = pd.DataFrame(uses, columns=["service", "start_date"]).assign(child_unique_id="1")
    table["start_date"] = pd.to_datetime(table["start_date"])
    return month_of(1, as_at, {"care_leavers": PEOPLE, "service_use": table})


def test_the_offer_is_marked_on_its_day_and_not_before_it_has_come():
    assert events(month("2025-03-31", "id | born\n1 | 2003-01-01")) == [(date(2024, 4, 1), OFFER)]
    assert events(month("2024-03-31", "id | born\n1 | 2003-01-01")) == []


def test_a_hub_is_marked_in_the_month_of_its_first_attendance_and_hubs_of_one_month_together():
    at = used(
        ("mentoring", "2023-01-05"),
        ("B hub", "2024-07-09"),
        ("A hub", "2024-07-03"),
        ("A hub", "2024-08-01"),
        ("C hub", "2024-09-30"),
    )
    assert events(at) == [
        (date(2024, 4, 1), OFFER),
        ("2024-07", "A hub and B hub: first attendance"),
        ("2024-09", "C hub: first attendance"),
    ]


def test_a_hub_used_since_the_first_month_of_the_table_may_have_been_open_before():
    assert events(used(("A hub", "2024-07-09"), ("mentoring", "2024-07-01"))) == [
        (date(2024, 4, 1), OFFER)
    ]


def test_a_published_inspection_report_is_marked_on_every_chart_from_its_day_on():
    rows = [("2024-05-16", "Inspection report published", "done"), ("2024-11-20", "Monitoring visit", "done"), ("2025-09-01", "Inspection report published", "planned")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["date", "event", "status"]).assign(body="ofsted")
    table["date"] = pd.to_datetime(table["date"])
    at = month_of(1, date(2025, 3, 31), {"care_leavers": PEOPLE, "milestones": table})
    published = (date(2024, 5, 16), "Inspection report published")
    assert events(at) == [(date(2024, 4, 1), OFFER), published]
    assert events(at, measure("vacancies")) == [published]


def test_a_measure_of_posts_has_no_events_of_young_people():
    at = used(("mentoring", "2023-01-05"), ("A hub", "2024-07-03"))
    assert events(at, measure("vacancies")) == []
    assert events(at, measure("hubs_month")) == events(at)
