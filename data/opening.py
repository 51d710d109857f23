"""From files to tables that are found but not yet checked: reading, recognising, and for which date they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data.formats import FORMATS
from data.headings import Found, as_at_written, find_tables, plain_heading
from data.mapping import Mapping
from data.problems import Doubt, Refused
from data.room import room_for_temporary_files
from data.schema import TABLES
from data.workbook import LIMITS, Workbook, is_archive, members, read_workbook

IN_ARCHIVE = " › "
_NEVER_KEPT = "never followed, kept or exported"
OnStep = Callable[[str, float], None]  # what is being done, and the share of all of it that is done


def nobody_hears(said: str, share: float) -> None:
    """Takes no notice of a step."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was handed over: the name its owner knows it by, and where its bytes are."""

    name: str
    path: Path

    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Raw:
    """A file that has been read: its plain cells, before anyone has asked what they are."""

    name: str
    sha256: str
    workbook: Workbook


@dataclass(slots=True)
class FileRead:
    """What was found in one file."""

    name: str
    sha256: str
    format: str = FORMATS["monthly"].title
    sheets: dict[str, str] = field(default_factory=dict)  # sheet -> the table it holds
    ignored: list[str] = field(default_factory=list)  # sheets and columns that are not kept
    rows_read: int = 0
    rows_used: int = 0

    @property
    def rows_left_out(self) -> int:
        return self.rows_read - self.rows_used


@dataclass(slots=True)
class Opened:
    """A file whose tables are found, before its cells are checked."""

    read: FileRead
    tables: list[Found]

    @property
    def written_dates(self) -> dict[str, date]:
        """Where in the file an as-at date is written, and which."""
        return {f"{place} of '{self.read.name}'": day for place, day in as_at_written(self.tables, self.read.name).items()}


def read_files(sources: Iterable[Source], password: str = "", on_step: OnStep = nobody_hears) -> list[Raw]:
    """Reads files; a zip gives each of the files in it. A refusal names the file.

    `on_step` hears several times a second what is being read; what it raises ends the reading.
    """
    raws: list[Raw] = []
    waiting = list(sources)
    for number, source in enumerate(waiting):
        with room_for_temporary_files(), TemporaryDirectory(prefix="extract-") as folder:
            inside = _unpacked(source, Path(folder))
            done = [(number + place / len(inside)) / len(waiting) for place in range(len(inside))]
            raws += [_read(inner, password, on_step, share) for inner, share in zip(inside, done, strict=True)]
    return raws


def _unpacked(source: Source, folder: Path) -> list[Source]:
    """The file itself, or the files that a zip holds."""
    try:
        if not is_archive(source.path):
            return [source]
        return [Source(f"{source.name}{IN_ARCHIVE}{name}", path) for name, path in members(source.path, folder)]
    except Refused as no:
        raise _naming(source.name, no) from no


def _read(source: Source, password: str, on_step: OnStep, share: float) -> Raw:
    name = source.name.rsplit(IN_ARCHIVE, 1)[-1]
    said = f"Reading {source.name}"
    on_step(said, share)
    try:
        workbook = read_workbook(
            source.path,
            password=password,
            name=Path(name).stem,
            on_wait=lambda seconds: on_step(f"{said}: {seconds:.0f} seconds", share),
            on_queue=lambda seconds: on_step(f"Waiting: {LIMITS.readers} other files are being read", share),
        )
    except Refused as no:
        raise _naming(source.name, no) from no
    return Raw(source.name, source.sha256(), workbook)


def _naming(name: str, no: Refused) -> Refused:
    return Refused(no.reason, f"{name}: {no.message}")


def recognise(raw: Raw, mapping: Mapping | None = None) -> Opened:
    """Finds a file's tables. A refusal names the file."""
    sheets = raw.workbook.sheets
    try:
        found = find_tables(sheets, mapping)
        if not found:
            names = ", ".join(f"'{table.title}'" for table in TABLES.values())
            raise Refused(
                "no_table",
                f"No sheet holds a table of the monthly extract. One of {names} is needed, with its headings in the first 30 rows.",
            )
    except Refused as no:
        raise _naming(raw.name, no) from no
    read = FileRead(raw.name, raw.sha256, sheets={table.sheet.name: table.table.title for table in found})
    read.format = _format(found, mapping)
    read.ignored = _ignored(raw, found)
    return Opened(read, found)


