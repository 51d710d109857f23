"""The Outcomes page's sentences and lists, by small examples."""

import pytest

from analytics.comparison import findings as comparison_findings
from analytics.measures import who_is_counted
from analytics.measures.declared import MEASURES
from analytics.outcomes import findings as outcomes_findings
from data.reference.dfe_statistics import load_reference
from tests.spec.drawn import month

NOW = "2025-03-31"
PEOPLE = """
    id | born       | type | judged     | doing | accommodation_confirmed_date | touch | eligible
    1  | 2005-01-01 | S    | unsuitable | G5    | 2025-03-01                   | YES   | former relevant
    2  | 2005-01-01 | S    | unsuitable | G4    | 2024-06-01                   | NO    | former relevant
    3  | 2005-01-01 | X    | unsuitable |       |                              | YES   | former relevant
    4  | 2005-01-01 | U    | suitable   | F1    | 2025-03-01                   |       | former relevant
    5  | 2005-01-01 | U    |            | F1    | 2025-03-01                   | YES   | former relevant
    """


def test_people_without_a_home_are_people_and_no_percentage():
    found = outcomes_findings.homes(month(NOW, PEOPLE))
    assert found.headline == (
        "2 young people are homeless and 1 in custody; the address of 2 of the 3 was not "
        "confirmed in the last 3 months."
    )
    assert list(found.table[outcomes_findings.PEOPLE]) == [2, 1, 0, 0, 2]


def test_the_person_homeless_longest_is_first():
    before = month("2025-02-28", "id | born | type\n1 | 2005-01-01 | U\n2 | 2005-01-01 | S")
    listed = outcomes_findings.home_list([before, month(NOW, PEOPLE)], "homeless")
    assert list(listed["Young person"]) == ["2", "1"]
    assert [f"{day:%Y-%m-%d}" for day in listed[outcomes_findings.HERE_SINCE]] == [
        "2025-02-28",
        "2025-03-31",
    ]
    assert list(listed["Days since"]) == [303, 30]


def test_without_a_date_of_confirmation_the_headline_does_not_mention_it():
    found = outcomes_findings.homes(month(NOW, "id | born | type\n1 | 2005-01-01 | S"))
    assert found.headline == "1 young person is homeless."


def test_people_without_work_are_by_reason_and_those_without_support_are_marked():
    at = month(NOW, PEOPLE, service_use="child_unique_id | service | start_date\n")
    found = outcomes_findings.neet(at)
    assert found.headline == (
        "2 young people are without work or learning; 2 of them used no work support in 12 months."
    )
    assert found.marked == {outcomes_findings.NO_SUPPORT}
    assert outcomes_findings.ids_without_work(at, outcomes_findings.UNKNOWN) == ["3"]


@pytest.mark.parametrize(
    "name", ["suitable_19_21", "eet_19_21", "in_touch_19_21", "address_confirmed"]
)
def test_every_percentage_opens_on_lists_that_add_up(name):
    at = month(NOW, PEOPLE)
    shown = who_is_counted.opened(at, name).table
    people = [len(who_is_counted.behind(at, name, part)) for part in who_is_counted.WORDS]
    assert people == list(shown.iloc[:, 1])
    assert sum(people) == int(MEASURES[name].denominator(at).sum()) == 5


def test_published_figures_are_next_to_ours_and_a_different_basis_is_labelled():
    at = month(NOW, PEOPLE)
    found = comparison_findings.beside(
        ("suitable", "19-21"), load_reference(), comparison_findings.sources([at], None)
    )
    labels = list(found.table["Whose"])
    assert labels[0] == "England, year to March 2025"
    assert labels[-1] == "Ours now, 31 March 2025: different basis"
    assert "Ours, year to March 2025" in labels


def test_a_change_in_a_percentage_is_explained_by_person():
    then = month(
        "2025-02-28",
        """
        id | born       | judged     | type
        1  | 2004-01-01 | suitable   | U
        2  | 2004-01-01 | suitable   | U
        3  | 2004-01-01 | unsuitable | U
        4  | 2006-03-15 | suitable   | U
        5  | 2004-01-01 | suitable   | U
        """,
    )
    now = month(
        "2025-03-31",
        """
        id | born       | judged     | type
        1  | 2004-01-01 | suitable   | U
        2  | 2004-01-01 | unsuitable | U
        3  | 2004-01-01 | suitable   | U
        4  | 2006-03-15 | suitable   | U
        6  | 2004-01-01 |            |
        """,
    )
    found = who_is_counted.moved(then, now, "suitable_19_21")
    rows = dict(zip(found.keys, found.table["Young people"], strict=True))
    assert rows == {
        "numerator>remainder": 1,  # 2
        "remainder>numerator": 1,  # 3
        "not_counted>numerator": 1,  # 4 turned 19
        "numerator>not_counted": 1,  # 5 has left
        "not_counted>unknown": 1,  # 6 is new
    }
    assert (
        found.headline
        == "3 of 4 (75%) in February 2025, 3 of 5 (60%) now: 2 moved into “yes” and 2 moved out."
    )
    assert found.marked == {"numerator>remainder", "not_counted>unknown"}
    assert list(
        who_is_counted.moved_list(then, now, "suitable_19_21", "numerator>remainder")[
            "Young person"
        ]
    ) == ["2"]
    assert list(
        who_is_counted.moved_list(then, now, "suitable_19_21", "numerator>not_counted")[
            "Young person"
        ]
    ) == ["5"]
    assert who_is_counted.moved(then, now, "homeless") is None
