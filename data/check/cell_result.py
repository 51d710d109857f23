"""What a cell means, and what is wrong with it, as data."""

from __future__ import annotations

from dataclasses import dataclass

from data.problems import Severity


@dataclass(frozen=True, slots=True)
class CellIssue:
    """What is wrong with a cell: a rule code, how grave, in words, and what to do. No cell value is in the words."""

    rule: str
    message: str
    advice: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class CellResult:
    """What a cell means (None: nothing), and its fault if it has one. A WARNING leaves the value unknown; a NOTE has tidied it.

    `beside` is what the cell says about another column: the suitability that the digit of `U2` carries.
    """

    value: object = None
    fault: CellIssue | None = None
    beside: str = ""


NOTHING = CellResult()


def unknown(rule: str, message: str, advice: str) -> CellResult:
    """A cell that cannot be used: its value is unknown."""
    return CellResult(None, CellIssue(rule, message, advice))


def tidied(value: object, rule: str, message: str, advice: str, beside: str = "") -> CellResult:
    """A cell that is used as it was meant, and said."""
    return CellResult(value, CellIssue(rule, message, advice, Severity.NOTE), beside)
