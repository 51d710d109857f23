"""The timetable as a calendar file (iCalendar): every entry is an all-day event, windows are
labelled.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime, time

from icalendar import Calendar, Event

from analytics.publish.dated_entry import KINDS, Entry
from analytics.publish.phrases import day
from analytics.publish.types import PublishedDates
from data.dates import DAY

ICS = "text/calendar"
NAME = "Care leavers: timetable"
_OURS = "timetable.care-leavers-dashboard.invalid"
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), 127), " ") | {
    0x2028: "\n",
    0x2029: "\n",
    0x85: "\n",
}


def calendar_file(dates: PublishedDates) -> bytes:
    """Return an iCalendar file: UTF-8, lines folded by RFC 5545, no METHOD, so it is not an
    invitation.

    The same dates make the same file. An event keeps its UID from one export to the next, so a
    calendar that already has it updates it. Raises TypeError for anything but PublishedDates.
    """
    if not isinstance(dates, PublishedDates):
        raise TypeError(f"a calendar needs PublishedDates, not {type(dates).__name__}")
    calendar = Calendar()
    calendar.add("prodid", "-//Care leavers dashboard//Timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAME)
    made, seen = datetime.combine(dates.as_at, time(), UTC), Counter[str]()
    for entry in dates.entries:
        seen[entry.key] += 1
        calendar.add_component(_event(entry, made, seen[entry.key]))
    return calendar.to_ical()


def _event(entry: Entry, made: datetime, number: int) -> Event:
    """Return an event from the first day to the day after the last, as the standard requires.

    It is transparent: it does not mark anyone as busy.
    """
    event = Event()
    event.add("uid", uid(entry, number))
    event.add("dtstamp", made)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends + DAY)
    event.add("summary", _plain(entry.what if entry.dated else f"Window: {entry.what}"))
    event.add("description", _plain("\n".join(_said(entry))))
    event.add("categories", [_plain(entry.body_name)])
    event.add("status", "CONFIRMED" if entry.dated and not entry.conflict else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def uid(entry: Entry, number: int = 1) -> str:
    """Return a hash of the entry's key and number as the event's UID; the second of two equal keys
    differs.
    """
    return f"{hashlib.sha256(f'{entry.key}|{number}'.encode()).hexdigest()[:32]}@{_OURS}"


def _said(entry: Entry) -> list[str]:
    window = f" The exact day is not known: {entry.when}." if not entry.dated else ""
    drawn = f" Shown up to {day(entry.ends)}." if entry.open_ended else ""
    lines = [f"{entry.body_name}. {KINDS[entry.kind]}.{window}{drawn}", entry.rule, entry.outcome]
    return [
        line for line in [*lines, f"To resolve: {entry.conflict}" if entry.conflict else ""] if line
    ]


def _plain(text: str) -> str:
    """Return the text without characters that a calendar file cannot hold."""
    return text.translate(_CONTROL)
