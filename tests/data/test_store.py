"""The store keeps what was read, completely or not at all, and never changes earlier months."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pandas.testing import assert_frame_equal

from data.check.check_month import CheckedExtract
from data.problems import UserError
from data.store import MIGRATIONS, OWN, SAMPLE, STEPS, Store, migrations
from data.store.rows import frame_of
from data.store.sqlite_file import APPLICATION_ID
from tests.data.workbooks import (
    CONTACTS,
    MAY,
    PEOPLE,
    TITLE,
    contact,
    good_month,
    person,
    practice,
    read,
    row,
    service,
    two_people,
    write,
)

ROOT = Path(__file__).parents[2]
APRIL, MID_MAY, JUNE = date(2024, 4, 30), date(2024, 5, 15), date(2024, 6, 30)


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path / 'own.db'}")


@pytest.fixture
def month(tmp_path):
    """Read a month of these sheets, made up as at a day."""

    def made(as_at=MAY, sheets=None, title=TITLE, **changed) -> CheckedExtract:
        name = f"{len(list(tmp_path.iterdir()))}.xlsx"
        return read(write(tmp_path / name, sheets or good_month(**changed), title.format(as_at)))

    return made


def reason(act) -> str:
    with pytest.raises(UserError) as no:
        act()
    assert no.value.message
    return no.value.reason


def days(store, key="2024-05", version=None) -> list[str]:
    taken = store.month(key)
    return [f"{day:%d %b}" for day in store.tables(taken, version)["contacts"]["contact_date"]]


def same_tables(found, expected) -> None:
    assert set(found) == set(expected)
    for key in expected:
        assert_frame_equal(found[key], expected[key], check_like=True)


def on(*written) -> list[dict]:
    return [contact(contact_date=day) for day in written]


CELL = some.one_of(
    some.none(),
    some.sampled_from(
        ['O\'Brien "Söhne" ☃ 李', "NA", "nan", "None", "NULL", "1e5", "007", "[]", "a;b--", "\\n"]
    ),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(teams=some.lists(CELL, min_size=1, max_size=6), dated=some.booleans(), wrong=some.booleans())
def test_saved_tables_equal_the_tables_read(tmp_path, teams, dated, wrong):
    rows = [
        person(
            child_unique_id=f"{n:04}",
            allocated_team=team,
            latest_visit_date=MAY if dated and n % 2 else None,
            age=21 if dated else None,
        )
        | {"LA in Touch": "MAYBE" if wrong else "YES"}
        for n, team in enumerate(teams)
    ]
    extract = read(
        write(
            tmp_path / "a.xlsx",
            good_month(care_leavers=rows, service_use=[service(outcome=team) for team in teams]),
        )
    )
    for left in tmp_path.glob("own.db*"):
        left.unlink()
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    taken = store.save(extract, "Ann")
    same_tables(store.tables(taken), extract.tables)
    store.close()
    same_tables(Store(store.url).tables(taken), extract.tables)


def test_an_import_records_person_time_and_files(store, month):
    extract = month()
    taken = store.save(extract, "Ann", "first")
    assert (taken.month, taken.as_at, taken.who, taken.reason, taken.replaces) == (
        "2024-05",
        MAY,
        "Ann",
        "first",
        None,
    )
    assert taken.files == tuple((file.name, file.sha256) for file in extract.files)
    assert taken.counts["rows"] == {"care_leavers": 2, "contacts": 1, "service_use": 1}
    assert store.acts()[0]["what"] == "imported 2024-05"


IMPORTING = """
import json, os, sys
from pathlib import Path
from data.problems import UserError
from data.store import Store
from data.recognise.files import Source
from data.check.check_month import read_month
jobs = json.loads(sys.argv[1])
extracts = [read_month([Source(Path(path).name, Path(path))]) for _, path, _ in jobs]
children = []
for (url, _, last_step), extract in zip(jobs, extracts):
    children.append(os.fork())
    if not children[-1]:
        try:
            Store(url).save(extract, "Ann", on_step=lambda step: os._exit(9) if step == last_step else None)
        except UserError as no:
            print(no.reason, flush=True)
            os._exit(3)
        os._exit(0)
