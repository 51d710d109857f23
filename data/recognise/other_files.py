"""Skip and list files that are clearly not spreadsheets, so that a whole folder can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from data.problems import UserError
from data.recognise.other_tables import of_the_ssd
from data.workbook import refused

LOCK_FILE, NO_SPREADSHEET = "Excel's lock file", "not a spreadsheet"
NO_TABLE_INSIDE = {  # reasons for which a file without a spreadsheet's name is skipped
    "not_a_spreadsheet",
    "empty",
    "encoding",
    "html_as_xls",
    "xml_as_xls",
    "open_quote",
    "long_cell",
    "far_cell",
}

_SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".zip"}
_KINDS = {
    "a PDF": (".pdf",),
    "a Word document": (".doc", ".docx", ".docm", ".dotx", ".odt", ".rtf"),
    "a presentation": (".ppt", ".pptx", ".pptm", ".odp"),
    "a picture": (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".heic"),
    "an e-mail": (".msg", ".eml"),
    "a web page": (".htm", ".html", ".mht", ".url"),
    "a program's own file": (
        ".json",
        ".xml",
        ".ini",
        ".log",
        ".tmp",
        ".bak",
        ".lnk",
        ".db",
        ".sql",
        ".py",
        ".r",
        ".pbix",
    ),
    "a text": (".md",),
}
_BY_ENDING = {ending: words for words, endings in _KINDS.items() for ending in endings}
_OF_THE_SYSTEM = {"thumbs.db", "desktop.ini", "__macosx"}
_LOCK_BYTES = 1024  # Excel's lock files have 165
_OF_A_WORKBOOK = (b"PK", b"\xd0\xcf\x11\xe0")


def passed_by_name(name: str) -> str:
    """Return what a file is, by its name alone; "" if it has to be opened to find out."""
    path = PurePosixPath(name.replace("\\", "/"))
    if any(part.startswith(".") or part.casefold() in _OF_THE_SYSTEM for part in path.parts):
        return "added by the computer"
    return _BY_ENDING.get(path.suffix.lower(), "") or of_the_ssd(path.stem)


def is_lock_file(name: str, content: bytes) -> bool:
    """Return whether this is the small file that Excel puts next to a workbook while it is open."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        path.name.startswith("~$")
        and len(content) <= _LOCK_BYTES
        and not content.startswith(_OF_A_WORKBOOK)
    )


def claims_to_be_one(name: str) -> bool:
    """Return whether a file has a spreadsheet's name, so that it is never skipped because of its
    contents.
    """
    return PurePosixPath(name).suffix.lower() in _SPREADSHEETS


def nothing_to_read(passed: Mapping[str, str]) -> UserError:
    """Return the error for a selection of which all files are skipped (`passed`: name -> what it
    is).
    """
    if len(passed) == 1:
        name, what = next(iter(passed.items()))
        no = refused("lock_file" if what == LOCK_FILE else "not_a_spreadsheet")
        return UserError(no.reason, f"{name}: {no.message}")
    names = ", ".join(f"'{name}' ({what})" for name, what in passed.items())
    return UserError(
        "not_a_spreadsheet",
        f"None of these files is a spreadsheet: {names}. Choose the workbook or the CSV file.",
    )
