"""Scan a worksheet's XML with a fast search if it is written in the usual way, otherwise with a
full parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from data.workbook.limits import Limits
from data.workbook.refusals import refused
from data.workbook.scanned import ScannedSheet, note, within
from data.workbook.sheet_parsed import Parsed, check_texts
from data.workbook.sheets import NO_SAVED_VALUE, number

# A cell as written by Excel, LibreOffice and all common libraries: the address first, then
# attributes.
_ADDRESS = (
    rb'<c r="([A-Z]++[0-9]++)"(?: s="[0-9]++")?+(?: t="[a-zA-Z]++")?+(?: [a-z]++="[^"<>&\']*+")*+'
)
_CELL = re.compile(_ADDRESS + rb"/?>")
_FILLED = re.compile(_ADDRESS + rb">(?!</c>)")
_OTHER_CELL = re.compile(rb"<c[^a-zA-Z ]")
# calamine silently changes a value that does not fit its cell.
_OTHER_INDEX = re.compile(rb't="s"(?!><v>[0-9]{1,9}</v></c>)')
_INDEX = re.compile(rb't="s"><v>([0-9]{1,9})</v>')
_ITEM, _ROUND_A_TEXT = re.compile(rb"<si>"), len("<t></t></si>")
_SHEETS_OF_TEXT = 4  # large sheets that a workbook usually has at most
_PLAIN_NUMBER = rb"-?+[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
_OTHER_VALUE = re.compile(rb"<v(?!>" + _PLAIN_NUMBER + rb"</v></c>)")
_OTHER_NUMBER = re.compile(
    rb'<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?: t="[bn]")?+(?: (?!t=)[a-z]++="[^"<>&\']*+")*+>'
    rb"(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v(?!>(?:" + _PLAIN_NUMBER + rb")?</v></c>| ?/></c>)"
)
_VALUE_INSIDE = re.compile(rb"<v\b[^>]*/>(?!</c>)|</v>(?!</c>)")
_OTHER_TEXT = re.compile(rb"<is(?!><t(?: [^>]*)?>[^<]*</t></is></c>)")
_BEHIND_A_NAME = (b" ", b">", b"/", b"\t", b"\r", b"\n")
_ROW_NUMBER = re.compile(rb'\br="([0-9]{1,7})"')
_BLOCK = 2**22  # bytes searched at a time, so that they fit in the processor's cache
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMNS = re.compile(
    rb'<col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d{1,5})")(?=[^>]*\bmax="(\d{1,5})")'
)
_FAULTY = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?P<attributes>[^>]*)(?<!/)>\s*'
    rb"(?P<formula><f\b(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*"
    rb"(?:<v\s*/>|<v[^>]*>(?P<value>[^<]*)</v>)?"
)
_TEXT = re.compile(rb't="(?:str|inlineStr)"')
_PREFIXED = re.compile(rb":(?:c|row|f|v|col)[\s/>]")
_BEHIND_THE_CELLS = (
    b"xm"  # the prefix of elements that newer versions of Excel write after the cells
)
_DECLARED = re.compile(rb'^<\?xml[^>]*\bencoding=["\']([A-Za-z0-9._-]+)')


def scan(xml: bytes, limits: Limits, lengths: list[int]) -> ScannedSheet:
    """Scan a sheet, with the lengths of the shared texts. Raises UserError if a cell is far away or
    repeated.
    """
    if _plain(xml) and (scanned := _searched(xml, limits)):
        scanned.letters = _letters(xml, lengths, limits)
        return scanned
    return Parsed(limits, lengths).of(xml)


def check_shared(xml: bytes) -> list[int]:
    """Return the length of each shared text; a search is enough if each item is one text.

    Raises UserError if two readers could read the shared texts in different ways.
    """
    items = xml.count(b"<si>")
    plain = 0 < items == xml.count(b"</t></si>") == xml.count(b"<t") == xml.count(b"</t>")
    if b"<!" in xml or xml.count(b"<?") > 1 or not plain:
        return check_texts(xml)
    starts = [item.end() for item in _ITEM.finditer(xml)]
    return [end - start - _ROUND_A_TEXT for start, end in pairwise([*starts, len(xml)])]


def _letters(xml: bytes, lengths: list[int], limits: Limits) -> int:
    """Return the total length of the shared texts, each as often as it is used; an upper limit if
    it is small.
    """
    most = xml.count(b't="s"') * max(lengths, default=0)
    if most <= limits.letters // _SHEETS_OF_TEXT:
        return most
    return sum(
        sum(map(lengths.__getitem__, map(int, _INDEX.findall(block)))) for block in _blocks(xml)
    )


def in_utf8(xml: bytes) -> bytes:
    """Return the XML in UTF-8; the same object if it already is in UTF-8."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _declared_utf8(xml.decode("utf-16"))
    if xml[:4] in (b"<\0?\0", b"\0<\0?"):
        return _declared_utf8(xml.decode("utf-16-le" if xml[1] == 0 else "utf-16-be"))
    said = _DECLARED.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if said and said[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        if said[1].lower() not in (b"iso-8859-1", b"windows-1252"):
            raise refused("readers_disagree")
        return _declared_utf8(xml.decode(said[1].decode()))
    return xml


def _declared_utf8(text: str) -> bytes:
    return re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text).encode()


