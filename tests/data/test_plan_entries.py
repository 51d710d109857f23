"""Entries about the plan are stored completely or not at all, never overwrite another's, and must
be valid.
"""

from __future__ import annotations

import threading
from datetime import date

import pandas as pd
import pytest

from analytics.plan.app_entries import merged
from data.check.check_month import read_month
from data.check.plan_entry import (
    ADDED,
    TAKEN_BACK,
    BasedOn,
    Overtaken,
    PlanEntry,
    on_top,
    taken_back,
    words,
)
from data.problems import UserError
from data.recognise.files import Source
from data.store import ENTRY_STEPS, Store
from data.writing.plan_workbook import HISTORY, entries_listed, plan_workbook
from tests.data.workbooks import MAY, TITLE, good_month, plan, read, write

JUNE = date(2024, 6, 30)
WAS = {
    "delivery_rag": "green",
    "progress_this_month": "Half of them were called",
    "reason_for_rag_change": "Work has begun",
    "completed": None,
    "due": "2024-06-28",
}
NEW = {
    "area_for_improvement": "2",
    "action": "Flats",
    "lead": "Head of Housing",
    "due": "2024-09-30",
    "delivery_rag": "not started",
}


MAYS = BasedOn(1)  # the import of May, and no entry


@pytest.fixture
def store(tmp_path):
    """Return a store with May and one action of the plan."""
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    store.save(read(write(tmp_path / "may.xlsx", good_month(**plan()))), "Ann")
    return store


def entry(who="Ann", dated=date(2024, 6, 3), was=WAS, **fields) -> PlanEntry:
    return PlanEntry(
        "IP-201",
        fields or {"delivery_rag": "amber", "reason_for_rag_change": "No post"},
        who,
        MAY,
        dated,
        was=was,
    )


def new(action_id="IP-216", dated=date(2024, 6, 3), **changed) -> PlanEntry:
    return PlanEntry(action_id, NEW | changed, "Ann", MAY, dated, ADDED)


def refused(store, one: PlanEntry, based_on=MAYS) -> str:
    """Return why an entry was not stored, without the last sentence; check that it was not
    stored."""
    before = store.plan_entries(), store.acts()
    with pytest.raises(UserError) as no:
        store.save_plan_entry(one, based_on)
    assert (store.plan_entries(), store.acts()) == before
    return no.value.message.removesuffix(" Nothing was saved.")


def test_an_entry_is_stored_with_person_time_month_and_basis(store):
    before = store.contents()
    kept = store.save_plan_entry(entry(), BasedOn(1))
    again = store.save_plan_entry(
        entry("Bob", progress_this_month=" More\x00 calls "), BasedOn(1, kept.id)
    )
    assert Store(store.url).plan_entries() == [kept, again]
    assert (kept.id, kept.who, kept.as_at, kept.dated, kept.was, kept.based_on) == (
        1,
        "Ann",
        MAY,
        date(2024, 6, 3),
        WAS,
        BasedOn(1),
    )
    assert (again.based_on, again.fields) == (BasedOn(1, 1), {"progress_this_month": "More calls"})
    assert (
        store.acts()[0]["what"] == "changed the plan action IP-201"
    )  # nothing of what was entered
    early, late = (store.contents().mark_on(day) for day in (date(2024, 4, 30), MAY))
    assert early == before.mark_on() == before.mark_on(MAY) != late
    assert store.plan_entries(date(2024, 4, 30)) == []
    table = store.plan_entry_table(MAY)
    assert (len(table), table["fields"][0]["delivery_rag"], str(table["dated"].dtype)) == (
        2,
        "amber",
        "datetime64[us]",
    )


def test_the_second_person_sees_the_first_edit_and_can_replace_it(store):
    first = store.save_plan_entry(
        entry("Bob", delivery_rag="red", reason_for_rag_change="No post"), BasedOn(1)
    )
    mine = entry("Ann", dated=date(2024, 6, 1), progress_this_month="Called all")
    with pytest.raises(Overtaken) as no:
        Store(store.url).save_plan_entry(mine, BasedOn(1))
    assert (no.value.others, no.value.reason) == ((first,), "plan_overtaken")
    assert "Bob saved IP-201 on" in no.value.message
    assert "Delivery RAG: Red: Off track; Reason for RAG Change: No post" in no.value.message
    assert store.plan_entries() == [first]
    top = store.save_plan_entry(on_top(mine, no.value.others), BasedOn(1, first.id))
    assert (top.dated, top.was["delivery_rag"], top.now["progress_this_month"]) == (
        first.dated,
        "red",
        "Called all",
    )
    assert [one.who for one in store.plan_entries()] == ["Bob", "Ann"]


