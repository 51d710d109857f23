"""Exports: a file contains exactly what is shown, runs no formula, and no property names a
person."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports import EXPORTERS, file_name, people_workbook
from analytics.exports.csv import csv_file
from analytics.exports.excel import workbook
from analytics.exports.sheet_names import sheet_names
from analytics.publish.publish import publish, publish_people
from analytics.publish.types import Audience, Finding, Published, PublishedPeople

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x.example","y")',
    "{=1}",
    "http://x.example",
]
# XML 1.0 cannot hold other control characters; '_x0041_' is how Excel writes one.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_\ufffe\uffff"), max_size=40
)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 900)), min_size=1, max_size=8)


def published(
    counts: list, labels: list[str] | None = None, audience: Audience = Audience.MANAGER
) -> Published:
    table = pd.DataFrame(
        {
            "Where": labels or [f"row {row}" for row in range(len(counts))],
            "Young people": pd.array(counts, dtype="Int64"),
        }
    )
    return publish(
        Finding(
            "184 of 221",
            "Aged 21 to 24",
            table,
            "Where",
            ("Young people",),
            as_at=date(2025, 3, 31),
            snapshot=12,
        ),
        audience,
    )


def people(advisers: list, audience: Audience = Audience.MANAGER) -> PublishedPeople:
    rows = range(len(advisers))
    table = pd.DataFrame({
        "Child Unique ID": [f"00{row}" for row in rows],
        "Date of Birth": pd.to_datetime([date(2003, 5, 1 + row) for row in rows]),
        "Missing Episodes": list(rows),
        "Adviser": pd.Series(advisers, dtype=object),
    })  # fmt: skip
    return publish_people("Calls overdue", table, audience, date(2025, 3, 31), 12, sheets="Adviser")


def opened(content: bytes) -> openpyxl.Workbook:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not [
        cell
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]
    return book


def rows_below(sheet, heading: str) -> list[list]:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return rows[next(place for place, row in enumerate(rows) if row[0] == heading) + 1 :]


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_export_takes_nothing_but_published(name):
    with pytest.raises(TypeError):
        EXPORTERS[name].function(pd.DataFrame({"a": [1]}))
    with pytest.raises(TypeError):
        people_workbook(published([1]))


@given(COUNTS, st.sampled_from(Audience))
def test_excel_and_csv_hold_what_is_shown(counts, audience):
    shown = published(counts, audience=audience)
    expected = [
        ["" if pd.isna(value) else value for value in row]
        for row in shown.shown().itertuples(index=False, name=None)
    ]
    in_excel = [
        ["" if value is None else value for value in row]
        for row in rows_below(opened(workbook(shown)).active, "Where")
    ]
    assert in_excel == expected
    in_csv = list(csv.reader(io.StringIO(csv_file(shown).decode("utf-8-sig"))))
    assert in_csv == [
        ["Where", "Young people"],
        *[[str(value) for value in row] for row in expected],
    ]


@given(st.lists(TEXT.filter(str.strip), min_size=1, max_size=5))
def test_text_stays_text_in_excel(labels):
    sheet = opened(workbook(published([7] * len(labels), labels))).active
    assert [row[0] for row in rows_below(sheet, "Where")][-len(labels) :] == labels


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_typed_in_a_cell_runs(text):
    sheet = opened(workbook(published([7], [text]))).active
    assert (
        rows_below(sheet, "Where")[0][0] == text.replace("\r", "_x000D_")
        or rows_below(sheet, "Where")[0][0] == text
    )
    cell = next(
        csv.reader(
            io.StringIO(
                csv_file(published([7], [text])).decode("utf-8-sig").split("\r\n", 1)[1], newline=""
            )
        )
    )[0]
    assert cell == (f"'{text}" if text[0] in "=+-@\t\r" else text)


def test_headline_note_date_and_snapshot_are_above_the_figures():
    sheet = opened(workbook(published([3, 9, 90], audience=Audience.SHARED))).active
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "184 of 221",
        "Aged 21 to 24",
        "As at 31 March 2025 · snapshot 12",
    ]
    assert sheet["A4"].value.startswith("c = hidden: 1 to 5")
    assert [row[1] for row in rows_below(sheet, "Where")] == ["c", "c", 90]


def test_people_are_on_one_sheet_per_adviser_after_all():
    book = opened(people_workbook(people(["B. Jones", None, "A. Patel", " B.  Jones ", ""])))
    assert book.sheetnames == ["All", "A. Patel", "B. Jones", "No adviser"]
    assert [book[name].max_row - 1 for name in book.sheetnames] == [5, 1, 2, 2]


def test_values_keep_their_kind_and_the_sheet_prints():
    sheet = opened(people_workbook(people(["A. Patel"])))["A. Patel"]
    assert [cell.value for cell in sheet[2]] == ["000", datetime(2003, 5, 1), 0, "A. Patel"]
    assert sheet["B2"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D2"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToWidth or 1,
        sheet.page_setup.fitToHeight,
    ) == ("landscape", 1, 0)


def test_a_shared_audience_gets_headings_only():
    book = opened(people_workbook(people(["A. Patel"], Audience.SHARED)))
    assert (book.sheetnames, book["All"].max_row) == (["All"], 1)


def test_properties_name_nobody():
    with zipfile.ZipFile(io.BytesIO(people_workbook(people(["A. Patel"])))) as parts:
        properties = b"".join(
            parts.read(name) for name in parts.namelist() if name.startswith("docProps/core")
        )
    assert b"Patel" not in properties
    assert b"Calls overdue" not in properties


def test_the_same_figures_make_the_same_file():
    assert workbook(published([7, 8])) == workbook(published([7, 8]))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), max_size=12))
def test_sheet_names_are_legal_and_unlike_each_other(words):
    names = sheet_names(
        ["All", *words, "History", "all", "x" * 40, "x" * 40, "'quoted'", "\U0001f600" * 30]
    )
    assert len({name.casefold() for name in names}) == len(names) == len(words) + 7
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name.casefold() != "history"


@given(st.lists(st.one_of(st.none(), TEXT), max_size=6))
def test_everyone_is_on_all_and_on_one_other_sheet(advisers):
    book = opened(people_workbook(people(advisers)))
    ids = [
        row[0]
        for name in book.sheetnames[1:]
        for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    everyone = [f"00{row}" for row in range(len(advisers))]
    assert [row[0] for row in book["All"].iter_rows(min_row=2, values_only=True)] == everyone
    assert sorted(ids) == everyone


def test_file_names_say_what_and_when():
    assert file_name("Check-ins", date(2025, 3, 31), "xlsx") == "check-ins_2025-03-31.xlsx"
    assert file_name("21+ ledger: A/B", None, "csv") == "21-ledger-a-b.csv"
