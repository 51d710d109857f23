"""Ages, birthdays and calendar months, counted in the same way everywhere."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np
import pandas as pd

DATE_DTYPE = "datetime64[us]"
DAY = timedelta(days=1)


def age_on(born: pd.Series, day: date) -> pd.Series:
    """Return the completed years on a day (float, NaN if the date of birth is missing).

    Someone born on 29 February has a birthday on 1 March in other years.
    """
    before_birthday = (born.dt.month > day.month) | (
        (born.dt.month == day.month) & (born.dt.day > day.day)
    )
    return (day.year - born.dt.year - before_birthday).where(born.notna(), np.nan).astype("float64")


def birthday(born: pd.Series, age: int) -> pd.Series:
    """Return the day each person reaches an age.

    For someone born on 29 February it is 1 March, unless the year is a leap year.
    """
    reached = born + pd.DateOffset(years=age)
    moved = (born.dt.day == 29) & (born.dt.month == 2) & (reached.dt.day == 28)
    return (reached + pd.to_timedelta(moved.astype("int64"), unit="D")).astype(DATE_DTYPE)


def add_months(day: date, months: int) -> date:
    """Return the same day a number of calendar months later (earlier if negative).

    If the month has no such day, it is the last day of the month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def later(days: pd.Series, months: int) -> pd.Series:
    """Return each date a number of calendar months later."""
    return (days + pd.DateOffset(months=months)).astype(DATE_DTYPE)


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and last day of the calendar quarter that contains a day."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, date.fromordinal(add_months(first, 3).toordinal() - 1)


def financial_year(day: date) -> int:
    """Return the year in which the financial year of a day began: 2024 for 31 March 2025."""
    return day.year - (day.month < 4)


def newer_events(
    earlier: pd.DataFrame | None, newer: pd.DataFrame, day: str, as_at: date
) -> pd.DataFrame:
    """Return a newer extract's events, and the earlier events outside its range of dates."""
    newer = newer[newer[day] <= pd.Timestamp(as_at)]
    if earlier is None or newer.empty:
        return newer if earlier is None else earlier
    outside = (earlier[day] < newer[day].min()) | (earlier[day] > pd.Timestamp(as_at))
    return pd.concat([earlier[outside], newer], ignore_index=True)
