"""Reading needs limited memory, and reads two files at a time."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from benchmarks.workbooks import large
from data.problems import UserError
from data.workbook import LIMITS, read_workbook
from tests.conftest import SOAKING
from tests.data import file_makers as makers
from tests.data.odd_files import ODD_FILES
from tests.data.odd_run import growth, kilobytes, watched

MEGABYTES = 600  # for the reader and this program's growth
ROWS = 50_000 if SOAKING else 5_000
WORST = {
    "old with a cell in its farthest corner": "far_cell",
    "one long text used a million times, with addresses": "too_large",
    "binary, one long text used a million times": "too_large",
    "open, one long text repeated a million times": "too_large",
    "more errors than an extract can have": "too_many_errors",
    "text with 299,000 blank lines": "csv",
    "two and a half million short texts": "too_large",
    "old, one long text used a million times": "too_large",
    "good": "xlsx",
    "elements 300,000 deep in xl/workbook.xml": "xlsx",
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> dict[str, Path]:
    """Write an extract with every column of the schema, as every kind of file."""
    folder = tmp_path_factory.mktemp("honest")
    new = large(folder, ROWS)
    rows = [
        [None if value == "" else value for value in row]
        for row in read_workbook(new).sheets[0].rows
    ]
    others = {
        kind: makers.MAKERS[kind](folder / f"extract.{kind}", rows)
        for kind in ("xls", "xlsb", "ods")
    }
    text = folder / "extract.csv"
    text.write_text(makers.csv_text(rows))
    return {"xlsx": new, **others, "csv": text}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods", "csv"])
def test_a_real_extract_is_read_within_the_memory_limit(honest, kind, record_property):
    with watched() as peak, growth() as grown:
        sheet = read_workbook(honest[kind]).sheets[0]
    together = peak.stop() + grown[0]
    record_property("megabytes", round(together))
    assert (len(sheet.rows), len(sheet.rows[0])) == (ROWS + 1, 40)
    assert together < MEGABYTES


def came_of(path: Path) -> str:
    """Return the kind of a file that is read, or why it is refused."""
    try:
        return read_workbook(path).kind
    except UserError as no:
        return no.reason


class Children(Thread):
    """Count the readers of this process and their total memory, a hundred times a second."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.kilobytes, self._over = 0, 0, Event()
        self._pids: list[int] = []

    def add(self, pid: int) -> None:
        self._pids.append(pid)

    def run(self) -> None:
        while not self._over.wait(0.01):
            held = [kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:") for pid in self._pids]
            self.most = max(self.most, sum(size > 0 for size in held))
            self.kilobytes = max(self.kilobytes, sum(held))

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def children(monkeypatch):
    looking, ordinary = Children(), subprocess.Popen

    class Watched(ordinary):
        def __init__(self, *command, **options):
            super().__init__(*command, **options)
            looking.add(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    looking.start()
    yield looking
    looking.stop()


def test_ten_large_files_at_once_are_read_two_at_a_time(tmp_path, children):
    paths = [ODD_FILES[name].write(tmp_path) for name in WORST]
    with growth() as grown, ThreadPoolExecutor(10) as pool:
        came = list(pool.map(came_of, paths))
    children.stop()
    assert dict(zip(WORST, came, strict=True)) == WORST
    assert children.most == LIMITS.readers
    assert children.kilobytes / 1024 + grown[0] < 2 * MEGABYTES
