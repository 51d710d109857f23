"""Link IDs of one person that differ only by leading zeros, which Excel removes in some sheets.

Spellings make no difference here: `data/check/id_spellings.py` has made them the same before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data.check.ids import id_key, id_keys
from data.dates import DATE_DTYPE

PERSON = "child_unique_id"
LINKED, UNCLEAR = "id_linked", "id_zeros_unclear"


@dataclass(frozen=True, slots=True)
class Link:
    """An ID of another table that lacks a person's leading zeros; `rule` says whether it could be
    linked.
    """

    table: str
    source_row: int
    rule: str


def link_within(tables: dict[str, pd.DataFrame]) -> list[Link]:
    """Rewrite such IDs of the other tables to those of the care leavers, in place, and return them.

    An ID that is itself a person's is not changed, nor is an ID that fits several people.
    """
    if PERSON not in tables.get("care_leavers", pd.DataFrame()):
        return []
    others = [key for key, frame in tables.items() if key != "care_leavers" and PERSON in frame]
    if not others:
        return []
    people = tables["care_leavers"][PERSON].dropna().drop_duplicates()
    by_number: dict[str, list[str]] = {}
    for person in people:
        by_number.setdefault(_without_zeros(person), []).append(person)
    links: list[Link] = []
    for key in others:
        links += _link(key, tables, set(people), by_number)
    return links


def _link(
    key: str, tables: dict[str, pd.DataFrame], people: set[str], by_number: dict[str, list[str]]
) -> list[Link]:
    frame = tables[key]
    strangers = frame[frame[PERSON].notna() & ~frame[PERSON].isin(people)]
    meant = {
        written: by_number.get(_without_zeros(written), [])
        for written in strangers[PERSON].unique()
        if _without_zeros(written)
    }
    one = {written: ids[0] for written, ids in meant.items() if len(ids) == 1}
    if one:
        tables[key] = renamed(frame, PERSON, one)
    rules = {
        written: LINKED if written in one else UNCLEAR for written, ids in meant.items() if ids
    }
    return [
        Link(key, int(row), rules[written])
        for row, written in zip(strangers["source_row"], strangers[PERSON], strict=True)
        if written in rules
    ]


def link_to_known(people: pd.DataFrame, known: pd.DataFrame) -> dict[str, str]:
    """Map IDs of this extract to IDs of an earlier one: same date of birth, different only in
    leading zeros.

    Only if exactly one ID fits on each side, and neither is also on the other side. Both tables
    have
    `child_unique_id` and `date_of_birth`.
    """
    both = [_once(frame) for frame in (people, known)]
    new, old = (frame[~frame[PERSON].isin(other[PERSON])] for frame, other in (both, both[::-1]))
    pairs = new.merge(old, on=["number", "date_of_birth"], suffixes=("_new", "_old"))
    sole = ~pairs[f"{PERSON}_new"].duplicated(keep=False) & ~pairs[f"{PERSON}_old"].duplicated(
        keep=False
    )
    return dict(
        pairs.loc[sole, [f"{PERSON}_new", f"{PERSON}_old"]].itertuples(index=False, name=None)
    )


def known_people(ids: Iterable[str], identities: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return a table of every known ID in order, with dates of birth from `identities`; None if
    there are none.
    """
    known = pd.DataFrame({PERSON: pd.Series(list(ids), dtype="str")})
    if known.empty:
        return None
    if identities is None:
        return known.assign(date_of_birth=pd.Series(pd.NaT, index=known.index, dtype=DATE_DTYPE))
    return known.assign(
        date_of_birth=identities.set_index(PERSON)["date_of_birth"].reindex(known[PERSON]).array
    )


def _once(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each ID with its date of birth once, and its number without leading zeros."""
    once = frame[[PERSON, "date_of_birth"]].dropna().drop_duplicates()
    return once.assign(number=id_keys(once[PERSON]).str.lstrip("0")).query("number != ''")


def renamed(frame: pd.DataFrame, column: str, names: dict[str, str]) -> pd.DataFrame:
    """Return the table with the IDs of a column replaced as in `names`; blanks and other IDs are
    not changed.
    """
    if not names:
        return frame
    changed = frame[column].map(lambda written: names.get(written, written), na_action="ignore")
    return frame.assign(**{column: changed.astype(frame[column].dtype)})


def _without_zeros(written: str) -> str:
    return id_key(written).lstrip("0")
