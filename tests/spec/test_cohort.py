"""Who is in the cohort at a date, and their ages, by example."""

from analytics.measures.calculate import calculate
from analytics.measures.declared import measure
from analytics.month.cohort import age, in_cohort, outside_the_ages
from tests.spec.drawn import month


def test_age_is_completed_years_and_a_birthday_on_the_last_day_counts():
    people = month(
        "2025-03-31",
        """
        id | born
        1  | 2004-03-31
        2  | 2004-04-01
        3  | 2009-03-31
        """,
    )
    assert age(people).to_dict() == {"1": 21, "2": 20, "3": 16}


def test_someone_born_on_29_february_has_a_birthday_on_1_march():
    born = "id | born\n1 | 2004-02-29"
    assert age(month("2025-02-28", born))["1"] == 20
    assert age(month("2025-03-01", born))["1"] == 21
    assert age(month("2024-02-29", born))["1"] == 20


def test_the_cohort_is_16_to_24_and_living():
    people = month(
        "2025-03-31",
        """
        id | born       | touch
        1  | 2009-04-01 | YES
        2  | 2009-03-31 | YES
        3  | 2000-04-01 |
        4  | 2000-03-31 | YES
        5  | 2004-01-01 | DIED
        6  | 2004-01-01 | RHOM
        """,
    )
    assert list(in_cohort(people)[in_cohort(people)].index) == ["2", "3", "6"]
    assert list(outside_the_ages(people)[outside_the_ages(people)].index) == ["1", "4"]


def test_nobody_is_dropped_for_a_blank_eligibility():
    people = month(
        "2025-03-31",
        """
        id | born       | eligibility_category
        1  | 2006-01-01 | former relevant
        2  | 2006-01-01 |
        3  | 2008-01-01 | none
        """,
    )
    rows = (
        calculate([measure("cohort")], people, ("eligibility",))
        .set_index("value_of_group")["value"]
        .to_dict()
    )
    assert rows == {None: 3, "Former relevant": 1, "No current eligibility": 1, "Not recorded": 1}


def test_cohort_by_single_year_of_age_shows_every_age_from_16_to_24():
    people = month("2025-03-31", "id | born\n1 | 2004-01-01\n2 | 2004-02-01\n3 | 2008-01-01")
    rows = (
        calculate([measure("cohort")], people, ("age",))
        .set_index("value_of_group")["value"]
        .to_dict()
    )
    assert rows == {
        None: 3,
        "16": 0,
        "17": 1,
        "18": 0,
        "19": 0,
        "20": 0,
        "21": 2,
        "22": 0,
        "23": 0,
        "24": 0,
    }


def test_an_unknown_need_is_not_no_need():
    people = """
        id | born       | mental_health_need | custody
        1  | 2004-01-01 | Y                  | N
        2  | 2004-01-01 | N                  | N
        3  | 2004-01-01 | N                  |
        4  | 2004-01-01 | U                  | N
        """
    rows = (
        calculate([measure("cohort")], month("2025-03-31", people), ("need",))
        .set_index("value_of_group")["value"]
        .to_dict()
    )
    assert rows == {
        None: 4,
        "Custody": 0,
        "Mental Health Need": 1,
        "No recorded need": 1,
        "Not recorded": 2,
    }
