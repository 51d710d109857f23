"""Find the tables in a workbook: the sheet, format and heading row of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from data.problems import UserError
from data.recognise.formats import FORMATS, Format
from data.recognise.mapping import Mapped, Mapping
from data.recognise.other_tables import another_table
from data.schema import Table
from data.workbook import Sheet, letters

LOOKED_AT = 30  # rows searched for headings
MADE_UP = "made-up people"
_PEOPLE = ("care_leavers", False)
_LIKE_PEOPLE = 4  # the fewest columns of a list of care leavers
_NOISE = re.compile(r"[^a-z0-9+]*\((?:y/n|yes/no|dd/mm/yyyy)\)|[^a-z0-9+]+")


@dataclass(slots=True)
class DetectedTable:
    """A table found in a sheet. Rows and columns are counted from 0."""

    table: Table  # with the headings of its format
    sheet: Sheet
    heading_row: int
    columns: dict[str, int]  # column key -> position
    headings: dict[str, str]  # column key -> the heading as written
    twice: dict[str, list[str]] = field(
        default_factory=dict
    )  # column key -> cells with a heading for it
    ignored: list[str] = field(default_factory=list)  # headings that are not kept
    format: str = "monthly"
    joins: bool = False  # further columns of people who are in another table
    codes: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # column key -> folded spelling -> code, "" for not recorded

    @property
    def kind(self) -> tuple[str, bool]:
        """Return the kind of table: two tables of one kind have rows of the same table."""
        return self.table.key, self.joins

    @property
    def lacking(self) -> list[str]:
        """Return the headings of required columns that are missing."""
        return [column.heading for column in self.table.required if column.key not in self.columns]

    def cell(self, key: str, row: int) -> str:
        """Return the address of a person's value: 'M14'."""
        return f"{letters(self.columns[key])}{row + 1}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table in one format, with every heading for its columns."""

    format: Format
    table: Table
    known: dict[str, str]  # plain heading -> column key; "" if a mapping does not keep it
    closed: dict[str, str]  # the same without spaces, if it can only be one column
    names: frozenset[str]  # sheet names, plain and without spaces
    needed: frozenset[str]
    joins: bool
    codes: dict[str, dict[str, str]]
    ids: frozenset[str] = frozenset()  # plain headings, of which one must be there

    def column(self, plain: str) -> str:
        """Return the key of the column for a plain heading, or "". 'DateOfBirth' and 'D.O.B.' are
        read without spaces.
        """
        return (
            self.known[plain] if plain in self.known else self.closed.get(closed_heading(plain), "")
        )


def plain_heading(written: object) -> str:
    """Return a heading in lower case without breaks, punctuation or a trailing (Y/N), and with
    'adviser' for 'advisor'.
    """
    return _NOISE.sub(" ", str(written).lower().replace("advisor", "adviser")).strip()


def closed_heading(written: object) -> str:
    """Return a plain heading without spaces, as in a case system's own column names."""
    return plain_heading(written).replace(" ", "")


def find_tables(sheets: list[Sheet], mapping: Mapping | None = None) -> list[DetectedTable]:
    """Return the tables on a workbook's visible sheets, in any accepted format.

    A sheet with another name must have all required headings, unless nothing better is found; a
    sheet with all of them has priority over one with only the name. Several sheets may have one
    table. A mapping adds the council's own headings and spellings. Raises UserError if a table
    lacks a required column, or is only on a hidden sheet.
    """
    candidates = _candidates(mapping)
    visible = [sheet for sheet in sheets if sheet.visible]
    others = {id(sheet) for sheet in visible if another_table(sheet)}
    tables = [table for sheet in visible if (table := _find(sheet, candidates, whole=True))]
    tables = [table for table in tables if not (table.lacking and id(table.sheet) in others)] or [
        table
        for sheet in visible
        if id(sheet) not in others and (table := _find(sheet, candidates, whole=False))
    ]
    whole = {table.kind for table in tables if not table.lacking}
    tables = [table for table in tables if not table.lacking or table.kind not in whole]
    if not tables and (hidden := tables_of_hidden(sheets, mapping)):
        raise UserError("table_hidden", _unhide(hidden[0]))
    if table := next((table for table in tables if table.lacking), None):
        hidden = tables_of_hidden(sheets, mapping)
        words = (
            f"The sheet '{table.sheet.name}' has {table.table.title} but no column "
            f"{' and no column '.join(table.lacking)}."
        )
        instead = next(
            (_unhide(other) for other in hidden if other.kind == table.kind),
            "Add this heading, spelled exactly so, above its column.",
        )
        raise UserError("column_missing", f"{words} {instead}")
    return tables


def tables_of_hidden(sheets: list[Sheet], mapping: Mapping | None = None) -> list[DetectedTable]:
    """Return the complete tables on a workbook's hidden sheets, which are not read."""
    candidates = _candidates(mapping)
    found = [
        table
        for sheet in sheets
        if not sheet.visible and (table := _find(sheet, candidates, whole=True))
    ]
    return [table for table in found if not table.lacking and not table.joins]


def _unhide(hidden: DetectedTable) -> str:
    words = f"The sheet '{hidden.sheet.name}' has the {hidden.table.title.lower()} but is hidden."
    return f"{words} Unhide it in Excel, save the workbook and choose it again."


