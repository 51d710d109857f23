"""The measures, one file per theme; pages, tiles, definitions and the command line all use these
entries.
"""

from __future__ import annotations

from analytics.measures.declared import (
    cohort,
    health,
    home,
    keeping_in_touch,
    learning_and_work,
    national,
    practice,
    rights_and_planning,
    service_uptake,
)
from analytics.measures.measure import Measure

THEMES = (
    cohort,
    keeping_in_touch,
    home,
    learning_and_work,
    health,
    rights_and_planning,
    practice,
    service_uptake,
    national,
)
MEASURES: dict[str, Measure] = {
    measure.id: measure for theme in THEMES for measure in theme.MEASURES
}


def measure(name: str) -> Measure:
    """Return the measure with that id. Raises KeyError if there is none."""
    return MEASURES[name]


def touched_by(table: str, column: str) -> tuple[str, ...]:
    """Return the ids of the measures that a fault in a column can change."""
    if table == "care_leavers" and column in ("child_unique_id", "date_of_birth"):
        return tuple(one.id for one in MEASURES.values() if one.of == "care_leavers")
    wanted = {column} if table == "care_leavers" else {table, f"{table}.{column}"}
    return tuple(
        one.id
        for one in MEASURES.values()
        if any(wanted & set(needed.split("|")) for needed in (*one.needs, *one.reads))
    )


__all__ = ["MEASURES", "THEMES", "Measure", "measure", "touched_by"]
