"""Events that stopped: no contact or use of a service from the month, and the effect on
check-ins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analytics.changes.new_month import PEOPLE, Arrival
from analytics.month.check_in_clock import check_ins
from analytics.publish.phrases import day, people
from data.problems import Doubt

ENOUGH = 5  # uses of services in the month before that make a month without any suspicious


def contacts_stopped(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question if no known contact is from the extract's month.

    It gives how many more people would be overdue a call: the check-in clock after the import, with
    all the contacts that would then count, minus the clock of the month before. There is no
    question about a file without people or contacts. If no earlier month has contacts there is
    nothing to compare with, and it is only a warning.
    """
    before, after = arrival.before, arrival.after
    brought = arrival.brought.get("contacts")
    if (
        after is None
        or after.contacts is None
        or after.contacts.empty
        or (brought is None and PEOPLE not in arrival.brought)
    ):
        return
    newest = after.contacts["contact_date"].max()
    if newest >= _begins(arrival.as_at):
        return
    rows = (
        "the newest row"
        if brought is not None and len(brought)
        else "no rows in these files; the newest known"
    )
    words = f"Contacts: {rows} is of {day(newest)}; none {_in(arrival.as_at)}"
    advice = "Is this last month's table of contacts? Ask for a new export."
    if before is None or before.contacts is None:
        yield Doubt("no_contacts", f"{words}.", advice)
        return
    more = max(check_ins(after).overdue - check_ins(before).overdue, 0)
    overdue = (
        f"{more:,} more {'person' if more == 1 else 'people'} would be overdue a call than in "
        f"{before.as_at:%B %Y}"
    )
    yield Doubt("no_contacts", f"{words}; {overdue}.", advice, must_confirm=True, number=more)


def services_stopped(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question if no use of a service began in the extract's month but ENOUGH did in the
    month before.

    If the files have no such table it is only a warning.
    """
    before, brought = arrival.before, arrival.brought.get("service_use")
    if (
        before is None
        or before.service_use is None
        or (brought is None and PEOPLE not in arrival.brought)
    ):
        return
    was = int((before.service_use["start_date"] >= _begins(before.as_at)).sum())
    began = brought["start_date"] if brought is not None else pd.Series(dtype="datetime64[us]")
    began = began[began <= pd.Timestamp(arrival.as_at)]
    if (
        was < ENOUGH
        or (began >= _begins(arrival.as_at)).any()
        or (brought is None and arrival.replaced is not None)
    ):
        return
    then = f"{people(was, 'began', 'began')} {_in(before.as_at)}"
    if brought is None:
        yield Doubt(
            "no_service_use",
            f"Service use: these files have no such table; {then}.",
            "Add the sheet if you have it.",
        )
        return
    newest = f"the newest row is of {day(began.max())}" if len(began) else "no rows"
    words = f"Service use: {newest}; none began {_in(arrival.as_at)}, and {then}."
    advice = "Is this last month's table? Ask for a new export."
    yield Doubt("no_service_use", words, advice, must_confirm=True, number=was)


def _begins(as_at: date) -> pd.Timestamp:
    """Return the first day of the month that ends on a day: 1 April for 30 April, 16 March for 15
    April.
    """
    return pd.Timestamp(as_at) + pd.Timedelta(days=1) - pd.DateOffset(months=1)


def _in(as_at: date) -> str:
    """Return 'in April 2025', or 'since 16 March 2025' if the month does not end on a calendar
    month's end.
    """
    begins = _begins(as_at)
    return f"in {as_at:%B %Y}" if begins.day == 1 else f"since {day(begins)}"
