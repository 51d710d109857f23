"""The impact of an action, judged only by the control charts of its measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics.measures.data_quality import quality_note_over
from analytics.measures.declared import MEASURES, Measure
from analytics.measures.measure import NOW
from analytics.measures.series import all_series
from analytics.month.month import Month
from analytics.plan.distance import COUNTED, Noun, distance
from analytics.plan.early import early_view
from analytics.plan.own_measures import baseline_of, own_series
from analytics.publish.phrases import month_named
from analytics.publish.publish import publish_control
from analytics.publish.types import Audience, PublishedControl
from analytics.statistics import EMPTY, MIN_POINTS, RUN, Control
from analytics.statistics.control_chart_result import CONCERN, IMPROVEMENT
from analytics.statistics.control_chart_series import number_of
from analytics.statistics.polarity import NEITHER
from analytics.statistics.series import Series

RIGHT, UNCLEAR, WRONG, UNKNOWN = "right", "unclear", "wrong", "unknown"
MIXED = "mixed"  # a verdict, placed with UNCLEAR
PLACES = {
    RIGHT: "Moved the right way",
    UNCLEAR: "No clear change",
    WRONG: "Moved the wrong way",
    UNKNOWN: "Cannot tell yet",
}
VERDICTS = PLACES | {MIXED: "Mixed: one signal for, one against"}
_NOUNS: dict[str, Noun] = {
    "care_leavers": ("young people", "young person"),
    "workforce": ("workers", "worker"),
    "training": ("courses", "course"),
    "audits": ("audits", "audit"),
}


@dataclass(frozen=True, eq=False)
class Moved:
    """One measure: its verdict, its claim, and its distance to target.

    `published` is None if there is nothing to draw.
    """

    id: str
    title: str
    own: bool
    verdict: str
    words: str
    distance: str = ""
    early: str = ""  # what the early view shows, if there is nothing more
    published: PublishedControl | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """What the measures of one action show together."""

    verdict: str
    words: str
    measures: tuple[Moved, ...] = ()

    @property
    def place(self) -> str:
        """Return the column of the grid; mixed counts as no clear change."""
        return UNCLEAR if self.verdict == MIXED else self.verdict


def measures_of(
    months: Sequence[Month],
    names: Iterable[str],
    audience: Audience,
    counted: Mapping[str, Series] | None = None,
) -> dict[str, Moved]:
    """Return the named measures that exist, by the name given. `counted` are series already
    calculated.
    """
    own, month = own_series(months), months[-1]
    wanted = {name: MEASURES.get(name.casefold()) for name in dict.fromkeys(names)}
    missing = [
        one
        for one in wanted.values()
        if one and _countable(one, month) and one.id not in (counted or {})
    ]
    series = {**(counted or {}), **(all_series(missing, months) if missing else {})}
    found = {name: _computed(one, months, series, audience) for name, one in wanted.items() if one}
    by_id = {one.casefold(): one for one in own}
    for name in wanted:
        if name not in found and name.casefold() in by_id:
            found[name] = _own(own[by_id[name.casefold()]], month, audience)
    return found


def together(moved: Sequence[Moved]) -> Impact:
    """Combine the measures of one action.

    It moved the right way only if one did and none moved the wrong way. Signals both ways are
    mixed. A measure without a known verdict is ignored.
    """
    verdicts = {one.verdict for one in moved}
    good, bad = verdicts & {RIGHT, MIXED}, verdicts & {WRONG, MIXED}
    if good and bad:
        verdict = MIXED
    elif good or bad:
        verdict = RIGHT if good else WRONG
    else:
        verdict = UNCLEAR if UNCLEAR in verdicts else UNKNOWN
    words = " ".join(one.words for one in moved)
    return Impact(
        verdict,
        words or "No measure is linked to this action, so its effect is not known.",
        tuple(moved),
    )


def verdict_of(control: Control, asked: str) -> str:
    """Return the verdict of a control chart's latest point for the month asked for."""
    latest = control.latest
    if latest is None or control.kind in (RUN, EMPTY) or control.polarity is NEITHER:
        return UNKNOWN
    if number_of(asked) - number_of(latest.month) >= control.step:
        return UNKNOWN
    if latest.mixed:
        return MIXED
    return {IMPROVEMENT: RIGHT, CONCERN: WRONG}.get(latest.state or "", UNCLEAR)


def _countable(one: Measure, month: Month) -> bool:
    return one.basis == NOW and not one.lacking(month)


def _computed(
    one: Measure, months: Sequence[Month], series: Mapping[str, Series], audience: Audience
) -> Moved:
    month = months[-1]
    if not _countable(one, month):
        why = (
            "counted once a year"
            if one.basis != NOW
            else (
                f"not available for {month_named(month.key)}, because the extract lacks what "
                "it needs"
            )
        )
        return Moved(one.id, one.title, False, UNKNOWN, f"{one.title}: {why}.")
    return _moved(
        publish_control(series[one.id], audience, quality_note=quality_note_over(months, one.id)),
        month,
        _NOUNS[one.of],
        own=False,
    )


def _own(series: Series, month: Month, audience: Audience) -> Moved:
    published = publish_control(series, audience)
    newest = published.control.newest
    if newest is None or newest.count >= MIN_POINTS or newest.reason:
        return _moved(published, month, COUNTED, own=True)
    early, words = early_view(published.series, baseline_of(month, series.measure))
    return Moved(
        series.measure,
        series.title,
        True,
        UNKNOWN,
        words,
        distance(published.series),
        early,
        published,
    )


def _moved(published: PublishedControl, month: Month, noun: Noun, own: bool) -> Moved:
    series, verdict = published.series, verdict_of(published.control, month.key)
    why = "The sheet does not give which way is better" if own else "Neither way is better"
    no_way = f" {why}, so it shows no impact." if series.polarity is NEITHER else ""
    return Moved(
        series.measure,
        series.title,
        own,
        verdict,
        published.headline + no_way,
        distance(series, noun),
        "",
        published,
    )
