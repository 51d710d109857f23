"""An import is compared with the month before: each question on a small council, and none without a
fault.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from analytics.changes.import_checks import doubts_about, doubts_alone
from analytics.month.check_in_clock import check_ins
from analytics.month.month import month_of
from data.store import Store
from tests.data.workbooks import contact, good_month, person, read, service, write
from tests.spec.drawn import drawn

MARCH, APRIL = date(2025, 3, 31), date(2025, 4, 30)
COUNT = 40


def people(**columns):
    """Return COUNT people as a typed table; each further column is a function of a person's
    number."""
    columns = {"status": lambda number: "supported"} | columns
    lines = ["id | born | touch | " + " | ".join(columns)]
    lines += [
        f"P{n} | 2003-06-01 | YES | " + " | ".join(make(n) for make in columns.values())
        for n in range(COUNT)
    ]
    return drawn("care_leavers", "\n".join(lines))


def calls(month, number=COUNT):
    """Return answers of a month, with outcomes that differ from month to month."""
    said = [
        f"{'no support needed' if (place + month) % 3 else 'wants support'}"
        for place in range(number)
    ]
    lines = [
        f"P{place} | 2025-{month:02}-{place % 28 + 1:02} | {said[place]}" for place in range(number)
    ]
    return drawn("contacts", "\n".join(["id | on | outcome", *lines]))


def fresh(number):
    """Return a column that changes every month."""
    return {"status": lambda place: "declined" if place % 7 == number % 7 else "supported"}


def asked(now, before=None, as_at=APRIL, replaced=None, seen=None):
    """Return the doubts about tables of April next to those of March, by code."""
    stored = {
        when: tables for when, tables in ((MARCH, before), (as_at, replaced)) if tables is not None
    }
    standing = [SimpleNamespace(as_at=when) for when in stored]
    gone = pd.DataFrame(columns=["table", "person"], dtype="str")
    extract = SimpleNamespace(as_at=as_at, tables=now, yearly=False, left_out=gone)
    seen = (
        frozenset(
            stored.get(MARCH, {}).get("care_leavers", pd.DataFrame({"child_unique_id": []}))[
                "child_unique_id"
            ]
        )
        if seen is None
        else seen
    )
    found = doubts_about(
        extract, standing, seen, lambda taken: month_of(1, taken.as_at, stored[taken.as_at])
    )
    return {doubt.code: doubt for doubt in found}


def march(**tables):
    return {"care_leavers": people(**fresh(3)), "contacts": calls(3)} | tables


def april(**tables):
    return {"care_leavers": people(**fresh(4)), "contacts": calls(4)} | tables


def test_a_normal_next_month_raises_no_question():
    assert asked(april(), march()) == {}
    assert asked(march(), as_at=MARCH) == {}


# --- rows about nobody ----------------------------------------------------------------------------


@pytest.mark.parametrize(("strange", "asks"), [(4, False), (5, True)])
def test_more_than_a_tenth_of_rows_about_nobody_is_a_question_with_both_numbers(strange, asks):
    table = calls(4)
    table.loc[: strange - 1, "child_unique_id"] = [f"X{place}" for place in range(strange)]
    found = asked(april(contacts=table), march())
    assert ("strangers_contacts" in found) == asks
    if asks:
        doubt = found["strangers_contacts"]
        assert (
            doubt.sentence
            == "5 of 40 rows of Contacts are not about anyone in this or any earlier month."
        )
        assert (doubt.must_confirm, doubt.number) == (True, 5)


def test_each_table_is_asked_about_and_a_blank_id_names_nobody():
    audits = drawn(
        "audits",
        "audit_id | date | theme | grade | child_unique_id\n"
        + "\n".join(
            f"A{n} | 2025-04-0{n} | T | good | {'X' if n > 8 else ''}" for n in range(1, 10)
        ),
    )
    uses = drawn(
        "service_use",
        "id | service | start_date\nX1 | mentoring | 2025-04-02\nP1 | mentoring | 2025-04-02",
    )
    found = asked(april(audits=audits, service_use=uses), march())
    assert (
        found["strangers_audits"].sentence
        == "1 of 1 row of Audits is not about anyone in this or any earlier month."
    )
    assert found["strangers_service_use"].number == 1


def test_people_in_an_earlier_month_or_left_out_are_known():
    table = calls(4, 10)
    table["child_unique_id"] = [f"X{place}" for place in range(10)]
    assert "strangers_contacts" in asked(april(contacts=table), march())
    assert "strangers_contacts" not in asked(
        april(contacts=table), march(), seen=frozenset(table["child_unique_id"])
    )


def test_contacts_alone_are_compared_with_the_people_they_will_belong_to():
    table = calls(4)
    assert asked({"contacts": table}, march()) == {}
    table = table.assign(child_unique_id="9" + table["child_unique_id"])
    assert asked({"contacts": table}, march())["strangers_contacts"].number == COUNT
    own = people(**fresh(4)).assign(child_unique_id=table["child_unique_id"])
    assert "strangers_contacts" not in asked(
        {"contacts": table}, march(), replaced={"care_leavers": own}
    )


# --- contacts that stopped ------------------------------------------------------------------------


def test_no_contact_in_the_month_says_how_many_more_would_be_overdue(tmp_path):
    winter = pd.concat([calls(1), calls(3, 15)], ignore_index=True)
    winter.loc[winter["child_unique_id"].isin(["P38", "P39"]), "contact_date"] = pd.Timestamp(
        "2024-12-02"
    )  # overdue in March too
    before = march(contacts=winter)
    doubt = asked(april(contacts=calls(3, 15)), before)["no_contacts"]
    after = month_of(1, APRIL, april(contacts=winter))
    more = check_ins(after).overdue - check_ins(month_of(1, MARCH, before)).overdue
    assert more == 23  # those last spoken to in January, three months on
    assert doubt.sentence == (
        "Contacts: the newest row is of 15 March 2025; none in April 2025; 23 more people "
        "would be overdue a call than in March 2025."
    )
    assert (doubt.must_confirm, doubt.number) == (True, 23)


@pytest.mark.parametrize(
    ("as_at", "newest", "asks"),
    [
        (APRIL, "2025-03-31", True),
        (APRIL, "2025-04-01", False),
        (date(2025, 4, 15), "2025-03-15", True),
        (date(2025, 4, 15), "2025-03-16", False),  # a month that is not over goes back a month
    ],
)
def test_the_month_of_an_extract_ends_on_its_day(as_at, newest, asks):
    table = drawn("contacts", f"id | on | outcome\nP1 | {newest} | no answer")
    assert ("no_contacts" in asked(april(contacts=table), march(contacts=calls(2)), as_at)) == asks


@pytest.mark.parametrize("table", [None, calls(4, 0)])
def test_an_extract_whose_contacts_are_missing_or_empty_is_asked_as_well(table):
    now = {"care_leavers": people(**fresh(4))} | ({} if table is None else {"contacts": table})
    doubt = asked(now, march())["no_contacts"]
    assert doubt.sentence.startswith(
        "Contacts: no rows in these files; the newest known is of 28 March 2025; none in "
        "April 2025; 0 more"
    )
    assert doubt.must_confirm


def test_contacts_that_the_month_has_already_count():
    assert "no_contacts" not in asked(
        {"care_leavers": people(**fresh(4))}, march(), replaced=april()
    )
    assert "no_contacts" not in asked(
        {"service_use": drawn("service_use", "id | service | start_date")}, march()
    )


def test_a_first_month_with_old_contacts_has_a_warning_and_no_question():
    found = asked({"care_leavers": people(), "contacts": calls(3)})
    assert {code: doubt.must_confirm for code, doubt in found.items()} == {"no_contacts": False}
    assert asked({"care_leavers": people()}) == {}


def test_the_number_is_what_the_check_ins_show_after_the_import(tmp_path):
    """The question uses the store's own rule for events of several months."""
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    team = [
        person(child_unique_id=f"{place:05}", support_status="Supported") for place in range(20)
    ]

    def at(as_at, days):
        rows = [
            contact(child_unique_id=f"{place:05}", contact_date=day)
            for place, day in enumerate(days)
        ]
        path = write(
            tmp_path / f"{as_at}.xlsx",
            good_month(
                care_leavers=team, contacts=rows, service_use=[service(child_unique_id="00001")]
            ),
            f"Ours as at {as_at:%d/%m/%Y}",
        )
        return read(path)

    def load(taken):
        return month_of(**store.everything(taken))

    store.save(at(date(2024, 4, 30), [date(2024, 2, 10)] * 8 + [date(2024, 4, 20)] * 12), "x")
    first = store.months()[0]
    extract = at(
        date(2024, 5, 31), [date(2024, 4, 20)] * 3
    )  # the others are removed from the range that it restates
    doubt = next(
        found
        for found in doubts_about(extract, store.months(), store.people_before(extract.as_at), load)
        if found.code == "no_contacts"
    )
    store.save(extract, "x")
    assert (
        doubt.number
        == check_ins(load(store.months()[-1])).overdue - check_ins(load(first)).overdue
        == 5
    )


