"""Run imports in separate processes, which may be killed or limited, and check the store
afterwards.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.check.check_month import CheckedExtract
from data.check.plan_entry import BasedOn, PlanEntry
from data.problems import UserError
from data.store import Store
from tests.data.workbooks import contact, good_month, person, read, write

ROOT = Path(__file__).parents[2]
KILLED, STORED = "killed", "stored"

APRIL = date(2024, 4, 30)
MAPPING = {"name": "ours", "tables": []}
ENTRY = PlanEntry(
    "IP-201",
    {"delivery_rag": "amber", "progress_this_month": "Wrexford hub is late"},
    "Ann",
    APRIL,
    date(2024, 5, 2),
)
FAULTS = {  # the fault: the reason reported, or None if the process is gone
    "killed at a step": None,
    "killed at a random moment": None,
    "killed in a migration": None,
    "killed in the settings": None,
    "killed in a plan entry": None,
    "killed before the log is folded back": None,
    "killed, and the file copied alone": None,
    "plan entries at once": "plan_overtaken",
    "file may not grow": "disk_full",
    "database full": "disk_full",
    "temporary folder full": "disk_full",
    "log full": None,
    "locked by another": "store_busy",
    "folder read only": "store_read_only",
    "file read only": "store_read_only",
    "panic in a step": None,
    "double click": "same_file",
    "same month at once": None,
    "opened at once": None,
    "damaged page": "store_damaged",
    "letter changed on the disk": "store_damaged",
    "row gone": "store_damaged",
    "file cut off": "store_damaged",
    "damaged header": "store_damaged",
    "damaged while open": "store_damaged",
    "file gone": "store_missing",
    "file gone while open": "store_missing",
    "file replaced while open": "store_replaced",
    "older copy in its place": "store_older",
    "copied in the middle": "store_damaged",
    "settings at once": None,
    "no database": "store_not_ours",
    "database of another program": "store_not_ours",
}

CHILD = """
import json, os, pickle, resource, signal, sys, time
from datetime import date
from data.check.plan_entry import BasedOn, PlanEntry
from data.problems import UserError
from data.store import Store, connections, migrations, settings_and_mappings, sqlite_file
Store("sqlite://").close()  # imports all there is to import before a child may do little
jobs, extracts = json.loads(sys.argv[1]), pickle.load(open(sys.argv[2], "rb"))

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def killed_in_migration(at):
    step = migrations.MIGRATIONS[at]
    migrations.MIGRATIONS = (*migrations.MIGRATIONS[:at], lambda connection: (step(connection), kill()), *migrations.MIGRATIONS[at + 1:])

def killed_at_the_second(times):
    put = settings_and_mappings.put_checksum
    settings_and_mappings.put_checksum = lambda *what: kill() if times else (times.append(1), put(*what))

def act(job):
    if "limit" in job:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], resource.RLIM_INFINITY))
    if job.get("nobody") and os.getuid() == 0:
        os.setgid(65534), os.setuid(65534)
    if "migration" in job:
        killed_in_migration(job["migration"])
    seen = []
    try:
        store = Store(job["url"], wait=30)
        seen = [taken.month for taken in store.months()]
        if "settings" in job:
            killed_at_the_second([])
            store.set_settings({"council": "Half", "region": "North"}, "Ann", date(2024, 5, 1))
        if "sets" in job:
            store.set_settings({"council": f"Council {job['sets']}"}, "Ann", date(2024, 5, 1))
        if job.get("dies") == "noting":
            sqlite_file.remember = lambda *_: kill()
        if job.get("dies") == "folding":
            connections.fold_back = lambda *_: kill()
        if job.get("plan") == "sealing":
            settings_and_mappings.put_checksum = lambda *_: kill()
        if "plan" in job:
            entry = PlanEntry("IP-202", {"delivery_rag": "red"}, job["plan"], date(2024, 4, 30), date(2024, 5, 3))
            store.save_plan_entry(entry, BasedOn(1), lambda step: kill() if step == job["plan"] else None)
        if "extract" in job:
            store.save(extracts[job["extract"]], "Ann", on_step=lambda step: kill() if step == job.get("at") else None)
    except UserError as no:
        return json.dumps([no.reason, no.message, seen])
    return '"stored"'

ended = []
for together in jobs:
    children = []
    for job in together:
        heard, told = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.write(told, b"\\n" + act(job).encode())
            finally:
                os._exit(0)
        os.close(told)
        children.append((child, heard, job))
    for child, heard, job in children:
        if "after" in job:
            time.sleep(job["after"])
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = os.read(heard, 60000).decode()
        os.close(heard)
        ended.append(json.loads(said.rsplit("\\n", 1)[1]) if "\\n" in said else "killed")
