"""The problems of a file: one line per kind, and one table of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.measures.declared import MEASURES, touched_by


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column of one sheet, in the order they were found."""

    severity: str
    title: str
    problems: tuple[Any, ...]


def grouped(problems: Sequence[Any]) -> list[ProblemGroup]:
    """Group the problems by kind, the most serious first, each with its count in the title."""
    kinds: dict[tuple[str, ...], list[Any]] = {}
    for problem in problems:
        kinds.setdefault(
            (
                problem.severity,
                problem.file,
                problem.sheet,
                problem.rule,
                problem.column,
                problem.message,
            ),
            [],
        ).append(problem)
    return [
        ProblemGroup(found[0].severity, _title(found), tuple(found)) for found in kinds.values()
    ]


def _title(found: list[Any]) -> str:
    first = found[0]
    if not first.cell:
        return f"{first.sheet}: {first.message}" if first.sheet else first.message
    where = f"{first.sheet}, {first.heading}" if first.heading else first.sheet
    return (
        f"{where}: {first.cell} {first.message}"
        if len(found) == 1
        else f"{where}: {len(found):,} cells, each {first.message}"
    )


def problem_list(problems: Sequence[Any]) -> pd.DataFrame:
    """Return one row per problem: its cell, the value typed, what to do, and the measures
    affected."""
    rows = [
        {
            "How serious": str(problem.severity),
            "File": problem.file,
            "Sheet": problem.sheet,
            "Cell": problem.cell,
            "Column": problem.heading,
            "Value": problem.value,
            "What is wrong": problem.message,
            "What to do": problem.advice,
            "Rule": problem.rule,
            "Measures affected": ", ".join(
                MEASURES[name].title for name in touched_by(problem.table, problem.column)
            ),
        }
        for problem in problems
    ]
    return pd.DataFrame(rows)
