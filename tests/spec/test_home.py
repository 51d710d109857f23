"""Home by example: counts of people, the address, the risk, Staying Close."""

import pytest

from analytics.measures.calculate import people_behind
from analytics.measures.declared import measure
from tests.spec.drawn import counted, month, value

NOW = "2025-03-31"
PEOPLE = """
    id | born       | touch | status    | type
    1  | 2005-01-01 | YES   | supported | S
    2  | 2008-06-01 | YES   |           | S
    3  | 2002-01-01 | NO    | closed    | S
    4  | 2002-01-01 | DIED  |           | S
    5  | 1999-01-01 | YES   | supported | S
    6  | 2002-01-01 | YES   | supported | X
    7  | 2002-01-01 | YES   | supported | W
    8  | 2002-01-01 | YES   | supported | V
    9  | 2002-01-01 | YES   | supported |
    """


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("homeless", ["1", "2", "3"]),
        ("in_custody", ["6"]),
        ("bed_and_breakfast", ["7"]),
        ("emergency_accommodation", ["8"]),
    ],
)
def test_the_counts_are_of_the_whole_cohort_so_that_nobody_closed_or_under_18_is_missed(name, ids):
    at = month(NOW, PEOPLE)
    assert value(name, at) == len(ids)
    assert people_behind(measure(name), at, "numerator") == ids


def test_an_address_is_confirmed_within_three_calendar_months_and_a_blank_is_not_confirmed():
    people = """
        id | born       | accommodation_confirmed_date | unusable
        1  | 2005-01-01 | 2025-03-31                   |
        2  | 2005-01-01 | 2024-12-31                   |
        3  | 2005-01-01 | 2024-12-30                   |
        4  | 2005-01-01 |                              |
        5  | 2005-01-01 |                              | accommodation_confirmed_date
        6  | 2008-01-01 |                              |
        """
    assert counted("address_confirmed", month(NOW, people)) == (2, 2, 1)


def test_an_unsettled_address_is_stale_after_three_months_or_when_nobody_confirmed_it():
    people = """
        id | born       | type | accommodation_confirmed_date
        1  | 2005-01-01 | S    | 2025-01-15
        2  | 2005-01-01 | S    | 2024-12-30
        3  | 2008-01-01 | W    |
        4  | 2005-01-01 | U    |
        """
    assert counted("unsettled_and_stale", month(NOW, people)) == (2, 1, 0)


def test_three_months_before_the_end_of_may_is_the_last_of_february():
    people = (
        "id | born | accommodation_confirmed_date\n1 | 2005-01-01 | 2025-02-28\n2 | 2005-01-01 "
        "| 2025-02-27"
    )
    assert counted("address_confirmed", month("2025-05-31", people)) == (1, 1, 0)


IN_SERVICE = """
    id | born       | touch | status    | type | homelessness_risk | staying_close
    1  | 2005-01-01 | YES   | supported | U    | Y                 | Y
    2  | 2005-01-01 | YES   | supported | U    | N                 | N
    3  | 2005-01-01 | YES   | supported | U    |                   |
    4  | 2005-01-01 | YES   | supported | U    | U                 | N
    5  | 2005-01-01 | RHOM  | supported | B    | Y                 | Y
    6  | 2005-01-01 | YES   | supported | G    | Y                 | Y
    7  | 2005-01-01 | YES   | supported | H    | Y                 | Y
    8  | 2005-01-01 | YES   | closed    | U    | Y                 | Y
    9  | 2008-01-01 | YES   |           | C    | N                 | Y
    """


def test_in_service_leaves_out_returned_home_abroad_deported_and_closed():
    assert counted("risk_of_homelessness", month(NOW, IN_SERVICE)) == (1, 2, 2)
    assert counted("staying_close", month(NOW, IN_SERVICE)) == (1, 2, 1)
