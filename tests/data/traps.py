"""Shared functions of the trap tests: people by one column, and the problems reported by cell."""

from __future__ import annotations

from datetime import date

from data.problems import Severity
from tests.data.workbooks import person

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
SILENT = None
TYPE, JUDGED = "type_of_accommodation", "suitability_of_accommodation"
SEEN = "latest_date_of_contact"


def born(number: int) -> date:
    return date(2002, 1, 1 + number % 28)


def people(key: str, written: list[object], **same: object) -> list[dict[str, object]]:
    """Return one person per value of a column, different in everything else."""
    return [
        person(
            **{"child_unique_id": f"P{number:03}", "date_of_birth": born(number), "gender": None}
            | same
            | {key: value}
        )
        for number, value in enumerate(written)
    ]


def said(extract, rule: str) -> list[tuple[str, Severity, str]]:
    return [
        (problem.cell, problem.severity, problem.message)
        for problem in extract.problems
        if problem.rule == rule
    ]


def cells(extract, rule: str) -> list[str]:
    return [problem.cell for problem in extract.problems if problem.rule == rule]


def passed(extract) -> str:
    """Return the note about skipped rows, "" if there is none."""
    lines = [problem.message for problem in extract.problems if problem.rule == "rows_passed_over"]
    assert len(lines) <= 1
    return lines[0] if lines else ""


def homes(extract) -> list[tuple[str, str | None]]:
    frame = extract.tables["care_leavers"]
    return list(
        zip(
            frame[TYPE],
            frame[JUDGED].astype(object).where(frame[JUDGED].notna(), None),
            strict=True,
        )
    )
