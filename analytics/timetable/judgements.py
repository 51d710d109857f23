"""Ofsted's graded judgements, now and at the previous inspection: read from the milestones, never
assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.publish.dated_entry import span
from analytics.timetable.anchors import JUDGEMENT, Record
from analytics.timetable.milestones import Milestone

# The judged areas, and the words that show a row's event is about each.
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
NOT_ON_RECORD = "Not recorded"
NO_OVERALL = "No overall grade"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An area's grade now and before; the date is blank if there is none."""

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
    """Return one judgement per area, in the order of AREAS; none if the extract has no judgement at
    all.
    """
    made = [one for one in record.of(JUDGEMENT) if one.starts <= record.as_at]
    return [_of_area(area, made) for area in AREAS] if made else []


def none_inadequate(record: Record, published: date) -> bool:
    """Return whether judgements since a day are recorded and none of them is inadequate."""
    since = [
        one
        for one in record.of(JUDGEMENT, since=published)
        if one.starts <= max(record.as_at, published)
    ]
    return bool(since) and not any(grade(one) == INADEQUATE for one in since)


def grade(milestone: Milestone) -> str:
    """Return the outcome in Ofsted's words, or as written if it is not one of the four."""
    said = milestone.outcome.casefold()
    return next(
        (
            name
            for name in GRADES
            if said and (name.casefold() == said or name.casefold().startswith(f"{said} "))
        ),
        milestone.outcome,
    )


def area_of(milestone: Milestone) -> str | None:
    """Return the area that a row judges, or None if its event names none of them."""
    about = milestone.says.partition(":")[2]
    return next(
        (area for area, (_, words) in AREAS.items() if any(word in about for word in words)), None
    )


def _of_area(area: str, made: list[Milestone]) -> Judgement:
    found = [
        (grade(one) or NOT_ON_RECORD, span(one.starts, one.last))
        for one in made
        if area_of(one) == area
    ]
    nothing = (NOT_ON_RECORD, "")
    now, before = (found[-1] if found else nothing), (found[-2] if len(found) > 1 else nothing)
    if area == "care leavers" and found and len(found) == 1:
        before = ("No separate grade before January 2023", "")
    if area != "overall":
        return Judgement(area, *now, *before)
    newest = max(one.starts for one in made)
    if newest >= NO_OVERALL_FROM:
        overall = [one for one in made if area_of(one) == area and one.starts < NO_OVERALL_FROM]
        before = (
            (grade(overall[-1]), span(overall[-1].starts, overall[-1].last)) if overall else nothing
        )
        now = (NO_OVERALL, "")
    return Judgement(
        area, *now, *before, note="From 1 April 2026 Ofsted no longer gives an overall grade."
    )
