"""Problems in a file, questions before an import, and errors that users can put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How serious a problem is.

    Error: the row cannot be used. Warning: it is used, but look at it. Note: it was tidied.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    `message` never holds the value typed: that is in `value`, which only its owner sees.
    """

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
        """Return the row of the cell as a spreadsheet numbers it, 0 if there is no cell."""
        return int("".join(filter(str.isdigit, self.cell)) or 0)

    def softened(self) -> Problem:
        """Return an error as a warning, for tables whose rows are not people."""
        return replace(self, severity=Severity.WARNING) if self.severity is Severity.ERROR else self

    @property
    def place(self) -> str:
        """Return 'Care leavers!M14 (LA in Touch)', or as much of it as is known."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or self.file
        return f"{where} ({self.heading})" if self.heading else where

    def sentence(self, show_value: bool) -> str:
        """Return the problem as one sentence, with the value typed only if the reader may see
        it."""
        typed = f"'{self.value}' " if show_value and self.value else ""
        return f"{self.place}: {typed}{self.message}" if self.place else f"{typed}{self.message}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at before an import. With `must_confirm` the person must agree to it.

    `code` and `number` are the answer on the command line, --confirm CODE=NUMBER. The number is one
    from the sentence, so an answer given for other figures does not count.
    """

    code: str
    sentence: str
    advice: str = ""
    must_confirm: bool = False
    severity: str = "warning"
    number: int = 1


Answers = Mapping[str, int]  # a person's answers: the code of a doubt or choice -> its number
NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person must choose before reading can go on; the answer is an option's number,
    from 1."""

    code: str
    options: tuple[str, ...]


class UserError(Exception):
    """A file or month that cannot be used at all. The message is for the user and has no cell
    value.

    `choice` holds the options with which it can be read, if there are any.
    """

    exit_code = 1  # exit code of the command line: an error in the data

    def __init__(self, reason: str, message: str, choice: Choice | None = None):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.choice = choice


class InputNeeded(UserError):
    """The user must answer, choose or put something right first, such as a database that is
    missing.
    """

    exit_code = 2
