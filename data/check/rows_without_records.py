"""Find rows of a table without a record: totals, notes, guidance, and formulas that were dragged
down.

A row has no record if it has neither an ID nor a date of birth (for events: neither an ID nor a
date), or only words in their place and no other fact. A row with an ID or a date, even a mistyped
one, is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from itertools import islice, pairwise

from data.check.cell import meaning
from data.check.skipped_rows import alike, no_record
from data.codelists import fold, without_invisible
from data.recognise.find_tables import DetectedTable
from data.schema import Column, Kind
from data.workbook import MERGED, NO_SAVED_VALUE

WHO_AND_WHEN = {  # what identifies a record of each table, and what dates or describes it
    "care_leavers": ("child_unique_id", "date_of_birth"),
    "contacts": ("child_unique_id", "contact_date"),
    "service_use": ("child_unique_id", "start_date"),
    "audits": ("audit_id", "date"),
    "workforce": ("worker_id", "role"),
    "training": ("worker_id", "due"),
    "voice": ("theme", "date"),
    "plan_actions": ("action_id", "action"),
    "impact_measures": ("measure_id", "measure"),
    "risks": ("risk_id", "risk"),
    "pressures": ("item", "amount"),
    "milestones": ("event", "date"),
}
FAR_AHEAD = date(2100, 12, 31)  # no date counts as in the future if only its presence is checked
_FIRST_DAY = 18_000  # a number below this is not a date: it is before 12 April 1949
_YEARS = range(1900, 2100)  # a year alone is an attempt at a date
_NOTHING = re.compile(r"[0.,]+|[-–—_.*?=~ ]+")
_USUAL_ID = re.compile(r"[A-Za-z]{0,4}[ -]?\d*[1-9]\d*")
_USUAL_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LABEL_ENDS = re.compile(r"[\s:(-]*(?:\d+\)?|(?:count|total|sum|average|max|min|subtotal)s?:?)\s*$")
_SUBTOTAL = re.compile(
    r".*\b(?:count|total|sub-?total|sum|average|max|min|product|var|stddev)s?:?", re.DOTALL
)


class State(Enum):
    """What a cell that should identify or date a record has: nothing, words only, or an ID or
    date."""

    NOTHING, WORDS, SOMETHING = range(3)


@dataclass(slots=True)
class Records:
    """The rows of a sheet, counted from 0, that have a record, and those that were skipped."""

    rows: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)


def records(found: DetectedTable) -> Records:
    """Return which rows under the headings have a record. Blank rows are in neither list."""
    sheet, kept = found.sheet, sorted(found.columns.values())
    headings, *above = [
        {alike(cell) for cell in row} - {""} for row in sheet.rows[found.heading_row :: -1]
    ]
    titles, labels = set().union(*above), _labels(found)
    who, when = (found.columns.get(key) for key in WHO_AND_WHEN[found.table.key])
    rows = Records()
    for row in range(found.heading_row + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        if _is_plainly_somebody(cells, who, when):
            rows.rows.append(row)
            continue
        filled = list(
            islice((cells[at] for at in kept if at < len(cells) and _filled(cells[at])), 4)
        )
        if not filled and not any(sheet.faults.get((row, at), MERGED) != MERGED for at in kept):
            continue
        nobody = _is_nobody(found, row, labels, len(rows.rows), filled, headings, titles)
        (rows.passed if nobody else rows.rows).append(row)
    return rows


def _is_plainly_somebody(cells: Sequence[object], who: int | None, when: int | None) -> bool:
    """Return whether a row has a usual ID and date, as nearly all do, so that no other check is
    needed.
    """
    if who is None or when is None or max(who, when) >= len(cells):
        return False
    named, dated = cells[who], cells[when]
    is_number = isinstance(named, (int, float)) and not isinstance(named, bool) and named >= 1
    if not is_number and not (isinstance(named, str) and _USUAL_ID.fullmatch(named)):
        return False
    return (
        dated.year > 1904
        if isinstance(dated, date)
        else isinstance(dated, str) and bool(_USUAL_DATE.fullmatch(dated))
    )


def _is_nobody(
    found: DetectedTable,
    row: int,
    labels: set[str],
    records_above: int,
    filled: Sequence[object],
    headings: set[str],
    titles: set[str],
) -> bool:
    who_key, when_key = WHO_AND_WHEN[found.table.key]
    who, when = _state(found, who_key, row, labels), _state(found, when_key, row, labels)
    if who is State.SOMETHING and when is State.SOMETHING:
        return False
    if filled and no_record(filled, headings, titles):
        return True
    if when is State.SOMETHING:
        return False
    if who is State.NOTHING:
        return True
    if who is State.WORDS:
        return not _has_a_fact(found, row, when)
    return found.table.column(who_key).kind is Kind.ID and _is_sum(found, row, records_above)


def _state(found: DetectedTable, key: str, row: int, labels: set[str]) -> State:
    """Return the state of a row's cell in a column; NOTHING if the sheet has no such column."""
    if key not in found.columns:
        return State.NOTHING
    position, cells = found.columns[key], found.sheet.rows[row]
    fault = found.sheet.faults.get((row, position), MERGED)
    if fault != MERGED:
        return State.SOMETHING if fault == NO_SAVED_VALUE else State.WORDS
    written = cells[position] if position < len(cells) else ""
    column = found.table.column(key)
    if _is_nothing(written, column):
        return State.NOTHING
    if column.kind is Kind.ID:
        return State.WORDS if _is_words(written, labels) else State.SOMETHING
    if column.kind is Kind.DATE:
        return _dated(written, column)
    if column.kind is Kind.NUMBER:
        return State.SOMETHING if any(map(str.isdigit, str(written))) else State.WORDS
    return State.SOMETHING


