"""Editing the plan: entries saved, refused, taken back and added; and two people at one action."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.check.check_month import read_month
from data.check.plan_entry import BasedOn, PlanEntry
from data.paths import local_user
from data.store import Store
from pages.shared.layout.page_style import plain
from tests.data.workbooks import good_month, plan, row, write

HOST = str(Path(__file__).with_name("editing_host.py"))
MARCH = date(2025, 3, 31)


@pytest.fixture
def page(monkeypatch, full_home):
    """Return the made-up council's plan of March 2025 with IP-104 chosen: green, due that day."""
    import streamlit as st

    monkeypatch.setenv("DASHBOARD_HOME", str(full_home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    test = AppTest.from_file(HOST, default_timeout=60)
    test.query_params["council"] = "Made-up council"
    yield choose(test.run(), "IP-104")
    st.cache_resource.clear()


@pytest.fixture
def store(page, full_home):
    return Store(f"sqlite:///{full_home / 'sample.db'}")


def choose(page, action_id):
    named(page.selectbox, "Action").set_value(action_id).run()
    assert not page.exception
    return page


def named(kind, label, number=0):
    return [one for one in kind if one.label == label][number]


def press(page, label):
    named(page.button, label).click().run()
    assert not page.exception
    return page


def words(page) -> str:
    return " ".join(element.proto.body for element in page.main if hasattr(element.proto, "body"))


def fill(page, **fields):
    for key, value in fields.items():
        kind, label = {
            "said": (page.text_area, "Progress this month"), "rating": (page.selectbox, "Delivery rating"),
            "reason": (page.text_input, "Reason for the change"), "done": (page.date_input, "Completed on"),
        }[key]  # fmt: skip
        named(kind, label).set_value(value)
    return page


def by_bob(store, taken=18, entry=None, **fields):
    one = PlanEntry(
        "IP-104", fields, "Bob", MARCH, MARCH, was={"delivery_rag": "green", "due": "2025-03-31"}
    )
    return store.save_plan_entry(one, BasedOn(taken, entry))


def test_a_change_is_saved_with_who_made_it_and_shows_at_once(page, store):
    assert "From the sheet of 31 March 2025. Led by Quality Assurance Manager." in words(page)
    press(fill(page, said="Two are late", rating="amber", reason="No one to check them"), "Save")
    said = (
        "Saved: IP-104. Delivery rating: Amber: At risk; Progress this month: Two are late; "
        "Reason for the change: No one to check them."
    )
    assert page.success[0].value == plain(said)
    (kept,) = store.plan_entries()
    assert (kept.who, kept.as_at, kept.dated, kept.based_on) == (
        local_user(),
        MARCH,
        MARCH,
        BasedOn(18, None),
    )
    assert f"Entered in the app by {local_user()}" in words(page)
    assert "Amber: At risk. Start 01/05/2024, due 31/03/2025. Two are late." in words(page)
    assert [
        named(page.text_area, "Progress this month").value,
        named(page.text_input, "Reason for the change").value,
    ] == [
        "Two are late",
        "",
    ]
    assert words(page).count("Sheet of") == 11
    assert "Changed in the app by" in words(page)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"rating": "amber"},
            "Give the reason for changing IP-104 from on track to at risk. Nothing was saved.",
        ),
        (
            {"done": MARCH},
            "IP-104 has a completed date. Rate it complete, or remove the date. Nothing was saved.",
        ),
    ],
)
def test_a_broken_rule_is_reported_and_the_input_is_kept(page, store, fields, sentence):
    press(fill(page, said="Typed", **fields), "Save")
    assert [error.value for error in page.error] == [plain(sentence)]
    assert (store.plan_entries(), named(page.text_area, "Progress this month").value) == (
        [],
        "Typed",
    )


def test_an_overdue_action_is_not_on_track_and_a_save_without_a_change_says_so(page, store):
    press(page, "Save")
    assert page.info[0].value == "Nothing was changed, so nothing was saved."
    press(fill(choose(page, "IP-211"), rating="green", reason="Agreed"), "Save")
    assert store.plan_entries()[-1].fields["delivery_rag"] == "green"  # due in June
    press(fill(choose(page, "IP-107"), rating="green", reason="Opened again"), "Save")
    assert page.error[0].value == plain(
        "IP-107 was due on 28 February 2025 and is not complete, so it cannot be on track. "
        "Rate it at risk or off track. Nothing was saved."
    )
    press(fill(page, rating="red"), "Save")
    assert store.plan_entries()[-1].fields == {
        "delivery_rag": "red",
        "completed": None,
        "reason_for_rag_change": "Opened again",
    }


def test_complete_accepts_a_date_and_does_not_need_one(page, store):
    press(fill(page, rating="blue", reason="Done"), "Save")
    press(fill(page, done=date(2025, 3, 20)), "Save")
    assert [entry.fields for entry in store.plan_entries()] == [
        {"delivery_rag": "blue", "reason_for_rag_change": "Done"},
        {"completed": "2025-03-20"},
    ]


