"""A copy of only the store's file is complete or refused, by the merged log and the sidecar
file."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from data.problems import UserError
from data.store import Store, connections
from data.store.newest_import import mark_of, read_known
from tests.conftest import SOAKING
from tests.data import importing as made
from tests.data.importing import APRIL, KILLED, STORED, copies, importing, reason, recovers, url
from tests.data.test_store_files import figures

april, tried, two_months = made.april, made.tried, made.two_months  # fixtures
APRIL_ONLY, BOTH = ["2024-04"], ["2024-04", "2024-05"]


def alone(path: Path, name: str = "alone") -> Path:
    """Copy the file without its sidecar files."""
    folder = path.parent / name
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    return Path(shutil.copy(path, folder / "own.db"))


def months(path: Path) -> list[str]:
    store = Store(url(path))
    try:
        return [taken.month for taken in store.months()]
    finally:
        store.close()


def log_of(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def test_a_copy_of_the_file_alone_is_complete_while_the_store_is_open(april, two_months):
    store = Store(url(april))
    store.months()  # a connection of a reader is kept
    writes = [
        lambda: store.save(two_months[1], "Ann"),
        lambda: store.set_setting("council", "B", "Ann", APRIL),
        lambda: store.keep_mapping({"name": "other"}, "Ann"),
    ]
    for write in writes:
        write()
        assert log_of(april) == 0
        assert figures(alone(april)) == figures(april)
    assert months(alone(april)) == BOTH


def test_a_reader_delays_merging_the_log_but_never_fails_an_import(april, two_months):
    store = Store(url(april))
    with closing(sqlite3.connect(april, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM act").fetchone()
        began = time.monotonic()
        store.save(two_months[1], "Ann")
        assert time.monotonic() - began < 10
        assert log_of(april) > 0
        assert (
            reason(lambda: Store(url(alone_with_mark(april)))) == "store_older"
        )  # what is still in the log is missing
        reader.execute("ROLLBACK")
    store.months()  # the next reading merges it
    assert log_of(april) == 0
    assert months(alone(april)) == BOTH


def alone_with_mark(path: Path) -> Path:
    copy = alone(path)
    shutil.copy(mark_of(path), mark_of(copy))
    return copy


def test_the_log_of_a_killed_process_is_merged_at_the_next_opening(april, two_months, tried):
    stores = copies(april, 2)
    jobs = [
        {"url": url(path), "extract": 1, "dies": step}
        for path, step in zip(stores, ("noting", "folding"), strict=True)
    ]
    assert importing(april.parent, two_months, jobs) == [KILLED] * 2
    for path in stores:
        assert log_of(path) > 0
        assert months(alone(path)) == APRIL_ONLY  # complete, as in the month before
    assert reason(lambda: Store(url(alone_with_mark(stores[1])))) == "store_older"
    for path in stores:
        Store(url(path)).close()
        assert (log_of(path), months(alone(path))) == (0, BOTH)
        known = read_known(path)
        assert (known.newest_import, known.act) == (2, 5)
        assert recovers(path, two_months, APRIL_ONLY)
    tried["killed before the log is folded back"] += 2


def test_killed_at_random_moments_a_copy_is_complete_or_refused(april, two_months, tried):
    number = 100 if SOAKING else 8
    by_chance, before, stores = (
        random.Random() if SOAKING else random.Random(7),
        figures(april),
        copies(april, number),
    )
    jobs = [
        [{"url": url(path), "extract": 1, "after": by_chance.uniform(0.05, 0.4)}] for path in stores
    ]
    ended = importing(april.parent, two_months, *jobs)
    for number, (path, end) in enumerate(zip(stores, ended, strict=True)):
        copy = alone(path, f"copy{number}")
        months_held = months(copy)
        assert months_held in (APRIL_ONLY, BOTH)
        assert months_held == BOTH or figures(copy) == before
        assert months_held == BOTH or end != STORED
        stored = recovers(path, two_months, APRIL_ONLY)
        assert stored or end != STORED
    tried["killed, and the file copied alone"] += number


def test_a_copy_made_during_merging_is_complete_or_refused(april, two_months, tried):
    """A file is copied page by page, so some pages may be from before the import and others from
    after it.
    """
    old, before = april.read_bytes(), figures(april)
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    new, after = april.read_bytes(), figures(april)
    by_chance, said, tries = (
        random.Random() if SOAKING else random.Random(4),
        [],
        300 if SOAKING else 25,
    )
    for _ in range(tries):
        at = 4096 * by_chance.randrange(1, len(new) // 4096)
        torn = alone(april)
        torn.write_bytes(by_chance.choice([old[:at] + new[at:], new[:at] + old[at:]]))
        connections._checked.clear()
        try:
            assert figures(torn) in (before, after)
        except UserError as no:
            said.append(no.reason)
    assert set(said) == {"store_damaged"}
    print(f"{len(said)} of {tries} refused")
    tried["copied in the middle"] += tries


def test_an_older_copy_is_refused_until_it_is_accepted(april, two_months, tried):
    backup = Path(shutil.copy(april, april.with_name("backup.db")))
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    backup.replace(april)
    for act in (lambda: Store(url(april)), store.months, lambda: store.save(two_months[1], "Ann")):
        with pytest.raises(UserError) as no:
            act()
        assert no.value.reason == "store_older"
        assert (
            "imports up to number 1 and 4 acts. The database here had imports up to number "
            "2 and 5 acts"
        ) in no.value.message
    accepting = Store(url(april), any_copy=True)
    assert (accepting.faults(), "older copy" in accepting.not_as_known()) == ([], True)
    accepting.accept_copy("Bob")
    accepting.close()
    assert months(april) == APRIL_ONLY
    last = Store(url(april)).acts()[0]
    assert (last["who"], last["what"]) == (
        "Bob",
        "accepted a copy with import 1 and act 4, where import 2 and act 5 were known",
    )
    assert recovers_after_accepting(april, two_months)
    tried["older copy in its place"] += 3


def recovers_after_accepting(path, two_months) -> bool:
    store = Store(url(path))
    store.save(two_months[1], "Ann")
    assert store.faults() == []
    store.close()
    return months(path) == BOTH


def test_a_copy_with_a_different_history_is_refused(april, two_months):
    backup = Path(shutil.copy(april, april.with_name("backup.db")))
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    other = Store(url(backup))
    for name in ("B", "C", "D"):
        other.set_setting("council", name, "Ann", APRIL)
    other.close()
    backup.replace(april)
    assert reason(lambda: Store(url(april))) == "store_other"


def test_an_older_copy_over_an_open_store_accepts_no_import(april, two_months):
    backup = april.read_bytes()
    store = Store(url(april))
    store.set_setting("council", "B", "Ann", APRIL)
    store.close()
    april.write_bytes(backup)
    assert reason(lambda: store.save(two_months[1], "Ann")) == "store_older"


@pytest.mark.parametrize(
    "left", ["", "nothing to read \0", "Newest import: 9\nActs: x\nLast act: y\n"]
)
def test_an_unreadable_sidecar_file_is_written_again(april, left):
    mark_of(april).write_text(left)
    assert months(april) == APRIL_ONLY
    assert read_known(april).act == 4


def test_an_outdated_sidecar_file_is_updated_and_never_refused(april, two_months):
    behind = mark_of(april).read_text()
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    mark_of(april).write_text(behind)
    assert months(april) == BOTH
    assert (read_known(april).newest_import, read_known(april).act) == (2, 5)


def test_with_several_writers_the_sidecar_file_is_never_ahead_of_the_store(april, tried):
    turns = 10 if SOAKING else 2
    for turn in range(turns):
        ended = importing(
            april.parent,
            [],
            [{"url": url(april), "sets": 4 * turn + number} for number in range(4)],
        )
        assert ended == [STORED] * 4
        store = Store(url(april))
        assert store.faults() == []
        assert read_known(april).act == len(store.acts())
        store.close()
    assert len(Store(url(april)).acts()) == 4 + 4 * turns
    tried["settings at once"] += 4 * turns