def has_long_text(xml: bytes, most: int) -> bool:
    """Return whether there is text longer than `most` without a tag; text of two steps covers a
    whole step.
    """
    step = most // 2
    for start in range(0, len(xml) - step, step):
        if xml.find(b"<", start, start + step) < 0:
            first, last = xml.rfind(b"<", 0, start), xml.find(b"<", start)
            if (last if last >= 0 else len(xml)) - first > most:
                return True
    return False


def _plain(xml: bytes) -> bool:
    """Return whether a search finds what a parser finds: no comments, instructions or other
    prefixes.
    """
    if (
        (b"!" in xml and b"<!" in xml)
        or (xml.count(b"?") > 2 and xml.count(b"<?") > 1)
        or xml.count(b"<sheetData") > 1
    ):
        return False
    prefixes = (xml[at.start() - 2 : at.start()] for at in _PREFIXED.finditer(xml))
    return b"<worksheet" in xml[:10_000] and all(prefix == _BEHIND_THE_CELLS for prefix in prefixes)


def _searched(xml: bytes, limits: Limits) -> ScannedSheet | None:
    """Scan a sheet by searching; return None if a cell is written in an unusual way."""
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    for block in _blocks(xml):
        cells = _CELL.findall(block)
        if (
            len(cells) != block.count(b"<c ")
            or _OTHER_CELL.search(block)
            or not _usual_values(block)
        ):
            return None
        more, here = _rows_and_columns(cells)
        if any(row.startswith(b"0") for row in more):  # A01 is A1 to some readers
            return None
        if len(set(cells)) < len(cells) or not rows.isdisjoint(more):
            raise refused("readers_disagree")
        rows |= more
        columns |= here
    if not _fits(rows, columns, limits):
        filled = _rows_and_columns(
            _FILLED.findall(xml)
        )  # a distant cell with only a colour is not read
        rows, columns = filled
        within(_height(rows), _width(columns), limits)
    scanned = _about(xml, limits)
    scanned.cells, scanned.filled = _height(rows) * _width(columns), xml.count(b"</c>")
    return scanned


def _blocks(xml: bytes) -> Iterator[bytes]:
    """Yield the XML in pieces that begin with a row."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<row", start + _BLOCK)
        end = end if end > 0 else len(xml)
        yield xml[start:end]
        start = end


def _usual_values(block: bytes) -> bool:
    """Return whether every cell has at most one value in its usual form: an index or a number, by
    its type.
    """
    if _OTHER_INDEX.search(block):
        return False
    if _OTHER_VALUE.search(block) and (_OTHER_NUMBER.search(block) or _VALUE_INSIDE.search(block)):
        return False
    return not _OTHER_TEXT.search(block)


def _rows_and_columns(cells: list[bytes]) -> tuple[set[bytes], set[bytes]]:
    joined = b" ".join(cells)
    return set(joined.translate(None, _LETTERS).split()), set(
        joined.translate(None, _DIGITS).split()
    )


def _height(rows: set[bytes]) -> int:
    return max(map(int, rows), default=0)


def _width(columns: set[bytes]) -> int:
    return max(map(number, columns), default=-1) + 1


def _fits(rows: set[bytes], columns: set[bytes], limits: Limits) -> bool:
    height, width = _height(rows), _width(columns)
    return height <= limits.rows and width <= limits.columns and height * width <= limits.cells


def _about(xml: bytes, limits: Limits) -> ScannedSheet:
    """Return the hidden rows and columns and the faulty cells."""
    scanned = ScannedSheet()
    written = list(_row_tags(xml))
    numbers = [at[1] for row in written if (at := _ROW_NUMBER.search(row))]
    if len(set(numbers)) < len(numbers):
        raise refused("readers_disagree")
    if b'hidden="' in xml:
        hidden = (_ROW_NUMBER.search(row) for row in written if _HIDDEN.search(row))
        scanned.hidden_rows = {int(at[1]) - 1 for at in hidden if at}
        for first, last in _COLUMNS.findall(xml):
            scanned.hidden_columns.update(range(int(first) - 1, min(int(last), limits.columns)))
    if b't="e"' in xml or b"<f" in xml:
        _search_faults(xml, scanned, limits)
    return scanned


def _row_tags(xml: bytes) -> Iterator[bytes]:
    """Yield the attributes of each row's tag; a plain search is many times faster here than an
    expression.
    """
    at = xml.find(b"<row")
    while at >= 0 and (end := xml.find(b">", at)) >= 0:
        if xml[at + 4 : at + 5] in _BEHIND_A_NAME:
            yield xml[at + 4 : end]
        at = xml.find(b"<row", end)


def _search_faults(xml: bytes, scanned: ScannedSheet, limits: Limits) -> None:
    for cell in _FAULTY.finditer(xml):
        attributes, value = cell["attributes"], cell["value"]
        if b't="e"' in attributes:
            note(
                scanned.faults,
                (int(cell[2]) - 1, number(cell[1])),
                (value or b"#ERROR").decode("utf-8", "replace"),
                limits,
            )
        elif cell["formula"] and not value and not _TEXT.search(attributes):
            note(scanned.faults, (int(cell[2]) - 1, number(cell[1])), NO_SAVED_VALUE, limits)
