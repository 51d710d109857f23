"""Claims about a measure over time: the only module that uses "improved", "worse", "rising" and
"falling".

Each sentence holds the numbers it is based on. A word of change needs a signal in the latest month.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from analytics.publish.phrases import listed, month_named, sentence
from analytics.publish.series_in_words import (
    figure,
    line_words,
    period,
    period_name,
    told_apart,
    value_words,
)
from analytics.statistics import (
    CONTROL,
    HIGH,
    MIN_POINTS,
    RULE_SETS,
    RUN,
    Control,
    Point,
    Rule,
    Segment,
    Signal,
)
from analytics.statistics.control_chart_icons import SIGNAL, STATE
from analytics.statistics.control_chart_result import (
    ALWAYS_MET,
    CONCERN,
    HIT_AND_MISS,
    IMPROVEMENT,
    MET,
    NEVER_MET,
    NOT_MET,
)
from analytics.statistics.control_chart_series import number_of
from analytics.statistics.polarity import HIGHER, LOWER
from analytics.statistics.series import Reading, Series

_STATE_WORD = {IMPROVEMENT: "Improved", CONCERN: "Worse"}


def headline(series: Series, control: Control) -> str:
    """Return the figure, the claim and the target in one line.

    'Check-ins in date: 171 of 196 (87%). No clear change over 14 months; the 95% target is not
    being met.'
    """
    latest = control.latest
    if latest is None:
        why = (
            "every month is hidden, because the numbers are small"
            if series.hidden
            else "no figure to show"
        )
        return f"{_title(series)}: {why}."
    target = _target(series, control, latest)
    return (
        f"{_title(series)}: {latest_words(series, latest)}. "
        f"{change(series, control)}{f'; {target}' if target else ''}."
    )


def change(series: Series, control: Control) -> str:
    """Return the claim itself, without its full stop; 'No figure' if no month has one."""
    latest, newest = control.latest, control.newest
    if latest is None or newest is None:
        return "No figure"
    if newest.kind == RUN:
        return _too_few(series, control, newest)
    span = _span(series, control)
    if newest.kind != CONTROL:
        same = {
            point.value
            for point in control.points
            if point.value is not None and point.month >= newest.first
        }
        return (
            f"No variation: {figure(series, newest.limits.centre)} in all {span}"
            if len(same) == 1
            else f"No variation to judge by: the {span} hardly differ"
        )
    if not latest.signals:
        return _no_clear_change(control, latest, newest, span)
    dated = "" if latest.month == _asked(series) else f" in {month_named(latest.month)}"
    if latest.mixed:
        return (
            f"Mixed signals{dated}: "
            f"{', but '.join(_why(series, control, latest, signal) for signal in _one_each_way(latest))}"  # noqa: E501
        )
    return f"{_word(latest)}{dated}: {_why(series, control, latest, _telling(latest))}"


def note(series: Series, control: Control) -> str:
    """Return the line under the claim: what is shown, since when, which way is better, by which
    rules, and why a baseline is new."""
    known = [point for point in control.points if point.value is not None]
    if not known:
        return f"{_title(series)}. Nothing to show."
    every = "by quarter" if series.step > 1 else "by month"
    parts = [
        f"{_title(series)}, {every}, {month_named(known[0].month)} to "
        f"{month_named(known[-1].month)}: "
        f"{period(series, len(known))}{_lacking(series, control, '')}."
    ]
    parts.append(f"{sentence(str(series.polarity))}.")
    parts.append(_lines(series, control))
    parts += [
        f"New baseline from {month_named(segment.first)}: {segment.reason}."
        for segment in control.segments[1:]
    ]
    return " ".join(part for part in parts if part)


def latest_words(series: Series, latest: Point) -> str:
    """Return the latest figure, '171 of 196 (87%)'; if it is not of the month asked, its month and
    why.
    """
    reading = next(one for one in series.readings if one.month == latest.month)
    asked, words = _asked(series), value_words(series, reading)
    if series.as_at is not None and latest.month == asked == f"{series.as_at:%Y-%m}":
        return words
    why = (
        ""
        if latest.month == asked
        else f"; {month_named(asked)} {'is hidden' if asked in series.hidden else 'has no figure'}"
    )
    return f"{words} in {month_named(latest.month)}{why}"


def point_words(series: Series, reading: Reading, point: Point) -> str:
    """Return a point in words, or "" for a gap.

    'March 2025: 171 of 196 (87%). Concern: below the lower limit.'
    """
    if point.value is None:
        return ""
    words = f"{month_named(point.month)}: {value_words(series, reading)}."
    if not point.signals or point.state is None:
        return words
    both = "Signals both ways" if point.mixed else STATE[point.state].title
    return f"{words} {both}: {signals_words(point)}."


def signals_words(point: Point) -> str:
    """Return every rule that flags a point, the deciding one first; "" if there is none."""
    return listed([SIGNAL[signal.rule, signal.direction] for signal in point.signals])


def _title(series: Series) -> str:
    return series.title.replace(":", ",")


def _asked(series: Series) -> str:
    """Return the month the reader asked for: the newest, or the last quarter of a quarterly
    figure."""
    return series.readings[-1].month if series.readings else ""


def _span(series: Series, control: Control) -> str:
    """Return the months shown: '14 months since a new baseline in April 2024 (2 missing)'."""
    newest = control.newest
    if newest is None:
        return ""
    since = f" since a new baseline in {month_named(newest.first)}" if newest.reason else ""
    return f"{period(series, newest.count)}{since}{_lacking(series, control, newest.first)}"


def _lacking(series: Series, control: Control, first: str) -> str:
    """Return how many months from `first` on are missing or hidden, in words."""
    gaps = [point.month for point in control.points if point.value is None and point.month >= first]
    hidden = sum(month in series.hidden for month in gaps)
    parts = [
        f"{count} {word}"
        for count, word in ((len(gaps) - hidden, "missing"), (hidden, "hidden"))
        if count
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _too_few(series: Series, control: Control, newest: Segment) -> str:
    middle = f"{_span(series, control)}, middle value {figure(series, newest.limits.centre)}"
    if newest.count >= MIN_POINTS:
        return f"{middle}: too many gaps to tell a change from chance"
    return f"{middle}: {MIN_POINTS} are needed to tell a change from chance"


def _no_clear_change(control: Control, latest: Point, newest: Segment, span: str) -> str:
    """Return 'No clear change' for the latest month; earlier months that were flagged are
    mentioned.
    """
    flagged = sum(bool(point.signals) for point in control.points if point.month >= newest.first)
    if not flagged:
        return f"No clear change over {span}"
    differ = "differs" if flagged == 1 else "differ"
    return (
        f"No clear change in {month_named(latest.month)}, though {flagged} of the {span} "
        f"{differ} by more than chance"
    )


def _word(latest: Point) -> str:
    """Return the word of change: improved or worse.

    If neither way is better: rising or falling for a trend, otherwise higher or lower than usual.
    """
    if latest.state in _STATE_WORD:
        return _STATE_WORD[latest.state]
    telling = _telling(latest)
    up = telling.direction == HIGH
    if telling.rule is Rule.TREND:
        return "Rising" if up else "Falling"
    return "Higher than usual" if up else "Lower than usual"


def _telling(latest: Point) -> Signal:
    """Return the signal behind the words: a trend if the word is rising or falling, otherwise the
    deciding one."""
    trends = [signal for signal in latest.signals if signal.rule is Rule.TREND]
    return trends[0] if trends and latest.state not in _STATE_WORD else latest.signals[0]


def _one_each_way(latest: Point) -> list[Signal]:
    """Return the first signal of each direction."""
    return list({signal.direction: signal for signal in reversed(latest.signals)}.values())[::-1]


def _why(series: Series, control: Control, latest: Point, signal: Signal) -> str:
    """Return what a signal found, with its numbers."""
    limits, value, up = latest.limits, latest.value, signal.direction == HIGH
    if limits is None or value is None:
        return ""
    side, sign = ("above", 1) if up else ("below", -1)
    if signal.rule is Rule.OUTSIDE:
        line = (limits.upper if up else limits.lower) or 0.0
        said, limit = told_apart(series, value, line)
        return f"{said}, {side} the {'upper' if up else 'lower'} limit of {limit}"
    if signal.rule is Rule.TREND:
        steps = _back(control, lambda before, now: sign * (now - before) > 0) - 1
        before = [point.value for point in control.points if point.value is not None][-steps - 1]
        return (
            f"{'up' if up else 'down'} {steps} {period_name(series)}s in a row, from "
            f"{figure(series, before)} to {figure(series, value)}"
        )
    average = figure(series, limits.centre)
    if signal.rule is Rule.TWO_OF_THREE:
        return (
            f"at least 2 of the last 3 {period_name(series)}s far {side} the average of {average}"
        )
    row = _back(control, lambda before, _: sign * (before - limits.centre) > 0)
    return f"{row} {period_name(series)}s in a row {side} the average of {average}"


def _back(control: Control, holds: Callable[[float, float], bool]) -> int:
    """Count the points, from the latest back, for which `holds(value before, value)` is true.

    The count never crosses a gap or a rebase.
    """
    known = [point for point in control.points if point.value is not None][::-1]
    count = 1
    for now, before in pairwise(known):
        apart = (
            number_of(now.month) - number_of(before.month) > control.step
            or now.segment != before.segment
        )
        if apart or not holds(before.value or 0.0, now.value or 0.0):
            break
        count += 1
    return count


def _lines(series: Series, control: Control) -> str:
    """Return which kind of chart it is, its rules, and where its lines are."""
    limits = control.limits
    if limits is None or limits.lower is None or limits.upper is None:
        return (
            f"Run chart: middle value {figure(series, limits.centre)}, no limits."
            if limits and control.kind == RUN
            else ""
        )
    low, high = (line_words(series, line) for line in (limits.lower, limits.upper))
    average = figure(series, limits.centre)
    kind = "p-chart" if control.method == "p" else "Control chart (XmR)"
    frozen = f", frozen after the first {control.freeze}" if control.freeze else ""
    source = RULE_SETS[control.rule_set].source
    return (
        f"{kind}, rules {control.rule_set} ({source}): average {average}, limits {low} to "
        f"{high}{frozen}."
    )


def _target(series: Series, control: Control, latest: Point) -> str:
    """Return the target in the words of the assurance icon; "" without one."""
    if latest.target is None or latest.value is None or control.assurance is None:
        return ""
    name = (
        "the "
        f"{'target of at most ' if series.polarity is LOWER else ''}{100 * latest.target:g}%{' target' if series.polarity is HIGHER else ''}"  # noqa: E501
    )
    if not series.percent:
        name = (
            f"the target of at {'most' if series.polarity is LOWER else 'least'} "
            f"{latest.target:g} {series.unit}"
        )
    met = (
        latest.value >= latest.target
        if series.polarity is HIGHER
        else latest.value <= latest.target
    )
    month = month_named(latest.month)
    return {
        ALWAYS_MET: f"{name} is being met"
        if met
        else f"{name} is met in an ordinary month but was missed in {month}",
        NEVER_MET: f"{name} is not met in an ordinary month but was met in {month}"
        if met
        else f"{name} is not being met",
        HIT_AND_MISS: f"{name} may be met or missed by chance alone",
        MET: f"{name} is met",
        NOT_MET: f"{name} is not met",
    }[control.assurance]
