"""Movement between two months: who joined and left a group, where from and where to; it adds up
both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analytics.month.cohort import age, died
from analytics.month.month import Month
from data.dates import birthday

OLDEST = 25  # people leave every group on this birthday
WAYS_OUT = {
    "died": "Died",
    "corrected": "Date of birth corrected",
    "turned_25": "Turned 25",
    "left_out": "Row could not be read",
    "left": "Left the extract",
    "moved_out": "No longer matches the filters",
}


def ways_in(youngest: int) -> dict[str, str]:
    """Return the ways into a group of people of that age and over, in reading order."""
    return {
        f"turned_{youngest}": f"Turned {youngest}",
        "joined": "Joined",
        "returned": "Returned",
        "corrected_in": "Date of birth corrected",
        "was_left_out": "Row could be read again",
        "moved_in": "Now matches the filters",
    }


def movements(
    before: Month, after: Month, group: Callable[[Month], pd.Series], youngest: int
) -> pd.DataFrame:
    """Return `from` and `to` by id for everyone whom `group` covers in either month.

    Each is a place in the group, or a way in or out of it. If both months are filtered the reasons
    come from the unfiltered months; a person in both of those moved into or out of the filters.
    """
    was, now = group(before), group(after)
    everyone = was.index.union(now.index)
    whole = before.widest, after.widest
    stayed = group(whole[0]).index.intersection(group(whole[1]).index)
    new, gone = everyone.difference(was.index), everyone.difference(now.index)
    into = pd.Series(
        _came(*whole, new.difference(stayed), youngest)
        | dict.fromkeys(new.intersection(stayed), "moved_in"),
        dtype="object",
    )
    out = pd.Series(
        _went(*whole, gone.difference(stayed))
        | dict.fromkeys(gone.intersection(stayed), "moved_out"),
        dtype="object",
    )
    known = {
        "from": was.reindex(everyone).astype("object").fillna(into),
        "to": now.reindex(everyone).astype("object").fillna(out),
    }
    return pd.DataFrame(known, index=everyone).astype("str")


def counted(placed: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """Count people by `from` and `to`, in the order given."""
    position = {key: place for place, key in enumerate(order)}
    table = placed.groupby(["from", "to"]).size().rename("people").reset_index()
    return table.sort_values(["from", "to"], key=lambda column: column.map(position)).reset_index(
        drop=True
    )


def _came(before: Month, after: Month, ids: pd.Index, youngest: int) -> dict[str, str]:
    """Return why each person is in the later group and not in the earlier."""
    age_then, dead, was_born, now_born = (
        age(before),
        died(before),
        before.column("date_of_birth"),
        after.column("date_of_birth"),
    )
    reasons = {}
    for person in ids:
        if person not in before.people.index:
            seen = "returned" if person in after.seen_before else "joined"
            reasons[person] = "was_left_out" if person in before.left_out else seen
        elif dead[person]:
            reasons[person] = "returned"
        elif age_then[person] < youngest and (
            was_born[person] == now_born[person] or _turned(was_born, person, youngest, after)
        ):
            reasons[person] = f"turned_{youngest}"
        else:
            reasons[person] = "corrected_in"
    return reasons


def _went(before: Month, after: Month, ids: pd.Index) -> dict[str, str]:
    """Return why each person is in the earlier group and not in the later.

    It is the first that fits of died, corrected, turned 25 and left.
    """
    dead, was_born, now_born = (
        died(after),
        before.column("date_of_birth"),
        after.column("date_of_birth"),
    )
    reasons = {}
    for person in ids:
        present = person in after.people.index
        if present and dead[person]:
            reasons[person] = "died"
        elif present and was_born[person] != now_born[person]:
            reasons[person] = "corrected"
        elif _turned(was_born, person, OLDEST, after):
            reasons[person] = "turned_25"
        else:
            reasons[person] = "left_out" if person in after.left_out else "left"
    return reasons


def _turned(born: pd.Series, person: str, years: int, month: Month) -> bool:
    """Return whether the person had reached that age by the month's as-at date, by this date of
    birth.
    """
    return bool((birthday(born.loc[[person]], years) <= month.day).iloc[0])
