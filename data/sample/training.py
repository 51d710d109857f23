"""The courses of the made-up service's workers, and when they completed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.sample.chance import Chance
from data.sample.days import LOG_BEGAN, MONTHS, When, working_day
from data.sample.workforce import HOLD_CASES, Row, Worker

MANDATORY = (
    "Safeguarding",
    "Entitlements of care leavers and the local offer",
    "Trauma-informed practice",
    "Pathway planning",
    "Exploitation and missing",
    "Mental health and suicide prevention",
    "Homelessness duties",
    "Equality, diversity and inclusion",
)
_OF_CHOICE = "Motivational interviewing"
_BEFORE, _SINCE = (
    0.51,
    0.85,
)  # share of long-standing workers with a course by the first sheet, and of the others by the last


@dataclass(frozen=True, slots=True)
class Course:
    """A course for one worker."""

    worker: Worker
    name: str
    due: date
    taken: date | None


def courses(staff: list[Worker], chance: Chance) -> list[Course]:
    """Return eight courses for each worker with cases, and one more for some."""
    holding = [worker for worker in staff if worker.role in HOLD_CASES]
    wanted = [
        (worker, name)
        for worker in holding
        for name in (*MANDATORY, *[_OF_CHOICE] * chance.happens(0.35))
    ]
    return [_course(worker, name, chance) for worker, name in wanted]


def _course(worker: Worker, name: str, chance: Chance) -> Course:
    first, last = MONTHS[0].as_at, MONTHS[-1].as_at
    if worker.came > LOG_BEGAN:
        due = worker.came + timedelta(chance.between(45, 150))
        taken = (
            working_day(chance, worker.came, min(due + timedelta(20), last))
            if chance.happens(0.88)
            else None
        )
        return Course(worker, name, due, taken)
    if chance.happens(_BEFORE):
        return Course(
            worker,
            name,
            date(2023, 10, 31) + timedelta(chance.between(-270, 60)),
            working_day(chance, LOG_BEGAN, first),
        )
    due = first + timedelta(chance.between(-240, 300))
    return Course(
        worker, name, due, working_day(chance, first, last) if chance.happens(_SINCE) else None
    )


def rows(wanted: list[Course], when: When) -> list[Row]:
    """Return the courses of workers who are in post."""
    return [
        {
            "worker_id": course.worker.id,
            "course": course.name,
            "mandatory": "Y" if course.name in MANDATORY else "N",
            "due": course.due,
            "completed": course.taken if course.taken and course.taken <= when.as_at else None,
        }
        for course in wanted
        if course.worker.in_post(when.as_at)
    ]
