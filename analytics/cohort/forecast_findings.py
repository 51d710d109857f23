"""Forecast findings for the Cohort page: how many there will be, and who turns 18, 21 and 25
when."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.cohort.forecast import COUNTS, TURNING, Forecast, forecast
from analytics.measures.data_quality import quality_note
from analytics.measures.people_lists import ADVISER, people_list
from analytics.month.cohort import BANDS
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import day, listed, month_named
from analytics.publish.types import Finding

COHORT = "cohort"


def cohort(months: Sequence[Month]) -> Finding:
    """Return the three age bands at the end of each of the next 18 months, with the assumptions."""
    found = _ahead(tuple(months[:-1]), months[-1])
    table = pd.DataFrame(
        {
            "Month": found.table["month"],
            **{f"{band}": found.table[COUNTS[band]].round().astype("int64") for band in BANDS},
        }
    )
    now, then = found.table.iloc[0], found.table.iloc[-1]
    title = (
        f"If nothing else changes: about {then['total']:,.0f} care leavers at the end of "
        f"{month_named(then['month'])}, {now['total']:,.0f} now."
    )
    note = (
        f"Based on known birthdays. Assumed: {_joining(found)}; nobody leaves before 25, dies "
        f"or comes back.{_caseload(found)}"
    )
    return _finding(months[-1], title, note, table, tuple(BANDS))


def birthdays(months: Sequence[Month]) -> Finding:
    """Return how many of the present cohort turn 18, 21 and 25 in each of the next 18 months."""
    table = _ahead(tuple(months[:-1]), months[-1]).table.iloc[1:]
    counts = {f"Turn {age}": table[f"turning_{age}"] for age in TURNING}
    totals = {age: int(table[f"turning_{age}"].sum()) for age in TURNING}
    said = listed(
        [f"{number:,} turn{'s' if number == 1 else ''} {age}" for age, number in totals.items()]
    )
    title = f"In the next {len(table)} months {said}."
    note = (
        f"The present cohort by their dates of birth, from {day(months[-1].as_at)}. At 18 the "
        "leaving care service and a personal adviser begin; at 21 the offer and the check-in; "
        "at 25 support ends."
    )
    drawn = pd.DataFrame({"Month": table["month"], **counts}).reset_index(drop=True)
    return _finding(months[-1], title, note, drawn, tuple(counts), tuple(drawn["Month"]))


def turning_list(months: Sequence[Month], key: str) -> pd.DataFrame:
    """Return everyone who turns 18, 21 or 25 in one month, by day, with who works with them."""
    turning = _ahead(tuple(months[:-1]), months[-1]).turning
    turning = turning[turning["month"] == key].set_index("child_unique_id")
    table = people_list(months[-1], turning.index).set_index("Young person", drop=False)
    table.insert(1, "Turns", turning["turning"].reindex(table.index).astype("Int64"))
    table.insert(2, "On", turning["birthday"].reindex(table.index))
    return table.sort_values(["On", ADVISER], kind="stable", ignore_index=True)


@cached_per_month
def _ahead(before: tuple[Month, ...], month: Month) -> Forecast:
    return forecast([*before, month])


def _joining(found: Forecast) -> str:
    if not found.joined_over:
        return "nobody joins, because there is no earlier month to go by"
    return f"{found.joiners:.1f} join each month aged 16, as in the last {found.joined_over} months"


def _caseload(found: Forecast) -> str:
    now, then = found.table["caseload_mean"].iloc[[0, -1]]
    if pd.isna(then):
        return ""
    return (
        f" With today's {found.advisers:,} advisers that makes {then:.1f} young people for "
        f"each, {now:.1f} now."
    )


def _finding(
    month: Month,
    title: str,
    note: str,
    table: pd.DataFrame,
    counts: tuple[str, ...],
    keys: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        title,
        note,
        table,
        "Month",
        counts,
        keys,
        as_at=month.as_at,
        snapshot=month.snapshot,
        quality_note=quality_note(month, COHORT),
    )
