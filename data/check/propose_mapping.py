"""Propose meanings for unknown headings and spellings by similarity, for a person to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from data.check.cell import meaning
from data.check.check_table import as_typed
from data.check.rows_without_records import records
from data.codelists import Codelist, codelist, fold
from data.problems import UserError
from data.recognise.find_tables import (
    LOOKED_AT,
    DetectedTable,
    closed_heading,
    find_tables,
    plain_heading,
)
from data.recognise.mapping import NOT_KEPT, Mapped, Mapping
from data.schema import TABLES, Column, Kind, Table
from data.workbook import Sheet, letters

SAMPLES = 3
LOOKED_THROUGH = 200  # rows whose values are tried
ALIKE = 82  # out of 100: below this nothing is proposed
FITS = 0.6  # the share of a column's values that a proposal must be able to read
HINTS = {  # names in case systems that are too vague to be read without asking
    "child_unique_id": (
        "client no",
        "client number",
        "client ref",
        "person number",
        "person ref",
        "yp id",
        "yp ref",
        "case number",
        "mosaic id",
        "liquidlogic id",
        "social care id",
    ),
    "date_of_birth": ("born", "born on"),
    "eligibility_category": (
        "leaving care status",
        "care leaver status",
        "care leaver category",
        "leaving care category",
        "legal entitlement",
    ),
    "ethnicity": ("ethnic origin", "ethnic background", "ethnic code"),
    "type_of_accommodation": (
        "where living",
        "living arrangement",
        "accom type",
        "placement type",
        "housing type",
        "address type",
    ),
    "suitability_of_accommodation": ("suitable", "is accommodation suitable", "accom suitable"),
    "activity_status": (
        "main activity",
        "occupation",
        "ete status",
        "employment status",
        "education or employment",
    ),
    "la_in_touch": ("in contact", "contact status", "keeping in touch"),
    "allocated_personal_adviser": (
        "pa name",
        "keyworker",
        "key worker",
        "leaving care worker",
        "adviser name",
    ),
    "latest_pathway_plan_review_date": ("pathway plan date", "pp review date", "last pathway plan"),
    "latest_visit_date": ("last seen", "date last seen", "last seen date"),
}
FEW = 8  # different words
_NEGATIONS = ("un", "not ", "no ", "non", "in", "never ")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a sheet: its cell, some of its values, and its likely column (NOT_KEPT:
    none)."""

    written: str
    at: str
    samples: tuple[str, ...]
    proposed: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The table that a sheet seems to be, and its headings."""

    sheet: str
    table: str
    heading_row: int
    headings: tuple[Heading, ...]


def propose(
    sheets: list[Sheet], as_at: date, table: str | None = None, sheet: str | None = None
) -> Proposal | None:
    """Propose the sheet, table and columns that fit best, within a person's choices; None if no
    sheet has headings.
    """
    proposals = [
        proposal
        for one in sheets
        if one.visible and sheet in (None, one.name)
        for key in ([table] if table else TABLES)
        if (proposal := _proposal(one, TABLES[key], as_at))
    ]
    return max(proposals, key=_likely, default=None)


def _likely(proposal: Proposal) -> tuple[float, int]:
    """Return the share of the required columns that was found, and how many columns were found.

    A table with fewer required columns than it takes to recognise it needs some of its other
    columns too. Of equal tables the first of the schema is chosen.
    """
    proposed = {heading.proposed for heading in proposal.headings} - {NOT_KEPT}
    needed = {column.key for column in TABLES[proposal.table].required}
    besides = max(TABLES[proposal.table].min_headings - len(needed), 0)
    found = len(proposed & needed) + min(len(proposed - needed), besides)
    return found / (len(needed) + besides), len(proposed)


def _proposal(sheet: Sheet, table: Table, as_at: date) -> Proposal | None:
    row = _heading_row(sheet, table)
    if row is None:
        return None
    written = [
        (position, " ".join(str(cell).split()))
        for position, cell in enumerate(sheet.rows[row])
        if str(cell).strip()
    ]
    values = {position: _values(sheet, row, position) for position, _ in written}
    guesses = _guesses(written, values, table, as_at)
    headings = tuple(
        Heading(
            text,
            f"{letters(position)}{row + 1}",
            tuple(dict.fromkeys(map(as_typed, values[position])))[:SAMPLES],
            guesses.get(position, NOT_KEPT),
        )
        for position, text in written
    )
    return Proposal(sheet.name, table.key, row, headings)


def _heading_row(sheet: Sheet, table: Table) -> int | None:
    """Return the row most like the table's headings; of equal rows the one with more cells, then
    the first.
    """
    names = [name for column in table.columns for name in _names(column)]
    best, best_score = None, (0.0, 0)
    for position, row in enumerate(sheet.rows[:LOOKED_AT]):
        texts = [plain_heading(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        likeness = [
            match[1]
            for text in texts
            if (
                match := process.extractOne(
                    text, names, scorer=fuzz.token_sort_ratio, score_cutoff=60
                )
            )
        ]
        score = (sum(likeness), len(texts))
        if len(texts) >= 2 and score > best_score:
            best, best_score = position, score
    return best


def _values(sheet: Sheet, heading_row: int, position: int) -> list[object]:
    rows = sheet.rows[heading_row + 1 : heading_row + 1 + LOOKED_THROUGH]
    return [
        row[position]
        for row in rows
        if position < len(row) and row[position] != "" and str(row[position]).strip()
    ]


def _guesses(
    written: list[tuple[int, str]], values: dict[int, list[object]], table: Table, as_at: date
) -> dict[int, str]:
    """Map positions to column keys: the most similar pairs first, each used once, if the values fit
    too.
    """
    pairs = sorted(
        (
            (likeness, position, column)
            for position, text in written
            for column in table.columns
            if (likeness := _likeness(text, column)) >= ALIKE
            and _fit(values[position], column, as_at)
        ),
        key=lambda pair: (-pair[0], pair[1], table.keys.index(pair[2].key)),
    )
    guesses: dict[int, str] = {}
    for _, position, column in pairs:
        if position not in guesses and column.key not in guesses.values():
            guesses[position] = column.key
    return guesses


def _likeness(text: str, column: Column) -> float:
    """Return how similar a heading is to any name of a column, 0 to 100; 'D.O.B' is as good as
    'DOB'.
    """
    plain = plain_heading(text)
    closed = plain.replace(" ", "")
    return max(
        100.0 if closed == name.replace(" ", "") else fuzz.WRatio(plain, name)
        for name in _names(column)
    )


def _names(column: Column) -> list[str]:
    return [
        plain_heading(name)
        for name in (column.heading, *column.aliases, *HINTS.get(column.key, ()))
    ]


def _fit(values: list[object], column: Column, as_at: date) -> bool:
    """Return whether most of the values fit this column.

    In a coded column a few repeated words are enough, because they may be new spellings.
    """
    if not values or column.kind is Kind.TEXT:
        return True
    if column.kind is Kind.CODE and len(set(map(str, values))) <= max(FEW, len(values) / 2):
        return True
    return sum(meaning(value, column, as_at).value is not None for value in values) >= FITS * len(
        values
    )


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of a coded column that is not in its list: how often, and its likely code ('' for
    none).
    """

    table: str
    column: str
    heading: str  # as written in the file
    written: str
    times: int
    proposed: str


