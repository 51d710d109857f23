"""What a format is: tables of the schema under other headings, with its own idea of what must be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.schema import Column, Table


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format.

    `people` is a second table about the same people, joined to the first by id; `people_needed` where the first cannot stand
    without it. `yearly`: a return for a financial year, kept beside the months and never one of them. `ids`: the only
    headings under which its tables have their ids, if no other table may be taken for it.
    """

    key: str
    title: str
    tables: tuple[Table, ...]
    people: Table | None = None
    people_needed: str = ""  # the sentence where it is missing
    yearly: bool = False
    min_headings: int = 0  # the fewest columns that make a sheet this format
    ids: tuple[str, ...] = ()


def as_written(
    table: Table, headings: Mapping[str, tuple[str, ...]], required: tuple[str, ...], aliases: tuple[str, ...] = (), title: str = ""
) -> Table:
    """A table of the schema as another format writes it: only these columns, by these headings first, with these required.

    Raises KeyError where the table has no such column.
    """
    columns = tuple(_as_written(table.column(key), names, key in required) for key, names in headings.items())
    return replace(table, columns=columns, aliases=aliases, title=title or table.title)


def _as_written(column: Column, names: tuple[str, ...], required: bool) -> Column:
    """The column under other headings. Its key stays that of the schema, which `named` keeps."""
    return replace(column, aliases=(*names, *column.aliases), required=required, needed_in_row=required and column.decides_row)
