"""The settings in words: what each is, and how its value reads in a sentence."""

from __future__ import annotations

import re
from datetime import date

from analytics.measures.declared import MEASURES
from analytics.month.settings import SETTINGS
from analytics.publish.phrases import day
from analytics.statistics.polarity import Polarity

_HOW = " (with ; between them)"
_MARKS = {"per cent": " (%)", "people": " (people)", "separated by ;": _HOW}
_AGES = re.compile(r", aged .*$")  # one target for a measure's every age


def title(key: str) -> str:
    """What a setting is, in the words of its measure where it is a target."""
    setting = SETTINGS[key]
    if measure := next((one for one in MEASURES.values() if f"target.{one.target_key}" == key), None):
        unit = "%" if measure.unit == "%" else setting.note
        return f"{_AGES.sub('', measure.title)} ({unit}{', at most' if measure.polarity is Polarity.LOWER_IS_BETTER else ''})"
    return f"{setting.title.removeprefix('Target: ')}{_MARKS.get(setting.note, '')}"


def named(key: str) -> str:
    """What a setting is, in a sentence: without how it is entered."""
    return title(key).removesuffix(_HOW)


def default(key: str) -> str:
    """The value of a setting that nobody has changed, as it is stored."""
    return SETTINGS[key].written(SETTINGS[key].default)


def in_words(key: str, value: str) -> str:
    """A value as it is read in a sentence: a date in words, nothing as 'empty'."""
    return (day(date.fromisoformat(value)) if isinstance(SETTINGS[key].default, date) else value) or "empty"
