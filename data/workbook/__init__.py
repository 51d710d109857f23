"""Read spreadsheet files of every kind in a guarded child process, keeping each value's cell.

A file that kills the reader kills only the child. Import only from this module; the others are
internal.
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
