"""Reading takes a bounded part of the memory, two files at a time: the others wait, are told, and give their place up if they leave."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from benchmarks.workbooks import large
from data.opening import Source, read_files
from data.problems import Refused
from data.workbook import LIMITS, Workbook, guard, read_workbook
from data.workbook.turns import Turns
from tests.conftest import SOAKING
from tests.data import file_makers as makers
from tests.data.odd_files import ODD_FILES
from tests.data.odd_run import growth, kilobytes, watched

MEGABYTES = 600  # of the reader and of what it brings to this program
ROWS = 50_000 if SOAKING else 5_000
WORST = {
    "old with a cell in its farthest corner": "far_cell",
    "one long text used a million times, with addresses": "too_large",
    "binary, one long text used a million times": "too_large",
    "open, one long text repeated a million times": "too_large",
    "more errors than an extract can have": "too_many_errors",
    "text with 299,000 blank lines": "csv",
    "three million short texts": "too_large",
    "old, one long text used a million times": "too_large",
    "good": "xlsx",
    "elements 300,000 deep in xl/workbook.xml": "xlsx",
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> dict[str, Path]:
    """An extract with every column of the schema, as every kind of file."""
    folder = tmp_path_factory.mktemp("honest")
    new = large(folder, ROWS)
    rows = [[None if value == "" else value for value in row] for row in read_workbook(new).sheets[0].rows]
    others = {kind: makers.MAKERS[kind](folder / f"extract.{kind}", rows) for kind in ("xls", "xlsb", "ods")}
    text = folder / "extract.csv"
    text.write_text(makers.csv_text(rows))
    return {"xlsx": new, **others, "csv": text}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods", "csv"])
def test_an_honest_extract_is_read_within_the_memory(honest, kind, record_property):
    with watched() as peak, growth() as grown:
        sheet = read_workbook(honest[kind]).sheets[0]
    together = peak.stop() + grown[0]
    record_property("megabytes", round(together))
    assert (len(sheet.rows), len(sheet.rows[0])) == (ROWS + 1, 40)
    assert together < MEGABYTES


def came_of(path: Path) -> str:
    """Return the kind of a file that is read, or why it is refused."""
    try:
        return read_workbook(path).kind
    except Refused as no:
        return no.reason


class Children(Thread):
    """Looks a hundred times a second at all the readers of this process: how many there are, and what they hold together."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.kilobytes, self._over = 0, 0, Event()
        self._pids: list[int] = []

    def add(self, pid: int) -> None:
        self._pids.append(pid)

    def run(self) -> None:
        while not self._over.wait(0.01):
            held = [kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:") for pid in self._pids]
            self.most = max(self.most, sum(size > 0 for size in held))
            self.kilobytes = max(self.kilobytes, sum(held))

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def children(monkeypatch):
    looking, ordinary = Children(), subprocess.Popen

    class Watched(ordinary):
        def __init__(self, *command, **options):
            super().__init__(*command, **options)
            looking.add(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    looking.start()
    yield looking
    looking.stop()


def test_ten_of_the_worst_at_once_are_read_two_at_a_time(tmp_path, children):
    paths = [ODD_FILES[name].write(tmp_path) for name in WORST]
    with growth() as grown, ThreadPoolExecutor(10) as pool:
        came = list(pool.map(came_of, paths))
    children.stop()
    assert dict(zip(WORST, came, strict=True)) == WORST
    assert children.most == LIMITS.readers
    assert children.kilobytes / 1024 + grown[0] < 2 * MEGABYTES


# The queue.


class Left(Exception):
    """Somebody who waited has left."""


def wait_for(turns: Turns, told: Callable[[float], None], held: Event | None = None, on_turn: Callable[[], None] = lambda: None) -> Thread:
    """Somebody who waits for a turn and holds it until they are let go; what they raise ends only them."""

    def run() -> None:
        try:
            with turns.turn(told):
                on_turn()
                if held:
                    held.wait()
        except Left:
            return

    waiting = Thread(target=run, daemon=True)
    waiting.start()
    return waiting


def arrival(turns: Turns, let_go: Event) -> Thread:
    """Somebody whose turn has come for certain."""
    there = Event()
    thread = wait_for(turns, lambda seconds: None, let_go, there.set)
    assert there.wait(10)
    return thread


def test_a_third_waits_hears_the_seconds_and_comes_next():
    turns, let_go, heard, came = Turns(2), Event(), [], Event()
    holders = [arrival(turns, let_go) for _ in range(2)]
    told_twice = Event()

    def told(seconds: float) -> None:
        heard.append(seconds)
        if len(heard) == 2:
            told_twice.set()

    third = wait_for(turns, told, on_turn=came.set)
    assert told_twice.wait(10)
    assert not came.is_set()
    let_go.set()
    assert came.wait(10)
    for thread in (*holders, third):
        thread.join(10)
    assert heard == sorted(heard)


def test_who_leaves_gives_the_place_up():
    turns, let_go, came = Turns(1), Event(), Event()
    holder = arrival(turns, let_go)

    def leaves(seconds: float) -> None:
        raise Left

    wait_for(turns, leaves).join(10)
    last = wait_for(turns, lambda seconds: None, on_turn=came.set)
    let_go.set()
    assert came.wait(10)
    holder.join(10)
    last.join(10)
    with turns.turn(leaves):  # nobody is before this one: nothing is told
        pass


def test_those_who_wait_come_in_their_order():
    turns, let_go, order = Turns(1), Event(), []
    holder, waiting = arrival(turns, let_go), []
    for name in "abcde":
        heard = Event()
        waiting.append(wait_for(turns, lambda seconds, heard=heard: heard.set(), on_turn=lambda name=name: order.append(name)))
        assert heard.wait(10)
    let_go.set()
    for thread in (holder, *waiting):
        thread.join(10)
    assert order == list("abcde")


@pytest.fixture
def full(monkeypatch):
    """Two files are being read until the event is set."""
    turns, let_go = Turns(2), Event()
    monkeypatch.setattr(guard, "TURNS", turns)
    holders = [arrival(turns, let_go) for _ in range(2)]
    yield let_go
    let_go.set()
    for thread in holders:
        thread.join(10)


def test_a_person_is_told_that_other_files_are_being_read_and_can_leave(good, full):
    told = []

    def leaves(words: str, share: float) -> None:
        told.append(words)
        if words.startswith("Waiting"):
            raise Left

    with pytest.raises(Left):
        read_files([Source("good.xlsx", good)], on_step=leaves)
    assert told == ["Reading good.xlsx", "Waiting: 2 other files are being read"]
    full.set()
    assert isinstance(read_workbook(good), Workbook)


def test_the_time_for_a_file_begins_with_its_turn(good, full):
    queued, read = [], []

    def told(seconds: float) -> None:
        queued.append(seconds)
        if seconds > 1:
            full.set()

    assert read_workbook(good, on_wait=read.append, on_queue=told).sheets
    assert max(queued) > 1
    assert not read or read[0] < max(queued)


@pytest.mark.parametrize("end", ["refused", "stopped", "left"])
def test_a_place_is_free_again_whatever_comes_of_the_file(tmp_path, good, monkeypatch, end):
    turns = Turns(1)
    monkeypatch.setattr(guard, "TURNS", turns)

    def leaves(seconds: float) -> None:
        raise Left

    if end == "refused":
        assert came_of(makers.zipped(tmp_path / "a", {"x": "y"})) == "not_a_spreadsheet"
    else:
        code = "import time; time.sleep(60)" if end == "left" else "raise ValueError"
        with monkeypatch.context() as patch:
            patch.setattr(guard, "_START", code)
            with pytest.raises((Left, Refused)):
                read_workbook(good, on_wait=leaves)
    assert read_workbook(good, on_queue=leaves).sheets  # it need not wait