# --- uses of services -----------------------------------------------------------------------------


def uses(month, number):
    lines = [
        f"P{place} | mentoring | 2025-{month:02}-{place % 28 + 1:02}" for place in range(number)
    ]
    return drawn("service_use", "\n".join(["id | service | start_date", *lines]))


def test_a_month_in_which_no_use_of_a_service_began_is_asked_about_if_the_month_before_had_enough():
    doubt = asked(april(service_use=uses(3, 9)), march(service_use=uses(3, 9)))["no_service_use"]
    assert doubt.sentence == (
        "Service use: the newest row is of 9 March 2025; none began in April 2025, and 9 "
        "began in March 2025."
    )
    assert (doubt.must_confirm, doubt.number) == (True, 9)
    assert "no_service_use" not in asked(
        april(service_use=uses(3, 4)), march(service_use=uses(3, 4))
    )
    assert "no_service_use" not in asked(
        april(service_use=uses(4, 1)), march(service_use=uses(3, 9))
    )
    assert asked(april(), march(service_use=uses(3, 9)))["no_service_use"].must_confirm is False


# --- the same sheets again ------------------------------------------------------------------------


def test_care_leavers_nearly_all_of_whom_are_last_months_are_asked_about():
    now = people(**fresh(3))
    now.loc[0, "support_status"] = "closed"
    doubt = asked(april(care_leavers=now), march())["same_people"]
    assert (
        doubt.sentence
        == "39 of 40 rows of Care leavers are the same as in March 2025, including every date."
    )
    assert (doubt.must_confirm, doubt.number) == (True, 39)
    now.loc[:2, "support_status"] = "closed"
    assert "same_people" not in asked(april(care_leavers=now), march())


