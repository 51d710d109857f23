"""Rights, planning, health, contact and visits by example."""

import pytest

from tests.spec.drawn import counted, month

NOW = "2025-03-31"


def test_an_adviser_is_allocated_or_nobody_is():
    people = (
        "id | born | adviser | unusable\n1 | 2008-01-01 | A |\n2 | 2008-01-01 | |\n3 | "
        "2005-01-01 | A |\n4 | 2001-01-01 | |\n5 | 2001-01-01 | | allocated_personal_adviser"
    )
    at = month(NOW, people)
    assert counted("adviser_16_17", at) == (1, 1, 0)
    assert counted("adviser_18_24", at) == (1, 1, 1)


def test_needs_are_assessed_within_three_months_of_16():
    people = """
        id | born       | needs_assessment_date
        1  | 2008-06-01 | 2024-09-01
        2  | 2008-06-01 | 2024-09-02
        3  | 2008-06-01 |
        4  | 2008-12-31 | 2025-01-15
        5  | 2009-01-01 |
        6  | 2006-06-01 |
        """
    assert counted("needs_assessed", month(NOW, people)) == (2, 2, 0)


OWED = """
    id | born       | status        | latest_pathway_plan_review_date | latest_visit_date
    1  | 2007-01-01 |               | 2024-09-30                      | 2025-02-03
    2  | 2005-01-01 | not receiving | 2024-09-29                      | 2025-02-02
    3  | 2002-01-01 | supported     |                                 |
    4  | 2002-01-01 | declined      |                                 |
    """


def test_plans_and_visits_are_owed_to_16_to_20_and_to_21_to_24_who_are_supported():
    at = month(NOW, OWED)
    assert counted("plan_reviewed", at) == (1, 2, 0)
    assert counted("visited", at) == (1, 2, 0)


def test_the_local_offer_is_shared_within_twelve_months_with_all_in_service():
    people = (
        "id | born | local_offer_shared_date | status\n1 | 2005-01-01 | 2024-03-31 |\n2 | "
        "2005-01-01 | 2024-03-30 |\n3 | 2005-01-01 | |\n4 | 2005-01-01 | | closed"
    )
    assert counted("local_offer", month(NOW, people)) == (1, 2, 0)


def test_health_history_is_counted_of_everyone_aged_18_and_over_also_when_closed():
    people = (
        "id | born | health_history_given_date | status | unusable\n1 | 2005-01-01 | "
        "2022-12-01 | closed |\n2 | 2005-01-01 | | |\n3 | 2005-01-01 | | | "
        "health_history_given_date\n4 | 2008-01-01 | | |"
    )
    assert counted("health_history", month(NOW, people)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("last", "weeks", "part"),
    [
        ("2025-02-03", "", 0),
        ("2025-02-02", "", 1),
        ("2025-01-06", "12", 0),
        ("2025-01-05", "12", 1),
        ("", "12", 1),
    ],
)
def test_last_contact_is_within_the_agreed_weeks_or_eight(last, weeks, part):
    people = (
        "id | born | latest_date_of_contact | contact_frequency_weeks\n1 | 2005-01-01 | "
        f"{last} | {weeks}"
    )
    assert counted("within_agreed_frequency", month(NOW, people)) == tuple(
        int(place == part) for place in range(3)
    )


def test_nobody_spoken_to_for_six_months_counts_answers_and_not_tries():
    contacts = (
        "id | on | outcome\n1 | 2024-09-30 | no support needed\n2 | 2024-09-29 | wants "
        "support\n3 | 2025-03-01 | no answer"
    )
    people = "id | born\n1 | 2005-01-01\n2 | 2005-01-01\n3 | 2005-01-01\n4 | 2005-01-01"
    assert counted("not_spoken_to", month(NOW, people, contacts)) == (3, 1, 0)
