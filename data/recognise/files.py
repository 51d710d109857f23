"""Read files, recognise their tables and find their as-at date, before any cell is checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data.disk_space import room_for_temporary_files
from data.problems import InputNeeded, UserError
from data.recognise.as_at import AsAt, Written, decide
from data.recognise.find_tables import (
    DetectedTable,
    closed_heading,
    find_tables,
    tables_nearly_like,
    tables_of_hidden,
)
from data.recognise.formats import FORMATS
from data.recognise.mapping import Mapping
from data.recognise.other_files import (
    LOCK_FILE,
    NO_SPREADSHEET,
    NO_TABLE_INSIDE,
    claims_to_be_one,
    is_lock_file,
    nothing_to_read,
    passed_by_name,
)
from data.recognise.other_tables import another_table
from data.recognise.title_dates import written_dates
from data.schema import TABLES
from data.workbook import LIMITS, Workbook, is_archive, members, read_workbook

IN_ARCHIVE = " › "
_START = 2_000  # bytes that show whether a file is a lock file
_NEVER_KEPT = "never followed, kept or exported"
OnStep = Callable[[str, float], object]  # the current step, and the share of the work that is done


def nobody_hears(said: str, share: float) -> None:
    """Ignore a step."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was chosen: its owner's name for it, and the place of its bytes."""

    name: str
    path: Path

    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file that has been read: its plain cells, before its tables are recognised."""

    name: str
    sha256: str
    workbook: Workbook
    passed_over: list[str] = field(
        default_factory=list
    )  # descriptions of files chosen with it that were not read


@dataclass(slots=True)
class FileReport:
    """The sheets, columns and numbers of rows that were found in one file."""

    name: str
    sha256: str
    format: str = FORMATS["monthly"].title
    sheets: dict[str, str] = field(default_factory=dict)  # sheet -> its table
    ignored: list[str] = field(default_factory=list)  # sheets and columns that are not kept
    rows_read: int = 0
    rows_used: int = 0

    @property
    def rows_left_out(self) -> int:
        return self.rows_read - self.rows_used


@dataclass(slots=True)
class RecognisedFile:
    """A file whose tables are found, before its cells are checked."""

    read: FileReport
    tables: list[DetectedTable]
    near: list[DetectedTable] = field(
        default_factory=list
    )  # sheets like one of them that lack a required column
    hidden: list[DetectedTable] = field(
        default_factory=list
    )  # complete tables on hidden sheets, which are not read

    @property
    def written(self) -> list[Written]:
        """Return every date in the titles and names of the file's tables, the first with
        priority."""
        if not self.tables:
            return []
        return written_dates(self.tables, self.read.name, self.read.name.split(IN_ARCHIVE)[::-1])


def read_files(
    sources: Iterable[Source], password: str = "", on_step: OnStep = nobody_hears
) -> list[RawFile]:
    """Read files, including each file in a zip. A UserError names the file.

    Files that are clearly not spreadsheets are skipped if there is another file, and listed with
    the first file read. A file chosen twice is read once. `on_step` is called several times a
    second; if it raises, reading ends.
    """
    raws: list[RawFile] = []
    passed: dict[str, str] = {}  # name -> what it is
    waiting = list(sources)
    for number, source in enumerate(waiting):
        with room_for_temporary_files(), TemporaryDirectory(prefix="extract-") as folder:
            inside = _unpacked(source, Path(folder), passed)
            for place, inner in enumerate(inside):
                raw = _read_or_passed(
                    inner, passed, password, on_step, (number + place / len(inside)) / len(waiting)
                )
                raws += [raw] if raw else []
    if not raws:
        raise nothing_to_read(passed)
    raws = _once_each(raws, passed)
    raws[0].passed_over.extend(f"file '{name}' ({what})" for name, what in passed.items())
    return raws


def _unpacked(source: Source, folder: Path, passed: dict[str, str]) -> list[Source]:
    """Return the file itself, or the files in a zip, without those that are skipped by name."""
    by_name: dict[str, str] = {}

    def wanted(name: str) -> bool:
        if what := passed_by_name(name):
            by_name[name] = what
        return not what

    try:
        if not is_archive(source.path):
            inside = [source] if wanted(source.name) else []
        else:
            inside = [
                Source(f"{source.name}{IN_ARCHIVE}{name}", path)
                for name, path in members(source.path, folder, wanted)
            ]
    except UserError as no:
        raise _naming(source.name, no) from no
    passed.update(
        {
            name if name == source.name else f"{source.name}{IN_ARCHIVE}{name}": what
            for name, what in by_name.items()
        }
    )
    return inside


def _read_or_passed(
    source: Source, passed: dict[str, str], password: str, on_step: OnStep, share: float
) -> RawFile | None:
    """Return the file as read, or None if it is skipped because of its contents."""
    name = source.name.rsplit(IN_ARCHIVE, 1)[-1]
    with source.path.open("rb") as file:
        if is_lock_file(name, file.read(_START)):
            passed[source.name] = LOCK_FILE
            return None
    try:
        return _read(source, password, on_step, share)
    except UserError as no:
        if claims_to_be_one(name) or no.reason not in NO_TABLE_INSIDE:
            raise
        passed[source.name] = NO_SPREADSHEET
        return None


def _once_each(raws: list[RawFile], passed: dict[str, str]) -> list[RawFile]:
    """Return the files without exact copies, each with a unique name."""
    kept: dict[str, RawFile] = {}
    names: Counter[str] = Counter()
    for raw in raws:
        names[raw.name] += 1
        name = raw.name if names[raw.name] == 1 else f"{raw.name} ({names[raw.name]})"
        if first := kept.get(raw.sha256):
            passed[name] = f"the same file as '{first.name}'"
        else:
            kept[raw.sha256] = replace(raw, name=name)
    return list(kept.values())


def _read(source: Source, password: str, on_step: OnStep, share: float) -> RawFile:
    name = source.name.rsplit(IN_ARCHIVE, 1)[-1]
    said = f"Reading {source.name}"
    on_step(said, share)
    try:
        workbook = read_workbook(
            source.path,
            password=password,
            name=Path(name).stem,
            on_wait=lambda seconds: on_step(f"{said}: {seconds:.0f} seconds", share),
            on_queue=lambda seconds: on_step(
                f"Waiting: {LIMITS.readers} other files are being read", share
            ),
        )
    except UserError as no:
        raise _naming(source.name, no) from no
    return RawFile(source.name, source.sha256(), workbook)


def _naming(name: str, no: UserError) -> UserError:
    return UserError(no.reason, f"{name}: {no.message}")


def recognise(raw: RawFile, mapping: Mapping | None = None) -> RecognisedFile:
    """Find a file's tables. A UserError names the file."""
    sheets = raw.workbook.sheets
    try:
        found = find_tables(sheets, mapping)
        if not found:
            names = ", ".join(f"'{table.title}'" for table in TABLES.values())
            raise UserError(
                "no_table",
                f"No sheet has a table of the monthly extract. One of {names} is needed, "
                "with its headings in the first 30 rows.",
            )
    except UserError as no:
        raise _naming(raw.name, no) from no
    read = FileReport(
        raw.name, raw.sha256, sheets={table.sheet.name: table.table.title for table in found}
    )
    read.format = _format(found, mapping)
    near = tables_nearly_like(sheets, found, mapping)
    read.ignored = _ignored(raw, found, near)
    return RecognisedFile(read, found, near, tables_of_hidden(sheets, mapping))


