"""Decide from the words before a date whether it is the as-at date or the day of printing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.recognise.written_dates import WrittenDate, find_dates, is_last_day, prepared


class Word(StrEnum):
    """The kind of a date, by the words before it."""

    AS_AT = "as at"
    MADE = "made"  # run, printed, produced, created, extract date
    NONE = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text. `whole`: it has a day; otherwise the last day of a month."""

    day: date
    whole: bool
    word: Word


_SPACE = r"[\s._-]*"
_LABELS = re.compile(
    r"(?<![a-z])(?:"
    rf"(?P<as_at>as{_SPACE}(?:at|of|on)|position(?:ed)?{_SPACE}(?:at|on)|data{_SPACE}(?:up{_SPACE})?(?:to|until))"
    rf"|(?P<named>snap{_SPACE}shot|(?:position|reporting|reference|census|cut{_SPACE}off|snap{_SPACE}shot){_SPACE}(?:date|day|month|period))"
    rf"|(?P<end>(?:month|period|quarter|qtr|year){_SPACE}end(?:ing|ed)?)"
    r"|(?P<made>run|printed|produced|created|generated|extracted|refreshed|exported|downloaded|saved|updated"
    rf"|(?:run|print|extract|extraction|refresh|export|creation|production){_SPACE}(?:date|time|day)"
    rf"|date{_SPACE}of{_SPACE}(?:the{_SPACE})?(?:extract(?:ion)?|run|print(?:ing)?|export|report))"
    r")(?![a-z])"
)
_NEAR = re.compile(
    r"(?:[\s:,.=()\[\]'\"/_-]"
    r"|(?<![a-z])(?:the|a|date|day|of|end|month|close|business|play|on|is|was|at|as|to|for|midnight|cop|cob|eod"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)(?![a-z]))*"
)  # what may be between 'as at' and its date
_APART = re.compile(
    r"[.;|!?]\s|[;|]|(?<![a-z])(?:for|to|until|of)(?![a-z])"
)  # 'printed for May' does not show when
_RANGE = re.compile(
    r"\s*(?:to|-|until|till|through|and|&|up to|/|_|or)?\s*(?:the )?(?:end )?(?:of )?"
)


def dates_in(text: object) -> list[Dated]:
    """Return every date in a cell or name, with its kind by the words before it."""
    if isinstance(text, (date, datetime)):
        text = f"{text:%Y-%m-%d}"
    plain = prepared(str(text))
    found = find_dates(plain)
    return [
        Dated(one.day, one.whole, word)
        for one, word in zip(found, _words(plain, found), strict=True)
    ]


def waits_for_a_date(text: object) -> bool:
    """Return whether a text ends like a label with its date in the next cell: 'Position at:', 'Run
    date'.
    """
    if not isinstance(text, str):
        return False
    plain = prepared(text)
    label = next(reversed(list(_LABELS.finditer(plain))), None)
    if label is None or find_dates(plain[label.end() :]):
        return False
    rest = plain[label.end() :]
    return not _APART.search(rest) if label["made"] else bool(_NEAR.fullmatch(rest))


def _words(text: str, found: Sequence[WrittenDate]) -> Iterator[Word]:
    """Yield the kind of each date from the nearest label that is close enough; the ends of a range
    share it.
    """
    before, end, word = 0, 0, Word.NONE
    for one in found:
        if one.start >= end:  # otherwise it is another reading of the same figures
            linked = end and _RANGE.fullmatch(text, end, one.start)
            before, end = end, one.end
            word = word if linked else Word.NONE
        labels = list(_LABELS.finditer(text, before, one.start))
        word = next(
            (said for label in reversed(labels) if (said := _said(text, label, before, one))), word
        )
        yield word


def _said(text: str, label: re.Match[str], before: int, one: WrittenDate) -> Word:
    """Return the kind of the date after a label; NONE if the label belongs to the date before
    it."""
    gap = text[label.end() : one.start]
    if label["made"]:
        return Word.NONE if _APART.search(gap) else Word.MADE
    of_the_date_before = (
        before and not label["as_at"] and not text[before : label.start()].strip(" _-")
    )
    if (
        of_the_date_before
        or not _NEAR.fullmatch(gap)
        or (label["end"] and not is_last_day(one.day))
    ):
        return Word.NONE
    return Word.AS_AT
