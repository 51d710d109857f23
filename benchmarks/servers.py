"""The measured servers: started on this machine only, polled until they answer, ended by process
id.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds


@dataclass
class Server:
    """A running server: its port, its process, and the seconds from start to health."""

    port: int
    process: subprocess.Popen
    started_in: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Return the memory it holds now, in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")


@contextmanager
def running(app: Path, home: Path, **env: str) -> Iterator[Server]:
    """Yield a server of this app with its data in `home`; end it with the block."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("STREAMLIT_")
    }
    surroundings = (
        inherited | {"DASHBOARD_HOME": str(home), "XDG_STATE_HOME": str(home / "state")} | env
    )
    began, log = time.perf_counter(), (home / f"{port}.log").open("wb")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    server = Server(port, process)
    try:
        _until_healthy(server, began)
        server.started_in = time.perf_counter() - began
        yield server
    finally:
        _end(process)
        log.close()


def _until_healthy(server: Server, began: float) -> None:
    while not _healthy(server.url):
        if server.process.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise RuntimeError("the server did not answer; see its log in the home folder")
        time.sleep(0.02)


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
