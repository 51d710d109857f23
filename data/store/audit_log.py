"""The audit log of who did what, as a chain.

The link of each act is the SHA-256 of the link before and of the act itself. The links are stored
as checksums ("act 7"); the checksum HEAD repeats the last one, so that a removed last act is
noticed too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from data.store.checksums import ChecksumBroken, checksum_of, put_checksum
from data.store.newest_import import Known
from data.store.tables import act, seal, snapshot

HEAD = "acts"
FIRST = checksum_of("no act yet")


def add_act(connection: Connection, **values: Any) -> None:
    """Add an act to the chain. Raises ChecksumBroken if the end of the chain was changed."""
    number, head = _end(connection)
    if head is None or head != (_link_of(connection, number) if number else FIRST):
        raise ChecksumBroken(HEAD)
    row = {"id": number + 1, "snapshot": None, **values}
    link = link_after(head, row)
    connection.execute(insert(act).values(**row))
    put_checksum(connection, f"act {number + 1}", link)
    connection.execute(update(seal).where(seal.c.what == HEAD).values(sha256=link))


def chain_acts(connection: Connection) -> None:
    """Make the chain of a database that has none."""
    link = FIRST
    for row in _rows(connection):
        link = link_after(link, row)
        put_checksum(connection, f"act {row['id']}", link)
    put_checksum(connection, HEAD, link)


def link_after(before: str, row: Mapping[str, Any]) -> str:
    """Return the link of an act that follows another."""
    return checksum_of([before, {key: row[key] for key in ("id", "at", "who", "what", "snapshot")}])


def links(connection: Connection, kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the checksums that the acts should have, each calculated from the stored link before
    it.
    """
    numbers = sorted(int(what.removeprefix("act ")) for what in kept if what.startswith("act "))
    link = FIRST
    for row in _rows(connection):
        place = bisect_left(numbers, row["id"])
        link = link_after(kept[f"act {numbers[place - 1]}"] if place else FIRST, row)
        yield f"act {row['id']}", link
    yield HEAD, link


def is_whole(connection: Connection) -> bool:
    """Return whether every act and link is as it was written."""
    kept = {
        what: mark
        for what, mark in connection.execute(select(seal.c.what, seal.c.sha256))
        if what == HEAD or what.startswith("act ")
    }
    return dict(links(connection, kept)) == kept


def extent(connection: Connection) -> Known:
    """Return the newest import, the last act and its link."""
    number, head = _end(connection)
    newest = connection.scalar(select(func.coalesce(func.max(snapshot.c.id), 0))) or 0
    return Known(newest, number, head or "")


def holds(connection: Connection, known: Known) -> bool:
    """Return whether the chain still has the act that was once its last."""
    there = connection.scalar(select(act.c.id).where(act.c.id == known.act))
    return known.act == 0 or (there is not None and _link_of(connection, known.act) == known.link)


def _end(connection: Connection) -> tuple[int, str | None]:
    """Return the number of the last act, and the link in the checksum HEAD."""
    number = connection.scalar(select(func.coalesce(func.max(act.c.id), 0))) or 0
    return number, connection.scalar(select(seal.c.sha256).where(seal.c.what == HEAD))


def _link_of(connection: Connection, number: int) -> str | None:
    return connection.scalar(select(seal.c.sha256).where(seal.c.what == f"act {number}"))


def _rows(connection: Connection) -> Iterable[Mapping[Any, Any]]:
    return list(connection.execute(select(act).order_by(act.c.id)).mappings())
