"""Changes between two months: who joined, left, turned 18, 21 or 25, or moved, and what was edited
later.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.month.cohort import BANDS, YOUNGEST, age, in_cohort
from analytics.month.ledger import NEEDS_ATTENTION, basis, positions
from analytics.month.month import Month, cached_per_month, cached_per_person
from analytics.month.movement import WAYS_OUT, movements, ways_in
from analytics.publish.phrases import people

FOLLOWED = {
    "allocated_personal_adviser": "Have a different personal adviser",
    "allocated_team": "Are in a different team",
    "eligibility_category": "Have a different eligibility category",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change and the ids it applies to; `step` is its effect on the cohort's size: +1,
    -1 or 0.
    """

    key: str
    title: str
    step: int
    ids: tuple[str, ...]

    @property
    def people(self) -> int:
        return len(self.ids)


@cached_per_person
def bands(month: Month) -> pd.Series:
    """Return the age band of everyone in the cohort, by id."""
    years = age(month)[in_cohort(month)]
    found = pd.Series(index=years.index, dtype="object")
    for band, (low, high) in BANDS.items():
        found[years.between(low, high)] = band
    return found.astype("str")


@cached_per_month
def changes(before: Month, after: Month) -> list[Change]:
    """Return every change, including those that apply to nobody.

    The cohort before plus the steps is the cohort after.
    """
    placed = movements(before, after, bands, YOUNGEST)
    found = [
        _change(key, title, 1, placed.index[placed["from"] == key])
        for key, title in ways_in(YOUNGEST).items()
    ]
    found += [
        _change(key, title, -1, placed.index[placed["to"] == key])
        for key, title in WAYS_OUT.items()
    ]
    for band, turned in (("18-20", 18), ("21-24", 21)):
        younger = placed["from"].isin([name for name, (low, _) in BANDS.items() if low < turned])
        found.append(
            _change(
                f"turned_{turned}",
                f"Turned {turned}",
                0,
                placed.index[younger & placed["to"].eq(band)],
            )
        )
    return found + _ledger_changes(before, after) + _moved(before, after) + _vanished(before, after)


def _change(key: str, title: str, step: int, ids: pd.Index) -> Change:
    return Change(key, title, step, tuple(sorted(ids)))


def _ledger_changes(before: Month, after: Month) -> list[Change]:
    """Return who is newly supported, outside the offer or not reached, among those aged 21 to
    24."""
    if basis(before) != basis(after):
        return []
    moved = positions(before, after)
    moved = moved[moved["from"] != moved["to"]]
    return [
        _change(
            "newly_supported",
            "Aged 21 to 24 and newly supported",
            0,
            moved.index[moved["to"].eq("supported")],
        ),
        _change(
            "newly_outside",
            "Aged 21 to 24 and newly outside the offer",
            0,
            moved.index[moved["to"].eq("outside")],
        ),
        _change(
            "newly_without_answer",
            "Aged 21 to 24 and newly not reached",
            0,
            moved.index[moved["to"].isin(NEEDS_ATTENTION) & ~moved["from"].isin(NEEDS_ATTENTION)],
        ),
    ]


def _moved(before: Month, after: Month) -> list[Change]:
    both = before.people.index.intersection(after.people.index)
    found = []
    for key, title in FOLLOWED.items():
        if before.has(key) and after.has(key):
            was, now = (
                before.people.loc[both, key].fillna(""),
                after.people.loc[both, key].fillna(""),
            )
            found.append(_change(key, title, 0, both[was.ne(now)]))
    return found


def _vanished(before: Month, after: Month) -> list[Change]:
    """Return people still in the extract with a contact or service use that only the earlier month
    has.
    """
    contacts = _gone(before.contacts, after.contacts, ["contact_date", "outcome"]) & set(
        after.people.index
    )
    services = _gone(before.service_use, after.service_use, ["start_date", "service"]) & set(
        after.people.index
    )
    return [
        Change(
            "contacts_vanished",
            "Have a contact that is no longer in the extract",
            0,
            tuple(sorted(contacts)),
        ),
        Change(
            "services_vanished",
            "Have a use of a service that is no longer in the extract",
            0,
            tuple(sorted(services)),
        ),
    ]


def _gone(before: pd.DataFrame | None, after: pd.DataFrame | None, fields: list[str]) -> set[str]:
    """Return the ids with events only in the earlier table; none if either table is missing."""
    if before is None or after is None:
        return set()
    day, what = fields
    was, now = (
        set(zip(table["child_unique_id"], table[day].astype("int64"), table[what], strict=True))
        for table in (before, after)
    )
    return {str(person) for person, *_ in was - now}


def came_and_gone(before: Month, after: Month) -> str:
    """Return a sentence: how many joined or returned, are no longer in the extract, or turned
    25."""
    found = {change.key: change.people for change in changes(before, after)}
    joined, gone = found["joined"] + found["returned"], found["left"]
    return (
        f"Since {before.as_at:%B %Y}: {people(joined)} joined or returned, {people(gone)} left "
        f"the extract and {people(found['turned_25'])} turned 25."
    )
