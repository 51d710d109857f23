"""The 21+ ledger by example: one bucket each, the first that fits."""

import pytest

from analytics.month.ledger import buckets, ledger, movement
from tests.spec.drawn import counted as parts_of
from tests.spec.drawn import month

NOW = "2025-03-31"


def bucket(status="", touch="", contacts="id | on | outcome", born="2002-06-01", as_at=NOW):
    people = (
        f"id | born | status | touch | adviser\n1 | {born} | {status} | {touch} |\n9 | "
        "2003-01-01 | supported | YES |"
    )
    return buckets(month(as_at, people, contacts))["1"]


def said(outcome, on="2025-03-01"):
    return f"id | on | outcome\n1 | {on} | {outcome}"


def test_outside_the_offer_is_returned_home_or_closed_despite_other_values():
    assert bucket(status="supported", touch="RHOM") == "outside"
    assert bucket(status="closed", contacts=said("wants support")) == "outside"


def test_supported_is_what_the_support_status_says():
    assert bucket(status="supported") == "supported"
    assert bucket(status="supported", touch="REFU") == "supported"
    assert bucket(status="not receiving") == "not_tried"


def test_declined_by_status_by_refusing_contact_or_by_the_latest_answer():
    assert bucket(status="declined") == "declined"
    assert bucket(touch="REFU") == "declined"
    assert bucket(touch="NREQ") == "declined"
    assert bucket(contacts=said("declined service")) == "declined"
    assert bucket(contacts=said("no further contact")) == "declined"


def test_the_latest_answer_decides_and_an_unanswered_try_after_it_does_not():
    contacts = """
        id | on         | outcome
        1  | 2025-01-10 | declined service
        1  | 2025-02-10 | wants support
        1  | 2025-03-10 | no answer
        """
    assert bucket(contacts=contacts) == "in_contact"


def test_of_two_answers_on_one_day_the_one_that_asks_most_of_the_service_counts():
    rows = ["1 | 2025-03-01 | declined service", "1 | 2025-03-01 | wants support"]
    assert bucket(contacts="id | on | outcome\n" + "\n".join(rows)) == "in_contact"
    assert bucket(contacts="id | on | outcome\n" + "\n".join(reversed(rows))) == "in_contact"


def test_in_contact_is_offered_or_spoken_to():
    assert bucket(status="offered") == "in_contact"
    assert bucket(contacts=said("no support needed")) == "in_contact"


def test_tried_and_not_yet_tried():
    assert bucket(contacts=said("no answer")) == "tried"
    assert bucket(contacts=said("letter or text sent")) == "tried"
    assert bucket() == "not_tried"


def test_contacts_count_for_twelve_months_from_the_21st_birthday():
    assert bucket(contacts=said("wants support", on="2024-03-31")) == "in_contact"
    assert bucket(contacts=said("wants support", on="2024-03-30")) == "not_tried"
    assert (
        bucket(born="2004-03-01", contacts=said("wants support", on="2025-03-01")) == "in_contact"
    )
    assert bucket(born="2004-03-01", contacts=said("wants support", on="2025-02-28")) == "not_tried"
    assert bucket(born="2004-02-29", contacts=said("wants support", on="2025-02-28")) == "not_tried"


def test_without_a_support_status_column_the_adviser_decides_and_the_basis_says_so():
    people = month(
        NOW,
        """
        id | born       | touch | adviser | worker
        1  | 2003-01-01 | YES   | A       |
        2  | 2003-01-01 | YES   |         | W
        3  | 2003-01-01 | REFU  | A       |
        4  | 2003-01-01 | NO    |         |
        """,
    )
    assert buckets(people).to_dict() == {
        "1": "supported",
        "2": "supported",
        "3": "declined",
        "4": "not_tried",
    }
    assert ledger(people).basis == "adviser"


def test_a_blank_support_status_is_not_read_from_the_adviser():
    people = month(
        NOW, "id | born | status | adviser\n1 | 2003-01-01 | | A\n2 | 2003-01-01 | supported | A"
    )
    assert buckets(people).to_dict() == {"1": "not_tried", "2": "supported"}


