"""Decide how to read a table that is on several sheets: together, or only the sheet that a person
chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from data.check.rows_on_several_sheets import EVENTS, Key, keys_of, only_here
from data.check.rows_without_records import records
from data.check.table_places import PEOPLE, Part, Place
from data.problems import NO_ANSWERS, Answers, Choice, Doubt, InputNeeded, UserError
from data.recognise.files import RecognisedFile
from data.recognise.find_tables import DetectedTable, is_nearly, like_people
from data.recognise.formats import FORMATS
from data.schema import TABLES

_ONE = {"service_use", "workforce", "training", "voice"}  # titles in the singular
Sheets = list[tuple[DetectedTable, RecognisedFile]]


@dataclass(slots=True)
class Settled:
    """The places of a month's tables and of second tables of its people, and the doubts about
    them."""

    places: dict[str, Place] = field(default_factory=dict)
    more: dict[str, Place] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def settle(opened: list[RecognisedFile], answers: Answers = NO_ANSWERS) -> Settled:
    """Decide for each table whether its sheets are read together.

    They are if none of their IDs (for events: rows) is on two sheets; otherwise a person chooses.
    Sheets that are not read are removed from `opened` and listed there. Raises UserError with the
    options if the person has not chosen.
    """
    settled = Settled()
    kinds: dict[tuple[str, bool], list[tuple[DetectedTable, RecognisedFile]]] = {}
    for file in opened:
        for found in file.tables:
            kinds.setdefault(found.kind, []).append((found, file))
    if (PEOPLE, False) not in kinds:
        _refuse_people_that_lack_a_column(opened)
    for (key, joins), sheets in kinds.items():
        kept, doubts = _settle(
            key, sheets, [near for near in _near(opened) if near[0].kind == (key, joins)], answers
        )
        (settled.more if joins else settled.places)[key] = kept
        settled.doubts += doubts
    settled.doubts = _one_of_each([*settled.doubts, *_hidden_doubts(opened, settled.places)])
    return settled


def _refuse_people_that_lack_a_column(opened: list[RecognisedFile]) -> None:
    """Raise UserError if a sheet is probably the people of the month but lacks required columns."""
    for near, file in _near(opened):
        if like_people(near) and records(near).rows:
            words = f"{file.read.name}: The sheet '{near.sheet.name}' looks like {near.table.title}"
            words += (
                f" but has no column {' and no column '.join(near.lacking)}. Add this heading, "
                "spelled exactly so, above its column."
            )
            raise UserError(
                "column_missing", f"{words} To leave the sheet out, hide or delete it in Excel."
            )


def _one_of_each(doubts: list[Doubt]) -> list[Doubt]:
    """Combine doubts with the same code into one with their total, so that one answer cannot count
    for another.
    """
    by_code: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_code.setdefault(doubt.code, []).append(doubt)
    return [same[0] if len(same) == 1 else _added_up(same) for same in by_code.values()]


def _added_up(same: list[Doubt]) -> Doubt:
    total = sum(doubt.number for doubt in same)
    sentence = " ".join([*(doubt.sentence for doubt in same), f"That is {total:,} in total."])
    return replace(same[0], sentence=sentence, number=total)


def _near(opened: list[RecognisedFile]) -> list[tuple[DetectedTable, RecognisedFile]]:
    return [(near, file) for file in opened for near in file.near]


def _settle(key: str, sheets: Sheets, near: Sheets, answers: Answers) -> tuple[Place, list[Doubt]]:
    """Return the place of one table, from its complete sheets and the nearly complete ones, and any
    doubts.
    """
    if len(sheets) == 1 and not near:
        return _place(sheets), []
    filled = [sheet for sheet in sheets if records(sheet[0]).rows] or sheets[:1]
    _leave_out([sheet for sheet in sheets if sheet not in filled], "no rows")
    whole = [found for found, _ in filled]
    similar = {
        id(sheet[0]): only_here(key, sheet[0], whole)
        for sheet in near
        if is_nearly(sheet[0], whole)
    }
    apart = [
        sheet for sheet in near if not _undecided(sheet[0]) and _is_apart(similar.get(id(sheet[0])))
    ]
    _take_up(apart)
    together = [*filled, *apart]
    doubts = [
        _not_read(sheet, similar[id(sheet[0])])
        for sheet in near
        if sheet not in apart and similar.get(id(sheet[0]), (0, 0))[0]
    ]
    keys = keys_of(key, [found for found, _ in together])
    times = Counter(one for found, _ in together for one in keys[id(found)])
    shared = sum(number > 1 for number in times.values())
    if len(together) > 1 and (shared or len({_basis(found) for found, _ in together}) > 1):
        return _chosen(
            key, together, _All(shared, len(times), _rows_once(key, together, keys)), answers
        ), doubts
    return _place(together), [*doubts, *([_together(key, together)] if len(together) > 1 else [])]


def _is_apart(only: tuple[int, int] | None) -> bool:
    """Return whether a sheet has rows and none of them is on another sheet."""
    return bool(only) and only[0] == only[1] > 0


def _place(sheets: Sheets, once: bool = False) -> Place:
    parts, first = [], 0
    for found, file in sheets:
        parts.append(Part(found, file.read, first))
        first += len(found.sheet.rows)
    return Place(tuple(parts), once)


def _undecided(found: DetectedTable) -> list[str]:
    """Return the headings of the missing columns without which no row can be used."""
    return [
        column.heading
        for column in found.table.required
        if column.decides_row and column.key not in found.columns
    ]


def _basis(found: DetectedTable) -> tuple[bool, str]:
    """Return what two sheets must share to be read as one table."""
    return FORMATS[found.format].yearly, FORMATS[found.format].people_needed


class _All(NamedTuple):
    """All sheets of a table: how many IDs (for events: rows) are shared, how many there are, and
    the option's text.
    """

    shared: int
    different: int
    offer: str


def _rows_once(key: str, sheets: Sheets, keys: dict[int, Counter[Key]]) -> str:
    """Return the option to read all sheets, with the number of people or rows."""
    seen: set[Key] = set()
    number = 0
    for found, _ in sheets:
        number += sum(
            times if key in EVENTS else 1
            for one, times in keys[id(found)].items()
            if one not in seen
        )
        seen |= keys[id(found)].keys()
    if key in EVENTS:
        return f"All of them together: {number:,} rows, counting repeated rows once"
    return f"All of them together: {number:,} people, each counted once"


def _chosen(key: str, sheets: Sheets, of_all: _All, answers: Answers) -> Place:
    """Return the chosen sheet, or all sheets. Raises UserError with the options if none is chosen
    yet.
    """
    joins = sheets[0][0].joins
    title, code = (
        (sheets[0][0].table.title, "which_people")
        if joins
        else (TABLES[key].title.lower(), f"which_{key}")
    )
    options = [_name(sheet, sheets) for sheet in sheets]
    what = "rows" if key in EVENTS else "IDs"
    whole = len({_basis(found) for found, _ in sheets}) == 1 and (key in EVENTS or key == PEOPLE)
    if whole:
        options.append(of_all.offer)
    number = answers.get(code, 0)
    if not 1 <= number <= len(options):
        on_several = (
            f"{of_all.shared:,} of their {of_all.different:,} {what} are on more than one of them"
        )
        why = on_several if of_all.shared else "they are of different kinds"
        words = f"The {title} {_are(key)} {_where(sheets)}, and {why}. Choose which to read."
        raise InputNeeded(
            "which_table",
            f"{words} To leave a sheet out, hide or delete it in Excel.",
            Choice(code, tuple(options)),
        )
    if number > len(sheets):
        return _place(sheets, once=key in EVENTS)
    _leave_out([sheet for sheet in sheets if sheet is not sheets[number - 1]], "not chosen")
    return _place([sheets[number - 1]])


def _together(key: str, sheets: Sheets) -> Doubt:
    numbers = [len(records(found).rows) for found, _ in sheets]
    what = "people" if key == PEOPLE else "rows"
    no = "no row" if key in EVENTS else "no ID"
    sentence = (
        f"The {TABLES[key].title.lower()} {_are(key)} {_where(sheets)}, with {no} on two of them: "
    )
    sentence += f"{' + '.join(f'{number:,}' for number in numbers)} {what}. They are read together."
    every = [name for name in TABLES[key].keys if any(name in found.columns for found, _ in sheets)]
    for found, file in sheets:
        if missing := [
            TABLES[key].column(name).heading for name in every if name not in found.columns
        ]:
            sentence += (
                f" {_name((found, file), sheets)} has no column "
                f"{' and no column '.join(missing)}, so its rows are blank there."
            )
    advice = (
        "If one of them is not this month's, hide or delete it in Excel, or choose the files "
        "without it."
    )
    return Doubt("read_together", sentence, advice, must_confirm=True, number=sum(numbers))


def _not_read(sheet: tuple[DetectedTable, RecognisedFile], only: tuple[int, int]) -> Doubt:
    found = sheet[0]
    lacking = " and no column ".join(_undecided(found) or found.lacking)
    words = (
        f"The sheet '{found.sheet.name}' of '{sheet[1].read.name}' looks like "
        f"{found.table.title.lower()} but has no column {lacking}."
    )
    words += f" It is not read: {_rows(only)}."
    return Doubt(
        "sheet_not_read",
        words,
        "Add the column, or delete the sheet.",
        must_confirm=True,
        number=only[0],
    )


def _rows(only: tuple[int, int]) -> str:
    """Return '12 rows', or '12 rows that are on no other sheet' if the sheet has other rows too."""
    return f"{only[0]:,} {'row' if only[0] == 1 else 'rows'}" + (
        f" that {'is' if only[0] == 1 else 'are'} on no other sheet" if only[0] < only[1] else ""
    )


def _hidden_doubts(opened: list[RecognisedFile], places: dict[str, Place]) -> list[Doubt]:
    """Return a doubt for each hidden sheet whose table or most of whose rows are on no other sheet.

    A hidden sheet with mostly the same rows is an older copy, hidden as the error message advises.
    """
    doubts = []
    for file in opened:
        for found in file.hidden:
            read = places.get(found.table.key)
            number = len(records(found).rows)
            only = (
                only_here(found.table.key, found, [part.found for part in read.parts])
                if read
                else (number, number)
            )
            if 2 * only[0] > only[1]:
                words = (
                    f"The sheet '{found.sheet.name}' of '{file.read.name}' has the "
                    f"{found.table.title.lower()} but is hidden."
                )
                words += f" It is not read: {_rows(only)}."
                advice = (
                    "Unhide it in Excel, save the workbook and choose it again, or agree to "
                    "leave it out."
                )
                doubts.append(
                    Doubt("table_hidden", words, advice, must_confirm=True, number=only[0])
                )
    return doubts


def _where(sheets: Sheets) -> str:
    """Return where the sheets are: 'on 3 sheets of 'May.xlsx'', or 'in 2 files'."""
    files = list(dict.fromkeys(file.read.name for _, file in sheets))
    if len(files) == 1:
        return f"on {len(sheets)} sheets of '{files[0]}'"
    return (
        f"in {len(files)} files"
        if len(files) == len(sheets)
        else f"on {len(sheets)} sheets of {len(files)} files"
    )


def _name(sheet: tuple[DetectedTable, RecognisedFile], sheets: Sheets) -> str:
    """Return the shortest unique name of a sheet: its own, its file's, or both."""
    files = [file.read.name for _, file in sheets]
    own = (sheet[1].read.name, sheet[0].sheet.name)
    if len(set(files)) == 1:
        return f"Sheet '{own[1]}'"
    return f"File '{own[0]}'" if files.count(own[0]) == 1 else f"Sheet '{own[1]}' of '{own[0]}'"


def _are(key: str) -> str:
    return "is" if key in _ONE else "are"


def _leave_out(sheets: Iterable[tuple[DetectedTable, RecognisedFile]], why: str) -> None:
    """Remove sheets from the tables of their files, and list them there as ignored."""
    for found, file in sheets:
        file.tables.remove(found)
        file.read.sheets.pop(found.sheet.name, None)
        own = {f"column '{heading}' of '{found.sheet.name}'" for heading in found.ignored}
        file.read.ignored[:] = [
            f"sheet '{found.sheet.name}' ({why})",
            *(name for name in file.read.ignored if name not in own),
        ]


def _take_up(sheets: Iterable[tuple[DetectedTable, RecognisedFile]]) -> None:
    """Add sheets that lack a column to the tables of their files."""
    for found, file in sheets:
        file.near.remove(found)
        file.tables.append(found)
        file.read.sheets[found.sheet.name] = found.table.title
        file.read.ignored[:] = [
            name
            for name in file.read.ignored
            if not name.startswith(f"sheet '{found.sheet.name}' (")
        ]
        file.read.ignored += [
            f"column '{heading}' of '{found.sheet.name}'" for heading in found.ignored
        ]