def recognise_all(raws: list[RawFile], mapping: Mapping | None = None) -> list[RecognisedFile]:
    """Find the tables of all files.

    A file with other tables of a whole return is listed with the first file that has a table of
    ours. Raises UserError, with the file's name, for any other file without a table.
    """
    opened: list[RecognisedFile] = []
    read: list[RawFile] = []
    others: list[str] = []
    refusal: UserError | None = None
    for raw in raws:
        try:
            opened.append(recognise(raw, mapping))
            read.append(raw)
        except UserError as no:
            what = _of_a_whole_return(raw) or (
                "" if claims_to_be_one(raw.name) or no.reason != "no_table" else NO_SPREADSHEET
            )
            if not what:
                raise
            refusal = refusal or no
            others += [f"file '{raw.name}' ({what})", *raw.passed_over]
    if refusal and not opened:
        raise refusal
    every = [table for file in opened for table in file.tables]
    for raw, file in zip(read, opened, strict=True):
        if len(opened) > 1:
            file.near = tables_nearly_like(raw.workbook.sheets, every, mapping)
            file.read.ignored = _ignored(raw, file.tables, file.near)
    if opened:
        opened[0].read.ignored += others
    return opened


def _of_a_whole_return(raw: RawFile) -> str:
    """Return what a file is if all its sheets are other tables of a whole return, otherwise ""."""
    known = [
        another_table(sheet) for sheet in raw.workbook.sheets if any(any(row) for row in sheet.rows)
    ]
    return known[0] if known and all(known) else ""


