"""A month is checked against the months around it: each doubt on a small council, and none without
a fault.
"""

from datetime import date
from types import SimpleNamespace

import pytest

from analytics.changes.import_checks import doubts_about, plausible, tables_of
from analytics.changes.new_month import month_before
from analytics.month.month import month_of
from data.store import Store
from tests.data.workbooks import good_month, read, write
from tests.spec.drawn import drawn, month

MARCH, APRIL = "2025-03-31", "2025-04-30"


def people(count, born="2003-06-01", status="supported", start=0, touch="YES", last="2025-03-20"):
    """Return `number` similar people as the lines of a text table."""
    return "\n".join(
        f"P{number} | {born} | {status} | {touch} | {last}"
        for number in range(start, start + count)
    )


def council(as_at, *groups, **rest):
    return month(
        as_at, "\n".join(["id | born | status | touch | latest_date_of_contact", *groups]), **rest
    )


def doubts(before, now, standing=None, others=()):
    found = plausible(before, now, [date(2025, 3, 31)] if standing is None else standing, others)
    return {doubt.code: doubt for doubt in found}


def changed(now_groups, before_groups=None, **rest):
    return doubts(
        council(MARCH, *(before_groups or [people(40)])), council(APRIL, *now_groups, **rest)
    )


def test_a_month_like_the_one_before_raises_no_doubt():
    assert changed([people(41)]) == {}
    assert plausible(None, council(APRIL, people(3)), []) == []


def test_a_sharp_fall_in_21_to_24s_warns_of_systems_that_leave_out_people_without_a_worker():
    younger = people(40, "2006-06-01", start=100)
    doubt = changed([people(15), younger], [people(20), younger])["fewer_aged_21"]
    assert doubt.sentence == (
        "15 people aged 21 to 24 in this extract, 20 in March 2025 (27% of the care "
        "leavers now, 33% then)."
    )
    assert "Some systems leave out people with no worker" in doubt.advice
    assert (doubt.severity, doubt.must_confirm) == ("warning", False)
    assert "fewer_aged_21" not in changed([people(17), younger], [people(20), younger])
    assert "fewer_aged_21" not in changed(
        [people(8), younger], [people(12), younger]
    )  # a third, and four people


def test_their_share_can_fall_while_their_number_stays_the_same():
    then, now = people(40, "2006-06-01", start=100), people(80, "2006-06-01", start=100)
    doubt = changed([people(30), now], [people(30), then])["fewer_aged_21"]
    assert doubt.sentence.endswith("30 in March 2025 (27% of the care leavers now, 43% then).")


def test_people_without_a_service_who_are_missing_are_counted():
    unserved = people(7, status="not receiving", start=50)
    doubt = changed([people(40)], [people(40), unserved])["unserved_gone"]
    assert (
        doubt.sentence
        == "7 people aged 21 to 24 who had no service in March 2025 are not in this extract."
    )
    assert "with no worker" in doubt.advice


def test_people_who_turned_25_were_supported_closed_or_unreadable_are_not_counted_as_missing():
    turned = people(1, "2000-04-10", "not receiving", start=50)
    closed, supported = people(1, status="closed", start=51), people(1, start=52)
    unreadable = people(1, status="not receiving", start=53)
    found = changed(
        [people(40)],
        [people(40), turned, closed, supported, unreadable],
        left_out=frozenset({"P53"}),
        left_out_rows=1,
    )
    assert "unserved_gone" not in found


def test_a_fall_by_a_quarter_asks_whether_the_sheet_is_cut_off():
    doubt = changed([people(30)])["fewer_people"]
    assert doubt.must_confirm
    assert doubt.sentence == "30 people in this extract, 40 in March 2025: 10 fewer."
    assert "cut off" in doubt.advice
    assert "fewer_people" not in changed([people(31)])
    assert "fewer_people" not in changed([people(30)], left_out_rows=1)
    assert "fewer_people" not in changed([people(1)], [people(4)])


def test_few_people_of_the_month_before_raises_the_question_of_another_council():
    doubt = changed([people(9), people(31, start=100)])["other_people"]
    assert doubt.must_confirm
    assert doubt.sentence == "Of the 40 people of March 2025, 9 are in this extract."
    assert "other_people" not in changed([people(20), people(20, start=100)])
    assert "other_people" not in changed([people(19, start=100)], [people(19)])


def test_nothing_newer_than_two_months_asks_whether_it_is_an_older_file():
    doubt = changed([people(40, last="2024-04-28")])["stale"]
    assert doubt.must_confirm
    assert "28 April 2024, 367 days before 30 April 2025" in doubt.sentence
    assert "stale" not in changed([people(40, last="2025-02-27")])
    assert "stale" in changed([people(40, last="2025-02-26")])
    assert "stale" not in changed(
        [people(40, last="2024-04-28")], contacts="id | on | outcome\nP1 | 2025-04-02 | no answer"
    )
    assert "stale" not in changed([people(40, last="")])


def test_a_contacts_file_alone_is_judged_by_its_own_dates():
    old = {"contacts": drawn("contacts", "id | on | outcome\nP1 | 2024-04-02 | no answer")}
    alone = SimpleNamespace(as_at=date(2025, 4, 30), tables=old, yearly=False)
    later = [SimpleNamespace(as_at=date(2025, 5, 31))]
    assert [doubt.code for doubt in doubts_about(alone, later, frozenset(), load=None)] == [
        "stale",
        "out_of_order",
    ]


