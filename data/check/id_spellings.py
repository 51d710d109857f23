"""Give each ID of an extract its first known spelling; `data/check/ids.py` says which spellings are
one ID.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.check.ids import all_plain, id_key
from data.check.link_ids import PERSON, renamed

RESPELLED, UNCLEAR = "id_respelled", "id_spelling_unclear"
BORN, WORKER = "date_of_birth", "worker_id"
_FIRST_IN = {PERSON: "care_leavers", WORKER: "workforce"}


@dataclass(frozen=True, slots=True)
class Respelled:
    """A cell with a new spelling of a known ID; `rule` says whether it is read as that ID."""

    table: str
    column: str
    source_row: int
    rule: str


def respell(tables: dict[str, pd.DataFrame], known: pd.DataFrame | None = None) -> list[Respelled]:
    """Rewrite each ID to its first spelling, in place, and return the cells that had another
    spelling.

    The first is from `known` (`child_unique_id` and `date_of_birth`, the oldest month first), then
    from the table of people, then from any other table. An ID of `known` with a different date of
    birth belongs to another person: it is not changed, and is reported.
    """
    ids = [frame[column] for frame in tables.values() for column in _FIRST_IN if column in frame]
    if all(map(all_plain, ids if known is None else [*ids, known[PERSON]])):
        return []
    changed = _respell(tables, PERSON, *_first_spellings(tables, known))
    return changed + _respell(tables, WORKER, _own(tables, WORKER), frozenset())


def spelled_as(frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their IDs spelled as in `people`."""
    spelling = {id_key(written): written for written in people[PERSON].dropna().unique()[::-1]}
    other = {
        written: name
        for written in frame[PERSON].dropna().unique()
        if (name := spelling.get(id_key(written), written)) != written
    }
    return renamed(frame, PERSON, other)


def _respell(
    tables: dict[str, pd.DataFrame], column: str, spelling: dict[str, str], unclear: frozenset[str]
) -> list[Respelled]:
    found: list[Respelled] = []
    for key, frame in tables.items():
        if column not in frame:
            continue
        rules = {}
        for written in frame[column].dropna().unique():
            if written in unclear:
                rules[written] = UNCLEAR
            elif spelling[id_key(written)] != written:
                rules[written] = RESPELLED
        if rules:
            cells = frame.loc[frame[column].isin(rules.keys()), ["source_row", column]]
            found += [
                Respelled(key, column, int(row), rules[written])
                for row, written in cells.itertuples(index=False, name=None)
            ]
            other = {
                written: spelling[id_key(written)]
                for written, rule in rules.items()
                if rule == RESPELLED
            }
            tables[key] = renamed(frame, column, other)
    return found


def _own(tables: dict[str, pd.DataFrame], column: str) -> dict[str, str]:
    """Map the key of each ID to its first spelling in these tables."""
    spelling: dict[str, str] = {}
    for key in sorted(tables, key=lambda key: key != _FIRST_IN[column]):
        for written in tables[key].get(column, pd.Series(dtype="str")).dropna().unique():
            spelling.setdefault(id_key(written), written)
    return spelling


def _first_spellings(
    tables: dict[str, pd.DataFrame], known: pd.DataFrame | None
) -> tuple[dict[str, str], frozenset[str]]:
    """Map the key of each ID to its first spelling, and return the similar IDs with a different
    date of birth.
    """
    spelling, unclear = _own(tables, PERSON), set[str]()
    if known is None:
        return spelling, frozenset()
    ids = known[PERSON].dropna().unique()
    strangers = set(spelling.values()) - set(ids)
    new = {key for key, written in spelling.items() if written in strangers}
    before: dict[str, list[str]] = {}
    for written in ids:
        if (key := id_key(written)) in new:
            before.setdefault(key, []).append(written)
    if not before:
        return spelling, frozenset()
    was_born, is_born = (
        _births(known, set().union(*before.values())),
        _births(tables.get("care_leavers"), set(spelling.values())),
    )
    for key, names in before.items():
        now = is_born.get(spelling[key], set())
        fitting = [
            name for name in names if not now or name not in was_born or now & was_born[name]
        ]
        if fitting:
            spelling[key] = fitting[0]
        else:
            unclear.add(spelling[key])
    return spelling, frozenset(unclear)


def _births(people: pd.DataFrame | None, ids: set[str]) -> dict[str, set[pd.Timestamp]]:
    """Map each of these exact IDs to the dates of birth recorded with it."""
    births: dict[str, set[pd.Timestamp]] = {}
    if people is not None and BORN in people and ids:
        recorded = people.loc[people[PERSON].isin(ids), [PERSON, BORN]].dropna()
        for written, born in recorded.itertuples(index=False, name=None):
            births.setdefault(written, set()).add(born)
    return births
