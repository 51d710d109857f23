"""A selection: who is in it, its words, its address, and that its figures are those of its people
alone.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.measures.calculate import calculate
from analytics.month.changes_between_months import changes
from analytics.month.check_in_clock import check_ins, clock
from analytics.month.cohort import groups, in_cohort, lacking
from analytics.month.filters import (
    DIMENSIONS,
    EVERYONE,
    OF_NAMES,
    choices,
    key,
    read,
    selection,
    written,
)
from analytics.month.ledger import buckets, ledger, movement
from tests.analytics.councils import COUNCIL, council
from tests.analytics.test_properties import SOME
from tests.spec.drawn import month

FEW = settings(max_examples=settings.default.max_examples // 4)
MARCH = month(
    "2025-03-31",
    """
    id | born       | team  | adviser | status    | gender | custody
    1  | 2003-06-01 | North | Ann     | supported | 1      | Y
    2  | 2003-06-01 | North | Bob     | declined  | 2      | N
    3  | 2002-06-01 | South | Ann     | supported | 1      | Y
    4  | 2007-06-01 | North | Ann     |           | 1      |
    5  | 2003-06-01 |       |         | supported | 2      | N
    """,
)
APRIL = month(
    "2025-04-30",
    """
    id | born       | team  | status
    1  | 2003-06-01 | South | supported
    2  | 2003-06-01 | North | declined
    3  | 2002-06-01 | North | supported
    4  | 2007-06-01 | North |
    6  | 2004-01-01 | North | supported
    """,
    seen_before=frozenset("12345"),
)


def ids(**asked):
    return list(selection(asked).of(MARCH).people.index)


def test_any_group_of_one_dimension_and_all_dimensions():
    assert ids() == ["1", "2", "3", "4", "5"]
    assert ids(team=["North"]) == ["1", "2", "4"]
    assert ids(team=["North", "No team"]) == ["1", "2", "4", "5"]
    assert ids(team=["North"], age=["21"]) == ["1", "2"]
    assert ids(team=["North"], adviser=["Ann"], need=["Custody"]) == ["1"]
    assert ids(team=["West"]) == []


def test_everyone_is_the_month_itself():
    assert EVERYONE.of(MARCH) is MARCH
    assert not EVERYONE


def test_a_dimension_that_is_none_is_not_taken():
    with pytest.raises(KeyError, match="colour"):
        selection({"colour": ["blue"]})


def test_the_words():
    assert (
        selection({"age": ["21", "22", "23"], "team": ["North"]}).words
        == "Team: North; aged 21, 22 or 23"
    )


def test_what_can_be_chosen_is_what_parts_the_people():
    found = choices([MARCH])
    assert found["team"] == ["North", "South", "No team"]
    assert found["age"] == ["17", "21", "22"]
    assert "area" not in found  # the extract has no such column, so everyone is in one group


def test_the_address_names_nobody_and_reads_back():
    known = choices([MARCH])
    asked = selection({"team": ["North"], "adviser": ["Ann"], "need": ["Custody"], "age": ["21"]})
    text = written(asked)
    assert not any(name.lower() in text.lower() for name in ("North", "Ann", "Bob"))
    assert text.endswith("~age.21~need.custody")
    assert read(text, known) == asked
    assert read("age.99~team.0~nonsense~~age.21~age.21", known) == selection({"age": ["21"]})
    assert read("", known) == EVERYONE


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_key_has_nothing_that_an_address_must_escape(dimension):
    made = key(dimension, "Ann O'Hara & sons/50% ~.")
    assert made.replace("-", "").isalnum()
    assert ("hara" in made) == (dimension not in OF_NAMES)


def test_people_who_change_team_move_into_or_out_of_the_selection():
    north = selection({"team": ["North"]})
    found = {
        one.key: one.ids
        for one in changes(north.of(MARCH), north.of(APRIL))
        if one.ids and one.step
    }
    assert found == {"joined": ("6",), "moved_in": ("3",), "moved_out": ("1",)}
    rows = movement(north.of(MARCH), north.of(APRIL))
    assert {(row.to if row.to == "moved_out" else row["from"]) for _, row in rows.iterrows()} >= {
        "moved_in",
        "moved_out",
    }


GENDER = st.sampled_from(["gender", "age", "team", "need", "eligibility"])


@FEW
@given(COUNCIL, GENDER, st.integers(0, 5), SOME)
def test_its_figures_are_those_of_an_extract_with_only_these_people(
    drawn, dimension, place, measures
):
    whole = council(drawn)
    names = [*groups(whole, dimension), "nobody"]
    asked = selection({dimension: [names[place % len(names)]]})
    part = asked.of(whole)
    alone = replace(part, whole=None, places=None)
    assert calculate(measures, part, ("team",)).fillna(-1).to_dict("records") == calculate(
        measures, alone, ("team",)
    ).fillna(-1).to_dict("records")
    assert (ledger(part), check_ins(part)) == (ledger(alone), check_ins(alone))
    assert buckets(part).equals(buckets(alone))
    assert clock(part).equals(clock(alone))


@FEW
@given(COUNCIL, COUNCIL, GENDER, st.integers(0, 5))
def test_the_cohort_before_and_the_steps_make_the_cohort_after(then, now, dimension, place):
    before = council(then, as_at=date(2025, 2, 28))
    after = council(now, seen_before=frozenset(before.people.index))
    names = [*groups(after, dimension), "nobody"]
    asked = selection({dimension: [names[place % len(names)]]})
    was, is_now = asked.of(before), asked.of(after)
    assert (
        in_cohort(was).sum() + sum(one.step * one.people for one in changes(was, is_now))
        == in_cohort(is_now).sum()
    )
    moved = movement(was, is_now)
    assert moved.loc[moved["to"].isin(ledger(was).counts), "people"].sum() == ledger(is_now).total


@FEW
@given(COUNCIL, GENDER)
def test_the_groups_of_a_dimension_that_do_not_overlap_make_the_whole(drawn, dimension):
    whole = council(drawn)
    assume(not lacking(whole, dimension))
    sizes = [
        int(in_cohort(selection({dimension: [name]}).of(whole)).sum())
        for name in groups(whole, dimension)
    ]
    assert (
        sum(sizes) >= in_cohort(whole).sum()
        if dimension == "need"
        else sum(sizes) == in_cohort(whole).sum()
    )
