"""The guarded child: read the file of a request on standard input, and write plain rows to standard
output.
"""

from __future__ import annotations

import gc
import json
import pickle
import sys
from itertools import chain, islice
from pathlib import Path
from sys import getsizeof
from typing import BinaryIO

from data.problems import UserError
from data.workbook.limits import Limits
from data.workbook.reading import Request, read
from data.workbook.refusals import refused
from data.workbook.sandbox import shut_in

_ROWS = 1_000  # sent at a time
_POINTER = 8  # bytes of a list for each of its cells


def answer(request: Request, out: BinaryIO) -> None:
    """Send each sheet as a plain tuple and then its rows, some at a time; last, a dictionary with
    the result.
    """
    try:
        reading = read(request)
        room = Room(request.limits.answer)
        for name, rows, *about in reading.sheets:
            _hand_over((name, *about), out)
            while some := list(islice(rows, _ROWS)):
                room.take(some)
                _hand_over(some, out)
        end: dict[str, object] = {"kind": reading.kind, "left_alone": reading.left_alone}
    except UserError as no:
        end = {"refused": no.reason}
    except MemoryError:
        end = {"refused": "too_large"}
    _hand_over(end, out)


class Room:
    """Count the memory that rows will need in the parent program, and refuse more than its
    limit."""

    def __init__(self, most: int):
        self._left = most

    def take(self, rows: list[list[object]]) -> None:
        values = filter(None, chain.from_iterable(rows))  # all blank cells are the same text object
        self._left -= sum(map(getsizeof, values)) + _POINTER * sum(map(len, rows))
        if self._left < 0:
            raise refused("too_large")


def _hand_over(value: object, out: BinaryIO) -> None:
    pickler = pickle.Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # each cell once, without remembering what was sent
    pickler.dump(value)
    out.flush()


def main() -> None:
    asked = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    gc.disable()
    shut_in(limits)
    answer(
        Request(Path(asked["path"]), asked["password"], asked["name"], limits), sys.stdout.buffer
    )


if __name__ == "__main__":
    main()
