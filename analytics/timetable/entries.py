"""A milestone of the extract as a line of the timetable."""

from __future__ import annotations

from analytics.publish.dated_entry import Entry, Kind
from analytics.timetable.milestones import Milestone


def known(milestone: Milestone, rule: str = "", conflict: str = "") -> Entry:
    """A milestone as the extract has it."""
    kind = Kind.WINDOW if milestone.window else Kind.KNOWN
    says = rule or ("From and To of the extract." if milestone.window else "Date of the extract.")
    key = f"milestone|{milestone.body}|{milestone.says}|{milestone.starts}"
    return Entry(
        milestone.starts, milestone.last, milestone.event, milestone.body, kind, says, milestone.status,
        milestone.outcome, conflict, milestone.ends is None, key, milestone.published,
    )  # fmt: skip
