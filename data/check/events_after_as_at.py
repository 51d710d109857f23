"""Compare the dates inside the tables with the as-at date: many events after it mean that it is
wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pandas as pd

from data.problems import Doubt, Problem
from data.recognise.as_at import in_words
from data.schema import TABLES

FEWEST = 3  # fewer late dates in one column may be typing errors
SHARE = 0.1  # share of the column's dates after the as-at date or in the month up to it
MONTH = timedelta(days=31)
SOON, SOON_SHARE = (
    timedelta(days=10),
    0.5,
)  # a list made within so many days has fewer such events than half of the month's
LATE = ("in_the_future", "after_the_month")  # the rules that have found a date after the as-at date


def dates_after(
    tables: Mapping[str, pd.DataFrame], problems: Iterable[Problem], as_at: date
) -> list[Doubt]:
    """Return a question about the as-at date if a column has many events after it.

    Many means at least 3 rows, and a tenth of those dated after the as-at date or in the 31 days up
    to it. A list made a few days late has some, a list filed under the wrong month has many. In a
    column that allows later dates, those of the next days count only if there are more than a late
    list has.
    """
    late = dict.fromkeys(
        (problem.table, problem.column, problem.file, problem.sheet, problem.row)
        for problem in problems
        if problem.rule in LATE
    )
    many = {}
    for (table, column), number in Counter((table, column) for table, column, *_ in late).items():
        recent = _between(tables.get(table), column, as_at - MONTH, as_at)
        soon = _between(tables.get(table), column, as_at + timedelta(days=1), as_at + SOON)
        odd = (
            number
            if soon > SOON_SHARE * recent or not TABLES[table].column(column).days_after_allowed
            else number - soon
        )
        if odd >= FEWEST and odd >= SHARE * (odd + recent):
            many[f"{TABLES[table].title}, {TABLES[table].column(column).heading}"] = (
                number,
                recent,
            )
    if not many:
        return []
    total = sum(number for number, _ in many.values())
    each = " ".join(
        f"{where}: {number:,} after it, {recent:,} in the month before."
        for where, (number, recent) in many.items()
    )
    words = f"{total:,} dates in these files are after the as-at date, {in_words(as_at)}. {each}"
    return [
        Doubt(
            "dates_after",
            words,
            "Check the as-at date. These files may be for a later month.",
            must_confirm=True,
            number=total,
        )
    ]


def _between(table: pd.DataFrame | None, column: str, first: date, last: date) -> int:
    """Count the dates of a column from the first day to the last, both included."""
    if table is None or column not in table:
        return 0
    return int(table[column].between(pd.Timestamp(first), pd.Timestamp(last)).sum())
