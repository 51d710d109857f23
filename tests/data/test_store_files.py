"""A store's file that is lost, damaged, incomplete or another program's never gives a traceback or
a wrong figure.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from data.check.plan_entry import BasedOn
from data.problems import UserError
from data.store import Store, connections, put_in_place, start_empty
from tests.conftest import SOAKING
from tests.data import importing as made
from tests.data.importing import reason, recovers, unchanged, url

april, tried, two_months = made.april, made.tried, made.two_months  # fixtures
JUNE = date(2024, 6, 30)


@pytest.fixture
def full(april, two_months) -> Path:
    """Return a store of two months, all in one file."""
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    return april


def figures(path: Path) -> list:
    """Return everything that a newly opened store reads."""
    store = Store(url(path))
    try:
        standing = store.months()
        tables = [
            store.tables(taken)[key].to_csv()
            for taken in standing
            for key in sorted(store.tables(taken))
        ]
        gone = [store.left_out(taken).to_csv() for taken in standing]
        return [
            standing,
            tables,
            gone,
            store.people_before(JUNE),
            store.settings_rows(),
            store.mappings(),
            store.plan_entries(),
            store.kind,
            store.version,
        ]
    finally:
        store.close()


# damaged


def test_a_damaged_page_never_changes_a_figure(full, tried):
    before, pages = figures(full), full.read_bytes()
    by_chance, said, tries = (
        random.Random() if SOAKING else random.Random(3),
        [],
        1000 if SOAKING else 60,
    )
    for _ in range(tries):
        at, length = (
            by_chance.randrange(100, len(pages)),
            by_chance.choice([1, 2, 8, 64, 512, 4096]),
        )
        garbage = by_chance.choice([b"\0" * length, by_chance.randbytes(length)])
        damaged = pages[:at] + garbage + pages[at + length :]
        full.write_bytes(damaged)
        connections._checked.clear()
        try:
            assert figures(full) == before
        except UserError as no:
            said.append(no)
            assert full.read_bytes() == damaged  # not changed
    assert {no.reason for no in said} == {"store_damaged"}
    assert all("backup" in no.message for no in said)
    print(f"{len(said)} of {tries} refused, the others read as before")
    tried["damaged page"] += tries


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"YES"', b'"YEZ"'),
        (b'"2024-05-02"', b'"2024-05-03"'),
        (b"Kestrelshire", b"Kestrelshirt"),
        (b"Wrexford", b"Wrexforb"),
    ],
)
def test_a_letter_changed_on_the_disk_is_detected(full, was, becomes, tried):
    assert was in full.read_bytes()
    full.write_bytes(full.read_bytes().replace(was, becomes, 1))
    assert reason(lambda: figures(full)) == "store_damaged"
    tried["letter changed on the disk"] += 1


def test_a_changed_letter_in_the_chain_of_acts_is_damage_and_not_another_database(full):
    with closing(sqlite3.connect(full, isolation_level=None)) as connection:
        newest = connection.execute("SELECT max(id) FROM act").fetchone()[0]
        connection.execute(
            "UPDATE seal SET sha256 = 'x' || substr(sha256, 2) WHERE what = ?", (f"act {newest}",)
        )
    assert reason(lambda: Store(url(full))) == "store_damaged"


def test_a_missing_row_is_detected(full, tried):
    for table in ("extract_row", "snapshot_file", "setting", "mapping", "plan_entry", "snapshot"):
        copy = full.with_name(f"{table}.db")
        shutil.copy(full, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute(
                f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"
            )
        assert reason(lambda copy=copy: figures(copy)) == "store_damaged"
        tried["row gone"] += 1


@pytest.mark.parametrize("share", [0, 0.001, 0.02, 0.3, 0.6, 0.95, 0.999])
def test_an_incomplete_file_is_refused(full, share, tried):
    cut = full.read_bytes()[: int(full.stat().st_size * share)]
    full.write_bytes(cut)
    assert reason(lambda: figures(full)) == "store_damaged"
    assert full.read_bytes() == cut
    tried["file cut off"] += 1


def test_a_damaged_header_is_refused(full, tried):
    full.write_bytes(b"\xff" * 100 + full.read_bytes()[100:])
    assert reason(lambda: Store(url(full))) == "store_damaged"
    tried["damaged header"] += 1


def test_a_store_damaged_while_open_is_refused(april, two_months, tried):
    store = Store(url(april))
    (taken,) = store.months()
    store.close()  # SQLite's memory still has what was stored
    april.write_bytes(april.read_bytes()[:4096] + b"\xff" * (april.stat().st_size - 4096))
    readings = [
        lambda: store.tables(taken),
        lambda: store.left_out(taken),
        store.settings_rows,
        store.contents,
        store.mappings,
        store.plan_entries,
        store.acts,
    ]
    readings += [
        lambda: store.people_before(JUNE),
        lambda: store.save(two_months[1], "Ann"),
        lambda: store.set_setting("a", "b", "Ann", JUNE),
        lambda: store.save_plan_entry(made.ENTRY, BasedOn(1, 1)),
    ]
    assert [reason(act) for act in readings] == ["store_damaged"] * len(readings)
    tried["damaged while open"] += len(readings)


# lost


def test_a_missing_store_is_never_treated_as_new(april, two_months, tried):
    away = april.with_name("away.db")
    april.rename(away)
    with pytest.raises(UserError) as no:
        Store(url(april))
    assert (no.value.reason, "manage.py start-empty" in no.value.message, april.exists()) == (
        "store_missing",
        True,
        False,
    )
    away.rename(april)
    unchanged(april)
    tried["file gone"] += 1
    april.unlink()
    start_empty(url(april), "Ann")
    assert Store(url(april)).months() == []


def test_a_write_ahead_log_without_its_store_is_not_overwritten(tmp_path):
    (tmp_path / "own.db-wal").write_bytes(b"something that was written")
    assert reason(lambda: Store(url(tmp_path / "own.db"))) == "store_missing"


def test_a_store_removed_while_open_accepts_no_import(april, two_months, tried):
    store, away = Store(url(april)), april.with_name("away.db")
    april.rename(away)
    acts = [
        store.months,
        lambda: store.save(two_months[1], "Ann"),
        lambda: store.set_setting("a", "b", "Ann", JUNE),
    ]
    assert [reason(act) for act in acts] == ["store_missing"] * 3
    april.write_bytes(b"nothing of ours")
    assert [reason(act) for act in acts] == ["store_damaged"] * 3
    april.unlink()
    assert [reason(act) for act in acts] == ["store_missing"] * 3
    assert not april.exists()
    away.rename(april)
    store.save(two_months[1], "Ann")
    assert recovers(april, two_months, ["2024-04"])
    tried["file gone while open"] += len(acts)


def test_an_import_into_a_replaced_file_is_never_reported_as_stored(april, two_months, tried):
    store, other = Store(url(april)), shutil.copy(april, april.with_name("other.db"))

    def swapped(step):
        if step == "rows written":
            Path(other).replace(april)

    assert reason(lambda: store.save(two_months[1], "Ann", on_step=swapped)) == "store_replaced"
    recovers(april, two_months, ["2024-04"])
    tried["file replaced while open"] += 1


# not ours


@pytest.mark.parametrize("content", [b"not a database at all, " * 100, b"x", b"SQLite format 3\0"])
def test_a_file_that_is_not_a_database_is_refused_and_not_changed(tmp_path, content, tried):
    (tmp_path / "bad.db").write_bytes(content)
    assert reason(lambda: Store(url(tmp_path / "bad.db"))) == "store_not_ours"
    assert ([path.name for path in tmp_path.iterdir()], (tmp_path / "bad.db").read_bytes()) == (
        ["bad.db"],
        content,
    )
    tried["no database"] += 1


@pytest.mark.parametrize(
    "prepared",
    [
        "PRAGMA application_id = 7",
        "CREATE TABLE other (a)",
        "PRAGMA journal_mode=WAL; CREATE TABLE other (a)",
    ],
)
def test_the_database_of_another_program_is_refused_and_not_changed(tmp_path, prepared, tried):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"{prepared}; VACUUM")
    was = path.read_bytes()
    assert reason(lambda: Store(url(path))) == "store_not_ours"
    assert ([one.name for one in tmp_path.iterdir()], path.read_bytes()) == (["other.db"], was)
    tried["database of another program"] += 1


def test_a_store_made_elsewhere_is_moved_unless_there_is_one_already(april, full, tmp_path):
    place = tmp_path / "there" / "sample.db"
    place.parent.mkdir()
    for left in ("sample.db.made", "sample.db-wal"):
        (place.parent / left).write_bytes(b"of a store that was taken away")
    put_in_place(full, place)
    assert figures(place) == figures(full)
    other = tmp_path / "other.db"
    Store(url(other)).close()
    put_in_place(other, place)
    assert [taken.month for taken in Store(url(place)).months()] == ["2024-04", "2024-05"]
