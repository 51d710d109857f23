"""Whether a store is as it was written: its file, its seals, its acts, and the mark outside it."""

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
    "act": lambda number: f"Act {number} in the record of who did what, or one just before it,",
}
KINDS = (setting, mapping, plan_entry)


class Verifying(Connections):
    """Checking all of a store."""

    def faults(self) -> list[str]:
        """Return a sentence for each thing that is not as it was written. None holds a value."""
        with self._read() as connection:
            if self._file and connection.scalar(text("PRAGMA integrity_check(1)")) != "ok":
                return [damaged(self._name).message]
            return _broken_seals(connection)

    def not_as_known(self) -> str:
        """Return how the store differs from what is known of it outside its file.

        Empty if it does not differ, or if nothing is known.
        """
        known = read_known(self._file) if self._file else None
        with self._read() as connection:
            reached = extent(connection)
            if known and reached.act < known.act:
                return older(self._name, reached, known).message
            return other(self._name).message if known and not holds(connection, known) else ""

    def counts(self) -> dict[str, int]:
        """Return how many imports, acts and seals there are."""
        with self._read() as connection:
            number = connection.scalar(select(func.count()).select_from(seal)) or 0
            imports = connection.scalar(select(func.count()).select_from(snapshot)) or 0
            return {"imports": imports, "acts": extent(connection).act, "seals": number}

    def accept_copy(self, who: str) -> None:
        """Go on with this copy, which was opened with `any_copy`: it counts here from now on."""
        known = read_known(self._file) if self._file else None
        had = f", where import {known.newest_import} and act {known.act} were known" if known else ""
        with self._write() as connection:
            held = extent(connection)
            what = f"accepted a copy that holds import {held.newest_import} and act {held.act}{had}"
            add_act(connection, at=now(), who=who, what=what)
        self._any_copy = False
        with self._read() as connection:
            self._remember(extent(connection))


def _broken_seals(connection: Connection) -> list[str]:
    kept = {row.what: row.sha256 for row in connection.execute(select(seal))}
    found = dict(checksums_now(connection, KINDS)) | dict(links(connection, kept))
    added = [what for what in found if what not in kept]
    changed = [what for what in found if what in kept and kept[what] != found[what]]
    faults = [f"{_named(what)} is gone." for what in kept if what not in found]
    faults += [f"{_named(what)} was not written by this program." for what in added]
    return faults + [f"{_named(what)} is not as it was written." for what in changed]


def _named(what: str) -> str:
    """What a seal is of, in words."""
    if what == HEAD:
        return "The end of the record of who did what"
    kind, _, which = what.partition(" ")
    return _CALLED[kind](which) if kind in _CALLED else f"The seal {what}"