def test_of_many_entries_at_once_one_is_stored_and_the_others_are_refused(store):
    said = []

    def save(who):
        try:
            said.append(Store(store.url, wait=30).save_plan_entry(entry(who), BasedOn(1)).who)
        except Overtaken as no:
            said.append(no.others[0].who)

    saving = [threading.Thread(target=save, args=(who,)) for who in ("Ann", "Bob", "Cat", "Dan")]
    [one.start() for one in saving]
    [one.join() for one in saving]
    (kept,) = store.plan_entries()
    assert said == [kept.who] * 4


def test_entries_for_other_actions_do_not_conflict_and_id_spellings_match(store):
    store.save_plan_entry(new(), BasedOn(1))
    store.save_plan_entry(entry(), BasedOn(1))
    with pytest.raises(Overtaken):
        store.save_plan_entry(new("ip-216"), BasedOn(1))


def test_a_month_imported_in_between_is_reported_and_the_entry_is_not_stored(store, tmp_path):
    store.save(read(write(tmp_path / "june.xlsx", good_month(**plan()), TITLE.format(JUNE))), "Bob")
    assert refused(store, entry()).startswith(
        "June 2024 was imported (import 2) after you had opened the plan."
    )
    store.save_plan_entry(
        PlanEntry(
            "IP-201",
            {"progress_this_month": "x"},
            "Ann",
            JUNE,
            JUNE,
            was=WAS | {"delivery_rag": "amber"},
        ),
        BasedOn(2),
    )


