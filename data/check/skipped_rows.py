"""Find rows in or under a table that are not records: totals, notes, and repeated headings of
printed pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.problems import Problem, Severity
from data.recognise.find_tables import DetectedTable
from data.workbook import letters

RULE = "rows_passed_over"
_RANGES_SHOWN = 5

_UNDER_THE_TABLE = re.compile(
    r"(?:(?:grand |overall |sub-? ?)?totals?|notes?|source|end of|count)\b"
    r"|(?:(?:report|list|extract|data) )?(?:printed|generated|produced|extracted|created|refreshed) (?:on|by|at|from)\b"  # noqa: E501
    r"|(?:report )?(?:run|print|extract|refresh) (?:date|time|on|by|at)\b|report (?:run|date|title|name)\b"  # noqa: E501
    r"|page \d+(?: of \d+)?$|(?:number of|no\.? of) (?:records|rows|people|young people|children|care leavers|cases)\b"  # noqa: E501
    r"|\d+ (?:records?|rows?)\b|(?:records?|rows?)(?: \w+)?: ?\d|official(?:[- ]sensitive)?(?:$|:)|confidential$"  # noqa: E501
)

_TOTAL = re.compile(
    r"(?:grand |overall |sub-? ?)?totals?:?"
)  # a row of totals, with any number of columns


def no_record(filled: Sequence[object], headings: set[str], titles: set[str]) -> bool:
    """Return whether a row is a total, a note or a repeated heading or title, by its first filled
    cells.

    `headings` and `titles` are the texts of the heading row and of the rows above it, after
    `alike`.
    """
    first = alike(filled[0])
    if first in headings and len(filled) > 1 and all(alike(cell) in headings for cell in filled):
        return True
    if len(filled) == 1 and first in titles:
        return True
    if _TOTAL.fullmatch(first) and all(isinstance(cell, (int, float)) for cell in filled[1:]):
        return True
    return len(filled) <= 3 and bool(_UNDER_THE_TABLE.match(first))


def alike(cell: object) -> str:
    """Return a cell's text in lower case with single spaces."""
    return " ".join(str(cell).split()).lower()


def passed_over(found: DetectedTable, passed: Sequence[int], file: str) -> Iterator[Problem]:
    """Yield one note for all skipped rows of a sheet, with their number and cells."""
    if passed:
        one = len(passed) == 1
        words = (
            f"{'1 row' if one else f'{len(passed):,} rows'} of this sheet "
            f"{'has' if one else 'have'} no record"
        )
        words += f" and {'is' if one else 'are'} skipped ({_ranges(found, passed)})"
        advice = "Do nothing if these are totals, notes, guidance or empty formulas."
        table = found.table.key
        yield Problem(Severity.NOTE, RULE, words, advice, file, found.sheet.name, "", table)


def _ranges(found: DetectedTable, rows: Sequence[int]) -> str:
    """Return the first few ranges: 'A8:X8, A15:X16'."""
    first, last = letters(min(found.columns.values())), letters(max(found.columns.values()))
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = [f"{first}{start + 1}:{last}{end + 1}" for start, end in runs[:_RANGES_SHOWN]]
    more = len(runs) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
