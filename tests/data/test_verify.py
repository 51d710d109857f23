"""The audit log is a chain: an act that is changed, removed, added or moved on the disk is
detected.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import select

from data.problems import UserError
from data.store import MIGRATIONS, Store
from data.store.audit_log import FIRST, link_after
from data.store.tables import act
from tests.data import importing as made
from tests.data.importing import reason, url

april, two_months = made.april, made.two_months  # fixtures: a store with four acts
RECORD = "Act {} of the audit log, or the act just before it: {}."


def faults(path) -> list[str]:
    store = Store(url(path), any_copy=True)
    try:
        return [fault for fault in [*store.faults(), store.not_as_known()] if fault]
    finally:
        store.close()


def tamper(path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def link(path, number: int) -> str:
    """Return the link that an act should have after the act before it, calculated as an attacker
    would.
    """
    store = Store(url(path), any_copy=True)
    with store._read() as connection:
        rows = list(
            connection.execute(select(act).where(act.c.id <= number).order_by(act.c.id)).mappings()
        )
        before = FIRST if len(rows) == 1 else store_link(connection, rows[-2]["id"])
        mark = link_after(before, rows[-1])
    store.close()
    return mark


def store_link(connection, number: int) -> str:
    return connection.exec_driver_sql(
        f"SELECT sha256 FROM seal WHERE what = 'act {number}'"
    ).scalar()


def reseal(path, number: int) -> None:
    tamper(path, f"INSERT OR REPLACE INTO seal VALUES ('act {number}', '{link(path, number)}')")


def test_an_unchanged_store_is_good(april, two_months):
    assert faults(april) == []
    store = Store(url(april))
    store.save(two_months[1], "Ann")
    store.close()
    assert faults(april) == []


CHANGED = {
    "who": "UPDATE act SET who = 'Bob' WHERE id = {}",
    "what": "UPDATE act SET what = 'nothing' WHERE id = {}",
    "when": "UPDATE act SET at = '2020-01-01 00:00:00.000000' WHERE id = {}",
    "of which import": "UPDATE act SET snapshot = 7 WHERE id = {}",
    "removed": "DELETE FROM act WHERE id = {}",
}


@pytest.mark.parametrize("number", [1, 2, 4], ids=["the first", "in the middle", "the last"])
@pytest.mark.parametrize("how", CHANGED)
def test_a_changed_or_removed_act_is_detected(april, how, number):
    tamper(april, CHANGED[how].format(number))
    said = faults(april)
    assert RECORD.format(number, "missing" if how == "removed" else "changed") in said
    assert not any("Ann" in fault or "Bob" in fault for fault in said)


@pytest.mark.parametrize("number", [1, 2, 4], ids=["the first", "in the middle", "the last"])
@pytest.mark.parametrize("how", CHANGED)
def test_a_changed_act_with_a_new_checksum_is_detected(april, how, number):
    tamper(april, CHANGED[how].format(number))
    if how == "removed":
        tamper(april, f"DELETE FROM seal WHERE what = 'act {number}'")
    else:
        reseal(april, number)
    assert faults(april)
    april.with_name("own.db.made").unlink()  # also if only the file itself is there
    assert faults(april)


@pytest.mark.parametrize("sealed_again", [(), (2,), (2, 3)])
def test_two_swapped_acts_are_detected(april, sealed_again):
    places = ((2, 99), (3, 2), (99, 3))
    tamper(april, *(f"UPDATE act SET id = {to} WHERE id = {was}" for was, to in places))
    for number in sealed_again:
        reseal(april, number)
    assert faults(april)


@pytest.mark.parametrize("number", [0, 5], ids=["at the beginning", "at the end"])
@pytest.mark.parametrize("sealed", [False, True])
def test_an_added_act_is_detected(april, number, sealed):
    tamper(
        april,
        f"INSERT INTO act VALUES ({number}, '2024-05-01 00:00:00.000000', 'Bob', 'imported "
        "2024-04', 1)",
    )
    if sealed:
        reseal(april, number)
    assert faults(april)


def test_removed_last_acts_are_detected_by_the_sidecar_file(april):
    tamper(
        april, "DELETE FROM act WHERE id > 2", "DELETE FROM seal WHERE what IN ('act 3', 'act 4')"
    )
    tamper(april, f"UPDATE seal SET sha256 = '{link(april, 2)}' WHERE what = 'acts'")
    (said,) = faults(april)
    assert "2 acts. The database here had imports up to number 1 and 4 acts" in said
    assert reason(lambda: Store(url(april))) == "store_older"


def test_nothing_is_added_to_a_log_with_a_changed_end(april, two_months):
    store = Store(url(april))
    tamper(april, "DELETE FROM act WHERE id = 4", "DELETE FROM seal WHERE what = 'act 4'")
    assert (
        reason(lambda: store.set_setting("council", "B", "Ann", date(2024, 5, 1)))
        == "store_damaged"
    )
    april.with_name("own.db.made").unlink()
    assert reason(lambda: store.save(two_months[1], "Ann")) == "store_damaged"


GONE = {
    "snapshot": "Import 1: missing.",
    "extract_row": "The rows of import 1, table contacts: changed.",
    "snapshot_file": "Import 1: changed.",
    "setting": "Change 1 of the settings: missing.",
    "mapping": "Mapping 1: missing.",
    "plan_entry": "Entry 1 about the plan: missing.",
}


@pytest.mark.parametrize("table", GONE)
def test_a_missing_row_is_reported(april, table):
    where = "WHERE table_key = 'contacts'" if table == "extract_row" else ""
    tamper(april, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table} {where})")
    assert GONE[table] in faults(april)


PUT_IN = {
    "setting": "INSERT INTO setting SELECT 9, key, value, valid_from, who, at FROM setting",
    "extract_row": "INSERT INTO extract_row SELECT snapshot, 'voice', number, person, fields FROM "
    "extract_row WHERE table_key = 'contacts'",
}


@pytest.mark.parametrize("table", PUT_IN)
def test_an_added_row_is_detected(april, table):
    tamper(april, PUT_IN[table])
    assert any("not written by this program" in fault for fault in faults(april))


DROPPED = {
    1: ("seal", "mapping", "plan_entry", "setting"),
    2: ("seal", "mapping", "plan_entry"),
    3: ("seal", "plan_entry"),
    4: ("plan_entry",),
    5: (),
}


def as_version(path, version: int) -> None:
    """Remove from a store what later versions have added."""
    tamper(
        path,
        *(f"DROP TABLE {table}" for table in DROPPED[version]),
        f"DELETE FROM schema_version WHERE version > {version}",
    )
    if version > 3:
        kinds = "'act*'" if version == 5 else "'act*', 'plan_entry*'"
        tamper(path, *(f"DELETE FROM seal WHERE what GLOB {kind}" for kind in kinds.split(", ")))
    tamper(path, f"PRAGMA user_version = {version}")
    path.with_name("own.db.made").unlink()


@pytest.mark.parametrize("version", DROPPED)
def test_the_acts_of_a_store_of_every_earlier_version_are_linked_when_it_is_opened(april, version):
    as_version(april, version)
    store = Store(url(april))
    assert (len(store.acts()), len(store.months()), store.faults()) == (4, 1, [])
    store.set_setting("council", "B", "Ann", date(2024, 5, 1))
    store.close()
    assert faults(april) == []
    tamper(april, "UPDATE act SET who = 'Bob' WHERE id = 2")
    assert faults(april)


def test_an_older_copy_of_an_earlier_version_is_refused_before_it_is_changed(april, monkeypatch):
    known = april.with_name("own.db.made").read_text()
    tamper(april, "DELETE FROM act WHERE id = 4")
    as_version(april, 5)
    april.with_name("own.db.made").write_text(known)
    with pytest.raises(UserError) as no:
        Store(url(april))
    with closing(sqlite3.connect(april)) as connection:
        assert connection.execute("SELECT max(version) FROM schema_version").fetchone() == (5,)
    assert (no.value.reason, len(MIGRATIONS)) == ("store_older", 6)
