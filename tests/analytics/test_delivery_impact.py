"""The grid of delivery and impact: an action reaches each of its twenty cells, and each has the
right text.
"""

from __future__ import annotations

import pytest

from analytics import charts
from analytics.plan import CELLS, findings
from analytics.plan.delivery_impact import name_of, pairs
from analytics.plan.impact import MIXED, together
from analytics.publish.publish import publish
from analytics.publish.types import Audience
from tests.analytics.plan_rows import measured

# delivery | the linked measure | the cell in words | its colour state | the text
PAIRS = """
blue | UP | Complete, moved the right way | on | Done, and its measure moved the right way. Ask what will keep it there.
blue | FLAT | Complete, no clear change | risk | Done, and its measure has not clearly moved. Ask whether it was the right action, or what more is needed.
blue | DOWN | Complete, moved the wrong way | off | Done, and its measure moved the wrong way. Ask what other causes there are, and whether to reopen the action.
blue | NEW | Complete, cannot tell yet | none | Done, but nothing shows yet whether it helped. Ask which measure will show it, and from when.
green | UP | On track, moved the right way | on | Going to plan, and its measure already moves the right way. Ask what is left to do, and carry on.
green | FLAT | On track, no clear change | none | Going to plan, with no clear change so far. Ask when a change should show.
green | DOWN | On track, moved the wrong way | off | Going to plan while its measure moved the wrong way. Ask whether the plan is the right one.
green | NEW | On track, cannot tell yet | none | Going to plan, but too early to tell what it changes. Ask how its effect will be seen.
amber | UP | At risk, moved the right way | none | At risk, but its measure moves the right way. Ask whether the rest of it is still needed.
amber | FLAT | At risk, no clear change | risk | At risk, with no clear change. Ask what would bring it back on schedule.
amber | DOWN | At risk, moved the wrong way | off | At risk, and its measure moved the wrong way. Ask for a recovery plan with dates.
amber | NEW | At risk, cannot tell yet | risk | At risk, and nothing shows what the delay costs. Ask what the obstacle is, and for a measure.
red | UP | Off track, moved the right way | none | Off track, but its measure moves the right way. Ask why the measure moves, and whether the action is needed at all.
red | FLAT | Off track, no clear change | off | Off track, with no clear change. Ask which decision it is waiting for, and whose.
red | DOWN | Off track, moved the wrong way | off | Off track, and its measure moved the wrong way. Ask for a decision at this meeting.
red | NEW | Off track, cannot tell yet | off | Off track, and nothing shows what the delay costs. Ask which decision it is waiting for, and for a measure.
not started | UP | Not started, moved the right way | none | Not started, but its measure moves the right way without it. Ask whether it is still needed.
not started | FLAT | Not started, no clear change | none | Not started, and its measure has not clearly moved. Ask whether its start date is still right.
not started | DOWN | Not started, moved the wrong way | risk | Not started, and its measure moved the wrong way. Ask whether it should start sooner.
not started | NEW | Not started, cannot tell yet | none | Not started, and nothing to assess it by yet. Ask for its start date and its measure.
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in PAIRS.strip().splitlines()]


@pytest.fixture(scope="module")
def of():
    actions = "\n".join(
        f"A{number:02} | {rag} | {measure}" for number, (rag, measure, *_) in enumerate(ROWS)
    )
    return measured(f"id | rag | measures\n{actions}")


@pytest.mark.parametrize("number", range(20))
def test_every_pair_has_its_place_and_its_words(of, number):
    _, _, place, state, sentence = ROWS[number]
    one = of.action(f"A{number:02}")
    assert (name_of(one.pair), CELLS[one.pair].state, CELLS[one.pair].sentence) == (
        place,
        state,
        sentence,
    )
    assert [found.id for found in of.cells[one.pair]] == [one.id]


def test_the_fixture_covers_every_cell_of_the_grid(of):
    assert list(pairs()) == list(CELLS) == [of.action(f"A{number:02}").pair for number in range(20)]
    assert len({cell.sentence for cell in CELLS.values()}) == 20


def test_the_picture_has_a_ring_with_its_number_for_every_place_that_holds_an_action_and_no_other(
    of,
):
    drawn = charts.grid_of_two(publish(findings.grid(of), Audience.SHARED), findings.STATES)
    assert [point[0] for point in drawn.data[0].customdata] == [":".join(pair) for pair in CELLS]
    assert set(drawn.data[0].text) == {"<b>1</b>"}
    few = measured("id | rag | measures\nA1 | green | UP\nA2 | green | UP")
    drawn = charts.grid_of_two(publish(findings.grid(few), Audience.SHARED), findings.STATES)
    assert (list(drawn.data[0].text), list(drawn.data[0].customdata[0])) == (
        ["<b>2</b>"],
        ["green:right"],
    )
    assert sum(note.text == "0" for note in drawn.layout.annotations) == 19


@pytest.mark.parametrize(
    ("measures", "verdict"),
    [
        ("UP, FLAT", "right"),
        ("UP; NEW", "right"),
        ("DOWN FLAT NEW", "wrong"),
        ("UP, DOWN", MIXED),
        ("FLAT, NEW", "unclear"),
        ("NEW", "unknown"),
        ("", "unknown"),
        ("NOWHERE", "unknown"),
    ],
)
def test_several_measures_are_the_right_way_only_if_none_goes_the_other(measures, verdict):
    one = measured(f"id | rag | measures\nA1 | blue | {measures}").action("A1")
    assert (one.impact.verdict, one.impact.place) == (
        verdict,
        "unclear" if verdict == MIXED else verdict,
    )


def test_signals_both_ways_in_one_measure_are_mixed_for_any_other_measures(of):
    right, wrong = of.action("A00").impact.measures[0], of.action("A02").impact.measures[0]
    assert together([right, wrong]).verdict == MIXED
    assert together([right]).verdict == "right"
    assert together([]).words == "No measure is linked to this action, so its effect is not known."


def test_one_action_in_two_places_is_never_counted_twice_and_an_unrated_one_in_none():
    of = measured("id | rag | measures\nA1 | | UP\nA2 | amber | UP, DOWN")
    assert sum(map(len, of.cells.values())) == 1
    assert of.notes == ("A1 has no rating, so it is not in the grid.",)
