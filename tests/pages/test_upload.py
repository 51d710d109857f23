"""Choosing a file on the Data page: a protected one asks for its password, and a wrong one is said where the person looks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import OWN, Store
from tests.data import file_makers
from tests.data.workbooks import good_month, person, write

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
OURS = "Our care leavers as at {:%d/%m/%Y}"


@pytest.fixture
def data_page(monkeypatch, tmp_path):
    """The Data page of a council without a month."""
    import streamlit as st

    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    test = AppTest.from_file(MAIN, default_timeout=60)
    test.query_params["council"] = "Our own data"
    yield test.run().switch_page("data_upload.py").run()
    st.cache_resource.clear()


def choose(page, *files):
    return page.file_uploader[0].set_value([(path.name, path.read_bytes(), "") for path in files]).run()


def month(tmp_path, as_at=date(2024, 5, 31), **changed):
    return write(tmp_path / f"care-leavers-{as_at:%Y-%m}.xlsx", good_month(**changed), OURS.format(as_at))


def pressed(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def test_a_protected_file_asks_for_its_password_and_a_wrong_one_is_said(data_page, tmp_path):
    page = choose(data_page, file_makers.protected(tmp_path / "locked.xlsx", month(tmp_path), "right"))
    assert page.text_input[0].label == "Password of the protected file"
    assert not page.error
    page.text_input[0].set_value("wrong").run()
    assert "That password does not open the file" in page.error[0].value
    page.text_input[0].set_value("right").run()
    assert not page.error
    assert "Import this month" in [button.label for button in page.button]


def test_the_password_is_kept_nowhere(data_page, tmp_path):
    page = choose(data_page, file_makers.protected(tmp_path / "locked.xlsx", month(tmp_path), "very secret"))
    page.text_input[0].set_value("very secret").run()
    pressed(page, "Import this month")
    written = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"very secret" in path.read_bytes()]


def test_a_nought_in_suitability_holds_the_import_until_it_is_answered(data_page, tmp_path):
    page = choose(data_page, month(tmp_path, care_leavers=[person(suitability_of_accommodation=0)]))
    assert next(button for button in page.button if button.label == "Import this month").disabled
    next(box for box in page.selectbox if "'0'" in box.label).select("unsuitable")
    pressed(page, "Use these words")
    pressed(page, "Import this month")
    store = Store(f"sqlite:///{tmp_path}/home/own.db")
    assert store.kind == OWN
    assert store.tables(store.month("2024-05"))["care_leavers"]["suitability_of_accommodation"].tolist() == ["unsuitable"]
    assert [kept["name"] for kept in store.mappings()] == ["care-leavers"]


def test_another_councils_file_must_be_agreed_to(data_page, tmp_path):
    people = [person(child_unique_id=f"{number:05d}", support_status="Supported") for number in range(1, 31)]
    page = choose(data_page, month(tmp_path, care_leavers=people, contacts=[], service_use=[]))
    pressed(page, "Import this month")
    strangers = [person(child_unique_id=f"9{number:04d}", support_status="Supported") for number in range(1, 31)]
    page = choose(page, month(tmp_path, date(2024, 6, 30), care_leavers=strangers, contacts=[], service_use=[]))
    asked = [box for box in page.checkbox if "0 are in this extract" in box.label]
    assert len(asked) == 1
    assert next(button for button in page.button if button.label == "Import this month").disabled
    for box in page.checkbox:
        box.check()
    page.run()
    assert not next(button for button in page.button if button.label == "Import this month").disabled


def test_a_tick_holds_for_the_files_it_was_given_for_and_no_others(data_page, tmp_path):
    unreadable = [person(), person(child_unique_id="00102", date_of_birth="31/02/2003")]
    page = choose(data_page, month(tmp_path, care_leavers=unreadable))
    next(box for box in page.checkbox if "1 row" in box.label).check().run()
    assert not next(button for button in page.button if button.label == "Import this month").disabled
    others = [person(), person(child_unique_id="00103", date_of_birth="31/02/2003")]
    page = choose(page, write(tmp_path / "other-2024-05.xlsx", good_month(care_leavers=others), OURS.format(date(2024, 5, 31))))
    assert [box.value for box in page.checkbox if "1 row" in box.label] == [False]
    assert next(button for button in page.button if button.label == "Import this month").disabled


def test_a_kept_mapping_that_can_no_longer_be_read_stops_nothing(data_page, tmp_path):
    Store(f"sqlite:///{tmp_path}/home/own.db").keep_mapping({"name": "old", "tables": [{"table": "a table that is no more"}]}, "someone")
    page = choose(data_page, month(tmp_path))
    assert not page.error
    assert "Import this month" in [button.label for button in page.button]


def test_the_files_stay_while_another_page_is_looked_at_and_go_when_they_are_removed(data_page, tmp_path):
    page = choose(data_page, month(tmp_path))
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert [text for text in shown(page) if "Still chosen: care-leavers-2024-05.xlsx" in text]
    assert "Import this month" in [button.label for button in page.button]
    page = pressed(page, "Remove")
    assert not [text for text in shown(page) if "Still chosen" in text]
    assert "Import this month" not in [button.label for button in page.button]


def test_files_that_were_left_do_not_come_back(data_page, tmp_path):
    page = pressed(choose(data_page, month(tmp_path)), "Leave it")
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert not [text for text in shown(page) if "Still chosen" in text]


def shown(page):
    return [element.proto.body for element in page.get("html")]