print(json.dumps(ended))
"""


def importing(
    folder: Path, extracts: list[CheckedExtract], *together: list[dict[str, Any]]
) -> list[Any]:
    """Run each list of jobs at once, and the lists one after another.

    A job is an import of an extract, by number, into a `url`, or an entry about the `plan`. It is
    killed
    `at` a step, `after` some seconds or in a `migration`, has a `limit` to the size of a file, or
    runs as
    `nobody`. It ends as KILLED, STORED, or [reason, message, the months that were read before].
    """
    kept = folder / "extracts.pickle"
    kept.write_bytes(pickle.dumps(extracts))
    command = [sys.executable, "-c", CHILD, json.dumps(together), str(kept)]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr  # there is never a traceback
    return json.loads(ended.stdout)


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def copies(path: Path, number: int) -> list[Path]:
    """Return copies of a store, each in its own folder."""
    made = [path.parent / f"{n}" / "own.db" for n in range(number)]
    for copy in made:
        copy.parent.mkdir()
        shutil.copy(path, copy)
    return made


def reason(act) -> str:
    with pytest.raises(UserError) as no:
        act()
    assert no.value.message[-1] == "."
    return no.value.reason


def whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def recovers(path: Path, months: list[CheckedExtract], before: list[str]) -> bool:
    """Return whether the month was stored; check that it is complete or absent and can be imported
    again.
    """
    store = Store(url(path))
    held = [taken.month for taken in store.months()]
    assert held in (before, [*before, "2024-05"])
    if stored := held != before:
        assert reason(lambda: store.save(months[1], "Ann")) == "same_file"
    else:
        store.save(months[1], "Ann")
    assert [taken.month for taken in store.months()] == [*before, "2024-05"]
    assert (len(store.acts()), len(store.snapshots())) == (
        len(before) + 1 + 3 * bool(before),
        len(before) + 1,
    )
    tables = store.tables(store.month("2024-05"))
    assert (
        tables["care_leavers"]["child_unique_id"].tolist()
        == months[1].tables["care_leavers"]["child_unique_id"].tolist()
    )
    assert len(tables["contacts"]) == 400 + len(before)
    store.close()
    whole(path)
    return stored


def unchanged(path: Path) -> None:
    store = Store(url(path))
    assert ([taken.month for taken in store.months()], len(store.acts()), store.mappings()) == (
        ["2024-04"],
        4,
        [MAPPING],
    )
    assert [(entry.who, entry.fields) for entry in store.plan_entries()] == [("Ann", ENTRY.fields)]
    assert store.settings_on(APRIL) == [("council", "Kestrelshire")]
    store.close()


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """Count the tries of each fault, and add them to `faults.json` at the end. A loss fails the
    test.
    """
    counts = dict.fromkeys(FAULTS, 0)
    yield counts
    kept = tmp_path_factory.getbasetemp() / "faults.json"
    before = json.loads(kept.read_text()) if kept.exists() else {}
    rows = {
        fault: {
            "said": said,
            "tries": counts[fault] + before.get(fault, {}).get("tries", 0),
            "losses": 0,
        }
        for fault, said in FAULTS.items()
    }
    kept.write_text(json.dumps(rows, indent=2))
    print("\n".join(f"{fault}: {row}" for fault, row in rows.items() if row["tries"]))


@pytest.fixture(scope="module")
def two_months(tmp_path_factory) -> list[CheckedExtract]:
    """Return April, and a May of 400 people, enough to interrupt an import."""
    folder = tmp_path_factory.mktemp("months")
    people = [person(child_unique_id=f"{number:05}") for number in range(400)]
    called = [
        contact(child_unique_id=f"{number:05}", contact_date=date(2024, 5, 2))
        for number in range(400)
    ]
    april = write(
        folder / "april.xlsx",
        good_month(),
        f"Kestrelshire Council (made-up people) as at {APRIL:%d/%m/%Y}",
    )
    return [
        read(april),
        read(write(folder / "may.xlsx", good_month(care_leavers=people, contacts=called))),
    ]


@pytest.fixture
def april(tmp_path, two_months) -> Path:
    """Return the file of a store with April, a setting, a mapping and an entry about the plan."""
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    store.save(two_months[0], "Ann")
    store.set_setting("council", "Kestrelshire", "Ann", APRIL)
    store.keep_mapping(MAPPING, "Ann")
    store.save_plan_entry(ENTRY, BasedOn(1))
    store.close()
    return tmp_path / "own.db"
