"""Mutate a good workbook, and report the result of each mutant.

`python -m tests.data.mutating FIRST STEP END KIND` tries the seeds and prints one JSON line each.

A mutation is of bytes (of the package on the disk) or of XML (one part changed, well formed, and
packed again with right checksums).

A mutant must end in one of these ways, and anything else is a *loss*:

- refused: the reader, the headings or the check refuse it with a message.
- same: it is read, and every typed table equals the original's.
- honest: it is read with other values, and the second reader (openpyxl) reads the same cells. The
  change
  is then really in the workbook, as if somebody had typed it. Damage to bytes can never be honest:
  the checksum of each part that is read must detect it.
- said: the two readers differ in some cells, and each of them is reported: it has a fault (an
  error, a
  formula without a value, a merged cell) or a problem of the check at its address.
- for other kinds (xls, xlsb, ods) the second reader follows the standard strictly. An old workbook
  has no
  checksums, so damage to its bytes is honest if that reader reads the same.
- unread: openpyxl cannot open it; a third reader, which follows the standard strictly, replaces it.

The file is read by the child's own function in the child's sandbox, in a process that reads many
files instead of one. The parent notices a process that dies (an abort, a hang of more than
SECONDS): in production that is `reader_stopped` or `too_slow`.
"""

from __future__ import annotations

import io
import json
import random
import signal
import sys
import warnings
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

import openpyxl
import pandas as pd

from data.check.check_month import CheckedExtract, check_month
from data.problems import UserError
from data.recognise.files import RawFile, recognise
from data.workbook import LIMITS, Sheet, Workbook, letters, reading
from data.workbook.sandbox import shut_in
from tests.data.file_makers import MAKERS
from tests.data.mutations import of_bytes, of_xml
from tests.data.mutations_binary import of_binary, of_old, of_open
from tests.data.odd_making import through
from tests.data.standard_binary import cells_of_binary, cells_of_old, cells_of_open
from tests.data.standard_reader import cells_by_the_standard
from tests.data.workbooks import contact, good_month, person, practice, service, write

# Errors of the other readers; any other error ends the process and is noticed.
FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    BadZipFile,
)
SECONDS = 30  # for one mutant
Cells = dict[tuple[str, int, int], object]  # sheet, row and column from 0


