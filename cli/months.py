"""Months of a store as commands read them."""

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
    return month_of(**store.everything(taken), settings=settings, plan_entries=store.plan_entry_table(taken.as_at))


def opened_month(url: str, key: str) -> Month:
    """The month that stands for a key, or a sentence and exit 2."""
    store = open_store(url)
    try:
        return load(store, store.month(key))
    except UserError as no:
        stop(no)


def months_up_to(store: Store, month: Month) -> list[Month]:
    """Every month up to this one, oldest first."""
    return [load(store, taken) for taken in store.months() if taken.as_at < month.as_at] + [month]


def birthday_months(store: Store, month: Month) -> dict[int, Month]:
    """The people of the basis 903 by financial year: the year to date, and the last full one where it is another."""
    history = months_up_to(store, month)
    return {year: birthday_month(history, month, year) for year in dict.fromkeys(years_shown(month))}


def earlier_month(store: Store, month: Month) -> Month | None:
    """The month that stands before this one, whatever its distance."""
    earlier = [taken for taken in store.months() if taken.as_at < month.as_at]
    return load(store, earlier[-1]) if earlier else None
