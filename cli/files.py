"""How `check` and `import` read files, and describe in words what is in them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from data.check.check_month import CheckedExtract, Known, check_month, nobody_known
from data.problems import NO_ANSWERS, Answers, InputNeeded
from data.recognise.as_at import in_words
from data.recognise.files import RecognisedFile, Source, by_month, open_files
from data.recognise.mapping import Mapping, read_mapping
from data.recognise.written_dates import month_end

WHICH = "which_"  # prefix of the code of a choice between sheets


def checked(
    files: tuple[Path, ...],
    given: date | None,
    mapping_file: Path | None,
    password_file: Path | None,
    known_before: Known = nobody_known,
    *,
    answers: Answers = NO_ANSWERS,
) -> list[CheckedExtract]:
    """Read and check the files; return one extract per month.

    All files are for the date given; without one, each is for its own month.
    """
    opened = open_files(
        [Source(path.name, path) for path in files],
        _mapping(mapping_file),
        _password(password_file),
    )
    months: list[list[RecognisedFile]] = [opened] if given else list(by_month(opened).values())
    return [
        check_month(of_month, given, known_before=known_before, answers=answers)
        for of_month in months
    ]


def one_answer_each(answers: tuple[tuple[str, int], ...]) -> Answers:
    """Return the answers by the code of their question.

    Raises UsageError if a question about which sheet to read has two different answers.
    """
    given: dict[str, int] = {}
    for code, number in answers:
        if code.startswith(WHICH) and given.get(code, number) != number:
            raise click.UsageError(
                f"--confirm {code} is given twice with different numbers. Give one, or "
                "import the months one by one."
            )
        given[code] = number
    return given


def date_given(key: str | None, day: datetime | None) -> date | None:
    """Return the date of --as-at, or the last day of --month. Raises UsageError if they
    disagree."""
    if key and day and f"{day:%Y-%m}" != key:
        raise click.UsageError(f"--as-at {day:%Y-%m-%d} is not in --month {key}. Give one of them.")
    return day.date() if day else month_end(key) if key else None


def _password(file: Path | None) -> str:
    """Return the first line of the file, or "" if no file is given.

    Raises InputNeeded if the file is not UTF-8 text.
    """
    if file is None:
        return ""
    try:
        return next(iter(file.read_text(encoding="utf-8-sig").splitlines()), "")
    except ValueError as wrong:
        raise InputNeeded(
            "password_wrong", f"The password file '{file.name}' is not plain text (UTF-8)."
        ) from wrong


def _mapping(file: Path | None) -> Mapping | None:
    if file is None:
        return None
    try:
        return read_mapping(json.loads(file.read_text(encoding="utf-8")))
    except ValueError as wrong:
        raise InputNeeded(
            "mapping", f"The mapping '{file.name}' cannot be read: it is not JSON."
        ) from wrong


def checked_text(extract: CheckedExtract, show_values: bool) -> str:
    lines = [f"{in_words(extract.as_at)} ({extract.as_at_from})"]
    for file in extract.files:
        lines.append(
            f"  {file.name} ({file.format}): {file.rows_read} rows read, {file.rows_used} "
            f"used, {file.rows_left_out} cannot be used"
        )
        lines += [f"    not kept: {ignored}" for ignored in file.ignored]
    lines += [f"  please confirm: {doubt.sentence} {doubt.advice}" for doubt in extract.doubts]
    asked = {doubt.code for doubt in extract.doubts}
    problems = [problem for problem in extract.problems if problem.rule not in asked]
    lines += [
        f"  {problem.severity}: {problem.sentence(show_values)}. {problem.advice}".rstrip()
        for problem in problems
    ]
    return "\n".join(lines)
