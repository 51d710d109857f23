"""Finds the tables in a workbook: which sheet holds which table of which format, where its headings stand, and the as-at date written about it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise, zip_longest

from data.formats import FORMATS, Format
from data.mapping import Mapped, Mapping
from data.problems import Refused
from data.schema import Table
from data.workbook import Sheet, letters

LOOKED_AT = 30  # rows searched for headings
MADE_UP = "made-up people"
_NOISE = re.compile(r"[^a-z0-9+]*\((?:y/n|yes/no|dd/mm/yyyy)\)|[^a-z0-9+]+")
_LIST_9 = re.compile(r"list[-_ ]*9(?!\d)", re.I)  # 'List 9 May 2024' is the month of May
_AS_AT = re.compile(r"as at|as of|extract date|position at|position on|snapshot|month end", re.I)
_MONTHS = {name.lower(): number for number in range(1, 13) for name in (calendar.month_name[number], calendar.month_abbr[number])}
_FULL_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_./](?P<m>\d{1,2})[-_./](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-_./](?P<m>\d{1,2})[-_./](?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?[-_ ](?P<name>[a-z]{3,9})[-_ ,]+(?P<y>20\d\d)(?!\d)", re.I),
)
_BARE_MONTHS = (
    re.compile(r"(?<![a-z])(?P<name>[a-z]{3,9})(?P<y>20\d\d)(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.](?P<m>\d{1,2})(?![\d])", re.I),
    re.compile(r"(?<![a-z])(?P<name>[a-z]{3,9})[-_ ]+(?P<y>20\d\d)(?!\d)", re.I),
)


@dataclass(slots=True)
class Found:
    """A table found in a sheet. Rows and columns are counted from 0."""

    table: Table  # as its format writes it
    sheet: Sheet
    heading_row: int
    columns: dict[str, int]  # column key -> position
    headings: dict[str, str]  # column key -> the heading as written
    twice: dict[str, list[str]] = field(default_factory=dict)  # column key -> cells that claim it
    ignored: list[str] = field(default_factory=list)  # headings that are not kept
    format: str = "monthly"
    joins: bool = False  # more columns of people who stand in another table
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # column key -> folded spelling -> code, "" for not recorded

    def cell(self, key: str, row: int) -> str:
        """The address of a person's value: 'M14'."""
        return f"{letters(self.columns[key])}{row + 1}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table as one format writes it, with every heading that means one of its columns."""

    format: Format
    table: Table
    known: dict[str, str]  # plain heading -> column key; "" if a mapping does not keep it
    closed: dict[str, str]  # the same without spaces, if it can only be one column
    names: frozenset[str]  # sheet names, plain and without spaces
    needed: frozenset[str]
    joins: bool
    codes: dict[str, dict[str, str]]

    def column(self, plain: str) -> str:
        """Return the key of the column that a plain heading means, or "". 'DateOfBirth' and 'D.O.B.' are read without spaces."""
        return self.known[plain] if plain in self.known else self.closed.get(closed_heading(plain), "")


def plain_heading(written: object) -> str:
    """A heading with case, breaks, punctuation, a trailing (Y/N) and the older spelling 'advisor' made alike."""
    return _NOISE.sub(" ", str(written).lower().replace("advisor", "adviser")).strip()


def closed_heading(written: object) -> str:
    """Return a heading made plain and without spaces, as a case system's own name for a column is written."""
    return plain_heading(written).replace(" ", "")


def find_tables(sheets: list[Sheet], mapping: Mapping | None = None) -> list[Found]:
    """The tables that a workbook's visible sheets hold, in whichever accepted format.

    A sheet that is not named for a table must have all the headings it cannot do without, unless
    nothing better is found. A mapping adds what the council's own headings and spellings mean. Raises Refused
    where two sheets hold the same table, or a table lacks a column it cannot do without.
    """
    candidates = _candidates(mapping)
    visible = [sheet for sheet in sheets if sheet.visible]
    tables = [table for sheet in visible if (table := _find(sheet, candidates, whole=True))] or [
        table for sheet in visible if (table := _find(sheet, candidates, whole=False))
    ]
    found: dict[tuple[str, bool], Found] = {}
    for table in tables:
        other = found.setdefault((table.table.key, table.joins), table)
        if other is not table:
            words = f"Both the sheet '{other.sheet.name}' and the sheet '{table.sheet.name}' hold {table.table.title}."
            raise Refused("table_twice", f"{words} Remove or rename the one that is not this month's.")
        lacking = [column.heading for column in table.table.required if column.key not in table.columns]
        if lacking:
            words = f"The sheet '{table.sheet.name}' holds {table.table.title} but has no column {' and no column '.join(lacking)}."
            raise Refused("column_missing", f"{words} Add the heading exactly so, above its column.")
    return tables


def _candidates(mapping: Mapping | None) -> list[_Candidate]:
    mapped = {one.table: one for one in mapping.tables} if mapping else {}
    return [
        _candidate(one, table, joins, mapped.get(table.key) if one is FORMATS["monthly"] else None)
        for one in FORMATS.values()
        for table, joins in [*((table, False) for table in one.tables), *([(one.people, True)] if one.people else [])]
    ]


def _candidate(form: Format, table: Table, joins: bool, mapped: Mapped | None) -> _Candidate:
    known = {plain_heading(name): column.key for column in table.columns for name in (column.heading, *column.also)}
    if mapped:
        known |= {plain_heading(heading): key for heading, key in mapped.columns.items()}
    return _Candidate(
        form,
        table,
        known,
        _closed(known),
        frozenset(closed_heading(name) for name in (table.title, *table.also)),
        frozenset(column.key for column in table.required),
        joins,
        mapped.spellings if mapped else {},
    )


