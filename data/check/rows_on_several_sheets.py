"""Find the keys of the rows of a table's sheets, and count the rows that are on only one sheet."""

from __future__ import annotations

from collections import Counter

from data.check.check_column import meanings
from data.check.ids import id_key
from data.check.rows_without_records import FAR_AHEAD, WHO_AND_WHEN, records
from data.recognise.find_tables import DetectedTable

EVENTS = {
    "contacts",
    "service_use",
    "training",
    "voice",
    "pressures",
    "milestones",
}  # an ID may have many rows
Key = tuple[object, ...]


def keys_of(key: str, sheets: list[DetectedTable]) -> dict[int, Counter[Key]]:
    """Count the keys of each sheet's rows: their IDs, or for events the values of all shared
    columns.

    Blank rows are left out.
    """
    who = WHO_AND_WHEN[key][0]
    common = set.intersection(*(set(found.columns) for found in sheets))
    return {
        id(found): _keys(found, sorted(common) if key in EVENTS else [who] if who in common else [])
        for found in sheets
    }


def _keys(found: DetectedTable, wanted: list[str]) -> Counter[Key]:
    rows = [found.sheet.rows[row] for row in records(found).rows]
    read = []
    for name in wanted:
        at, column = found.columns[name], found.table.column(name)
        cells = [row[at] if at < len(row) else "" for row in rows]
        read.append(
            [
                _alike(meant.value)
                for meant in meanings(cells, column, FAR_AHEAD, taught=found.codes.get(name))
            ]
        )
    return Counter(
        values for values in zip(*read, strict=True) if any(value is not None for value in values)
    )


def _alike(value: object) -> object:
    """Return the key of a text without leading zeros; return any other value unchanged."""
    return id_key(value).lstrip("0") if isinstance(value, str) else value


def only_here(key: str, sheet: DetectedTable, others: list[DetectedTable]) -> tuple[int, int]:
    """Count the IDs (for events: rows) that only this sheet has, and all that it has.

    In a sheet without an ID column every row counts.
    """
    who = WHO_AND_WHEN[key][0]
    if who not in sheet.columns:
        number = len(records(sheet).rows)
        return number, number
    keys = keys_of(key, [sheet, *others])
    known = {one for other in others for one in keys[id(other)]}
    own = {one: times if key in EVENTS else 1 for one, times in keys[id(sheet)].items()}
    return sum(times for one, times in own.items() if one not in known), sum(own.values())
