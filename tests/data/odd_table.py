"""Run every odd file of the tests through `manage.py check`, with result, time and peak memory.

`python -m tests.data.odd_table` prints the table. It is not in the package benchmarks, because only
tests may import tests.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import show
from tests.data.odd_files import ODD_FILES
from tests.data.odd_run import run as checked


def run() -> None:
    """Print the number of each result, then every file, slowest first.

    A reader that ends within 0.01 s may show too little memory.
    """
    with TemporaryDirectory() as folder:
        came = {name: checked(odd, Path(folder)) for name, odd in ODD_FILES.items()}
    wrong = [name for name, one in came.items() if not one.is_one_of(ODD_FILES[name].expected)]
    kinds = Counter("imported" if isinstance(one.got, int) else one.got for one in came.values())
    show(
        f"{len(came)} odd files, {len(wrong)} of them not as expected",
        ["outcome", "files"],
        kinds.most_common(),
    )
    slowest = sorted(came.items(), key=lambda item: -item[1].seconds)
    rows = [
        [name, one.got, f"{one.seconds:.2f}", f"{one.megabytes:,.0f}", f"{one.grown:,.0f}"]
        for name, one in slowest
    ]
    show(
        "Each of them",
        ["file", "rows, or the refusal", "s", "MB of the reader", "MB more of the program"],
        rows,
    )
    most, total = (
        max(one.together for one in came.values()),
        sum(one.seconds for one in came.values()),
    )
    print(
        f"\n  {total:.0f} s together, {most:,.0f} MB together at most; wrong: "
        f"{', '.join(wrong) or 'none'}"
    )


if __name__ == "__main__":
    run()
