"""Impossible dates: numbers, placeholders, events before birth, and midnights written in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.check.cell import meaning
from data.check.check_column import meanings
from data.check.london_time import LONDON
from data.schema import TABLES, Column, Kind
from tests.data.traps import SEEN, SILENT, cells, people
from tests.data.workbooks import (
    PEOPLE,
    at,
    contact,
    good_month,
    person,
    read,
    row,
    service,
    two_people,
    write,
)

AS_AT = date(2025, 3, 31)
DATE = Column("Latest Visit Date", Kind.DATE)
DATES = [
    column for table in TABLES.values() for column in table.columns if column.kind is Kind.DATE
]


def meant(written, column=DATE, as_at=AS_AT):
    found = meaning(written, column, as_at)
    return found.value, found.fault and found.fault.rule


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", DATES, ids=lambda column: column.key)
@given(number=some.one_of(some.integers(0, 17_999), some.floats(0, 17_999)))
def test_a_number_below_18000_is_never_a_date(column, number):
    for written in (number, f"{number:.2f}", str(number)):
        assert meaning(written, column, AS_AT).value is None


YEARS = [
    2025,
    2025.0,
    "2025",
    "2025.0",
    "'2007",
    2007,
    18,
    "18",
    17_999,
    "10000",
    date(1905, 7, 17),
    datetime(1900, 1, 18),
]


@pytest.mark.parametrize("written", YEARS)
def test_a_year_or_an_age_is_reported_as_not_a_date(written):
    """2025 in a cell that is formatted as a date is 17 July 1905, and 18 is 18 January 1900."""
    assert meant(written) == (None, "number_as_date")


def test_the_first_number_that_is_a_date_is_read():
    assert [meant(written)[0] for written in (18_000, "18000", 45747)] == [
        date(1949, 4, 12),
        date(1949, 4, 12),
        date(2025, 3, 31),
    ]


def test_a_year_alone_is_not_a_date_in_a_1904_workbook(tmp_path):
    rows = people(SEEN, [2024, 17_999, 43_579])
    extract = read(write(tmp_path / "a.xlsx", {PEOPLE: rows}, date_1904=True))
    days = extract.tables["care_leavers"][SEEN]
    assert (days.isna().tolist(), days[2].date()) == (
        [True, True, False],
        date(1904, 1, 1) + timedelta(days=43_579),
    )


MISSING = [
    "1970-01-01",
    "01/01/1970",
    "1970-01-01T00:00:00Z",
    25569,
    datetime(1970, 1, 1, 1),
    "01/01/1900",
    "1904-01-01",
    date(1904, 1, 1),
]
MISSING += [
    "30/12/1899",
    "31-Dec-1899",
    "00/01/1900",
    "0-Jan-00",
    "00/00/0000",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "31/12/9999",
]
MISSING += [0, 1, "0", "1753-01-01"]


@pytest.mark.parametrize("written", MISSING)
def test_placeholder_dates_of_systems_are_blank_and_reported(written):
    assert meant(written) == (None, "missing_date")


def test_a_missing_date_of_birth_is_blank(column):
    found = column("date_of_birth", ["01/01/1970", date(1904, 1, 1), date(2004, 1, 1)])
    assert found[:2] == [(None, "blank")] * 2


# --- before birth ---------------------------------------------------------------------------------


def test_an_event_before_birth_is_unknown_and_reported_at_its_cell(column):
    days = [date(1925, 3, 10), date(2001, 12, 31), date(2002, 1, 3), date(2024, 5, 1)]
    assert column(SEEN, days) == [
        (None, "before_birth"),
        (None, "before_birth"),
        (date(2002, 1, 3), SILENT),
        (date(2024, 5, 1), SILENT),
    ]


@pytest.mark.parametrize(
    "key", [column.key for column in TABLES["care_leavers"].columns if column.kind is Kind.DATE][1:]
)
def test_no_date_column_of_a_person_may_be_before_their_birth(checked, key):
    rows = [person(**{key: date(1999, 1, 1)})]
    extract = checked(care_leavers=rows)
    found = [problem for problem in extract.problems if problem.rule == "before_birth"]
    heading = TABLES["care_leavers"].column(key).heading
    assert [(problem.cell, str(problem.severity)) for problem in found] == [
        (at(rows, heading), "warning")
    ]
    assert (
        extract.tables["care_leavers"][key].isna().all(),
        extract.tables["care_leavers"]["unusable"][0],
    ) == (True, key)


def test_events_of_other_tables_are_compared_with_the_persons_birth(checked):
    extract = checked(
        contacts=[contact(contact_date=date(2002, 8, 13)), contact(contact_date=date(2002, 8, 14))],
        service_use=[service(referral_date=date(1999, 1, 1))],
        audits=[row("audits", learning_closed_date=date(1923, 5, 20))],
    )
    said = [
        (problem.table, problem.cell, str(problem.severity))
        for problem in extract.problems
        if problem.rule == "before_birth"
    ]
    assert sorted(said) == [
        ("audits", "I4", "warning"),
        ("contacts", "B4", "error"),
        ("service_use", "D4", "warning"),
    ]
    assert (
        len(extract.tables["contacts"]),
        extract.tables["service_use"]["referral_date"].isna().all(),
    ) == (1, True)


def test_an_impossible_date_of_birth_rejects_no_event(checked):
    wrong = [person(date_of_birth=date(2024, 5, 1)), two_people()[1]]
    assert cells(checked(care_leavers=wrong), "before_birth") == []


# --- zones ----------------------------------------------------------------------------------------


@given(some.datetimes(datetime(1990, 1, 1), datetime(2025, 3, 30), timezones=some.just(UTC)))
def test_a_time_with_a_zone_is_the_day_in_london(moment):
    day = moment.astimezone(LONDON).date()
    here = moment.astimezone(LONDON)
    offset = here.strftime("%z")
    for written in (
        f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        f"{moment:%Y-%m-%d %H:%M:%S}.123+00:00",
        f"{moment:%d/%m/%Y %H:%M:%S} +00:00",
        f"{here:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:]}",
        f"{here:%a %b %d %Y %H:%M:%S} GMT{offset}",
    ):
        assert meant(written)[0] == day, written


def test_a_period_of_time_is_not_a_zone():
    assert [
        meant(f"31/03/2024 {span}")[0] for span in ("12:00-13:00", "09:00 - 10:00", "23:00-23:30")
    ] == [date(2024, 3, 31)] * 3


@pytest.mark.parametrize("written", ["2025-03-31T25:00:00Z", "2025-03-31T10:00:00+99:00"])
def test_an_impossible_time_or_zone_is_not_a_date(written):
    assert meant(written) == (None, "not_a_date")


@given(some.text("0123456789-/:+TZ apmJanMonGMT'., ", max_size=40))
def test_no_text_raises_an_error(written):
    assert meanings([written, "2024-06-30 23:00"], DATE, AS_AT)


def test_many_spaces_are_read_quickly():
    assert meant("2024-03-31" + " " * 30_000 + "x")[1] == "not_a_date"


# --- midnight in UTC ------------------------------------------------------------------------------

SUMMER, WINTER = datetime(2024, 6, 30, 23), datetime(2024, 2, 3)


def days(written):
    return [
        (found.value, found.fault and found.fault.rule) for found in meanings(written, DATE, AS_AT)
    ]


@pytest.mark.parametrize(
    "late",
    [SUMMER, "2024-06-30T23:00:00", "30/06/2024 23:00", "30-Jun-2024 11:00 PM", 45473 + 23 / 24],
)
def test_a_column_of_london_midnights_in_utc_is_read_as_the_next_day(late):
    moved, kept = (date(2024, 7, 1), "midnight_in_utc"), (date(2024, 2, 3), SILENT)
    assert days([late, WINTER, None]) == [moved, kept, (None, None)]


@pytest.mark.parametrize(
    "other", [datetime(2024, 6, 30, 14), datetime(2024, 2, 3, 23), "01/02/2024 09:15"]
)
def test_one_other_time_in_the_column_leaves_all_days_unchanged(other):
    assert days([SUMMER, other])[0] == (date(2024, 6, 30), SILENT)


def test_moved_days_are_asked_about_with_their_number(tmp_path):
    rows = people(
        SEEN,
        ["2023-06-30T23:00:00", "2024-02-03T00:00:00", "2023-08-01T23:00:00"],
        latest_visit_date="2023-06-30T23:00:00",
    )
    extract = read(
        write(tmp_path / "a.xlsx", good_month(care_leavers=rows, contacts=[], service_use=[]))
    )
    [doubt] = [doubt for doubt in extract.doubts if doubt.code == "midnight_in_utc"]
    assert (doubt.must_confirm, doubt.number) == (True, 5)
    assert doubt.sentence.startswith("5 dates have the time 23:00 on a summer day, in ")
    assert "Latest Date of Contact (Care leavers)" in doubt.sentence
    assert extract.tables["care_leavers"][SEEN][0].date() == date(2023, 7, 1)


def test_a_month_without_such_days_asks_nothing(checked):
    assert checked().doubts == []


# --- forms ----------------------------------------------------------------------------------------

FORMS = [
    "%A, %d %B %Y",
    "%a %d/%m/%Y",
    "%a, %d %b %Y",
    "%d%b%Y:00:00:00",
    "%d-%b-%Y 00:00:00",
    "%Y-%m-%dT%H:%M:%S.000",
    "%b %d %Y 12:00AM",
]
FORMS += [
    "%B %d, %Y",
    "'%d/%m/%Y",
    '="%d/%m/%Y"',
    "'%Y-%m-%d",
    "%a %b %d 00:00:00 GMT %Y",
    "%d of %B %Y",
    "%A %d.%m.%Y",
    "%Y%m%d",
]


@pytest.mark.parametrize("form", FORMS)
@given(day=some.dates(date(1990, 1, 1), date(2024, 12, 31)))
def test_a_day_can_be_read_from_every_spelling(form, day):
    summer_in_gmt = (
        "GMT" in form and datetime(day.year, day.month, day.day, tzinfo=LONDON).utcoffset()
    )
    assert summer_in_gmt or meant(day.strftime(form)) == (day, SILENT)


def test_a_wrong_weekday_is_reported_and_can_prove_month_first():
    assert meant("Tuesday, 31 March 2025") == (None, "wrong_weekday")
    assert meant("Sun 04/07/2024") == (
        None,
        "month_first",
    )  # 7 April 2024 was a Sunday, 4 July a Thursday
    assert days(["Sun 04/07/2024", "05/06/2024"])[1] == (None, "date_order_unsure")
    assert days(["Sun 03/31/2024", "'05/06/2024"])[1] == (None, "date_order_unsure")
