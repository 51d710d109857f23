"""Lists of young people with the services they used: the last use, and all of the last 12
months."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.measures.conditions import HUB, is_hub, uses, uses_in
from analytics.measures.people_lists import people_list
from analytics.month.month import Month
from data.codelists import codelist, service_kind

LAST, USED = "Last use", "Services used in 12 months"


def service_list(month: Month, ids: Iterable[str], service: str = "") -> pd.DataFrame:
    """Return people_list() with the last use of a service and the services of the last 12 months.

    `service` is one service, or '' for any. People who never used it come first, then the longest
    ago.
    """
    table = people_list(month, ids)
    persons = table["Young person"]
    table.insert(min(3, len(table.columns)), LAST, last_use(month, service).reindex(persons).array)
    if len(used := services_used(month).reindex(persons).dropna()):
        table.insert(4, USED, used.reindex(persons).fillna("").array)
    return table.sort_values(LAST, na_position="first", kind="stable", ignore_index=True)


def last_use(month: Month, service: str = "") -> pd.Series:
    """Return each person's last day of use; HUB is any hub, '' is any service.

    For support that is under way this is the as-at date.
    """
    table = uses(month)
    if service:
        table = table[is_hub(table["service"]) if service == HUB else table["service"].eq(service)]
    days = table["ends"].where(table["ends"] <= month.day, month.day)
    return days.groupby(table["child_unique_id"]).max()


def services_used(month: Month) -> pd.Series:
    """Return each person's services of the last 12 months in alphabetical order, marked if under
    way.
    """
    table = uses_in(12, month)
    if table.empty:
        return pd.Series(dtype="str")
    going_on = table["ends"].ge(month.day) & table["service"].map(service_kind).eq("episode")
    names = table["service"].map(codelist("service").label)
    told = names.where(~going_on, names + " (under way)")
    pairs = pd.DataFrame(
        {"person": table["child_unique_id"], "name": names, "told": told}
    ).sort_values(["name", "told"])
    last = pairs.drop_duplicates(["person", "name"], keep="last")
    return last.groupby("person")["told"].agg("; ".join)
