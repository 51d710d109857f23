"""The made-up council's dates with its inspectors, the department, its board and its committees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.sample.days import When
from data.sample.workforce import Row

_BOARD, _COMMITTEE, _POLICY, _PARENTS = (
    "Improvement Board",
    "committee",
    "Corporate Policy Committee",
    "Corporate Parent Working Group",
)
_BEGAN = date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day, or days from `on` to `to`.

    It is on the sheet from `known`, until `dropped` if another row replaces it.
    """

    event: str
    body: str
    on: date
    to: date | None = None
    outcome: str | None = None
    published: str | None = None
    known: date = _BEGAN
    dropped: date | None = None
    unsettled: bool = False  # two dates are recorded for it, and nobody has decided which is right


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _of(
    body: str,
    event: str,
    days: str,
    known: str,
    outcome: str | None = None,
    published: str | None = None,
    dropped: str = "",
) -> Milestone:
    on, *to = map(_day, days.split())
    return Milestone(
        event,
        body,
        on,
        to[0] if to else None,
        outcome,
        published,
        _day(known),
        _day(dropped) if dropped else None,
    )


def _meetings(body: str, event: str, *days: str) -> list[Milestone]:
    """Return a series of meetings; each is on the sheet half a year before it is held."""
    return [Milestone(event, body, _day(day)) for day in days]


def _judged(grade: str, *areas: str) -> list[Milestone]:
    """Return Ofsted's judgements in the report of May 2024, one row each."""
    return [
        _of("Ofsted", f"Judgement: {area}", "2024-05-16", "2024-05-16", grade, "Y")
        for area in areas
    ]


_WORKSHOP = "Workshop of the committee on the draft plan"
_TWO_DAYS = "The papers name 2 July and 4 July; not settled"
_IMPROVE, _INADEQUATE = "Requires improvement to be good", "Inadequate"
_ALL: tuple[Milestone, ...] = (
    _of("Ofsted", "Judgement: overall", "2019-01-01 2019-12-31", "2024-04-01", _IMPROVE, "Y"),
    _of("Ofsted", "Inspection of children's services", "2024-02-19 2024-03-08", "2024-04-01", "Care leavers and overall: inadequate; the other three: requires improvement", "Y"),
    _of("Ofsted", "Inspection report published", "2024-05-16", "2024-05-01", "Seven areas for improvement", "Y"),
    *_judged(_IMPROVE, "leaders", "help and protection", "children in care"),
    *_judged(_INADEQUATE, "care leavers", "overall"),
    _of("Ofsted", "Action planning meeting", "2024-06-19", "2024-05-16", "Draft plan discussed with Ofsted and the DfE"),
    Milestone(_WORKSHOP, _COMMITTEE, date(2024, 7, 2), outcome=_TWO_DAYS, known=date(2024, 5, 31), unsettled=True),
    Milestone(_WORKSHOP, _COMMITTEE, date(2024, 7, 4), outcome=_TWO_DAYS, known=date(2024, 5, 31), unsettled=True),
    _of("Council", "Improvement plan goes to full council", "2024-07-17", "2024-05-31", "Approved"),
    _of("Ofsted", "Improvement plan submitted to Ofsted", "2024-08-16", "2024-05-16", "Submitted a week before the last day, 23 August 2024", "Y"),
    _of("DfE", "Improvement notice", "2024-06-27", "2024-06-01", "Board with an independent chair; adviser; reviews", "Y"),
    _of("DfE", "Review of progress", "2024-12-12", "2024-09-01", "Progress seen for over 21s; housing named as the main concern", "N"),
    _of("DfE", "Review of progress", "2025-06-11", "2025-01-01"),
    _of("Ofsted", "First monitoring visit", "2024-11-16 2024-12-20", "2024-05-16", dropped="2024-10-31"),
    _of("Ofsted", "First monitoring visit", "2024-11-26 2024-11-27", "2024-10-31", "Care leavers over 21: most are now known and called; visits still too rare", "N"),
    _of("Ofsted", "Second monitoring visit", "2025-02-01 2025-03-31", "2024-11-30", dropped="2025-01-31"),
    _of("Ofsted", "Second monitoring visit", "2025-02-25 2025-02-26", "2025-01-31", "Management oversight stronger; homelessness unchanged", "Y"),
    _of("Ofsted", "Third monitoring visit", "2025-05-01 2025-07-18", "2025-02-28"),
    *_meetings(_BOARD, "Improvement Board (as before the inspection)", "2024-04-25", "2024-05-30", "2024-06-27"),
    *_meetings(_BOARD, "Improvement Board", "2024-07-25", "2024-08-29", "2024-09-26", "2024-10-31", "2024-11-28", "2024-12-19", "2025-01-30", "2025-02-27", "2025-03-27", "2025-04-24", "2025-05-29", "2025-06-26"),
    *_meetings(_COMMITTEE, "Children and Families Committee", "2024-06-03", "2024-09-16", "2024-11-11", "2025-01-13", "2025-03-17", "2025-06-09"),
    *_meetings(_POLICY, "Corporate risk register seen", "2024-07-11", "2024-10-03", "2025-01-23", "2025-04-10"),
    *_meetings(_PARENTS, "Corporate Parent Working Group", "2024-10-17", "2024-12-05", "2025-02-13", "2025-04-17"),
)  # fmt: skip
_AHEAD = 184  # days that a meeting is on the sheet before it is held


def milestones(when: When) -> list[Row]:
    """Return the rows of one month, in date order."""
    shown = [
        one
        for one in _ALL
        if one.known <= when.as_at and (one.dropped is None or when.as_at < one.dropped)
    ]
    near = [one for one in shown if (one.on - when.as_at).days <= _AHEAD]
    return [_row(one, when) for one in sorted(near, key=lambda one: one.on)]


def _row(one: Milestone, when: When) -> Row:
    over = (one.to or one.on) <= when.as_at
    return {
        "date": None if one.to else one.on,
        "from": one.on if one.to else None,
        "to": one.to,
        "event": one.event,
        "body": one.body,
        "status": None if one.unsettled and over else "done" if over else "planned",
        "outcome": one.outcome if over or one.unsettled else None,
        "published": one.published if over else None,
    }
