"""Reads spreadsheet files of every kind, keeping each value's cell, in a guarded child process: a file that kills the reader kills only the child.

This is the public face; the other files of this folder are its own business.
"""

from data.workbook.archive import is_archive, members
from data.workbook.guard import read_workbook
from data.workbook.limits import LIMITS, Limits
from data.workbook.refusals import SENTENCES, refused
from data.workbook.sheets import MERGED, NO_SAVED_VALUE, Sheet, Workbook, letters, number

__all__ = [
    "LIMITS",
    "MERGED",
    "NO_SAVED_VALUE",
    "SENTENCES",
    "Limits",
    "Sheet",
    "Workbook",
    "is_archive",
    "letters",
    "members",
    "number",
    "read_workbook",
    "refused",
]
