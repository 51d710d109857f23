"""Events to mark on charts: the offer began, a hub was first used, an inspection report was
published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from analytics.measures.conditions import is_hub
from analytics.measures.declared import Measure
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import listed
from analytics.timetable.anchors import PUBLICATION, Record
from analytics.timetable.milestones import read

Event = tuple[str | date, str]  # 'YYYY-MM' or a day, and its label
OFFER = "21+ offer began"


def events(month: Month, measure: Measure | None = None) -> list[Event]:
    """Return every event known in a month, in order of time.

    The service's own events are left out for a measure that does not count young people (posts,
    audits, courses).
    """
    of_people = measure is None or measure.of == "care_leavers"
    return list(_of_people(month) if of_people else _reports(month))


@cached_per_month
def _of_people(month: Month) -> tuple[Event, ...]:
    return tuple(
        sorted([*_offer(month), *_hubs(month), *_reports(month)], key=lambda event: str(event[0]))
    )


def _offer(month: Month) -> Iterator[Event]:
    """Yield the offer's start from the settings, once that day has come."""
    if month.settings.offer_began <= month.as_at:
        yield month.settings.offer_began, OFFER


def _hubs(month: Month) -> Iterator[Event]:
    """Yield the first month in which each hub was used; hubs with the same month are one event.

    It is a month and not a day, because one young person may be known by the first day. A hub that
    was used in the first month of the table may have opened earlier, so it is left out.
    """
    table = month.service_use
    if table is None or table.empty:
        return
    since = table["start_date"].min()
    hubs = (
        table[is_hub(table["service"])]
        .groupby("service")["start_date"]
        .min()
        .sort_values(kind="stable")
    )
    opened = [
        (f"{first:%Y-%m}", str(hub))
        for hub, first in hubs.items()
        if f"{first:%Y-%m}" > f"{since:%Y-%m}"
    ]
    for key, same in groupby(opened, key=lambda one: one[0]):
        yield key, f"{listed([hub for _, hub in same])}: first attendance"


@cached_per_month
def _reports(month: Month) -> tuple[Event, ...]:
    """Return the day on which each inspection report was published, from the Milestones table."""
    table = month.table("milestones")
    if table is None:
        return ()
    found = Record(read(table, month.as_at)[0], month.as_at).of(PUBLICATION)
    return tuple(
        (one.starts, PUBLICATION.event)
        for one in found
        if not one.window and one.starts <= month.as_at
    )
