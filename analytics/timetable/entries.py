"""Turn a milestone of the extract into a line of the timetable."""

from __future__ import annotations

from analytics.publish.dated_entry import Entry, Kind
from analytics.timetable.milestones import Milestone


def known(milestone: Milestone, rule: str = "", conflict: str = "") -> Entry:
    """Return a milestone of the extract as an entry of the timetable."""
    kind = Kind.WINDOW if milestone.window else Kind.KNOWN
    says = rule or ("From and To in the extract." if milestone.window else "Date in the extract.")
    key = f"milestone|{milestone.body}|{milestone.says}|{milestone.starts}"
    return Entry(
        milestone.starts,
        milestone.last,
        milestone.event,
        milestone.body,
        kind,
        says,
        milestone.status,
        milestone.outcome,
        conflict,
        milestone.ends is None,
        key,
        milestone.published,
    )
