"""Compare speed and memory with a floor: `python -m benchmarks [reading] [counting] [pages]
[first_paint] [clicks]`.

Without a name, all benchmarks run. Every figure is from this run on this machine, so compare only
the ratios. No figure here makes a test fail.
"""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = {
    "reading": "reading, checking and storing a workbook",
    "counting": "all measures in all breakdowns",
    "pages": "a rerun of each page in a browser",
    "first_paint": "the first words on a server that has just started, next to a title only",
    "clicks": "a click to each page until it is still, compared with pages that never change",
}


def main(names: list[str]) -> int:
    """Run the benchmarks with these names, or all; return 2 for an unknown name, otherwise 0."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.",
            file=sys.stderr,
        )
        return 2
    for name in names or BENCHMARKS:
        print(f"\n== {name}: {BENCHMARKS[name]}", flush=True)
        import_module(f"benchmarks.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
