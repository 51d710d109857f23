"""The accepted formats, one file each: their tables and the required columns."""

from __future__ import annotations

from data.recognise.formats.annex_a import ANNEX_A
from data.recognise.formats.declare import Format
from data.recognise.formats.monthly import MONTHLY
from data.recognise.formats.oc3 import OC3
from data.recognise.formats.ssd import SSD

# If several formats fit a sheet equally well, the first is used: Annex A is a monthly workbook
# without
# our own columns.
FORMATS: dict[str, Format] = {one.key: one for one in (ANNEX_A, MONTHLY, OC3, SSD)}

__all__ = ["FORMATS", "Format"]