def _closed(known: dict[str, str]) -> dict[str, str]:
    """The headings without spaces; without those that would mean two columns."""
    means: dict[str, set[str]] = {}
    for name, key in known.items():
        means.setdefault(closed_heading(name), set()).add(key)
    return {name: keys.pop() for name, keys in means.items() if len(keys) == 1}


def _find(sheet: Sheet, candidates: list[_Candidate], whole: bool) -> Found | None:
    """The best match of a table's headings in the first rows of a sheet, or None. `whole`: with every heading it needs, or named for the table."""
    best, best_score = None, 0.0
    lines = _heading_lines(sheet)
    for candidate in candidates:
        named = closed_heading(sheet.name) in candidate.names
        for position, written, plain in lines:
            matched = {key for name in plain if (key := candidate.column(name))}
            score = len(matched) + (1000 if named else 0)
            least = candidate.table.least if not named else 2
            enough = len(matched) >= max(len(candidate.needed) if whole and not named else 2, candidate.format.least, least)
            if enough and score > best_score and (named or not whole or candidate.needed <= matched):
                best, best_score = _columns(candidate, sheet, position, written), score
    return best


def _heading_lines(sheet: Sheet) -> list[tuple[int, list[str], list[str]]]:
    """The rows that may hold the headings, as text and made plain; then each pair of rows read as one, where headings stand in two."""
    rows = [[" ".join(str(cell).split()) for cell in row] for row in sheet.rows[:LOOKED_AT]]
    single = [(position, row) for position, row in enumerate(rows) if any(row)]
    pairs = pairwise(rows)
    double = [
        (position, [" ".join(filter(None, both)) for both in zip_longest(above, below, fillvalue="")])
        for position, (above, below) in enumerate(pairs, 1)
    ]
    return [(position, row, [plain_heading(cell) for cell in row]) for position, row in single + double]


def _columns(candidate: _Candidate, sheet: Sheet, heading_row: int, written: list[str]) -> Found:
    """Where each column stands. Of several headings for one column the schema's own decides; else none is guessed."""
    table = candidate.table
    found = Found(table, sheet, heading_row, {}, {}, format=candidate.format.key, joins=candidate.joins, codes=candidate.codes)
    claims: dict[str, list[int]] = {}
    for position, heading in enumerate(written):
        if key := candidate.column(plain_heading(heading)):
            claims.setdefault(key, []).append(position)
        elif heading:
            found.ignored.append(heading)
    for key, positions in claims.items():
        own = closed_heading(table.column(key).heading)
        exact = [position for position in positions if closed_heading(written[position]) == own]
        if len(positions) > 1 and len(exact) == 1:
            found.ignored += [written[position] for position in positions if position not in exact]
            positions = exact
        if len(positions) == 1 or table.column(key).required:
            found.columns[key], found.headings[key] = positions[0], written[positions[0]]
        if len(positions) > 1:
            found.twice[key] = [f"{letters(position)}{heading_row + 1}" for position in positions]
    return found


def title_rows(found: Found) -> list[str]:
    """What stands above the headings, as text."""
    return [str(cell) for row in found.sheet.rows[: found.heading_row] for cell in row if str(cell).strip()]


def made_up(found: Found) -> bool:
    """Whether the title rows say that these people are made up."""
    return any(MADE_UP in title.lower() for title in title_rows(found))


def as_at_written(found: list[Found], file: str) -> dict[str, date]:
    """Where an as-at date is written -> that date: title rows, sheet names and the file name, the surest first."""
    dates: dict[str, date] = {}
    for table in found:
        for number, row in enumerate(table.sheet.rows[: table.heading_row], 1):
            for position, cell in enumerate(row):
                said = isinstance(cell, str) and _AS_AT.search(cell)
                beside = [other for other in row[position + 1 :] if other != ""][:1] if said else []
                for day in filter(None, [date_in(cell) if said else None, *map(date_in, beside)]):
                    if day not in dates.values():
                        dates[f"cell {letters(position)}{number} of sheet '{table.sheet.name}'"] = day
    for table in found:
        if day := date_in(table.sheet.name):
            dates.setdefault(f"the sheet name '{table.sheet.name}'", day)
    if day := date_in(file.rsplit(".", 1)[0]):
        dates["the file name"] = day
    return dates


def date_in(text: object) -> date | None:
    """A full date in a text, or the last day of a bare month; None where there is neither. Read day first."""
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    text = _LIST_9.sub("", str(text))
    for pattern in _FULL_DATES:
        if (match := pattern.search(text)) and (day := _day(match.groupdict())):
            return day
    if any(pattern.search(text) for pattern in _FULL_DATES):
        return None  # '31 June 2024' is a date that is not, and no June
    for pattern in _BARE_MONTHS:
        for match in pattern.finditer(text):
            if day := _day(match.groupdict()):
                return day
    return None


def _day(parts: dict[str, str]) -> date | None:
    month = int(parts["m"]) if parts.get("m") else _MONTHS.get(parts.get("name", "").lower(), 0)
    year = int(parts["y"])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(parts.get("d") or last)
    return date(year, month, day) if 1 <= day <= last else None


def month_end(key: str) -> date:
    """'2024-05' -> 31 May 2024. Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", key)
    if not match or not 1 <= int(match[2]) <= 12:
        raise ValueError(f"'{key}' is not a month written YYYY-MM")
    return date(int(match[1]), int(match[2]), calendar.monthrange(int(match[1]), int(match[2]))[1])
