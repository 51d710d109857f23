"""Faults during an import: nothing is lost, nothing is half done, and the same import works
afterwards.

`FAULTS` in importing.py lists the faults; a run writes `faults.json`, with the number of tries,
next to its temporary files and prints it (-rA).
"""

from __future__ import annotations

import logging
import os
import random
import resource
import shutil
import sqlite3
import tempfile
import threading
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from data.check.plan_entry import BasedOn
from data.problems import UserError
from data.recognise.files import Source, read_files
from data.store import ENTRY_STEPS, MIGRATIONS, STEPS, Store, engine
from tests.conftest import SOAKING
from tests.data import importing as made
from tests.data.importing import (
    APRIL,
    KILLED,
    STORED,
    copies,
    importing,
    reason,
    recovers,
    unchanged,
    url,
)
from tests.data.workbooks import good_month, write

april, tried, two_months = made.april, made.tried, made.two_months  # fixtures


@pytest.mark.parametrize("first", [True, False], ids=["new store", "second month"])
def test_killed_at_any_step(tmp_path, two_months, april, tried, first):
    stores = (
        [tmp_path / f"new{n}.db" for n in range(len(STEPS))] if first else copies(april, len(STEPS))
    )
    jobs = [
        {"url": url(path), "extract": 1, "at": step}
        for path, step in zip(stores, STEPS, strict=True)
    ]
    assert importing(tmp_path, two_months, jobs) == [KILLED] * len(STEPS)
    left = [path for path in stores if path.with_name(f"{path.name}-wal").exists()]
    assert len(left) == len(STEPS)  # the remains of a kill are there to be cleared up
    stored = [recovers(path, two_months, [] if first else ["2024-04"]) for path in stores]
    assert stored == [step == "committed" for step in STEPS]
    tried["killed at a step"] += len(STEPS)


def test_killed_at_random_moments(tmp_path, two_months, april, tried):
    number = 100 if SOAKING else 10
    by_chance = random.Random() if SOAKING else random.Random(5)
    stores = copies(april, number)
    new = [tmp_path / f"new{n}.db" for n in range(number)]
    jobs = [
        [{"url": url(path), "extract": 1, "after": by_chance.uniform(0, 0.25)}]
        for path in [*stores, *new]
    ]
    ended = importing(tmp_path, two_months, *jobs)
    stored = [recovers(path, two_months, ["2024-04"]) for path in stores] + [
        recovers(path, two_months, []) for path in new
    ]
    assert all(was for was, end in zip(stored, ended, strict=True) if end == STORED)
    print(f"of {2 * number}: {ended.count(KILLED)} killed, {sum(stored)} stored")
    tried["killed at a random moment"] += 2 * number


def test_killed_in_a_migration(tmp_path, two_months, tried):
    jobs = [{"url": url(tmp_path / f"{at}.db"), "migration": at} for at in range(len(MIGRATIONS))]
    assert importing(tmp_path, two_months, jobs) == [KILLED] * len(MIGRATIONS)
    for at in range(len(MIGRATIONS)):
        with closing(sqlite3.connect(tmp_path / f"{at}.db")) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert not recovers(tmp_path / f"{at}.db", two_months, [])
    tried["killed in a migration"] += len(MIGRATIONS)


def test_killed_while_settings_are_written(april, tried):
    assert importing(april.parent, [], [{"url": url(april), "settings": True}]) == [KILLED]
    unchanged(april)
    tried["killed in the settings"] += 1


def test_killed_while_an_entry_about_the_plan_is_written(april, tried):
    steps = [*ENTRY_STEPS, "sealing"]
    stores = copies(april, len(steps))
    jobs = [{"url": url(path), "plan": step} for path, step in zip(stores, steps, strict=True)]
    assert importing(april.parent, [], jobs) == [KILLED] * len(steps)
    for path, step in zip(stores, steps, strict=True):
        if step != "committed":
            unchanged(path)
            assert importing(april.parent, [], [{"url": url(path), "plan": "Bob"}]) == [STORED]
        assert [entry.action_id for entry in Store(url(path)).plan_entries()] == [
            "IP-201",
            "IP-202",
        ]
    tried["killed in a plan entry"] += len(steps)


