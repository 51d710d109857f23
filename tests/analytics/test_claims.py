"""A claim about a measure is never stronger than its signal, and contains its numbers."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claims.claims import change, headline, note, point_words
from analytics.statistics import HIGH, LOW, RULE_SETS
from analytics.statistics.polarity import HIGHER, LOWER, NEITHER
from analytics.statistics.series import Reading, chart_of
from tests.analytics.drawn_series import FALLING, FLAT, MIXED, RISING, WITH_GAPS, series

SHAPES = {
    "rising": RISING,
    "falling": FALLING,
    "flat": FLAT,
    "mixed": MIXED,
    "short": RISING[-10:],
    "constant": (80,) * 14,
    "gaps": WITH_GAPS,
    "last month missing": (*RISING, None),
    "nothing": (None, None),
}
TARGETS = {"none": None, "met": 0.2, "never": 0.99, "hit and miss": 0.81}
STRONG = re.compile(
    r"\b(improved|worse|rising|falling|higher than usual|lower than usual)\b", re.IGNORECASE
)


def said(hundreds, rules="plotthedots", **about):
    drawn = series(hundreds, **about)
    control = chart_of(drawn, RULE_SETS[rules])
    return headline(drawn, control), control


def strong(text):
    return {word.lower() for word in STRONG.findall(text)}


@pytest.mark.parametrize("rules", RULE_SETS)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("polarity", [HIGHER, LOWER, NEITHER], ids=["higher", "lower", "neither"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_word_is_stronger_than_the_latest_signal(shape, polarity, target, rules):
    text, control = said(SHAPES[shape], rules, polarity=polarity, target=TARGETS[target])
    allowed = _allowed(control, polarity)
    assert strong(text) <= allowed, text
    assert len(strong(text)) <= 1
    assert bool(strong(text)) == bool(allowed)
    assert text.endswith(".")
    assert ("target" in text) == (control.assurance is not None)
    assert re.search(r"\d", text) or control.latest is None


def _allowed(control, polarity):
    latest = control.latest
    ways = {signal.direction for signal in latest.signals} if latest else set()
    if len(ways) != 1:
        return set()
    if polarity is NEITHER:
        return (
            {"rising", "higher than usual"} if ways == {HIGH} else {"falling", "lower than usual"}
        )
    return {"improved"} if (ways == {HIGH}) == (polarity is HIGHER) else {"worse"}


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=40),
    st.sampled_from([HIGHER, LOWER, NEITHER]),
    st.sampled_from(list(RULE_SETS)),
)
def test_for_any_series_no_word_is_stronger_than_the_latest_signal(hundreds, polarity, rules):
    text, control = said(hundreds, rules, polarity=polarity, target=0.5)
    assert strong(text) <= _allowed(control, polarity)
    assert ("Mixed signals" in text) == bool(control.latest and control.latest.mixed)
    drawn = series(hundreds, polarity=polarity)
    assert not strong(note(drawn, control))


def test_the_sentences():
    assert said(FLAT, target=0.95)[0] == (
        "Check-ins in date: 82 of 100 (82%). No clear change over 15 months; the 95% "
        "target is not being met."
    )
    assert (
        said(RISING)[0]
        == "Check-ins in date: 86 of 100 (86%). Improved: up 6 months in a row, from 80% to 86%."
    )
    assert (
        said(FALLING)[0]
        == "Check-ins in date: 78 of 100 (78%). Worse: down 6 months in a row, from 84% to 78%."
    )
    assert said(RISING, polarity=NEITHER)[0].endswith(
        "Rising: up 6 months in a row, from 80% to 86%."
    )
    assert said(FALLING, polarity=LOWER)[0].endswith(
        "Improved: down 6 months in a row, from 84% to 78%."
    )


def test_a_target_is_described_as_the_limits_allow():
    assert said(FLAT, target=0.5)[0].endswith("; the 50% target is being met.")
    assert said(FLAT, target=0.82)[0].endswith(
        "; the 82% target may be met or missed by chance alone."
    )
    assert said(FLAT, target=0.5, polarity=LOWER)[0].endswith(
        "; the target of at most 50% is not being met."
    )
    assert "target" not in said(FLAT, target=0.5, polarity=NEITHER)[0]
    people = series([12, 14] * 7, LOWER, 7, "people", "Homeless")
    assert headline(people, chart_of(people)) == (
        "Homeless: 14 young people. No clear change over 14 months; the target of at most "
        "7 people is not being met."
    )


def test_an_odd_month_is_not_hidden_behind_an_ordinary_one():
    assert "the 75% target is met in an ordinary month but was missed in March 2025" in said(
        (*FLAT[:14], 60), target=0.72
    )[0].replace("72%", "75%")
    assert (
        "the 95% target is not met in an ordinary month but was met in March 2025"
        in said((*FLAT[:14], 99), target=0.95)[0]
    )


def test_signals_both_ways_are_reported_both_ways():
    assert said(MIXED)[0] == (
        "Check-ins in date: 42 of 100 (42%). Mixed signals: up 6 months in a row, from 30% "
        "to 42%, but 7 months in a row below the average of 47%."
    )


def test_a_point_outside_differs_from_its_limit_however_close():
    text, control = said((*FLAT, 90))
    value, limit = re.search(r"([\d.]+)%, above the upper limit of ([\d.]+)%", text).groups()
    assert float(value) > float(limit)
    close = series((*FLAT, 90))
    limit = control.limits.upper
    nearly = replace(
        close, readings=(*close.readings[:-1], replace(close.readings[-1], value=limit + 0.0001))
    )
    value, limit = re.search(
        r"([\d.]+)%, above the upper limit of ([\d.]+)%",
        change(nearly, chart_of(nearly, freeze=15)),
    ).groups()
    assert float(value) > float(limit)


def test_short_constant_and_broken_series_say_what_they_are():
    assert said(RISING[-10:], target=0.95)[0] == (
        "Check-ins in date: 86 of 100 (86%). 10 months, middle value 82%: 13 are needed to "
        "tell a change from chance."
    )
    assert said((80,) * 14, target=0.95)[0] == (
        "Check-ins in date: 80 of 100 (80%). No variation: 80% in all 14 months; the 95% "
        "target is not met."
    )
    assert "No variation to judge by: the 14 months hardly differ" in said((*((80,) * 13), 81))[0]
    assert said(WITH_GAPS)[0].endswith("No clear change over 15 months (2 missing).")
    assert said(tuple(value for one in RISING for value in (one, None)))[0].endswith(
        "too many gaps to tell a change from chance."
    )
    assert said(())[0] == "Check-ins in date: no figure to show."


def test_an_older_month_says_which_and_why():
    assert said((*RISING, None))[0] == (
        "Check-ins in date: 86 of 100 (86%) in April 2025; May 2025 has no figure. "
        "Improved in April 2025: up 6 months in a row, from 80% to 86%."
    )
    drawn = series(RISING).without(lambda count: count == 14)  # the remainder of the last month
    assert headline(drawn, chart_of(drawn)) == (
        "Check-ins in date: 85 of 100 (85%) in March 2025; April 2025 is hidden. No clear "
        "change over 15 months (1 hidden)."
    )
    gone = series(RISING).without(lambda count: True)
    assert (
        headline(gone, chart_of(gone))
        == "Check-ins in date: every month is hidden, because the numbers are small."
    )


def test_a_new_baseline_is_shown_with_its_reason():
    drawn = series(FLAT * 2, rebases=(("2025-04", "the offer became opt-out"),))
    control = chart_of(drawn)
    assert headline(drawn, control).endswith(
        "No clear change over 15 months since a new baseline in April 2025."
    )
    assert note(drawn, control).endswith("New baseline from April 2025: the offer became opt-out.")


def test_earlier_signals_are_not_denied():
    assert said((*FLAT, 99, *FLAT[:3]))[0].endswith(
        "No clear change in July 2025, though 1 of the 19 months differs by more than chance."
    )
    assert said((*[60, 62] * 8, 71, 70, 72, 66))[0].endswith(
        "of the 20 months differ by more than chance."
    )


def test_months_in_a_row_are_not_counted_across_a_new_baseline():
    drawn = series(tuple(range(40, 68)), NEITHER, rebases=(("2025-03", "another form"),))
    assert headline(drawn, chart_of(drawn)).endswith(
        "Rising: up 13 months in a row, from 54% to 67%."
    )


def test_a_young_baseline_says_since_when():
    drawn = series(FLAT, rebases=(("2025-01", "the offer became opt-out"),))
    assert headline(drawn, chart_of(drawn)).endswith(
        "3 months since a new baseline in January 2025, middle value 82%: 13 are needed to "
        "tell a change from chance."
    )


def test_the_note_names_the_rules_and_stays_within_zero_to_a_hundred():
    drawn = series((97, 100) * 8)
    text = note(drawn, chart_of(drawn, RULE_SETS["nhs-excel"]))
    assert "rules nhs-excel" in text
    assert "limits 90.5% to 100%" in text or re.search(r"limits \d+% to 100%", text)
    assert "Higher is better." in text


def test_averages_are_never_rounded_to_all_or_none():
    drawn = series((100, 100, 100, 99) * 5)
    assert "average 99.8%" in note(drawn, chart_of(drawn))


def test_quarters_are_counted_as_quarters():
    quarters = replace(
        series((1,)),
        readings=tuple(
            Reading(
                f"{2021 + place // 4}-{3 * (place % 4) + 3:02d}",
                0.8 + 0.01 * (place % 3),
                80 + place % 3,
                20 - place % 3,
                0,
                100,
            )
            for place in range(15)
        ),
        step=3,
        as_at=date(2024, 11, 30),
    )
    assert (
        headline(quarters, chart_of(quarters))
        == "Check-ins in date: 82 of 100 (82%) in September 2024. No clear change over 15 quarters."
    )


def test_a_point_in_words():
    drawn = series(MIXED)
    control = chart_of(drawn)
    words = point_words(drawn, drawn.readings[-1], control.points[-1])
    assert words.startswith("November 2025: 42 of 100 (42%). Signals both ways: ")
    assert "go up" in words
    assert "below the average" in words
    assert (
        point_words(series((None,)), Reading("2024-01", None), chart_of(series((None,))).points[0])
        == ""
    )


def test_the_direction_words_are_the_signals():
    _, control = said(RISING)
    assert {signal.direction for signal in control.latest.signals} == {HIGH}
    _, control = said(FALLING)
    assert {signal.direction for signal in control.latest.signals} == {LOW}
