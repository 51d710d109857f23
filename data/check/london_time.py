"""Read the time after a date, and find the London day of a time in another zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_TIME = (
    r"(?P<h>\d{1,2})(?::?(?P<m>\d{2}))(?::?(?P<s>\d{2})(?:[.,:]\d+)?)?(?:\s?(?P<half>[ap])\.?m\.?)?"
)
_ZONE = r"(?P<zone>z|utc|gmt|bst)?(?:(?P<sign>[+\-\u2212])(?P<oh>\d{2}):?(?P<om>\d{2})?)?"
_AFTER_DATE = re.compile(rf"[\s,T:]*(?:{_TIME})?\s*{_ZONE}(?:\s*\([^)]*\))?", re.IGNORECASE)
_FURTHEST = timedelta(hours=14)  # no time zone is further from Greenwich
LATE = time(23)  # midnight in a London summer, in Greenwich time


def london_day(day: date, after: str) -> date | None:
    """Return the day in London of a date and the text after it: '2025-03-30' and 'T23:00:00Z' are
    31 March.

    Without a time zone, or with words that are not a time, it is the day itself; None if the time
    or zone is impossible.
    """
    match = _AFTER_DATE.fullmatch(after)
    if not match or not _has_zone(match):
        return day
    try:
        moment = datetime.combine(day, _time(match) or time(0), timezone(_offset(match)))
    except ValueError:
        return None
    try:
        return moment.astimezone(LONDON).date()
    except OverflowError:  # the first or last day of the calendar
        return day


def time_after(after: str) -> time | None:
    """Return the time after a date if it has no time zone, otherwise None."""
    match = _AFTER_DATE.fullmatch(after)
    if not match or match["zone"] or match["sign"]:
        return None
    try:
        return _time(match)
    except ValueError:
        return None


def _has_zone(match: re.Match[str]) -> bool:
    """Return whether a time zone is written; '12:00-13:00' is a period, without a zone."""
    if match["zone"] or not match["sign"]:
        return bool(match["zone"])
    if match["h"] is None:
        return match["om"] is not None
    return match["sign"] == "+" or match["s"] is not None


def is_midnight_in_utc(day: date, at: time | None) -> bool:
    """Return whether this is midnight of the next day in London, written in Greenwich time (23:00
    in summer).
    """
    if at != LATE or day >= date.max:
        return False
    return datetime.combine(day + timedelta(days=1), time(0), LONDON).utcoffset() == timedelta(
        hours=1
    )


def _time(match: re.Match[str]) -> time | None:
    if match["h"] is None:
        return None
    hour = int(match["h"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("an hour of half a day is 1 to 12")
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return time(hour, int(match["m"]), min(int(match["s"] or 0), 59))


def _offset(match: re.Match[str]) -> timedelta:
    """Return how far a zone is ahead of Greenwich. Raises ValueError if there is no such zone."""
    ahead = timedelta(hours=1) if (match["zone"] or "").lower() == "bst" else timedelta(0)
    if match["sign"]:
        further = timedelta(hours=int(match["oh"]), minutes=int(match["om"] or 0))
        ahead += further if match["sign"] == "+" else -further
    if abs(ahead) > _FURTHEST:
        raise ValueError("no clock is so far from Greenwich")
    return ahead
