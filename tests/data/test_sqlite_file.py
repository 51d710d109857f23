"""The place of a store: a missing folder is reported, an empty store is made only on request, and
access is private.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from data import paths, private_files, remembered_store
from data.problems import UserError
from data.reference import dfe_statistics
from data.store import Store, sqlite_file, start_empty
from tests.data import importing as made
from tests.data.importing import reason, url

april, two_months = made.april, made.two_months  # fixtures


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch) -> Path:
    """Return a folder for notes, with the program's var/ in a folder of the test."""
    root = tmp_path / "program"
    root.mkdir()
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(sqlite_file, "ROOT", root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("DASHBOARD_HOME", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "state"


@pytest.fixture(params=["var", "DASHBOARD_HOME", "DATABASE_URL"])
def home(request, tmp_path, monkeypatch, april) -> Path:
    """Return the folder of a council's own store with a month, set in each possible way."""
    folder = paths.ROOT / "var" if request.param == "var" else tmp_path / "drive"
    if request.param != "var":
        folder.mkdir()
        monkeypatch.setenv(
            request.param,
            str(folder) if request.param == "DASHBOARD_HOME" else f"sqlite:///{folder}/own.db",
        )
    else:
        Store(paths.own_url()).close()
        (folder / "own.db").unlink()
        (folder / "own.db.made").unlink()
    shutil.copy(april, folder / "own.db")
    Store(paths.own_url()).close()
    return folder


def months() -> list[str]:
    store = Store(paths.own_url())
    try:
        return [taken.month for taken in store.months()]
    finally:
        store.close()


def test_a_fresh_program_makes_its_folder_without_a_question():
    assert months() == []
    shutil.rmtree(paths.home())  # nothing was in it
    assert months() == []


def test_a_drive_that_is_not_connected_leaves_no_folder_or_an_empty_one_and_neither_starts_empty(
    home,
):
    away = home.rename(home.with_name("away"))
    with pytest.raises(UserError) as no:
        months()
    assert (no.value.reason, str(home) in no.value.message, home.exists()) == (
        "store_missing",
        True,
        False,
    )
    home.mkdir()  # the mount point is there, with nothing in it
    with pytest.raises(UserError) as no:
        months()
    assert (no.value.reason, str(home) in no.value.message, list(home.iterdir())) == (
        "store_missing",
        True,
        [],
    )
    home.rmdir()
    away.rename(home)
    assert months() == ["2024-04"]


def test_an_empty_file_does_not_replace_a_store_with_imports(home):
    for file in home.glob("own.db*"):
        file.unlink()
    (home / "own.db").touch()
    with pytest.raises(UserError) as no:
        months()
    assert (no.value.reason, (home / "own.db").stat().st_size) == ("store_damaged", 0)


@pytest.mark.parametrize("empty_folder", [True, False])
def test_starting_empty_on_request_is_recorded(home, empty_folder):
    shutil.rmtree(home)
    if empty_folder:
        home.mkdir()
    start_empty(paths.own_url(), "Ann")
    store = Store(paths.own_url())
    assert (
        store.months(),
        [(act["who"], act["what"]) for act in store.acts()],
        store.faults(),
    ) == (
        [],
        [("Ann", "started an empty database to replace a missing one")],
        [],
    )
    store.close()
    assert months() == []


def test_an_existing_store_is_never_started_empty(home):
    assert reason(lambda: start_empty(paths.own_url(), "Ann")) == "store_there"
    assert months() == ["2024-04"]


def test_the_remains_of_a_lost_store_are_kept(tmp_path):
    log = tmp_path / "own.db-wal"
    log.write_bytes(b"something that was written")
    start_empty(url(tmp_path / "own.db"), "Ann")
    assert (tmp_path / "own.db-wal.left").read_bytes() == b"something that was written"


@pytest.mark.parametrize("variable", ["DASHBOARD_HOME", "DATABASE_URL"])
def test_a_named_folder_is_never_made_automatically(tmp_path, monkeypatch, variable):
    folder = tmp_path / "not-here"
    monkeypatch.setenv(
        variable, str(folder) if variable == "DASHBOARD_HOME" else f"sqlite:///{folder}/own.db"
    )
    assert (reason(months), folder.exists()) == ("store_missing", False)
    if variable == "DASHBOARD_HOME":
        figures = dfe_statistics.load_reference()
        assert (
            reason(
                lambda: dfe_statistics.keep(figures[figures["release"] == figures["release"].max()])
            )
            == "store_missing"
        )
    folder.mkdir()
    assert months() == []


def test_a_folder_removed_while_the_store_is_open_is_reported(home):
    store = Store(paths.own_url())
    home.rename(home.with_name("away"))
    with pytest.raises(UserError) as no:
        store.months()
    assert (no.value.reason, "connect the drive" in no.value.message, home.exists()) == (
        "store_missing",
        True,
        False,
    )


def test_the_store_works_without_a_place_for_the_note(tmp_path, monkeypatch, april):
    nowhere = tmp_path / "a-file"
    nowhere.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(nowhere))
    monkeypatch.setenv("DASHBOARD_HOME", str(april.parent))
    assert months() == ["2024-04"]
    remembered_store.forget(april)
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert months() == ["2024-04"]


def test_only_the_councils_own_store_is_noted_without_its_path(home, april, state):
    Store(url(april)).close()
    (note,) = (state / remembered_store.FOLDER).iterdir()
    assert str(home) not in note.read_text()
    assert (mode(note), mode(note.parent)) == (0o600, 0o700)


# only for the owner


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077])
def any_umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_the_folder_and_files_are_only_for_their_owner_with_any_umask(any_umask, two_months):
    store = Store(paths.own_url())
    modes = set()

    def look(step):
        modes.update(mode(path) for path in paths.home().iterdir())

    store.save(two_months[0], "Ann", on_step=look)
    look("afterwards")
    assert {path.name for path in paths.home().iterdir()} >= {
        "own.db",
        "own.db.made",
        "own.db-wal",
        "own.db-shm",
    }
    assert (modes, mode(paths.home())) == ({0o600}, 0o700)
    figures = dfe_statistics.load_reference()
    kept = dfe_statistics.keep(figures[figures["release"] == figures["release"].max()])
    assert (mode(kept), mode(kept.parent)) == (0o600, 0o700)


def test_an_open_folder_of_ours_is_closed_with_its_files(april, two_months):
    store = Store(paths.own_url())
    store.save(two_months[0], "Ann")
    for path in (paths.home(), *paths.home().iterdir()):
        path.chmod(0o777 if path.is_dir() else 0o666)
    Store(paths.own_url()).close()
    assert (mode(paths.home()), {mode(path) for path in paths.home().iterdir()}) == (0o700, {0o600})


@pytest.mark.parametrize(
    ("was", "becomes"), [(0o644, 0o640), (0o666, 0o660), (0o660, 0o660), (0o600, 0o600)]
)
def test_an_administrators_folder_and_its_group_access_are_not_changed(april, was, becomes):
    april.parent.chmod(0o2775)
    april.chmod(was)
    store = Store(url(april))
    store.set_setting("council", "B", "Ann", made.APRIL)
    assert (mode(april.parent), mode(april), mode(april.with_name("own.db.made"))) == (
        0o2775,
        becomes,
        becomes,
    )
    store.close()


def test_another_persons_file_is_not_changed(tmp_path, monkeypatch):
    path = tmp_path / "theirs"
    path.write_text("")
    path.chmod(0o644)

    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refused)
    private_files.close_to_others(path)
    assert mode(path) == 0o644
