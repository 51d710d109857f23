"""Two files are read at a time: the others wait in order, are told, and free their place if they
leave.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest

from data.problems import UserError
from data.recognise.files import Source, read_files
from data.workbook import Workbook, guard, read_workbook
from data.workbook.turns import Turns
from tests.data import file_makers as makers
from tests.data.reading_of import reason


class Left(Exception):
    """Somebody who waited has left."""


def wait_for(
    turns: Turns,
    told: Callable[[float], None],
    held: Event | None = None,
    on_turn: Callable[[], None] = lambda: None,
) -> Thread:
    """A caller that waits for a turn and keeps it until released; its errors end only itself."""

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
    """Return a caller whose turn has come."""
    there = Event()
    thread = wait_for(turns, lambda seconds: None, let_go, there.set)
    assert there.wait(10)
    return thread


def test_a_third_caller_waits_is_told_the_seconds_and_is_next():
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


def test_a_caller_who_leaves_frees_the_place():
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
    with turns.turn(leaves):  # nobody is before this caller, so it is not told anything
        pass


def test_waiting_callers_run_in_order():
    turns, let_go, order = Turns(1), Event(), []
    holder, waiting = arrival(turns, let_go), []
    for name in "abcde":
        heard = Event()
        waiting.append(
            wait_for(
                turns,
                lambda seconds, heard=heard: heard.set(),
                on_turn=lambda name=name: order.append(name),
            )
        )
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


def test_a_user_is_told_to_wait_and_can_leave(good, full):
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
def test_a_place_is_freed_even_if_reading_fails(tmp_path, good, monkeypatch, end):
    turns = Turns(1)
    monkeypatch.setattr(guard, "TURNS", turns)

    def leaves(seconds: float) -> None:
        raise Left

    if end == "refused":
        assert reason(makers.zipped(tmp_path / "a", {"x": "y"})) == "not_a_spreadsheet"
    else:
        code = "import time; time.sleep(60)" if end == "left" else "raise ValueError"
        with monkeypatch.context() as patch:
            patch.setattr(guard, "_START", code)
            with pytest.raises((Left, UserError)):
                read_workbook(good, on_wait=leaves)
    assert read_workbook(good, on_queue=leaves).sheets  # it need not wait
