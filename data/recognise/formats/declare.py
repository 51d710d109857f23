"""A format: tables of the schema with other headings and other required columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.schema import Column, Table


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format.

    `people` is a second table about the same people, joined to the first by ID; `people_needed` is
    set if the first cannot be used without it. `yearly`: a return for a financial year, stored
    separately from the months. `ids`: the only headings for IDs in its tables, so that no other
    table is mistaken for it.
    """

    key: str
    title: str
    tables: tuple[Table, ...]
    people: Table | None = None
    people_needed: str = ""  # the message if it is missing
    yearly: bool = False
    min_headings: int = 0  # the fewest columns that make a sheet this format
    ids: tuple[str, ...] = ()


def as_written(
    table: Table,
    headings: Mapping[str, tuple[str, ...]],
    required: tuple[str, ...],
    aliases: tuple[str, ...] = (),
    title: str = "",
) -> Table:
    """Return a table of the schema in another format: its columns, their headings, and the required
    ones.

    Raises KeyError if the table has no such column.
    """
    columns = tuple(
        _as_written(table.column(key), names, key in required) for key, names in headings.items()
    )
    return replace(table, columns=columns, aliases=aliases, title=title or table.title)


def _as_written(column: Column, names: tuple[str, ...], required: bool) -> Column:
    """Return the column with more headings; its key is still the schema's."""
    return replace(
        column,
        aliases=(*names, *column.aliases),
        required=required,
        needed_in_row=required and column.decides_row,
    )