def _is_nothing(written: object, column: Column) -> bool:
    if not _filled(written):
        return True
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return written == 0 or written != written
    if isinstance(written, str):
        text = without_invisible(written).strip()
        no_code = column.kind is not Kind.CODE and meaning(text, column, FAR_AHEAD) == meaning(
            "", column, FAR_AHEAD
        )
        return not text or bool(_NOTHING.fullmatch(text)) or no_code
    return False


def _filled(written: object) -> bool:
    return written is not None and written != "" and bool(str(written).strip())


def _is_words(written: object, labels: set[str]) -> bool:
    """Return whether an ID cell has only words: no digit, a sentence, or the name of a group of
    rows.
    """
    if not isinstance(written, str):
        return isinstance(written, bool)
    sentence = len(_WORD.findall(written)) > 2
    return (
        sentence
        or not any(map(str.isdigit, written))
        or bool({alike(written), _label(written)} & labels)
    )


def _label(written: str) -> str:
    """Return the name of a group without its number: 'Team A (6)' -> 'team a'."""
    return _LABEL_ENDS.sub("", alike(written))


def _labels(found: DetectedTable) -> set[str]:
    """Return the texts of the columns without a code list, because a report may group its rows by
    them.
    """
    columns = [(found.table.column(key), at) for key, at in found.columns.items()]
    grouping = [at for column, at in columns if column.kind is Kind.TEXT or column.codes == "area"]
    rows = found.sheet.rows[found.heading_row + 1 :]
    texts = {
        row[at] for row in rows for at in grouping if at < len(row) and isinstance(row[at], str)
    }
    return {alike(text) for text in texts} - {""}


def _dated(written: object, column: Column) -> State:
    """Return whether a date cell has a date or an attempt at one, words, or a placeholder for a
    blank.
    """
    if (number := _number(written)) is not None:
        return State.SOMETHING if number >= _FIRST_DAY or number in _YEARS else State.WORDS
    meant = meaning(written, column, FAR_AHEAD)
    if meant.value is not None:
        return State.SOMETHING
    if meant.fault and meant.fault.rule == "missing_date":
        return State.NOTHING
    if isinstance(written, (date, datetime, time)) or any(map(str.isdigit, str(written))):
        return State.SOMETHING
    return State.WORDS


def _has_a_fact(found: DetectedTable, row: int, when: State) -> bool:
    """Return whether a row with words as its ID has other facts: a code, a date or a required
    value.
    """
    cells = found.sheet.rows[row]
    for key, at in found.columns.items():
        column, written = found.table.column(key), cells[at] if at < len(cells) else ""
        if key in WHO_AND_WHEN[found.table.key] or not _filled(written):
            continue
        if column.kind is Kind.DATE and _dated(written, column) is State.SOMETHING:
            return True
        if (
            column.kind is Kind.CODE
            and isinstance(written, str)
            and not _NOTHING.fullmatch(written.strip())
        ):
            listed = meaning(written, column, FAR_AHEAD, found.codes.get(key))
            if listed.value is not None and fold(written) not in {
                fold(column.heading),
                *map(fold, column.aliases),
            }:
                return True
        if column.kind is Kind.TEXT and column.decides_row and when is State.NOTHING:
            return True
    return False


def _is_sum(found: DetectedTable, row: int, records_above: int) -> bool:
    """Return whether a row without a date is a count: Excel's subtotal, the number of rows, or
    column numbers.
    """
    cells = found.sheet.rows[row]
    filled = [
        cells[at] for at in sorted(found.columns.values()) if at < len(cells) and _filled(cells[at])
    ]
    numbers = [number for number in map(_number, filled) if number is not None]
    words = [cell for cell in filled if _number(cell) is None]
    if len(filled) == 1:
        return isinstance(filled[0], (date, datetime)) or numbers == [records_above]
    if not words:
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        return len(numbers) > 2 and numbers[0] == 1 and steps == {1}
    return (
        len(words) == 1
        and bool(numbers)
        and isinstance(words[0], str)
        and bool(_SUBTOTAL.fullmatch(alike(words[0])))
    )


def _number(written: object) -> float | None:
    """Return the number in a cell; None for an ID with leading zeros and any other text."""
    if isinstance(written, (bool, date, time)):
        return None
    if isinstance(written, (int, float)):
        return float(written)
    text = str(written).strip().strip("()")
    return float(text) if re.fullmatch(r"(?!0\d)\d{1,6}(?:\.\d+)?", text) else None
