"""The table that is shown, as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pandas as pd

from analytics.publish.types import Published

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(published: Published) -> bytes:
    """Headings and rows as shown, UTF-8 with a mark so that Excel reads it as such; TypeError for anything but Published."""
    if not isinstance(published, Published):
        raise TypeError(f"an export writes Published, not {type(published).__name__}")
    table = published.shown()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(heading) for heading in table.columns])
    writer.writerows([[cell(value) for value in row] for row in table.itertuples(index=False, name=None)])
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """A value as text: dates dd/mm/yyyy, nothing for missing, an apostrophe before text that a spreadsheet could run."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_A_FORMULA) else text
