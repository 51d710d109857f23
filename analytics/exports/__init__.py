"""Export published results as the bytes of a file; a new format is one line in EXPORTERS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analytics.exports.csv import csv_file
from analytics.exports.excel import people_workbook, workbook
from analytics.publish.types import Published

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Exporter:
    """One file format: its button label, file extension, MIME type, and the function that writes
    it.
    """

    label: str
    extension: str
    mime: str
    function: Callable[[Published], bytes]


EXPORTERS: dict[str, Exporter] = {
    "excel": Exporter("Excel", "xlsx", XLSX, workbook),
    "csv": Exporter("CSV", "csv", "text/csv", csv_file),
}


def file_name(what: str, as_at: date | None, extension: str) -> str:
    """Return a file name with the content and its date, valid on any system:
    'check-ins_2025-03-31.xlsx'.
    """
    words = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:60] or "figures"
    return f"{words}_{as_at:%Y-%m-%d}.{extension}" if as_at else f"{words}.{extension}"


__all__ = ["EXPORTERS", "XLSX", "Exporter", "file_name", "people_workbook"]
