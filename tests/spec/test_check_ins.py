"""The check-in clock by example: when someone answered, when a call is due, and their state."""

import pytest

from analytics.measures.calculate import calculate
from analytics.measures.declared import measure
from analytics.month.check_in_clock import check_ins, clock, coming_months, load_ahead, quarter
from tests.spec.drawn import counted as parts_of
from tests.spec.drawn import month

NOW = "2025-03-31"


def state(
    contacts="id | on | outcome", born="2003-06-01", status="supported", touch="YES", as_at=NOW
):
    return clock(
        month(as_at, f"id | born | status | touch\n1 | {born} | {status} | {touch}", contacts)
    )["state"].get("1")


def said(*lines):
    return "id | on | outcome\n" + "\n".join(f"1 | {line}" for line in lines)


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("2025-01-15", "in_date"),  # due 15 April, more than 14 days ahead
        ("2025-01-14", "due"),  # due 14 April, exactly 14 days ahead
        ("2024-12-31", "due"),  # due today
        ("2024-12-30", "overdue_not_tried"),  # was due yesterday
        ("2024-11-30", "overdue_not_tried"),  # 30 November + 3 months = 28 February
    ],
)
def test_an_answer_is_good_for_three_calendar_months(answered, expected):
    assert state(said(f"{answered} | wants support")) == expected


@pytest.mark.parametrize("outcome", ["wants support", "no support needed", "declined service"])
def test_every_answer_counts_also_a_no(outcome):
    assert state(said(f"2025-03-01 | {outcome}")) == "in_date"


@pytest.mark.parametrize(
    "outcome", ["message left", "no answer", "number not working", "letter or text sent"]
)
def test_a_try_is_not_an_answer(outcome):
    assert state(said("2024-12-01 | wants support", f"2025-03-01 | {outcome}")) == "overdue_tried"


def test_tries_count_from_fourteen_days_before_the_due_date():
    assert state(said("2024-12-01 | wants support", "2025-02-15 | no answer")) == "overdue_tried"
    assert (
        state(said("2024-12-01 | wants support", "2025-02-14 | no answer")) == "overdue_not_tried"
    )


def test_never_answered_is_not_yet_due_until_three_months_after_the_offer_or_the_21st_birthday():
    assert state(as_at="2024-06-30", born="2002-01-01") == "first_call_not_yet_due"
    assert state(as_at="2024-07-01", born="2002-01-01") == "never_reached"
    assert state(born="2004-01-01") == "first_call_not_yet_due"
    assert state(born="2003-12-31") == "never_reached"
    assert state(said("2025-03-01 | no answer")) == "never_reached"


def test_an_answer_before_the_21st_birthday_counts():
    assert state(said("2025-02-20 | wants support"), born="2004-03-01") == "in_date"


def test_outside_the_offer_has_no_clock_and_those_who_declined_keep_theirs():
    assert state(status="closed") is None
    assert state(touch="RHOM") is None
    assert state(said("2025-03-01 | declined service"), status="declined") == "in_date"
    assert state(touch="REFU") == "never_reached"


def test_asked_for_no_further_contact_is_respected_for_twelve_months_and_then_due_again():
    asked = "2024-04-15 | no further contact"
    assert state(said(asked)) == "no_further_contact"
    assert state(said(asked), as_at="2025-04-15") == "due"
    assert state(said(asked), as_at="2025-04-16") == "overdue_not_tried"
    assert state(said(asked, "2024-06-01 | wants support")) == "overdue_not_tried"


COUNCIL = """
    id | born       | status    | adviser
    1  | 2003-01-01 | supported | A
    2  | 2003-01-01 | supported | A
    3  | 2003-01-01 | supported | B
    4  | 2003-01-01 | supported | B
    5  | 2003-01-01 | declined  |
    6  | 2003-01-01 | closed    |
    """
CALLS = """
    id | on         | outcome
    1  | 2025-03-01 | wants support
    2  | 2025-01-05 | wants support
    3  | 2024-10-01 | wants support
    5  | 2025-02-01 | no further contact
    6  | 2025-02-01 | wants support
    """


def test_only_an_answer_makes_someone_in_date():
    counted = check_ins(month(NOW, COUNCIL, CALLS))
    assert counted.states == {
        "first_call_not_yet_due": 0,
        "never_reached": 1,
        "in_date": 1,
        "due": 1,
        "overdue_tried": 0,
        "overdue_not_tried": 1,
    }
    assert (counted.in_date, counted.in_scope, counted.no_further_contact) == (2, 4, 1)


def test_the_measure_has_the_same_parts():
    rows = calculate([measure("check_ins_in_date")], month(NOW, COUNCIL, CALLS)).iloc[0]
    assert (rows["numerator"], rows["remainder"], rows["unknown"], rows["denominator"]) == (
        2,
        2,
        0,
        4,
    )


def test_quarter_completed_is_to_date_until_its_last_day():
    done = quarter(month(NOW, COUNCIL, CALLS))
    assert (done.complete, done.answered, done.in_scope) == (True, 2, 4)
    assert parts_of("quarter_completed", month(NOW, COUNCIL, CALLS)) == (2, 2, 0)
    begun = quarter(month("2025-02-28", COUNCIL, CALLS))
    assert (begun.complete, begun.answered, begun.in_scope) == (False, 1, 4)


def test_load_ahead_repeats_at_the_interval_and_keeps_overdue_calls_separate():
    ahead = load_ahead(
        month(
            NOW,
            "id | born | status | adviser\n1 | 2003-01-01 | supported | A\n2 | 2003-01-01 "
            "| supported |",
            "id | on | outcome\n1 | 2025-02-10 | wants support\n2 | 2024-09-01 | wants support",
        )
    )
    calls = {(row["adviser"], row["month"]): row["calls"] for row in ahead.to_dict("records")}
    assert calls == {
        ("A", "2025-05"): 1, ("A", "2025-08"): 1, ("A", "2025-11"): 1, ("A", "2026-02"): 1,
        ("No adviser", "overdue"): 1, ("No adviser", "2025-06"): 1, ("No adviser", "2025-09"): 1, ("No adviser", "2025-12"): 1, ("No adviser", "2026-03"): 1,
    }  # fmt: skip


def test_no_call_falls_due_after_a_25th_birthday():
    ahead = load_ahead(
        month(
            NOW,
            "id | born | status | adviser\n1 | 2000-07-01 | supported | A",
            "id | on | outcome\n1 | 2025-03-10 | wants support",
        )
    )
    assert list(ahead["month"]) == ["2025-06"]


def test_the_months_ahead_start_after_the_as_at_date():
    assert coming_months(month(NOW, COUNCIL, CALLS))[0] == "2025-04"
    assert coming_months(month(NOW, COUNCIL, CALLS))[-1] == "2026-03"


def test_without_a_contacts_table_the_measure_is_not_available_and_never_zero():
    row = calculate([measure("check_ins_in_date")], month(NOW, COUNCIL)).iloc[0]
    assert (row["available"], row["needs"]) == (False, ["contacts"])
