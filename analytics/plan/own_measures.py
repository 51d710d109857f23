"""The impact measures that the council counts itself, as series like those of the built-in
measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analytics.measures.declared import MEASURES
from analytics.month.month import Month, cached_per_month
from analytics.statistics.control_chart_series import key_of, number_of
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER
from analytics.statistics.series import Reading, Series
from data.codelists import fold
from data.schema import TABLES

TABLE = "impact_measures"
_PERCENT = {"", "%", "per cent", "percent", "percentage", "pct"}
_POLARITY = {"higher": HIGHER, "lower": LOWER}
NO_UNIT = "(no unit given)"
Rows = dict[str, dict[Any, Any]]


def own_series(months: Sequence[Month]) -> dict[str, Series]:
    """Return the series of every measure on the newest sheet, by its id; percentages as
    proportions.

    A measure with the id of a computed one is left out: the computed one is used.
    """
    by_month = {month.key: own_rows(month) for month in months}
    newest = months[-1]
    return {
        name: _series(
            row, newest, {key: rows[name] for key, rows in by_month.items() if name in rows}
        )
        for name, row in by_month[newest.key].items()
        if not is_computed(name)
    }


@cached_per_month
def own_rows(month: Month) -> Rows:
    """Return the month's rows by measure id, each with every column; none without the table."""
    table = month.table(TABLE)
    if table is None:
        return {}
    table = table.assign(**{key: None for key in TABLES[TABLE].keys if key not in table})
    return {str(row["measure_id"]): row for row in table.to_dict("records")}


def is_computed(name: str) -> bool:
    return name.casefold() in MEASURES


def title_of(row: dict[Any, Any]) -> str:
    return str(row["measure_id"]) if pd.isna(row["measure"]) else str(row["measure"]).strip()


def baseline_of(month: Month, name: str) -> float | None:
    """Return the sheet's baseline in the unit of the series, or None."""
    row = own_rows(month).get(name)
    return None if row is None else _scaled(row, row["baseline"])


def _series(newest: dict[Any, Any], month: Month, rows: Rows) -> Series:
    readings = tuple(_reading(key, rows.get(key)) for key in _every(rows))
    polarity = _POLARITY.get(str(newest["better_is"]), NEITHER)
    unit = (
        "%" if _is_share(newest) else "" if pd.isna(newest["unit"]) else str(newest["unit"]).strip()
    )
    name = str(newest["measure_id"])
    rebases = tuple(one for one in month.settings.rebases(name) if one[0] <= month.key)
    return Series(
        name,
        title_of(newest),
        unit or NO_UNIT,
        polarity,
        readings,
        rebases,
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


def _every(keys: Iterable[str]) -> list[str]:
    numbers = list(map(number_of, keys))
    return [key_of(number) for number in range(numbers[0], numbers[-1] + 1)]


def _reading(key: str, row: dict[Any, Any] | None) -> Reading:
    if row is None:
        return Reading(key, None)
    target = _scaled(row, row["target"])
    hits, of = row["numerator"], row["denominator"]
    if pd.isna(hits) or pd.isna(of) or not of:
        return Reading(key, _scaled(row, row["value"]), target=target)
    if _is_share(row) and hits % 1 == 0 and of % 1 == 0:
        return Reading(key, hits / of, int(hits), int(of - hits), 0, int(of), target=target)
    return Reading(key, hits / of if pd.isna(row["value"]) else float(row["value"]), target=target)


def _is_share(row: dict[Any, Any]) -> bool:
    """Return whether a row is a percentage: by its unit, or without one by its numerator and
    denominator.
    """
    unit = "" if pd.isna(row["unit"]) else fold(str(row["unit"]))
    return unit in _PERCENT and (
        bool(unit) or not (pd.isna(row["numerator"]) or pd.isna(row["denominator"]))
    )


def _scaled(row: dict[Any, Any], value: Any) -> float | None:
    """Return a value, baseline or target in the unit of the series; a percentage becomes a
    proportion.

    Percentages are per cent unless none in the row is above 1: a spreadsheet stores cells shown as
    48% as
    0.48.
    """
    if pd.isna(value):
        return None
    given = [abs(row[key]) for key in ("value", "baseline", "target") if not pd.isna(row[key])]
    return float(value) / (100 if _is_share(row) and max(given) > 1 else 1)
