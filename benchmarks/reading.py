"""Time reading, checking and storing a workbook, against a bare python-calamine read of the same
file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.table import show, times
from benchmarks.workbooks import large, newest_month

ROOT = Path(__file__).parents[1]
JOBS = ("bare", "child", "ours")
RUNS_SMALL, RUNS_LARGE = 7, 3
ROWS = 50_000
DetectedTable = dict[str, list[float]]


def run() -> None:
    """Print the cost of each size, step by step, as multiples of the bare read."""
    with TemporaryDirectory() as folder:
        files = ((newest_month(Path(folder)), RUNS_SMALL), (large(Path(folder), ROWS), RUNS_LARGE))
        for path, runs in files:
            found: DetectedTable = {}
            for _ in range(runs):
                for job in JOBS:  # in turn, so that a busy moment affects all equally
                    for name, value in _once(job, path).items():
                        found.setdefault(name, []).append(value)
            _report(found, runs)


def _once(job: str, path: Path) -> dict[str, float]:
    """Run one job in its own process; return seconds by step and peak memory (MB)."""
    command = [sys.executable, "-m", "benchmarks.reading_job", job, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{job} ended with {done.returncode}:\n{done.stderr}")
    return json.loads(done.stdout)


def _report(found: DetectedTable, runs: int) -> None:
    at = {name: median(values) for name, values in found.items()}
    floor = at["bare"]
    over = at["open"] - at["scan"] - at["parse"]
    steps = {
        "bare calamine read (the floor)": floor,
        "read + check": at["open"] + at["check"],
        "read + check + store": at["open"] + at["check"] + at["store"],
        "- scan of the package": at["scan"],
        "- calamine in the child": at["parse"],
        "- child: start, pickle, hand-over, headings": over,
        "- checking": at["check"],
        "- storing (SQLite)": at["store"],
    }
    title = (
        f"Reading {at['rows']:,.0f} rows x {at['columns']:.0f} columns (medians of {runs} "
        "runs, each in a fresh process)"
    )
    show(
        title,
        ["step", "ms", "of the floor"],
        [[name, f"{1000 * value:,.0f}", times(value, floor)] for name, value in steps.items()],
    )
    memory = [
        ["bare calamine read (the floor)", "bare_mb"],
        ["child", "child_mb"],
        ["parent: read + check", "checked_mb"],
    ]
    memory.append(["parent: read + check + store", "ours_mb"])
    show(
        "Peak memory",
        ["process", "MB", "of the floor"],
        [[name, f"{at[key]:,.0f}", times(at[key], at["bare_mb"])] for name, key in memory],
    )
