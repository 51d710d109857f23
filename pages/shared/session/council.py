"""Which council is open: our own, or the made-up one. Each has a store of its own, and nothing passes between them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from data.paths import ROOT, home, own_url, sample_url
from data.problems import InputNeeded, UserError
from data.sample.council import COUNCIL
from data.store import OWN, SAMPLE, Store
from pages.shared.session.frame import say

NAMES = {OWN: "Our own data", SAMPLE: "Made-up council"}
MADE_UP = f"{COUNCIL} does not exist: everyone here is a made-up person."
_starting = Lock()
_makings: dict[Path, Making] = {}  # the one that goes on for each place


def choose_council() -> None:
    """The choice in the side bar; it stands in the address. Our own is the default once it holds a month."""
    default = _default()
    st.selectbox(
        "Council", list(NAMES), index=list(NAMES).index(default), format_func=NAMES.__getitem__, key="council", bind="query-params"
    )


def _default() -> str:
    """Our own once it holds a month; also where it cannot be opened, so that the page says so."""
    try:
        return OWN if store_of(OWN).version else SAMPLE
    except UserError:
        return OWN


def council() -> str:
    """The council that is open: OWN or SAMPLE."""
    return st.session_state.get("council", SAMPLE)


def open_council(kind: str) -> None:
    """Opens the other council, at its newest month. For a button's on_click."""
    st.session_state["council"] = kind
    st.session_state.pop("month", None)


def store_of(kind: str) -> Store:
    """The store of a council, brought up to date; the made-up one is made first where this machine has none."""
    if kind == SAMPLE:
        _make_sample()
        return _of_kind(_store(sample_url()), SAMPLE)
    return _of_kind(_store(own_url()), OWN)


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return Store(url)


def _of_kind(store: Store, kind: str) -> Store:
    """Decide whose people a store takes, each time: another file may be in its place by now."""
    store.decide_kind(kind)
    if store.kind != kind:
        raise InputNeeded("kind_mixed", "The store named by DATABASE_URL holds made-up people. Name another for your own.")
    return store


def _make_sample() -> None:
    """Have the made-up council made if this machine has none; says how far it is, to everybody who waits for it."""
    place = home() / "sample.db"
    if place.exists():
        return
    with _starting:
        making = _makings.get(place)
        if making is None or making.is_over():
            making = _makings[place] = Making(place)
    while not making.is_over():
        say(making.words(), "It is made once, of people who do not exist.")
        making.wait()
    if not place.exists():
        raise UserError("not_made", making.reason)


class Making:
    """The making of the made-up council in a process of its own, so that it takes no time from the pages."""

    def __init__(self, place: Path):
        self.reason = "The made-up council could not be made. Is the disk full, or may this program not write to its folder?"
        self._step = ["0", "0"]
        command = [sys.executable, "-m", "data.sample.store", str(place.resolve())]
        self._process = subprocess.Popen(  # noqa: S603 our own module
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()

    def words(self) -> str:
        """Say which month is being made."""
        month, of = self._step
        return f"Making the made-up council: month {month} of {of}" if month != "0" else "Making the made-up council"

    def wait(self) -> None:
        """Wait for the end, but not for long."""
        self._listener.join(0.5)

    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._listener.is_alive()

    def _listen(self, said: Iterable[str]) -> None:
        for line in said:
            step = line.split()
            if len(step) == 2 and all(part.isdecimal() for part in step):
                self._step = step
            else:
                self.reason = line.strip()
        self._process.wait()
