"""The timetable as a calendar file (iCalendar): every entry an event of whole days, a window said to be one."""

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
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), 127), " ") | {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}


def calendar_file(dates: PublishedDates) -> bytes:
    """UTF-8 with lines folded as RFC 5545 asks, and no METHOD: a file to open, not an invitation. TypeError for anything else.

    The same dates make the same file. An event keeps its UID from one export to the next, so a
    calendar that has it already takes the new one for the same.
    """
    if not isinstance(dates, PublishedDates):
        raise TypeError(f"a calendar is made of PublishedDates, not {type(dates).__name__}")
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
    """From the first day to the day after the last, as the standard counts; it blocks nobody's time."""
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
    """A name for the event made of what it is, in letters that say nothing; the second of two alike gets another."""
    return f"{hashlib.sha256(f'{entry.key}|{number}'.encode()).hexdigest()[:32]}@{_OURS}"


def _said(entry: Entry) -> list[str]:
    window = f" The day is not known: it falls {entry.when}." if not entry.dated else ""
    drawn = f" Drawn to {day(entry.ends)}." if entry.open_ended else ""
    lines = [f"{entry.body_name}. {KINDS[entry.kind]}.{window}{drawn}", entry.rule, entry.outcome]
    return [line for line in [*lines, f"To settle: {entry.conflict}" if entry.conflict else ""] if line]


def _plain(text: str) -> str:
    """Without characters that a calendar file has no place for."""
    return text.translate(_CONTROL)
