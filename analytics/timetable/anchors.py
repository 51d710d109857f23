"""The events that rules count from: how each is found among the milestones, and which row to add
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.publish.dated_entry import OFF, body_named
from analytics.timetable.milestones import DFE, OFSTED, Milestone


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event matches if its body is the same and it contains one of `words` and none of
    `without`.
    """

    event: str  # as the row to add would have it
    body: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()

    def is_of(self, milestone: Milestone) -> bool:
        said = milestone.says.replace("not published", "").replace("unpublished", "")
        return (
            milestone.body == self.body
            and any(word in said for word in self.words)
            and not any(word in said for word in self.without)
        )

    def lacking(self, what: str) -> str:
        """Return what cannot be worked out without it, and the row to add."""
        return (
            f"{what} cannot be worked out: add a row to Milestones with its date, Event "
            f"'{self.event}' and Body '{body_named(self.body)}'."
        )


_NEWS = ("published", "publication")
_OF_A_VISIT = ("letter", "report", *_NEWS)

PUBLICATION = Anchor(
    "Inspection report published", OFSTED, _NEWS, ("visit", "letter", "plan", "judgement")
)
PLAN_SENT = Anchor(
    "Improvement plan submitted", OFSTED, ("plan submi", "plan sent", "submission of")
)
VISIT = Anchor("Monitoring visit", OFSTED, ("monitoring visit",), _OF_A_VISIT)
REINSPECTION = Anchor(
    "Reinspection", OFSTED, ("reinspection", "re-inspection"), (*_NEWS, "judgement")
)
NOTICE = Anchor(
    "Improvement notice issued",
    DFE,
    ("improvement notice",),
    ("lifted", "withdrawn", "removed", "ended"),
)
NOTICE_ENDED = Anchor(
    "Improvement notice lifted",
    DFE,
    ("notice lifted", "notice withdrawn", "notice removed", "notice ended"),
)
REVIEW = Anchor("DfE review", DFE, ("review",), ("notice",))
JUDGEMENT = Anchor("Judgement: care leavers", OFSTED, ("judgement:", "judgment:"))
ANCHORS = (PUBLICATION, PLAN_SENT, VISIT, REINSPECTION, NOTICE, NOTICE_ENDED, REVIEW, JUDGEMENT)


@dataclass(frozen=True, slots=True)
class Record:
    """The milestones of a month, with the searches that the rules need."""

    milestones: Sequence[Milestone]
    as_at: date

    def of(self, anchor: Anchor, since: date = date.min) -> list[Milestone]:
        """Return every such event from a day on that was neither cancelled nor moved, oldest
        first."""
        return [
            one
            for one in self.milestones
            if one.starts >= since and one.status not in OFF and anchor.is_of(one)
        ]

    def one(self, anchor: Anchor) -> Milestone | None:
        """Return the latest such event whose day is known and past, or the first one to come."""
        dated = [one for one in self.of(anchor) if not one.window]
        past = [one for one in dated if one.starts <= self.as_at]
        return past[-1] if past else next(iter(dated), None)
