"""Read a file for a test: return its sheets, or the reason for which it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.problems import UserError
from data.workbook import SENTENCES, Sheet, read_workbook


def sheets_of(path: Path) -> list[Sheet]:
    return read_workbook(path).sheets


def reason(path: Path, **asked: str) -> str:
    """Return why a file is refused; check that the message is the one for the reason."""
    with pytest.raises(UserError) as no:
        read_workbook(path, **asked)
    assert no.value.message == SENTENCES[no.value.reason]
    return no.value.reason


def made(path: Path, content: bytes) -> Path:
    """Write a file with these bytes."""
    path.write_bytes(content)
    return path