@cache
def original() -> bytes:
    """Return a month with all tables, each kind of value, and enough rows to detect a shift."""
    people = [
        person(
            child_unique_id=f"{number:05d}",
            date_of_birth=date(2002, 8, 1 + number),
            suitability_of_accommodation="Suitable" if number % 3 else "Unsuitable",
        )
        for number in range(1, 13)
    ]
    calls = [
        contact(child_unique_id=f"{number:05d}", contact_date=date(2024, 4, number))
        for number in range(1, 9)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "good.xlsx"
        tables = good_month(
            care_leavers=people,
            contacts=calls,
            service_use=[service(child_unique_id="00003")],
            **practice(),
        )
        return write(path, tables).read_bytes()


@cache
def original_as(kind: str) -> bytes:
    """Return the first sheet of the original as another kind of file."""
    if kind == "xlsx":
        return original()
    rows = [
        [None if value == "" else value for value in row] for row in read(original()).sheets[0].rows
    ]
    return through(lambda path: MAKERS[kind](path, rows))


def mutant(seed: int, kind: str = "xlsx") -> tuple[str, bytes]:
    """Return ('bytes: flip', the file) of a seed; every second one is of bytes."""
    chance = random.Random(seed)
    what, change = ("bytes", of_bytes) if seed % 2 else CHANGES[kind]
    how, content = change(original_as(kind), chance)
    return f"{what}: {how}", content


def read(content: bytes) -> Workbook:
    """Read bytes as the child reads a path."""
    ordinary, reading._content = reading._content, lambda request: content
    try:
        found = reading.read(reading.Request(Path(), "", "", LIMITS))
    finally:
        reading._content = ordinary
    sheets = [Sheet(name, list(rows), *about) for name, rows, *about in found.sheets]
    return Workbook(found.kind, sheets, found.left_alone)


def extract_of(workbook: Workbook) -> CheckedExtract:
    return check_month([recognise(RawFile("month.xlsx", "", workbook))])


@cache
def first(kind: str = "xlsx") -> dict[str, pd.DataFrame]:
    return extract_of(read(original_as(kind))).tables


class Panics:
    """Catch calamine's own panics, which have no public name; they end only the child."""

    seen = False

    def __enter__(self) -> Panics:
        return self

    def __exit__(self, kind: type | None, *about: object) -> bool:
        self.seen = kind is not None and kind.__name__ == "PanicException"
        return self.seen


def outcome(how: str, content: bytes, kind: str = "xlsx") -> str:
    """Return the result of a mutant, in the words above."""
    try:
        with Panics() as panics:
            workbook = read(content)
        if panics.seen:
            return "refused: reader_stopped"
        extract = extract_of(workbook)
    except UserError as no:
        return f"refused: {no.reason}"
    if same(extract.tables, first(kind)):
        return "same"
    if how.startswith("bytes") and kind != "xls":
        return "loss: damaged bytes are read as other values"
    ours = our_cells(workbook)
    try:
        theirs, word = READERS[kind](content), "honest"
    except FAILURES as failed:
        if kind != "xlsx":
            return f"loss: only we read it ({type(failed).__name__})"
        try:
            theirs, word = cells_by_the_standard(content), "unread: honest by the standard"
        except FAILURES as no:
            return f"loss: only we read it ({type(no).__name__})"
    differ = [
        at
        for at in ours.keys() | theirs.keys()
        if at[0] in extract.files[0].sheets and not alike(ours.get(at), theirs.get(at))
    ]
    if not differ:
        return word
    named = {(problem.sheet, problem.cell) for problem in extract.problems}
    faults = {(sheet.name, *at) for sheet in workbook.sheets for at in sheet.faults}
    silent = [
        at
        for at in differ
        if at not in faults and (at[0], f"{letters(at[2])}{at[1] + 1}") not in named
    ]
    return (
        f"loss: {silent[0]} {ours.get(silent[0])!r} {theirs.get(silent[0])!r}" if silent else "said"
    )


def same(ours: dict[str, pd.DataFrame], theirs: dict[str, pd.DataFrame]) -> bool:
    return ours.keys() == theirs.keys() and all(ours[key].equals(theirs[key]) for key in ours)


def our_cells(workbook: Workbook) -> Cells:
    return {
        (sheet.name, row, column): value
        for sheet in workbook.sheets
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
    }


def openpyxl_cells(content: bytes) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.row - 1, cell.column - 1): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def alike(ours: object, theirs: object) -> bool:
    """Return whether two readers agree on a value.

    For a day before the calendar Excel shows nothing and calamine a time, which no column accepts.
    """
    if isinstance(ours, time) and isinstance(theirs, float) and theirs < 0:
        theirs %= 1
    return plain(ours) == plain(theirs)


def plain(value: object) -> object:
    """Return a value in a common form: a day as its number, a text without outer blanks, a blank as
    None.
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return round((value - datetime(1899, 12, 30)).total_seconds() / 86_400, 6)
    if isinstance(value, date):
        return float((value - date(1899, 12, 30)).days)
    if isinstance(value, time):
        return round((value.hour * 3600 + value.minute * 60 + value.second) / 86_400, 6)
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 86_400, 6)
    if isinstance(value, int | float):
        return round(float(value), 6)
    return " ".join(str(value).split()) or None


CHANGES = {
    "xlsx": ("xml", of_xml),
    "xls": ("records", of_old),
    "xlsb": ("records", of_binary),
    "ods": ("xml", of_open),
}
READERS = {
    "xlsx": openpyxl_cells,
    "xls": cells_of_old,
    "xlsb": cells_of_binary,
    "ods": cells_of_open,
}


def main(start: int, step: int, end: int, kind: str) -> None:
    """Print a line before and after each seed, to show which seed kills this process."""
    first(kind)
    shut_in(
        replace(LIMITS, seconds=10**6, memory=4 * 2**30)
    )  # the checks and the other readers are in this process too
    for seed in range(start, end, step):
        print(json.dumps([seed]), flush=True)
        how, content = mutant(seed, kind)
        signal.alarm(SECONDS)
        said = outcome(how, content, kind)
        signal.alarm(0)
        print(json.dumps([seed, how, said]), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), sys.argv[4])
