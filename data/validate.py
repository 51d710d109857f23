"""From sheets to trusted tables: every cell typed by the schema, every problem with its address, all of them at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from data.cells import Fault, Meaning, could_be_month_first, meaning
from data.dates import DATE_DTYPE
from data.headings import Found, as_at_written, find_tables, made_up
from data.problems import Problem, Refused, Severity
from data.rules import REPEATED, RULES, TWO_BIRTHS, Rule, nobody_unserved
from data.schema import TABLES, Column, Kind
from data.workbook import NO_SAVED_VALUE, letters, read_sheets

LEFT_OUT = ["table", "file", "sheet", "source_row", "person", "rules"]
_UNDER_THE_TABLE = re.compile(r"(?:(?:grand |sub-? ?)?totals?|notes?|source|end of|count)\b")


def typed(values: list[Any], kind: Kind) -> pd.Series:
    """Values of one kind as a column: dates (or ISO text) as datetime64, numbers as float, all else as text; None is blank."""
    if kind is Kind.DATE:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d"), dtype=DATE_DTYPE)
    return pd.Series(values, dtype="float64" if kind is Kind.NUMBER else "str")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was handed over: the name its owner knows it by, and where its bytes are."""

    name: str
    path: Path

    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(slots=True)
class FileRead:
    """What was found in one file."""

    name: str
    sha256: str
    format: str = "monthly workbook"
    sheets: dict[str, str] = field(default_factory=dict)  # sheet -> the table it holds
    ignored: list[str] = field(default_factory=list)  # sheets and columns that are not kept
    rows_read: int = 0
    rows_used: int = 0

    @property
    def rows_left_out(self) -> int:
        return self.rows_read - self.rows_used


@dataclass(slots=True)
class Extract:
    """One month as read and checked, ready to be stored.

    `tables` holds typed frames by table key: the schema's columns that the file has, `source` (the
    sheet), `source_row` and `unusable`. `left_out` has one row for each row that cannot be used.
    """

    as_at: date
    files: list[FileRead]
    tables: dict[str, pd.DataFrame]
    left_out: pd.DataFrame
    problems: list[Problem]
    made_up: bool
    doubts: list[str] = field(default_factory=list)  # what the person must confirm first

    @property
    def month(self) -> str:
        return f"{self.as_at:%Y-%m}"

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


@dataclass(slots=True)
class Opened:
    """A file that has been read and whose tables are found, before its cells are checked."""

    source: Source
    read: FileRead
    tables: list[Found]

    @property
    def written_dates(self) -> dict[str, date]:
        """Where in the file an as-at date is written, and which."""
        return {f"{place} of '{self.read.name}'": day for place, day in as_at_written(self.tables, self.read.name).items()}


def read_month(sources: list[Source], as_at: date | None = None, progress: Callable[[str], None] = lambda step: None) -> Extract:
    """Reads and checks the files of one month. Raises Refused as `open_file` and `check_month` do."""
    opened = []
    for source in sources:
        progress(f"Reading {source.name}")
        opened.append(open_file(source))
    return check_month(opened, as_at, progress)


def by_month(opened: list[Opened]) -> dict[str, list[Opened]]:
    """Files by the month they say they are for, oldest first. Raises Refused where one does not say, or contradicts itself."""
    months: dict[str, list[Opened]] = {}
    for file in opened:
        as_at, _ = _as_at([file], None)
        months.setdefault(f"{as_at:%Y-%m}", []).append(file)
    return dict(sorted(months.items()))


