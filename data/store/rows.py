"""Convert the rows of a table to JSON documents, and back to a typed table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

import pandas as pd
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from data.check.check_table import typed
from data.schema import TABLES
from data.store.checksums import checksum_of_lines, put_checksum
from data.store.tables import extract_row, left_out

EVENT_DATES = {"contacts": "contact_date", "service_use": "start_date"}
RETURNED = "returned"  # the people of a yearly return
SHEET, _ONCE_SHEET = "source_sheet", "source"
# rows written at once, so that a large month neither fills the memory nor delays other people's
# pages
AT_ONCE = 2_000
_KINDS = TABLES | {
    RETURNED: TABLES["care_leavers"]
}  # the tables by the key under which their rows are stored


def columns_of(key: str, frame: pd.DataFrame) -> list[str]:
    """Return the schema's columns that a table has, in the schema's order."""
    return [column for column in _KINDS[key].keys if column in frame.columns]


def write_rows(connection: Connection, number: int, key: str, frame: pd.DataFrame) -> None:
    """Write the rows of one table of a snapshot, with their checksums."""
    written, people = sha256(), sha256()
    documents = _documents(number, key, frame)
    while some := list(islice(documents, AT_ONCE)):
        for row in some:
            written.update(row["fields"].encode() + b"\n")
            people.update(row["person"].encode() + b"\n")
        connection.execute(insert(extract_row), some)
    put_checksum(connection, f"rows {number} {key}", written.hexdigest())
    put_checksum(connection, f"people {number} {key}", people.hexdigest())


def write_left_out(connection: Connection, number: int, gone: pd.DataFrame) -> None:
    """Write the rows that could not be used, with their checksum."""
    rows = [
        {"snapshot": number, "number": place, "person": row["person"], "fields": json.dumps(row)}
        for place, row in enumerate(
            gone.astype(object).replace({float("nan"): None}).to_dict("records")
        )
    ]
    if rows:
        connection.execute(insert(left_out), rows)
    put_checksum(connection, f"left_out {number}", checksum_of_lines(row["fields"] for row in rows))


def _documents(number: int, key: str, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield one document per row, with dates as text and without blanks."""
    written = {}
    for column in [*columns_of(key, frame), SHEET, "source_row", "unusable"]:
        series = frame[column]
        dated = pd.api.types.is_datetime64_any_dtype(series)
        written[column] = series.dt.strftime("%Y-%m-%d").tolist() if dated else series.tolist()
    person = _KINDS[key].person
    for place, values in enumerate(zip(*written.values(), strict=True)):
        fields = {
            name: value
            for name, value in zip(written, values, strict=True)
            if value == value and value is not None and value != ""
        }
        document = {"snapshot": number, "table_key": key, "number": place}
        yield document | {"person": fields.get(person, ""), "fields": json.dumps(fields)}


def parsed(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return documents from their JSON text."""
    return json.loads(f"[{','.join(texts)}]")


def frame_of(key: str, columns: Iterable[str], documents: list[dict[str, Any]]) -> pd.DataFrame:
    """Return documents as a typed table with these columns, `source_sheet`, `source_row` and
    `unusable`.

    A document without `source_sheet` is from an earlier version, which stored the sheet as
    `source`, even over a column of that name.
    """
    kinds = {column.key: column.kind for column in _KINDS[key].columns}
    series = {}
    for name in [column for column in columns if column in kinds]:
        values = [
            document.get(name) if name != _ONCE_SHEET or SHEET in document else None
            for document in documents
        ]
        series[name] = typed(values, kinds[name])
    frame = pd.DataFrame(series)
    frame[SHEET] = pd.Series(
        [document.get(SHEET, document.get(_ONCE_SHEET, "")) for document in documents], dtype="str"
    )
    frame["source_row"] = [document["source_row"] for document in documents]
    frame["unusable"] = pd.Series(
        [document.get("unusable", "") for document in documents], dtype="str"
    )
    return frame
