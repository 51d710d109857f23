"""What a test asks of a file that is read: its sheets, or the one sentence with which it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.problems import UserError
from data.workbook import SENTENCES, Sheet, read_workbook


def sheets_of(path: Path) -> list[Sheet]:
    return read_workbook(path).sheets


def reason(path: Path, **asked: str) -> str:
    """Why a file is refused; the sentence is the catalogue's."""
    with pytest.raises(UserError) as no:
        read_workbook(path, **asked)
    assert no.value.message == SENTENCES[no.value.reason]
    return no.value.reason


def made(path: Path, content: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(content)
    return path
