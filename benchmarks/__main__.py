"""Speed and memory, side by side with the floor: `python -m benchmarks [reading] [counting] [pages] [first_paint] [clicks]`, all of them without a name.

Every figure is of this run on this machine. Compare the ratios only: no figure here makes a test fail.
"""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = {
    "reading": "reading, checking and storing a workbook",
    "counting": "all measures in all breakdowns",
    "pages": "a rerun of each page in a browser",
    "first_paint": "the first words on a server that has just started, next to a title only",
    "clicks": "a click to each page until it is still, beside pages that never change",
}


def main(names: list[str]) -> int:
    """Runs the benchmarks of these names, or all. 2 for a name there is not."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"\n== {name}: {BENCHMARKS[name]}", flush=True)
        import_module(f"benchmarks.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
