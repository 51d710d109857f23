"""The calendar file, read with a library that the app does not use: every date, and nothing about
anyone.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports.calendar import calendar_file
from analytics.publish.publish import publish_dates
from analytics.publish.types import Audience
from analytics.timetable import Entry, Kind, timetable
from tests.analytics.milestone_rows import MAY, REPORT, drawn

# Text that a calendar file can hold: no control characters, no surrogate halves.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


def made(entries, audience=Audience.MANAGER) -> bytes:
    return calendar_file(publish_dates(entries, audience, MAY, 7))


def events(content: bytes) -> list:
    """Return every event, as the second library reads it."""
    return list(vobject.readOne(content.decode("utf-8")).contents.get("vevent", []))


def report() -> tuple[Entry, ...]:
    return timetable(drawn(REPORT), MAY).entries


def one(what="Meeting", kind=Kind.KNOWN, **changed) -> Entry:
    return Entry(
        **{
            "starts": MAY,
            "ends": MAY,
            "what": what,
            "body": "dfe",
            "kind": kind,
            "rule": "As agreed.",
            "key": what,
        }
        | changed
    )


def test_every_date_in_the_file_is_the_same_as_in_the_timetable():
    entries = report()
    read = events(made(entries))
    assert [(event.dtstart.value, event.dtend.value - timedelta(1)) for event in read] == [
        (entry.starts, entry.ends) for entry in entries
    ]
    assert all(type(event.dtstart.value) is date for event in read)
    summaries = [entry.what if entry.dated else f"Window: {entry.what}" for entry in entries]
    assert [event.summary.value for event in read] == summaries
    assert date(2024, 8, 23) in [event.dtstart.value for event in read]


def test_a_window_is_described_as_a_window():
    event = next(
        event for event in events(made(report())) if "First monitoring visit" in event.summary.value
    )
    assert (event.dtstart.value, event.dtend.value) == (date(2024, 11, 16), date(2025, 2, 16))
    assert event.status.value == "TENTATIVE"
    assert "The exact day is not known: not before 16 November 2024" in event.description.value
    assert "Shown up to 15 February 2025." in event.description.value


def test_what_does_not_agree_is_tentative_and_says_why():
    read = [event for event in events(made(report())) if "Workshop" in event.summary.value]
    assert [event.status.value for event in read] == ["TENTATIVE", "TENTATIVE"]
    assert "To resolve: Also recorded for 4 July 2024" in read[0].description.value


def test_lines_are_folded_by_bytes_and_end_as_the_standard_requires():
    content = made([*report(), one("Sitzung für Kinder – 子ども家庭庁 " * 9)])
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"METHOD" not in content
    assert all(
        line.decode("utf-8") or not line for line in content.split(b"\r\n")
    )  # no character is cut in two


def test_the_same_dates_make_the_same_file_and_ids_stay_when_the_month_moves_on():
    assert made(report()) == made(report())

    def ids(entries):
        return {
            (event.summary.value, event.dtstart.value): event.uid.value
            for event in events(made(entries))
        }

    now, later = ids(report()), ids(timetable(drawn(REPORT), date(2024, 8, 31)).entries)
    shared = set(now) & set(later)
    assert {what for what, _ in shared} >= {
        "Improvement plan due with Ofsted",
        "Window: First monitoring visit",
    }
    assert all(now[key] == later[key] for key in shared)


def test_ids_are_unlike_each_other_and_name_nothing():
    found = [event.uid.value for event in events(made([*report(), one("Planted"), one("Planted")]))]
    assert len(set(found)) == len(found)
    assert all(
        name.rpartition("@")[2] == "timetable.care-leavers-dashboard.invalid"
        and "lanted" not in name
        for name in found
    )
    assert all(set(name.partition("@")[0]) <= set("0123456789abcdef") for name in found)


def test_cancelled_entries_are_left_out_and_a_shared_audience_sees_only_published_outcomes():
    secret, public = (
        one("On", status="done", outcome="Planted outcome"),
        one("Out", status="done", outcome="Known", published=True),
    )
    entries = [one("Off", status="cancelled"), one("Off", status="moved"), secret, public]
    assert [event.summary.value for event in events(made(entries))] == ["On", "Out"]
    assert b"Planted outcome" in made(entries)
    assert (
        b"Planted outcome" in made(entries, Audience.SHARED),
        b"Known" in made(entries, Audience.SHARED),
    ) == (False, True)


def test_a_calendar_is_made_of_published_dates_only():
    for other in (pd.DataFrame({"a": [1]}), list(report()), timetable(drawn(REPORT), MAY)):
        with pytest.raises(TypeError, match="PublishedDates"):
            calendar_file(other)  # pyright: ignore[reportArgumentType]


def test_a_calendar_of_nothing_is_still_a_calendar():
    assert events(made([])) == []


@given(
    TEXT,
    TEXT,
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(Kind),
)
def test_any_text_and_any_days_come_back(what, rule, starts, days, kind):
    entry = one(what, kind, rule=rule, starts=starts, ends=starts + timedelta(days))
    (event,) = events(made([entry]))
    assert event.summary.value == (what if entry.dated else f"Window: {what}")
    assert rule in event.description.value
    assert (event.dtstart.value, event.dtend.value) == (starts, starts + timedelta(days + 1))


@given(st.text(max_size=60))
def test_no_text_breaks_the_file_or_adds_an_event(text):
    content = made(
        [one(text.encode("utf-8", "ignore").decode(), rule="END:VEVENT\r\nBEGIN:VEVENT\r\n" + text)]
    )
    assert content.count(b"\nBEGIN:VEVENT") == 1
    assert not set(content) & {*range(9), 11, 12, *range(14, 32), 127}
    assert len(events(content)) == 1
