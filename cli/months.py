"""How commands open a store and its months."""

from __future__ import annotations

from analytics.measures.birthdays import birthday_month, years_shown
from analytics.month.month import Month, month_of
from analytics.month.settings import settings_from
from cli.output import stop
from data.problems import UserError
from data.store import Snapshot, Store


def open_store(url: str) -> Store:
    try:
        return Store(url)
    except UserError as no:
        stop(no)


def load(store: Store, taken: Snapshot) -> Month:
    settings = settings_from(store.settings_on(taken.as_at))
    return month_of(
        **store.everything(taken),
        settings=settings,
        plan_entries=store.plan_entry_table(taken.as_at),
    )


def opened_month(url: str, key: str) -> Month:
    """Return the current snapshot of a month; if there is none, say so and exit with 2."""
    store = open_store(url)
    try:
        return load(store, store.month(key))
    except UserError as no:
        stop(no)


def months_up_to(store: Store, month: Month) -> list[Month]:
    """Return every month up to this one, oldest first."""
    return [load(store, taken) for taken in store.months() if taken.as_at < month.as_at] + [month]


def birthday_months(store: Store, month: Month) -> dict[int, Month]:
    """Return financial year -> people on the basis 903: the year to date and the last full year."""
    history = months_up_to(store, month)
    return {
        year: birthday_month(history, month, year) for year in dict.fromkeys(years_shown(month))
    }


def earlier_month(store: Store, month: Month) -> Month | None:
    """Return the latest month before this one, even if months in between are missing, or None."""
    earlier = [taken for taken in store.months() if taken.as_at < month.as_at]
    return load(store, earlier[-1]) if earlier else None
