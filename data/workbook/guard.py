"""The parent's side of reading: start the guarded child, wait for it, and accept only plain values
from it.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import BinaryIO, cast

from data.gc_pause import uncollected
from data.workbook.limits import LIMITS
from data.workbook.refusals import SENTENCES, refused
from data.workbook.sheets import Sheet, Workbook
from data.workbook.turns import Turns

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); "
    "runpy.run_module('data.workbook.child', run_name='__main__')"
)
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "LC_ALL")  # Python itself may need these
_TURN = 0.2  # seconds between two calls of on_wait
TURNS = Turns(LIMITS.readers)
_GARBAGE = (
    EOFError,
    OSError,
    pickle.UnpicklingError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    MemoryError,
)
_DATES = {kind.__name__: kind for kind in (date, datetime, time, timedelta)}


def nobody_waits(seconds: float) -> None:
    """Ignore the time."""


def read_workbook(
    path: Path,
    password: str = "",
    name: str = "",
    on_wait: Callable[[float], object] = nobody_waits,
    on_queue: Callable[[float], object] = nobody_waits,
) -> Workbook:
    """Return every sheet of a file, in order, read in a child process; only some files are read at
    a time.

    `password` opens a protected file and is never stored. `name` is the name of the sheet of a CSV
    file. While other files are read, `on_queue` is called with the seconds waited, and then
    `on_wait` with the seconds since reading began, about five times a second. If they raise,
    reading ends, the place in the queue is freed and the error is passed on. Raises UserError, with
    a message for the user, if the file cannot be read.
    """
    with TURNS.turn(on_queue):
        return _read(path, password, name, on_wait)


def _read(path: Path, password: str, name: str, on_wait: Callable[[float], object]) -> Workbook:
    request = {
        "path": str(path.resolve()),
        "password": password,
        "name": name,
        "limits": asdict(LIMITS),
    }
    child = subprocess.Popen(  # noqa: S603 our own module
        [sys.executable, "-I", "-B", "-c", _START, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _KEPT if key in os.environ},
    )
    asked, answered = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
    listener = Listener(answered)
    try:
        listener.start()
        _send(asked, json.dumps(request).encode())
        _wait(listener, on_wait)
        ended = _ended(child)
    finally:
        child.kill()
        child.wait()
        listener.join()
        answered.close()
    return listener.workbook(ended)


def _send(pipe: BinaryIO, request: bytes) -> None:
    try:
        pipe.write(request)
        pipe.close()
    except OSError:  # the child has already ended; its exit code shows why
        return


def _wait(listener: Listener, on_wait: Callable[[float], object]) -> None:
    began = monotonic()
    while not listener.done.wait(_TURN):
        if (seconds := monotonic() - began) > LIMITS.seconds:
            raise refused("too_slow")
        on_wait(seconds)


def _ended(child: subprocess.Popen[bytes]) -> int:
    """Return the child's exit code; 0 if it has sent everything but has not ended yet."""
    try:
        return child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return 0


class Plain(pickle.Unpickler):
    """Accept only plain values and dates from the child."""

    def find_class(self, module: str, name: str) -> type:
        if module == "datetime" and name in _DATES:
            return _DATES[name]
        raise pickle.UnpicklingError("the reader returned something that is not a plain value")


class Bounded:
    """The child's answer as a file that raises an error if it is too long."""

    def __init__(self, file: BinaryIO, most: int):
        self._file, self._left = file, most

    def read(self, size: int = -1) -> bytes:
        return self._file.read(self._take(size))

    def readline(self) -> bytes:
        return self._file.readline(self._take(2**16))

    def _take(self, size: int) -> int:
        self._left -= size
        if size < 0 or self._left < 0:
            raise OverflowError("the reader returned too much")
        return size


class Listener(Thread):
    """Receive the child's answer while it is written: first the sheets, then the result."""

    def __init__(self, pipe: BinaryIO):
        super().__init__(daemon=True)
        self._pipe, self._sheets, self._end, self._too_much = pipe, [], None, False
        self.done = Event()

    def run(self) -> None:
        try:
            with uncollected():
                self._listen()
        except OverflowError:
            self._too_much = True
        except _GARBAGE:
            self._end = None
        finally:
            self.done.set()

    def _listen(self) -> None:
        answer = Bounded(self._pipe, LIMITS.answer)
        while self._end is None:
            part = Plain(answer).load()
            if isinstance(part, dict):
                self._end = part
            elif isinstance(part, list):
                self._sheets[-1].rows.extend(part)
            else:
                name, *about = part
                self._sheets.append(Sheet(name, [], *about))

    def workbook(self, ended: int) -> Workbook:
        """Return the workbook from the child. Raises UserError if the child refused it or sent
        nothing usable.
        """
        if self._too_much:
            raise refused("too_large")
        if self._end is None or ended:
            raise refused(
                "too_slow" if ended == -getattr(signal, "SIGXCPU", 0) else "reader_stopped"
            )
        if reason := self._end.get("refused"):
            raise refused(reason if reason in SENTENCES else "reader_stopped")
        return Workbook(
            str(self._end.get("kind")),
            self._sheets,
            [str(what) for what in self._end.get("left_alone", [])],
        )
