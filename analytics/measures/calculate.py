"""Calculate measures: one tidy row for each measure and group, and the people behind each part."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analytics.measures.declared import Measure
from analytics.month.cohort import READS, groups, lacking
from analytics.month.month import Month, cached_per_month
from analytics.statistics.intervals import wilson
from data.schema import TABLES

PARTS = ("numerator", "remainder", "unknown")
PEOPLE = "care_leavers"
COLUMNS = [
    "id",
    "title",
    "basis",
    "group",
    "value_of_group",
    *PARTS,
    "denominator",
    "value",
    "low",
    "high",
    "available",
    "needs",
    "without",
]


NOT_COUNTED = -1


@cached_per_month
def classify_codes(measure: Measure, month: Month) -> np.ndarray:
    """Return the part that each row of the measure's table is in, as its position in PARTS.

    NOT_COUNTED is outside the denominator. For a count all are numerator. A part depends on the
    person alone, so a filtered month takes the parts of its people from the unfiltered one.
    """
    if month.whole is not None:
        found = classify_codes(measure, month.whole)
        return found[month.places] if measure.of == PEOPLE else found
    counted = measure.denominator(month).to_numpy(dtype=bool)
    if measure.numerator is None:
        return np.where(counted, 0, NOT_COUNTED)
    hits = measure.numerator(month).astype("boolean").array
    unknown = hits.isna()
    return np.where(
        counted,
        np.where(unknown, 2, np.where(hits.to_numpy(dtype=bool, na_value=False), 0, 1)),
        NOT_COUNTED,
    )


@cached_per_month
def classify(measure: Measure, month: Month) -> pd.Series:
    """Return the part of each person in the denominator, by id: numerator, remainder or unknown.

    For a count all are numerator.
    """
    found, rows = classify_codes(measure, month), _rows(measure, month)
    return pd.Series(np.array(PARTS)[found[found >= 0]], index=rows[found >= 0], dtype="str")


def _rows(measure: Measure, month: Month) -> pd.Index:
    """Return the index of the table that the measure counts; for people, their ids."""
    return month.people.index if measure.of == PEOPLE else measure.denominator(month).index


def people_behind(measure: Measure, month: Month, part: str) -> list[str]:
    """Return the ids in one part of a measure, in order; once for each row of a practice table.

    They are the ids of people, workers or audits. Raises ValueError for a part that is not in
    PARTS.
    """
    if part not in PARTS:
        raise ValueError(f"'{part}' is not one of {', '.join(PARTS)}")
    found = classify(measure, month)
    rows = found.index[found == part]
    table = month.table(measure.of)
    if measure.of == PEOPLE or table is None:
        return sorted(rows)
    return sorted(table.loc[rows, TABLES[measure.of].columns[0].key].fillna("(no id)"))


def calculate(measures: Iterable[Measure], month: Month, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return one row (COLUMNS) for each measure: the whole, and with `by` each group of one
    breakdown or two.

    `needs` is what a measure that is not available lacks. `without` is what it also reads and this
    extract lacks, and the columns that a breakdown lacks; in that case there are no rows of groups.

    numerator + remainder + unknown = denominator, always. `value`, `low` and `high` are
    proportions. A measure without a numerator has the number of people as `value` and no parts.
    """
    cells = _cells(month, by)
    not_there = [key for name in by if lacking(month, name) for key in READS[name]]
    rows = [
        row | {"without": [*measure.without(month), *not_there]}
        for measure in measures
        for row in (
            _available(measure, month, cells, by)
            if not measure.lacking(month)
            else _lacking(measure, month)
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="object")


def _cells(month: Month, by: tuple[str, ...]) -> list[tuple[str | None, np.ndarray]]:
    """Return (name of the group, mask): the whole first, then every group; two breakdowns are
    crossed.
    """
    everyone = np.ones(len(month.people), dtype=bool)
    crossed: list[tuple[str | None, np.ndarray]] = [(None, everyone)]
    for dimension in by:
        found = groups(month, dimension)
        crossed = [
            (name if before is None else f"{before} · {name}", was & mask)
            for before, was in crossed
            for name, mask in found.items()
        ]
    return [(None, everyone), *crossed] if by else crossed


def _available(
    measure: Measure, month: Month, cells: list[tuple[str | None, np.ndarray]], by: tuple[str, ...]
) -> list[dict]:
    if measure.number:
        return [_row(measure, None, None, available=True) | {"value": measure.number(month)}]
    each = classify_codes(measure, month)[:, None] == np.arange(len(PARTS))
    if measure.of != PEOPLE:
        cells = [(None, np.ones(len(each), dtype=bool))]
    totals = np.vstack([mask for _, mask in cells]).astype("int64") @ each
    low, high = wilson(totals[:, 0], totals.sum(axis=1))
    return [
        _cell(measure, totals[place], low[place], high[place], by, name)
        for place, (name, _) in enumerate(cells)
    ]


def _cell(
    measure: Measure,
    totals: np.ndarray,
    low: float,
    high: float,
    by: tuple[str, ...],
    name: str | None,
) -> dict:
    """Return one row of a count or a share."""
    row = _row(measure, " · ".join(by) if name is not None else None, name, available=True)
    denominator = int(totals.sum())
    if measure.numerator is None:
        return row | {"value": denominator}
    row |= dict(zip(PARTS, map(int, totals), strict=True)) | {"denominator": denominator}
    return row | (
        {"value": float(totals[0] / denominator), "low": float(low), "high": float(high)}
        if denominator
        else {}
    )


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
