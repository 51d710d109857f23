"""Choosing a file on the Data page: passwords, questions, ticks, dates and kept files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.month.filters import selection, written
from data.store import OWN, Store
from tests.data import file_makers
from tests.data.workbooks import contact, good_month, person, write

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
OURS = "Our care leavers as at {:%d/%m/%Y}"


@pytest.fixture
def data_page(monkeypatch, tmp_path):
    """Return the Data page of a council without a month."""
    import streamlit as st

    (tmp_path / "home").mkdir()
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    test = AppTest.from_file(MAIN, default_timeout=60)
    test.query_params["council"] = "Our own data"
    yield test.run().switch_page("data_upload.py").run()
    st.cache_resource.clear()


def choose(page, *files):
    return (
        page.file_uploader[0]
        .set_value([(path.name, path.read_bytes(), "") for path in files])
        .run()
    )


def month(tmp_path, as_at=date(2024, 5, 31), **changed):
    return write(
        tmp_path / f"care-leavers-{as_at:%Y-%m}.xlsx", good_month(**changed), OURS.format(as_at)
    )


def pressed(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def test_a_protected_file_asks_for_its_password_and_a_wrong_one_is_reported(data_page, tmp_path):
    page = choose(
        data_page, file_makers.protected(tmp_path / "locked.xlsx", month(tmp_path), "right")
    )
    assert page.text_input[0].label == "Password of the protected file"
    assert not page.error
    page.text_input[0].set_value("wrong").run()
    assert "That password does not open the file" in page.error[0].value
    page.text_input[0].set_value("right").run()
    assert not page.error
    assert "Import this month" in [button.label for button in page.button]


def test_the_password_is_not_kept(data_page, tmp_path):
    page = choose(
        data_page, file_makers.protected(tmp_path / "locked.xlsx", month(tmp_path), "very secret")
    )
    page.text_input[0].set_value("very secret").run()
    pressed(page, "Import this month")
    written = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"very secret" in path.read_bytes()]


def test_a_0_in_suitability_stops_the_import_until_it_is_explained(data_page, tmp_path):
    page = choose(data_page, month(tmp_path, care_leavers=[person(suitability_of_accommodation=0)]))
    assert next(button for button in page.button if button.label == "Import this month").disabled
    next(box for box in page.selectbox if "'0'" in box.label).select("unsuitable")
    pressed(page, "Use these words")
    pressed(page, "Import this month")
    store = Store(f"sqlite:///{tmp_path}/home/own.db")
    assert store.kind == OWN
    assert store.tables(store.month("2024-05"))["care_leavers"][
        "suitability_of_accommodation"
    ].tolist() == ["unsuitable"]
    assert [kept["name"] for kept in store.mappings()] == ["care-leavers"]


def test_another_councils_file_must_be_confirmed(data_page, tmp_path):
    people = [
        person(child_unique_id=f"{number:05d}", support_status="Supported")
        for number in range(1, 31)
    ]
    page = choose(data_page, month(tmp_path, care_leavers=people, contacts=[], service_use=[]))
    pressed(page, "Import this month")
    strangers = [
        person(child_unique_id=f"9{number:04d}", support_status="Supported")
        for number in range(1, 31)
    ]
    page = choose(
        page,
        month(tmp_path, date(2024, 6, 30), care_leavers=strangers, contacts=[], service_use=[]),
    )
    asked = [box for box in page.checkbox if "0 are in this extract" in box.label]
    assert len(asked) == 1
    assert next(button for button in page.button if button.label == "Import this month").disabled
    for box in page.checkbox:
        box.check()
    page.run()
    assert not next(
        button for button in page.button if button.label == "Import this month"
    ).disabled


def test_a_tick_holds_only_for_its_files(data_page, tmp_path):
    unreadable = [person(), person(child_unique_id="00102", date_of_birth="31/02/2003")]
    page = choose(data_page, month(tmp_path, care_leavers=unreadable))
    next(box for box in page.checkbox if "1 row" in box.label).check().run()
    assert not next(
        button for button in page.button if button.label == "Import this month"
    ).disabled
    others = [person(), person(child_unique_id="00103", date_of_birth="31/02/2003")]
    page = choose(
        page,
        write(
            tmp_path / "other-2024-05.xlsx",
            good_month(care_leavers=others),
            OURS.format(date(2024, 5, 31)),
        ),
    )
    assert [box.value for box in page.checkbox if "1 row" in box.label] == [False]
    assert next(button for button in page.button if button.label == "Import this month").disabled


def test_a_tick_holds_only_for_its_date(data_page, tmp_path):
    pressed(choose(data_page, month(tmp_path, date(2024, 4, 30))), "Import this month")
    unreadable = [person(), person(child_unique_id="00102", date_of_birth="31/02/2003")]
    tables = good_month(care_leavers=unreadable)
    page = choose(
        data_page, write(tmp_path / "list.xlsx", tables, "Sent on 31/05/2024, 03/06/2024")
    )
    for day in (date(2024, 5, 31), date(2024, 6, 3)):
        dates_offered(page).set_value(day).run()
        assert [box.value for box in page.checkbox if "1 row" in box.label] == [False]
        next(box for box in page.checkbox if "1 row" in box.label).check().run()


def test_a_kept_mapping_that_cannot_be_read_is_ignored(data_page, tmp_path):
    Store(f"sqlite:///{tmp_path}/home/own.db").keep_mapping(
        {"name": "old", "tables": [{"table": "a table that is no more"}]}, "someone"
    )
    page = choose(data_page, month(tmp_path))
    assert not page.error
    assert "Import this month" in [button.label for button in page.button]


def unclear(tmp_path, name="CL May 2024.xlsx", title="Sent with the e-mail of 03/06/2024"):
    return write(tmp_path / name, good_month(), title)


def dates_offered(page):
    return next(radio for radio in page.radio if radio.label == "Date of the extract")


def test_two_dates_are_offered_unchosen_and_the_chosen_one_is_imported(data_page, tmp_path):
    page = choose(data_page, unclear(tmp_path))
    june, may = dates_offered(page).options
    assert june.startswith("3 June 2024, in cell A1")
    assert june.endswith("and 2 more places")
    assert (may, dates_offered(page).value) == ("31 May 2024, in the file name", None)
    assert not page.error
    assert "Import this month" not in [button.label for button in page.button]
    dates_offered(page).set_value(date(2024, 5, 31)).run()
    assert any("As at 31 May 2024, your choice." in html.value for html in page.html)
    pressed(page, "Import this month")
    assert [taken.as_at for taken in Store(f"sqlite:///{tmp_path}/home/own.db").months()] == [
        date(2024, 5, 31)
    ]


def test_an_answer_can_be_changed_and_holds_for_these_files_only(data_page, tmp_path):
    page = choose(data_page, unclear(tmp_path))
    dates_offered(page).set_value(date(2024, 5, 31)).run()
    dates_offered(page).set_value(date(2024, 6, 3)).run()
    assert any("As at 3 June 2024, your choice." in html.value for html in page.html)
    page = choose(page, unclear(tmp_path, "CL again May 2024.xlsx"))
    assert dates_offered(page).value is None
    assert "Import this month" not in [button.label for button in page.button]


def test_a_single_date_is_asked_about_too_and_a_month_answers_it(data_page, tmp_path):
    pressed(choose(data_page, month(tmp_path)), "Import this month")
    page = choose(data_page, unclear(tmp_path, "a.xlsx", "Care leavers 24/05/2024"))
    assert [option[:11] for option in dates_offered(page).options] == ["24 May 2024"]
    next(box for box in page.selectbox if box.label == "Month").set_value("2024-05").run()
    assert any("As at 31 May 2024, your choice." in html.value for html in page.html)
    assert "Date of the extract" not in [radio.label for radio in page.radio]


def test_the_page_shows_where_the_date_was_found(data_page, tmp_path):
    page = choose(data_page, month(tmp_path))
    assert any(
        "As at 31 May 2024, read from cell A1 of sheet &#x27;Care leavers&#x27;." in html.value
        for html in page.html
    )


TEAM = [
    person(child_unique_id=f"{number:05d}", support_status="Supported") for number in range(1, 13)
]


def called(in_month):
    outcomes = ("Spoken to: no support needed now", "No answer", "Spoken to: wants support")
    return [
        contact(
            child_unique_id=f"{place:05}",
            contact_date=date(2024, in_month, place),
            outcome=outcomes[(place * in_month) % 3],
        )
        for place in range(1, 13)
    ]


STRANGERS = [{**line, "Child Unique ID": f"9{line['Child Unique ID']}"} for line in called(5)]
ASKED = {
    "headings": ({"contacts": [dict.fromkeys(contact())]}, "table has headings but no rows"),
    "moved": (
        {"care_leavers": [{**line, "LA in Touch": "Adviser X"} for line in TEAM]},
        "Columns may have moved",
    ),
    "strangers": ({"contacts": STRANGERS}, "12 of 12 rows of Contacts are not about anyone"),
    "stale": (
        {"care_leavers": [{**TEAM[0], "Activity Status": "G4"}, *TEAM[1:]], "contacts": called(4)},
        "none in May 2024; 0 more people would be overdue",
    ),
    "emptied": (
        {"care_leavers": [{**line, "Activity Status": None} for line in TEAM]},
        "Activity Status was filled for 12 of 12 people",
    ),
}


@pytest.mark.parametrize("kind", ASKED)
def test_nothing_is_imported_until_every_doubt_is_ticked(data_page, tmp_path, kind):
    tables, words = ASKED[kind]
    team = {"care_leavers": TEAM, "service_use": []}
    page = choose(data_page, month(tmp_path, date(2024, 4, 30), **team | {"contacts": called(4)}))
    pressed(page, "Import this month")
    page = choose(page, month(tmp_path, **team | {"contacts": called(5)} | tables))
    assert len([box for box in page.checkbox if words in box.label]) == 1
    for box in page.checkbox:
        if words not in box.label:
            box.check()
    page.run()
    assert next(button for button in page.button if button.label == "Import this month").disabled
    next(box for box in page.checkbox if words in box.label).check().run()
    pressed(page, "Import this month")
    assert [taken.month for taken in Store(f"sqlite:///{tmp_path}/home/own.db").months()] == [
        "2024-04",
        "2024-05",
    ]


def test_breakdowns_and_filters_by_a_column_that_the_extract_lacks_say_so(data_page, tmp_path):
    areas = [
        {**line, "Area": "Crewe" if number % 2 else "Elsewhere"} for number, line in enumerate(TEAM)
    ]
    for as_at, people in ((date(2024, 4, 30), TEAM), (date(2024, 5, 31), areas)):
        data_page = choose(
            data_page,
            month(
                tmp_path, as_at, care_leavers=people, contacts=called(as_at.month), service_use=[]
            ),
        )
        for box in data_page.checkbox:
            box.check()
        data_page = pressed(data_page.run(), "Import this month")
    page = data_page.switch_page("cohort.py").run()
    page.selectbox(key="month").select("2024-04").run()
    page.selectbox(key="breakdown").select("area").run()
    shown = " ".join(
        element.value
        for element in [*page.markdown, *page.get("html")]
        if isinstance(element.value, str)
    )
    assert "Area is not available for April 2024: needs column Area." in shown
    assert "Not recorded" not in shown
    page.session_state["only"] = written(selection({"area": ["Crewe"]}))
    page.run()
    shown = " ".join(
        element.value
        for element in [*page.markdown, *page.get("html")]
        if isinstance(element.value, str)
    )
    assert "These filters cannot be used for April 2024." in shown
    assert not page.exception


def test_the_files_stay_while_another_page_is_open_and_go_when_they_are_removed(
    data_page, tmp_path
):
    page = choose(data_page, month(tmp_path))
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert [text for text in shown(page) if "Still chosen: care-leavers-2024-05.xlsx" in text]
    assert "Import this month" in [button.label for button in page.button]
    page = pressed(page, "Remove")
    assert not [text for text in shown(page) if "Still chosen" in text]
    assert "Import this month" not in [button.label for button in page.button]


def test_a_file_added_after_visiting_another_page_joins_those_still_chosen(data_page, tmp_path):
    april, may = month(tmp_path, date(2024, 4, 30)), month(tmp_path)
    page = choose(data_page, april)
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    page = choose(page, may)
    names = [file.name for file in page.session_state["chosen_files"]]
    assert names == [april.name, may.name]
    assert [text for text in shown(page) if f"Still chosen: {april.name}<" in text]
    page = pressed(page, "Remove")
    assert [file.name for file in page.session_state["chosen_files"]] == [may.name]
    assert "Import this month" in [button.label for button in page.button]


def test_a_chosen_date_is_kept_after_visiting_another_page(data_page, tmp_path):
    page = choose(data_page, unclear(tmp_path))
    dates_offered(page).set_value(date(2024, 5, 31)).run()
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert dates_offered(page).value == date(2024, 5, 31)
    assert "Import this month" in [button.label for button in page.button]


def test_cancelled_files_do_not_come_back(data_page, tmp_path):
    page = pressed(choose(data_page, month(tmp_path)), "Cancel")
    page = page.switch_page("definitions.py").run().switch_page("data_upload.py").run()
    assert not [text for text in shown(page) if "Still chosen" in text]


def shown(page):
    return [element.proto.body for element in page.get("html")]
