"""Ofsted's graded judgements, now and at the inspection before: read from the milestones, never assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.publish.dated_entry import span
from analytics.timetable.anchors import JUDGEMENT, Record
from analytics.timetable.milestones import Milestone

# The areas that are judged, and the words by which a row's event is known to be about each.
AREAS = {
    "leaders": ("Leaders", ("leader",)),
    "help and protection": ("Help and protection", ("help and protection", "help or protection")),
    "in care": ("Children in care", ("in care",)),
    "care leavers": ("Care leavers", ("care leaver",)),
    "overall": ("Overall", ("overall",)),
}
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
INADEQUATE = GRADES[-1]
NO_OVERALL_FROM = date(2026, 4, 1)
OWN_GRADE_FROM = date(2023, 1, 1)  # care leavers are judged on their own
NOT_ON_RECORD = "Not on record"
NO_OVERALL = "No overall grade"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An area's grade now and before; a blank date where there is none."""

    area: str  # key of AREAS
    now: str
    now_on: str
    before: str
    before_on: str
    note: str = ""

    @property
    def title(self) -> str:
        return AREAS[self.area][0]


def judgements_of(record: Record) -> list[Judgement]:
    """One for each area, in the order of AREAS; none where the extract holds no judgement at all."""
    made = [one for one in record.of(JUDGEMENT) if one.starts <= record.as_at]
    return [_of_area(area, made) for area in AREAS] if made else []


def none_inadequate(record: Record, published: date) -> bool:
    """Whether judgements since a day are on record and not one of them is inadequate."""
    since = [one for one in record.of(JUDGEMENT, since=published) if one.starts <= max(record.as_at, published)]
    return bool(since) and not any(grade(one) == INADEQUATE for one in since)


def grade(milestone: Milestone) -> str:
    """The outcome as Ofsted calls it, or as it was written where that is none of the four."""
    said = milestone.outcome.casefold()
    return next(
        (name for name in GRADES if said and (name.casefold() == said or name.casefold().startswith(f"{said} "))), milestone.outcome
    )


def area_of(milestone: Milestone) -> str | None:
    """The area that a row judges, None where its event names none of them."""
    about = milestone.says.partition(":")[2]
    return next((area for area, (_, words) in AREAS.items() if any(word in about for word in words)), None)


def _of_area(area: str, made: list[Milestone]) -> Judgement:
    found = [(grade(one) or NOT_ON_RECORD, span(one.starts, one.last)) for one in made if area_of(one) == area]
    nothing = (NOT_ON_RECORD, "")
    now, before = (found[-1] if found else nothing), (found[-2] if len(found) > 1 else nothing)
    if area == "care leavers" and found and len(found) == 1:
        before = ("No grade of its own before January 2023", "")
    if area != "overall":
        return Judgement(area, *now, *before)
    newest = max(one.starts for one in made)
    if newest >= NO_OVERALL_FROM:
        overall = [one for one in made if area_of(one) == area and one.starts < NO_OVERALL_FROM]
        before = (grade(overall[-1]), span(overall[-1].starts, overall[-1].last)) if overall else nothing
        now = (NO_OVERALL, "")
    return Judgement(area, *now, *before, note="From 1 April 2026 Ofsted gives no overall grade.")