def check_month(opened: list[Opened], as_at: date | None = None, progress: Callable[[str], None] = lambda step: None) -> Extract:
    """Types every cell of one month's files and finds every problem.

    Raises Refused where two of the files hold the same table, made-up people stand beside others, or
    nobody says for which month they are.
    """
    as_at, doubts = _as_at(opened, as_at)
    places = _places(opened)
    progress("Checking every cell")
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for key, (found, file) in places.items():
        tables[key], faults = _typed(found, file, as_at)
        problems += faults
    progress("Checking one column against another")
    for key, (found, file) in places.items():
        problems += _across(key, found, file, tables, as_at)
    left_out: list[dict[str, object]] = []
    for key, (found, file) in places.items():
        errors = [problem for problem in problems if problem.table == key and problem.severity is Severity.ERROR]
        tables[key], gone = _usable(tables[key], errors, found, file)
        left_out += gone
        read = next(one.read for one in opened if any(found is table for table in one.tables))
        read.rows_read += len(tables[key]) + len(gone)
        read.rows_used += len(tables[key])
    if "care_leavers" in places:
        tables["care_leavers"], repeated = _one_row_a_person(tables["care_leavers"], *places["care_leavers"])
        problems += repeated
        if sentence := nobody_unserved(tables, as_at):
            file = places["care_leavers"][1]
            advice = "Ask the case system's team how the list is drawn."
            problems.append(Problem(Severity.WARNING, "nobody_unserved", sentence, advice, file=file, table="care_leavers"))
    problems += [Problem(Severity.WARNING, "as_at_contradicted", doubt, "Check the month of these files.") for doubt in doubts]
    frame = pd.DataFrame(left_out, columns=LEFT_OUT)
    return Extract(as_at, [file.read for file in opened], tables, frame, _in_order(problems), _made_up(places), doubts)


def _places(opened: list[Opened]) -> dict[str, tuple[Found, str]]:
    """Table key -> where it was found, and in which file."""
    places: dict[str, tuple[Found, str]] = {}
    for file in opened:
        for found in file.tables:
            if found.table.key in places:
                other = places[found.table.key][1]
                raise Refused(
                    "table_twice", f"Both '{other}' and '{file.read.name}' hold {found.table.title}. Give one of them for this month."
                )
            places[found.table.key] = found, file.read.name
    return places


def _made_up(places: dict[str, tuple[Found, str]]) -> bool:
    kinds = {made_up(found) for found, _ in places.values()}
    if len(kinds) > 1:
        raise Refused("made_up_mixed", "Some of these sheets hold made-up people and some do not. They cannot be one month.")
    return kinds.pop()


def open_file(source: Source) -> Opened:
    """Reads one file and finds its tables. A refusal names the file."""
    try:
        sheets = read_sheets(source.path)
        found = find_tables(sheets)
        if not found:
            names = ", ".join(f"'{table.title}'" for table in TABLES.values())
            raise Refused(
                "no_table",
                f"No sheet holds a table of the monthly extract. One of {names} is needed, with its headings in the first 30 rows.",
            )
    except Refused as no:
        raise Refused(no.reason, f"{source.name}: {no.message}") from no
    used = {table.sheet.name for table in found}
    hidden = {sheet.name for sheet in sheets if not sheet.visible}
    read = FileRead(source.name, source.sha256(), sheets={table.sheet.name: table.table.title for table in found})
    read.ignored = [f"sheet '{sheet.name}'{' (hidden)' if sheet.name in hidden else ''}" for sheet in sheets if sheet.name not in used]
    read.ignored += [f"column '{heading}' of '{table.sheet.name}'" for table in found for heading in table.ignored]
    return Opened(source, read, found)


def _as_at(opened: list[Opened], given: date | None) -> tuple[date, list[str]]:
    """The as-at date and what to confirm about it. The surest place in the first file decides unless it is given."""
    written = {place: day for file in opened for place, day in file.written_dates.items()}
    if given:
        month = (given.year, given.month)
        return given, [
            f"{place[0].upper()}{place[1:]} says {day:%d/%m/%Y}, not {given:%B %Y}."
            for place, day in written.items()
            if (day.year, day.month) != month
        ]
    if not written:
        names = ", ".join(f"'{file.read.name}'" for file in opened)
        raise Refused(
            "as_at_unknown",
            f"Nothing in {names} says for which date it is. Say which month it is for (on the command line: --month YYYY-MM).",
        )
    if len({(day.year, day.month) for day in written.values()}) > 1:
        said = "; ".join(f"{place} says {day:%d/%m/%Y}" for place, day in written.items())
        raise Refused(
            "as_at_unclear", f"These do not agree on the date: {said}. Say which month it is for (on the command line: --month YYYY-MM)."
        )
    return next(iter(written.values())), []


