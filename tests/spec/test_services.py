"""Service uptake by example: attended or under way in the period, among the people it is for."""

from tests.spec.drawn import counted, month, value

NOW = "2025-03-31"
PEOPLE = """
    id | born       | doing | type | judged     | homelessness_risk | mental_health_need
    1  | 2005-01-01 | G5    | U    | suitable   | N                 | Y
    2  | 2005-01-01 | G4    | U    | unsuitable | N                 | Y
    3  | 2005-01-01 | F1    | S    | unsuitable | N                 | N
    4  | 2005-01-01 | F1    | U    | suitable   | Y                 |
    5  | 2005-01-01 |       | U    |            |                   | Y
    """
USES = """
    child_unique_id | service                                    | start_date | end_date   | referral_date
    1               | education employment and training support  | 2024-02-01 |            |
    2               | education employment and training support  | 2024-01-01 | 2024-03-30 |
    3               | housing advice                             | 2025-03-01 | 2025-03-05 | 2025-02-01
    1               | health and wellbeing                       | 2024-06-01 | 2024-09-30 | 2024-05-22
    2               | health and wellbeing                       | 2024-06-01 | 2024-09-29 |
    4               | Ashgate hub                                | 2025-03-31 |            |
    5               | Crewe hub                                  | 2025-02-28 |            |
    """


def test_an_open_episode_goes_on_and_an_ended_one_counts_while_it_touches_the_period():
    at = month(NOW, PEOPLE, service_use=USES)
    assert counted("work_support_year", at) == (1, 1, 0)
    assert counted("work_support_month", at) == (1, 1, 0)
    assert counted("neet_using_support", at) == (1, 1, 0)


def test_a_hub_is_attended_on_its_day_the_councils_own_too():
    at = month(NOW, PEOPLE, service_use=USES)
    assert counted("hubs_month", at) == (1, 4, 0)
    assert counted("hubs_year", at) == (2, 3, 0)


def test_each_service_is_measured_on_those_it_is_for():
    at = month(NOW, PEOPLE, service_use=USES)
    assert counted("housing_advice_month", at) == (1, 2, 0)
    assert counted("mental_health_helped", at) == (1, 2, 0)
    assert counted("health_service_year", at) == (2, 1, 0)


def test_how_many_use_a_service_is_counted_whether_or_not_it_is_for_them():
    people = PEOPLE + "    6 | 2005-01-01 | F1 | U | suitable | N | N\n"
    uses = USES.rstrip() + "\n    6 | education employment and training support | 2025-03-01 | | \n"
    at = month(NOW, people, service_use=uses)
    assert value("users_of_work_support_month", at) == 2
    assert value("users_of_work_support_year", at) == 2
    assert value("users_of_hubs_year", at) == 2


def test_who_uses_nothing_is_found():
    at = month(NOW, PEOPLE, service_use=USES)
    assert counted("used_nothing", at) == (0, 5, 0)
    assert counted(
        "used_nothing",
        month(
            NOW,
            PEOPLE,
            service_use="child_unique_id | service | start_date\n1 | mentoring | 2025-01-01",
        ),
    ) == (4, 1, 0)


def test_a_service_that_ended_long_ago_does_not_count():
    assert counted(
        "used_nothing",
        month(
            NOW,
            "id | born\n2 | 2005-01-01",
            service_use="child_unique_id | service | start_date | end_date\n2 | mentoring | "
            "2023-01-01 "
            "| 2024-03-30",
        ),
    ) == (1, 0, 0)


def test_days_to_first_use_is_the_median_over_referrals_of_a_year():
    assert value("days_to_first_use", month(NOW, PEOPLE, service_use=USES)) == 19  # 28 and 10 days
