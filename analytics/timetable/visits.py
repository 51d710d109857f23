"""Ofsted's monitoring visits: those so far, when the next may be, and the earliest reinspection.

Only the rules are known: the first from 6 months after publication, never a fifth within any 12
months, 4 to 6 before a reinspection. So `starts` of a future visit is the first day the rules
allow, and there is no last day; the bar is drawn to where an even pace of four a year would put it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.publish.dated_entry import HELD, Entry, Kind
from analytics.publish.phrases import day
from analytics.timetable.anchors import PUBLICATION, REINSPECTION, VISIT, Record
from analytics.timetable.entries import known
from analytics.timetable.judgements import none_inadequate
from analytics.timetable.milestones import OFSTED, Milestone
from data.dates import DAY, add_months

FIRST_AFTER_MONTHS = 6
YEAR, MOST_A_YEAR = 12, 4
FEWEST, MOST = 4, 6  # before a reinspection
PACE_MONTHS = YEAR // MOST_A_YEAR
LASTS = timedelta(days=2)

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


@dataclass(frozen=True, slots=True)
class Visits:
    """Past visits, visits to come (recorded, or as windows up to the sixth), and the reinspection.

    Past visits were made, or their day has passed.
    """

    so_far: tuple[Entry, ...] = ()
    to_come: tuple[Entry, ...] = ()
    reinspection: Entry | None = None
    notes: tuple[str, ...] = ()

    @property
    def made(self) -> int:
        return sum(one.status in HELD for one in self.so_far)

    @property
    def listed(self) -> list[Entry]:
        """Return the visits in the timetable: those recorded (otherwise the next window) and the
        reinspection.
        """
        ahead = [one for one in self.to_come if one.key.startswith("milestone")] or list(
            self.to_come[:1]
        )
        return [*self.so_far, *ahead, *([self.reinspection] if self.reinspection else [])]


def visits_of(record: Record) -> Visits:
    """Return the visits since the latest report was published.

    Without that date or an inadequate judgement there are none, and a note says why.
    """
    published = record.one(PUBLICATION)
    if published is None:
        return Visits(
            notes=(PUBLICATION.lacking("The first monitoring visit and what follows it"),)
        )
    if none_inadequate(record, published.starts):
        said = (
            f"No judgement of the inspection published on {day(published.starts)} is "
            "inadequate, so no monitoring visits follow."
        )
        return Visits(notes=(said,))
    return _since(record, published.starts)


def _since(record: Record, published: date) -> Visits:
    first = add_months(published, FIRST_AFTER_MONTHS)
    held = record.of(VISIT, since=published)
    entries = [_on_record(held, number, first) for number in range(1, len(held) + 1)]
    so_far = tuple(one for one in entries if one.is_behind(record.as_at))
    ahead = tuple(one for one in entries if not one.is_behind(record.as_at))
    starts = earliest([one.starts for one in held], first)
    paced = pace([one.starts for one in held], first, record.as_at)
    windows = tuple(
        _window(number, starts, paced, first, published)
        for number in range(len(held) + 1, MOST + 1)
    )
    again = (
        None
        if record.of(REINSPECTION, since=published)
        else _reinspection(held, starts, paced, record, published)
    )
    return Visits(so_far, ahead + windows, again)


def earliest(held: Sequence[date], first: date) -> list[date]:
    """Return the first days of the recorded visits, then the first day the rules allow, up to the
    sixth.
    """
    days = list(held)
    while len(days) < MOST:
        allowed = [first, *([days[-1] + LASTS] if days else [])]
        if len(days) >= MOST_A_YEAR:
            allowed.append(add_months(days[-MOST_A_YEAR], YEAR))
        days.append(max(allowed))
    return days


def pace(held: Sequence[date], first: date, as_at: date) -> list[date]:
    """Return the day by which each future visit would fall at one in three months.

    If that pace has been missed it is counted again from the as-at date.
    """
    base = held[-1] + DAY if held else first
    base = base if add_months(base, PACE_MONTHS) - DAY > as_at else as_at + DAY
    return [add_months(base, PACE_MONTHS * step) - DAY for step in range(1, MOST - len(held) + 1)]


def ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"


def _on_record(held: list[Milestone], number: int, first: date) -> Entry:
    """Return a visit of the extract, whether its letter is published, and whether its date breaks a
    rule.
    """
    visit = held[number - 1]
    letter = "its letter is not published" if number == 1 else "its letter is published"
    return known(
        visit,
        f"The {ordinal(number)} monitoring visit since publication; {letter}.",
        _against(held, number, first),
    )


def _against(held: list[Milestone], number: int, first: date) -> str:
    visit = held[number - 1]
    if visit.last < first:
        return f"This is before {day(first)}, {FIRST_AFTER_MONTHS} months after publication."
    if number > MOST_A_YEAR and visit.last < add_months(
        held[number - 1 - MOST_A_YEAR].starts, YEAR
    ):
        return (
            f"This is a fifth visit within {YEAR} months of "
            f"{day(held[number - 1 - MOST_A_YEAR].starts)}."
        )
    return ""


def _window(
    number: int, starts: list[date], paced: list[date], first: date, published: date
) -> Entry:
    """Return a visit that has no date yet."""
    start, by = starts[number - 1], paced[number - 1 - (len(starts) - len(paced))]
    if number == 1:
        rule = (
            f"From {FIRST_AFTER_MONTHS} months after the report of {day(published)}; two "
            "inspectors, two days; its letter is not published."
        )
    else:
        cap = (
            f", and not a fifth within {YEAR} months of {day(starts[number - 1 - MOST_A_YEAR])}"
            if number > MOST_A_YEAR
            else ""
        )
        rule = f"After the visit before it{cap}; its letter is published."
    drawn = max(by, start + DAY)
    said = (
        f"{rule} Up to {MOST_A_YEAR} visits a year: at one every {PACE_MONTHS} months it falls "
        f"by {day(drawn)}."
    )
    what, key = f"{ordinal(number).capitalize()} monitoring visit", f"visit|{published}|{number}"
    return Entry(start, drawn, what, OFSTED, Kind.WINDOW, said, open_ended=True, key=key)


def _reinspection(
    held: list[Milestone], starts: list[date], paced: list[date], record: Record, published: date
) -> Entry:
    """Return the reinspection: from the day after the fourth visit, drawn to three months after the
    sixth at an even pace."""
    start = held[FEWEST - 1].last + DAY if len(held) >= FEWEST else starts[FEWEST - 1] + LASTS
    drawn = max(
        add_months(paced[-1] if paced else starts[-1], PACE_MONTHS),
        add_months(record.as_at, PACE_MONTHS),
        start + DAY,
    )
    made = sum(one.status in HELD for one in held)
    parts = [f"After {FEWEST} to {MOST} monitoring visits; {made or 'none'} so far."]
    if len(held) < FEWEST:
        by = paced[FEWEST - 1 - len(held)]
        parts.append(
            f"The rules allow it from {day(start)}. At one visit every {PACE_MONTHS} "
            f"months the {ordinal(FEWEST)} falls by {day(by)}."
        )
    return Entry(
        start,
        drawn,
        "Reinspection",
        OFSTED,
        Kind.WINDOW,
        " ".join(parts),
        open_ended=True,
        key=f"reinspection|{published}",
    )