def _typed(found: Found, file: str, as_at: date) -> tuple[pd.DataFrame, list[Problem]]:
    """The table with every cell typed, and every cell's problem. Rows without anything in them are passed over."""
    sheet, table = found.sheet, found.table
    rows, problems = _rows(found, file)
    unusable: dict[int, list[str]] = {}
    series: dict[str, pd.Series] = {}
    by_column = list(zip_longest(*(sheet.rows[row] for row in rows)))
    for key, position in found.columns.items():
        column = table.column(key)
        raw = by_column[position] if position < len(by_column) else [None] * len(rows)
        meanings = _meanings(raw, column, as_at)
        decides = column.decides_row
        series[key] = typed([meant.value for meant in meanings], column.kind)
        doubtful = [index for index, meant in enumerate(meanings) if meant.fault or (decides and meant.value is None)]
        if sheet.faults:
            doubtful = sorted({*doubtful, *(index for index, row in enumerate(rows) if (row, position) in sheet.faults)})
        for index in doubtful:
            meant, row = meanings[index], rows[index]
            if fault := _fault(meant, sheet.faults.get((row, position))):
                problems.append(_problem(fault, column, found, row, file, raw[index]))
                if fault.severity is not Severity.NOTE:
                    unusable.setdefault(index, []).append(key)
            said = (meant.fault and meant.fault.severity is not Severity.NOTE) or (row, position) in sheet.faults
            if decides and meant.value is None and not said:
                problems.append(_problem(Fault("blank", "is blank", f"Every {table.one_row_a} needs it."), column, found, row, file, ""))
    frame = pd.DataFrame(series)
    frame["source"] = pd.Series([sheet.name] * len(rows), dtype="str")
    frame["source_row"] = [row + 1 for row in rows]
    frame["unusable"] = pd.Series([" ".join(unusable.get(index, ())) for index in range(len(rows))], dtype="str")
    problems += _twice(found, file)
    return frame, problems


def _rows(found: Found, file: str) -> tuple[list[int], list[Problem]]:
    """The rows under the headings that hold a record; totals and notes under the data are said and passed over."""
    rows, problems = [], []
    kept = sorted(found.columns.values())
    for row in range(found.heading_row + 1, len(found.sheet.rows)):
        cells = found.sheet.rows[row]
        filled = list(islice((cells[at] for at in kept if at < len(cells) and cells[at] != "" and str(cells[at]).strip()), 4))
        if not filled and not any((row, at) in found.sheet.faults for at in kept):
            continue
        if filled and len(filled) <= 3 and _UNDER_THE_TABLE.match(str(filled[0]).strip().lower()):
            at = f"{letters(next(at for at in kept if at < len(cells) and str(cells[at]).strip()))}{row + 1}"
            problems.append(
                Problem(
                    Severity.NOTE,
                    "line_under_table",
                    "is a total or a note; passed over",
                    "",
                    file,
                    found.sheet.name,
                    at,
                    found.table.key,
                )
            )
            continue
        rows.append(row)
    return rows, problems


def _meanings(raw: Sequence[object], column: Column, as_at: date) -> list[Meaning]:
    """What each cell means. Each distinct value is read once; a column with proof of month-first dates is not trusted."""
    kinds = set(map(type, raw))
    # True, 1 and 1.0 are one key to a dictionary, so a column that mixes them is keyed by kind as well.
    names = [(type(written), written) for written in raw] if len(kinds & {bool, int, float}) > 1 else raw
    known = {name: meaning(written, column, as_at) for name, written in dict(zip(names, raw, strict=True)).items()}
    meanings = list(map(known.__getitem__, names))
    if column.kind is Kind.DATE and any(meant.fault and meant.fault.rule == "month_first" for meant in known.values()):
        doubtful = Meaning(
            None,
            Fault(
                "date_order_unsure",
                "could be read day first or month first, and another cell of this column can only be month first",
                "Export the column as real dates, or as dd/mm/yyyy.",
            ),
        )
        meanings = [
            doubtful if meant.value is not None and could_be_month_first(written) else meant
            for written, meant in zip(raw, meanings, strict=True)
        ]
    return meanings


def _fault(meant: Meaning, at_cell: str | None) -> Fault | None:
    """What is wrong with a cell: the error Excel shows there, or what its value fails at."""
    if at_cell == NO_SAVED_VALUE:
        return Fault(
            "formula_without_value",
            "holds a formula that was saved without its value",
            "Open the file in Excel, let it calculate, and save it.",
        )
    if at_cell:
        return Fault("excel_error", f"holds an Excel error ({at_cell})", "Mend the formula, or leave the cell empty.")
    return meant.fault


