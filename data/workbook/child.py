"""The guarded child: reads one file as its request on standard input says, and hands back plain rows on standard output."""

from __future__ import annotations

import gc
import json
import pickle
import sys
from pathlib import Path
from typing import BinaryIO

from data.problems import Refused
from data.workbook.limits import Limits
from data.workbook.reading import Request, read
from data.workbook.sandbox import shut_in


def answer(request: Request, out: BinaryIO) -> None:
    """Each sheet as one plain tuple, then one dictionary that says how it ended."""
    try:
        reading = read(request)
        for sheet in reading.sheets:
            _hand_over(sheet, out)
        end: dict[str, object] = {"kind": reading.kind, "left_alone": reading.left_alone}
    except Refused as no:
        end = {"refused": no.reason}
    except MemoryError:
        end = {"refused": "too_large"}
    _hand_over(end, out)


def _hand_over(value: object, out: BinaryIO) -> None:
    pickler = pickle.Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # each cell once: no memory of what was sent
    pickler.dump(value)
    out.flush()


def main() -> None:
    asked = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    gc.disable()
    shut_in(limits)
    answer(Request(Path(asked["path"]), asked["password"], asked["name"], limits), sys.stdout.buffer)


if __name__ == "__main__":
    main()
