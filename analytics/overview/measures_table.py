"""All measures at a glance: one row each, in words, made of what may be published and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.claims.claims import latest_words
from analytics.measures.data_quality import quality_note
from analytics.measures.declared import MEASURES, Measure
from analytics.measures.measure import NOW
from analytics.measures.series import ANOTHER_BASIS, all_series
from analytics.month.month import Month
from analytics.publish.phrases import month_named, step
from analytics.publish.publish import publish_control
from analytics.publish.series_in_words import period, target_words
from analytics.publish.types import SUPPRESSED, Audience, PublishedControl
from analytics.statistics import ASSURANCE, MIN_POINTS, RUN, STATE, VARIATION, Icon
from analytics.statistics.series import Reading, Series

_COUNTED = {"workforce": ("workers", "worker"), "audits": ("audits", "audit"), "training": ("courses", "course")}


@dataclass(frozen=True, eq=False)
class GridRow:
    """One measure in words. `variation` is None on a run chart, `assurance` also without a target; `needed` then says what is missing."""

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
    """The measures that each month has a figure of its own for; those of a financial year's birthdays have not."""
    return [one for one in MEASURES.values() if one.basis == NOW]


def available(month: Month) -> list[Measure]:
    """The measures that this month's extract can be counted for."""
    return [one for one in monthly() if not one.lacking(month)]


def lacking(month: Month) -> dict[tuple[str, ...], list[str]]:
    """The titles of all others, by what they need and the extract did not bring."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in monthly():
        if needs := one.lacking(month):
            found.setdefault(needs, []).append(one.title)
    return found


def series_for_grid(months: Sequence[Month]) -> dict[str, Series]:
    """The series of every measure that the newest of the months can be counted for."""
    return all_series(available(months[-1]), months)


def grid(found: dict[str, Series], month: Month, audience: Audience) -> dict[str, list[GridRow]]:
    """A row for each measure, by theme, in the order in which they are declared."""
    by_theme: dict[str, list[GridRow]] = {one.theme: [] for one in monthly()}
    for one in available(month):
        by_theme[one.theme].append(grid_row(one, publish_control(found[one.id], audience, quality_note=quality_note(month, one.id))))
    return {theme: rows for theme, rows in by_theme.items() if rows}


def needing_attention(found: dict[str, list[GridRow]]) -> dict[str, list[GridRow]]:
    """The rows whose newest month is a signal of concern or of both kinds, or whose target is missed while nothing changes."""
    kept = {theme: [row for row in rows if _alarms(row)] for theme, rows in found.items()}
    return {theme: rows for theme, rows in kept.items() if rows}


def _alarms(row: GridRow) -> bool:
    concern = (VARIATION["concern_high"], VARIATION["concern_low"], STATE["mixed"])
    return row.variation in concern or row.assurance in (ASSURANCE["never_met"], ASSURANCE["not_met"])


def grid_row(measure: Measure, published: PublishedControl) -> GridRow:
    """The row of a measure from its control chart."""
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
        target_words(series, control.latest.target) if control.latest and control.latest.target is not None else "",
        period(series, len(known)),
        f"{MIN_POINTS} {'quarters' if series.step > 1 else 'months'} needed"
        if short > 0
        else "too many gaps"
        if control.kind == RUN
        else "",
    )


def icons(rows: Iterable[GridRow]) -> list[Icon]:
    """Every icon that the rows show, once, in the order of their declaration."""
    there = {id(icon) for row in rows for icon in (row.variation, row.assurance)}
    return [icon for icon in (*VARIATION.values(), STATE["mixed"], *ASSURANCE.values()) if id(icon) in there]


def _latest(published: PublishedControl) -> str:
    """'171 of 196 (87 %), 3 unknown'."""
    latest, series = published.control.latest, published.series
    if latest is None:
        return SUPPRESSED if series.hidden else "no figure"
    reading = next(one for one in series.readings if one.month == latest.month)
    return latest_words(series, latest) + (f", {reading.unknown:,} unknown" if reading.unknown else "")


def _variation(published: PublishedControl) -> Icon | None:
    control = published.control
    if control.variation is None:
        return None
    return STATE["mixed"] if control.latest and control.latest.mixed else VARIATION[control.variation]


def _change(measure: Measure, series: Series) -> tuple[str, str]:
    """('+4 people', 'since February'); nothing where either of the two last figures is missing, hidden, or counted on another basis."""
    if len(series.readings) < 2 or (series.readings[-1].month, ANOTHER_BASIS) in series.rebases:
        return "", ""
    before, now = series.readings[-2:]
    moved = _moved(series, before, now)
    if moved is None:
        return "", ""
    since = f"since {month_named(before.month).split()[0]}"
    if measure.number and moved:
        return f"{'+' if moved > 0 else '−'}{abs(moved):g} {series.unit}", since
    nouns = _COUNTED.get(measure.of, ("people", "person"))
    return step(int(moved), *nouns), since


def _moved(series: Series, before: Reading, now: Reading) -> float | None:
    """How many more are counted, or by how much a mean or median moved."""
    was, is_now = (one.numerator if series.percent else one.value for one in (before, now))
    return None if was is None or is_now is None else round(is_now - was, 1)
