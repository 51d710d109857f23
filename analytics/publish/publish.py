"""Turn a finding into what an audience may see; charts and exports accept nothing else.

Small numbers: for a shared audience a count of 1 to 5 is hidden. So is its smallest non-zero
neighbour if a single hidden cell could be worked out from a total.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import repeat

import pandas as pd

from analytics.claims import claims
from analytics.publish.control_chart_table import MONTH, NUMBER, VALUE, control_table
from analytics.publish.dated_entry import OFF, Entry
from analytics.publish.phrases import percent_beside, step
from analytics.publish.types import (
    SUPPRESS_UP_TO,
    SUPPRESSED,
    Audience,
    Fact,
    Finding,
    Published,
    PublishedControl,
    PublishedDates,
    PublishedFact,
    PublishedPeople,
)
from analytics.statistics import PLOTTHEDOTS, RuleSet
from analytics.statistics.control_chart_result import XMR
from analytics.statistics.series import Series, chart_of


def publish(finding: Finding, audience: Audience) -> Published:
    """Return the finding as this audience may see it."""
    table = finding.table.reset_index(drop=True).copy()
    for column in finding.counts:
        table[column] = table[column].astype("Int64")
    hidden = _hidden(table, finding.counts) if audience is Audience.SHARED else frozenset()
    for row, column in hidden:
        table.loc[row, column] = pd.NA
    return Published(
        finding.headline,
        finding.note,
        table,
        finding.label,
        finding.counts,
        finding.keys,
        finding.marked,
        finding.as_at,
        finding.snapshot,
        audience,
        hidden,
        _care(finding.quality_note, audience),
        _dates(finding, audience),
    )


def publish_control(
    series: Series,
    audience: Audience,
    rules: RuleSet = PLOTTHEDOTS,
    method: str = XMR,
    freeze: int | None = None,
    quality_note: str = "",
) -> PublishedControl:
    """Return a measure's control chart as this audience may see it.

    For a shared audience a month with a small count is a gap. Raises ValueError as series.chart_of
    does.
    """
    shown = (
        series.without(lambda count: 1 <= count <= SUPPRESS_UP_TO)
        if audience is Audience.SHARED
        else series
    )
    control = chart_of(shown, rules, method, freeze)
    table, counts = control_table(shown, control)
    columns = [column for column in (*counts, VALUE, NUMBER) if column in table.columns]
    keys = tuple(reading.month for reading in shown.readings)
    hidden = frozenset(
        (row, column) for row, key in enumerate(keys) if key in shown.hidden for column in columns
    )
    return PublishedControl(
        claims.headline(shown, control),
        claims.note(shown, control),
        table,
        MONTH,
        counts,
        keys,
        frozenset(),
        series.as_at,
        series.snapshot,
        audience,
        hidden,
        _care(quality_note, audience),
        series=shown,
        control=control,
        points_in_words=tuple(
            map(claims.point_words, repeat(shown), shown.readings, control.points)
        ),
    )


def publish_fact(fact: Fact, audience: Audience) -> PublishedFact:
    """Return a figure in words; 'c' for a shared audience if the count or the rest of its
    denominator is small.
    """
    small = fact.of_people and any(
        1 <= count <= SUPPRESS_UP_TO for count in (fact.count, (fact.of or fact.count) - fact.count)
    )
    if audience is Audience.SHARED and small:
        return PublishedFact(fact.label, SUPPRESSED, "", "", "", "")
    value = (
        f"{fact.count:,}"
        if fact.of is None
        else percent_beside(fact.count, fact.of, fact.target or 0, fact.at_most)
    )
    parts = f"{fact.count:,} of {fact.of:,}" if fact.of else ""
    change = f"{step(fact.change)} since {fact.since}" if fact.change is not None else ""
    return PublishedFact(
        fact.label, value, parts, change, *_target(fact), _care(fact.quality_note, audience)
    )


def _care(text: str, audience: Audience) -> str:
    """Return the data-quality note of a figure; for a shared audience without numbers."""
    return (
        text
        if audience is Audience.MANAGER or not text
        else "some cells of the extract could not be read or are in doubt"
    )


def _target(fact: Fact) -> tuple[str, str]:
    """Return (state, words) of a figure against its target today; it makes no claim about
    change."""
    if fact.target is not None and fact.of:
        met = (
            fact.count / fact.of <= fact.target
            if fact.at_most
            else fact.count / fact.of >= fact.target
        )
        within, beyond = ("At or below", "Above") if fact.at_most else ("At or above", "Below")
        return (
            ("on", f"{within} {fact.target:.0%}") if met else ("off", f"{beyond} {fact.target:.0%}")
        )
    return ("risk", "Needs attention") if fact.alarming and fact.count else ("", "")


def publish_people(
    headline: str,
    table: pd.DataFrame,
    audience: Audience,
    as_at: date | None,
    snapshot: int | None,
    sheets: str = "",
) -> PublishedPeople:
    """Return people for a manager; an empty table for a shared audience."""
    shown = table.reset_index(drop=True) if audience is Audience.MANAGER else table.iloc[0:0]
    return PublishedPeople(headline, shown, as_at, snapshot, audience, sheets)


def publish_dates(
    entries: Iterable[Entry], audience: Audience, as_at: date, snapshot: int | None
) -> PublishedDates:
    """Return entries for a calendar, except cancelled ones; a shared audience sees only published
    outcomes.
    """
    standing = [one for one in entries if one.status not in OFF]
    shown = (
        standing
        if audience is Audience.MANAGER
        else [replace(one, outcome=one.public_outcome) for one in standing]
    )
    return PublishedDates(tuple(shown), as_at, snapshot, audience)


def _dates(finding: Finding, audience: Audience) -> PublishedDates | None:
    return (
        publish_dates(finding.entries, audience, finding.as_at, finding.snapshot)
        if finding.as_at and finding.entries
        else None
    )


def _hidden(table: pd.DataFrame, counts: tuple[str, ...]) -> frozenset[tuple[int, str]]:
    """Return the cells to hide: counts of 1 to 5 and, per column, the smallest others until two are
    hidden.
    """
    hidden: set[tuple[int, str]] = set()
    for column in counts:
        small = [
            row
            for row, count in enumerate(table[column])
            if pd.notna(count) and 1 <= count <= SUPPRESS_UP_TO
        ]
        if len(small) == 1:
            others = sorted(
                (count, row)
                for row, count in enumerate(table[column])
                if pd.notna(count) and count > SUPPRESS_UP_TO
            )
            small += [row for _, row in others[:1]]
        hidden |= {(row, column) for row in small}
    return frozenset(hidden)
