"""What changed since last month, by example."""

from analytics.month.changes_between_months import changes
from tests.spec.drawn import month

BEFORE = """
    id | born       | status        | adviser
    1  | 2003-03-10 | not receiving | A
    2  | 2007-03-10 | supported     | A
    3  | 2004-03-10 | supported     | A
    4  | 2000-03-10 | supported     | A
    5  | 2006-01-01 | supported     | A
    """
AFTER = """
    id | born       | status    | adviser
    1  | 2003-03-10 | supported | A
    2  | 2007-03-10 | supported | B
    3  | 2004-03-10 | supported | A
    6  | 2008-01-01 | supported | A
    """


def test_the_cohort_before_plus_the_steps_is_the_cohort_after():
    found = {
        change.key: change
        for change in changes(month("2025-02-28", BEFORE), month("2025-03-31", AFTER))
    }
    assert {key: change.ids for key, change in found.items() if change.people} == {
        "joined": ("6",),
        "turned_25": ("4",),
        "left": ("5",),
        "turned_18": ("2",),
        "turned_21": ("3",),
        "newly_supported": ("1", "3"),
        "allocated_personal_adviser": ("2",),
    }
    assert 5 + sum(change.step * change.people for change in found.values()) == 4


def test_a_contact_that_disappears_is_reported():
    contacts = "id | on | outcome\n1 | 2025-01-10 | wants support\n1 | 2025-02-10 | no answer"
    fewer = "id | on | outcome\n1 | 2025-01-10 | wants support"
    found = {
        change.key: change.ids
        for change in changes(
            month("2025-02-28", BEFORE, contacts), month("2025-03-31", AFTER, fewer)
        )
    }
    assert found["contacts_vanished"] == ("1",)


def test_a_person_tried_for_the_first_time_is_not_newly_unreached():
    people = "id | born | status\n1 | 2003-03-10 | not receiving\n2 | 2003-03-10 | supported"
    later = "id | born | status\n1 | 2003-03-10 | not receiving\n2 | 2003-03-10 | not receiving"
    before, after = (
        month("2025-02-28", people, ""),
        month("2025-03-31", later, "id | on | outcome\n1 | 2025-03-10 | no answer"),
    )
    found = {change.key: change.ids for change in changes(before, after)}
    assert found["newly_without_answer"] == ("2",)
