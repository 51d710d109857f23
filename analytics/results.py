"""Counts measures: one tidy row for each measure and group, and the people behind each part."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analytics.cohort import groups
from analytics.intervals import wilson
from analytics.measures import Measure
from analytics.month import Month, once

PARTS = ("numerator", "remainder", "unknown")
COLUMNS = ["id", "title", "basis", "group", "value_of_group", *PARTS, "denominator", "value", "low", "high", "available", "needs"]


@once
def parts(measure: Measure, month: Month) -> pd.Series:
    """The part each person of the denominator is in, by id: numerator, remainder or unknown; for a count all are numerator."""
    denominator = measure.denominator(month)
    counted = denominator.to_numpy(dtype=bool)
    people = denominator.index[counted]
    if measure.numerator is None:
        return pd.Series("numerator", index=people, dtype="str")
    hits = measure.numerator(month).astype("boolean")[counted]
    found = np.select([hits.isna().to_numpy(), hits.fillna(False).to_numpy(dtype=bool)], ["unknown", "numerator"], "remainder")
    return pd.Series(found, index=people, dtype="str")


def people_behind(measure: Measure, month: Month, part: str) -> list[str]:
    """The ids in one part of a measure, in order. Raises ValueError for a part that is not one of PARTS."""
    if part not in PARTS:
        raise ValueError(f"'{part}' is not one of {', '.join(PARTS)}")
    found = parts(measure, month)
    return sorted(found.index[found == part])


def count(measures: Iterable[Measure], month: Month, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row (COLUMNS) for each measure: the whole, and with `by` each group of one breakdown or of two crossed.

    numerator + remainder + unknown = denominator, always. `value`, `low` and `high` are proportions;
    a measure without a numerator has the number of people as `value` and no parts.
    """
    cells = _cells(month, by)
    tables = [_available(measure, month, cells, by) if not measure.lacking(month) else _lacking(measure, month) for measure in measures]
    return pd.DataFrame([row for table in tables for row in table], columns=COLUMNS, dtype="object")


def _cells(month: Month, by: tuple[str, ...]) -> list[tuple[str | None, np.ndarray]]:
    """(name of the group, mask): the whole first, then every group, crossed where there are two."""
    everyone = np.ones(len(month.people), dtype=bool)
    crossed: list[tuple[str | None, np.ndarray]] = [(None, everyone)]
    for dimension in by:
        found = groups(month, dimension)
        crossed = [
            (name if before is None else f"{before} · {name}", was & mask) for before, was in crossed for name, mask in found.items()
        ]
    return [(None, everyone), *crossed] if by else crossed


def _available(measure: Measure, month: Month, cells: list[tuple[str | None, np.ndarray]], by: tuple[str, ...]) -> list[dict]:
    found = parts(measure, month).reindex(month.people.index)
    each = np.column_stack([found.eq(part).to_numpy(dtype="int64") for part in PARTS])
    totals = np.vstack([mask for _, mask in cells]).astype("int64") @ each
    denominator = totals.sum(axis=1)
    low, high = wilson(totals[:, 0], denominator)
    rows = []
    for place, (name, _) in enumerate(cells):
        row = _row(measure, " · ".join(by) if name is not None else None, name, available=True)
        if measure.numerator is None:
            row["value"] = int(denominator[place])
        else:
            row |= dict(zip(PARTS, map(int, totals[place]), strict=True)) | {"denominator": int(denominator[place])}
            if denominator[place]:
                row |= {"value": totals[place, 0] / denominator[place], "low": float(low[place]), "high": float(high[place])}
        rows.append(row)
    return rows


def _lacking(measure: Measure, month: Month) -> list[dict]:
    return [_row(measure, None, None, available=False) | {"needs": list(measure.lacking(month))}]


def _row(measure: Measure, group: str | None, name: str | None, available: bool) -> dict:
    return {
        "id": measure.id,
        "title": measure.title,
        "basis": measure.basis,
        "group": group,
        "value_of_group": name,
        "available": available,
        "needs": [],
    }
