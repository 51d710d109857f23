"""Which council is open: our own or the made-up one. Each has its own store; the two never mix."""

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
_makings: dict[Path, Making] = {}  # the making in progress for each path


def choose_council() -> None:
    """Draw the choice of council, kept in the address. Our own is the default once it has a
    month."""
    default = _default()
    st.selectbox(
        "Council",
        list(NAMES),
        index=list(NAMES).index(default),
        format_func=NAMES.__getitem__,
        key="council",
        bind="query-params",
    )


def _default() -> str:
    """Return our own council once it has a month, or if it cannot be opened, so that the page says
    so.
    """
    try:
        return OWN if store_of(OWN).version else SAMPLE
    except UserError:
        return OWN


def council() -> str:
    """Return the open council: OWN or SAMPLE."""
    return st.session_state.get("council", SAMPLE)


def open_council(kind: str) -> None:
    """Open a council at its newest month. For a button's on_click."""
    st.session_state["council"] = kind
    st.session_state.pop("month", None)


def store_of(kind: str) -> Store:
    """Return the store of a council, upgraded; the made-up council is made first if it does not
    exist.
    """
    if kind == SAMPLE:
        _make_sample()
        return _of_kind(_store(sample_url()), SAMPLE)
    return _of_kind(_store(own_url()), OWN)


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return Store(url)


def _of_kind(store: Store, kind: str) -> Store:
    """Check a store's kind every time, because the file may have been replaced.

    Raises InputNeeded if it holds people of the other kind.
    """
    store.decide_kind(kind)
    if store.kind != kind:
        raise InputNeeded(
            "kind_mixed",
            "The store named by DATABASE_URL holds made-up people. Name another store for "
            "your own data.",
        )
    return store


def _make_sample() -> None:
    """Make the made-up council if it does not exist; show everybody who waits how far it is.

    Raises UserError if it could not be made.
    """
    place = home() / "sample.db"
    if place.exists():
        return
    with _starting:
        making = _makings.get(place)
        if making is None or making.is_over():
            making = _makings[place] = Making(place)
    while not making.is_over():
        say(making.words(), "This is done once. The people in it do not exist.")
        making.wait()
    if not place.exists():
        raise UserError("not_made", making.reason)


class Making:
    """Makes the made-up council in its own process, so that the pages stay fast."""

    def __init__(self, place: Path):
        self.reason = (
            "The made-up council could not be made. Check that the disk is not full and that "
            "this program may write to its folder."
        )
        self._step = ["0", "0"]
        command = [sys.executable, "-m", "data.sample.store", str(place.resolve())]
        self._process = subprocess.Popen(  # noqa: S603 our own module
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()

    def words(self) -> str:
        """Return a sentence on which month is being made."""
        month, of = self._step
        return (
            f"Making the made-up council: month {month} of {of}"
            if month != "0"
            else "Making the made-up council"
        )

    def wait(self) -> None:
        """Wait for the end for at most half a second."""
        self._listener.join(0.5)

    def is_over(self) -> bool:
        """Return whether it has ended, successfully or not."""
        return not self._listener.is_alive()

    def _listen(self, said: Iterable[str]) -> None:
        for line in said:
            step = line.split()
            if len(step) == 2 and all(part.isdecimal() for part in step):
                self._step = step
            else:
                self.reason = line.strip()
        self._process.wait()
