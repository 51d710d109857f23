"""The timetable: recorded dates, dates that follow from rules, and windows whose day is not
known."""

from analytics.publish.dated_entry import KINDS, Entry, Kind
from analytics.timetable.bodies import RECEIVES, given_at
from analytics.timetable.document import document
from analytics.timetable.judgements import Judgement
from analytics.timetable.visits import Visits
from analytics.timetable.whole_timetable import (
    Timetable,
    ahead,
    behind,
    conflicts,
    judgements,
    timetable,
    visits,
)
from analytics.timetable.working_days import is_working_day, working_days_after

__all__ = [
    "KINDS",
    "RECEIVES",
    "Entry",
    "Judgement",
    "Kind",
    "Timetable",
    "Visits",
    "ahead",
    "behind",
    "conflicts",
    "document",
    "given_at",
    "is_working_day",
    "judgements",
    "timetable",
    "visits",
    "working_days_after",
]
