"""Compare an authority with England, its region, its neighbours and every authority with a
figure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.measures.measure import ON_BIRTHDAYS
from analytics.month.settings import Settings
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER, Polarity

# The DfE's 2025 model of statistical neighbours; used if the council's settings name none.
STATISTICAL_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "Cheshire East": (
        "Gloucestershire",
        "Warwickshire",
        "North Yorkshire",
        "Warrington",
        "Wiltshire",
        "Hampshire",
        "Cheshire West and Chester",
        "Oxfordshire",
        "Worcestershire",
        "Leicestershire",
    ),
}
# Years to 31 March in which a break in an authority's recording spoilt its figures: most of its
# young people are in no part of them.
KNOWN_BREAKS = frozenset({("Hampshire", 2024), ("Hampshire", 2025)})
POLARITY: Mapping[str, Polarity] = {"suitable": HIGHER, "eet": HIGHER, "neet": LOWER}
AGE_GROUPS = ("17-18", "19-21")
_PARTS = {
    "neet_g4": "neet_illness",
    "neet_g5": "neet_other",
    "neet_g6": "neet_parenting",
}  # our ids, and those published
_OF_AGES = re.compile(r"(?P<name>[a-z0-9_]+)_(?P<low>\d\d)_(?P<high>\d\d)(_903)?")
COLUMNS = [
    "measure",
    "age_group",
    "year",
    "area",
    "level",
    "percent",
    "count",
    "of",
    "symbol",
    "basis",
]
COLUMNS += ["caution", "rank", "rank_of", "neighbours"]
OURS, AUTHORITY, NEIGHBOURS = "ours", "local authority", "neighbours"


class Median(NamedTuple):
    """A median over the neighbours that have a figure."""

    percent: float | None  # None if fewer than half have a figure
    having: tuple[str, ...]  # the neighbours it rests on
    asked: int


@dataclass(frozen=True, slots=True)
class Ours:
    """A figure of our own to compare with the published ones."""

    measure: str
    age_group: str
    year: int  # to 31 March
    count: int
    of: int
    basis: str
    note: str = ""  # 'year to date', 'marked late'


def last_year(as_at: date) -> int:
    """Return the last year to 31 March that had ended by a date."""
    return as_at.year if (as_at.month, as_at.day) >= (3, 31) else as_at.year - 1


def ours_from(results: pd.DataFrame, year: int, note: str = "") -> list[Ours]:
    """Return the figures in the rows of calculate() that have a published counterpart, for that
    year.

    Only rows for the whole are used, not those for a group.
    """
    found = []
    for row in results[results["available"].astype(bool) & results["group"].isna()].to_dict(
        "records"
    ):
        named = _OF_AGES.fullmatch(row["id"])
        if named and f"{named['low']}-{named['high']}" in AGE_GROUPS:
            measure = _PARTS.get(named["name"], named["name"])
            counted, of = int(row["numerator"]), int(row["denominator"])
            found.append(
                Ours(
                    measure,
                    f"{named['low']}-{named['high']}",
                    year,
                    counted,
                    of,
                    row["basis"],
                    note,
                )
            )
    return found


def neighbours_of(settings: Settings) -> tuple[str, ...]:
    """Return the neighbours in the council's settings, otherwise those of the DfE's model."""
    return settings.neighbours or STATISTICAL_NEIGHBOURS.get(settings.council, ())


def neighbours_median(
    table: pd.DataFrame, neighbours: Iterable[str], measure: str, age_group: str, year: int
) -> Median:
    """Return the median percentage of the neighbours; a symbol is left out, not counted as zero."""
    asked = set(neighbours)
    figures = _authorities(table, measure, age_group, year)
    figures = figures[figures.index.isin(asked)]
    enough = len(figures) > 0 and 2 * len(figures) >= len(asked)
    return Median(
        float(figures.median()) if enough else None, tuple(sorted(figures.index)), len(asked)
    )


def rank(
    table: pd.DataFrame, area: str, measure: str, age_group: str, year: int, polarity: Polarity
) -> tuple[int, int] | None:
    """Return (rank from the best, number of authorities with a figure); equal figures share the
    best rank.

    None if the authority has no figure, is the only one with a figure, or neither direction is
    better.
    """
    figures = _authorities(table, measure, age_group, year)
    if area not in figures.index or len(figures) < 2 or polarity == NEITHER:
        return None
    own = figures[area]
    better = figures > own if polarity == HIGHER else figures < own
    return 1 + int(better.sum()), len(figures)


def compared(
    measure: str, age_group: str, ours: Iterable[Ours], table: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return rows (COLUMNS) by year: England, the region, the authority, its neighbours' median and
    ours.

    Percentages are from 0 to 100. If our own figure is not on the DfE's basis, `caution` says so.
    """
    here = table[(table["measure"] == measure) & (table["age_group"] == age_group)]
    own = [one for one in ours if (one.measure, one.age_group) == (measure, age_group)]
    rows: list[dict[str, Any]] = []
    for year in sorted({*here["year"], *(one.year for one in own)}):
        of_year = here[here["year"] == year]
        rows += _published(of_year, settings)
        rows += _median_row(of_year, measure, age_group, year, settings) if len(of_year) else []
        rows += [_own_row(one, settings) for one in own if one.year == year]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="object")


