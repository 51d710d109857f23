"""The meaning of a cell: the same fact is read the same in every spelling."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.check.cell import meaning
from data.check.check_column import meanings as _meanings
from data.codelists import codelist, names
from data.problems import Severity
from data.schema import TABLES, Column, Kind

AS_AT = date(2025, 3, 31)
DATE = Column("Latest Visit Date", Kind.DATE)
ID, TEXT = Column("Child Unique ID", Kind.ID), Column("Allocated Team", Kind.TEXT)
NUMBER = Column("Contact Frequency (weeks)", Kind.NUMBER, lowest=1, highest=104)
ANY_CELL = some.one_of(
    some.none(),
    some.text(),
    some.booleans(),
    some.floats(),
    some.datetimes(),
    some.dates(),
    some.times(),
    some.timedeltas(),
)


def read(written, column, as_at=AS_AT):
    return meaning(written, column, as_at).value


def rule(written, column, as_at=AS_AT):
    fault = meaning(written, column, as_at).fault
    return fault and fault.rule


def of(codes: str) -> Column:
    return Column("Any", Kind.CODE, codes=codes)


WAYS = [
    "31/03/2025",
    "31-03-2025",
    "31.03.2025",
    "31/3/25",
    "31 / 03 / 2025",
    "31/03/2025 14:05",
    "2025-03-31",
    "2025-03-31T00:00:00",
]
WAYS += [
    "2025-03-31 09:30:00",
    "31-Mar-25",
    "31 March 2025",
    "31st Mar 2025",
    "31-MAR-2025",
    " 31/03/2025\u00a0",
    "31/03/2025\u200b",
]
WAYS += [45747.0, 45747.75, 45747, date(2025, 3, 31), datetime(2025, 3, 31, 23, 59)]


@pytest.mark.parametrize("written", WAYS)
def test_a_date_is_the_same_in_every_spelling(written):
    assert (read(written, DATE), rule(written, DATE)) == (date(2025, 3, 31), None)


@given(some.dates(date(1900, 1, 2), AS_AT))
def test_every_date_can_be_read_from_every_spelling(day):
    for written in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day:%d-%b-%Y}"):
        assert read(written, DATE) == (None if day in (date(1904, 1, 1), date(1970, 1, 1)) else day)


@given(some.dates(date(1949, 4, 12), AS_AT).filter(lambda day: day != date(1970, 1, 1)))
def test_excel_serial_numbers_count_from_excels_first_day(day):
    assert read(float((day - date(1899, 12, 30)).days), DATE) == day


@pytest.mark.parametrize(
    "written", ["01/01/1900", "1899-12-30", 0.0, 1.0, 2.0, date(1900, 1, 1), time(0, 0)]
)
def test_excels_day_zero_is_blank_and_reported(written):
    meant = meaning(written, DATE, AS_AT)
    assert (meant.value, meant.fault.rule, meant.fault.severity) == (
        None,
        "missing_date",
        Severity.NOTE,
    )


def test_the_29th_of_february_needs_a_leap_year():
    assert read("29/02/2024", DATE) == date(2024, 2, 29)
    assert [rule(day, DATE) for day in ("29/02/2023", "30/02/2024", "29-Feb-23", "2023-02-29")] == [
        "not_a_date"
    ] * 4


def test_a_year_of_two_digits_is_the_latest_that_is_not_after_next_year():
    assert [read(f"01/02/{year}", DATE).year for year in ("25", "04", "00", "99", "68")] == [
        2025,
        2004,
        2000,
        1999,
        1968,
    ]


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "31/13/2025",
        "32/01/2025",
        "Mar 2025",
        "31-Foo-25",
        "1/2",
        True,
        200_000.0,
        -1.0,
        time(9, 30),
    ],
)
def test_an_invalid_date_is_reported_and_not_guessed(written):
    assert (read(written, DATE), rule(written, DATE)) == (None, "not_a_date")


def test_a_date_after_the_as_at_date_is_reported_unless_the_column_allows_it():
    assert rule("01/04/2025", DATE) == "in_the_future"
    assert read("01/04/2025", Column("End Date", Kind.DATE, future_allowed=True)) == date(
        2025, 4, 1
    )


def faults(cells):
    return [
        (meant.value, meant.fault and meant.fault.rule) for meant in _meanings(cells, DATE, AS_AT)
    ]


PROOF, DOUBTFUL, DAY_FIRST = "03/31/2024", "04/05/2024", "25/12/2023"


@given(
    some.permutations(
        [PROOF, DOUBTFUL, DAY_FIRST, "2024-05-04", date(2024, 5, 4), "07/07/2024", None]
    )
)
def test_one_month_first_date_makes_all_ambiguous_dates_unknown(cells):
    found = dict(zip(map(str, cells), faults(cells), strict=True))
    assert found[PROOF] == (None, "month_first")
    assert found[DOUBTFUL] == (None, "date_order_unsure")
    assert found[DAY_FIRST] == (date(2023, 12, 25), None)
    assert found["2024-05-04"] == (date(2024, 5, 4), None)
    assert found["07/07/2024"] == (date(2024, 7, 7), None)


def test_without_proof_a_date_is_read_day_first():
    assert faults([DOUBTFUL, "05/06/2024"]) == [(date(2024, 5, 4), None), (date(2024, 6, 5), None)]


IDS = [
    ("00123", "00123"),
    (" 00123 ", "00123"),
    (12345.0, "12345"),
    ("12345.0", "12345"),
    ("12345.00", "12345"),
    ("A/12.5", "A/12.5"),
]
IDS += [
    ("12\u200b345\ufeff", "12345"),
    ("\u00a012345", "12345"),
    ("1234567890123456", "1234567890123456"),
    (123456789012345.0, "123456789012345"),
]
IDS += [("AB  12", "AB 12"), ("LC-0042", "LC-0042")]


@pytest.mark.parametrize(("written", "expected"), IDS)
def test_ids_are_tidied_and_keep_their_leading_zeros(written, expected):
    assert (read(written, ID), rule(written, ID)) == (expected, None)


def test_a_number_of_16_digits_is_not_an_id_because_excel_rounds_it():
    assert (read(1234567890123456.0, ID), rule(1234567890123456.0, ID)) == (None, "id_rounded")


@pytest.mark.parametrize("written", ["-", "n/a", "NULL", "TBC", "nan", "\u200b"])
def test_a_placeholder_is_not_an_id(written):
    assert read(written, ID) is None


@given(some.integers(0, 10**15 - 1))
def test_an_id_is_the_same_as_number_and_as_text(number):
    assert read(float(number), ID) == read(str(number), ID) == str(number)


@pytest.mark.parametrize("name", names())
def test_every_code_and_label_means_its_code_in_any_case_with_any_spaces_and_an_annex_a_letter(
    name,
):
    for code, label in codelist(name).labels.items():
        for written in (
            code,
            label,
            code.lower(),
            label.upper(),
            f"  {label} ",
            f"a) {label}",
            label.replace(" ", "\u00a0"),
            f"{code}\u200b",
        ):
            assert read(written, of(name)) == code, written


@pytest.mark.parametrize(
    ("written", "code"),
    [(1.0, "Y"), (2.0, "N"), (0.0, "N"), (True, "Y"), (False, "N"), ("b) No", "N"), ("yes ", "Y")],
)
def test_yes_and_no_in_the_sectors_spellings(written, code):
    assert read(written, of("yes_no")) == code


def test_unsuitable_is_never_read_as_suitable():
    assert [
        read(typed, of("suitability"))
        for typed in ("Suitable", "Unsuitable", "UNSUITABLE", "not suitable")
    ] == [
        "suitable",
        *["unsuitable"] * 3,
    ]


def test_a_word_outside_a_closed_list_is_refused_with_the_valid_codes():
    fault = meaning("MAYBE", of("in_touch"), AS_AT).fault
    assert (fault.rule, fault.message) == (
        "not_in_list",
        "is not one of YES, NO, DIED, REFU, NREQ, RHOM",
    )
    assert "MAYBE" not in fault.message + fault.advice


def test_a_word_outside_an_open_list_is_the_councils_own():
    assert read(" Nantwich  town", of("area")) == "Nantwich town"
    assert read("-", of("area")) is None


@pytest.mark.parametrize(
    "written", [None, "", "  ", "\u00a0", "\u200b", "-", "n/a", "NULL", "TBC", "nan", "–"]
)
@pytest.mark.parametrize(
    "column",
    [DATE, NUMBER, of("in_touch"), of("area")],
    ids=lambda column: column.kind + column.codes,
)
def test_every_placeholder_is_blank_without_a_problem(written, column):
    assert (read(written, column), rule(written, column)) == (None, None)


def test_a_code_that_looks_like_a_blank_stays_a_code():
    assert (
        read("Unknown", of("yes_no")),
        read("not known", of("ethnicity")),
        read("NO", of("in_touch")),
    ) == ("U", "UNKNOWN", "NO")


def test_numbers_are_read_with_commas_and_as_text():
    assert [read(typed, NUMBER) for typed in (8.0, "8", " 8 ", "8.5")] == [8.0, 8.0, 8.0, 8.5]
    assert read("1,000", Column("Any", Kind.NUMBER)) == 1000.0
    assert [rule(typed, NUMBER) for typed in ("weekly", True, "12 weeks", date(2025, 1, 1))] == [
        "not_a_number"
    ] * 4
    assert [rule(typed, NUMBER) for typed in (0.0, 105.0, "-1", "inf")] == ["out_of_range"] * 4


def test_text_is_kept_as_typed_except_spaces():
    assert [read(typed, TEXT) for typed in ("  North \n East ", "O'Brien & Söhne", 7.0, "007")] == [
        "North East",
        "O'Brien & Söhne",
        "7",
        "007",
    ]


@pytest.mark.parametrize(
    "column",
    [column for table in TABLES.values() for column in table.columns],
    ids=lambda column: column.key,
)
@given(written=ANY_CELL)
def test_no_cell_stops_the_reader_or_appears_in_a_message(column, written):
    meant = meaning(written, column, AS_AT)
    kinds = {Kind.DATE: date, Kind.NUMBER: float}
    assert meant.value is None or isinstance(meant.value, kinds.get(column.kind, str))
    assert (
        meant.fault is None
        or meaning("\u2603 other", column, AS_AT).fault is None
        or "\u2603" not in meant.fault.message
    )


def test_a_duration_is_not_a_date():
    assert rule(timedelta(days=45747), DATE) == "not_a_date"
