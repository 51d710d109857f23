"""The 903 basis by example: whose birthday fell in the year, and which month's extract each
person's facts are read from.
"""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given

from analytics.measures.birthdays import birthday_month, turned, years_shown
from analytics.month.cohort import age
from data.dates import age_on
from tests.analytics.councils import COUNCIL, council
from tests.spec.drawn import month

HEADING = "id | born | activity_status | eligibility_category"
YEAR = 2024  # 1 April 2024 to 31 March 2025


def months(**people):
    """Return months by their last day, D2024_06_30="1 | 2005-06-15 | F1 |", numbered 1, 2, 3 in
    this order.
    """
    drawn = [month(key[1:].replace("_", "-"), f"{HEADING}\n{rows}") for key, rows in people.items()]
    return [replace(one, snapshot=number) for number, one in enumerate(drawn, start=1)]


def read(until=-1, year=YEAR, **people):
    """Return what is known of each person: id -> (age reached, activity, snapshot it is read from,
    late).
    """
    all_months = months(**people)
    found = birthday_month(all_months, all_months[until], year).people
    rows = zip(
        found["birthday_age"],
        found["activity_status"],
        found["value_from"],
        found["late"],
        strict=True,
    )
    plain = [tuple(None if pd.isna(value) else value for value in row) for row in rows]
    return dict(zip(found.index, plain, strict=True))


def test_the_first_extract_on_or_after_the_birthday_is_read_when_within_a_month():
    assert read(
        D2024_05_31="1 | 2005-06-15 | G4 |",
        D2024_06_30="1 | 2005-06-15 | F1 |",
        D2024_07_31="1 | 2005-06-15 | G5 |",
    ) == {"1": (19, "F1", 2, False)}


def test_an_extract_on_the_birthday_itself_counts():
    assert read(D2024_06_30="1 | 2005-06-30 | F1 |", D2024_07_31="1 | 2005-06-30 | G5 |") == {
        "1": (19, "F1", 1, False)
    }


def test_a_month_after_is_a_calendar_month_and_its_last_day_still_counts():
    assert read(D2024_06_30="1 | 2005-05-30 | F1 |") == {"1": (19, "F1", 1, False)}
    assert read(D2024_06_30="1 | 2005-05-29 | F1 |") == {"1": (19, "F1", 1, True)}


def test_otherwise_the_nearest_extract_in_the_three_months_before():
    assert read(
        D2024_04_30="1 | 2005-06-15 | P1 |",
        D2024_05_31="1 | 2005-06-15 | G4 |",
        D2024_07_31="1 | 2005-06-15 | F1 |",
    ) == {"1": (19, "G4", 2, False)}


def test_three_months_before_is_three_calendar_months():
    assert read(D2024_03_15="1 | 2005-06-15 | G4 |", D2024_06_30="2 | 2000-01-01 | |") == {
        "1": (19, "G4", 1, False)
    }
    assert read(D2024_03_14="1 | 2005-06-15 | G4 |", D2024_06_30="2 | 2000-01-01 | |") == {
        "1": (19, None, None, False)
    }


def test_otherwise_their_first_later_extract_in_the_same_year_marked_late():
    assert read(
        D2024_08_31="1 | 2005-06-15 | F1 |",
        D2024_09_30="1 | 2005-06-15 | G5 |",
    ) == {"1": (19, "F1", 1, True)}


def test_otherwise_unknown_and_a_later_year_is_never_read():
    assert read(
        D2024_01_31="1 | 2005-06-15 | F1 | relevant",
        D2025_04_30="1 | 2005-06-15 | G5 | relevant",
    ) == {"1": (19, None, None, False)}


def test_a_month_after_may_reach_into_the_next_year():
    assert read(D2025_04_30="1 | 2006-03-31 | F1 |") == {"1": (19, "F1", 1, False)}
    assert read(D2025_04_30="1 | 2006-03-29 | F1 |") == {"1": (19, None, None, False)}


def test_the_first_extract_that_has_the_person_counts_not_the_first_extract():
    assert read(
        D2024_06_16="2 | 2000-01-01 | |",
        D2024_06_30="1 | 2005-06-15 | F1 |",
    ) == {"1": (19, "F1", 2, False)}


