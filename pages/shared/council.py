"""Which council is open: our own, or the made-up one. Each has a store of its own, and nothing passes between them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import streamlit as st

from data.opening import Source
from data.problems import Refused
from data.store import OWN, SAMPLE, Store, put_in_place
from data.synthetic import COUNCIL, write_sample
from data.validate import read_month
from data.where import home, own_url, sample_url, see_folder

NAMES = {OWN: "Our own data", SAMPLE: "Made-up council"}
MADE_UP = f"{COUNCIL} does not exist: everyone here is a made-up person."
_building = Lock()


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
    except Refused:
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
        return _store(sample_url(), SAMPLE)
    return _store(own_url(), OWN)


@st.cache_resource(show_spinner=False)
def _store(url: str, kind: str) -> Store:
    store = Store(url)
    store.decide_kind(kind)
    if store.kind != kind:
        raise Refused("kind_mixed", "The store named by DATABASE_URL holds made-up people. Name another for your own.")
    return store


def _make_sample() -> None:
    """Writes the made-up workbooks and imports them, as a council would; whole or not at all."""
    place = home() / "sample.db"
    if place.exists():
        return
    said = st.empty()
    with _building, said.status("Making up a council of people who do not exist. This is done once."):
        if not place.exists():
            build_sample(place, lambda step: said.status(f"Made-up council, once only. {step}"))
    said.empty()


def build_sample(place: Path, say=lambda step: None) -> None:
    """Makes the store of the made-up council at a place that has none, beside it first and moved there when whole."""
    see_folder(place.parent)
    with TemporaryDirectory(dir=place.parent) as folder:
        say("Writing 18 made-up workbooks")
        paths = write_sample(Path(folder))
        unfinished = Path(folder) / "sample.db"
        store = Store(f"sqlite:///{unfinished}")
        for number, path in enumerate(paths, start=1):
            say(f"Importing made-up month {number} of {len(paths)}")
            store.save(read_month([Source(path.name, path)]), who="made up", reason="The made-up council")
        first = store.months()[0].as_at.replace(day=1)
        store.set_settings({"council": COUNCIL.removesuffix(" Council"), "offer_began": "2024-04-01"}, "made up", first)
        store.close()
        put_in_place(unfinished, place)
