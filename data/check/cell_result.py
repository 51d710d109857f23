"""The meaning of a cell, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from data.problems import Severity


@dataclass(frozen=True, slots=True)
class CellIssue:
    """What is wrong with a cell: rule code, severity, message and advice, none with the cell's
    value.
    """

    rule: str
    message: str
    advice: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class CellResult:
    """The meaning of a cell (None: blank), and its fault if it has one.

    With a WARNING the value is unknown; with a NOTE it has been tidied.

    `implied` is what the cell says about another column: the suitability from the digit of `U2`.
    """

    value: object = None
    fault: CellIssue | None = None
    implied: str = ""


NOTHING = CellResult()


def unknown(rule: str, message: str, advice: str) -> CellResult:
    """Return the result of a cell that cannot be used, so that its value is unknown."""
    return CellResult(None, CellIssue(rule, message, advice))


def tidied(value: object, rule: str, message: str, advice: str, implied: str = "") -> CellResult:
    """Return the result of a cell that is used as it was meant, with a note."""
    return CellResult(value, CellIssue(rule, message, advice, Severity.NOTE), implied)
