"""Settings in words: their titles, and their values as they read in a sentence."""

from __future__ import annotations

import re
from datetime import date

from analytics.measures.declared import MEASURES
from analytics.month.settings import SETTINGS
from analytics.publish.phrases import day
from analytics.statistics.polarity import Polarity

_HOW = " (with ; between them)"
_MARKS = {"per cent": " (%)", "people": " (people)", "separated by ;": _HOW}
_AGES = re.compile(r", aged .*$")  # a measure has one target for all ages


def title(key: str) -> str:
    """Return the title of a setting; a target has the title of its measure."""
    setting = SETTINGS[key]
    if measure := next(
        (one for one in MEASURES.values() if f"target.{one.target_key}" == key), None
    ):
        unit = "%" if measure.unit == "%" else setting.note
        return (
            f"{_AGES.sub('', measure.title)} "
            f"({unit}{', at most' if measure.polarity is Polarity.LOWER_IS_BETTER else ''})"
        )
    return f"{setting.title.removeprefix('Target: ')}{_MARKS.get(setting.note, '')}"


def named(key: str) -> str:
    """Return the title of a setting for a sentence, without the hint on how to enter it."""
    return title(key).removesuffix(_HOW)


def default(key: str) -> str:
    """Return the default value of a setting, as text to be stored."""
    return SETTINGS[key].written(SETTINGS[key].default)


def in_words(key: str, value: str) -> str:
    """Return a value as it reads in a sentence: a date in words, a blank as 'empty'."""
    return (
        day(date.fromisoformat(value)) if isinstance(SETTINGS[key].default, date) else value
    ) or "empty"
