"""The baselines of control charts as one setting: adding or removing one keeps the others.

A baseline belongs to a measure and a month. Its text is "MEASURE YYYY-MM REASON", with ; between
two of them.
"""

from __future__ import annotations

from analytics.month.settings import SETTINGS

KEY = "baselines"
Baseline = tuple[str, str, str]  # measure, month, reason
_Place = tuple[str, str]


def added(text: str, baseline: Baseline) -> str:
    """Return the text with this baseline added, replacing any for the same measure and month."""
    return _written(_read(text) | {baseline[:2]: baseline[2]})


def taken_back(text: str, baseline: Baseline) -> str:
    """Return the text without the baseline of this measure and month."""
    return _written(
        {place: reason for place, reason in _read(text).items() if place != baseline[:2]}
    )


def merged(stored: str, seen: str, entered: str) -> tuple[str, bool]:
    """Apply the change from `seen` to `entered` to the stored text.

    Return the text, and whether somebody else changed the same baseline; theirs is then kept.
    """
    now, before, after = _read(stored), _read(seen), _read(entered)
    touched = _touched(before, after)
    theirs = {
        place for place in touched if now.get(place) not in (before.get(place), after.get(place))
    }
    return _put(now, after, touched - theirs), bool(theirs)


def on_top(stored: str, seen: str, entered: str) -> str:
    """Apply the change from `seen` to `entered` to the stored text, replacing what others
    changed."""
    after = _read(entered)
    return _put(_read(stored), after, _touched(_read(seen), after))


def _put(now: dict[_Place, str], after: dict[_Place, str], touched: set[_Place]) -> str:
    kept = {place: reason for place, reason in now.items() if place not in touched}
    return _written(kept | {place: after[place] for place in touched if place in after})


def _touched(before: dict[_Place, str], after: dict[_Place, str]) -> set[_Place]:
    return {
        place for place in before.keys() | after.keys() if before.get(place) != after.get(place)
    }


def _read(text: str) -> dict[_Place, str]:
    return {(measure, month): reason for measure, month, reason in SETTINGS[KEY].read(text)}


def _written(baselines: dict[_Place, str]) -> str:
    return SETTINGS[KEY].written(
        tuple(sorted((*place, reason) for place, reason in baselines.items()))
    )


LISTS = {KEY: merged}  # each setting that is a list, and the function that merges a change
