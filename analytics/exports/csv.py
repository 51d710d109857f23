"""Export the shown table as CSV that a spreadsheet opens without running formulas."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pandas as pd

from analytics.publish.types import Published

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(published: Published) -> bytes:
    """Return headings and rows as shown, in UTF-8 with a byte order mark so that Excel reads it
    correctly.

    Raises TypeError for anything but Published.
    """
    if not isinstance(published, Published):
        raise TypeError(f"an export writes Published, not {type(published).__name__}")
    table = published.shown()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(heading) for heading in table.columns])
    writer.writerows(
        [[cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    )
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Return a value as text: dates as dd/mm/yyyy, "" for missing.

    Text that a spreadsheet could run as a formula starts with an apostrophe.
    """
    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and value != value)
    ):
        return ""
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_A_FORMULA) else text
