"""Rows about nobody: ids that match no young person of this or any earlier month.

This happens if a column of ids was changed between systems.
"""

from __future__ import annotations

from collections.abc import Iterator

from analytics.changes.new_month import PEOPLE, Arrival
from analytics.publish.phrases import is_are, people
from data.problems import Doubt
from data.schema import TABLES

MOST = 0.1  # share of a table's rows that may be about nobody without a question
PERSON = "child_unique_id"


def strangers(arrival: Arrival) -> Iterator[Doubt]:
    """Yield a question for each table if more than a tenth of its rows with an id match nobody."""
    if not arrival.known:
        return
    for key, frame in arrival.brought.items():
        if key == PEOPLE or PERSON not in frame:
            continue
        ids = frame[PERSON].dropna()
        number = int((~ids.isin(arrival.known)).sum())
        if number > MOST * len(ids):
            words = (
                f"{number:,} of {people(len(ids), 'rows', 'row')} of {TABLES[key].title} "
                f"{is_are(number)} not about anyone in this or any earlier month."
            )
            advice = (
                "Compare how the IDs are written in this table and in Care leavers. Is this "
                "another council's table?"
            )
            yield Doubt(f"strangers_{key}", words, advice, must_confirm=True, number=number)
