"""Find events dated before the person was born, which are errors and so unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from data.check.link_ids import PERSON
from data.dates import add_months
from data.schema import TABLES, Column, Kind

BORN = "date_of_birth"
_YOUNGEST = 10  # years: a younger person's date of birth is wrong itself and is reported


def births(as_at: date, *tables: pd.DataFrame | None) -> pd.Series:
    """Return the date of birth of each ID, from the first table that has it.

    People with two dates of birth, or younger than 10 years, are left out.
    """
    known = [
        table[[PERSON, BORN]].dropna() for table in tables if table is not None and BORN in table
    ]
    if not known:
        return pd.Series(dtype="datetime64[us]")
    sure = [frame.drop_duplicates().drop_duplicates(PERSON, keep=False) for frame in known]
    born = pd.concat(sure).drop_duplicates(PERSON).set_index(PERSON)[BORN]
    return born[born <= pd.Timestamp(add_months(as_at, -12 * _YOUNGEST))]


def before_birth(
    key: str, frame: pd.DataFrame, born: pd.Series
) -> Iterator[tuple[Column, np.ndarray]]:
    """Yield each date column of a table with the rows whose date is before the person's birth."""
    columns = [
        column
        for column in TABLES[key].columns
        if column.kind is Kind.DATE and column.key in frame and column.key != BORN
    ]
    if not columns or PERSON not in frame or born.empty:
        return
    of_row = frame[PERSON].map(born).astype("datetime64[us]")
    for column in columns:
        rows = (frame[column.key] < of_row).to_numpy(dtype=bool)
        if rows.any():
            yield column, rows
