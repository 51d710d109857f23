"""The monthly workbook: any of the schema's tables, one per sheet, in any order."""

from data.recognise.formats.declare import Format
from data.schema import TABLES

MONTHLY = Format("monthly", "Monthly workbook", tuple(TABLES.values()))
