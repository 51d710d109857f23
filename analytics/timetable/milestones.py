"""The Milestones table of an extract as dated events.

Its bodies are those of the code list. Only this module knows how its statuses are spelt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.publish.dated_entry import BODIES, DAYS_OF_ONE_EVENT, PLANNED, UNSAID

# Codes in the list of bodies that the rules look for.
OFSTED, DFE, BOARD, COMMITTEE, COUNCIL = (
    "Ofsted",
    "DfE",
    "Improvement Board",
    "committee",
    "Council",
)
PARENTS, POLICY = "Corporate Parent Working Group", "Corporate Policy Committee"
PUBLISHED = frozenset({"y", "yes", "true", "published"})
NOT_PUBLISHED = frozenset({"n", "no", "false", "not published", "unpublished"})


@dataclass(frozen=True, slots=True)
class Milestone:
    """One row with a date.

    `ends` is None if there is a first day and no last. `window` is True if the exact days are not
    known.
    """

    starts: date
    ends: date | None
    event: str
    body: str
    status: str
    outcome: str = ""
    published: bool | None = None
    window: bool = False

    @property
    def says(self) -> str:
        """Return the event in lower case, to search for words."""
        return self.event.casefold()

    @property
    def last(self) -> date:
        return self.ends or self.starts


def read(table: pd.DataFrame, as_at: date) -> tuple[list[Milestone], list[str]]:
    """Return (milestones by date, events of rows without any date).

    A row without a status is planned, or UNSAID once it is past.
    """
    found, undated = [], []
    for row in _rows(table):
        dates = _dates(row)
        if dates is None:
            undated.append(_text(row["event"]))
        else:
            found.append(_milestone(row, *dates, as_at))
    return sorted(found, key=lambda one: (one.starts, one.last, one.body, one.event)), undated


def _rows(table: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield rows with every known column, blank if the extract lacked it."""
    keys = ["date", "from", "to", "event", "body", "status", "outcome", "published"]
    for row in table.to_dict("records"):
        yield {key: row.get(key) for key in keys}


def _dates(row: dict[str, object]) -> tuple[date, date | None] | None:
    """Return (first, last). Date takes precedence over From and To; To alone is a last day, From
    alone has none.
    """
    day, first, last = (_day(row[key]) for key in ("date", "from", "to"))
    if day:
        return day, day
    if first and last:
        return min(first, last), max(first, last)
    start = first or last
    return (start, last) if start else None


def _milestone(row: dict[str, object], starts: date, ends: date | None, as_at: date) -> Milestone:
    event, body, status, published = (
        _text(row[key]) for key in ("event", "body", "status", "published")
    )
    state = status.casefold() or (UNSAID if ends and ends < as_at else PLANNED)
    long = ends is None or (ends - starts).days > DAYS_OF_ONE_EVENT
    window = long and state == PLANNED
    code = BODIES.code_for(body) or ""
    return Milestone(
        starts, ends, event, code, state, _text(row["outcome"]), _published(published), window
    )


def _published(text: str) -> bool | None:
    """Return yes, no, or None if the text is not usable; a date or a link is a yes."""
    plain = text.casefold()
    if not plain:
        return None
    if plain in NOT_PUBLISHED:
        return False
    return True if plain in PUBLISHED or any(letter.isdigit() for letter in plain) else None


def _text(value: object) -> str:
    return (
        ""
        if value is None or value is pd.NA or value is pd.NaT or value != value
        else " ".join(str(value).split())
    )


def _day(value: object) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()  # pyright: ignore[reportArgumentType, reportCallIssue]
