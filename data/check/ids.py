"""Decide whether two IDs are one person's, and find IDs that contain a name or a date of birth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import chain

import pandas as pd

from data.codelists import fold

_GAPS = re.compile(r"\s+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")  # a full stop is part of the number and stays
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_WORD = re.compile(
    r"(?<![^\W_])[^\W\d_]+(?![^\W_])"
)  # letters with no letter, and no digit, next to them
_TWO_NAMES_IN_ONE = re.compile(r"(?:[A-Z][a-z]{2,}){2}")
_GUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_LONG_WORD = 4
_FEWEST, _SHARE = 5, 0.1  # a word in this many IDs is the system's prefix, not a name
_SPELT_OUT = ("%d%b%Y", "%d%B%Y", "%d%b%y", "%Y%b%d", "%b%d%Y")


def id_key(written: str) -> str:
    """Return an ID without spaces, thousands separators, capitals or invisible characters.

    All spellings of one ID have the same key. Leading zeros stay. IDs with different letters or
    digits never have the same key.
    """
    if written.isascii() and written.isdigit():  # nearly every ID
        return written
    text = fold(_GAPS.sub("", written.translate(_FULL_WIDTH)))
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def all_plain(ids: pd.Series) -> bool:
    """Return whether all of these IDs have only digits, so that each is its own key."""
    return bool(ids.str.fullmatch("[0-9]+").fillna(True).all())


def id_keys(ids: pd.Series) -> pd.Series:
    """Return the key of each ID of a column."""
    return ids if all_plain(ids) else ids.map(id_key, na_action="ignore")


def with_names(written: Iterable[str]) -> set[str]:
    """Return the IDs that seem to contain a name: a word, two words, or a word and an initial.

    A word that many of the IDs share is the system's prefix. 'JONES7' is not found: 'CLIENT7' looks
    the same.
    """
    words = {
        one: [] if _GUID.fullmatch(one) else _WORD.findall(one.casefold())
        for one in written
        if not one.isdigit()
    }
    times = Counter(chain.from_iterable(map(set, words.values())))
    shared = {word for word, number in times.items() if number >= max(_FEWEST, _SHARE * len(words))}
    return {
        one
        for one, found in words.items()
        if _is_name([word for word in found if word not in shared]) or _glued(one)
    }


def _is_name(words: list[str]) -> bool:
    longest = max(map(len, words), default=0)
    return longest >= _LONG_WORD or (longest >= 2 and len(words) >= 2)


def _glued(written: str) -> bool:
    return bool(_TWO_NAMES_IN_ONE.search(written))


def holds_birth(written: str, born: date) -> bool:
    """Return whether an ID contains this date of birth, with day, month and year in any order."""
    eight, six = _in_digits(born)
    digits = written if written.isdigit() else "".join(filter(str.isdigit, written))
    if len(digits) >= 8 and any(form in digits for form in eight):
        return True
    if digits in six:
        return True
    return not written.isdigit() and _holds_parted(written, born, six)


def _holds_parted(written: str, born: date, six: frozenset[str]) -> bool:
    """Return whether the date's digits are among letters ('JS010105'), apart ('1-1-05') or with a
    month's name.
    """
    runs = re.findall(r"(?<![0-9])[0-9]{1,8}(?![0-9])", written)
    if not six.isdisjoint(runs):
        return True
    threes = [sorted(map(int, runs[at : at + 3])) for at in range(len(runs) - 2)]
    if any(sorted((born.day, born.month, year)) in threes for year in (born.year, born.year % 100)):
        return True
    closed = "".join(filter(str.isalnum, written)).casefold()
    return any(f"{born:{form}}".casefold() in closed for form in _SPELT_OUT)


@cache
def _in_digits(born: date) -> tuple[tuple[str, ...], frozenset[str]]:
    orders = ("%d%m{}", "{}%m%d", "%m%d{}", "{}%d%m")
    eight, six = (
        tuple(f"{born:{order.format(year)}}" for order in orders) for year in ("%Y", "%y")
    )
    return eight, frozenset(six)
