"""Every reason for which a file is not read, each with one sentence that says what to do."""

from __future__ import annotations

from data.problems import InputNeeded, UserError
from data.workbook.limits import LIMITS
from data.workbook.sheets import letters

_AGAIN = "Open it in Excel and save it as an Excel Workbook (.xlsx), then choose that file."
_COPY = "Copy the table to a new workbook, save it as an Excel Workbook (.xlsx), and choose that file."

SENTENCES = {
    "empty": "The file is empty. Save it again from where it was made and choose it once more.",
    "password_needed": "The file is protected by a password. Give the password that opens it.",
    "password_wrong": "That password does not open the file. Check capital letters and spaces, and give it again.",
    "password_ods": "This OpenDocument file is protected by a password, which cannot be taken off here. Open it, save it without a password, and choose that file.",
    "password_unknown": f"The file is protected in a way that cannot be undone here. {_AGAIN}",
    "cut_short": "The file is damaged or was cut short on its way. Copy it again from where it was saved, or save it again from Excel.",
    "damaged_old": f"This old Excel file (.xls) is damaged or was cut short. {_AGAIN}",
    "very_old": f"This file is from an Excel older than 1993. {_AGAIN}",
    "not_a_spreadsheet": "This is not a spreadsheet, whatever its name says. Save the extract as an Excel Workbook (.xlsx) or as CSV and choose that file.",
    "lock_file": "This is not the workbook. It is the lock file that Excel keeps next to a workbook while it is open (its name begins with ~$). Choose the workbook itself.",
    "html_as_xls": f"This is a web page that was only named like an Excel file. {_AGAIN}",
    "xml_as_xls": f"This is an XML file, which Excel can open but which is not a workbook. {_AGAIN}",
    "encoding": "The text holds bytes that are in none of the encodings UTF-8, UTF-16 and Windows-1252. Save it from Excel as 'CSV UTF-8'.",
    "open_quote": "A quotation mark in the text is opened and never closed, so its rows cannot be told apart. Save it from Excel as 'CSV UTF-8'.",
    "too_large": "The file needs more memory than an extract does. An extract has one row per person: remove sheets, pictures and long texts that are not part of it.",
    "too_many_parts": f"The workbook is made of more pieces than any extract needs. {_COPY}",
    "too_many_sheets": f"The workbook has more than {LIMITS.sheets} sheets. Remove those that are not part of the extract.",
    "far_cell": f"A sheet has a cell far outside the table (beyond row {LIMITS.rows:,} or column {letters(LIMITS.columns - 1)}, or the two together), often a stray space. In Excel press Ctrl+End to find it, delete those rows and columns, and save.",
    "long_cell": f"One cell holds a text of more than {LIMITS.text:,} characters, which Excel itself does not allow. {_COPY}",
    "too_many_merged": "A sheet has more merged cells than can be followed. In Excel select all, choose Merge & Center to unmerge, and save.",
    "too_many_errors": f"A sheet has more than {LIMITS.faults:,} cells that hold an error. Mend the formulas in Excel and save it again.",
    "unsafe_xml": f"The workbook holds a document type declaration, which no workbook needs. {_AGAIN}",
    "readers_disagree": f"The file says the same thing twice in two ways, so two programs could read different values from it. {_AGAIN}",
    "too_slow": f"The file could not be read within {LIMITS.seconds} seconds. {_COPY}",
    "reader_stopped": f"The file stopped the reader and was left alone; nothing was stored. {_COPY}",
    "nested_archive": "The zip holds another zip. Unpack it and choose the files themselves.",
    "archive_paths": "The zip holds a file whose name points outside it, or two of the same name. Unpack it and choose the files themselves.",
    "archive_locked": "The zip is protected by a password. Unpack it and choose the files themselves.",
    "archive_full": f"The zip holds more than {LIMITS.members} files. Choose only those of one extract.",
    "archive_empty": "The zip holds no files. Choose the files themselves.",
}

PASSWORD = ("password_needed", "password_wrong")


def refused(reason: str) -> UserError:
    """The refusal of that name, with its sentence from the catalogue."""
    kind = InputNeeded if reason in PASSWORD else UserError
    return kind(reason, SENTENCES[reason])
