"""Fixtures for the tests of reading."""

from __future__ import annotations

import pandas as pd
import pytest

from data.schema import TABLES
from tests.data.traps import SILENT, people
from tests.data.workbooks import HEADINGS, at, good_month, read, write


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return the path of a month without a fault."""
    return write(tmp_path_factory.mktemp("good") / "good.xlsx", good_month())


@pytest.fixture
def checked(tmp_path):
    def check(**changed):
        return read(write(tmp_path / "month.xlsx", good_month(**changed)))

    return check


@pytest.fixture
def column(checked):
    """Read a month with one person per value of a column; return (value, rule at its cell) of each
    row.
    """

    def reads(key: str, written: list[object], **same: object) -> list[tuple[object, object]]:
        rows = people(key, written, **same)
        extract = checked(care_leavers=rows, contacts=[], service_use=[])
        frame = extract.tables["care_leavers"].set_index("source_row")
        heading = TABLES["care_leavers"].column(key).heading
        said = {
            problem.cell: problem.rule
            for problem in reversed(extract.problems)
            if problem.column == key
        }  # the most serious is first
        answers = []
        for number in range(len(rows)):
            value = frame[key].get(HEADINGS + 1 + number)
            value = (
                None
                if pd.isna(value)
                else value.date()
                if isinstance(value, pd.Timestamp)
                else value
            )
            answers.append((value, said.get(at(rows, heading, number), SILENT)))
        return answers

    return reads
