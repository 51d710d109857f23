"""Whose turn it is while the server warms up: a page that is being opened goes before the warm-up."""

from __future__ import annotations

import time
from threading import Event

SILENCE = 1.0  # seconds without a request after which no page is being opened
FIRST = 5.0  # seconds for which a server that has just started waits for its first page
LONGEST = 20.0  # seconds for which one step of the warm-up gives way
_quiet = Event()
_asked_at = time.monotonic()


def page_asked() -> None:
    """Note that a request has come in: a page is being opened."""
    global _asked_at
    _asked_at = time.monotonic()
    _quiet.clear()


def page_answered() -> None:
    """Note that the first words of a page have gone out."""
    _quiet.set()


def give_way(silence: float = SILENCE) -> None:
    """Wait until the page that is being opened has its first words, or nothing was asked for a while."""
    began = time.monotonic()
    while not _quiet.is_set() and time.monotonic() - began < LONGEST:
        if (left := silence - (time.monotonic() - _asked_at)) <= 0:
            return
        _quiet.wait(left)