sys.exit("".join(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])) for child in children))
"""


def importing(*jobs: tuple[str, Path, str]) -> tuple[str, str]:
    """Import (store, file, step at which to kill) in one process each, all at once; return results
    and refusals.
    """
    command = [
        sys.executable,
        "-c",
        IMPORTING,
        json.dumps([[url, str(path), step] for url, path, step in jobs]),
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stderr.strip(), ended.stdout.strip()


@pytest.mark.parametrize("correction", [False, True], ids=["first import", "correction"])
def test_killed_at_any_step_the_month_is_complete_or_absent(tmp_path, month, correction):
    old, new = month(), month(care_leavers=[*two_people(), person(child_unique_id="7")])
    path, urls = (
        tmp_path / new.files[0].name,
        {step: f"sqlite:///{tmp_path / step}.db" for step in STEPS},
    )
    for url in urls.values():
        if correction:
            Store(url).save(old, "Ann")
    assert importing(*((url, path, step) for step, url in urls.items())) == ("9" * len(STEPS), "")
    for step, url in urls.items():
        store = Store(url)
        if step == "committed":
            same_tables(store.tables(store.month("2024-05")), new.tables)
            continue
        assert [taken.id for taken in store.snapshots()] == ([1] if correction else [])
        assert len(store.acts()) == len(store.snapshots())
        if correction:
            same_tables(store.tables(store.month("2024-05")), old.tables)
        same_tables(store.tables(store.save(new, "Ann")), new.tables)


def test_the_steps_are_reported_in_order(store, month):
    heard = []
    store.save(month(), "Ann", on_step=heard.append)
    assert tuple(heard) == STEPS


def test_the_same_file_twice_is_refused(store, month):
    extract = month()
    store.save(extract, "Ann")
    assert (reason(lambda: store.save(extract, "Bob")), len(store.snapshots())) == ("same_file", 1)


def test_a_corrected_month_is_a_new_snapshot_and_the_old_is_unchanged(store, month):
    store.save(month(APRIL, contacts=on(date(2024, 4, 10))), "Ann")
    first = store.save(month(contacts=on(date(2024, 5, 2))), "Ann")
    before = store.tables(first)
    second = store.save(
        month(contacts=on(date(2024, 5, 3)), care_leavers=[person(la_in_touch="REFU")]),
        "Ann",
        "a correction",
    )
    store.save(month(APRIL, contacts=on(date(2024, 4, 12))), "Ann", "April corrected too")
    old, new = (
        next(taken for taken in store.snapshots() if taken.id == one.id) for one in (first, second)
    )
    assert (old.replaced_by, new.replaces, store.month("2024-05").id) == (
        second.id,
        first.id,
        second.id,
    )
    same_tables(store.tables(old), before)
    assert (days(store), days(store, version=2)) == (["12 Apr", "03 May"], ["10 Apr", "03 May"])


def test_the_newest_contacts_replace_earlier_ones_from_their_earliest_date_and_the_rest_stay(
    store, month
):
    store.save(
        month(APRIL, contacts=on(date(2024, 3, 1), date(2024, 4, 2), date(2024, 4, 20))), "Ann"
    )
    store.save(month(MAY, contacts=on(date(2024, 4, 2), date(2024, 5, 7))), "Ann")
    store.save(month(JUNE, {PEOPLE: two_people()}), "Ann")
    assert days(store, "2024-04") == ["01 Mar", "02 Apr", "20 Apr"]
    assert days(store, "2024-05") == days(store, "2024-06") == ["01 Mar", "02 Apr", "07 May"]


def test_practice_tables_are_returned_as_read(store, month):
    vacant = row("workforce", worker_id=None, vacant="Y", team=None)
    extract = month(
        **practice()
        | {
            "workforce": [row("workforce"), vacant],
            "audits": [row("audits", child_unique_id=None), row("audits", audit_id="2")],
        }
    )
    taken = store.save(extract, "Ann")
    same_tables(store.tables(taken), extract.tables)
    query = (
        "SELECT table_key, person FROM extract_row WHERE table_key NOT IN ('care_leavers', "
        "'contacts', 'service_use') ORDER BY table_key, number"
    )
    written = sqlite3.connect(store.url.removeprefix("sqlite:///")).execute(query).fetchall()
    assert written == [
        ("audits", ""),
        ("audits", "00101"),
        ("training", ""),
        ("voice", ""),
        ("workforce", ""),
        ("workforce", ""),
    ]
    assert store.people_before(JUNE) == {"00101", "00102"}


def test_practice_tables_count_only_for_their_own_month(store, month):
    store.save(month(MAY, **practice()), "Ann")
    store.save(month(JUNE, **practice() | {"audits": [row("audits", audit_id="A009")]}), "Ann")
    store.save(month(date(2024, 7, 31)), "Ann")
    kept = {key: store.tables(store.month(key)) for key in ("2024-05", "2024-06", "2024-07")}
    assert [kept[key]["audits"]["audit_id"].tolist() for key in ("2024-05", "2024-06")] == [
        ["A001"],
        ["A009"],
    ]
    assert set(kept["2024-07"]) == {"care_leavers", "contacts", "service_use"}


def test_a_practice_table_alone_is_added_to_its_month(store, month):
    store.save(month(MAY, **practice()), "Ann")
    taken = store.save(month(MAY, {"Voice": [row("voice", theme="My plan")]}), "Ann")
    tables = store.tables(taken)
    assert (
        tables["voice"]["theme"].tolist(),
        len(tables["audits"]),
        len(tables["care_leavers"]),
    ) == (["My plan"], 1, 2)


def test_a_column_called_source_is_kept_and_not_confused_with_the_old_one(store, month):
    taken = store.save(month(voice=[row("voice", source="Survey")]), "Ann")
    assert store.tables(taken)["voice"][["source", "source_sheet"]].values.tolist() == [
        ["survey", "Voice"]
    ]
    earlier = frame_of(
        "voice", ["source", "theme"], [{"source": "Voice", "source_row": 4, "theme": "My home"}]
    )
    assert (earlier["source"].isna().all(), earlier["source_sheet"].tolist()) == (True, ["Voice"])


def test_a_left_out_row_about_nobody_is_kept_without_a_person(store, month):
    extract = month(training=[row("training"), row("training", due=None)])
    gone = store.left_out(store.save(extract, "Ann", allow_left_out=1))
    assert (gone["table"].tolist(), gone["person"].isna().all()) == (["training"], True)
    assert store.everything(store.month("2024-05"))["left_out_rows"] == 0


def test_a_month_imported_late_is_put_in_order(store, month):
    store.save(month(MAY, contacts=on(date(2024, 5, 7))), "Ann")
    store.save(month(APRIL, contacts=on(date(2024, 4, 2))), "Ann")
    assert [taken.month for taken in store.months()] == ["2024-04", "2024-05"]
    assert days(store) == ["02 Apr", "07 May"]


def test_an_empty_sheet_of_contacts_removes_nothing(store, month):
    empty = [dict.fromkeys(contact())]
    store.save(month(APRIL, contacts=on(date(2024, 4, 2))), "Ann")
    store.save(month(MAY, contacts=empty), "Ann")
    assert days(store) == ["02 Apr"]


def test_an_empty_sheet_of_people_never_empties_a_month(store, month):
    store.save(month(), "Ann")
    assert (
        reason(lambda: store.save(month(care_leavers=[dict.fromkeys(person())]), "Ann")) == "nobody"
    )
    assert len(store.tables(store.month("2024-05"))["care_leavers"]) == 2


def test_contacts_alone_use_the_people_of_the_month_before(store, month):
    assert (
        reason(lambda: store.save(month(MID_MAY, {CONTACTS: on(date(2024, 5, 3))}), "Ann"))
        == "no_people"
    )
    first = store.save(month(APRIL), "Ann")
    taken = store.save(month(MID_MAY, {CONTACTS: on(date(2024, 5, 3))}), "Ann")
    assert (
        taken.people_carried_from,
        store.tables(taken)["care_leavers"]["child_unique_id"].tolist(),
    ) == (first.id, ["00101", "00102"])
    whole = store.save(month(MAY, {PEOPLE: two_people()[:1]}), "Ann")
    assert (
        whole.replaces,
        whole.people_carried_from,
        len(store.tables(whole)["care_leavers"]),
        days(store),
    ) == (
        2,
        None,
        1,
        ["10 Apr", "03 May"],
    )


def test_the_ids_of_earlier_months_are_known(store, month):
    store.save(month(APRIL), "Ann")
    store.save(month(MAY, care_leavers=[person(child_unique_id="9")]), "Ann")
    assert (store.people_before(APRIL), store.people_before(MAY)) == (
        frozenset(),
        {"00101", "00102"},
    )
    assert store.people_before(JUNE) == {"00101", "00102", "9"}


def test_made_up_and_real_people_are_never_in_one_store(store, month):
    store.save(month(), "Ann")
    ours = month(JUNE, title="Care leavers as at {:%d/%m/%Y}")
    assert (store.kind, ours.made_up, reason(lambda: store.save(ours, "Ann"))) == (
        SAMPLE,
        False,
        "kind_mixed",
    )
    other = Store(store.url.replace("own.db", "other.db"))
    other.decide_kind(OWN)
    assert reason(lambda: other.save(month(), "Ann")) == "kind_mixed"


@pytest.mark.parametrize("agreed", [0, 1, 3, -1])
def test_rows_are_left_out_only_when_their_exact_number_is_agreed_to(store, month, agreed):
    extract = month(
        care_leavers=[
            *two_people(),
            person(child_unique_id=None),
            person(child_unique_id="8", date_of_birth=None),
        ]
    )
    assert (
        reason(lambda: store.save(extract, "Ann", allow_left_out=agreed)),
        store.snapshots(),
    ) == ("left_out", [])
    taken = store.save(extract, "Ann", allow_left_out=2)
    gone = store.left_out(taken)
    assert (
        gone["source_row"].tolist(),
        gone["person"].dropna().tolist(),
        gone["rules"].tolist(),
    ) == ([6, 7], ["8"], ["blank", "blank"])
    assert store.everything(taken)["left_out"] == {"8"}
    written = (
        sqlite3.connect(store.url.removeprefix("sqlite:///"))
        .execute("SELECT person, fields FROM left_out ORDER BY number")
        .fetchall()
    )
    assert (written[0][0], "NaN" in written[0][1]) == (None, False)


def test_a_store_from_a_newer_program_is_refused(store):
    with sqlite3.connect(store.url.removeprefix("sqlite:///")) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99, '2030-01-01')")
    assert reason(lambda: Store(store.url)) == "store_newer"


@pytest.mark.parametrize(
    "url", ["own.db", "nothing://here", "sqlite:////dev/null/own.db", "sqlite:////proc/own.db"]
)
def test_an_invalid_address_is_refused_with_a_message(url):
    assert reason(lambda: Store(url)) == "store"


def test_two_imports_of_a_month_at_once_leave_one_current(tmp_path, month):
    extracts = [
        month(),
        month(care_leavers=[person(la_in_touch="REFU")]),
        month(care_leavers=two_people()[:1]),
    ]
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert importing(
        *((url, tmp_path / extract.files[0].name, "never") for extract in extracts)
    ) == ("000", "")
    store = Store(url)
    assert [(taken.id, taken.replaces, taken.replaced_by) for taken in store.snapshots()] == [
        (1, None, 2),
        (2, 1, 3),
        (3, 2, None),
    ]
    assert len(store.months()) == 1


def test_the_same_month_imported_twice_at_once_is_stored_once(tmp_path, month, store):
    path = tmp_path / month().files[0].name
    ended, said = importing((store.url, path, "never"), (store.url, path, "never"))
    assert (sorted(ended), said, len(store.snapshots())) == (["0", "3"], "same_file", 1)


def test_a_reader_sees_the_month_before_while_the_next_is_written(store, month):
    store.save(month(), "Ann")
    seen = []
    store.save(
        month(JUNE),
        "Ann",
        on_step=lambda step: seen.append([taken.month for taken in Store.months(store)]),
    )
    assert seen == [["2024-05"]] * (len(STEPS) - 1) + [["2024-05", "2024-06"]]


def test_a_column_that_came_later_is_blank_in_earlier_events(store, month):
    store.save(month(APRIL, contacts=on(date(2024, 4, 2))), "Ann")
    taken = store.save(month(contacts=[contact(made_by="R Adviser")]), "Ann")
    made_by = store.tables(taken)["contacts"]["made_by"]
    assert (pd.isna(made_by[0]), made_by[1]) == (True, "R Adviser")


# settings


def test_a_month_has_the_settings_valid_on_its_day_and_of_two_from_one_day_the_newer(store):
    store.set_setting("small_number", "6", "Ann", JUNE)
    store.set_setting("small_number", "7", "Bob", APRIL)  # written later, valid earlier
    store.set_setting("small_number", "8", "Bob", APRIL)
    store.set_setting("notice_days", "7", "Ann", MAY)
    in_force = [dict(store.settings_on(day)) for day in (date(2024, 4, 29), APRIL, MAY, JUNE)]
    assert in_force == [
        {},
        {"small_number": "8"},
        {"small_number": "8", "notice_days": "7"},
        {"small_number": "6", "notice_days": "7"},
    ]


def test_reading_at_once_equals_reading_one_by_one(store, month):
    assert (store.contents().version, store.contents().months) == (0, ())
    store.save(month(), "Ann")
    store.save(month(JUNE), "Ann")
    store.save(month(contacts=[contact(made_by="R Adviser")]), "Bob")  # replaces the first
    store.set_setting("small_number", "6", "Ann", JUNE)
    store.set_setting("small_number", "7", "Bob", APRIL)
    read_at_once = store.contents()
    assert (read_at_once.version, list(read_at_once.months)) == (store.version, store.months())
    assert [taken.id for taken in read_at_once.months] == [3, 2]
    assert [list(read_at_once.settings_on(day)) for day in (date(2024, 4, 29), MAY, JUNE)] == [
        store.settings_on(day) for day in (date(2024, 4, 29), MAY, JUNE)
    ]


def test_every_setting_change_keeps_its_author_and_the_log_has_no_value(store):
    store.set_settings({"council": "Kestrelshire", "small_number": "6"}, "Ann", APRIL)
    store.set_setting("council", "", "Bob", MAY)
    rows = [
        (row["id"], row["key"], row["value"], row["valid_from"], row["who"])
        for row in store.settings_rows()
    ]
    assert rows == [
        (1, "council", "Kestrelshire", APRIL, "Ann"),
        (2, "small_number", "6", APRIL, "Ann"),
        (3, "council", "", MAY, "Bob"),
    ]
    assert [(act["what"], act["who"]) for act in reversed(store.acts())] == [
        ("set council", "Ann"),
        ("set small_number", "Ann"),
        ("set council", "Bob"),
    ]


def test_settings_are_stored_all_or_none(store):
    assert (
        reason(lambda: store.set_settings({"council": "A", "region": None}, "Ann", APRIL))
        == "store"
    )
    assert (store.settings_rows(), store.acts()) == ([], [])


def test_a_change_counts_from_the_start_of_the_newest_month(store, month):
    assert store.start_of_newest().day == 1
    store.save(month(), "Ann")
    assert store.start_of_newest() == date(2024, 5, 1)


AS_FIRST_MADE = """
DROP TABLE seal; DROP TABLE mapping; DROP TABLE plan_entry; DROP TABLE setting; DELETE FROM schema_version WHERE version > 1;
PRAGMA application_id = 0; PRAGMA user_version = 0;
"""


def test_a_store_of_the_first_version_is_migrated_with_all_its_contents(
    tmp_path, month, monkeypatch
):
    extract, path = (
        month(care_leavers=[*two_people(), person(child_unique_id=None)]),
        tmp_path / "old.db",
    )
    url = f"sqlite:///{path}"
    old = Store(url)
    taken = old.save(extract, "Ann", allow_left_out=1)
    old.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(AS_FIRST_MADE)
    (tmp_path / "old.db.made").unlink()
    store = Store(url)
    assert (store.months(), store.settings_rows(), [act["what"] for act in store.acts()]) == (
        [taken],
        [],
        ["imported 2024-05"],
    )
    same_tables(store.tables(taken), extract.tables)
    assert (len(store.left_out(taken)), store.people_before(JUNE)) == (1, {"00101", "00102"})
    store.set_setting("small_number", "6", "Ann", MAY)
    assert (Store(url).settings_on(MAY), store.plan_entries()) == ([("small_number", "6")], [])
    with closing(sqlite3.connect(path)) as connection:
        named = [
            connection.execute(f"PRAGMA {what}").fetchone()[0]
            for what in ("application_id", "user_version")
        ]
    assert (named, (tmp_path / "old.db.made").exists()) == ([APPLICATION_ID, len(MIGRATIONS)], True)
    monkeypatch.setattr(migrations, "MIGRATIONS", MIGRATIONS[:1])
    assert reason(lambda: Store(url)) == "store_newer"
