"""Run an odd file through `manage.py check`, and measure the result, the time and the child's peak
memory.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from click.testing import CliRunner

import manage
from tests.data.odd_making import Expected, Odd


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a file: the rows that are used or the reason of the refusal, and the whole
    document.
    """

    got: int | str
    document: dict
    said: str
    seconds: float
    megabytes: float  # peak memory of the reader
    grown: float  # the most megabytes by which this program grew
    left_over: list[str]

    @property
    def together(self) -> float:
        """Return the peak memory of the reader plus this program's growth; not simultaneous, so
        rather too high.
        """
        return self.megabytes + self.grown

    def is_one_of(self, expected: Expected) -> bool:
        return self.got in (expected if isinstance(expected, tuple) else (expected,))


class Peak(Thread):
    """Read the peak memory of a process a hundred times a second; the last value is kept when it
    ends.
    """

    def __init__(self):
        super().__init__(daemon=True)
        self.kilobytes, self._over = 0, Event()
        self._watched: list[Path] = []

    def watch(self, pid: int) -> None:
        self._watched.append(Path(f"/proc/{pid}/status"))

    def run(self) -> None:
        while not self._over.wait(0.01):
            for status in self._watched:
                self.kilobytes = max(self.kilobytes, _high_water(status))

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self.kilobytes / 1024


def _high_water(status: Path) -> int:
    return kilobytes(status, "VmHWM:")


def kilobytes(status: Path, what: str) -> int:
    """Return a process's memory in kilobytes, 0 if it is gone."""
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(what)), 0)


@contextmanager
def growth() -> Iterator[list[float]]:
    """Yield a list that receives the most megabytes by which this process grew during the block."""
    status, grown = Path("/proc/self/status"), list[float]()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is measured from now on
    before = kilobytes(status, "VmRSS:")
    yield grown
    grown.append(max(kilobytes(status, "VmHWM:") - before, 0) / 1024)


@contextmanager
def watched() -> Iterator[Peak]:
    """Watch every process that subprocess starts during the block."""
    peak, ordinary = Peak(), subprocess.Popen

    class Watched(ordinary):
        def __init__(self, *command, **options):
            super().__init__(*command, **options)
            peak.watch(self.pid)

    subprocess.Popen = Watched
    peak.start()
    try:
        yield peak
    finally:
        subprocess.Popen = ordinary


def run(odd: Odd, folder: Path) -> Outcome:
    """Check the file with the command, with temporary files in a separate folder. Exceptions are
    passed on.
    """
    path, ordinary = odd.write(folder), tempfile.tempdir
    own = folder / "temporary"
    own.mkdir(exist_ok=True)
    tempfile.tempdir = str(own)
    try:
        with watched() as peak, growth() as grown:
            began = perf_counter()
            done = CliRunner().invoke(manage.cli, ["check", str(path), "--json"])
            seconds, megabytes = perf_counter() - began, peak.stop()
    finally:
        tempfile.tempdir = ordinary
        path.unlink()
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    document = json.loads(done.stdout)
    refusal = document["refusal"]
    got = refusal["reason"] if refusal else sum(file["rows_used"] for file in document["files"])
    return Outcome(
        got,
        document,
        done.output,
        seconds,
        megabytes,
        grown[0],
        sorted(left.name for left in own.iterdir()),
    )
