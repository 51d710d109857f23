"""Practice by example: supervision, training, caseloads, posts, audits."""

from analytics.measures.calculate import people_behind
from analytics.measures.declared import measure
from tests.spec.drawn import counted, month, value

NOW = "2025-03-31"
PEOPLE = (
    "id | born | adviser\n"
    + "\n".join(f"{n} | 2005-01-01 | {'A' if n < 26 else 'B'}" for n in range(30))
    + "\n30 | 1999-01-01 | A"
)
WORKFORCE = """
    worker_id | role             | vacant | start      | end        | agency | supervisor_is_qualified_social_worker | latest_supervision_date
    W1        | personal adviser | N      | 2020-01-01 |            | N      | Y                                     | 2025-02-28
    W2        | personal adviser |        | 2020-01-01 |            | Y      | N                                     | 2025-02-27
    W3        | social worker    | N      | 2020-01-01 | 2025-03-31 |        |                                       |
    W4        | personal adviser | N      | 2020-01-01 | 2025-03-30 | N      | Y                                     | 2025-03-20
    W5        | personal adviser | N      | 2025-04-01 |            | N      | Y                                     | 2025-03-20
              | personal adviser | Y      |            |            |        |                                       |
    W6        | team manager     | N      | 2020-01-01 |            | N      | Y                                     |
    """


def test_supervision_is_of_workers_in_post_whose_role_holds_cases():
    at = month(NOW, PEOPLE, workforce=WORKFORCE)
    assert counted("supervised", at) == (1, 2, 0)
    assert counted("qualified_supervisor", at) == (1, 1, 1)


def test_the_workers_behind_a_part_are_named_by_their_id():
    at = month(NOW, PEOPLE, workforce=WORKFORCE)
    assert people_behind(measure("supervised"), at, "remainder") == ["W2", "W3"]
    assert people_behind(measure("vacancies"), at, "numerator") == ["(no id)"]


def test_posts_agency_and_leavers():
    at = month(NOW, PEOPLE, workforce=WORKFORCE)
    assert value("vacancies", at) == 1
    assert counted("agency_share", at) == (1, 2, 1)
    assert value("leavers", at) == 2


def test_mandatory_training_due_is_of_workers_in_post():
    training = """
        worker_id | course | mandatory | due        | completed
        W1        | a      | Y         | 2025-03-31 | 2025-03-31
        W1        | b      | Y         | 2025-03-01 |
        W1        | c      | N         | 2025-03-01 |
        W2        | a      | Y         | 2025-04-01 |
        W4        | a      | Y         | 2025-03-01 |
        """
    assert counted(
        "training_complete", month(NOW, PEOPLE, workforce=WORKFORCE, training=training)
    ) == (1, 1, 0)


def test_caseloads_are_counted_from_the_care_leavers_themselves():
    at = month(NOW, PEOPLE)
    assert (
        value("caseload_mean", at),
        value("caseload_highest", at),
        value("caseload_over_25", at),
    ) == (15, 26, 1)


def test_audits_of_three_months_and_learning_due_in_twelve():
    audits = """
        audit_id | date       | grade                | learning_due_date | learning_closed_date
        1        | 2025-01-01 | good                 | 2025-03-01        | 2025-03-01
        2        | 2024-12-31 | outstanding          | 2025-03-01        | 2025-03-02
        3        | 2024-12-30 | good                 | 2024-03-31        |
        4        | 2025-03-31 | inadequate           | 2025-04-01        |
        5        | 2025-03-31 | requires improvement | 2024-03-30        | 2024-03-01
        """
    at = month(NOW, PEOPLE, audits=audits)
    assert counted("audits_good", at) == (2, 2, 0)
    assert counted("learning_on_time", at) == (1, 2, 0)