def test_a_blank_in_the_extract_that_is_read_stays_blank_and_no_other_extract_fills_it():
    assert read(D2024_06_30="1 | 2005-06-15 | |", D2024_07_31="1 | 2005-06-15 | F1 |") == {
        "1": (19, None, 1, False)
    }


def test_people_who_left_since_stay():
    assert read(D2024_06_30="1 | 2005-06-15 | F1 |", D2024_12_31="2 | 2000-01-01 | |") == {
        "1": (19, "F1", 1, False)
    }


@pytest.mark.parametrize(("born", "reached"), [("2007-12-01", 17), ("2003-12-01", 21)])
def test_seventeenth_to_twenty_first_birthdays_count(born, reached):
    assert read(D2024_12_31=f"1 | {born} | F1 |") == {"1": (reached, "F1", 1, False)}


@pytest.mark.parametrize("born", ["2008-12-01", "2002-12-01"])
def test_sixteenth_and_twenty_second_birthdays_do_not(born):
    assert read(D2024_12_31=f"1 | {born} | F1 |") == {}


def test_the_year_is_1_april_to_31_march():
    first, last = (
        "1 | 2003-03-31 | F1 |\n2 | 2003-04-01 | F1 |",
        "3 | 2008-03-31 | F1 |\n4 | 2008-04-01 | F1 |",
    )
    extracts = {"D2024_04_30": f"{first}\n{last}", "D2025_03_31": last, "D2025_04_30": last}
    assert read(**extracts) == {"2": (21, "F1", 1, False), "3": (17, "F1", 2, False)}
    assert read(**extracts, year=2023) == {"1": (21, "F1", 1, False), "2": (20, None, None, False)}


def test_someone_born_on_29_february_has_a_birthday_on_1_march_unless_it_is_a_leap_year():
    born = "1 | 2004-02-29 | F1 |"
    assert read(D2025_02_28=born) == {}
    assert read(D2025_02_28=born, D2025_03_01=born) == {"1": (21, "F1", 2, False)}
    assert read(D2024_02_29=born, year=2023) == {"1": (20, "F1", 1, False)}


def test_a_birthday_after_the_month_asked_has_not_fallen_yet():
    assert read(D2024_06_30="1 | 2005-06-30 | F1 |\n2 | 2005-07-01 | F1 |") == {
        "1": (19, "F1", 1, False)
    }


def test_extracts_after_the_month_asked_are_not_known():
    extracts = {
        "D2024_05_31": "1 | 2005-06-15 | G4 |",
        "D2024_06_20": "2 | 2005-06-10 | P5 |",
        "D2024_06_30": "1 | 2005-06-15 | F1 |\n3 | 2005-06-01 | F1 |",
    }
    assert read(until=1, **extracts) == {"1": (19, "G4", 1, False), "2": (19, "P5", 2, False)}


def test_the_newest_date_of_birth_wins_even_over_the_extract_that_is_read():
    assert read(
        D2024_06_30="1 | 2005-06-15 | F1 |",
        D2024_07_31="1 | 2005-07-15 | G5 |",
    ) == {"1": (19, "G5", 2, False)}
    assert read(D2024_06_30="1 | 2005-06-15 | F1 |", D2024_07_31="1 | 2001-06-15 | G5 |") == {}
    corrected = months(D2024_06_30="1 | 2005-06-15 | F1 |", D2024_07_31="1 | 2005-06-14 | G5 |")
    assert birthday_month(corrected, corrected[-1], YEAR).people.loc[
        "1", "date_of_birth"
    ] == pd.Timestamp("2005-06-14")


def counted(low, high, **people):
    found = birthday_month(months(**people), months(**people)[-1], YEAR)
    return sorted(found.people.index[turned(low, high)(found)])


def test_still_looked_after_in_the_extract_that_is_read_is_in_neither():
    people = {
        "D2024_06_30": "1 | 2006-06-15 | F1 | eligible\n2 | 2006-06-15 | F1 | former relevant\n3 | "
        "2006-06-15 | F1 |",
        "D2024_07_31": "1 | 2006-06-15 | F1 | former relevant\n2 | 2006-06-15 | F1 | eligible\n3 | "
        "2006-06-15 | F1 | eligible",
    }
    assert counted(17, 18, **people) == ["2", "3"]


