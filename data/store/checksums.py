"""Checksums (SHA-256) of what was written, so that a database with any change is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.engine import Connection

from data.store.tables import extract_row, left_out, mapping, seal, setting, snapshot, snapshot_file


class ChecksumBroken(ValueError):
    """The database does not contain what was written."""


def checksum_of(value: Any) -> str:
    """Return the checksum of a JSON value, the same before writing and after reading."""
    plain = json.loads(json.dumps(value, default=str))
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def checksum_of_lines(lines: Iterable[str]) -> str:
    """Return the checksum of lines of text in order.

    Raises ChecksumBroken for any other type, which only a damaged file returns.
    """
    mark = sha256()
    for line in lines:
        if not isinstance(line, str):
            raise ChecksumBroken("a line that is not text")
        mark.update(line.encode() + b"\n")
    return mark.hexdigest()


def checksum_of_row(row: Mapping[Any, Any], files: Iterable[tuple[str, str]] = ()) -> str:
    """Return the checksum of a row's columns; for a snapshot its files are included."""
    return checksum_of([dict(row), sorted(files)])


def put_checksum(connection: Connection, what: str, mark: str) -> None:
    """Store the checksum of something that has just been written."""
    connection.execute(insert(seal).values(what=what, sha256=mark))


def check_checksum(connection: Connection, what: str, mark: str) -> None:
    """Raise ChecksumBroken if the text read is not the text written."""
    if connection.scalar(select(seal.c.sha256).where(seal.c.what == what)) != mark:
        raise ChecksumBroken(what)


def check_checksums(
    connection: Connection, kind: str, read: Mapping[int, str], newest: int | None = None
) -> None:
    """Raise ChecksumBroken if a row of a kind, up to number `newest`, is missing or not as
    written."""
    rows = connection.execute(
        select(seal.c.what, seal.c.sha256).where(seal.c.what.startswith(f"{kind} "))
    )
    kept = {int(what.removeprefix(f"{kind} ")): mark for what, mark in rows}
    if {
        number: mark for number, mark in kept.items() if newest is None or number <= newest
    } != dict(read):
        raise ChecksumBroken(kind)


def check_number(connection: Connection, kind: str, number: int | None) -> None:
    """Raise ChecksumBroken if there are more or fewer rows of a kind than were written."""
    if (
        connection.scalar(
            select(func.count()).select_from(seal).where(seal.c.what.startswith(f"{kind} "))
        )
        != number
    ):
        raise ChecksumBroken(kind)


def checksum_what_is_stored(connection: Connection) -> None:
    """Store the checksums of everything in an older database."""
    for what, mark in list(checksums_now(connection, (setting, mapping))):
        put_checksum(connection, what, mark)


def checksums_now(connection: Connection, kinds: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Yield the checksums of the current imports and of the current rows of these other tables."""
    files: dict[int, list[tuple[str, str]]] = {}
    for file in connection.execute(select(snapshot_file)):
        files.setdefault(file.snapshot, []).append((file.name, file.sha256))
    held = {
        (number, key)
        for number, key in connection.execute(
            select(extract_row.c.snapshot, extract_row.c.table_key).distinct()
        )
    }
    for row in list(connection.execute(select(snapshot)).mappings()):
        yield f"snapshot {row['id']}", checksum_of_row(row, files.get(row["id"], ()))
        gone = (
            select(left_out.c.fields)
            .where(left_out.c.snapshot == row["id"])
            .order_by(left_out.c.number)
        )
        yield f"left_out {row['id']}", checksum_of_lines(connection.scalars(gone))
        held |= {
            (row["id"], key) for key, (number, _) in row["tables"].items() if number == row["id"]
        }
    for number, key in sorted(held):
        yield from _marks_of_rows(connection, number, key)
    for kind in kinds:
        for row in list(connection.execute(select(kind)).mappings()):
            yield f"{kind.name} {row['id']}", checksum_of_row(row)


def _marks_of_rows(connection: Connection, number: int, key: str) -> Iterator[tuple[str, str]]:
    for name, column in (("rows", extract_row.c.fields), ("people", extract_row.c.person)):
        rows = (
            select(column)
            .where(extract_row.c.snapshot == number, extract_row.c.table_key == key)
            .order_by(extract_row.c.number)
        )
        yield f"{name} {number} {key}", checksum_of_lines(connection.scalars(rows))
