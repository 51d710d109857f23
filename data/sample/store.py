"""Make the made-up council's database by importing its workbooks, as a council would.

`python -m data.sample.store FILE` prints each step.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from data.check.check_month import read_month
from data.paths import see_folder
from data.problems import UserError
from data.recognise.files import Source
from data.sample.council import COUNCIL, write_sample
from data.store import Store, put_in_place


def build_sample(
    place: Path, say: Callable[[int, int], object] = lambda done, of: None, newest: int = 0
) -> None:
    """Make the database next to its place, and move it there when it is complete.

    `say` is called with the number of the month and the number of months. `newest` is how many of
    the newest months are imported; 0 is all of them.
    """
    see_folder(place.parent)
    with TemporaryDirectory(dir=place.parent) as folder:
        say(0, 0)
        paths = write_sample(Path(folder))[-newest:]
        unfinished = Path(folder) / "sample.db"
        store = Store(f"sqlite:///{unfinished}")
        for number, path in enumerate(paths, start=1):
            say(number, len(paths))
            store.save(
                read_month([Source(path.name, path)]), who="made up", reason="The made-up council"
            )
        first = store.months()[0].as_at.replace(day=1)
        store.set_settings(
            {"council": COUNCIL.removesuffix(" Council"), "offer_began": "2024-04-01"},
            "made up",
            first,
        )
        store.close()
        put_in_place(unfinished, place)


def main(place: str) -> int:
    """Make the database at a low priority, printing "month number" for each step.

    Return 1, with the reason as the last line, if it is refused.
    """
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        build_sample(Path(place), lambda month, of: print(month, of, flush=True))
    except UserError as no:
        print(no.message, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