def unknown_spellings(found: list[DetectedTable], as_at: date) -> list[Spelling]:
    """Return every unknown spelling of the coded columns, the most frequent first within each
    column.
    """
    return [
        spelling
        for table in found
        for key in table.columns
        for spelling in _unknown(table, table.table.column(key), as_at)
    ]


def _unknown(found: DetectedTable, column: Column, as_at: date) -> Iterator[Spelling]:
    if column.kind is not Kind.CODE:
        return
    listed, taught = codelist(column.codes), found.codes.get(column.key, {})
    position = found.columns[column.key]
    rows = [found.sheet.rows[row] for row in records(found).rows]
    cells = [row[position] for row in rows if position < len(row) and str(row[position]).strip()]
    for value, times in Counter(map(as_typed, cells)).most_common():
        meant = meaning(value, column, as_at)
        if fold(value) not in taught and meant.value is None and meant.fault:
            yield Spelling(
                found.table.key,
                column.key,
                found.headings[column.key],
                value,
                times,
                _likely_code(value, listed),
            )


def _likely_code(written: str, listed: Codelist) -> str:
    """Return the code with the most similar spelling, never one with the opposite meaning."""
    text = fold(written)
    match = process.extractOne(
        text,
        [name for name in listed.spellings if len(name) > 2],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE,
    )
    if not match or any(text.startswith(no) != match[0].startswith(no) for no in _NEGATIONS):
        return ""
    return listed.spellings[match[0]]


def fitting(mappings: list[Mapping], sheets: list[Sheet]) -> list[Mapping]:
    """Return the mappings that can read these sheets, the one that knows most of their headings
    first.
    """
    known = {id(one): _headings_known(one, sheets) for one in mappings}
    return sorted((one for one in mappings if known[id(one)]), key=lambda one: -known[id(one)])


def _headings_known(mapping: Mapping, sheets: list[Sheet]) -> int:
    """Count the headings of a mapping that these sheets have; 0 if it cannot read them."""
    try:
        found = find_tables(sheets, mapping)
    except UserError:
        return 0
    own = {
        closed_heading(heading)
        for table in mapping.tables
        for heading, key in table.columns.items()
        if key
    }
    return sum(
        closed_heading(heading) in own for table in found for heading in table.headings.values()
    )


def as_mapped(proposal: Proposal, chosen: dict[str, str]) -> Mapped:
    """Return a confirmed mapping of a table: heading -> column key or NOT_KEPT, with no spellings
    yet.
    """
    return Mapped(
        proposal.table,
        {heading.written: chosen.get(heading.written, NOT_KEPT) for heading in proposal.headings},
        {},
    )
