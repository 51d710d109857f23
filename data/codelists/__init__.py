"""Code lists, one CSV each: code, label, group, also_written (spellings with | between), from, to.

Further columns are kept as `extra`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
OPEN_LISTS = frozenset({"area", "service", "milestone_body"})  # a council may add its own
_ANNEX_A_LETTER = re.compile(r"^[a-z]\)\s*")
_WHOLE = re.compile(r"[0-9]+\.0+")
_GAPS = re.compile(r"\s+")  # including non-breaking spaces
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d", '"')
)
_OF_EVERY_LIST = {"code", "label", "group", "also_written", "from", "to"}


@dataclass(frozen=True)
class Codelist:
    """One list: its codes in order, their labels and groups, and every spelling that means them."""

    name: str
    labels: dict[str, str]
    groups: dict[str, str]
    spellings: dict[str, str] = field(repr=False)
    begins: dict[str, date] = field(default_factory=dict)  # the first day of codes that have one
    ends: dict[str, date] = field(default_factory=dict)  # the last day of codes that are retired
    extra: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # column only in this list -> code -> value

    @property
    def current(self) -> dict[str, str]:
        """Return code -> label of the codes that are not retired, as offered in forms."""
        return {code: label for code, label in self.labels.items() if code not in self.ends}

    @property
    def open(self) -> bool:
        return self.name in OPEN_LISTS

    def code_for(self, written: object) -> str | None:
        """Return the code of a cell; an unknown spelling is the council's own in an open list,
        otherwise None.

        Case, spaces and the letter of an Ofsted Annex A drop-down ("a) Yes") make no difference.
        """
        text = fold(written)
        found = self.spellings.get(text) or self.spellings.get(_ANNEX_A_LETTER.sub("", text))
        if found is None and self.open and text:
            own = _GAPS.sub(" ", without_invisible(str(written))).strip()
            return own[:1].upper() + own[1:]
        return found

    def label(self, code: str) -> str:
        """Return the label of a code; the council's own values are their own labels."""
        return self.labels.get(code, code)

    def allowed(self) -> str:
        """Return the codes that are not retired, as a phrase for a message."""
        return ", ".join(self.current)


def fold(written: object) -> str:
    """Return a cell's text in the form in which spellings are compared.

    Case, white space, dashes, quotation marks and invisible characters make no difference; 1.0 is
    1.
    """
    if isinstance(written, bool):
        return "yes" if written else "no"
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    text = _GAPS.sub(" ", without_invisible(str(written))).strip().casefold().translate(_ALIKE)
    return text.partition(".")[0] if _WHOLE.fullmatch(text) else text


def without_invisible(text: str) -> str:
    """Return a text without invisible characters: zero-width spaces, soft hyphens, direction and
    control marks.
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


@cache
def codelist(name: str) -> Codelist:
    """Return the list with that name. Raises FileNotFoundError if there is none."""
    labels: dict[str, str] = {}
    groups: dict[str, str] = {}
    spellings: dict[str, str] = {}
    begins: dict[str, date] = {}
    ends: dict[str, date] = {}
    extra: dict[str, dict[str, str]] = {}
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["code"]
            labels[code], groups[code] = row["label"], row["group"]
            for days, written in ((begins, row["from"]), (ends, row["to"])):
                if written:
                    days[code] = date.fromisoformat(written)
            for column in row.keys() - _OF_EVERY_LIST:
                extra.setdefault(column, {})[code] = row[column]
            for spelling in (code, row["label"], *filter(None, row["also_written"].split("|"))):
                taken = spellings.setdefault(fold(spelling), code)
                if taken != code:
                    raise ValueError(
                        f"code list {name}: '{spelling}' means both {taken} and {code}"
                    )
    return Codelist(name, labels, groups, spellings, begins, ends, extra)


def service_kind(service: str) -> str:
    """Return 'attendance' (the start date is the day) or 'episode'.

    A council's own service is an attendance if its name ends in 'hub'.
    """
    if _is_hub(service):
        return "attendance"
    return codelist("service").groups.get(service, "episode")


def service_for_whom(service: str) -> str:
    """Return who a service is for: 'NEET', 'unsuitable or at risk', 'mental health need' or
    'everyone'.

    Hubs and a council's own services are for everyone.
    """
    return codelist("service").extra["for_whom"].get(service, "everyone")


def _is_hub(service: str) -> bool:
    return fold(service).endswith("hub")


def names() -> list[str]:
    """Return the names of all code lists."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))
