"""Turns during warm-up: a page that is being opened goes before the warm-up."""

from __future__ import annotations

import time
from threading import Event

SILENCE = 1.0  # seconds without a request after which no page counts as being opened
FIRST = 5.0  # seconds that a new server waits for its first page
LONGEST = 20.0  # seconds that one step of the warm-up waits at most
_quiet = Event()
_asked_at = time.monotonic()


def page_asked() -> None:
    """Note that a request has arrived, so a page is being opened."""
    global _asked_at
    _asked_at = time.monotonic()
    _quiet.clear()


def page_answered() -> None:
    """Note that the first words of a page have been sent."""
    _quiet.set()


def give_way(silence: float = SILENCE) -> None:
    """Wait until the opening page has its first words, or no request has come for a while."""
    began = time.monotonic()
    while not _quiet.is_set() and time.monotonic() - began < LONGEST:
        if (left := silence - (time.monotonic() - _asked_at)) <= 0:
            return
        _quiet.wait(left)
