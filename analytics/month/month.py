"""One month: the people, what was done for them, and the settings that apply to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from analytics.month.settings import Settings
from data.schema import TABLES, Kind


@dataclass(frozen=True, eq=False)
class Month:
    """A snapshot with everything known at its as-at date.

    `people` has one row per person, indexed by `child_unique_id`, with the schema's columns that
    the extract had (a column it lacked is absent) and `unusable`, the keys of columns whose value
    could not be read. `contacts` and `service_use` have one row per event, up to the as-at date, or
    are None if no extract had that table.
    """

    snapshot: int
    as_at: date
    people: pd.DataFrame
    contacts: pd.DataFrame | None = None
    service_use: pd.DataFrame | None = None
    others: Mapping[str, pd.DataFrame] = field(default_factory=dict)  # practice tables, by key
    settings: Settings = field(default_factory=Settings)
    left_out: frozenset[str] = frozenset()  # ids of rows that could not be used
    left_out_rows: int = 0
    seen_before: frozenset[str] = frozenset()  # ids in any earlier extract
    faults: tuple[
        tuple[str, str, str, str, int], ...
    ] = ()  # table, column, rule, severity and number of cells, as the checker found
    plan_entries: pd.DataFrame | None = (
        None  # what was entered in the app about the plan: see analytics.plan.app_entries.merged
    )
    whole: Month | None = None  # the unfiltered month, if this one is filtered
    places: np.ndarray | None = None  # if filtered: the rows of whole.people that are in it

    def narrowed(self, kept: np.ndarray) -> Month:
        """Return the month filtered to the people whose position in the mask is True, with their
        events.

        Tables that are not about young people (posts, courses, audits), and facts about the
        extract, are kept.
        """
        people = self.people[kept]
        contacts, services = (
            None if table is None else table[table["child_unique_id"].isin(people.index)]
            for table in (self.contacts, self.service_use)
        )
        return replace(
            self,
            people=people,
            contacts=contacts,
            service_use=services,
            whole=self,
            places=np.flatnonzero(kept),
        )

    @property
    def widest(self) -> Month:
        """Return the unfiltered month, or this one if it is not filtered."""
        return self.whole or self

    @property
    def key(self) -> str:
        """Return the calendar month: '2024-05'."""
        return f"{self.as_at:%Y-%m}"

    @cached_property
    def day(self) -> pd.Timestamp:
        return pd.Timestamp(self.as_at)

    @property
    def identities(self) -> pd.DataFrame:
        """Return the people's ids and dates of birth, one row per person."""
        return self.people[["child_unique_id", "date_of_birth"]].reset_index(drop=True)

    def table(self, key: str) -> pd.DataFrame | None:
        """Return a table by its key in the schema, or None if no extract had it."""
        return getattr(self, _ATTRIBUTE[key]) if key in _ATTRIBUTE else self.others.get(key)

    def has(self, needed: str) -> bool:
        """Return whether the extract had a table or column.

        Examples: 'contacts', 'support_status' (a column of people), 'audits.grade' (of another
        table).
        """
        if needed in TABLES:
            return self.table(needed) is not None
        table, _, column = needed.rpartition(".")
        found = self.table(table or "care_leavers")
        return found is not None and column in found.columns

    def column(self, key: str) -> pd.Series:
        """Return a column of the people, or blanks if the extract lacked it."""
        if key in self.people.columns:
            return self.people[key]
        kind = TABLES["care_leavers"].column(key).kind
        dtype = {Kind.DATE: "datetime64[us]", Kind.NUMBER: "float64"}.get(kind, "str")
        return pd.Series(
            pd.NaT if kind is Kind.DATE else None, index=self.people.index, dtype=dtype, name=key
        )

    def unusable(self, key: str) -> pd.Series:
        """Return True for each person whose value in this column could not be read."""
        if "unusable" not in self.people.columns:
            return pd.Series(False, index=self.people.index)
        return pd.Series(
            [key in str(keys or "").split() for keys in self.people["unusable"]],
            index=self.people.index,
            dtype=bool,
        )


_ATTRIBUTE = {"care_leavers": "people", "contacts": "contacts", "service_use": "service_use"}


def month_of(snapshot: int, as_at: date, tables: dict[str, pd.DataFrame], **rest) -> Month:
    """Build a Month from tables as the reader or the store provides them (id as a column).

    Events after the as-at date are left out.
    """
    people = tables["care_leavers"].set_index("child_unique_id", drop=False)
    people.index.name = None
    day = pd.Timestamp(as_at)
    contacts, services = tables.get("contacts"), tables.get("service_use")
    if contacts is not None:
        contacts = contacts[contacts["contact_date"] <= day]
    if services is not None:
        services = services[services["start_date"] <= day]
    others = {key: table for key, table in tables.items() if key not in _ATTRIBUTE}
    return Month(
        snapshot=snapshot,
        as_at=as_at,
        people=people,
        contacts=contacts,
        service_use=services,
        others=others,
        **rest,
    )


def month_of_extract(extract: Any, seen_before: frozenset[str]) -> Month:
    """Build a Month from a checked extract that is not stored yet; it must hold care leavers.

    The extract has `as_at`, `tables` and `left_out`.
    """
    gone = extract.left_out[extract.left_out["table"] == "care_leavers"]
    people = {"left_out": frozenset(gone["person"].dropna()), "left_out_rows": len(gone)}
    return month_of(0, extract.as_at, extract.tables, seen_before=seen_before, **people)


Answer = TypeVar("Answer")


def cached_per_month(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Cache a function's result per month, the last argument, and keep it with that month.

    The arguments before the month (a measure, an earlier month) must be hashable. Do not change the
    result in place.
    """

    @wraps(function)
    def remembered(*asked: Any) -> Answer:
        kept = asked[-1].__dict__.setdefault("_worked_out", {})
        key = (function, *asked[:-1])
        if key not in kept:
            kept[key] = function(*asked)
        return kept[key]

    return remembered


Table = TypeVar("Table", pd.Series, pd.DataFrame)


def cached_per_person(function: Callable[[Month], Table]) -> Callable[[Month], Table]:
    """Cache a table by person's id in which each row depends on that person alone.

    A filtered month takes its rows from the unfiltered one.
    """

    @cached_per_month
    @wraps(function)
    def remembered(month: Month) -> Table:
        if month.whole is None:
            return function(month)
        found = remembered(month.whole)
        return found[found.index.isin(month.people.index)]

    return remembered
