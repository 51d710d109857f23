"""What each body gets, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.timetable.milestones import BOARD, COMMITTEE, COUNCIL, DFE, OFSTED, PARENTS, POLICY, body_named


@dataclass(frozen=True, slots=True)
class Receives:
    """One body, what it is given, and how often."""

    body: str
    gets: str
    how_often: str

    @property
    def name(self) -> str:
        return body_named(self.body)


RECEIVES = (
    Receives(
        BOARD,
        "The position and what changed; the seven areas with delivery beside impact; late and changed actions; "
        "measures with control charts; claims and their evidence; risks; next dates; decisions asked for",
        "Every month",
    ),
    Receives(COMMITTEE, "Progress and impact against the plan in six slides and plain words; what changed since its last meeting", "Every meeting"),
    Receives(
        PARENTS,
        "Accommodation; health; preparation for adulthood; education, employment and training; Staying Close; what young people say",
        "Every meeting",
    ),
    Receives(POLICY, "The risk of not delivering the plan, its score and controls; cost pressures", "Every quarter"),
    Receives(COUNCIL, "The improvement plan, for approval before it goes to Ofsted", "Once for each plan"),
    Receives(OFSTED, "The improvement plan", "Once, within 70 working days of the report"),
    Receives(OFSTED, "At a monitoring visit: full measures, the statement of data quality and the Annex A list of care leavers", "Up to four visits a year"),
    Receives(DFE, "For its review: full measures and the statement of data quality", "At least every six months from the improvement notice"),
)  # fmt: skip
