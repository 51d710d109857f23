"""Time all measures in all breakdowns over 18 months, against bare pandas, and as the people
grow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd

from analytics.measures.calculate import calculate, classify
from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW
from analytics.month.cohort import BREAKDOWNS
from analytics.month.month import Month, month_of
from benchmarks.council import made
from benchmarks.table import middle, show, times
from data.store import Store

RUNS = 3
OF_PEOPLE = {
    name: one for name, one in MEASURES.items() if one.of == "care_leavers" and one.basis == NOW
}
GROWTH = (1, 2, 4)  # multiples of the people of the newest month
COLUMN = "allocated_team"  # any column to group by


def run() -> None:
    """Print the cost of the figures of all months, and of the newest month with more people."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{made(Path(folder)) / 'sample.db'}")
        months = [month_of(**store.everything(taken)) for taken in store.months()]
        store.close()
    _all_months(months)
    _growth(months[-1])


def everything(months: Sequence[Month]) -> None:
    """Count every measure of people, in total and in every breakdown, for every month."""
    for month in months:
        for breakdown in BREAKDOWNS:
            calculate(OF_PEOPLE.values(), month, (breakdown,))


def grouped(frames: Sequence[pd.DataFrame], times_over: int) -> None:
    """Run the floor: one groupby per measure over parts that are already known."""
    for frame in frames:
        for name in OF_PEOPLE:
            for _ in range(times_over):
                frame.groupby([COLUMN, name], dropna=False).size()


def known(month: Month) -> pd.DataFrame:
    """Return the column to group by, and one column per measure with the part each person is in."""
    columns = {
        name: classify(one, month).reindex(month.people.index) for name, one in OF_PEOPLE.items()
    }
    return pd.DataFrame({COLUMN: month.people[COLUMN], **columns})


def fresh(month: Month) -> Month:
    """Return the same month with nothing cached."""
    return replace(month)


def milliseconds(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return 1000 * (perf_counter() - began)


def _all_months(months: Sequence[Month]) -> None:
    frames = [known(month) for month in months]
    first, warm, cached_per_month, each = [], [], [], []
    for _ in range(RUNS):  # in turn, so that a busy moment affects all equally
        unworked = [fresh(month) for month in months]
        first.append(milliseconds(lambda unworked=unworked: everything(unworked)))
        warm.append(milliseconds(lambda unworked=unworked: everything(unworked)))
        cached_per_month.append(milliseconds(lambda: grouped(frames, 1)))
        each.append(milliseconds(lambda: grouped(frames, len(BREAKDOWNS))))
    floor = median(cached_per_month)
    rows = [
        ["one groupby per measure (the floor)", cached_per_month],
        ["one groupby per measure and breakdown", each],
        ["count(), months just opened", first],
        ["count(), ledger and clock known", warm],
    ]
    title = (
        f"{len(OF_PEOPLE)} measures of people x {len(BREAKDOWNS)} breakdowns x {len(months)} "
        f"months (medians of {RUNS})"
    )
    show(
        title,
        ["work", "ms", "of the floor"],
        [[name, middle(found), times(median(found), floor)] for name, found in rows],
    )


def _growth(month: Month) -> None:
    least, rows = 0.0, []
    for factor in GROWTH:
        grown = many(month, factor)
        frame = [known(grown)]
        took = [milliseconds(lambda grown=grown: everything([fresh(grown)])) for _ in range(RUNS)]
        floor = [
            milliseconds(lambda frame=frame: grouped(frame, len(BREAKDOWNS))) for _ in range(RUNS)
        ]
        least = least or median(took)
        rows.append(
            [
                f"{len(grown.people):,} people",
                middle(took),
                times(median(took), least),
                times(median(took), median(floor)),
            ]
        )
    title = f"One month with more people, all measures and breakdowns (medians of {RUNS})"
    show(title, ["size", "ms", "of the smallest", "of a groupby each"], rows)


def many(month: Month, factor: int) -> Month:
    """Return the month with everyone copied `factor` times under new ids, with contacts and
    services.
    """
    tables = {
        "care_leavers": month.people,
        "contacts": month.contacts,
        "service_use": month.service_use,
    }
    grown: dict[str, pd.DataFrame] = {
        key: pd.concat(
            [
                frame.assign(child_unique_id=frame["child_unique_id"] + f"-{copy}")
                for copy in range(factor)
            ],
            ignore_index=True,
        )
        for key, frame in tables.items()
        if frame is not None
    }
    return month_of(month.snapshot, month.as_at, grown, settings=month.settings)
