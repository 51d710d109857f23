"""All measures at a glance, one row each, in words; built only from published results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.claims.claims import latest_words
from analytics.measures.data_quality import quality_note
from analytics.measures.declared import MEASURES, Measure
from analytics.measures.measure import NOW
from analytics.measures.series import ANOTHER_BASIS, all_series
from analytics.month.month import Month
from analytics.publish.phrases import month_named, step, unit_for
from analytics.publish.publish import publish_control
from analytics.publish.series_in_words import period, target_words
from analytics.publish.types import SUPPRESSED, Audience, PublishedControl
from analytics.statistics import ASSURANCE, MIN_POINTS, RUN, STATE, VARIATION, Icon
from analytics.statistics.series import Reading, Series

_COUNTED = {
    "workforce": ("workers", "worker"),
    "audits": ("audits", "audit"),
    "training": ("courses", "course"),
}


@dataclass(frozen=True, eq=False)
class GridRow:
    """One measure in words.

    `variation` is None on a run chart; `assurance` is None there and if there is no target.
    `needed` then says what is missing.
    """

    measure: Measure
    published: PublishedControl
    latest: str
    change: str
    since: str
    variation: Icon | None
    assurance: Icon | None
    target: str
    months: str
    needed: str


def monthly() -> list[Measure]:
    """Return the measures with a figure for each month: all except those on the 903 basis."""
    return [one for one in MEASURES.values() if one.basis == NOW]


def available(month: Month) -> list[Measure]:
    """Return the monthly measures that can be calculated from this month's extract."""
    return [one for one in monthly() if not one.lacking(month)]


def lacking(month: Month) -> dict[tuple[str, ...], list[str]]:
    """Return the titles of the other measures, grouped by what they need and the extract lacks."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in monthly():
        if needs := one.lacking(month):
            found.setdefault(needs, []).append(one.title)
    return found


def series_for_grid(months: Sequence[Month]) -> dict[str, Series]:
    """Return the series, by measure id, of every measure available in the newest month."""
    return all_series(available(months[-1]), months)


def grid(found: dict[str, Series], month: Month, audience: Audience) -> dict[str, list[GridRow]]:
    """Return a row for each available measure, by theme, in the order of declaration."""
    by_theme: dict[str, list[GridRow]] = {one.theme: [] for one in monthly()}
    for one in available(month):
        by_theme[one.theme].append(
            grid_row(
                one,
                publish_control(found[one.id], audience, quality_note=quality_note(month, one.id)),
            )
        )
    return {theme: rows for theme, rows in by_theme.items() if rows}


def needing_attention(found: dict[str, list[GridRow]]) -> dict[str, list[GridRow]]:
    """Return the rows that need attention.

    These are the rows whose newest month is a signal of concern or has signals both ways, and those
    whose target is missed while nothing changes.
    """
    kept = {theme: [row for row in rows if _alarms(row)] for theme, rows in found.items()}
    return {theme: rows for theme, rows in kept.items() if rows}


def _alarms(row: GridRow) -> bool:
    concern = (VARIATION["concern_high"], VARIATION["concern_low"], STATE["mixed"])
    return row.variation in concern or row.assurance in (
        ASSURANCE["never_met"],
        ASSURANCE["not_met"],
    )


def grid_row(measure: Measure, published: PublishedControl) -> GridRow:
    """Return the row of a measure, built from its published control chart."""
    control, series = published.control, published.series
    known = [point for point in control.points if point.value is not None]
    short = MIN_POINTS - control.newest.count if control.newest and control.kind == RUN else 0
    return GridRow(
        measure,
        published,
        _latest(published),
        *_change(measure, series),
        _variation(published),
        ASSURANCE[control.assurance] if control.assurance else None,
        target_words(series, control.latest.target)
        if control.latest and control.latest.target is not None
        else "",
        period(series, len(known)),
        f"{MIN_POINTS} {'quarters' if series.step > 1 else 'months'} needed"
        if short > 0
        else "too many gaps"
        if control.kind == RUN
        else "",
    )


def icons(rows: Iterable[GridRow]) -> list[Icon]:
    """Return each icon that the rows show once, in the order of declaration."""
    there = {id(icon) for row in rows for icon in (row.variation, row.assurance)}
    return [
        icon
        for icon in (*VARIATION.values(), STATE["mixed"], *ASSURANCE.values())
        if id(icon) in there
    ]


def _latest(published: PublishedControl) -> str:
    """Return the latest figure in words: '171 of 196 (87%), 3 unknown'."""
    latest, series = published.control.latest, published.series
    if latest is None:
        return SUPPRESSED if series.hidden else "no figure"
    reading = next(one for one in series.readings if one.month == latest.month)
    return latest_words(series, latest) + (
        f", {reading.unknown:,} unknown" if reading.unknown else ""
    )


def _variation(published: PublishedControl) -> Icon | None:
    control = published.control
    if control.variation is None:
        return None
    return (
        STATE["mixed"] if control.latest and control.latest.mixed else VARIATION[control.variation]
    )


def _change(measure: Measure, series: Series) -> tuple[str, str]:
    """Return the change in words: ('+4 people', 'since February').

    Both are empty if either of the last two figures is missing, hidden or on a different basis.
    """
    if len(series.readings) < 2 or (series.readings[-1].month, ANOTHER_BASIS) in series.rebases:
        return "", ""
    before, now = series.readings[-2:]
    moved = _moved(series, before, now)
    if moved is None:
        return "", ""
    since = f"since {month_named(before.month).split()[0]}"
    if measure.number and moved:
        return f"{'+' if moved > 0 else '−'}{abs(moved):g} {unit_for(moved, series.unit)}", since
    nouns = _COUNTED.get(measure.of, ("people", "person"))
    return step(int(moved), *nouns), since


def _moved(series: Series, before: Reading, now: Reading) -> float | None:
    """Return how many more are counted, or by how much a mean or median moved."""
    if before.value is None or now.value is None:
        return None
    was, is_now = (
        (reading.numerator if series.percent else reading.value) for reading in (before, now)
    )
    return None if was is None or is_now is None else round(is_now - was, 1)