def test_care_leavers_that_differ_by_dates_alone_are_asked_about():
    dated = [
        people(
            **fresh(3),
            latest_visit_date=lambda place, month=month: f"2025-0{month}-{place % 28 + 1:02}",
        )
        for month in (3, 4)
    ]
    doubt = asked(april(care_leavers=dated[1]), march(care_leavers=dated[0]))["same_people"]
    assert (
        doubt.sentence
        == "All 40 rows of Care leavers are the same as in March 2025, apart from dates."
    )
    dated[1].loc[0, "support_status"] = "closed"
    assert "same_people" not in asked(april(care_leavers=dated[1]), march(care_leavers=dated[0]))


def test_the_same_people_and_events_are_asked_about_once():
    found = asked(march(), march())
    assert [code for code, doubt in found.items() if doubt.must_confirm] == ["same_tables"]
    assert "same_people" not in found
    assert "more people would be overdue" in found["no_contacts"].sentence


def posts(count=6, day="2025-03-10"):
    return drawn(
        "workforce",
        "worker_id | role | latest_supervision_date\n"
        + "\n".join(f"W{n} | personal adviser | {day}" for n in range(count)),
    )


def risks():
    return drawn(
        "risks",
        "risk_id | risk | owner | likelihood | impact\n"
        + "\n".join(f"R{n} | x | y | 2 | 3" for n in range(6)),
    )


def test_a_table_that_is_restated_each_month_and_has_not_moved_is_asked_about_and_one_that_may_rest_only_with_it():
    doubt = asked(april(workforce=posts(), risks=risks()), march(workforce=posts(), risks=risks()))[
        "same_sheets"
    ]
    assert doubt.sentence == "12 rows are the same as in March 2025: Workforce (6) and Risks (6)."
    assert (doubt.must_confirm, doubt.number) == (True, 12)
    assert asked(april(risks=risks()), march(risks=risks())) == {}
    assert asked(april(workforce=posts(day="2025-04-10")), march(workforce=posts())) == {}
    assert asked(april(workforce=posts(4)), march(workforce=posts(4))) == {}
    assert asked(april(workforce=posts(7)), march(workforce=posts())) == {}


def test_contacts_that_are_last_months_with_later_dates_are_asked_about():
    different = calls(3).assign(
        outcome=["no answer" if place % 3 else "wants support" for place in range(COUNT)]
    )
    later = different.assign(contact_date=different["contact_date"] + pd.DateOffset(months=1))
    found = asked(april(contacts=later), march(contacts=different))
    assert found["same_sheets"].sentence == "40 rows are the same as in March 2025: Contacts (40)."
    assert "no_contacts" not in found


# --- columns and tables that are missing ----------------------------------------------------------


def confirmed(filled):
    return {"accommodation_confirmed_date": lambda place: "2025-03-02" if place < filled else ""}


