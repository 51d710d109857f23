"""A check across columns: a code, the column it is shown at, a sentence, and a function that finds
the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.problems import Severity

Tables = dict[str, pd.DataFrame]
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of rows. `finds` returns True for each row of `table` that breaks it."""

    code: str
    severity: Severity
    table: str
    column: str  # whose cell is named
    needs: tuple[str, ...]
    message: str
    advice: str
    finds: Callable[[Tables, date], pd.Series] | None = (
        None  # None: the reader finds the rows, because only it knows a person's other rows
    )
    formats: tuple[str, ...] = ()  # the formats in which it is checked; empty: all formats
    invalidates: tuple[str, ...] = ()  # columns whose values in such a row are not used


def without(frame: pd.DataFrame, rows: np.ndarray, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the table with some columns blank and marked unusable in some rows."""
    kept = [key for key in keys if key in frame]
    marked = (frame["unusable"] + " " + " ".join(kept)).str.strip()
    return frame.assign(
        **{key: frame[key].mask(rows) for key in kept},
        unusable=frame["unusable"].mask(rows, marked),
    )
