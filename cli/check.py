"""`check`: report what is in the files and what is wrong. Stores nothing."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from analytics.changes.import_checks import doubts_alone
from analytics.measures.declared import touched_by
from cli.files import checked, checked_text, date_given, one_answer_each
from cli.options import AS_AT, CONFIRM, FILES, FOR_MONTH, JSON, MAPPING, PASSWORD
from cli.output import show, with_options
from data.check.check_month import CheckedExtract
from data.problems import Problem, UserError


@click.command()
@FILES
@FOR_MONTH
@AS_AT
@MAPPING
@PASSWORD
@CONFIRM
@click.option(
    "--show-values", is_flag=True, help="Show the values typed. They may be personal data."
)
@JSON
def check(
    files: tuple[Path, ...],
    key: str | None,
    day: datetime | None,
    mapping_file: Path | None,
    password_file: Path | None,
    answers: tuple[tuple[str, int], ...],
    show_values: bool,
    as_json: bool,
) -> None:
    """Show what is in the files and what is wrong. Stores nothing."""
    extracts, refusal = [], None
    try:
        extracts = checked(
            files,
            date_given(key, day),
            mapping_file,
            password_file,
            answers=one_answer_each(answers),
        )
    except UserError as no:
        refusal = no
    document = {
        "files": [_file(file, extract) for extract in extracts for file in extract.files],
        "problems": [
            _problem(problem, show_values) for extract in extracts for problem in extract.problems
        ],
        "refusal": _refusal(refusal) if refusal else None,
    }
    show(
        document,
        as_json,
        lambda: (
            with_options(refusal)
            if refusal
            else "\n".join(_checked_alone(extract, show_values) for extract in extracts)
        ),
    )
    if refusal:
        sys.exit(refusal.exit_code)
    sys.exit(1 if any(extract.errors for extract in extracts) else 0)


def _refusal(refusal: UserError) -> dict[str, Any]:
    """Return the reason and the message as JSON, with the code and options if there is a choice."""
    choice = refusal.choice
    document = {"reason": refusal.reason, "message": refusal.message}
    return document | (
        {"choice": {"code": choice.code, "options": list(choice.options)}} if choice else {}
    )


def _file(file: Any, extract: CheckedExtract) -> dict[str, Any]:
    dated = {"as_at": extract.as_at.isoformat(), "as_at_from": extract.as_at_from}
    counts = {
        "rows_read": file.rows_read,
        "rows_used": file.rows_used,
        "rows_left_out": file.rows_left_out,
    }
    return {
        "file": file.name,
        "format": file.format,
        "sheets": file.sheets,
        **counts,
        "ignored": file.ignored,
        **dated,
    }


def _problem(problem: Problem, show_values: bool) -> dict[str, Any]:
    where = {
        "file": problem.file,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "column": problem.heading,
    }
    found = {
        "severity": str(problem.severity),
        "rule": problem.rule,
        **where,
        "message": problem.message,
    }
    found |= {"measures": list(touched_by(problem.table, problem.column)), "count": 1}
    return found | ({"value": problem.value} if show_values else {})


def _checked_alone(extract: CheckedExtract, show_values: bool) -> str:
    """Return the text of a check, with the doubts that need no other month."""
    asked = [
        (
            f"  {'please confirm' if doubt.must_confirm else 'warning'}: {doubt.sentence} "
            f"{doubt.advice}"
        )
        for doubt in doubts_alone(extract)
    ]
    return "\n".join([checked_text(extract, show_values), *asked])
