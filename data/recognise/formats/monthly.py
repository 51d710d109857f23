"""The monthly workbook: any of the schema's tables, a sheet each, in any order."""

from data.recognise.formats.declare import Format
from data.schema import TABLES

MONTHLY = Format("monthly", "Monthly workbook", tuple(TABLES.values()))
