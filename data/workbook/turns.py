"""A queue that lets a few callers run at once, while the others wait in order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

_MOMENT = 0.2  # seconds between two calls of on_queue


class Turns:
    """One queue for a whole process: those at its head run, and each leaves the queue when done."""

    def __init__(self, places: int):
        self._places, self._queue, self._moved = places, [], Condition()

    @contextmanager
    def turn(self, on_queue: Callable[[float], object]) -> Iterator[None]:
        """Wait for a turn and keep it during the block.

        `on_queue` is called with the seconds waited; if it raises, the place in the queue is given
        up.
        """
        ticket, began = object(), monotonic()
        with self._moved:
            self._queue.append(ticket)
        try:
            while not self._comes(ticket):
                on_queue(monotonic() - began)
            yield
        finally:
            with self._moved:
                self._queue.remove(ticket)
                self._moved.notify_all()

    def _comes(self, ticket: object) -> bool:
        """Wait for a moment at most, and return whether it is this ticket's turn."""
        with self._moved:
            return self._moved.wait_for(lambda: self._queue.index(ticket) < self._places, _MOMENT)