def open_files(
    sources: Iterable[Source],
    mapping: Mapping | None = None,
    password: str = "",
    on_step: OnStep = nobody_hears,
) -> list[RecognisedFile]:
    """Read files and find their tables."""
    return recognise_all(read_files(sources, password, on_step), mapping)


def _format(found: list[DetectedTable], mapping: Mapping | None) -> str:
    """Return a description of a file from the tables found in it."""
    title = FORMATS[
        next((table.format for table in found if table.format == "monthly"), found[0].format)
    ].title
    own = (
        {closed_heading(heading) for one in mapping.tables for heading in one.columns}
        if mapping
        else set()
    )
    used = any(
        closed_heading(heading) in own for table in found for heading in table.headings.values()
    )
    return f"{title}, read with the mapping '{mapping.name}'" if mapping and used else title


def _ignored(raw: RawFile, found: list[DetectedTable], near: list[DetectedTable]) -> list[str]:
    """Return descriptions of the files, sheets and columns that are not kept."""
    used = {table.sheet.name for table in found}
    lacking = {
        table.sheet.name: f"no column {' and no column '.join(table.lacking)}" for table in near
    }
    ignored = []
    for sheet in raw.workbook.sheets:
        if sheet.name not in used:
            what = another_table(sheet) or lacking.get(sheet.name, "")
            remarks = ", ".join(filter(None, ["" if sheet.visible else "hidden", what]))
            ignored.append(f"sheet '{sheet.name}'{f' ({remarks})' if remarks else ''}")
    ignored += [
        f"column '{heading}' of '{table.sheet.name}'"
        for table in found
        for heading in table.ignored
    ]
    return [
        *ignored,
        *(f"{what} ({_NEVER_KEPT})" for what in raw.workbook.left_alone),
        *raw.passed_over,
    ]


def by_month(opened: list[RecognisedFile]) -> dict[str, list[RecognisedFile]]:
    """Group files by the month that they show, oldest first.

    A file with no month, or several, goes with the others if those have one month.
    Raises UserError if they do not.
    """
    said: dict[int, str] = {}
    refusals: list[UserError] = []
    for file in opened:
        try:
            if decided := decide(dates_of([file], of_several=len(opened) > 1)):
                said[id(file)] = f"{decided.day:%Y-%m}"
        except UserError as no:
            refusals.append(no)
    months = sorted(set(said.values()))
    if len(said) < len(opened) and len(months) != 1:
        raise (
            refusals[0]
            if refusals
            else as_at_unknown([file for file in opened if id(file) not in said])
        )
    return {
        month: [file for file in opened if said.get(id(file), month) == month] for month in months
    }


def as_at_of(
    opened: list[RecognisedFile], given: date | None = None, before: Sequence[Written] = ()
) -> AsAt:
    """Return the as-at date of one month's files: the date given, otherwise the date found.

    Raises UserError if it is not certain.

    `before`: the dates of all sheets, used if the sheets that are read have no date.
    """
    decided = decide(dates_of(opened, of_several=len(opened) > 1), given) or decide(before)
    if decided is None:
        raise as_at_unknown(opened)
    return decided


def dates_of(opened: list[RecognisedFile], of_several: bool) -> list[Written]:
    """Return every date in the titles and names of tables, titles first; `of_several`: each place
    names its file.
    """
    written = sorted((one for file in opened for one in file.written), key=lambda one: one.in_name)
    return [
        replace(one, place=f"{one.place} of '{one.file}'") if of_several else one for one in written
    ]


def as_at_unknown(opened: list[RecognisedFile]) -> UserError:
    names = ", ".join(f"'{file.read.name}'" for file in opened)
    return InputNeeded(
        "as_at_unknown",
        f"No as-at date was found in {names}. Give the month (on the command line: --month "
        "YYYY-MM).",
    )


def source_name(file: str, sheet: str) -> str:
    """Return the name of a sheet, for a table with rows from several files."""
    return f"{file}{IN_ARCHIVE}{sheet}"