def test_a_yearly_return_is_judged_by_no_month():
    assert (
        doubts_about(
            SimpleNamespace(as_at=date(2025, 3, 31), tables={}, yearly=True),
            [],
            frozenset(),
            load=None,
        )
        == []
    )


def test_the_month_before_is_the_newest_earlier_one_in_any_order():
    standing = [
        SimpleNamespace(as_at=day)
        for day in (date(2025, 3, 31), date(2025, 5, 31), date(2025, 1, 31))
    ]
    assert month_before(standing, date(2025, 4, 30), lambda taken: taken.as_at) == date(2025, 3, 31)
    assert month_before(standing, date(2025, 1, 31), lambda taken: taken.as_at) is None


def test_an_earlier_day_of_the_same_month_is_replaced_and_no_month_before():
    standing = [SimpleNamespace(as_at=day) for day in (date(2025, 4, 30), date(2025, 5, 15))]
    assert month_before(standing, date(2025, 5, 31), lambda taken: taken.as_at) == date(2025, 4, 30)


def test_the_same_tables_with_a_different_date_need_confirmation():
    before, now = council(MARCH, people(40)), council(APRIL, people(40))
    doubt = doubts(before, now, others=[before])["same_tables"]
    assert doubt.must_confirm
    assert "identical, row for row, to those of March 2025" in doubt.sentence
    assert "same_tables" not in doubts(before, now, others=[now])
    other = council(APRIL, people(39), people(1, touch="NO", start=39))
    assert "same_tables" not in doubts(before, other, others=[before])
    called = council(APRIL, people(40), contacts="id | on | outcome\nP1 | 2025-04-02 | no answer")
    assert "same_tables" not in doubts(before, called, others=[before])


def test_the_same_file_is_known_again_after_it_was_stored(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    taken = store.save(read(write(tmp_path / "may.xlsx", good_month())), "tester")
    again = read(write(tmp_path / "june.xlsx", good_month(), title="As at 30/06/2024"))
    now = month_of(0, again.as_at, again.tables)
    assert "same_tables" in doubts(None, now, others=[month_of(**store.everything(taken))])


def test_a_newer_month_already_stored_is_reported():
    doubt = doubts(None, council(MARCH, people(3)), [date(2025, 2, 28), date(2025, 5, 31)])[
        "out_of_order"
    ]
    assert doubt.sentence == "You have already imported May 2025, which is later than this month."
    assert not doubt.must_confirm
    assert "out_of_order" not in doubts(None, council(MARCH, people(3)), [date(2025, 3, 31)])


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2025, 2, 28), None),
        (date(2025, 1, 31), "February 2025 is missing: the latest earlier month is January 2025."),
        (
            date(2024, 12, 31),
            "January 2025 and February 2025 are missing: the latest earlier month is "
            "December 2024.",
        ),
        (
            date(2024, 3, 31),
            "April 2024 to February 2025 (11 months) are missing: the latest earlier month "
            "is March 2024.",
        ),
    ],
)
def test_skipped_months_are_named(last, words):
    found = doubts(None, council(MARCH, people(3)), [last])
    assert (found["month_skipped"].sentence if words else found) == (words or {})


def test_someone_recorded_as_having_died_does_not_come_back():
    found = changed(
        [people(39), people(1, touch="YES", start=39)],
        [people(39), people(1, touch="DIED", start=39)],
    )
    assert (
        found["died_reverted"].sentence
        == "1 person recorded as having died (DIED) in March 2025 is not recorded as DIED now."
    )
    assert "died_reverted" not in changed([people(40, touch="DIED")], [people(40, touch="DIED")])


def test_corrected_dates_of_birth_are_counted():
    doubt = changed([people(38), people(2, "2003-06-11", start=38)])["birth_corrected"]
    assert doubt.sentence == "The date of birth of 2 people differs from March 2025."


def test_what_is_to_be_confirmed_comes_first():
    found = list(
        changed([people(20)], [people(40), people(3, status="not receiving", start=50)]).values()
    )
    assert [doubt.must_confirm for doubt in found] == sorted(
        (doubt.must_confirm for doubt in found), reverse=True
    )


def test_the_made_up_council_raises_no_doubt_that_must_be_confirmed(full_home):
    store = Store(f"sqlite:///{full_home / 'sample.db'}")
    made = [month_of(**store.everything(taken)) for taken in store.months()]
    for number, now in enumerate(made):
        found = plausible(
            made[number - 1] if number else None,
            now,
            [one.as_at for one in made[:number]],
            made[:number],
        )
        assert [
            doubt
            for doubt in found
            if doubt.must_confirm or doubt.code not in ("unserved_gone", "birth_corrected")
        ] == [], now.key


def test_no_sample_month_raises_a_question_next_to_the_month_before(full_home):
    store = Store(f"sqlite:///{full_home / 'sample.db'}")
    taken = store.months()
    made = {one.as_at: month_of(**store.everything(one)) for one in taken}
    for number, one in enumerate(taken):
        extract = SimpleNamespace(
            as_at=one.as_at, tables=brought(store, one), yearly=False, left_out=store.left_out(one)
        )
        found = doubts_about(
            extract, taken[:number], store.people_before(one.as_at), lambda other: made[other.as_at]
        )
        assert [
            doubt for doubt in found if doubt.code not in ("unserved_gone", "birth_corrected")
        ] == [], one.month


def brought(store, taken):
    """Return the tables of a month's own extract, without the events of earlier months."""
    return {key: store._rows_of(key, taken) for key in taken.tables}


def test_tables_are_handed_over_by_key():
    assert set(tables_of(council(MARCH, people(1), contacts=""))) == {"care_leavers", "contacts"}