def test_the_age_is_the_one_reached_in_the_year():
    people = (
        "1 | 2007-06-15 | F1 |\n2 | 2006-06-15 | F1 |\n3 | 2005-06-15 | F1 |\n4 | 2003-06-15 | F1 |"
    )
    assert counted(17, 18, D2024_06_30=people) == ["1", "2"]
    assert counted(19, 21, D2024_06_30=people) == ["3", "4"]


def test_someone_with_no_extract_near_the_birthday_is_counted_as_unknown():
    assert counted(
        19, 21, D2024_01_31="1 | 2005-06-15 | F1 | eligible", D2024_06_30="2 | 2000-01-01 | |"
    ) == ["1"]


def test_a_death_before_the_birthday_is_a_fact_that_stays():
    heading = "id | born | touch | activity_status"
    mistaken = month("2023-04-30", f"{heading}\n4 | 2005-06-15 | DIED | F1")
    before = month(
        "2023-05-31",
        f"{heading}\n1 | 2005-06-15 | DIED | F1\n2 | 2005-06-15 | RHOM | F1\n4 | "
        "2005-06-15 | YES | F1",
    )
    now = month("2024-06-30", f"{heading}\n3 | 2005-06-15 | YES | F1")
    found = birthday_month([mistaken, before, now], now, YEAR).people
    known = found[["la_in_touch", "activity_status"]].fillna("")
    assert dict(zip(known.index, known.itertuples(index=False, name=None), strict=True)) == {
        "1": ("DIED", ""),
        "2": ("", ""),
        "3": ("YES", "F1"),
        "4": ("", ""),
    }


def test_the_month_it_makes_is_dated_at_the_month_asked_or_the_end_of_a_finished_year():
    asked = months(D2024_06_30="1 | 2005-06-15 | F1 |", D2025_05_31="1 | 2005-06-15 | F1 |")
    assert f"{birthday_month(asked, asked[0], 2024).as_at}" == "2024-06-30"
    assert f"{birthday_month(asked, asked[1], 2024).as_at}" == "2025-03-31"
    assert age(birthday_month(asked, asked[1], 2024)).to_dict() == {"1": 19}


def test_a_column_that_no_extract_read_from_had_is_lacking_and_not_blank():
    before = month("2024-06-30", "id | born | activity_status\n1 | 2005-06-15 | F1")
    now = month("2025-05-31", "id | born | activity_status | staying_put\n1 | 2005-06-15 | F1 | Y")
    found = birthday_month([before, now], now, YEAR)
    assert (found.has("activity_status"), found.has("staying_put")) == (True, False)


def test_a_month_before_anyone_had_a_birthday_has_nobody_in_it():
    asked = months(D2024_04_30="1 | 2000-01-01 | F1 |")
    found = birthday_month(asked, asked[0], YEAR)
    assert (len(found.people), found.has("activity_status"), int(turned(17, 21)(found).sum())) == (
        0,
        True,
        0,
    )


def test_the_years_shown_are_the_year_to_date_and_the_last_full_one():
    assert years_shown(months(D2025_02_28="1 | 2000-01-01 | F1 |")[0]) == (2024, 2023)
    assert years_shown(months(D2025_03_31="1 | 2000-01-01 | F1 |")[0]) == (2024, 2024)
    assert years_shown(months(D2025_04_30="1 | 2000-01-01 | F1 |")[0]) == (2025, 2024)


@given(COUNCIL, COUNCIL, COUNCIL)
def test_everyone_who_turned_17_to_21_is_there_once_in_any_order_of_extracts(one, two, three):
    days = (date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31))
    first, asked, after = (
        council(drawn, day) for drawn, day in zip((one, two, three), days, strict=True)
    )
    found = birthday_month([first, asked], asked, YEAR).people
    assert found.equals(birthday_month([after, asked, first], asked, YEAR).people)
    born = asked.column("date_of_birth").combine_first(first.column("date_of_birth"))
    reached, then = age_on(born, asked.as_at), age_on(born, date(2024, 3, 31))
    assert list(found.index) == sorted(born.index[(reached > then) & reached.between(17, 21)])
    assert (found["birthday_age"] == reached[found.index]).all()
    assert not (found["late"] & found["value_from"].isna()).any()