def test_entries_about_one_action_at_once(april, tried):
    ended = importing(
        april.parent, [], [{"url": url(april), "plan": who} for who in ("Ann", "Bob", "Cat", "Dan")]
    )
    assert sorted(end if end == STORED else end[0] for end in ended) == ["plan_overtaken"] * 3 + [
        STORED
    ]
    (kept,) = [
        entry.who for entry in Store(url(april)).plan_entries() if entry.action_id == "IP-202"
    ]
    assert all(end == STORED or end[1].startswith(f"{kept} saved IP-202") for end in ended)
    tried["plan entries at once"] += len(ended)


def test_a_file_that_may_not_grow(tmp_path, two_months, april, tried):
    """Limit the size of the database, the write-ahead log and the files next to them, as on a full
    disk.
    """
    size = april.stat().st_size
    limits = [
        1,
        4_096,
        20_000,
        40_000,
        size - 1,
        size,
        *range(size + 4_096, 3 * size, size // (24 if SOAKING else 4)),
    ]
    stores = copies(april, len(limits))
    ended = importing(
        tmp_path,
        two_months,
        [
            {"url": url(path), "extract": 1, "limit": limit}
            for path, limit in zip(stores, limits, strict=True)
        ],
    )
    refused = [end for end in ended if end != STORED]
    assert {end[0] for end in refused} == {"disk_full"}
    assert all("Free some space" in end[1] for end in refused)
    stored = [recovers(path, two_months, ["2024-04"]) for path in stores]
    assert stored == [end == STORED for end in ended]
    tried["file may not grow"] += len(limits)


def test_a_database_that_is_full(april, two_months, monkeypatch, tried):
    with closing(sqlite3.connect(april)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    for more in range(0, 60, 3 if SOAKING else 20):
        with monkeypatch.context() as small:
            small.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, f"max_page_count={pages + more}"))
            store = Store(url(april))
            assert reason(lambda store=store: store.save(two_months[1], "Ann")) == "disk_full"
            store.close()
        unchanged(april)
        tried["database full"] += 1
    with monkeypatch.context() as small:
        small.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, f"max_page_count={pages}"))
        store = Store(url(april))
        assert (
            reason(
                lambda: store.set_settings({f"k{n}": "x" * 9_000 for n in range(9)}, "Ann", APRIL)
            )
            == "disk_full"
        )
        assert (
            reason(lambda: store.keep_mapping({"name": "long", "words": "x" * 90_000}, "Ann"))
            == "disk_full"
        )
    unchanged(april)
    assert not recovers(april, two_months, ["2024-04"])


def test_a_temporary_folder_that_is_full(tmp_path, tried):
    workbook, packed = write(tmp_path / "a.xlsx", good_month()), tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(workbook, "a.xlsx")
    sources, before = [Source("a.zip", packed)], resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (0, 100, 4096):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            assert reason(lambda: read_files(sources)) == "disk_full"
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        tried["temporary folder full"] += 1
    assert [raw.name for raw in read_files(sources)] == ["a.zip › a.xlsx"]


def test_a_full_log_stops_nothing(april, two_months, tried, capsys):
    full = logging.StreamHandler(Path("/dev/full").open("w"))  # noqa: SIM115
    log = logging.getLogger("full")
    log.addHandler(full)
    Store(url(april)).save(two_months[1], "Ann", on_step=log.error)
    assert recovers(april, two_months, ["2024-04"])
    log.removeHandler(full)
    tried["log full"] += 1


