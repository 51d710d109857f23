"""Findings for any measure: who is counted, who is not, and who is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.measures.calculate import calculate, classify
from analytics.measures.data_quality import quality_note
from analytics.measures.declared import MEASURES, Measure
from analytics.measures.people_lists import people_with, rows_behind
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import day, named, share
from analytics.publish.types import Fact, Finding
from analytics.statistics.polarity import HIGHER, LOWER

WORDS = {"numerator": "Yes", "remainder": "No", "unknown": "Not known"}
NOT_COUNTED = "not_counted"
_PLACES = WORDS | {NOT_COUNTED: "Not counted"}
NOUNS = {
    "care_leavers": "Young people",
    "workforce": "Posts",
    "training": "Courses",
    "audits": "Audits",
}
_COUNTS_PEOPLE = ("care_leavers", "workforce")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure on a page: the figure, and how many are not known (None if it is not a share)."""

    measure: Measure
    fact: Fact
    unknown: Fact | None


def figures(month: Month, before: Month | None, names: Iterable[str]) -> list[Figure]:
    """Return the measures that can be calculated for this month, in the order given."""
    return [_figure(MEASURES[name], before, month) for name in countable(month, names)]


def countable(month: Month, names: Iterable[str]) -> list[str]:
    """Return the measures that can be calculated for this month, without means and medians, in
    order.
    """
    return [
        name for name in names if not MEASURES[name].lacking(month) and not MEASURES[name].number
    ]


def lacking(month: Month, names: Iterable[str]) -> list[Measure]:
    """Return the measures that cannot be calculated because the extract lacks what they need."""
    return [MEASURES[name] for name in names if MEASURES[name].lacking(month)]


