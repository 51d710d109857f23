"""The reading child is restricted, and any failure of it becomes one message for the user."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from time import monotonic

import pytest

from data.problems import UserError
from data.workbook import LIMITS, Limits, guard, read_workbook, reading
from tests.data.reading_of import reason, sheets_of
from tests.data.workbooks import PEOPLE, in_sheet, repack, two_people, write

# The child.


def with_child(monkeypatch, code: str) -> None:
    """Replace the child by another program."""
    monkeypatch.setattr(
        guard,
        "_START",
        "import json, os, signal, sys, time, pickle; asked = json.load(sys.stdin); "
        f"sys.path.insert(0, sys.argv[1])\n{code}",
    )


STRANGE_CHILDREN = {
    "is killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "aborts": "os.abort()",
    "fails": "raise ValueError",
    "says nothing": "",
    "says rubbish": "sys.stdout.buffer.write(b'rubbish')",
    "says rubbish that opens": "pickle.dump(7, sys.stdout.buffer)",
    "says no such reason": "pickle.dump({'refused': 'never heard'}, sys.stdout.buffer)",
    "stops half way": "sys.stdout.buffer.write(pickle.dumps(('S', [['a'] * 9], True, {}, 0, "
    "0))[:30])",
    "runs another program": "from data.workbook.sandbox import shut_in; from "
    "data.workbook.limits import LIMITS; "
    "shut_in(LIMITS); os.execv('/bin/true', ['true'])",
}


@pytest.mark.parametrize("name", STRANGE_CHILDREN)
def test_a_crashed_or_wrong_reader_gives_a_message_and_the_program_continues(
    good, monkeypatch, name
):
    with_child(monkeypatch, STRANGE_CHILDREN[name])
    assert reason(good) == "reader_stopped"
    monkeypatch.undo()
    assert sheets_of(good)


def test_a_reader_that_takes_too_long_is_stopped(good, monkeypatch):
    monkeypatch.setattr(guard, "LIMITS", replace(LIMITS, seconds=1))
    with_child(monkeypatch, "time.sleep(60)")
    assert reason(good) == "too_slow"


def test_a_reader_that_uses_up_its_processor_time_is_too_slow_too(good, monkeypatch):
    with_child(
        monkeypatch,
        "from data.workbook.sandbox import shut_in; from data.workbook.limits import "
        "Limits; shut_in(Limits(seconds=1))\nwhile True: pass",
    )
    assert (
        reason(good) == "too_slow"
    )  # long before the clock of this program, which is left at its two minutes


def test_a_reader_that_sends_too_much_is_stopped(good, monkeypatch):
    monkeypatch.setattr(guard, "LIMITS", replace(LIMITS, answer=1_000))
    assert reason(good) == "too_large"


class Cancelled(Exception):
    pass


def test_a_waiting_caller_is_told_the_seconds_and_can_cancel(good, monkeypatch):
    heard = []

    def listen(seconds):
        heard.append(seconds)
        if len(heard) == 3:
            raise Cancelled

    with_child(monkeypatch, "time.sleep(60)")
    began = monotonic()
    with pytest.raises(Cancelled):
        read_workbook(good, on_wait=listen)
    assert monotonic() - began < 10
    assert heard == sorted(heard)
    assert no_children()


def no_children() -> bool:
    """Return whether every child process has ended and was waited for."""
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return True


SHUT_IN = (
    "from data.workbook.sandbox import shut_in; from data.workbook.limits import LIMITS; "
    "shut_in(LIMITS)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter")
@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("open(sys.argv[1], 'w').write('x' * 100000)", "File too large"),
        ("bytearray(5 * 2**30)", "MemoryError"),
    ],
)
def test_the_child_has_no_network_no_other_program_and_writes_no_file(tmp_path, attempt, says):
    code = f"import sys; {SHUT_IN}; {attempt}"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x")],
        cwd=guard.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert says in done.stderr.splitlines()[-1]


def test_a_password_is_never_visible_to_another_process(good, monkeypatch):
    seen = {}

    class Watched(subprocess.Popen):
        def __init__(self, command, **options):
            seen.update(command=str(command), environment=str(options["env"]))
            super().__init__(command, **options)

    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert read_workbook(good, password="Swordfish").sheets
    assert "Swordfish" not in str(seen)
    assert "SECRET" not in str(seen)
    assert "Swordfish" not in repr(reading.Request(good, "Swordfish", "", LIMITS))


def test_a_cell_that_fills_the_memory_kills_only_the_child(tmp_path, monkeypatch):
    path = write(tmp_path / "a.xlsx", {PEOPLE: two_people()})
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = repack(path, tmp_path / "b.xlsx", in_sheet("</sheetData>", stray))
    with_child(
        monkeypatch,
        f"{SHUT_IN}; from python_calamine import CalamineWorkbook; "
        "CalamineWorkbook.from_path(asked['path']).get_sheet_by_index(0).to_python()",
    )
    assert reason(far) == "reader_stopped"
    monkeypatch.undo()
    assert reason(far) == "far_cell"


@pytest.mark.parametrize("name", ["seconds", "rows", "inflated"])
def test_a_limit_is_set_by_the_environment_and_must_be_valid(name):
    assert getattr(Limits.of({f"DASHBOARD_LIMIT_{name.upper()}": "7"}), name) == 7
    with pytest.raises(ValueError, match=r"."):
        Limits.of({f"DASHBOARD_LIMIT_{name.upper()}": "-1"})


# The child's answer.


def test_only_plain_values_are_returned():
    plain = (
        "S",
        [["a", 1.0, True, None, date(2024, 5, 31), datetime(2024, 5, 31)]],
        True,
        {(0, 1): "#N/A"},
        0,
        0,
    )
    assert guard.Plain(io.BytesIO(pickle.dumps(plain, 5))).load() == plain


class Trap:
    def __reduce__(self):
        return os.system, ("echo trapped",)


@pytest.mark.parametrize("trap", [Trap(), os.system, UserError, datetime.now, zipfile.ZipFile])
def test_other_values_are_refused_without_being_executed(trap, capfd):
    with pytest.raises(pickle.UnpicklingError):
        guard.Plain(io.BytesIO(pickle.dumps(trap, 5))).load()
    assert "trapped" not in capfd.readouterr().out
