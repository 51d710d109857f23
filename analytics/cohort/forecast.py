"""Forecast the cohort: everyone aged forward month by month, and who is assumed to join.

Known: who turns 18, 21 and 25 in which month. A person who turns 25 leaves that day. Assumed: a
fixed number join each month, aged 16; nobody dies, leaves or comes back otherwise; in each age band
the share with an adviser stays the same. Someone under 16 in the extract is not in the cohort yet
and is one of those assumed to join.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.measures.practice_conditions import caseloads
from analytics.month.changes_between_months import bands
from analytics.month.cohort import BANDS, YOUNGEST, in_cohort
from analytics.month.month import Month
from analytics.month.movement import movements
from data.dates import add_months, age_on, birthday

TURNING = (18, 21, 25)
JOINING_AGE = 16
FARTHEST = 24  # months: until then nobody who joins at 16 has turned 18
JOINED = (
    "joined",
    "returned",
    f"turned_{YOUNGEST}",
)  # ways into the cohort that are not a correction of a record
COUNTS = {band: f"aged_{band.replace('-', '_')}" for band in BANDS}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast in two tables, and the assumptions behind it.

    `table`: the present month, then one row per month: `month`, `day` (its last), aged_16_17,
    aged_18_20, aged_21_24, `total`,
    `joiners`, turning_18, turning_21, turning_25, `caseload_mean` (with `advisers`) and
    `caseload_now_staffed`.
    `turning`: one row per birthday: `month`, `child_unique_id`, `turning`, `birthday`, `adviser`.
    """

    month: str
    snapshot: int
    table: pd.DataFrame
    turning: pd.DataFrame
    joiners: float  # per month
    joiners_assumed: bool  # given by the caller; otherwise the mean of the last 12 months
    joined: int  # how many joined in the months that were looked at
    joined_over: int  # how many calendar months those are; 0 if there is no month before
    advisers: int | None  # None if the extract has no adviser column and no number was given
    advisers_now: int | None


def forecast(
    months: Sequence[Month],
    joiners: float | None = None,
    advisers: int | None = None,
    horizon: int = 18,
) -> Forecast:
    """Return the cohort of the newest month, aged forward.

    `joiners` (per month) and `advisers` are assumptions; None takes the value from the data.

    Raises ValueError without a month, for fewer than 0 joiners or 1 adviser, and for a horizon that
    is not 1 to 24 months.
    """
    if not months:
        raise ValueError("a forecast needs a month to start from")
    for name, given, low, high in (
        ("joiners", joiners, 0, np.inf),
        ("advisers", advisers, 1, np.inf),
        ("horizon", horizon, 1, FARTHEST),
    ):
        if given is not None and not low <= given <= high:
            raise ValueError(f"{name} is from {low} to {high:g}, not {given}")
    ordered = sorted(months, key=lambda month: month.as_at)
    joined, over = _joined(ordered)
    each = joiners if joiners is not None else joined / over if over else 0.0
    now = ordered[-1]
    days = _ends(now.as_at, horizon)
    turning = _turning(now, days)
    table = _table(now, days, turning, each)
    held, staff = _with_adviser(now, table), len(caseloads(now)) if _knows_advisers(now) else None
    asked = staff if advisers is None else advisers
    table["caseload_mean"] = held / asked if asked else np.nan
    table["caseload_now_staffed"] = held / staff if staff else np.nan
    return Forecast(
        now.key, now.snapshot, table, turning, each, joiners is not None, joined, over, asked, staff
    )


def _joined(ordered: list[Month]) -> tuple[int, int]:
    """Return how many joined in the last 12 months, and over how many calendar months that is
    known.
    """
    newest = _number(ordered[-1].as_at)
    pairs = [
        (before, after) for before, after in pairwise(ordered) if _number(after.as_at) > newest - 12
    ]
    if not pairs:
        return 0, 0
    joined = sum(
        int(movements(before, after, bands, YOUNGEST)["from"].isin(JOINED).sum())
        for before, after in pairs
    )
    return joined, newest - _number(pairs[0][0].as_at)


def _number(day: date) -> int:
    """Count calendar months from year 0."""
    return day.year * 12 + day.month


def _ends(as_at: date, horizon: int) -> list[date]:
    """Return the as-at date and the last day of each later month.

    If the as-at date is not the last day of its month, the first step is the rest of that month.
    """
    first = as_at.replace(day=1)
    return [
        as_at,
        *(add_months(first, ahead + 1) - timedelta(days=1) for ahead in range(1, horizon + 1)),
    ]


def _turning(now: Month, days: list[date]) -> pd.DataFrame:
    """Return every 18th, 21st and 25th birthday of the cohort within the days, by day and id."""
    people = now.people.index[in_cohort(now)]
    born, adviser = (
        now.column("date_of_birth").loc[people],
        now.column("allocated_personal_adviser").loc[people],
    )
    each = [
        pd.DataFrame(
            {
                "child_unique_id": people,
                "turning": age,
                "birthday": birthday(born, age).array,
                "adviser": adviser.array,
            }
        )
        for age in TURNING
    ]
    found = pd.concat(each, ignore_index=True)
    ends = pd.DatetimeIndex(days)
    found = found[(found["birthday"] > ends[0]) & (found["birthday"] <= ends[-1])]
    months = ends.strftime("%Y-%m").to_numpy(dtype="object")[ends.searchsorted(found["birthday"])]
    found.insert(0, "month", months)
    return found.sort_values(["birthday", "child_unique_id"], ignore_index=True)


def _table(now: Month, days: list[date], turning: pd.DataFrame, joiners: float) -> pd.DataFrame:
    """Return the cohort on each day: the present people by their age then, and the assumed
    joiners."""
    born = now.column("date_of_birth")[in_cohort(now)]
    steps = np.arange(len(days))
    table = pd.DataFrame({"month": [f"{day:%Y-%m}" for day in days], "day": pd.DatetimeIndex(days)})
    ages = [age_on(born, day) for day in days]
    for band, (low, high) in BANDS.items():
        table[COUNTS[band]] = [float(age.between(low, high).sum()) for age in ages]
    table[COUNTS["16-17"]] += joiners * steps
    table["total"] = table[list(COUNTS.values())].sum(axis=1)
    table["joiners"] = np.where(steps > 0, joiners, 0.0)
    for age in TURNING:
        counted = turning.loc[turning["turning"] == age, "month"].value_counts()
        table[f"turning_{age}"] = table["month"].map(counted).fillna(0).astype("int64")
    return table


def _knows_advisers(now: Month) -> bool:
    return now.has("allocated_personal_adviser") or now.has("workforce.caseload")


def _with_adviser(now: Month, table: pd.DataFrame) -> np.ndarray:
    """Return how many of each month's cohort have an adviser, by today's share in each age band.

    A band with nobody in it today takes the share of the whole cohort. So does every band if only
    the Workforce table gives caseloads. NaN if the share is not known.
    """
    if not _knows_advisers(now):
        return np.full(len(table), np.nan)
    people = table[list(COUNTS.values())].to_numpy()
    today = people[0]
    shares = np.full(len(today), caseloads(now).sum() / today.sum() if today.any() else np.nan)
    if now.has("allocated_personal_adviser"):
        band = bands(now)
        counted = band[
            now.column("allocated_personal_adviser").loc[band.index].notna()
        ].value_counts()
        np.divide(
            counted.reindex(list(BANDS), fill_value=0).to_numpy(),
            today,
            out=shares,
            where=today > 0,
        )
    return people @ shares