def _problem(fault: Fault, column: Column, found: Found, row: int, file: str, written: object) -> Problem:
    severity = Severity.ERROR if column.decides_row and fault.severity is Severity.WARNING else fault.severity
    return Problem(
        severity,
        fault.rule,
        fault.message,
        fault.advice,
        file,
        found.sheet.name,
        found.cell(column.key, row),
        found.table.key,
        column.key,
        found.headings[column.key],
        _as_typed(written),
    )


def _as_typed(written: object) -> str:
    """A value as its owner sees it in the cell."""
    return f"{written:%d/%m/%Y}" if isinstance(written, date) else f"{written:.15g}" if isinstance(written, float) else str(written)


def _twice(found: Found, file: str) -> Iterator[Problem]:
    """Headings that two columns of a sheet share: neither is read, rather than one guessed."""
    for key, cells in found.twice.items():
        heading, decided = found.table.column(key).heading, found.table.column(key).required
        what = "the first is used" if decided else "neither is used"
        yield Problem(
            Severity.WARNING,
            "heading_twice",
            f"Two columns are headed {heading} ({' and '.join(cells)}); {what}.",
            "Rename or remove one of them.",
            file,
            found.sheet.name,
            cells[0],
            found.table.key,
            key,
            heading,
        )


def _across(key: str, found: Found, file: str, tables: dict[str, pd.DataFrame], as_at: date) -> Iterator[Problem]:
    """Problems that the rules find in one table."""
    frame = tables[key]
    for rule in RULES:
        if rule.finds and rule.table == key and set(rule.needs) <= set(frame.columns) and rule.column in found.columns:
            broken = rule.finds(tables, as_at).fillna(False).to_numpy(dtype=bool)
            for row in frame["source_row"].to_numpy()[broken]:
                yield _broken(rule, found, int(row) - 1, file)

    if key == "care_leavers":
        births = frame.dropna(subset=["child_unique_id", "date_of_birth"]).groupby("child_unique_id")["date_of_birth"].nunique()
        twins = frame["child_unique_id"].isin(births.index[births > 1])
        for row in frame.loc[twins, "source_row"]:
            yield _broken(TWO_BIRTHS, found, int(row) - 1, file)


def _broken(rule: Rule, found: Found, row: int, file: str) -> Problem:
    written = found.sheet.rows[row][found.columns[rule.column]]
    return Problem(
        rule.severity,
        rule.code,
        rule.message,
        rule.advice,
        file,
        found.sheet.name,
        found.cell(rule.column, row),
        rule.table,
        rule.column,
        found.headings[rule.column],
        _as_typed(written),
    )


def _usable(frame: pd.DataFrame, errors: list[Problem], found: Found, file: str) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """The rows that can be used, and what is kept of those that cannot."""
    rules: dict[int, list[str]] = {}
    for problem in errors:
        rules.setdefault(int("".join(filter(str.isdigit, problem.cell))), []).append(problem.rule)
    bad = frame["source_row"].isin(rules.keys())
    people = frame.get(found.table.person, pd.Series(None, index=frame.index, dtype="str"))
    gone = [
        {
            "table": found.table.key,
            "file": file,
            "sheet": found.sheet.name,
            "source_row": int(row),
            "person": person if isinstance(person, str) else None,
            "rules": " ".join(sorted(set(rules[int(row)]))),
        }
        for row, person in zip(frame.loc[bad, "source_row"], people[bad], strict=True)
    ]
    return frame[~bad].reset_index(drop=True), gone


def _one_row_a_person(people: pd.DataFrame, found: Found, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """One row for each id: the one with the latest contact, then the last. The others are said."""
    by = ["latest_date_of_contact", "source_row"] if "latest_date_of_contact" in people else ["source_row"]
    kept = people.sort_values(by, na_position="first").drop_duplicates("child_unique_id", keep="last").index
    repeated = people.loc[~people.index.isin(kept), "source_row"]
    problems = [_broken(REPEATED, found, int(row) - 1, file) for row in repeated]
    return people.loc[sorted(kept)].reset_index(drop=True), problems


def _in_order(problems: list[Problem]) -> list[Problem]:
    """The gravest first, then as they stand in the files."""
    grave = list(Severity)
    return sorted(
        problems, key=lambda p: (grave.index(p.severity), p.file, p.sheet, p.rule, p.column, int("".join(filter(str.isdigit, p.cell)) or 0))
    )
