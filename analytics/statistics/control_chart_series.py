"""A series prepared for a control chart: which months are adjacent, and where a new baseline
starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite

import numpy as np

MonthKey = str | date
Series = Iterable[tuple[MonthKey, float | None]]
Rebases = Iterable[tuple[MonthKey, str]]


@dataclass(frozen=True, eq=False)
class PreparedSeries:
    """The months as given, and for the n with a value: their position, value, run and segment.

    A run is a row of points next to each other in time; a segment goes from one rebase to the next.
    """

    months: tuple[str, ...]
    places: np.ndarray
    values: np.ndarray
    run: np.ndarray
    segment: np.ndarray
    reasons: tuple[str, ...]  # one per segment; "" for the first


def prepare(series: Series, rebases: Rebases = (), step: int = 1) -> PreparedSeries:
    """Prepare a series with its gaps: months that are missing or have no value (None, NaN).

    Points more than `step` months apart are not next to each other. Raises ValueError for months
    that are not in order, an infinite value, or a rebase without a month or a reason.
    """
    given = list(series)
    numbers = [number_of(month) for month, _ in given]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise ValueError("the months of a series must be in order, each once")
    values = [None if value is None or value != value else float(value) for _, value in given]
    if any(value is not None and not isfinite(value) for value in values):
        raise ValueError("every value of a series must be a finite number")
    places = np.array(
        [place for place, value in enumerate(values) if value is not None], dtype="int64"
    )
    known = np.array([value for value in values if value is not None], dtype="float64")
    when = np.array(numbers, dtype="int64")[places]
    starts = sorted(_rebases(rebases))
    era = np.searchsorted(
        np.array([start for start, _ in starts], dtype="int64"), when, side="right"
    )
    eras, segment = np.unique(era, return_inverse=True)
    parted = (np.diff(when) > step) | (np.diff(segment) > 0)
    run = np.concatenate([[0], np.cumsum(parted)]) if len(when) else np.zeros(0, dtype="int64")
    reasons = tuple(
        "" if place == 0 else starts[number - 1][1] for place, number in enumerate(eras.tolist())
    )
    return PreparedSeries(
        tuple(key_of(month) for month in numbers), places, known, run, segment, reasons
    )


def number_of(month: MonthKey) -> int:
    """Return the months since year 0 of 'YYYY-MM' or a date. Raises ValueError for anything
    else."""
    if isinstance(month, date):
        return month.year * 12 + month.month - 1
    year, _, rest = str(month).partition("-")
    if (
        len(year) != 4
        or len(rest) != 2
        or not (year + rest).isdecimal()
        or not 1 <= int(rest) <= 12
    ):
        raise ValueError(f"'{month}' is not a month written YYYY-MM")
    return int(year) * 12 + int(rest) - 1


def key_of(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _rebases(rebases: Rebases) -> list[tuple[int, str]]:
    found = []
    for one in rebases:
        parts: Sequence = tuple(one)
        if len(parts) != 2 or not parts[0] or not str(parts[1] or "").strip():
            raise ValueError("a new baseline needs the month it starts and a reason")
        found.append((number_of(parts[0]), str(parts[1]).strip()))
    return found
