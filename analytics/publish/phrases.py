"""Numbers in words: people, shares and dates in the form that every page uses.

Only analytics/claims/claims.py says "improved" or "worse".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

NO_ADVISER = "No adviser"


def people(count: int, noun: str = "young people", one: str = "young person") -> str:
    """Return '1 young person', '209 young people' or 'no young people'."""
    return f"no {noun}" if count == 0 else f"{count:,} {one if count == 1 else noun}"


def percent(numerator: int, denominator: int) -> str:
    """Return '87%'; never 100% if someone is not counted, nor 0% if someone is."""
    if not denominator:
        return "no one to count"
    share = 100 * numerator / denominator
    if numerator < denominator and share > 99:
        return "over 99%"
    if numerator > 0 and share < 1:
        return "under 1%"
    return f"{share:.0f}%"


def percent_beside(numerator: int, denominator: int, target: float, at_most: bool = False) -> str:
    """Return percent() with enough decimals to differ from a target that it misses.

    '89.7%' for a target of 90%, '30.2%' for a target of at most 30%.
    """
    if not denominator:
        return percent(numerator, denominator)
    value = 100 * numerator / denominator

    def misses(number: float) -> bool:
        return number > 100 * target if at_most else number < 100 * target

    if not misses(value) or misses(round(value)):
        return percent(numerator, denominator)
    said = next(
        (said for said in (f"{value:.{places}f}" for places in range(1, 9)) if misses(float(said))),
        None,
    )
    return f"{said}%" if said else f"just {'over' if at_most else 'under'} {100 * target:g}%"


def percent_of(share: float) -> str:
    """Return a proportion as it was set: '95%', '62.5%'."""
    return f"{100 * share:g}%"


def share(numerator: int, denominator: int) -> str:
    """Return '171 of 196 (87%)'."""
    return (
        f"{numerator:,} of {denominator:,} ({percent(numerator, denominator)})"
        if denominator
        else "no one to count"
    )


def step(count: int, noun: str = "people", one: str = "person") -> str:
    """Return a change in people: '+4 people', '−1 person', 'no change'."""
    return (
        "no change" if count == 0 else f"{'+' if count > 0 else '−'}{people(abs(count), noun, one)}"
    )


_ONE = {
    "people": "person",
    "people an adviser": "person an adviser",
    "days": "day",
    "posts": "post",
    "audits": "audit",
    "advisers": "adviser",
    "workers": "worker",
}


def unit_for(value: float, unit: str) -> str:
    """Return the unit of a whole number in the singular if it is 1: '1 day'."""
    return _ONE.get(unit, unit) if abs(value) == 1 else unit


def is_are(count: int) -> str:
    return "is" if count == 1 else "are"


def has_have(count: int) -> str:
    return "has" if count == 1 else "have"


def was_were(count: int) -> str:
    return "was" if count == 1 else "were"


def listed(parts: Sequence[str]) -> str:
    """Return 'a, b and c'."""
    return (
        parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
    )


def day(when: date) -> str:
    """Return '31 March 2025'."""
    return f"{when.day} {when:%B %Y}"


def named(month: date, seen_from: date) -> str:
    """Return 'Feb', with its year if it is not within the last eleven months."""
    near = 0 <= (seen_from.year - month.year) * 12 + seen_from.month - month.month < 12
    return f"{month:%b}" if near else f"{month:%b %Y}"


def month_named(key: str) -> str:
    """Return 'March 2025' for '2025-03'."""
    return f"{date.fromisoformat(f'{key}-01'):%B %Y}"


def month_short(key: str) -> str:
    """Return 'Mar 2025' for '2025-03'."""
    return f"{date.fromisoformat(f'{key}-01'):%b %Y}"


def sentence(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