def test_only_people_aged_21_to_24_and_living_are_in_the_ledger():
    people = month(
        NOW,
        """
        id | born       | status    | touch
        1  | 2004-04-01 | supported | YES
        2  | 2004-03-31 | supported | YES
        3  | 2000-04-01 | supported | YES
        4  | 2000-03-31 | supported | YES
        5  | 2002-01-01 | supported | DIED
        """,
    )
    assert list(buckets(people).index) == ["2", "3"]


def test_coverage_and_reach_exclude_people_outside_the_offer_and_show_them_separately():
    people = month(
        NOW,
        """
        id | born       | status
        1  | 2003-01-01 | supported
        2  | 2003-01-01 | declined
        3  | 2003-01-01 | offered
        4  | 2003-01-01 | not receiving
        5  | 2003-01-01 | closed
        """,
    )
    counted = ledger(people)
    assert counted.counts == {
        "outside": 1,
        "supported": 1,
        "declined": 1,
        "in_contact": 1,
        "tried": 0,
        "not_tried": 1,
    }
    assert (counted.coverage, counted.reach, counted.total) == ((1, 4), (3, 4), 5)
    assert parts_of("coverage_21_plus", people) == (1, 3, 0)
    assert parts_of("reach_21_plus", people) == (3, 1, 0)


def moved(before, after, **rest):
    rows = movement(before, after).to_dict("records")
    return {(row["from"], row["to"]): row["people"] for row in rows}


def test_the_worked_case_209_without_a_service_are_184_supported_and_25_who_declined():
    def council(supported, declined):
        status = ["supported"] * supported + ["declined"] * declined
        rows = [
            f"{n} | 2002-01-01 | {status[n] if n < len(status) else 'not receiving'}"
            for n in range(221)
        ]
        return "id | born | status\n" + "\n".join(rows)

    before, after = month("2024-04-30", council(12, 0)), month("2024-05-31", council(196, 25))
    assert (ledger(before).counts["not_tried"], ledger(after).counts["supported"]) == (209, 196)
    assert moved(before, after) == {
        ("supported", "supported"): 12,
        ("not_tried", "supported"): 184,
        ("not_tried", "declined"): 25,
    }


def test_everyone_who_joins_or_leaves_has_a_reason():
    before = month(
        "2025-02-28",
        """
        id | born       | status    | touch
        1  | 2004-03-10 | supported | YES
        2  | 2000-03-10 | supported | YES
        3  | 2002-01-01 | supported | YES
        4  | 2002-01-01 | supported | YES
        5  | 2002-01-01 | supported | YES
        6  | 2002-01-01 | supported | YES
        9  | 2006-01-01 | supported | YES
        """,
    )
    after = month(
        "2025-03-31",
        """
        id | born       | status    | touch
        1  | 2004-03-10 | supported | YES
        3  | 2002-01-01 | supported | DIED
        4  | 2006-01-01 | supported | YES
        6  | 2002-01-01 | closed    | YES
        7  | 2002-01-01 | supported | YES
        8  | 2002-01-01 | supported | YES
        9  | 2002-01-01 | supported | YES
        """,
        seen_before=frozenset("1234568") | {"9"},
    )
    assert moved(before, after) == {
        ("turned_21", "supported"): 1,
        ("supported", "turned_25"): 1,
        ("supported", "died"): 1,
        ("supported", "corrected"): 1,
        ("supported", "left"): 1,
        ("supported", "outside"): 1,
        ("joined", "supported"): 1,
        ("returned", "supported"): 1,
        ("corrected_in", "supported"): 1,
    }


def test_a_row_that_could_not_be_read_is_not_reported_as_having_left():
    before = month(
        "2025-02-28", "id | born | status\n1 | 2002-01-01 | supported\n2 | 2002-01-01 | supported"
    )
    after = month(
        "2025-03-31", "id | born | status\n2 | 2002-01-01 | supported", left_out=frozenset({"1"})
    )
    assert moved(before, after) == {("supported", "left_out"): 1, ("supported", "supported"): 1}


def test_there_is_no_movement_across_a_change_of_basis():
    by_adviser = month("2025-02-28", "id | born | adviser\n1 | 2002-01-01 | A")
    by_status = month("2025-03-31", "id | born | status\n1 | 2002-01-01 | supported")
    with pytest.raises(ValueError, match="different bases"):
        movement(by_adviser, by_status)
