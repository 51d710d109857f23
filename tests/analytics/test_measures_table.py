"""The table of all measures: each row matches its control chart and shows only what its audience
may see.
"""

import re

import pytest

from analytics.charts import spark, spark_words
from analytics.measures.declared import measure
from analytics.measures.measure import NOW
from analytics.measures.series import ANOTHER_BASIS, series_of
from analytics.overview.measures_table import (
    available,
    grid,
    grid_row,
    icons,
    lacking,
    needing_attention,
    series_for_grid,
)
from analytics.publish.publish import publish_control
from analytics.publish.types import Audience
from tests.analytics.drawn_series import FLAT, MIXED, RISING, WITH_GAPS, series
from tests.spec.drawn import month

CHECKED = measure("check_ins_in_date")


def row(hundreds, audience=Audience.MANAGER, one=CHECKED, **more):
    return grid_row(one, publish_control(series(hundreds, **more), audience))


def test_a_row_has_the_parts_the_change_the_icons_and_the_months():
    found = row(RISING, target=0.95)
    assert (found.latest, found.change, found.since) == (
        "86 of 100 (86%)",
        "+1 person",
        "since March",
    )
    assert (found.variation.title, found.variation.letter, found.assurance.title) == (
        "Improvement, high",
        "H",
        "Usually missed",
    )
    assert (found.target, found.months, found.needed) == ("95%", "16 months", "")


def test_a_run_chart_has_no_icons_and_says_what_it_needs():
    found = row(FLAT[:5], target=0.9)
    assert (found.variation, found.assurance, found.months, found.needed) == (
        None,
        None,
        "5 months",
        "13 months needed",
    )


def test_signals_both_ways_are_never_an_improvement():
    assert row(MIXED).variation.title == "Signals both ways"


def test_a_missing_month_before_gives_no_change():
    assert row((*FLAT, None, 82)).change == ""
    assert row((*FLAT, 82, None)).latest.endswith("; May 2025 has no figure")
    assert row((82,)).change == ""


def test_a_share_of_nobody_has_no_change():
    young = "id | born | touch | eligible\n1 | 2003-05-01 | YES | former relevant"
    months = [month("2025-02-28", young), month("2025-03-31", young)]
    name = "in_touch_17_18"
    found = grid_row(
        measure(name), publish_control(series_of(measure(name), months), Audience.MANAGER)
    )
    assert (found.latest, found.change, found.since) == ("no figure", "", "")


def test_a_different_basis_gives_no_change():
    assert row((*FLAT, 84), rebases=(("2025-04", ANOTHER_BASIS),)).change == ""


def test_a_new_baseline_of_the_councils_own_leaves_the_change_in_people():
    assert row((*FLAT, 84), rebases=(("2025-04", "the hub opened"),)).change == "+2 people"


def test_attention_is_for_a_concern_both_signals_or_a_target_missed():
    rows = {
        "falling": row(tuple(164 - one for one in RISING)),
        "both": row(MIXED),
        "missed": row(FLAT, target=0.99),
        "rising": row(RISING),
        "met": row(FLAT, target=0.2),
    }
    kept = {name for name, one in rows.items() if needing_attention({"theme": [one]})}
    assert kept == {"falling", "both", "missed"}


def test_nothing_of_a_hidden_month_is_in_a_row_or_its_picture():
    shown, other = (row((*FLAT, small), Audience.SHARED) for small in (2, 4))
    assert "April 2025 is hidden" in shown.latest
    assert (shown.latest, shown.change) == (other.latest, other.change)
    assert (spark(shown.published), spark_words(shown.published)) == (
        spark(other.published),
        spark_words(other.published),
    )
    assert row((3, 2, 1), Audience.SHARED).latest == "c"


def test_the_picture_is_broken_at_a_gap_and_has_its_ends_in_words():
    whole, parted = (publish_control(series(one), Audience.MANAGER) for one in (FLAT, WITH_GAPS))
    assert [spark(one).count("<polyline") for one in (whole, parted)] == [1, 2]
    assert spark_words(whole) == "January 2024 80%, March 2025 82%; lowest 80%, highest 84%."
    assert not re.search("nan|None", spark(publish_control(series((None, None)), Audience.MANAGER)))
    with pytest.raises(TypeError, match="PublishedControl"):
        spark(series(FLAT))


def test_every_monthly_measure_is_a_row_or_is_named_as_lacking():
    months = [month("2025-02-28", PEOPLE), month("2025-03-31", PEOPLE)]
    found = series_for_grid(months)
    rows = [one for theme in grid(found, months[-1], Audience.MANAGER).values() for one in theme]
    missing = lacking(months[-1])
    assert {one.measure.title for one in rows}.isdisjoint(
        title for titles in missing.values() for title in titles
    )
    assert len(rows) + sum(map(len, missing.values())) == sum(
        one.basis == NOW for one in all_measures()
    )
    assert [one.measure for one in rows if one.measure.theme == "keeping in touch"] == [
        one for one in available(months[-1]) if one.theme == "keeping in touch"
    ]
    assert {one.needed for one in rows} <= {"13 months needed", "13 quarters needed", ""}
    assert icons(rows) == []


def test_many_series_at_once_are_what_each_is_alone():
    months = [month("2025-02-28", PEOPLE), month("2025-03-31", PEOPLE)]
    together = series_for_grid(months)
    assert together
    assert all(series_of(measure(name), months) == one for name, one in together.items())


PEOPLE = "id | born | status\n1 | 2002-01-01 | supported\n2 | 2003-01-01 | declined"


def all_measures():
    from analytics.measures.declared import MEASURES

    return MEASURES.values()
