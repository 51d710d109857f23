"""The filters: in words, as keys that do not name anyone, and as a month filtered to those
people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from analytics.month.cohort import BREAKDOWNS, groups, not_available
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import sentence

DIMENSIONS = (
    "team",
    "adviser",
    "area",
    "age",
    "eligibility",
    "need",
    "ethnicity",
    "gender",
    "disability",
    "uasc",
)
OF_NAMES = frozenset(
    {"team", "adviser", "area"}
)  # groups can be people's names, so their keys do not contain the name
_PART, _OF = "~", "."


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen groups by dimension. Empty is everyone.

    A person matches if they are in any chosen group of each dimension.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.chosen)

    @property
    def words(self) -> str:
        """Return the selection in words: 'Team: Crewe; aged 21, 22, 23 or 24'."""
        return sentence("; ".join(_said(dimension, names) for dimension, names in self.chosen))

    def not_available(self, month: Month) -> str:
        """Return, in words, which filters the month's extract has no column for; "" if it has them
        all.
        """
        return " ".join(
            filter(None, (not_available(month, dimension) for dimension, _ in self.chosen))
        )

    def of(self, month: Month) -> Month:
        """Return the month with these people only; the month itself if everyone is selected."""
        return _narrowed(self, month) if self else month


EVERYONE = Selection()


def selection(asked: Mapping[str, Iterable[str]]) -> Selection:
    """Return groups by dimension as a selection, in the order of DIMENSIONS.

    Raises KeyError for an unknown dimension.
    """
    if unknown := asked.keys() - set(DIMENSIONS):
        raise KeyError(sorted(unknown)[0])
    found = ((dimension, tuple(asked.get(dimension, ()))) for dimension in DIMENSIONS)
    return Selection(tuple((dimension, names) for dimension, names in found if names))


def choices(months: Sequence[Month]) -> dict[str, list[str]]:
    """Return the groups that can be chosen, by dimension: those of any of the months, in reading
    order.

    A dimension with nothing to choose is left out.
    """
    found = {dimension: _named(dimension, months) for dimension in DIMENSIONS}
    return {dimension: names for dimension, names in found.items() if len(names) > 1}


def written(asked: Selection) -> str:
    """Return the selection as keys for an address, 'age.21~need.custody', without names.

    It contains no name of a team, an adviser or a place.
    """
    return _PART.join(
        f"{dimension}{_OF}{key(dimension, name)}"
        for dimension, names in asked.chosen
        for name in names
    )


def read(text: str, known: Mapping[str, Iterable[str]]) -> Selection:
    """Return the selection in an address, limited to the known groups; anything else in it is
    ignored.
    """
    by_key = {
        f"{dimension}{_OF}{key(dimension, name)}": (dimension, name)
        for dimension, names in known.items()
        for name in names
    }
    asked: dict[str, list[str]] = {}
    for part in dict.fromkeys(text.split(_PART)):
        if part in by_key:
            asked.setdefault(by_key[part][0], []).append(by_key[part][1])
    return selection(asked)


def key(dimension: str, name: str) -> str:
    """Return a group's key for an address: its words, or a hash if it can be a person's name."""
    if dimension in OF_NAMES:
        return hashlib.blake2b(f"{dimension} {name}".encode(), digest_size=4).hexdigest()
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _named(dimension: str, months: Sequence[Month]) -> list[str]:
    return list(
        dict.fromkeys(
            name
            for month in months
            for name, mask in groups(month, dimension).items()
            if mask.any()
        )
    )


@cached_per_month
def _narrowed(asked: Selection, month: Month) -> Month:
    nobody = np.zeros(len(month.people), dtype=bool)
    masks = [
        reduce(
            np.logical_or, (groups(month, dimension).get(name, nobody) for name in names), nobody
        )
        for dimension, names in asked.chosen
    ]
    return month.narrowed(reduce(np.logical_and, masks))


def _said(dimension: str, names: Sequence[str]) -> str:
    words = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
    return f"aged {words}" if dimension == "age" else f"{BREAKDOWNS[dimension][0].lower()}: {words}"
