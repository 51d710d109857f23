"""The place of a month's table: one sheet, or several that are read one after the other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.check.check_table import read_table, typed
from data.check.moved_columns import see_required_filled
from data.check.other_sheets import beside, cells_held
from data.problems import Problem
from data.recognise.files import FileReport, source_name
from data.recognise.find_tables import DetectedTable
from data.schema import TABLES

PEOPLE = "care_leavers"


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a table. `first` is the number of rows on the sheets before it."""

    found: DetectedTable
    file: FileReport
    first: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """The sheets of one table, read one after the other."""

    parts: tuple[Part, ...]
    once: bool = False  # rows that are the same on several sheets are read once

    @property
    def found(self) -> DetectedTable:
        return self.parts[0].found

    @property
    def file(self) -> FileReport:
        return self.parts[0].file

    def at(self, row: int) -> tuple[Part, int]:
        """Return the sheet, and the row in it, of a row counted through all sheets; both from 0."""
        number = bisect_right([part.first for part in self.parts], row) - 1
        return self.parts[number], row - self.parts[number].first

    def row_of(self, problem: Problem) -> int:
        """Return the row of a problem, counted from 1 through all sheets."""
        where = (problem.file, problem.sheet)
        first = next(
            (part.first for part in self.parts if (part.file.name, part.found.sheet.name) == where),
            0,
        )
        return first + problem.row

    def rows_of(self, part: Part, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows from one sheet, with `source_row` as in that sheet."""
        local = frame["source_row"] - part.first
        inside = local.between(1, len(part.found.sheet.rows))
        return frame[inside].assign(source_row=local[inside])

    def as_in_the_sheets(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the table with `source_row` as in each sheet.

        If there are several files, `source_sheet` names the file too.
        """
        if len(self.parts) == 1:
            return frame
        several = len({part.file.name for part in self.parts}) > 1
        places = [self.at(int(row) - 1) for row in frame["source_row"]]
        names = [
            source_name(part.file.name, part.found.sheet.name) if several else part.found.sheet.name
            for part, _ in places
        ]
        own = [row + 1 for _, row in places]
        return frame.assign(
            source_sheet=pd.Series(names, index=frame.index, dtype="str"), source_row=own
        )


def read_place(place: Place, as_at: date) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table from all its sheets and type its cells.

    `source_row` counts through the sheets. A column that a sheet lacks is blank there.
    """
    frames, problems = [], []
    names = [source_name(part.file.name, part.found.sheet.name) for part in place.parts]
    held = (
        [cells_held(part.found, name) for part, name in zip(place.parts, names, strict=True)]
        if len(names) > 1
        else []
    )
    for number, part in enumerate(place.parts):
        frame, faults = read_table(part.found, part.file.name, as_at, beside(held, number))
        frames.append(frame.assign(source_row=frame["source_row"] + part.first))
        problems += faults
    if len(frames) == 1:
        see_required_filled([place.found], frames[0], place.file.name)
        return frames[0], problems
    table = TABLES[place.found.table.key]
    keys = [key for key in table.keys if any(key in frame for frame in frames)]
    for frame in frames:
        for key in keys:
            if key not in frame:
                frame[key] = typed([None] * len(frame), table.column(key).kind).set_axis(
                    frame.index
                )
    whole = pd.concat(
        [frame[[*keys, "source_sheet", "source_row", "unusable"]] for frame in frames],
        ignore_index=True,
    )
    see_required_filled([part.found for part in place.parts], whole, place.file.name)
    return (_once(whole, place) if place.once else whole), problems


def _once(frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Return the rows without those that are the same on an earlier sheet; repeats within a sheet
    stay.

    A row with an unreadable cell stays too, because two unreadable cells may be different.
    """
    keys = [
        key for key in place.found.columns if all(key in part.found.columns for part in place.parts)
    ]
    part = pd.Series(
        [place.parts.index(place.at(int(row) - 1)[0]) for row in frame["source_row"]],
        index=frame.index,
    )
    earliest = part.groupby(
        [*(frame[key] for key in keys), frame["unusable"]], dropna=False
    ).transform("min")
    return frame[(part == earliest) | (frame["unusable"] != "")].reset_index(drop=True)