def tables_nearly_like(
    sheets: list[Sheet], found: list[DetectedTable], mapping: Mapping | None = None
) -> list[DetectedTable]:
    """Return visible sheets without a table that have a table's name, nearly its columns, or
    people.

    `found`: the tables of every file, so that a sheet can be compared with a complete table of
    another file.
    """
    candidates, used = _candidates(mapping), {id(table.sheet) for table in found}
    kinds = {table.kind for table in found}
    names = {
        (*kind, name)
        for kind in kinds
        for one in candidates
        if (one.table.key, one.joins) == kind
        for name in one.names
    }
    others = [
        sheet
        for sheet in sheets
        if sheet.visible and id(sheet) not in used and not another_table(sheet)
    ]
    near = [table for sheet in others if (table := _find(sheet, candidates, whole=False))]
    return [
        table
        for table in near
        if (*table.kind, closed_heading(table.sheet.name)) in names
        or is_nearly(table, found)
        or like_people(table)
    ]


def is_nearly(table: DetectedTable, whole: list[DetectedTable]) -> bool:
    """Return whether a sheet has half of the columns of a complete table of its kind, and the first
    one.

    For people the date of birth is enough instead of the first column.
    """
    most = min((len(one.columns) for one in whole if one.kind == table.kind), default=0)
    first = table.table.columns[0].key in table.columns or (
        table.kind == _PEOPLE and "date_of_birth" in table.columns
    )
    return bool(most) and first and 2 * len(table.columns) >= most


def like_people(table: DetectedTable) -> bool:
    """Return whether a sheet is probably care leavers: all required columns but one, and mostly
    their columns.
    """
    known = len(table.columns)
    return (
        table.kind == _PEOPLE
        and len(table.lacking) == 1
        and known >= _LIKE_PEOPLE
        and known >= len(table.ignored)
    )


def _candidates(mapping: Mapping | None) -> list[_Candidate]:
    mapped = {one.table: one for one in mapping.tables} if mapping else {}
    return [
        _candidate(one, table, joins, mapped.get(table.key) if one is FORMATS["monthly"] else None)
        for one in FORMATS.values()
        for table, joins in [
            *((table, False) for table in one.tables),
            *([(one.people, True)] if one.people else []),
        ]
    ]


def _candidate(form: Format, table: Table, joins: bool, mapped: Mapped | None) -> _Candidate:
    known = {
        plain_heading(name): column.key
        for column in table.columns
        for name in (column.heading, *column.aliases)
    }
    if mapped:
        known |= {plain_heading(heading): key for heading, key in mapped.columns.items()}
    return _Candidate(
        form,
        table,
        known,
        _closed(known),
        frozenset(closed_heading(name) for name in (table.title, *table.aliases)),
        frozenset(column.key for column in table.required),
        joins,
        mapped.spellings if mapped else {},
        frozenset(map(plain_heading, form.ids)),
    )


def _closed(known: dict[str, str]) -> dict[str, str]:
    """Return the headings without spaces, except those that would mean two columns."""
    means: dict[str, set[str]] = {}
    for name, key in known.items():
        means.setdefault(closed_heading(name), set()).add(key)
    return {name: keys.pop() for name, keys in means.items() if len(keys) == 1}


def _find(sheet: Sheet, candidates: list[_Candidate], whole: bool) -> DetectedTable | None:
    """Return the best match of a table's headings in the first rows of a sheet, or None.

    `whole`: it must have every required heading, or the table's name.
    """
    best, best_score = None, 0.0
    lines = _heading_lines(sheet)
    for candidate in candidates:
        named = closed_heading(sheet.name) in candidate.names
        for position, written, plain in lines:
            if candidate.ids and not candidate.ids & set(plain):
                continue
            matched = {key for name in plain if (key := candidate.column(name))}
            score = len(matched) + (1000 if named else 0)
            least = candidate.table.min_headings if not named else 2
            enough = len(matched) >= max(
                len(candidate.needed) if whole and not named else 2,
                candidate.format.min_headings,
                least,
            )
            if (
                enough
                and score > best_score
                and (named or not whole or candidate.needed <= matched)
            ):
                best, best_score = _columns(candidate, sheet, position, written), score
    return best


def _heading_lines(sheet: Sheet) -> list[tuple[int, list[str], list[str]]]:
    """Return the rows that may be headings, as text and plain; then each pair of rows read as
    one."""
    rows = [[" ".join(str(cell).split()) for cell in row] for row in sheet.rows[:LOOKED_AT]]
    single = [(position, row) for position, row in enumerate(rows) if any(row)]
    pairs = pairwise(rows)
    double = [
        (
            position,
            [" ".join(filter(None, both)) for both in zip_longest(above, below, fillvalue="")],
        )
        for position, (above, below) in enumerate(pairs, 1)
    ]
    return [
        (position, row, [plain_heading(cell) for cell in row]) for position, row in single + double
    ]


def _columns(
    candidate: _Candidate, sheet: Sheet, heading_row: int, written: list[str]
) -> DetectedTable:
    """Find the place of each column; if several headings fit, only the schema's own is used."""
    table = candidate.table
    found = DetectedTable(
        table,
        sheet,
        heading_row,
        {},
        {},
        format=candidate.format.key,
        joins=candidate.joins,
        codes=candidate.codes,
    )
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


def title_rows(found: DetectedTable) -> list[str]:
    """Return the cells above the headings as text."""
    return [
        str(cell)
        for row in found.sheet.rows[: found.heading_row]
        for cell in row
        if str(cell).strip()
    ]


def made_up(found: DetectedTable) -> bool:
    """Return whether the title rows show that these people are made up."""
    return any(MADE_UP in title.lower() for title in title_rows(found))
