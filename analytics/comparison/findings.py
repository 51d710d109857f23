"""Findings for the Outcomes page that compare our figures with the published ones.

The published ones are England's, the region's, the authority's own and the neighbours' median.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.charts.percents import PERCENT
from analytics.comparison.compare import (
    AUTHORITY,
    NEIGHBOURS,
    OURS,
    Ours,
    benchmark_rows,
    last_year,
    ours_from,
)
from analytics.measures.birthdays import birthday_month, years_shown
from analytics.measures.calculate import calculate
from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW, ON_BIRTHDAYS
from analytics.month.month import Month
from analytics.publish.phrases import day, sentence
from analytics.publish.types import Finding

TITLES = {
    "suitable": "In suitable accommodation",
    "eet": "In education, employment or training",
    "neet": "Not in education, employment or training",
}
CHOICES = {
    (name, ages): f"{title}, aged {ages.replace('-', ' to ')}"
    for name, title in TITLES.items()
    for ages in ("19-21", "17-18")
}
NOW_KEY, RETURNED = "now", "as returned"


def sources(months: Sequence[Month], returned: Month | None) -> dict[str, Month]:
    """Return the months our own figures come from, by key: the 903 basis of each year shown, the
    return, and this month."""
    until = months[-1]
    found = {
        f"903 {year + 1}": birthday_month(months, until, year)
        for year in dict.fromkeys(years_shown(until))
    }
    return found | ({RETURNED: returned} if returned else {}) | {NOW_KEY: until}


def measure_of(chosen: tuple[str, str], key: str) -> str:
    """Return the id of the measure that a figure of our own shows."""
    return f"{chosen[0]}_{chosen[1].replace('-', '_')}" + ("" if key == NOW_KEY else "_903")


def beside(chosen: tuple[str, str], table: pd.DataFrame, found: Mapping[str, Month]) -> Finding:
    """Return one measure: the newest published year, then our own figures, each labelled with its
    basis.
    """
    month = found[NOW_KEY]
    rows = _published(chosen, table, month) + [
        _own(chosen, key, one) for key, one in found.items() if _countable(chosen, key, one)
    ]
    shown = pd.DataFrame(
        {
            "Whose": [row["label"] for row in rows],
            PERCENT: pd.Series([row["percent"] for row in rows], dtype="float64"),
        }
    )
    shown["Counted"] = [row["counted"] for row in rows]
    said = [
        f"{row['short']} {row['percent']:g}%"
        for row in rows
        if row["percent"] is not None and row["key"] not in (NOW_KEY,)
    ]
    title = f"{CHOICES[chosen]}: {', '.join(said) if said else 'nothing to compare'}."
    where = (
        ""
        if month.settings.region
        else " To show the region and neighbours, name them in the council's settings (Data page)."
    )
    cautions = dict.fromkeys(row["caution"] for row in rows if row["caution"])
    note = (
        "Published by the DfE: around the 17th to 21st birthday in a year to 31 March (basis "
        "903). Ours are on the same basis unless labelled now."
    )
    keys, ours = (
        tuple(row["key"] for row in rows),
        frozenset(row["key"] for row in rows if row["key"] in found),
    )
    return Finding(
        sentence(title),
        " ".join([note, *cautions]) + where,
        shown,
        "Whose",
        (),
        keys,
        ours,
        month.as_at,
        month.snapshot,
    )


def _countable(chosen: tuple[str, str], key: str, month: Month) -> bool:
    return not MEASURES[measure_of(chosen, key)].lacking(month)


def _published(chosen: tuple[str, str], table: pd.DataFrame, month: Month) -> list[dict[str, Any]]:
    """Return the rows of the newest year that England has a figure for."""
    rows = benchmark_rows(
        table, month.settings, up_to=last_year(month.as_at), measures=(chosen[0],)
    )
    rows = [row for row in rows if row["age_group"] == chosen[1] and row["level"] != OURS]
    newest = max((row["year"] for row in rows if row["area"] == "England"), default=None)
    return [_row_of(row) for row in rows if row["year"] == newest]


def _row_of(row: Mapping[str, Any]) -> dict[str, Any]:
    whose = {AUTHORITY: f"{row['area']}, as published", NEIGHBOURS: "Neighbours' median"}.get(
        row["level"], row["area"]
    )
    counted = (
        f"{row['count']:,} of {row['of']:,}"
        if row["count"] is not None and row["of"]
        else "not published"
    )
    place = f" Rank {row['rank']} of {row['rank_of']}." if row["rank"] else ""
    return {
        "key": f"other {row['level']}",
        "label": f"{whose}, year to March {row['year']}",
        "short": whose,
        "percent": row["percent"],
        "counted": counted + place,
        "caution": row["caution"] or "",
    }


def _own(chosen: tuple[str, str], key: str, month: Month) -> dict[str, Any]:
    """Return one figure of our own, with the basis in its label."""
    basis = NOW if key == NOW_KEY else ON_BIRTHDAYS
    one = MEASURES[measure_of(chosen, key)]
    results: list[Ours] = ours_from(calculate([one], month), last_year(month.as_at))
    counted, of = results[0].count, results[0].of
    whole = (month.as_at.month, month.as_at.day) == (3, 31)
    until = f"year to March {month.as_at.year}" if whole else f"year to date, {day(month.as_at)}"
    label = f"Ours now, {day(month.as_at)}: different basis" if basis == NOW else f"Ours, {until}"
    label = f"Ours as returned, {until}" if key == RETURNED else label
    return {
        "key": key,
        "label": label,
        "short": label[:1].lower() + label[1:],
        "percent": round(100 * counted / of, 1) if of else None,
        "counted": f"{counted:,} of {of:,}",
        "caution": "",
    }
