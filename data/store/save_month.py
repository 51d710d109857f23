"""Import one month, completely or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from data.check.check_month import CheckedExtract
from data.problems import InputNeeded, Severity, UserError
from data.recognise.files import source_name
from data.store.audit_log import add_act
from data.store.checksums import checksum_of_row, put_checksum
from data.store.rows import RETURNED, columns_of, write_left_out, write_rows
from data.store.snapshots import Snapshot, Snapshots, current, read_snapshots
from data.store.tables import about, now, snapshot, snapshot_file

STEPS = (
    "begun",
    "snapshot written",
    "files written",
    "rows written",
    "left-out rows written",
    "act written",
    "committed",
)
SAMPLE, OWN = "sample", "own"
OnStep = Callable[[str], object]


class Saving(Snapshots):
    """A database in which months can be saved."""

    def held_by(self, extract: CheckedExtract) -> Snapshot | None:
        """Return the current snapshot of exactly these files, or None if they are not imported."""
        return _held_by(current(self.snapshots()), extract)

    def save(
        self,
        extract: CheckedExtract,
        who: str,
        reason: str = "",
        allow_left_out: int = 0,
        on_step: OnStep = lambda step: None,
    ) -> Snapshot:
        """Store one month, completely or not at all, and return its snapshot.

        `on_step` is called with each of STEPS; if it raises before the last, nothing is stored.
        Raises UserError, with nothing stored, if the same files are already imported, the kind of
        people differs, nobody has agreed to leave out the unusable rows, or the database cannot be
        written.
        """
        with self._write() as connection:
            on_step("begun")
            with self._told(ValueError, writing=True):
                before = current(read_snapshots(connection))
            _refuse(connection, before, extract, allow_left_out)
            number = _insert(connection, before, extract, who, reason, on_step)
            taken = read_snapshots(connection)[-1]
            assert taken.id == number  # numbers rise, and nobody else writes at the same time
        on_step("committed")
        return taken

    def decide_kind(self, kind: str) -> None:
        """Mark an empty database as being for made-up people or the council's own, before the first
        import.
        """
        if self.kind is None:
            with self._write() as connection:
                _decide_kind(connection, kind)


def _held_by(before: list[Snapshot], extract: CheckedExtract) -> Snapshot | None:
    marks = {file.sha256 for file in extract.files}
    same = (
        taken for taken in before if (taken.as_at, taken.yearly) == (extract.as_at, extract.yearly)
    )
    return next((taken for taken in same if {mark for _, mark in taken.files} == marks), None)


def _refuse(
    connection: Connection, before: list[Snapshot], extract: CheckedExtract, allow_left_out: int
) -> None:
    """Raise UserError if this extract conflicts with the months already stored."""
    kind, left = (
        connection.scalar(select(about.c.value).where(about.c.key == "kind")),
        len(extract.left_out),
    )
    if kind and (kind == SAMPLE) != extract.made_up:
        ours, theirs = (
            ("made-up people", "your own")
            if extract.made_up
            else ("people of your own", "made-up ones")
        )
        words = (
            f"These files have {ours}, but this database has {theirs}. The two are kept "
            "separate: open the other database."
        )
        raise InputNeeded("kind_mixed", words)
    if same := _held_by(before, extract):
        words = (
            f"These files were imported on {same.at:%d %B %Y} by {same.who}, for "
            f"{same.as_at:%B %Y}. Nothing has changed."
        )
        raise UserError("same_file", words)
    if left != allow_left_out:
        raise UserError(
            "left_out",
            f"Rows that cannot be used and would be left out: {left}. Correct them, or "
            "agree to leave out exactly that number (on the command line: "
            f"--allow-left-out {left}).",
        )
    if "care_leavers" in extract.tables and extract.tables["care_leavers"].empty:
        words = (
            "The sheet of care leavers has no usable rows. Fill it in, or remove the sheet "
            "from the workbook."
        )
        raise UserError("nobody", words)
    if "care_leavers" not in extract.tables and not _people_for(before, extract):
        words = (
            "Neither these files nor an earlier month have care leavers. Import the month's "
            "Care leavers first."
        )
        raise InputNeeded("no_people", words)


def _people_for(before: list[Snapshot], extract: CheckedExtract) -> Snapshot | None:
    """Return the snapshot whose people are used if an extract has none: this month's, otherwise the
    latest before.
    """
    months = (taken for taken in before if not taken.yearly)
    earlier = [
        taken for taken in months if taken.as_at <= extract.as_at or taken.month == extract.month
    ]
    return earlier[-1] if earlier else None


def _insert(
    connection: Connection,
    before: list[Snapshot],
    extract: CheckedExtract,
    who: str,
    reason: str,
    on_step: OnStep,
) -> int:
    """Write a month step by step, in a transaction that the caller ends."""
    brought = {RETURNED: extract.tables["care_leavers"]} if extract.yearly else extract.tables
    replaced = next(
        (
            taken
            for taken in before
            if (taken.month, taken.yearly) == (extract.month, extract.yearly)
        ),
        None,
    )
    values = {
        "month": extract.month,
        "as_at": extract.as_at,
        "who": who,
        "at": now(),
        "reason": reason,
        "replaces": replaced.id if replaced else None,
        "counts": _counts(extract),
    }
    number = connection.scalar(
        insert(snapshot).values(**values, tables={}).returning(snapshot.c.id)
    )
    assert number is not None  # an insert returns its number or fails
    values["tables"] = _carried(before, replaced, extract) | {
        key: [number, columns_of(key, frame)] for key, frame in brought.items()
    }
    connection.execute(
        snapshot.update().where(snapshot.c.id == number).values(tables=values["tables"])
    )
    files = [(file.name, file.sha256) for file in extract.files]
    put_checksum(connection, f"snapshot {number}", checksum_of_row({"id": number, **values}, files))
    on_step("snapshot written")
    connection.execute(
        insert(snapshot_file),
        [{"snapshot": number, "sha256": sha256, "name": name} for name, sha256 in files],
    )
    on_step("files written")
    for key, frame in brought.items():
        write_rows(connection, number, key, frame)
    on_step("rows written")
    write_left_out(connection, number, extract.left_out)
    on_step("left-out rows written")
    _decide_kind(connection, SAMPLE if extract.made_up else OWN)
    add_act(connection, at=now(), who=who, what=f"imported {extract.month}", snapshot=number)
    on_step("act written")
    return number


def _carried(
    before: list[Snapshot], replaced: Snapshot | None, extract: CheckedExtract
) -> dict[str, list]:
    """Return the tables that are kept from an earlier snapshot because this extract does not have
    them.
    """
    if extract.yearly:
        return {}
    if replaced:
        return dict(replaced.tables)
    earlier = None if "care_leavers" in extract.tables else _people_for(before, extract)
    return {"care_leavers": earlier.tables["care_leavers"]} if earlier else {}


def _counts(extract: CheckedExtract) -> dict[str, Any]:
    """Return the facts stored about an import, other than its rows."""
    return {
        "rows": {key: len(frame) for key, frame in extract.tables.items()},
        "left_out": len(extract.left_out),
        "problems": _by_severity(extract),
        "faults": _faults(extract),
    }


def _by_severity(extract: CheckedExtract) -> dict[str, int]:
    counts = {"error": 0, "warning": 0, "note": 0}
    for problem in extract.problems:
        counts[problem.severity] += 1
    return counts


def _faults(extract: CheckedExtract) -> list[list[Any]]:
    """Return [table, column, rule, severity, number of cells] for every error and each warning
    about a cell that is used as it is.

    A cell that could not be read is marked in its own row, and unused rows have no warnings.
    """
    used = {
        key: {
            (sheet, row): keys.split()
            for sheet, row, keys in zip(
                frame["source_sheet"], frame["source_row"], frame["unusable"], strict=True
            )
        }
        for key, frame in extract.tables.items()
    }
    found: Counter[tuple[str, str, str, str]] = Counter()
    for problem in extract.problems:
        rows = used.get(problem.table, {})
        unread = rows.get(
            (problem.sheet, problem.row),
            rows.get((source_name(problem.file, problem.sheet), problem.row)),
        )
        doubtful = (
            problem.severity is Severity.WARNING
            and unread is not None
            and problem.column not in unread
        )
        if problem.column and (doubtful or problem.severity is Severity.ERROR):
            found[problem.table, problem.column, problem.rule, str(problem.severity)] += 1
    return [[*fault, number] for fault, number in sorted(found.items())]


def _decide_kind(connection: Connection, kind: str) -> None:
    if connection.scalar(select(about.c.value).where(about.c.key == "kind")) is None:
        connection.execute(insert(about).values(key="kind", value=kind))