def test_locked_by_another_writer(april, two_months, tried):
    store = Store(url(april), wait=0.2)
    writes = (
        lambda: store.save(two_months[1], "Ann"),
        lambda: store.set_setting("council", "Other", "Ann", APRIL),
        lambda: store.keep_mapping({"name": "other"}, "Ann"),
        lambda: store.save_plan_entry(made.ENTRY, BasedOn(1, 1)),
    )
    with closing(sqlite3.connect(april, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for act in writes:
            began = time.monotonic()
            assert reason(act) == "store_busy"
            assert 0.1 < time.monotonic() - began < 3
        unchanged(april)  # reading and opening still work
        other.execute("ROLLBACK")
    assert not recovers(april, two_months, ["2024-04"])
    tried["locked by another"] += len(writes)


@pytest.mark.parametrize(
    ("fault", "folder", "file"),
    [("folder read only", 0o555, 0o444), ("file read only", 0o777, 0o444)],
)
def test_a_read_only_database_is_read_and_an_import_is_refused(
    two_months, april, tried, fault, folder, file
):
    with tempfile.TemporaryDirectory() as made:  # pytest's own folders are closed to others
        place = Path(made) / "own.db"
        shutil.copy(april, place)
        os.chmod(place, file)
        os.chmod(made, folder)
        try:
            (ended,) = importing(
                april.parent, two_months, [{"url": url(place), "extract": 1, "nobody": True}]
            )
            assert (ended[0], ended[2]) == ("store_read_only", ["2024-04"])
        finally:
            os.chmod(made, 0o755)
            os.chmod(place, 0o644)
        assert not recovers(place, two_months, ["2024-04"])
    tried[fault] += 1


class Panic(BaseException):
    """An error that no handler catches, like a crash in a library of another language."""


@pytest.mark.parametrize("kind", [Panic, KeyboardInterrupt, OSError])
def test_a_panic_ends_the_import_and_not_the_session(april, two_months, tried, kind):
    store = Store(url(april))
    for step in STEPS[:-1]:

        def panic(heard, step=step):
            if heard == step:
                raise kind

        with pytest.raises(kind):
            store.save(two_months[1], "Ann", on_step=panic)
        assert [taken.month for taken in store.months()] == ["2024-04"]
        store.set_setting(step, "still here", "Ann", APRIL)  # the same store, the same session
        tried["panic in a step"] += 1
    store.save(two_months[1], "Ann")
    assert [taken.month for taken in Store(url(april)).months()] == ["2024-04", "2024-05"]


def test_a_double_click(april, two_months, tried):
    store, said = Store(url(april)), []

    def click():
        try:
            said.append(store.save(two_months[1], "Ann").id)
        except UserError as no:
            said.append(no.reason)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    [one.start() for one in clicks]
    [one.join() for one in clicks]
    assert sorted(said, key=str) == [2, "same_file", "same_file", "same_file"]
    assert recovers(april, two_months, ["2024-04"])
    tried["double click"] += len(clicks)


def test_several_importers_and_openers_at_once(tmp_path, two_months, tried):
    for turn in range(20 if SOAKING else 3):
        path = tmp_path / f"{turn}" / "own.db"
        path.parent.mkdir()
        both = [{"url": url(path), "extract": number} for number in (0, 1, 0, 1)]
        ended = importing(tmp_path, two_months, [*both, *[{"url": url(path)}] * 6])
        months_stored, opened = ended[:4], ended[4:]
        assert sorted(end if end == STORED else end[0] for end in months_stored) == [
            "same_file",
            "same_file",
            STORED,
            STORED,
        ]
        assert opened == [STORED] * 6
        store = Store(url(path))
        assert [(taken.month, taken.replaces) for taken in store.months()] == [
            ("2024-04", None),
            ("2024-05", None),
        ]
        tried["same month at once"] += 4
        tried["opened at once"] += 10


@pytest.mark.soak
def test_pages_can_be_read_while_a_large_month_is_stored(tmp_path, april, two_months):
    many = two_months[1].tables["care_leavers"]
    many = pd.concat([many] * 125, ignore_index=True)
    two_months[1].tables["care_leavers"] = many.assign(
        child_unique_id=[f"{number:06}" for number in range(len(many))]
    )
    store, waited, done = Store(url(april)), [], threading.Event()

    def read_on():
        while not done.is_set():
            began = time.monotonic()
            store.months()
            waited.append(time.monotonic() - began)
            time.sleep(0.05)

    reader = threading.Thread(target=read_on)
    reader.start()
    store.save(two_months[1], "Ann")
    done.set()
    reader.join()
    print(f"{len(waited)} readings, the slowest {max(waited):.3f} s")
    assert max(waited) < 2