def open_files(
    sources: Iterable[Source],
    mapping: Mapping | None = None,
    password: str = "",
    on_step: OnStep = nobody_hears,
) -> list[Opened]:
    """Reads files and finds their tables."""
    return [recognise(raw, mapping) for raw in read_files(sources, password, on_step)]


def _format(found: list[Found], mapping: Mapping | None) -> str:
    """What a file is, by what was found in it."""
    title = FORMATS[next((table.format for table in found if table.format == "monthly"), found[0].format)].title
    own = {plain_heading(heading) for one in mapping.tables for heading in one.columns} if mapping else set()
    used = any(plain_heading(heading) in own for table in found for heading in table.headings.values())
    return f"{title}, read with the mapping '{mapping.name}'" if mapping and used else title


def _ignored(raw: Raw, found: list[Found]) -> list[str]:
    """The sheets and columns that are not kept, in words."""
    used = {table.sheet.name for table in found}
    formats = [FORMATS[table.format] for table in found]
    ignored = []
    for sheet in raw.workbook.sheets:
        if sheet.name not in used:
            other = next((one.elsewhere for one in formats if one.also_there and one.also_there.fullmatch(sheet.name.strip())), "")
            remarks = ", ".join(filter(None, ["" if sheet.visible else "hidden", other]))
            ignored.append(f"sheet '{sheet.name}'{f' ({remarks})' if remarks else ''}")
    ignored += [f"column '{heading}' of '{table.sheet.name}'" for table in found for heading in table.ignored]
    return ignored + [f"{what} ({_NEVER_KEPT})" for what in raw.workbook.left_alone]


def by_month(opened: list[Opened]) -> dict[str, list[Opened]]:
    """Files by the month they say they are for, oldest first; one that does not say goes with the others where those say one month.

    Raises Refused where nothing says it, or a file contradicts itself.
    """
    said = {id(file): f"{as_at_of([file])[0]:%Y-%m}" for file in opened if file.written_dates}
    silent = [file for file in opened if id(file) not in said]
    months = sorted(set(said.values()))
    if silent and len(months) != 1:
        raise as_at_unknown(silent)
    return {month: [file for file in opened if said.get(id(file), month) == month] for month in months}


def as_at_of(opened: list[Opened], given: date | None = None) -> tuple[date, list[Doubt]]:
    """The as-at date and what to confirm about it. The surest place in the first file decides unless it is given."""
    written = {place: day for file in opened for place, day in file.written_dates.items()}
    if given:
        month = (given.year, given.month)
        others = {place: day for place, day in written.items() if (day.year, day.month) != month}
        return given, [_contradicted(place, day, given) for place, day in others.items()]
    if not written:
        raise as_at_unknown(opened)
    if len({(day.year, day.month) for day in written.values()}) > 1:
        said = "; ".join(f"{place} says {day:%d/%m/%Y}" for place, day in written.items())
        raise Refused(
            "as_at_unclear", f"These do not agree on the date: {said}. Say which month it is for (on the command line: --month YYYY-MM)."
        )
    return next(iter(written.values())), []


def _contradicted(place: str, day: date, given: date) -> Doubt:
    words = f"{place[0].upper()}{place[1:]} says {day:%d/%m/%Y}, not {given:%B %Y}."
    return Doubt("as_at_contradicted", words, "Check the month of these files.", must_confirm=True)


def as_at_unknown(opened: list[Opened]) -> Refused:
    names = ", ".join(f"'{file.read.name}'" for file in opened)
    return Refused(
        "as_at_unknown",
        f"Nothing in {names} says for which date it is. Say which month it is for (on the command line: --month YYYY-MM).",
    )