def benchmark_rows(
    table: pd.DataFrame,
    settings: Settings,
    ours: Iterable[Ours] = (),
    up_to: int | None = None,
    measures: Iterable[str] = tuple(POLARITY),
) -> list[dict[str, Any]]:
    """Return what `manage.py benchmarks` writes: one row (COLUMNS) per measure, age group, year and
    area.

    A missing value is None. Published years after `up_to` are left out. `ours` is what belongs to
    the month, including its year to date.
    """
    known = table if up_to is None else table[table["year"] <= up_to]
    own = list(ours)
    tables = [
        compared(measure, age_group, own, known, settings)
        for measure in measures
        for age_group in AGE_GROUPS
    ]
    return [
        {str(key): _plain(value) for key, value in row.items()}
        for one in tables
        for row in one.to_dict("records")
    ]


def _authorities(table: pd.DataFrame, measure: str, age_group: str, year: int) -> pd.Series:
    """Return the percentages of the authorities that have one, by name."""
    wanted = (
        (table["measure"] == measure) & (table["age_group"] == age_group) & (table["year"] == year)
    )
    found = table[wanted & (table["area_level"] == AUTHORITY) & table["percent"].notna()]
    return found.set_index("area")["percent"]


def _published(of_year: pd.DataFrame, settings: Settings) -> Iterator[dict[str, Any]]:
    places = (("England", "national"), (settings.region, "regional"), (settings.council, AUTHORITY))
    for area, level in places:
        for row in of_year[(of_year["area"] == area) & (of_year["area_level"] == level)].to_dict(
            "records"
        ):
            yield (
                _row(row) | {"level": level} | (_placed(of_year, row) if level == AUTHORITY else {})
            )


def _placed(of_year: pd.DataFrame, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the authority's rank, and a caution if it or another ranked authority has a known
    break.
    """
    measure, age_group, year = row["measure"], row["age_group"], row["year"]
    place = rank(of_year, row["area"], measure, age_group, year, POLARITY.get(measure, NEITHER))
    own = _breaks([row["area"]], year)
    if place is None:
        return {"caution": own}
    others = _breaks(_authorities(of_year, measure, age_group, year).index.drop(row["area"]), year)
    caution = " ".join(filter(None, [own, f"The rank counts {others}" if others else ""]))
    return {"caution": caution, "rank": place[0], "rank_of": place[1]}


def _median_row(
    of_year: pd.DataFrame, measure: str, age_group: str, year: int, settings: Settings
) -> list[dict[str, Any]]:
    """Return the neighbours' median from the table, or the shipped one if the table has too few of
    them.
    """
    neighbours = neighbours_of(settings)
    if not neighbours:
        return []
    median = neighbours_median(of_year, neighbours, measure, age_group, year)
    percent, having, among = median.percent, len(median.having), median.having
    if percent is None and set(neighbours) == set(STATISTICAL_NEIGHBOURS.get(settings.council, ())):
        percent = _shipped(of_year, settings)
        among, having = (neighbours, None) if percent is not None else (among, having)
    caution = (
        _breaks(among, year)
        if percent is not None
        else f"No median: {having} of {median.asked} neighbours have a figure."
    )
    area = f"{settings.council} neighbours (median)"
    row = {
        "measure": measure,
        "age_group": age_group,
        "year": year,
        "area": area,
        "percent": percent,
        "basis": ON_BIRTHDAYS,
    }
    return [_row(row) | {"level": NEIGHBOURS, "caution": caution, "neighbours": having}]


def _shipped(of_year: pd.DataFrame, settings: Settings) -> float | None:
    found = of_year[
        (of_year["area_level"] == NEIGHBOURS)
        & (of_year["area"] == f"{settings.council} neighbours (median)")
    ]
    return float(found["percent"].iloc[0]) if len(found) else None


def _breaks(areas: Iterable[str], year: int) -> str:
    """Return a sentence naming the authorities with a known break in that year, or ""."""
    broken = [area for area in areas if (area, year) in KNOWN_BREAKS]
    return (
        f"{' and '.join(broken)}: known break in recording, {year - 1}-{year % 100:02}."
        if broken
        else ""
    )


def _own_row(one: Ours, settings: Settings) -> dict[str, Any]:
    percent = 100 * one.count / one.of if one.of else None
    differs = (
        f"Basis '{one.basis}', not the DfE's '{ON_BIRTHDAYS}' (around birthdays in the year): "
        "the two cannot be compared directly."
    )
    caution = " ".join(filter(None, [differs if one.basis != ON_BIRTHDAYS else "", one.note]))
    row = {
        "measure": one.measure,
        "age_group": one.age_group,
        "year": one.year,
        "area": settings.council or "This council",
    }
    return _row(row) | {
        "level": OURS,
        "percent": percent,
        "count": one.count,
        "of": one.of,
        "basis": one.basis,
        "caution": caution,
    }


def _row(known: Mapping[Any, Any]) -> dict[str, Any]:
    blank = dict.fromkeys(COLUMNS) | {"symbol": "", "caution": ""}
    return blank | {str(key): _plain(value) for key, value in known.items() if key in COLUMNS}


def _plain(value: Any) -> Any:
    """Return a value as a type that JSON can hold."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
