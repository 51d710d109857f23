"""The meaning of a council's own headings and spellings, entered once, saved by name and used every
month.

A mapping is a small JSON document, the same in the database and in the file for `--mapping`.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import Any

from data.codelists import codelist, fold
from data.problems import InputNeeded, UserError
from data.schema import TABLES, Kind

NOT_KEPT = NOT_RECORDED = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table of a mapping: heading as written -> column key or NOT_KEPT; column key -> spelling
    -> code or NOT_RECORDED.
    """

    table: str
    columns: Lookup[str, str]
    codes: Lookup[str, Lookup[str, str]]

    @property
    def spellings(self) -> dict[str, dict[str, str]]:
        """Return the spellings in the form in which cells are compared, without case and extra
        spaces.
        """
        return {
            key: {fold(written): code for written, code in meant.items()}
            for key, meant in self.codes.items()
        }


@dataclass(frozen=True, slots=True)
class Mapping:
    """A named mapping of one or more tables."""

    name: str
    tables: tuple[Mapped, ...]

    def document(self) -> dict[str, Any]:
        """Return the mapping as plain JSON."""
        tables = [
            {
                "table": one.table,
                "columns": dict(one.columns),
                "codes": {key: dict(meant) for key, meant in one.codes.items()},
            }
            for one in self.tables
        ]
        return {"name": self.name, "tables": tables}


def read_mapping(document: object) -> Mapping:
    """Return a mapping from its JSON document. Raises UserError, with the fault, for anything
    else."""
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("tables"), list)
        or not isinstance(document.get("name"), str)
    ):
        raise _wrong("it needs a name and a list of tables")
    return Mapping(document["name"], tuple(_mapped(one) for one in document["tables"]))


def _mapped(one: object) -> Mapped:
    if not isinstance(one, dict) or one.get("table") not in TABLES:
        raise _wrong(f"each table is one of {', '.join(TABLES)}")
    table = TABLES[one["table"]]
    columns, codes = one.get("columns", {}), one.get("codes", {})
    if (
        not _texts(columns)
        or not isinstance(codes, dict)
        or not all(_texts(meant) for meant in codes.values())
    ):
        raise _wrong(f"the columns and codes of {table.title} are pairs of texts")
    for key in (*filter(None, columns.values()), *codes):
        if key not in table.keys:
            raise _wrong(f"{table.title} has no column '{key}'")
    for key, meant in codes.items():
        listed = codelist(table.column(key).codes) if table.column(key).kind is Kind.CODE else None
        for code in filter(None, meant.values()):
            if listed is None or (code not in listed.labels and not listed.open):
                raise _wrong(f"'{code}' is not a code of {table.column(key).heading}")
    return Mapped(table.key, columns, codes)


def _texts(pairs: object) -> bool:
    return isinstance(pairs, dict) and all(
        isinstance(text, str) for pair in pairs.items() for text in pair
    )


def _wrong(what: str) -> UserError:
    return InputNeeded("mapping", f"The mapping cannot be used: {what}.")
