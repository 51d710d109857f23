"""A fault in a file as data: how grave, where, what was typed, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """Error: the row cannot be used. Warning: used, but look. Note: tidied."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place. `message` never holds the value typed: that is `value`, shown to its owner only."""

    severity: Severity
    rule: str
    message: str
    advice: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    table: str = ""
    column: str = ""  # key in the schema
    heading: str = ""  # as written in the file
    value: str = ""

    @property
    def row(self) -> int:
        """The row of the cell as a spreadsheet counts it; 0 where there is no cell."""
        return int("".join(filter(str.isdigit, self.cell)) or 0)

    def softened(self) -> Problem:
        """The same as a warning, where its row decides no person."""
        return replace(self, severity=Severity.WARNING) if self.severity is Severity.ERROR else self

    @property
    def place(self) -> str:
        """'Care leavers!M14 (LA in Touch)', as much of it as is known."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or self.file
        return f"{where} ({self.heading})" if self.heading else where

    def sentence(self, show_value: bool) -> str:
        """The problem as one sentence; the value typed only where the reader may see it."""
        typed = f"'{self.value}' " if show_value and self.value else ""
        return f"{self.place}: {typed}{self.message}" if self.place else f"{typed}{self.message}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at before an import. With `must_confirm` the person agrees to it first.

    `code` and `number` are the answer on the command line, --confirm CODE=NUMBER; the number is one
    that the sentence holds, so that an answer given for other figures does not count.
    """

    code: str
    sentence: str
    advice: str = ""
    must_confirm: bool = False
    severity: str = "warning"
    number: int = 1


Answers = Mapping[str, int]  # what a person has answered: the code of a doubt or choice -> its number
NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person must choose before a file can be read on; an answer is the number of an option, from 1."""

    code: str
    options: tuple[str, ...]


class UserError(Exception):
    """A file or month that cannot be used at all. The words are for the person; no cell value is in them.

    `choice` is what the person can choose to have it read after all.
    """

    exit_code = 1  # of the command line: an error in the data

    def __init__(self, reason: str, message: str, choice: Choice | None = None):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.choice = choice


class InputNeeded(UserError):
    """A person must answer, choose or put something right before it can go on: wrong use, or a store that is not as it should be."""

    exit_code = 2
