"""One reading job in its own process: `python -m benchmarks.reading_job JOB FILE`.

Prints seconds and megabytes as JSON. Jobs: bare (only python-calamine), child (what the guarded
child does) and ours (read, check and store).
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

DetectedTable = dict[str, float]


@contextmanager
def timed(found: DetectedTable, name: str):
    """Add the seconds that the block takes to `found`."""
    began = perf_counter()
    yield
    found[name] = perf_counter() - began


def peak() -> float:
    """Return the peak memory of this process in MB (VmHWM on Linux; ru_maxrss would include the
    parent's).
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def bare(path: Path) -> DetectedTable:
    from python_calamine import CalamineWorkbook

    found: DetectedTable = {}
    with timed(found, "bare"):
        book = CalamineWorkbook.from_path(path)
        rows = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    return found | {"rows": len(rows[0]) - 1, "columns": len(rows[0][0]), "bare_mb": peak()}


def child(path: Path) -> DetectedTable:
    from data.workbook import LIMITS
    from data.workbook.reading import Request, read

    found: DetectedTable = {}
    with timed(found, "scan"):
        reading = read(Request(path, "", "", LIMITS))
    with timed(found, "parse"):
        sheets = [(name, list(rows), *about) for name, rows, *about in reading.sheets]
    with timed(found, "pickle"), Path("/dev/null").open("wb") as nowhere:
        pickle.dump(sheets, nowhere, protocol=pickle.HIGHEST_PROTOCOL)
    return found | {"child_mb": peak()}


def ours(path: Path) -> DetectedTable:
    from data.check.check_month import check_month
    from data.recognise.files import Source, open_files
    from data.store import Store

    found: DetectedTable = {}
    with timed(found, "open"):
        opened = open_files([Source(path.name, path)])
    with timed(found, "check"):
        extract = check_month(opened)
    found["checked_mb"] = peak()
    if extract.errors or len(extract.left_out):
        raise RuntimeError(f"the workbook is not all valid: {extract.errors[:3]}")
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/store.db")
        with timed(found, "store"):
            store.save(extract, "benchmark")
        store.close()
    return found | {"ours_mb": peak()}


JOBS: dict[str, Callable[[Path], DetectedTable]] = {
    job.__name__: job for job in (bare, child, ours)
}

if __name__ == "__main__":
    json.dump(JOBS[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
