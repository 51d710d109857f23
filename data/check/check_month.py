"""From sheets to trusted tables: every cell typed by the schema, and every problem reported with
its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from data.check.check_table import as_typed
from data.check.events_after_as_at import dates_after
from data.check.events_before_birth import before_birth, births
from data.check.id_spellings import respell, spelled_as
from data.check.link_ids import PERSON, link_to_known, link_within, renamed
from data.check.midnights import doubt_about_midnights
from data.check.moved_columns import moved_columns
from data.check.rules.ids import SPELLINGS
from data.check.rules.people import (
    BEFORE_BIRTH,
    HALF_FILLED,
    ID_LINKS,
    KNOWN_BEFORE,
    NO_BIRTH,
    REPEATED,
    RULES,
    TWO_BIRTHS,
    TWO_TABLES_BIRTHS,
    Rule,
    nobody_unserved,
)
from data.check.rules.rule import without
from data.check.several_sheets import settle
from data.check.table_places import PEOPLE, Place, read_place
from data.check.yearly_return import half_filled
from data.dates import financial_year
from data.problems import NO_ANSWERS, Answers, Doubt, InputNeeded, Problem, Severity, UserError
from data.recognise.files import (
    FileReport,
    OnStep,
    RecognisedFile,
    Source,
    as_at_of,
    dates_of,
    nobody_hears,
    open_files,
)
from data.recognise.find_tables import made_up
from data.recognise.formats import FORMATS
from data.recognise.mapping import Mapping

LEFT_OUT = ["table", "file", "sheet", "source_row", "person", "rules"]


@dataclass(slots=True)
class CheckedExtract:
    """One month, read and checked and ready to be stored; if `yearly`, one return for the year to
    `as_at`.

    `tables` holds typed frames by table key: the schema's columns that the file has, `source_sheet`
    (the sheet), `source_row` and `unusable`. `left_out` has one row for each row that cannot be
    used.
    """

    as_at: date
    files: list[FileReport]
    tables: dict[str, pd.DataFrame]
    left_out: pd.DataFrame
    problems: list[Problem]
    made_up: bool
    doubts: list[Doubt] = field(default_factory=list)  # what the person must confirm first
    yearly: bool = False
    as_at_from: str = ""  # where the as-at date was found: "from the file name", "your choice"

    @property
    def month(self) -> str:
        """Return the month, '2024-05'; for a yearly return its year, '2024-25'."""
        first = financial_year(self.as_at)
        return f"{first}-{(first + 1) % 100:02d}" if self.yearly else f"{self.as_at:%Y-%m}"

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


# The people known before a day: child_unique_id, date_of_birth; see check_month.
Known = Callable[[date], pd.DataFrame | None]


def nobody_known(as_at: date) -> None:
    """Return None: there is no earlier month."""


def read_month(
    sources: list[Source],
    as_at: date | None = None,
    on_step: OnStep = nobody_hears,
    mapping: Mapping | None = None,
    password: str = "",
    *,
    answers: Answers = NO_ANSWERS,
) -> CheckedExtract:
    """Read and check the files of one month. Raises UserError as `open_files` and `check_month`
    do."""
    return check_month(
        open_files(sources, mapping, password, on_step), as_at, on_step, answers=answers
    )


def check_month(
    opened: list[RecognisedFile],
    as_at: date | None = None,
    on_step: OnStep = nobody_hears,
    known_before: Known = nobody_known,
    answers: Answers = NO_ANSWERS,
) -> CheckedExtract:
    """Type every cell of one month's files and find every problem.

    `known_before` gives the people of the month before, to link IDs that lost their leading zeros.
    It also gives the IDs of every other month, without dates of birth, to keep their spelling.
    `answers` says which of several sheets holds a table. Raises UserError if that is not answered,
    if made-up people are mixed with others, or if nothing shows which month the files are for.
    """
    before = dates_of(opened, of_several=len(opened) > 1)
    settled = settle(opened, answers)
    decided = as_at_of(opened, as_at, before)
    as_at, doubts = decided.day, [*settled.doubts, *decided.doubts]
    places, more = settled.places, _joined_to(settled.places, settled.more.get(PEOPLE))
    yearly = _yearly(places, as_at)
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for number, (key, place) in enumerate(places.items()):
        on_step(f"Checking every cell of {place.found.table.title}", number / len(places))
        tables[key], faults = read_place(place, as_at)
        problems += faults
    in_sheets = {key: places[key].as_in_the_sheets(frame) for key, frame in tables.items()}
    doubts += [*moved_columns(in_sheets, problems), *doubt_about_midnights(problems)]
    if PEOPLE in places:
        problems += (
            _respelled(tables, places, None) if more else []
        )  # a second table is joined by ID
        problems += _join(tables, places[PEOPLE], more, as_at)
    known = None if yearly else known_before(as_at)
    problems += _respelled(tables, places, known)
    problems += _linked(
        tables, places, None if known is None else known.dropna(subset="date_of_birth")
    )
    problems += _before_birth(tables, places, known, as_at)
    on_step("Checking one column against another", 0.9)
    for key, place in places.items():
        problems += _across(key, place, tables, as_at)
    left_out = _left_out(tables, places, problems)
    if PEOPLE in places:
        tables[PEOPLE], repeated = _one_row_a_person(tables[PEOPLE], places[PEOPLE])
        problems += repeated
        if not yearly:
            problems += _unserved(tables, places[PEOPLE], as_at)
    doubts += dates_after(tables, problems, as_at)
    problems += [
        Problem(Severity.WARNING, doubt.code, doubt.sentence.removesuffix("."), doubt.advice)
        for doubt in doubts
    ]
    found = [*places.values(), *([more] if more else [])]
    tables = {key: places[key].as_in_the_sheets(frame) for key, frame in tables.items()}
    return CheckedExtract(
        as_at,
        [file.read for file in opened],
        tables,
        left_out,
        _in_order(problems),
        _made_up(found),
        doubts,
        yearly,
        decided.source,
    )


def _left_out(
    tables: dict[str, pd.DataFrame], places: dict[str, Place], problems: list[Problem]
) -> pd.DataFrame:
    """Remove rows with errors from the tables, and return one record for each (columns LEFT_OUT).

    Each file's report gets the number of rows read and used.
    """
    left_out: list[dict[str, object]] = []
    for key, place in places.items():
        errors = [
            problem
            for problem in problems
            if problem.table == key and problem.severity is Severity.ERROR
        ]
        tables[key], gone = _usable(tables[key], errors, place)
        left_out += gone
        for part in place.parts:
            used = len(place.rows_of(part, tables[key]))
            part.file.rows_used += used
            part.file.rows_read += used + sum(
                (row["file"], row["sheet"]) == (part.file.name, part.found.sheet.name)
                for row in gone
            )
    return pd.DataFrame(left_out, columns=LEFT_OUT)


def _joined_to(places: dict[str, Place], more: Place | None) -> Place | None:
    """Return the second table of people, which belongs to the first. Raises UserError if one of the
    two is missing.
    """
    people = places.get(PEOPLE)
    own = FORMATS[people.found.format] if people else None
    if more and (own is None or more.found.format != own.key):
        words = f"'{more.file.name}' has only people's details ({more.found.table.title})."
        raise InputNeeded(
            "people_only",
            f"{words} Choose it together with {FORMATS[more.found.format].tables[0].title}.",
        )
    if own and own.people_needed and not more:
        raise InputNeeded("people_missing", own.people_needed)
    return more


def _yearly(places: dict[str, Place], as_at: date) -> bool:
    """Return whether this is a yearly return.

    Raises UserError if a month's tables were chosen with it, or if the date is not 31 March.
    """
    kinds = {FORMATS[part.found.format].yearly for place in places.values() for part in place.parts}
    if len(kinds) > 1:
        raise InputNeeded(
            "return_mixed",
            "A yearly return and a month's tables were chosen together. Import them one "
            "after the other.",
        )
    if kinds == {True} and (as_at.month, as_at.day) != (3, 31):
        words = (
            "An SSDA903 return is for a year to 31 March, but these files seem to be for "
            f"{as_at:%d/%m/%Y}."
        )
        raise InputNeeded(
            "return_year",
            f"{words} Give the March in which its year ends (on the command line: --month "
            "2025-03).",
        )
    return kinds == {True}


def _made_up(places: list[Place]) -> bool:
    kinds = {made_up(part.found) for place in places for part in place.parts}
    if len(kinds) > 1:
        raise UserError(
            "made_up_mixed",
            "Some of these sheets have made-up people and some do not. They cannot be the "
            "same month.",
        )
    return kinds.pop()


def _join(
    tables: dict[str, pd.DataFrame], place: Place, more: Place | None, as_at: date
) -> Iterator[Problem]:
    """Add the columns of a second table to the people, by ID; yield a problem for each doubtful
    date of birth.
    """
    people = tables[PEOPLE]
    if more:
        rest, faults = read_place(more, as_at)
        rest = spelled_as(rest, people)
        ours = rest["child_unique_id"].isin(set(people["child_unique_id"].dropna()))
        rows = set(rest.loc[ours, "source_row"])
        for part in more.parts:
            number = len(more.rows_of(part, rest[ours]))
            part.file.rows_read += number
            part.file.rows_used += number
        whole = (
            not fault.row or fault.rule == "heading_twice" for fault in faults
        )  # about the whole sheet
        yield from (
            fault.softened()
            for fault, all_of_it in zip(faults, whole, strict=True)
            if all_of_it or more.row_of(fault) in rows
        )
        joined = _with_more(people, rest[ours].drop_duplicates("child_unique_id", keep="last"))
        for row in joined.loc[joined["births_differ"], "source_row"]:
            yield _broken(TWO_TABLES_BIRTHS, place, int(row) - 1)
        people = tables[PEOPLE] = joined.drop(columns="births_differ")
    if "date_of_birth" not in place.found.columns:
        for row in people.loc[people["date_of_birth"].isna(), "source_row"]:
            yield _broken(NO_BIRTH, place, int(row) - 1)


def _with_more(people: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """Return the people with the columns that only `rest` has, its unusable cells, and
    `births_differ`.
    """
    by_id = rest.set_index("child_unique_id")
    other = (
        people["child_unique_id"].map(by_id["date_of_birth"]) if "date_of_birth" in by_id else None
    )
    differ = pd.Series(False, index=people.index)
    if other is not None and "date_of_birth" in people:
        differ = (
            other.notna() & people["date_of_birth"].notna() & (other != people["date_of_birth"])
        )
    wanted = [column for column in by_id.columns if column not in people.columns]
    joined = people.assign(
        **{
            column: people["child_unique_id"].map(by_id[column]).astype(by_id[column].dtype)
            for column in wanted
        }
    )
    bad = people["child_unique_id"].map(by_id["unusable"]).fillna("")
    return joined.assign(
        unusable=(people["unusable"] + " " + bad).str.strip(), births_differ=differ
    )


def _respelled(
    tables: dict[str, pd.DataFrame], places: dict[str, Place], known: pd.DataFrame | None
) -> Iterator[Problem]:
    """Give every ID one spelling, and report each cell that had another spelling."""
    for cell in respell(tables, known):
        rule = replace(SPELLINGS[cell.rule], table=cell.table, column=cell.column)
        yield _broken(rule, places[cell.table], cell.source_row - 1)


def _before_birth(
    tables: dict[str, pd.DataFrame],
    places: dict[str, Place],
    known: pd.DataFrame | None,
    as_at: date,
) -> Iterator[Problem]:
    """Remove and report every date before the person's birth; it is an error if the row needs that
    date.
    """
    born = births(as_at, tables.get(PEOPLE), known)
    for key, place in places.items():
        for column, rows in before_birth(key, tables[key], born):
            severity = Severity.ERROR if column.decides_row else Severity.WARNING
            rule = replace(BEFORE_BIRTH, severity=severity, table=key, column=column.key)
            yield from (
                _broken(rule, place, int(row) - 1)
                for row in tables[key]["source_row"].to_numpy()[rows]
            )
            tables[key] = without(tables[key], rows, (column.key,))


def _linked(
    tables: dict[str, pd.DataFrame], places: dict[str, Place], known: pd.DataFrame | None
) -> Iterator[Problem]:
    """Link and report IDs that differ only by leading zeros from those of the month before or of
    this extract.
    """
    whose = tables
    if PEOPLE in tables and known is not None:
        yield from _as_known(tables, places[PEOPLE], known)
    elif known is not None:
        whose = {PEOPLE: known, **tables}
    for link in link_within(whose):
        yield _broken(
            replace(ID_LINKS[link.rule], table=link.table), places[link.table], link.source_row - 1
        )
    tables.update({key: whose[key] for key in tables})


def _as_known(
    tables: dict[str, pd.DataFrame], place: Place, known: pd.DataFrame
) -> Iterator[Problem]:
    names = link_to_known(tables[PEOPLE], known)
    people = tables[PEOPLE]
    for row in people.loc[people[PERSON].isin(set(names)), "source_row"]:
        yield _broken(KNOWN_BEFORE, place, int(row) - 1)
    for key, frame in tables.items():
        if names and PERSON in frame:
            tables[key] = renamed(frame, PERSON, names)


def _unserved(tables: dict[str, pd.DataFrame], place: Place, as_at: date) -> Iterator[Problem]:
    if sentence := nobody_unserved(tables, as_at):
        advice = "Ask the case system's team how the list is made."
        yield Problem(
            Severity.WARNING,
            "nobody_unserved",
            sentence,
            advice,
            file=place.file.name,
            table=PEOPLE,
        )


def _across(
    key: str, place: Place, tables: dict[str, pd.DataFrame], as_at: date
) -> Iterator[Problem]:
    """Yield the problems that the rules find in one table, and blank the values that the rules
    reject.
    """
    frame = tables[key]
    for rule in RULES:
        fits = not rule.formats or place.found.format in rule.formats
        if (
            fits
            and rule.finds
            and rule.table == key
            and set(rule.needs) <= set(frame.columns)
            and rule.column in frame.columns
        ):
            broken = rule.finds(tables, as_at).fillna(False).to_numpy(dtype=bool)
            for row in frame["source_row"].to_numpy()[broken]:
                yield _broken(rule, place, int(row) - 1)
            if rule.invalidates and broken.any():
                tables[key] = frame = without(frame, broken, rule.invalidates)
    if key == "care_leavers":
        for part in place.parts:
            for row, column in half_filled(part.found, place.rows_of(part, frame)):
                yield _broken(replace(HALF_FILLED, column=column), place, part.first + row)
        births = (
            frame.dropna(subset=["child_unique_id", "date_of_birth"])
            .groupby("child_unique_id")["date_of_birth"]
            .nunique()
        )
        twins = frame["child_unique_id"].isin(births.index[births > 1])
        for row in frame.loc[twins, "source_row"]:
            yield _broken(TWO_BIRTHS, place, int(row) - 1)


def _broken(rule: Rule, place: Place, row: int) -> Problem:
    """Return a rule's problem at the cell of its column, or at the ID if that column is in a second
    table.
    """
    part, row = place.at(row)
    found = part.found
    at = next(
        key for key in (rule.column, found.table.person, *found.columns) if key in found.columns
    )
    written = found.sheet.rows[row][found.columns[at]]
    return Problem(
        rule.severity,
        rule.code,
        rule.message,
        rule.advice,
        part.file.name,
        found.sheet.name,
        found.cell(at, row),
        rule.table,
        rule.column,
        found.headings[at],
        as_typed(written),
    )


def _usable(
    frame: pd.DataFrame, errors: list[Problem], place: Place
) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Return the rows that can be used, and a record of each row that cannot."""
    rules: dict[int, list[str]] = {}
    for problem in errors:
        rules.setdefault(place.row_of(problem), []).append(problem.rule)
    bad = frame["source_row"].isin(rules.keys())
    people = frame.get(place.found.table.person, pd.Series(None, index=frame.index, dtype="str"))
    wheres = [place.at(int(row) - 1) for row in frame.loc[bad, "source_row"]]
    gone = [
        {
            "table": part.found.table.key,
            "file": part.file.name,
            "sheet": part.found.sheet.name,
            "source_row": at + 1,
            "person": person if isinstance(person, str) else None,
            "rules": " ".join(sorted(set(rules[int(row)]))),
        }
        for (part, at), row, person in zip(
            wheres, frame.loc[bad, "source_row"], people[bad], strict=True
        )
    ]
    return frame[~bad].reset_index(drop=True), gone


def _one_row_a_person(people: pd.DataFrame, place: Place) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep one row per ID: the latest contact, or the last row if equal. Report the others."""
    by = (
        ["latest_date_of_contact", "source_row"]
        if "latest_date_of_contact" in people
        else ["source_row"]
    )
    kept = (
        people.sort_values(by, na_position="first")
        .drop_duplicates("child_unique_id", keep="last")
        .index
    )
    repeated = people.loc[~people.index.isin(kept), "source_row"]
    problems = [_broken(REPEATED, place, int(row) - 1) for row in repeated]
    return people.loc[sorted(kept)].reset_index(drop=True), problems


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Return the most serious problems first, then in the order of the files."""
    grave = list(Severity)
    return sorted(
        problems, key=lambda p: (grave.index(p.severity), p.file, p.sheet, p.rule, p.column, p.row)
    )
