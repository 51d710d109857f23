"""Check that a database is as it was written: its file, checksums, acts and sidecar file."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection

from data.store.audit_log import HEAD, add_act, extent, holds, links
from data.store.checksums import checksums_now
from data.store.connections import Connections
from data.store.newest_import import read_known
from data.store.refusals import damaged, older, other
from data.store.tables import mapping, now, plan_entry, seal, setting, snapshot

_CALLED: dict[str, Callable[[str], str]] = {
    "snapshot": lambda number: f"Import {number}",
    "rows": lambda which: f"The rows of import {which.replace(' ', ', table ')}",
    "people": lambda which: f"The people of import {which.replace(' ', ', table ')}",
    "left_out": lambda number: f"The rows left out of import {number}",
    "setting": lambda number: f"Change {number} of the settings",
    "mapping": lambda number: f"Mapping {number}",
    "plan_entry": lambda number: f"Entry {number} about the plan",
    "act": lambda number: f"Act {number} of the audit log, or the act just before it",
}
KINDS = (setting, mapping, plan_entry)


class Verifying(Connections):
    """A database that can be checked completely."""

    def faults(self) -> list[str]:
        """Return a message, without any value, for each thing that is not as it was written."""
        with self._read() as connection:
            if self._file and connection.scalar(text("PRAGMA integrity_check(1)")) != "ok":
                return [damaged(self._name).message]
            return _broken_seals(connection)

    def not_as_known(self) -> str:
        """Return how the database differs from what its sidecar file records.

        It is "" if there is no difference, or if nothing is recorded.
        """
        known = read_known(self._file) if self._file else None
        with self._read() as connection:
            reached = extent(connection)
            if known and reached.act < known.act:
                return older(self._name, reached, known).message
            return other(self._name).message if known and not holds(connection, known) else ""

    def counts(self) -> dict[str, int]:
        """Count the imports, acts and checksums."""
        with self._read() as connection:
            number = connection.scalar(select(func.count()).select_from(seal)) or 0
            imports = connection.scalar(select(func.count()).select_from(snapshot)) or 0
            return {"imports": imports, "acts": extent(connection).act, "seals": number}

    def accept_copy(self, who: str) -> None:
        """Accept this copy, which was opened with `any_copy`, as the database in this place."""
        known = read_known(self._file) if self._file else None
        had = (
            f", where import {known.newest_import} and act {known.act} were known" if known else ""
        )
        with self._write() as connection:
            held = extent(connection)
            what = f"accepted a copy with import {held.newest_import} and act {held.act}{had}"
            add_act(connection, at=now(), who=who, what=what)
        self._any_copy = False
        with self._read() as connection:
            self._remember(extent(connection))


def _broken_seals(connection: Connection) -> list[str]:
    kept = {row.what: row.sha256 for row in connection.execute(select(seal))}
    found = dict(checksums_now(connection, KINDS)) | dict(links(connection, kept))
    added = [what for what in found if what not in kept]
    changed = [what for what in found if what in kept and kept[what] != found[what]]
    faults = [f"{_named(what)}: missing." for what in kept if what not in found]
    faults += [f"{_named(what)}: not written by this program." for what in added]
    return faults + [f"{_named(what)}: changed." for what in changed]


def _named(what: str) -> str:
    """Return what a checksum is of, in words."""
    if what == HEAD:
        return "The end of the audit log"
    kind, _, which = what.partition(" ")
    return _CALLED[kind](which) if kind in _CALLED else f"The checksum {what}"
