"""Two people change settings: nothing that one has stored is lost, and the other decides."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.month.settings import settings_from
from data.store import Store
from pages.shared.layout.page_style import plain
from pages.shared.upload.setting_phrases import title
from tests.pages import test_pages
from tests.pages.test_pages import field, look_at, on, save, text

at = test_pages.at  # a fixture
MARCH, NEWEST = date(2025, 3, 1), date(2025, 3, 31)
EET = "target.eet"


@pytest.fixture
def store(sample_home):
    return Store(f"sqlite:///{sample_home / 'sample.db'}")


@pytest.fixture
def form(at, store):
    """Return the settings form as the first person has it open."""
    test = at("sample")
    on(test, "data_upload.py")
    look_at(test, "data_list", "Settings")
    return test


def stored(store, *keys):
    held = dict(store.settings_on(NEWEST))
    return [held.get(key) for key in keys]


def press(test, label):
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception
    return test


def overtaken(form, store):
    """Let both change the employment target, Bob first."""
    field(form, EET).set_value("70")
    store.set_setting(EET, "60", "Bob", MARCH)
    save(form, "targets")
    return form


def test_the_second_person_sees_both_versions_and_nothing_of_theirs_is_stored(form, store):
    overtaken(form, store)
    assert form.warning[0].value.startswith(plain(f"Bob changed {title(EET)} on "))
    words = text(form)
    assert "Saved by Bob" in words
    assert "Not saved yet" in words
    assert stored(store, EET) == ["60"]


def test_saving_my_version_replaces_theirs(form, store):
    press(overtaken(form, store), "Save my version")
    assert (stored(store, EET), len(form.warning)) == (["70"], 0)
    assert form.success[0].value.startswith(
        plain(f"Saved, valid from 1 March 2025: {title(EET)} is 70.")
    )


def test_keeping_their_version_stores_nothing(form, store):
    press(overtaken(form, store), "Keep Bob's version")
    assert (stored(store, EET), len(form.warning), field(form, EET).value) == (["60"], 0, "60")


def test_a_third_change_in_between_asks_again(form, store):
    overtaken(form, store)
    store.set_setting(EET, "61", "Cat", MARCH)
    press(form, "Save my version")
    assert form.warning[0].value.startswith(plain(f"Cat changed {title(EET)} on "))
    assert stored(store, EET) == ["61"]


def test_a_change_to_a_different_setting_of_the_form_is_not_a_conflict(form, store):
    field(form, EET).set_value("70")
    store.set_setting("target.neet", "20", "Bob", MARCH)
    save(form, "targets")
    assert (stored(store, EET, "target.neet"), len(form.warning)) == (["70", "20"], 0)


# baselines


def baselines(store):
    return [
        (month, reason) for _, month, reason in settings_from(store.settings_on(NEWEST)).baselines
    ]


def opened(at, month=None):
    test = at("sample")
    if month:
        test.selectbox(key="month").set_value(month).run()
    test.selectbox(key="measure").set_value("coverage_21_plus").run()
    return test


def fill(test, month, reason):
    next(one for one in test.selectbox if one.label == "From").set_value(month)
    next(one for one in test.text_input if one.label.startswith("Why")).set_value(reason)
    return test


class TestBaselines:
    """A control chart needs all eighteen months."""

    @pytest.fixture
    def store(self, full_home):
        return Store(f"sqlite:///{full_home / 'sample.db'}")

    def test_a_baseline_set_while_an_earlier_month_is_open_keeps_those_of_the_newest(
        self, at, store
    ):
        press(fill(opened(at), "2024-05", "Outreach"), "Set baseline")
        test = opened(at, "2024-10")
        assert "counts from March 2025 on. The charts of October 2024 stay as they were" in text(
            test
        )
        press(fill(test, "2024-07", "A second team"), "Set baseline")
        assert baselines(store) == [("2024-05", "Outreach"), ("2024-07", "A second team")]
        press(test, plain("Take back May 2024: Outreach"))
        assert baselines(store) == [("2024-07", "A second team")]

    def test_a_baseline_set_by_somebody_else_for_another_month_is_kept(self, at, store):
        test = fill(opened(at), "2024-05", "Outreach")
        store.set_setting("baselines", "coverage_21_plus 2024-07 A second team", "Bob", MARCH)
        press(test, "Set baseline")
        assert baselines(store) == [("2024-05", "Outreach"), ("2024-07", "A second team")]

    def test_a_baseline_set_by_somebody_else_for_the_same_month_is_shown_next_to_mine(
        self, at, store
    ):
        test = fill(opened(at), "2024-05", "Outreach")
        store.set_setting(
            "baselines", "cohort 2024-06 A merger; coverage_21_plus 2024-05 New flats", "Bob", MARCH
        )
        press(test, "Set baseline")
        assert test.warning[0].value.startswith("Bob changed New baselines of control charts on ")
        assert baselines(store) == [("2024-06", "A merger"), ("2024-05", "New flats")]
        press(test, "Save my version")
        assert baselines(store) == [("2024-06", "A merger"), ("2024-05", "Outreach")]

    def test_taking_back_a_baseline_that_somebody_changed_asks_first(self, at, store):
        press(fill(opened(at), "2024-05", "Outreach"), "Set baseline")
        test = opened(at)
        store.set_setting("baselines", "coverage_21_plus 2024-05 New flats", "Bob", MARCH)
        press(test, plain("Take back May 2024: Outreach"))
        assert (len(test.warning), baselines(store)) == (1, [("2024-05", "New flats")])