def test_a_column_that_was_full_and_is_empty_is_a_question():
    doubt = asked(
        april(care_leavers=people(**fresh(4), **confirmed(0))),
        march(care_leavers=people(**fresh(3), **confirmed(38))),
    )
    assert doubt["emptied_care_leavers"].sentence == (
        "Accommodation Confirmed Date was filled for 38 of 40 people in March 2025 and is "
        "empty now."
    )
    assert (doubt["emptied_care_leavers"].must_confirm, doubt["emptied_care_leavers"].number) == (
        True,
        38,
    )


@pytest.mark.parametrize(
    ("was", "now", "asks"),
    [(40, 0, True), (20, 0, True), (19, 0, False), (40, 19, True), (40, 20, False)],
)
def test_a_column_that_was_half_full_must_not_be_empty_and_a_full_one_not_lose_half(was, now, asks):
    found = asked(
        april(care_leavers=people(**fresh(4), **confirmed(now))),
        march(care_leavers=people(**fresh(3), **confirmed(was))),
    )
    assert ("emptied_care_leavers" in found) == asks
    if asks and now:
        assert found["emptied_care_leavers"].sentence.endswith(
            "in March 2025 and for 19 of 40 now."
        )


def stays(month, number, **columns):
    """Return uses of a service that began in a month; each further column is a function of a row's
    number.
    """
    lines = [
        f"P{n} | mentoring | 2025-{month:02}-{n % 28 + 1:02} | "
        + " | ".join(make(n) for make in columns.values())
        for n in range(number)
    ]
    return drawn(
        "service_use", "\n".join(["id | service | start_date | " + " | ".join(columns), *lines])
    )


def test_uses_that_have_not_ended_yet_have_lost_no_end_date():
    ended = [
        stays(month, 30, end_date=lambda n, month=month: f"2025-{month:02}-28")
        for month in (1, 2, 3)
    ]
    now = stays(4, 30, end_date=lambda n: "")
    assert "emptied_service_use" not in asked(
        april(service_use=now), march(service_use=pd.concat(ended, ignore_index=True))
    )


def test_events_are_compared_with_those_that_the_month_before_brought():
    def call(month, number, method):
        lines = [
            f"P{n} | 2025-{month:02}-{n % 28 + 1:02} | {'phone' if method else ''} | no answer"
            for n in range(number)
        ]
        return drawn("contacts", "\n".join(["id | on | method | outcome", *lines]))

    old, new, bare = call(1, 200, True), call(3, 30, True), call(3, 30, False)
    now = april(contacts=call(4, 30, False))
    assert (
        asked(now, march(contacts=pd.concat([old, new], ignore_index=True)))[
            "emptied_contacts"
        ].number
        == 30
    )
    assert "emptied_contacts" not in asked(
        now, march(contacts=pd.concat([old, bare], ignore_index=True))
    )


def test_a_column_that_could_not_be_read_is_not_empty():
    now = people(**fresh(4), **confirmed(0)).assign(unusable="accommodation_confirmed_date")
    assert "emptied_care_leavers" not in asked(
        april(care_leavers=now), march(care_leavers=people(**fresh(3), **confirmed(38)))
    )


def test_headings_without_rows_are_one_question_in_a_first_month_or_after_rows():
    bare = {"contacts": calls(4, 0), "workforce": posts(0), "risks": risks().head(0)}
    doubt = asked(april(**bare))["headings_only"]
    assert doubt.sentence == "3 tables have headings but no rows: Contacts, Workforce, Risks."
    assert (doubt.must_confirm, doubt.number) == (True, 3)
    later = asked(april(**bare), march(workforce=posts(0)))["headings_only"]
    assert later.sentence == "1 table has headings but no rows: Contacts."
    assert "headings_only" not in asked(april(workforce=posts(0)), march(workforce=posts(0)))


def test_a_table_all_of_whose_rows_are_left_out_has_rows():
    gone = pd.DataFrame({"table": ["contacts"], "person": ["P1"]})
    extract = SimpleNamespace(
        as_at=APRIL, tables=april(contacts=calls(4, 0)), yearly=False, left_out=gone
    )
    assert [doubt.code for doubt in doubts_alone(extract)] == []


def test_columns_and_tables_that_are_gone_are_told_and_not_asked():
    before = march(
        care_leavers=people(**fresh(3), **confirmed(38)), workforce=posts(), risks=risks()
    )
    found = asked(april(risks=risks()), before)
    assert {code: doubt.must_confirm for code, doubt in found.items()} == {
        "columns_gone_care_leavers": False,
        "tables_gone": False,
    }
    assert found["columns_gone_care_leavers"].sentence == (
        "Accommodation Confirmed Date of Care leavers was filled in March 2025 and is not "
        "in these files."
    )
    assert (
        found["tables_gone"].sentence
        == "Workforce was in the extract of March 2025 and is not in these files."
    )
    assert asked({"contacts": calls(4)}, before) == {}