DUE = (
    "IP-201 was due on 28 June 2024 and is not complete, so it cannot be on track. Rate it at "
    "risk or off track."
)
RULES = {
    "a change of rating needs a reason": (entry(delivery_rag="red"), "Give the reason for changing IP-201 from on track to off track."),
    "overdue is never green": (entry(dated=date(2024, 6, 29), progress_this_month="x"), DUE),
    "a rating is needed": (entry(was=WAS | {"delivery_rag": None}, progress_this_month="x"), "Give IP-201 a delivery rating."),
    "a rating of the list": (entry(delivery_rag="pink", reason_for_rag_change="x"), "Delivery RAG cannot be 'pink'."),
    "completed is blue": (
        entry(completed="2024-06-01"),
        "IP-201 has a completed date. Rate it complete, or remove the date.",
    ),
    "completed is over": (
        entry(completed="2024-06-04", delivery_rag="blue", reason_for_rag_change="Done"),
        "IP-201 cannot be completed on 4 June 2024, after the date of the entry.",
    ),
    "a day that is one": (entry(completed="2024-06-31"), "Completed cannot be '2024-06-31'."),
    "no earlier than the sheet": (entry(dated=date(2024, 5, 30)), "Date the entry 31 May 2024, the date of the month's spreadsheet, or later."),
    "not in the future": (entry(dated=date(2099, 5, 30)), "30 May 2099 is in the future. Choose "
"an earlier date for the entry."),
    "only what is edited": (entry(lead="Bob"), "lead is not a field that can be changed for an "
"action."),
    "not too long": (entry(progress_this_month="x" * 4001), "Progress This Month is longer than "
"4,000 letters. Shorten it."),
    "something": (PlanEntry("IP-201", {}, "Ann", MAY, MAY, was=WAS), "IP-201 has no changes."),
    "an id": (new("=1+1"), "Give the action an ID of up to 40 letters, digits, dots and dashes, "
"such as IP-216."),
    "an area": (new(area_for_improvement=None), "Choose the area for improvement of the new "
"action."),
    "the action": (new(action=" "), "Describe the new action."),
    "a post": (new(lead=None), "Give the post that leads the new action."),
    "a due date": (new(due=None), "Give the due date of the new action."),
    "due after start": (new(start="2024-10-01"), "IP-216 would be due before its start. Correct "
"the date that is wrong."),
    "new and overdue": (new(due="2024-06-02", delivery_rag="green"), DUE.replace("201", "216").replace("28 June", "2 June")),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_an_invalid_entry_is_refused_with_a_message_and_not_stored(store, rule):
    one, sentence = RULES[rule]
    assert refused(store, one) == sentence


@pytest.mark.parametrize(
    "one",
    [
        entry(
            delivery_rag="blue", reason_for_rag_change="All were called"
        ),  # complete without a date
        entry(delivery_rag="blue", reason_for_rag_change="All were called", completed="2024-06-03"),
        entry(dated=date(2024, 6, 28), progress_this_month="Due today"),
        entry(
            was=WAS | {"delivery_rag": None}, delivery_rag="amber"
        ),  # a first rating is not a change
        new(
            start="2024-09-30",
            section="Homes",
            impact_measure_ids="suitable, IM-11",
            evidence_source="Panel",
        ),
    ],
)
def test_a_valid_entry_is_accepted(store, one):
    assert store.save_plan_entry(one, BasedOn(1)).fields == dict(one.fields)


def test_an_entry_dated_before_the_previous_one_is_refused(store):
    store.save_plan_entry(entry("Bob", dated=date(2024, 6, 5)), BasedOn(1))
    assert (
        refused(store, entry(), BasedOn(1, 1))
        == "Bob's entry for IP-201 is dated 05/06/2024. Give yours that date or a later one."
    )


def test_taking_back_an_entry_restores_the_earlier_values(store):
    sheet = store.tables(store.month("2024-05"))["plan_actions"]
    kept = store.save_plan_entry(entry(), BasedOn(1))
    back = store.save_plan_entry(taken_back(kept, "Ann", MAY, MAY), BasedOn(1, kept.id))
    assert (back.kind, back.dated, back.fields) == (
        TAKEN_BACK,
        kept.dated,
        {"delivery_rag": "green", "reason_for_rag_change": "Work has begun"},
    )
    stands = merged(sheet, store.plan_entry_table(MAY), MAY)
    assert stands[list(sheet)].equals(sheet)
    added = store.save_plan_entry(new(), BasedOn(1))
    assert len(merged(sheet, store.plan_entry_table(MAY), MAY)) == 2
    store.save_plan_entry(taken_back(added, "Ann", MAY, MAY), BasedOn(1, added.id))
    assert len(merged(sheet, store.plan_entry_table(MAY), MAY)) == 1
    assert len(store.plan_entries()) == 4


def test_steps_are_reported_in_order_and_an_early_failure_stores_nothing(store):
    for last in ENTRY_STEPS[:-1]:

        def stop(step, last=last):
            if step == last:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.save_plan_entry(entry(), BasedOn(1), stop)
        assert (store.plan_entries(), len(store.acts())) == ([], 1)
    heard = []
    store.save_plan_entry(entry(), BasedOn(1), heard.append)
    assert tuple(heard) == ENTRY_STEPS


# the plan as a workbook


def test_the_plan_workbook_can_be_imported_again_without_its_history(store, tmp_path):
    kept = store.save_plan_entry(
        entry(
            "=Bob",
            progress_this_month="=1+1\nand more",
            delivery_rag="red",
            reason_for_rag_change="Late",
        ),
        BasedOn(1),
    )
    store.save_plan_entry(new(impact_measure_ids="suitable", start="2024-06-10"), BasedOn(1))
    stands = merged(
        store.tables(store.month("2024-05"))["plan_actions"], store.plan_entry_table(MAY), MAY
    )
    made = plan_workbook(stands, store.plan_entries(), TITLE.format(JUNE))
    path = tmp_path / "plan-actions-2024-06-30.xlsx"
    path.write_bytes(made)
    extract = read_month([Source(path.name, path)])
    assert (extract.as_at, extract.problems, list(extract.tables), extract.files[0].ignored) == (
        JUNE,
        [],
        ["plan_actions"],
        [f"sheet '{HISTORY}'"],
    )
    back = extract.tables["plan_actions"]
    columns = [key for key in stands if key in back and not key.startswith(("source_", "unusable"))]
    assert len(columns) == 14
    expected = stands[columns].assign(
        progress_this_month=stands["progress_this_month"].str.replace("\n", " ")
    )
    pd.testing.assert_frame_equal(
        back[columns].assign(
            progress_this_month=back["progress_this_month"].str.replace("\n", " ")
        ),
        expected,
    )
    taken = store.save(extract, "Ann")  # next month's sheet, under the people of the month before
    assert (taken.month, taken.people_carried_from, kept.id) == ("2024-06", 1, 1)


def test_the_history_lists_old_and_new_values_of_every_field(store):
    store.save_plan_entry(
        entry("Bob", delivery_rag="red", completed=None, reason_for_rag_change="Late"), BasedOn(1)
    )
    added = store.save_plan_entry(new(), BasedOn(1))
    store.save_plan_entry(taken_back(added, "Ann", MAY, MAY), BasedOn(1, added.id))
    listed = entries_listed(store.plan_entries())
    assert listed[["About", "Saved by", "Field", "Old", "New"]].values.tolist()[:3] == [
        ["IP-201", "Bob", "Delivery RAG", "Green: On track", "Red: Off track"],
        ["IP-201", "Bob", "Completed", "", ""],
        ["IP-201", "Bob", "Reason for RAG Change", "Work has begun", "Late"],
    ]
    assert listed.iloc[-1][["About", "Kind of entry", "New"]].tolist() == [
        "IP-216",
        "taken back",
        "The action is removed",
    ]
    stands = merged(
        store.tables(store.month("2024-05"))["plan_actions"], store.plan_entry_table(MAY), MAY
    )
    assert len(plan_workbook(stands, [], "as at 31/05/2024")) > 5_000
    assert (words("due", "2024-06-28"), words("area_for_improvement", "7"), HISTORY) == (
        "28/06/2024",
        "7: Challenge by chairs and reviewing officers",
        "History",
    )
