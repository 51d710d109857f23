"""The 903 basis: people whose 17th to 21st birthday fell in a financial year, as at that birthday.

Each person is read from the first extract on or after the birthday within a calendar month. If
there is none: from the nearest in the three months before, or from their first later one in the
same financial year (late). Otherwise nothing is known about them. Only extracts up to the month
asked for are used. Every coded fact, including whether someone was still looked after, comes from
that one extract.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.month.cohort import Condition, died
from analytics.month.month import Month
from analytics.month.settings import Settings
from data.dates import DATE_DTYPE, age_on, birthday, financial_year, later

AGES = range(17, 22)
MONTHS_AFTER, MONTHS_BEFORE = 1, 3
_AFTER, _BEFORE, _LATE, _EARLIER, _TOO_LATE = range(
    5
)  # when an extract is, relative to the birthday, in the order of preference


def years_shown(until: Month) -> tuple[int, int]:
    """Return the financial years to show: the year to date and the last full one; the same on 31
    March.

    2024 is April 2024 to March 2025.
    """
    return financial_year(until.as_at), financial_year(until.as_at + timedelta(days=1)) - 1


def turned(youngest: int, oldest: int) -> Condition:
    """Return the condition: reached one of these ages in the year and was not still looked after.

    It works only for a `birthday_month`.
    """
    return lambda month: (
        month.people["birthday_age"].between(youngest, oldest)
        & ~month.column("eligibility_category").eq("eligible")
    )


def birthday_month(months: Sequence[Month], until: Month, year: int) -> Month:
    """Return a Month of everyone with a 17th to 21st birthday in the financial year, up to
    `until`'s as-at date.

    `people` holds the row that was read, and `birthday_age` (17 to 21), `value_from` (its snapshot,
    missing if there is none) and `late`. A person without a row has only an id and a date of birth.
    People who have left since are kept. If dates of birth differ, the newest extract's is used. For
    someone recorded as having died before the birthday, and in no extract since, only that fact is
    given. The tables of events are left out, and so is a column that none of the extracts had.
    """
    known = sorted(
        (month for month in months if month.as_at <= until.as_at), key=lambda month: month.as_at
    )
    ends = min(until.as_at, date(year + 1, 3, 31))
    seen = _seen(known)
    reached = _birthdays(seen, pd.Timestamp(year, 4, 1), pd.Timestamp(ends))
    read = _read(seen, reached, pd.Timestamp(year + 1, 3, 31))
    return Month(until.snapshot, ends, _people(known, read), settings=until.settings)


def returned_month(people: pd.DataFrame, as_at: date, snapshot: int, settings: Settings) -> Month:
    """Return a Month of an SSDA903 return for the year to `as_at`, 31 March, in the form of
    `birthday_month`.

    Everyone in it reached their age at the year's end during the year, and is no longer looked
    after.
    """
    indexed = people.set_index("child_unique_id", drop=False).rename_axis(None)
    return Month(
        snapshot,
        as_at,
        indexed.assign(birthday_age=age_on(indexed["date_of_birth"], as_at)),
        settings=settings,
    )


def _seen(known: list[Month]) -> pd.DataFrame:
    """Return one row for each person in each month: `person`, `place` of the month, `as_at`,
    `born`, `died`; oldest first.
    """
    rows = [
        pd.DataFrame(
            {
                "person": month.people.index,
                "born": month.column("date_of_birth").array,
                "died": died(month).array,
            }
        ).assign(place=place, as_at=month.day)
        for place, month in enumerate(known)
    ]
    return pd.concat(rows, ignore_index=True).astype({"as_at": DATE_DTYPE})


def _birthdays(seen: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return who reached which age when, between two days: `person`, `born`, `birthday_age`,
    `on`."""
    people = seen.dropna(subset="born").drop_duplicates("person", keep="last")[["person", "born"]]
    each = pd.concat(
        [people.assign(birthday_age=years, on=birthday(people["born"], years)) for years in AGES]
    )
    return each[each["on"].between(first, last)].sort_values("person")


def _read(seen: pd.DataFrame, reached: pd.DataFrame, year_end: pd.Timestamp) -> pd.DataFrame:
    """Return `reached` with the extract that each person is read from.

    Adds its `place` (missing if there is none), when it is relative to the birthday (`timing`), and
    `only_death`: whether only the fact that they had died is read there.
    """
    each = reached.merge(seen[["person", "place", "as_at", "died"]], on="person")
    as_at, on = each["as_at"], each["on"]
    after = as_at >= on
    fits = [
        after & (as_at <= later(on, MONTHS_AFTER)),
        ~after & (as_at >= later(on, -MONTHS_BEFORE)),
        after & (as_at <= year_end),
        ~after,
    ]
    each["timing"] = np.select(
        [fit.to_numpy(dtype=bool) for fit in fits], [_AFTER, _BEFORE, _LATE, _EARLIER], _TOO_LATE
    )
    each["away"] = (as_at - on).abs()
    nearest = each.sort_values(["person", "timing", "away"]).drop_duplicates("person")
    only_death = nearest["timing"].eq(_EARLIER) & nearest["died"]
    return nearest.assign(
        only_death=only_death,
        place=nearest["place"].where(only_death | (nearest["timing"] <= _LATE)),
    )


def _people(known: list[Month], read: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that were read, by id, in one table."""
    wanted = [read.loc[read["place"] == place, "person"] for place in range(len(known))]
    rows = [month.people.loc[ids] for month, ids in zip(known, wanted, strict=True) if len(ids)]
    people = pd.concat(rows) if rows else known[-1].people.iloc[:0]
    people = people.reindex(pd.Index(read["person"].array))
    people.loc[read["only_death"].to_numpy(), people.columns.difference(["la_in_touch"])] = None
    people["child_unique_id"] = people.index
    people["date_of_birth"] = read["born"].to_numpy()
    people["birthday_age"] = read["birthday_age"].to_numpy()
    snapshots = dict(enumerate(month.snapshot for month in known))
    people["value_from"] = read["place"].map(snapshots).astype("Int64").array
    people["late"] = (read["timing"] == _LATE).to_numpy()
    return people
