"""Checksums: the SHA-256 of what was written, so that a store in which a single letter has changed gives no figure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.engine import Connection

from data.store.tables import extract_row, left_out, mapping, seal, setting, snapshot, snapshot_file


class ChecksumBroken(ValueError):
    """What stands in the store is not what was written."""


def checksum_of(value: Any) -> str:
    """The checksum of a value that JSON can hold, the same before it is written and after it is read."""
    plain = json.loads(json.dumps(value, default=str))
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def checksum_of_lines(lines: Iterable[str]) -> str:
    """The checksum of lines of text in their order. Raises ChecksumBroken for anything else, which only a damaged file gives."""
    mark = sha256()
    for line in lines:
        if not isinstance(line, str):
            raise ChecksumBroken("a line that is no text")
        mark.update(line.encode() + b"\n")
    return mark.hexdigest()


def checksum_of_row(row: Mapping[Any, Any], files: Iterable[tuple[str, str]] = ()) -> str:
    """The checksum of a row of a table by its columns; of a snapshot with its files."""
    return checksum_of([dict(row), sorted(files)])


def put_checksum(connection: Connection, what: str, mark: str) -> None:
    """Keep the checksum of something that has just been written."""
    connection.execute(insert(seal).values(what=what, sha256=mark))


def check_checksum(connection: Connection, what: str, mark: str) -> None:
    """Raises ChecksumBroken if what was read is not what was written."""
    if connection.scalar(select(seal.c.sha256).where(seal.c.what == what)) != mark:
        raise ChecksumBroken(what)


def check_checksums(connection: Connection, kind: str, read: Mapping[int, str], newest: int | None = None) -> None:
    """The same for every row of a kind by its number; also where one is gone, up to the newest that was asked for."""
    rows = connection.execute(select(seal.c.what, seal.c.sha256).where(seal.c.what.startswith(f"{kind} ")))
    kept = {int(what.removeprefix(f"{kind} ")): mark for what, mark in rows}
    if {number: mark for number, mark in kept.items() if newest is None or number <= newest} != dict(read):
        raise ChecksumBroken(kind)


def check_number(connection: Connection, kind: str, number: int | None) -> None:
    """Raises ChecksumBroken where there are more or fewer of a kind than were written."""
    if connection.scalar(select(func.count()).select_from(seal).where(seal.c.what.startswith(f"{kind} "))) != number:
        raise ChecksumBroken(kind)


def checksum_what_is_stored(connection: Connection) -> None:
    """Keep the checksums of all that an older store holds."""
    for what, mark in list(checksums_now(connection, (setting, mapping))):
        put_checksum(connection, what, mark)


def checksums_now(connection: Connection, kinds: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Yield every checksum that the imports and the rows of these other tables should have, as they are now."""
    files: dict[int, list[tuple[str, str]]] = {}
    for file in connection.execute(select(snapshot_file)):
        files.setdefault(file.snapshot, []).append((file.name, file.sha256))
    held = {(number, key) for number, key in connection.execute(select(extract_row.c.snapshot, extract_row.c.table_key).distinct())}
    for row in list(connection.execute(select(snapshot)).mappings()):
        yield f"snapshot {row['id']}", checksum_of_row(row, files.get(row["id"], ()))
        gone = select(left_out.c.fields).where(left_out.c.snapshot == row["id"]).order_by(left_out.c.number)
        yield f"left_out {row['id']}", checksum_of_lines(connection.scalars(gone))
        held |= {(row["id"], key) for key, (number, _) in row["tables"].items() if number == row["id"]}
    for number, key in sorted(held):
        yield from _marks_of_rows(connection, number, key)
    for kind in kinds:
        for row in list(connection.execute(select(kind)).mappings()):
            yield f"{kind.name} {row['id']}", checksum_of_row(row)


def _marks_of_rows(connection: Connection, number: int, key: str) -> Iterator[tuple[str, str]]:
    for name, column in (("rows", extract_row.c.fields), ("people", extract_row.c.person)):
        rows = select(column).where(extract_row.c.snapshot == number, extract_row.c.table_key == key).order_by(extract_row.c.number)
        yield f"{name} {number} {key}", checksum_of_lines(connection.scalars(rows))
