"""The accepted formats, a file each: the tables as they stand there, and what each is required to hold."""

from __future__ import annotations

from data.recognise.formats.annex_a import ANNEX_A
from data.recognise.formats.declare import Format
from data.recognise.formats.monthly import MONTHLY
from data.recognise.formats.oc3 import OC3
from data.recognise.formats.ssd import SSD

# Of formats that fit a sheet equally well the first is taken: Annex A is a monthly workbook with no column of ours.
FORMATS: dict[str, Format] = {one.key: one for one in (ANNEX_A, MONTHLY, OC3, SSD)}

__all__ = ["FORMATS", "Format"]
