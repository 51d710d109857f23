"""Every page: with no month, one or eighteen, with a table missing, and with people not counted."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.month.settings import SETTINGS
from data.check.check_month import read_month
from data.recognise.files import Source
from data.schema import CARE_LEAVERS, CONTACTS
from data.store import OWN, Store
from data.writing.month_and_template import write_month
from pages.shared.layout.page_style import plain
from pages.shared.page_list import PAGES
from pages.shared.upload.settings_form import GROUPS, title

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
COUNTED = list(PAGES)[:8]


@pytest.fixture
def at(monkeypatch, request):
    """Return a function that opens the dashboard with the made-up council and no data of our own.

    A test that writes uses `sample_home` or `full_home`, which give it its own folder.
    """
    own = [name for name in ("sample_home", "full_home") if name in request.fixturenames]
    home = request.getfixturevalue(own[0] if own else "seen_home")
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return opened


def opened(council=OWN):
    test = AppTest.from_file(MAIN, default_timeout=60)
    test.query_params["council"] = "Our own data" if council == OWN else "Made-up council"
    return test.run()


def text(test):
    """Return all words on the page, including those in HTML."""
    return " ".join(element.proto.body for element in test.main if hasattr(element.proto, "body"))


def on(test, page):
    test.switch_page(page).run()
    assert not test.exception
    return text(test)


def look_at(test, tabs, name):
    """Open a tab, as a click does; return the words on the page."""
    test.session_state[tabs] = name
    test.run()
    assert not test.exception
    return text(test)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_the_made_up_council_and_says_that_it_is_made_up(at, page):
    words = on(at("sample"), page)
    assert "made-up person" in words
    assert "Traceback" not in words


@pytest.mark.parametrize("page", COUNTED)
def test_a_page_without_a_month_says_what_is_missing_and_how_to_add_it(at, page):
    words = on(at(), page)
    assert "no month has been imported yet" in words
    assert "made-up person" not in words


def own_month(home, day, contacts=True, faulty=False):
    """Import a month of our own with two people, one aged 21."""
    people = pd.DataFrame(
        columns=[column.heading for column in CARE_LEAVERS.columns], dtype="object"
    )
    people["Child Unique ID"] = ["A1", "A2", "A3"]
    people["Date of Birth"] = [
        date(2003, 5, 1),
        date(2007, 5, 1),
        None if faulty else date(2008, 1, 1),
    ]
    people["Eligibility Category"] = ["former relevant", "eligible", "eligible"]
    people["Support Status"] = ["not receiving", None, None]
    tables = {"care_leavers": people}
    if contacts:
        calls = pd.DataFrame(
            columns=[column.heading for column in CONTACTS.columns], dtype="object"
        )
        calls["Child Unique ID"], calls["Contact Date"], calls["Purpose"], calls["Outcome"] = (
            ["A1"],
            [date(2025, 3, 1)],
            ["visit"],
            ["no answer"],
        )
        tables["contacts"] = calls
    made = BytesIO()
    write_month(made, tables, dict.fromkeys(tables, f"As at {day:%d/%m/%Y}"))
    path = home / f"{day}.xlsx"
    path.write_bytes(made.getvalue())
    store = Store(f"sqlite:///{home / 'own.db'}")
    extract = read_month([Source(path.name, path)])
    store.save(extract, "tester", allow_left_out=len(extract.left_out))
    store.close()


def test_the_first_month_has_no_month_before_and_says_so(at, sample_home):
    own_month(sample_home, date(2025, 3, 31))
    test = at()
    assert (
        "3 care leavers. 1 of 1 young person aged 21 to 24 has not been reached: 1 did not answer"
        in on(test, "overview.py")
    )
    assert "This is the first month" in on(test, "overview.py")
    for page in PAGES:
        on(test, page)


def test_without_contacts_only_the_check_in_clock_is_unavailable(at, sample_home):
    own_month(sample_home, date(2025, 3, 31), contacts=False)
    test = at()
    assert "Check-ins are not available" in on(test, "check_ins.py")
    assert "1 of 1 young person aged 21 to 24 has not been reached" in on(
        test, "coverage_21_plus.py"
    )
    on(test, "overview.py")


@pytest.mark.parametrize("page", COUNTED)
def test_people_who_could_not_be_counted_are_reported_on_every_page(at, sample_home, page):
    own_month(sample_home, date(2025, 3, 31), faulty=True)
    test = at()
    on(test, page)
    assert "1 person could not be counted" in test.warning[0].value


def test_a_corrected_month_is_shown_at_once(at, sample_home):
    own_month(sample_home, date(2025, 3, 31), faulty=True)
    test = at()
    assert "2 care leavers" in on(test, "cohort.py")
    own_month(sample_home, date(2025, 3, 31))
    assert "3 care leavers" in on(test, "cohort.py")


def test_only_the_open_tab_is_drawn_and_every_definitions_tab_has_its_words(at):
    test = at("sample")
    shown = {"Measures": on(test, "definitions.py")}
    shown |= {tab.label: look_at(test, "definitions_list", tab.label) for tab in test.tabs}
    words = {
        "Measures": "903: everyone whose 17th to 21st birthday",
        "21+ ledger and check-ins": "Never reached",
        "Improvement plan": "An action has moved the right way",
        "Columns of the extract": "Whether the result was published.",
        "Codes": "Emergency accommodation",
        "Checks": "Used, but please check",
    }
    assert list(shown) == list(words)
    for name, said in words.items():
        assert said in shown[name]
    assert "Emergency accommodation" not in shown["Checks"]


def field(test, key):
    return next(one for one in test.text_input if one.label == title(key))


def save(test, group):
    next(button for button in test.button if button.label == f"Save {group}").click().run()
    assert not test.exception


def changes(home):
    store = Store(f"sqlite:///{home / 'sample.db'}")
    rows = [
        (row["key"], row["value"], row["valid_from"])
        for row in store.settings_rows()
        if row["who"] != "made up"
    ]
    store.close()
    return rows


def test_every_setting_is_in_one_group_with_a_title_of_its_own():
    assert sorted(key for keys in GROUPS.values() for key in keys) == sorted(SETTINGS)
    assert len({title(key) for key in SETTINGS}) == len(SETTINGS)


def test_a_saved_target_applies_to_the_newest_month_and_no_earlier_one(at, sample_home):
    test = at("sample")
    assert "At or above 60%" not in on(test, "check_ins.py")
    on(test, "data_upload.py")
    look_at(test, "data_list", "Settings")
    field(test, "target.check_ins_in_date").set_value("60 %")
    field(test, "target.eet").set_value("65.0")  # the same as before: no change
    save(test, "targets")
    assert changes(sample_home) == [("target.check_ins_in_date", "60", date(2025, 3, 1))]
    assert test.success[0].value == plain(
        "Saved, valid from 1 March 2025: Check-ins in date (%) is 60."
    )
    assert "At or above 60%" in on(test, "check_ins.py")
    assert "60%" in on(test, "definitions.py")
    test.selectbox(key="month").set_value("2025-02").run()
    assert "60%" not in on(test, "check_ins.py")


def test_an_invalid_value_is_reported_and_nothing_in_its_group_is_stored(at, sample_home):
    test = at("sample")
    on(test, "data_upload.py")
    look_at(test, "data_list", "Settings")
    field(test, "check_in_months").set_value("0")
    field(test, "notice_days").set_value("7")
    save(test, "check-ins")
    assert test.error[0].value == plain(
        "Nothing was saved. Months between check-ins must be a whole number from 1 to 24; "
        "'0' is not."
    )
    assert (changes(sample_home), field(test, "notice_days").value) == ([], "7")
    field(test, "check_in_months").set_value("3")
    save(test, "check-ins")
    assert changes(sample_home) == [("notice_days", "7", date(2025, 3, 1))]


def test_settings_are_shown_as_on_the_chosen_start_day(at, full_home):
    test = at("sample")
    on(test, "data_upload.py")
    look_at(test, "data_list", "Settings")
    for name in ("Kestrelshire and the Islands", "Kestrelshire and the Isles"):
        field(test, "council").set_value(name)
        save(test, "council and benchmarks")
    test.date_input[0].set_value(date(2024, 6, 1)).run()
    assert field(test, "council").value == "Kestrelshire"
    words = text(test)
    assert (
        '<p class="cl-quiet">Since 1 October 2023; the default is empty. From 1 March '
        "2025: Kestrelshire and the Isles.</p>"
    ) in words
    assert "shows in June 2024 and later and leaves May 2024 and earlier as they are" in words


def test_a_damaged_store_is_reported_and_the_made_up_council_still_opens(at, sample_home):
    (sample_home / "own.db").write_bytes(b"this is no database" * 500)
    assert "The data cannot be opened." in on(at(), "overview.py")
    assert "made-up person" in on(at("sample"), "overview.py")
