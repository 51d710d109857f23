"""The timetable as plain data, for the command line and other programs."""

from __future__ import annotations

from typing import Any

from analytics.publish.dated_entry import Entry
from analytics.timetable.bodies import RECEIVES
from analytics.timetable.whole_timetable import Timetable


def document(found: Timetable) -> dict[str, Any]:
    """Return lists of plain values; dates are YYYY-MM-DD, kinds and states are codes."""
    visits = found.visits
    return {
        "as_at": found.as_at.isoformat(),
        "ahead": [entry(one) for one in found.ahead],
        "behind": [entry(one) for one in found.behind],
        "conflicts": [entry(one) for one in found.conflicts],
        "visits": {
            "made": visits.made,
            "so_far": [entry(one) for one in visits.so_far],
            "to_come": [entry(one) for one in visits.to_come],
            "reinspection": entry(visits.reinspection) if visits.reinspection else None,
        },
        "judgements": [
            {
                "area": one.area,
                "now": one.now,
                "now_on": one.now_on,
                "before": one.before,
                "before_on": one.before_on,
                "note": one.note,
            }
            for one in found.judgements
        ],
        "bodies": [
            {"body": one.name, "gets": one.gets, "how_often": one.how_often} for one in RECEIVES
        ],
        "missing": list(found.notes),
    }


def entry(one: Entry) -> dict[str, Any]:
    """Return one line of the timetable as plain data."""
    days = {
        "from": one.starts.isoformat(),
        "to": one.ends.isoformat(),
        "open_ended": one.open_ended,
        "when": one.when,
    }
    about = {"what": one.what, "body": one.body_name, "kind": str(one.kind), "rule": one.rule}
    return {
        **days,
        **about,
        "status": one.status,
        "done": one.done,
        "outcome": one.outcome,
        "published": one.published,
        "conflict": one.conflict,
    }
