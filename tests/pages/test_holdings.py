"""What a session holds: its files go back one by one, and a session that has ended does not come back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pages.shared import holdings


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(holdings, "_sessions", {})


def test_a_file_that_has_just_come_in_stays_when_others_are_given_back():
    holdings.uploader_is_drawn()
    holdings.hand_out("", ["a", "b"])
    assert [holdings.refused_upload("", file, "5") for file in "ab"] == [None, None]
    holdings.give_back(["a"])
    assert holdings.refused_upload("", "a", "5") == holdings.NO_UPLOADER
    assert holdings.refused_upload("", "b", "5") is None


@pytest.mark.parametrize("active", [True, False])
def test_a_run_that_goes_on_after_its_session_does_not_bring_it_back(monkeypatch, active):
    running = SimpleNamespace(is_active_session=lambda session: active)
    monkeypatch.setattr(holdings.runtime, "exists", lambda: True)
    monkeypatch.setattr(holdings.runtime, "get_instance", lambda: running)
    holdings.uploader_is_drawn()
    assert holdings.may_upload("") == active