def opened(month: Month, name: str) -> Finding:
    """Return the parts of one measure; those that count against it are marked."""
    one = MEASURES[name]
    row = calculate([one], month).iloc[0]
    noun = NOUNS[one.of]
    counts = (
        {part: int(row[part]) for part in WORDS}
        if one.numerator
        else {"numerator": int(row["value"])}
    )
    table = pd.DataFrame({one.title: [WORDS[part] for part in counts], noun: list(counts.values())})
    said = (
        share(counts["numerator"], int(row["denominator"]))
        if one.numerator
        else f"{counts['numerator']:,}"
    )
    better = (
        "" if str(one.polarity).startswith("neither") else f" {str(one.polarity).capitalize()}."
    )
    note = f"{one.definition} As at {day(month.as_at)}.{better}{_interval(row)}"
    against = {HIGHER: ("remainder", "unknown"), LOWER: ("numerator",)}.get(one.polarity, ())
    marked = frozenset(part for part in against if counts.get(part))
    keys, mark = tuple(counts), quality_note(month, name)
    return Finding(
        f"{one.title}: {said}.",
        note,
        table,
        one.title,
        (noun,),
        keys,
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def _interval(row: pd.Series) -> str:
    """Return the Wilson interval of a share in words; "" for a count or if there is nobody."""
    if pd.isna(row["low"]):
        return ""
    return f" 95% interval (Wilson): {100 * row['low']:.0f}% to {100 * row['high']:.0f}%."


def behind(month: Month, name: str, part: str) -> pd.DataFrame:
    """Return everyone in one part of a measure, with the columns it reads.

    For a measure of workers, courses or audits, return those rows.
    """
    one = MEASURES[name]
    found = classify(one, month)
    rows = found.index[found == part]
    if one.of != "care_leavers":
        return rows_behind(month, one.of, rows)
    return people_with(month, rows, [key for needed in one.needs for key in needed.split("|")])


def moved(before: Month, month: Month, name: str) -> Finding | None:
    """Explain a change in a percentage: everyone whose category changed since the month before.

    Rows are by category before and after (yes, no, not known, not counted). None if the measure is
    not a share of people, cannot be calculated for either month, or has different bases in the two.
    """
    one = MEASURES[name]
    if (
        one.numerator is None
        or one.of != "care_leavers"
        or one.lacking(before)
        or one.without(before) != one.without(month)
    ):
        return None
    steps = _steps(before, month, one).value_counts()
    labels = {step: " → ".join(_PLACES[part] for part in step.split(">")) for step in steps.index}
    table = pd.DataFrame({"From and to": list(labels.values()), NOUNS[one.of]: steps.to_numpy()})
    into, out = (
        sum(number for step, number in steps.items() if str(step).split(">")[place] == "numerator")
        for place in (1, 0)
    )
    then, now = (calculate([one], at).iloc[0] for at in (before, month))
    was, is_now = (share(int(row["numerator"]), int(row["denominator"])) for row in (then, now))
    title = (
        f"{was} in {before.as_at:%B %Y}, {is_now} now: {into:,} moved into “yes” and {out:,} "
        "moved out."
    )
    note = (
        f"Everyone whose category in this figure has changed since {before.as_at:%B %Y}. Not "
        "counted: outside its age group, not in the service, or not in that extract."
    )
    against = {HIGHER: {"remainder", "unknown"}, LOWER: {"numerator"}}.get(one.polarity, set())
    marked = frozenset(str(step) for step in steps.index if str(step).split(">")[1] in against)
    return Finding(
        title,
        note,
        table,
        "From and to",
        (NOUNS[one.of],),
        tuple(map(str, labels)),
        marked,
        month.as_at,
        month.snapshot,
        quality_note(month, name),
    )


def moved_list(before: Month, month: Month, name: str, step: str) -> pd.DataFrame:
    """Return the people of one step of moved(), from the later month, or the earlier if some are
    not in it.
    """
    found = _steps(before, month, MEASURES[name])
    ids = list(found.index[found == step])
    at = month if set(ids) <= set(month.people.index) else before
    return people_with(
        at, ids, [key for needed in MEASURES[name].needs for key in needed.split("|")]
    )


def _steps(before: Month, month: Month, one: Measure) -> pd.Series:
    """Return 'numerator>remainder' for everyone whose category changed, by id."""
    was, now = classify(one, before), classify(one, month)
    everyone = was.index.union(now.index)
    steps = (
        was.reindex(everyone).fillna(NOT_COUNTED) + ">" + now.reindex(everyone).fillna(NOT_COUNTED)
    )
    return steps[was.reindex(everyone).ne(now.reindex(everyone)).to_numpy()]


def missing_words(ones: Sequence[Measure]) -> list[tuple[tuple[str, ...], str]]:
    """Return each set of missing columns with one sentence on the measures that need it and why
    they matter.
    """
    by_needs: dict[tuple[str, ...], list[Measure]] = {}
    for one in ones:
        by_needs.setdefault(one.needs, []).append(one)
    return [
        (needs, "; ".join(one.title for one in wanting) + f". {wanting[0].why_it_matters}")
        for needs, wanting in by_needs.items()
    ]


@cached_per_month
def _figure(one: Measure, before: Month | None, month: Month) -> Figure:
    row = calculate([one], month).iloc[0]
    number = int(row["numerator"] if one.numerator else row["value"])
    of = int(row["denominator"]) if one.numerator else None
    then = _then(one, month, before)
    target = one.target(month.settings)
    since = named(before.as_at, month.as_at) if before and then is not None else ""
    change = None if then is None else number - then
    fact = Fact(
        one.title,
        number,
        of,
        change,
        since,
        target,
        one.polarity is LOWER and of is None,
        quality_note(month, one.id),
        one.id,
        one.polarity is LOWER,
    )
    return Figure(one, fact, Fact("", int(row["unknown"])) if one.numerator else None)


def _then(one: Measure, month: Month, before: Month | None) -> int | None:
    """Return the count of the month before; None if there is none, its basis differs, or it is not
    people.
    """
    if before is None or one.of not in _COUNTS_PEOPLE or one.unit == "posts":
        return None
    if one.lacking(before) or one.without(before) != one.without(month):
        return None
    row = calculate([one], before).iloc[0]
    return int(row["numerator"] if one.numerator else row["value"])
