"""Every reason for not reading a file, each with a message that says what to do."""

from __future__ import annotations

from data.problems import InputNeeded, UserError
from data.workbook.limits import LIMITS
from data.workbook.sheets import letters

_AGAIN = "Open it in Excel and save it as an Excel Workbook (.xlsx), then choose that file."
_COPY = (
    "Copy the table to a new workbook, save it as an Excel Workbook (.xlsx), and choose that file."
)

SENTENCES = {
    "empty": "The file is empty. Save it again in the program that made it, then choose it again.",
    "password_needed": "The file is protected by a password. Enter the password that opens it.",
    "password_wrong": "That password does not open the file. Check capital letters and spaces, "
    "and enter it "
    "again.",
    "password_ods": "This OpenDocument file is protected by a password, which the dashboard "
    "cannot remove. "
    "Open it, save it without a password, and choose that file.",
    "password_unknown": "The file has a kind of protection that the dashboard cannot remove. "
    f"{_AGAIN}",
    "cut_short": "The file is damaged or incomplete. Copy it again from where it was saved, or "
    "save it "
    "again from Excel.",
    "damaged_old": f"This old Excel file (.xls) is damaged or incomplete. {_AGAIN}",
    "very_old": f"This file is from a version of Excel before 1993. {_AGAIN}",
    "not_a_spreadsheet": "This is not a spreadsheet, even if its name looks like one. Save the "
    "extract as an "
    "Excel Workbook (.xlsx) or as CSV and choose that file.",
    "lock_file": "This is not the workbook. It is the lock file that Excel keeps next to a "
    "workbook "
    "while it is open (its name begins with ~$). Choose the workbook itself.",
    "html_as_xls": f"This is a web page with the name of an Excel file. {_AGAIN}",
    "xml_as_xls": "This is an XML file, which Excel can open but which is not a workbook. "
    f"{_AGAIN}",
    "encoding": "The text is not in one of the encodings UTF-8, UTF-16 and Windows-1252. Save it "
    "from "
    "Excel as 'CSV UTF-8'.",
    "open_quote": "A quotation mark in the text is opened and never closed, so its rows cannot be "
    "separated. Save it from Excel as 'CSV UTF-8'.",
    "too_large": "The file needs more memory than an extract does. An extract has one row per "
    "person: "
    "remove sheets, pictures and long texts that are not part of it.",
    "too_many_parts": f"The workbook has more parts than any extract needs. {_COPY}",
    "too_many_sheets": f"The workbook has more than {LIMITS.sheets} sheets. Remove those that "
    "are not part of "
    "the extract.",
    "far_cell": f"A sheet has a cell far outside the table (beyond row {LIMITS.rows:,} or column "
    f"{letters(LIMITS.columns - 1)}, or the two together), often a stray space. In Excel "
    "press Ctrl+End to find it, delete those rows and columns, and save.",
    "long_cell": f"One cell has a text of more than {LIMITS.text:,} characters, which Excel "
    "itself does "
    f"not allow. {_COPY}",
    "too_many_merged": "A sheet has too many merged cells. In Excel select all, choose Merge & "
    "Center to "
    "unmerge, and save.",
    "too_many_errors": f"A sheet has more than {LIMITS.faults:,} cells with an error. Correct "
    "the formulas in "
    "Excel and save it again.",
    "unsafe_xml": "The workbook has a document type declaration, which no workbook needs. "
    f"{_AGAIN}",
    "readers_disagree": "Parts of the file contradict each other, so two programs could read "
    "different values "
    f"from it. {_AGAIN}",
    "too_slow": f"The file could not be read within {LIMITS.seconds} seconds. {_COPY}",
    "reader_stopped": f"The reader stopped at this file, so nothing was stored. {_COPY}",
    "nested_archive": "The zip contains another zip. Unpack it and choose the files themselves.",
    "archive_paths": "The zip contains a file whose name points outside it, or two files with "
    "the same "
    "name. Unpack it and choose the files themselves.",
    "archive_locked": "The zip is protected by a password. Unpack it and choose the files "
    "themselves.",
    "archive_full": f"The zip contains more than {LIMITS.members} files. Choose only the files "
    "of one "
    "extract.",
    "archive_empty": "The zip contains no files. Choose the files themselves.",
}

PASSWORD = ("password_needed", "password_wrong")


def refused(reason: str) -> UserError:
    """Return the error for a reason, with its message from SENTENCES."""
    kind = InputNeeded if reason in PASSWORD else UserError
    return kind(reason, SENTENCES[reason])
