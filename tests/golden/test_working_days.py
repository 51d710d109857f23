"""Working days: every bank holiday of England and Wales from 2022 to 2026, and last days worked out
by hand.
"""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.timetable import is_working_day, working_days_after

BANK_HOLIDAYS = {
    2022: "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
    2023: "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
    2024: "1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    2026: "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = st.dates(date(2022, 1, 1), date(2026, 6, 30))


def proclaimed(year: int) -> set[date]:
    return {
        date(year, MONTHS.index(month) + 1, int(day))
        for day, month in (words.split() for words in BANK_HOLIDAYS[year].split(", "))
    }


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_the_week_days_without_work_are_the_bank_holidays_and_no_others(year):
    days = [
        date(year, 1, 1) + timedelta(n)
        for n in range(366)
        if (date(year, 1, 1) + timedelta(n)).year == year
    ]
    assert {day for day in days if day.weekday() < 5 and not is_working_day(day)} == proclaimed(
        year
    )
    assert not any(is_working_day(day) for day in days if day.weekday() >= 5)


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_wales_keeps_the_days_of_england(year):
    assert set(holidays.country_holidays("GB", subdiv="WLS", years=year)) == set(
        holidays.country_holidays("GB", subdiv="ENG", years=year)
    )


WORKED_OUT = [
    # The report of the case. 17 May (1); 20-24 May (6); Monday 27 is a holiday, 28-31 (10); June
    # 3-7 (15), 10-14 (20), 17-21 (25),
    # 24-28 (30); July 1-5 (35), 8-12 (40), 15-19 (45), 22-26 (50), 29-2 August (55), 5-9 (60),
    # 12-16 (65), 19-23 (70).
    ("2024-05-16", 70, "2024-08-23"),
    # Christmas 2022 fell on a Sunday: Monday 26 and Tuesday 27 are off. 28, 29, 30 (3); Monday 2
    # January is off; Tuesday 3 (4).
    ("2022-12-23", 4, "2023-01-03"),
    # Easter 2022: from Thursday 14 April, Friday 15 and Monday 18 are off; Tuesday 19 (1).
    ("2022-04-14", 1, "2022-04-19"),
    # The Jubilee: Thursday 2 and Friday 3 June 2022 are off; Monday 6 (1), Tuesday 7 (2).
    ("2022-06-01", 2, "2022-06-07"),
    # The state funeral: Monday 19 September 2022 is off; Tuesday 20 (1).
    ("2022-09-16", 1, "2022-09-20"),
    # Easter 2023: Friday 7 and Monday 10 April are off; 11-14 (4); Monday 17 (5).
    ("2023-04-06", 5, "2023-04-17"),
    # May 2023: Monday 1 is off; 2-5 (4); Monday 8, the Coronation, is off; 9-12 (8); 15 (9), 16
    # (10).
    ("2023-04-28", 10, "2023-05-16"),
    # Christmas 2023: Monday 25 and Tuesday 26 are off; 27, 28, 29 (3); Monday 1 January is off; 2
    # (4), 3 (5).
    ("2023-12-22", 5, "2024-01-03"),
    # Easter 2024: Thursday 28 March (1); Friday 29 and Monday 1 April are off; 2 (2), 3 (3).
    ("2024-03-27", 3, "2024-04-03"),
    # From a Sunday, before the August holiday: Monday 26 is off; Tuesday 27 (1).
    ("2024-08-25", 1, "2024-08-27"),
    # Christmas 2025: Thursday 25 and Friday 26 are off; 29, 30, 31 (3); Thursday 1 January is off;
    # Friday 2 (4); Monday 5 (5).
    ("2025-12-24", 5, "2026-01-05"),
    # 70 over a Christmas: Friday 2 December 2022 (1); 5-9 (6), 12-16 (11), 19-23 (16), 28-30 (19),
    # 3-6 January (23), 9-13 (28),
    # 16-20 (33), 23-27 (38), 30-3 February (43), 6-10 (48), 13-17 (53), 20-24 (58), 27-3 March
    # (63), 6-10 (68), 13 (69), 14 (70).
    ("2022-12-01", 70, "2023-03-14"),
]


@pytest.mark.parametrize(("start", "days", "last"), WORKED_OUT)
def test_last_days_worked_out_by_hand(start, days, last):
    assert working_days_after(date.fromisoformat(start), days) == date.fromisoformat(last)


def test_counting_the_day_itself_or_missing_the_holiday_would_be_a_day_early():
    assert working_days_after(date(2024, 5, 15), 70) == date(2024, 8, 22)
    assert working_days_after(date(2024, 5, 16), 69) == date(2024, 8, 22)


@pytest.mark.parametrize("days", [0, -1])
def test_fewer_than_one_day_is_refused(days):
    with pytest.raises(ValueError, match="counted from 1"):
        working_days_after(date(2024, 5, 16), days)


@given(DAYS, st.integers(1, 120))
def test_it_lands_on_a_working_day_and_each_more_is_the_next_one(start, days):
    one, next_one = working_days_after(start, days), working_days_after(start, days + 1)
    assert is_working_day(one)
    assert start < one < next_one
    between = [one + timedelta(n) for n in range(1, (next_one - one).days)]
    assert not any(is_working_day(day) for day in between)


@given(DAYS, DAYS, st.integers(1, 90))
def test_a_later_start_never_ends_earlier(one, other, days):
    first, second = sorted((one, other))
    assert working_days_after(first, days) <= working_days_after(second, days)


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_days_add_up(start, some, more):
    assert working_days_after(working_days_after(start, some), more) == working_days_after(
        start, some + more
    )
