"""The made-up council's store, made once per run."""

from __future__ import annotations

from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from data.sample.store import build_sample

_kept: list[TemporaryDirectory] = []


def made(folder: Path) -> Path:
    """Return a folder that holds a copy of the made-up council's store."""
    if not _kept:
        _kept.append(TemporaryDirectory())  # removed when the process ends
        build_sample(Path(_kept[0].name) / "sample.db")
    copy(Path(_kept[0].name) / "sample.db", folder)
    return folder
