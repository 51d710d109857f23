"""Baselines as one setting: adding or removing one leaves the others unchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from analytics.month.baselines import added, merged, on_top, taken_back
from analytics.month.settings import SETTINGS

PLACES = [
    (measure, month) for measure in ("cohort", "suitable_19_21") for month in ("2024-05", "2024-06")
]
HELD = some.dictionaries(
    some.sampled_from(PLACES), some.sampled_from(["New flats", "A merger", "A second team"])
)


def written(held) -> str:
    return SETTINGS["baselines"].written(
        tuple(sorted((*place, reason) for place, reason in held.items()))
    )


def held_in(text) -> dict:
    return {(measure, month): reason for measure, month, reason in SETTINGS["baselines"].read(text)}


@given(stored=HELD, seen=HELD, entered=HELD)
def test_a_merge_changes_only_what_the_person_changed_and_reports_conflicts(stored, seen, entered):
    text, both = merged(written(stored), written(seen), written(entered))
    after, forced = held_in(text), held_in(on_top(written(stored), written(seen), written(entered)))
    clashed = []
    for place in PLACES:
        was, mine, theirs = seen.get(place), entered.get(place), stored.get(place)
        if was == mine:
            assert after.get(place) == forced.get(place) == theirs
        else:
            assert forced.get(place) == mine
            clashed.append(theirs not in (was, mine))
            assert after.get(place) == (theirs if clashed[-1] else mine)
    assert both == any(clashed)


@given(stored=HELD)
def test_adding_and_removing_a_baseline_leaves_the_text_unchanged(stored):
    text, one = written(stored), ("cohort", "2025-01", "An inspection")
    assert taken_back(added(text, one), one) == text
    assert taken_back(text, one) == text