def test_the_second_person_sees_both_versions_and_can_save_theirs(page, store):
    theirs = by_bob(store, delivery_rag="red", reason_for_rag_change="No post")
    press(fill(page, said="Mine"), "Save")
    assert store.plan_entries() == [theirs]
    assert page.warning[0].value.startswith("Bob saved IP")
    assert "Saved by Bob" in words(page)
    assert "Your version" in words(page)
    again = by_bob(
        store, entry=theirs.id, progress_this_month="And again"
    )  # a third edit, while they compare the first two
    press(page, "Save my version")
    assert store.plan_entries() == [theirs, again]
    press(page, "Save my version")
    last = store.plan_entries()[-1]
    assert (last.who, last.fields, last.based_on.entry, last.was["progress_this_month"]) == (
        local_user(), {"progress_this_month": "Mine"}, again.id, "And again",
    )  # fmt: skip
    assert "Red: Off track. Start 01/05/2024, due 31/03/2025. Mine." in words(page)
    assert not page.warning


def test_the_second_person_can_keep_the_first_version(page, store):
    theirs = by_bob(store, progress_this_month="Bob's words")
    press(fill(page, said="Mine"), "Save")
    press(page, plain("Keep Bob's version"))
    assert store.plan_entries() == [theirs]
    assert named(page.text_area, "Progress this month").value == "Bob's words"


def test_only_my_own_last_entry_can_be_taken_back(page, store):
    press(fill(page, said="Wrong"), "Save")
    press(page, "Take back my last entry")
    assert page.success[0].value == plain("Taken back: IP-104. Progress this month: Going to plan.")
    assert "Going to plan" in words(page)
    assert [entry.kind for entry in store.plan_entries()] == ["changed", "taken back"]
    by_bob(store, entry=2, progress_this_month="Bob's")
    page.run()
    assert "Take back my last entry" not in [button.label for button in page.button]


def test_an_action_is_added_under_the_next_id_and_can_be_edited(page, store):
    press(page, "Add the action")
    assert page.error[0].value == plain(
        "Choose the area for improvement of the new action. Nothing was saved."
    )
    named(page.selectbox, "Area for improvement").set_value("2")
    named(page.text_area, "What we will do").set_value("Twelve flats")
    named(page.text_input, "Led by").set_value("Head of Housing")
    named(page.date_input, "Due").set_value(date(2025, 9, 30))
    named(page.multiselect, "Impact measures").set_value(["homeless"])
    press(page, "Add the action")
    (kept,) = store.plan_entries()
    assert (kept.action_id, kept.kind, kept.fields) == ("IP-216", "added", {
        "area_for_improvement": "2", "action": "Twelve flats", "lead": "Head of Housing", "due": "2025-09-30",
        "delivery_rag": "not started", "impact_measure_ids": "homeless",
    })  # fmt: skip
    assert (
        page.success[0].value.startswith(plain("Added: IP-216.")),
        named(page.text_area, "What we will do").value,
    ) == (True, "")
    press(fill(choose(page, "IP-216"), rating="green", reason="Begun"), "Save")
    assert "Green: On track. Due 30/09/2025" in words(page)


def test_an_id_used_now_or_before_is_refused(page, store):
    for key, said in (
        ("ip-104", "The plan already has an action ip-104. Choose another ID. Nothing was saved."),
        ("IP-300", "Bob has just used the ID IP-300. Choose another ID. Nothing was saved."),
    ):
        if key == "IP-300":
            store.save_plan_entry(
                PlanEntry(key, {"delivery_rag": "red"}, "Bob", MARCH, MARCH), BasedOn(18)
            )
        named(page.text_input, "Action ID").set_value(key)
        press(page, "Add the action")
        assert page.error[0].value == plain(said)


def test_an_earlier_month_is_not_edited(page):
    page.selectbox(key="month").set_value("2025-02").run()
    assert "You can only make entries on the newest month, March 2025." in words(page)
    assert "Save" not in [button.label for button in page.button]


def test_an_edit_leaves_earlier_months_as_they_are(page, store):
    from pages.shared.session.page_context import load_month

    months = store.months()
    before = [load_month(store, taken) for taken in months]
    press(fill(page, said="New"), "Save")
    after = [load_month(store, taken) for taken in months]
    assert [one is other for one, other in zip(before, after, strict=True)] == [True] * 17 + [False]


def test_next_months_sheet_is_compared_with_the_entries(page, store, tmp_path, monkeypatch):
    from data.recognise.files import Source

    by_bob(store, delivery_rag="red", reason_for_rag_change="No post")
    rows = plan() | {
        "plan_actions": [
            row("plan_actions", action_id="IP-104", delivery_rag="Green", due=date(2025, 9, 30))
        ]
    }
    path = write(
        tmp_path / "april.xlsx",
        good_month(**rows),
        "Kestrelshire Council (made-up people) as at 30/04/2025",
    )
    data = AppTest.from_file(
        str(Path(__file__).parents[2] / "pages" / "main.py"), default_timeout=60
    )
    data.query_params["council"] = "Made-up council"
    data = data.run().switch_page("data_upload.py").run()
    data = data.file_uploader[0].set_value([(path.name, path.read_bytes(), "")]).run()
    assert not data.exception
    assert (
        "IP-104: the app has red on 31 March 2025, but this sheet of 30 April 2025 has green."
        in words(data)
    )
    store.save(read_month([Source(path.name, path)]), "Ann")
    assert len(store.plan_entries()) == 1
