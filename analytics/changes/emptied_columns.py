"""What the month before had and this extract lacks: columns that are now empty, and columns and
tables gone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analytics.changes.new_month import PEOPLE, Arrival
from analytics.changes.unchanged_sheets import EVENTS
from analytics.publish.phrases import is_are, listed, was_were
from data.problems import Doubt
from data.schema import NOT_DONE, TABLES, Column

FULL = 0.5  # share of rows filled: such a column is missed when it is empty
FELL_TO = 0.5  # of that share: a column half of whose values are gone is missed too
FEWEST, ENOUGH = (
    5,
    20,
)  # values that there must have been, for a column that is empty, and for one that is partly empty


def emptied(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question for each table with columns filled in the month before that are now empty or
    half empty.

    Events are compared with the same number of the newest stored ones, in the columns that are
    filled in when they happen; an end date comes later.
    """
    before = arrival.before
    for key, frame in arrival.brought.items():
        was = before.table(key) if before else None
        if before is None or was is None or frame.empty or was.empty:
            continue
        judged = TABLES[key].columns
        if key in EVENTS:
            was = was.tail(
                len(frame)
            )  # the stored events of a month end with those that its own extract brought
            judged = [
                column
                for column in judged
                if column.blank is not NOT_DONE and not column.future_allowed
            ]
        found = {column: lost for column in judged if (lost := _lost(column, frame, was))}
        if not found:
            continue
        rows = "people" if key == PEOPLE else "rows"
        words = [
            (
                f"{column.heading} was filled for {then:,} of {len(was):,} {rows} in "
                f"{before.as_at:%B %Y} and {_now(now, len(frame))}"
            )
            for column, (then, now) in found.items()
        ]
        where = "" if key == PEOPLE else f"{TABLES[key].title}: "
        number = sum(then for then, _ in found.values())
        total = f" {number:,} values in all." if len(found) > 1 else ""
        advice = (
            "Is the column missing from the export, or is its heading above another column? "
            "Ask for a new export."
        )
        yield Doubt(
            f"emptied_{key}",
            f"{where}{'; '.join(words)}.{total}",
            advice,
            must_confirm=True,
            number=number,
        )


def _now(filled: int, rows: int) -> str:
    return f"for {filled:,} of {rows:,} now" if filled else "is empty now"


def _lost(column: Column, now: pd.DataFrame, was: pd.DataFrame) -> tuple[int, int] | None:
    """Return how many values there were and are, if the column has been emptied."""
    if column.key not in now or column.key not in was:
        return None
    then, left = _filled(was, column.key), _filled(now, column.key)
    if then < FEWEST or then < FULL * len(was):
        return None
    partly = then >= ENOUGH and len(now) >= ENOUGH and left / len(now) < FELL_TO * then / len(was)
    return (then, left) if not left or partly else None


def _filled(frame: pd.DataFrame, key: str) -> int:
    """Count the cells that hold something, including those that could not be read."""
    filled = frame[key].notna()
    if "unusable" in frame and frame["unusable"].str.contains(key, regex=False).any():
        filled |= pd.Series(
            [key in str(keys or "").split() for keys in frame["unusable"]],
            index=frame.index,
            dtype=bool,
        )
    return int(filled.sum())


def headings_only(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question if tables have headings and no rows, unless the month before had none of
    their rows either.

    The template has a sheet for every table, so a sheet that is never filled is asked about only in
    the first month. Care leavers are not asked about: a month without people is refused when it is
    stored.
    """
    before = arrival.before
    asked = [key for key in TABLES if key in arrival.empty - {PEOPLE}]
    if before is not None:
        asked = [key for key in asked if (was := before.table(key)) is not None and not was.empty]
    if asked:
        number, have = len(asked), "table has" if len(asked) == 1 else "tables have"
        words = (
            f"{number} {have} headings but no rows: "
            f"{', '.join(TABLES[key].title for key in asked)}."
        )
        advice = (
            "Was the export cut short? Fill in the sheet, or remove it from the workbook if "
            "there is nothing to report."
        )
        yield Doubt("headings_only", words, advice, must_confirm=True, number=number)


def gone(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a warning for filled columns, and practice and plan tables, that the month before had
    and this lacks.

    Every page reports what cannot be calculated without them, so no confirmation is needed.
    """
    before = arrival.before
    if before is None or PEOPLE not in arrival.brought:
        return
    for key, frame in arrival.brought.items():
        was = before.table(key)
        if was is not None and (
            lost := [
                column.heading for column in TABLES[key].columns if _has_gone(column, frame, was)
            ]
        ):
            words = (
                f"{listed(lost)} of {TABLES[key].title} {was_were(len(lost))} filled in "
                f"{before.as_at:%B %Y} and {is_are(len(lost))} not in these files."
            )
            yield Doubt(
                f"columns_gone_{key}",
                words,
                "Is the heading spelt differently? See the columns that are not kept.",
            )
    kept = arrival.brought.keys() | (arrival.replaced.others.keys() if arrival.replaced else set())
    if tables := [TABLES[key].title for key in TABLES if key in before.others and key not in kept]:
        words = (
            f"{listed(tables)} {was_were(len(tables))} in the extract of {before.as_at:%B %Y} "
            f"and {is_are(len(tables))} not in these files."
        )
        yield Doubt(
            "tables_gone",
            words,
            "Add the sheets if you have them. Without them, their figures are not "
            "available for this month.",
        )


def _has_gone(column: Column, now: pd.DataFrame, was: pd.DataFrame) -> bool:
    return (
        column.key not in now
        and column.key in was
        and _filled(was, column.key) >= max(FEWEST, FULL * len(was))
    )
