"""The 21+ ledger: everyone aged 21 to 24 in exactly one bucket, and who changed bucket between
months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.month.cohort import aged
from analytics.month.contacts import attempts, latest_answers
from analytics.month.month import Month, cached_per_month, cached_per_person
from analytics.month.movement import WAYS_OUT, counted, movements, ways_in
from data.dates import add_months, birthday

BUCKETS = {
    "outside": "Outside the offer",
    "supported": "Supported",
    "declined": "Declined",
    "in_contact": "In contact, not taken up",
    "tried": "Tried, not reached",
    "not_tried": "Not yet tried",
}
POSITIONS = {**BUCKETS, **ways_in(21), **WAYS_OUT}
NEEDS_ATTENTION = frozenset({"tried", "not_tried"})
BY_STATUS, BY_ADVISER = "support status", "adviser"
_REFUSES = ("REFU", "NREQ")
_OFFERED, _REFUSED = (
    ("wants support", "no support needed"),
    ("declined service", "no further contact"),
)


def basis(month: Month) -> str:
    """Return what the month is based on: the support status, or the allocated adviser if no extract
    has it.
    """
    return BY_STATUS if month.has("support_status") else BY_ADVISER


def in_ledger(month: Month) -> pd.Series:
    return aged(21, 24)(month)


@cached_per_person
def buckets(month: Month) -> pd.Series:
    """Return the bucket of everyone aged 21 to 24 in the cohort, by id: the first of BUCKETS that
    fits.

    Contacts of the last 12 months count, from the 21st birthday on.
    """
    people = month.people.index[in_ledger(month)]
    status, touch = (
        month.column("support_status").loc[people],
        month.column("la_in_touch").loc[people],
    )
    recent = _since_21(month)
    said = latest_answers(recent)["outcome"].reindex(people)
    fits = [
        touch.eq("RHOM") | status.eq("closed"),
        status.eq("supported")
        if basis(month) == BY_STATUS
        else _has_adviser(month).loc[people] & ~touch.isin(_REFUSES),
        status.eq("declined") | touch.isin(_REFUSES) | said.isin(_REFUSED),
        status.eq("offered") | said.isin(_OFFERED),
        pd.Series(people.isin(set(recent["child_unique_id"])), index=people),
    ]
    keys = list(BUCKETS)
    found = np.select([fit.to_numpy(dtype=bool) for fit in fits], keys[:-1], default=keys[-1])
    return pd.Series(found, index=people, dtype="str", name="bucket")


def _has_adviser(month: Month) -> pd.Series:
    return (
        month.column("allocated_personal_adviser").notna()
        | month.column("allocated_worker").notna()
    )


def _since_21(month: Month) -> pd.DataFrame:
    """Return the attempts of the last 12 months made on or after the person's 21st birthday."""
    tried = attempts(month)
    tried = tried[tried["contact_date"] >= pd.Timestamp(add_months(month.as_at, -12))]
    turned = birthday(month.column("date_of_birth"), 21)
    return tried[
        tried["contact_date"].to_numpy() >= turned.reindex(tried["child_unique_id"]).to_numpy()
    ]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One month's ledger. `coverage` and `reach` are (numerator, denominator), without those
    outside the offer.
    """

    counts: dict[str, int]
    basis: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def offered_to(self) -> int:
        """Count everyone except those outside the offer: the denominator of both rates."""
        return self.total - self.counts["outside"]

    @property
    def coverage(self) -> tuple[int, int]:
        return self.counts["supported"], self.offered_to

    @property
    def reach(self) -> tuple[int, int]:
        return sum(
            self.counts[key] for key in ("supported", "declined", "in_contact")
        ), self.offered_to

    @property
    def without_answer(self) -> int:
        """Count the people who have not been reached: tried or not yet tried."""
        return sum(self.counts[key] for key in NEEDS_ATTENTION)


@cached_per_month
def ledger(month: Month) -> Ledger:
    """Return the count of every bucket, including zeros."""
    found = buckets(month).value_counts()
    return Ledger({key: int(found.get(key, 0)) for key in BUCKETS}, basis(month))


def positions(before: Month, after: Month) -> pd.DataFrame:
    """Return where everyone in either month's ledger came from and went to: `from` and `to` by id.

    Raises ValueError if the two months have different bases: there is no movement across a break.
    """
    if basis(before) != basis(after):
        raise ValueError("the two months have different bases, so they cannot be compared")
    return movements(before, after, buckets, youngest=21)


def movement(before: Month, after: Month) -> pd.DataFrame:
    """Count people by `from` and `to`, in reading order; the rows add up to both ledgers."""
    return counted(positions(before, after), [*BUCKETS, *ways_in(21), *WAYS_OUT])
