"""`manage.py verify` and `start-empty`: faults in words, and their exit codes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.store import Store
from manage import cli
from tests.data import importing as made
from tests.data.importing import url

april, two_months = made.april, made.two_months  # fixtures


def run(*words, given=None):
    return CliRunner().invoke(cli, list(words), input=given)


def verified(path, *words) -> tuple[int, dict]:
    ended = run("verify", "--store", url(path), "--json", *words)
    return ended.exit_code, json.loads(ended.stdout)


def test_a_good_store_is_good(april):
    code, document = verified(april)
    assert set(document) == {"good", "imports", "acts", "seals", "accepted", "faults"}
    assert (code, document["good"], document["imports"], document["acts"], document["faults"]) == (
        0,
        True,
        1,
        4,
        [],
    )
    assert run("verify", "--store", url(april)).stdout.startswith(
        "The store is as it was written (imports: 1, acts: 4"
    )


def test_a_changed_act_is_reported_with_exit_1_and_cannot_be_accepted(april):
    with closing(sqlite3.connect(april, isolation_level=None)) as connection:
        connection.execute("UPDATE act SET who = 'Bob' WHERE id = 2")
    for more in ((), ("--accept-copy",)):
        code, document = verified(april, *more)
        assert (code, document["good"], document["accepted"]) == (1, False, False)
        assert document["faults"] == ["Act 2 of the audit log, or the act just before it: changed."]


def test_an_older_copy_is_reported_and_used_once_accepted(april, two_months):
    backup = shutil.copy(april, april.with_name("backup.db"))
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    Path(backup).replace(april)
    assert "older copy" in verified(april)[1]["faults"][0]
    assert run("months", "--store", url(april)).exit_code == 2
    assert verified(april)[0] == 1  # it changes nothing without --accept-copy
    code, document = verified(april, "--accept-copy")
    assert (code, document["accepted"], document["acts"]) == (0, True, 5)
    assert (verified(april)[0], run("months", "--store", url(april)).exit_code) == (0, 0)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000, None])
def test_a_file_that_cannot_be_opened_is_a_fault(april, content):
    april.unlink() if content is None else april.write_bytes(content)
    code, document = verified(april)
    assert (code, document["good"], len(document["faults"])) == (1, False, 1)


@pytest.mark.parametrize("folder", ["", "away"])
def test_a_store_that_never_existed_is_a_fault_and_is_not_created(tmp_path, folder):
    path = tmp_path / folder / "own.db"
    for more in ((), ("--accept-copy",)):
        code, document = verified(path, *more)
        assert (code, document["good"], document["imports"]) == (1, False, None)
        assert "no database own.db" in document["faults"][0]
    assert list(tmp_path.iterdir()) == []


def test_an_invalid_address_exits_with_2():
    assert run("verify", "--store", "nothing://here").exit_code == 2


def test_starting_empty_asks_first_and_never_changes_an_existing_store(april):
    assert run("start-empty", "--store", url(april), "--yes").exit_code == 2
    april.unlink()
    assert run("months", "--store", url(april)).exit_code == 2
    for given in ("n\n", ""):
        assert run("start-empty", "--store", url(april), given=given).exit_code == 2
    assert not april.exists()
    assert run("start-empty", "--store", url(april), given="y\n").exit_code == 0
    assert Store(url(april)).months() == []


def test_a_baseline_set_on_the_command_line_shows_the_old_value_and_joins_later_lists(april):
    store = Store(url(april))
    store.set_setting("baselines", "cohort 2024-03 A second team", "Bob", made.APRIL)
    words = (
        "settings",
        "baselines",
        "cohort 2024-02 A merger",
        "--from",
        "2024-01-01",
        "--store",
        url(april),
    )
    assert "(was: )" in run(*words).stdout
    assert (
        dict(store.settings_on(made.APRIL))["baselines"]
        == "cohort 2024-02 A merger; cohort 2024-03 A second team"
    )
    ended = run(
        "settings",
        "baselines",
        "cohort 2024-03 A second team",
        "--from",
        "2024-04-30",
        "--store",
        url(april),
    )
    assert "(was: cohort 2024-02 A merger; cohort 2024-03 A second team, set by" in ended.stdout
    assert dict(store.settings_on(made.APRIL))["baselines"] == "cohort 2024-03 A second team"
