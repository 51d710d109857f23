"""Read text with separators (CSV) as Excel shows it: every value as text, every row in Excel's row.

A first line such as 'sep=;' is not a row: Excel takes the separator from it and shows the next line
as row 1.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import cast

from data.workbook.limits import Limits
from data.workbook.refusals import refused
from data.workbook.scanned import within

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div)\b|\s*mime-version:",  # noqa: E501
    re.IGNORECASE | re.DOTALL,
)
_OTHER_FILES = ("%PDF", "{\\rtf", "%!PS")
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LOOKED_AT = 100  # rows used to choose the separator
_LONG_LINE = 4 * 2**20  # letters
SEPARATORS = ",;\t"


def read(content: bytes, limits: Limits) -> tuple[list[list[object]], str]:
    """Return every row, all as long as the longest, and the separator. Raises UserError if it is
    not such a text.
    """
    written = _decoded(content)
    _check(written)
    said = _SEPARATOR.match(written)
    separator = said[1] if said else chosen_separator(written)
    return _rows(written[said.end() :] if said else written, separator, limits), separator


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _MARKS.items() if content.startswith(mark)] or [
        _unmarked(content)
    ]
    for encoding in (*encodings, "cp1252") if encodings == ["utf-8"] else encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused("encoding")


def _unmarked(content: bytes) -> str:
    """Return the encoding of text without a mark: in UTF-16 every other byte of Latin text is a
    zero byte.
    """
    start = content[: 2**16]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if len(start) >= 4 and max(even, odd) > 0.3 * len(start) and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return "utf-8"


def _check(written: str) -> None:
    """Raise UserError if a text is not a table."""
    if not written.strip():
        raise refused("empty")
    if _MARKUP.match(written):
        raise refused("html_as_xls")
    start = written.lstrip()
    if start.startswith("<?xml"):
        raise refused(
            "html_as_xls" if re.search(r"<html\b", start[:2000], re.IGNORECASE) else "xml_as_xls"
        )
    if _has_long_line(written):
        raise refused("far_cell")
    if start.startswith(_OTHER_FILES) or _BINARY.search(written):
        raise refused("not_a_spreadsheet")


def _has_long_line(written: str) -> bool:
    """Return whether a line is longer than any row of a table, so that it is never split into
    cells.
    """
    return any(
        written.find("\n", start, start + _LONG_LINE) < 0
        and written.find("\r", start, start + _LONG_LINE) < 0
        for start in range(0, len(written) - _LONG_LINE, _LONG_LINE)
    )


def chosen_separator(written: str) -> str:
    """Return the separator that splits most rows into the same number of cells, then into most
    cells.

    It is a comma if none splits any row. Quotation marks are respected, and lines without a
    separator (titles, notes) are not counted.
    """
    return max(SEPARATORS, key=lambda separator: _agreement(written, separator))


def _agreement(written: str, separator: str) -> tuple[int, int]:
    rows = islice(csv.reader(_lines(written), delimiter=separator), _LOOKED_AT)
    try:
        widths = Counter(len(row) for row in rows if len(row) > 1)
    except csv.Error:
        return (0, 0)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))


def _rows(written: str, separator: str, limits: Limits) -> list[list[object]]:
    csv.field_size_limit(limits.text)
    rows: list[list[object]] = []
    width = 0
    try:
        for row in csv.reader(chain(_lines(written), ["\x1f"]), delimiter=separator):
            rows.append(cast(list[object], row))
            width = max(width, len(row))
            within(len(rows) - 1, width, limits)
    except csv.Error as no:
        raise refused("long_cell") from no
    if rows.pop() != ["\x1f"]:  # the mark added after the text was taken into a cell
        raise refused("open_quote")
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _lines(written: str) -> Iterator[str]:
    """Yield each line with its end, without copying the whole text."""
    return (line[0] for line in _LINE.finditer(written))
