"""The bodies that oversee the service: what each receives, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.publish.dated_entry import body_named
from analytics.timetable.milestones import BOARD, COMMITTEE, COUNCIL, DFE, OFSTED, PARENTS, POLICY


@dataclass(frozen=True, slots=True)
class Receives:
    """One body, what it receives, and how often."""

    body: str
    gets: str
    how_often: str
    short: str = ""  # what it gets, shown next to one of its dates
    words: tuple[str, ...] = ()  # it gets this on a date whose text contains one of these

    @property
    def name(self) -> str:
        return body_named(self.body)


_NOT_A_MEETING = ("workshop", "terms of reference")
RECEIVES = (
    Receives(
        BOARD,
        "The position and what changed; the seven areas with delivery and impact; late and "
        "changed actions; "
        "measures with control charts; claims and their evidence; risks; next dates; "
        "decisions needed",
        "Every month",
        "Board pack",
        ("meeting", "improvement board"),
    ),
    Receives(
        COMMITTEE,
        "Progress and impact against the plan in six plain slides; what changed since its "
        "last meeting",
        "Every meeting",
        "Committee pack: six slides in plain words",
        ("meeting", "children and families committee"),
    ),
    Receives(
        PARENTS,
        "Accommodation; health; preparation for adulthood; education, employment and "
        "training; Staying Close; what young people say",
        "Every meeting",
        "Working group pack",
        ("meeting", "working group"),
    ),
    Receives(
        POLICY,
        "The risk of not delivering the plan, its score and controls; cost pressures",
        "Every quarter",
        "The risk, its score and controls; cost pressures",
        ("risk register", "policy committee"),
    ),
    Receives(
        COUNCIL,
        "The improvement plan, for approval before it goes to Ofsted",
        "Once for each plan",
        "The improvement plan, for approval",
        ("plan",),
    ),
    Receives(
        OFSTED,
        "The improvement plan",
        "Once, within 70 working days of the report",
        "The improvement plan",
        ("plan due", "plan submi", "plan sent", "submission of"),
    ),
    Receives(
        OFSTED,
        "At a monitoring visit: full measures, the statement of data quality and the Annex "
        "A list of care leavers",
        "Up to four visits a year",
        "Full measures, statement of data quality, Annex A list",
        ("monitoring visit",),
    ),
    Receives(
        DFE,
        "For its review: full measures and the statement of data quality",
        "At least every six months from the improvement notice",
        "Full measures, statement of data quality",
        ("review",),
    ),
)


def given_at(what: str, body: str) -> str:
    """Return what a body gets on one of its dates, in short; "" if nothing is laid down for it."""
    said = what.casefold()
    if any(word in said for word in _NOT_A_MEETING):
        return ""
    return next(
        (
            one.short
            for one in RECEIVES
            if one.body == body and any(word in said for word in one.words)
        ),
        "",
    )
