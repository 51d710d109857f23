"""Limits on the size and reading time of a file, all in one place.

Each can be set by an environment variable before the program starts: DASHBOARD_LIMIT_SECONDS=300,
DASHBOARD_LIMIT_ROWS=500000 and so on, one for each name below in capitals. An extract of 50,000
people with 40 columns needs about half of the memory; the reader and the program together stay
below 600 MB.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits; sizes are in bytes."""

    seconds: int = 120  # for one file, both elapsed and processor time
    readers: int = 2  # files that one program reads at a time; the others wait
    memory: int = 448 * 2**20  # of the process that reads
    file: int = 100 * 2**20  # as chosen by the user
    inflated: int = 320 * 2**20  # when unpacked
    answer: int = 150 * 2**20  # memory of the reader's answer
    parts: int = 5_000  # parts of a workbook's package
    members: int = 50  # files in a .zip of extracts
    sheets: int = 60
    rows: int = 300_000
    columns: int = 702  # up to ZZ
    cells: int = 4_000_000  # rows times columns of one sheet, and of all sheets together
    letters: int = 80_000_000  # of all texts, each counted as often as it is used
    text: int = 2**20  # the longest text of one cell
    merged: int = 200_000  # cells under merged ranges, in one sheet
    faults: int = 500_000  # cells with an error, in one sheet

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Limits:
        """Return the limits set by an environment. Raises ValueError for a limit that is not a
        whole number above 0.
        """
        given = {
            field.name: environment.get(f"DASHBOARD_LIMIT_{field.name.upper()}")
            for field in fields(cls)
        }
        limits = cls(**{name: int(value) for name, value in given.items() if value})
        if wrong := [field.name for field in fields(cls) if getattr(limits, field.name) < 1]:
            raise ValueError(f"DASHBOARD_LIMIT_{wrong[0].upper()} must be above 0")
        return limits


LIMITS = Limits.of(os.environ)
