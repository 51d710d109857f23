"""Properties of any council: everyone once, parts that add up, and no dependence on the order of
rows.
"""

from dataclasses import replace
from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.measures.calculate import PARTS, calculate, people_behind
from analytics.measures.declared import MEASURES
from analytics.month.changes_between_months import changes
from analytics.month.check_in_clock import NO_FURTHER_CONTACT, check_ins, clock, load_ahead
from analytics.month.cohort import BREAKDOWNS, in_cohort, lacking
from analytics.month.ledger import BUCKETS, buckets, in_ledger, ledger, movement
from tests.analytics.councils import COUNCIL, council

OVERLAPPING = {"need"}
FEW = settings(
    max_examples=settings.default.max_examples // 4
)  # these calculate a lot in each example
OF_PEOPLE = [one for one in MEASURES.values() if one.of == "care_leavers" and not one.number]


@given(COUNCIL)
def test_everyone_aged_21_to_24_is_in_exactly_one_bucket(drawn):
    month = council(drawn)
    placed = buckets(month)
    assert sorted(placed.index) == sorted(month.people.index[in_ledger(month)])
    assert placed.isin(BUCKETS).all()
    assert ledger(month).total == len(placed)


@given(COUNCIL)
def test_the_clock_holds_everyone_who_is_not_outside_the_offer_once(drawn):
    month = council(drawn)
    counted = check_ins(month)
    assert counted.in_scope + counted.no_further_contact == ledger(month).offered_to
    assert list(clock(month).index) == list(buckets(month).index[buckets(month).ne("outside")])


SOME = st.lists(st.sampled_from(OF_PEOPLE), min_size=4, max_size=4, unique_by=lambda one: one.id)


@FEW
@given(COUNCIL, st.sampled_from(list(BREAKDOWNS)), SOME)
def test_the_parts_of_every_measure_add_up_and_so_do_the_groups(drawn, by, measures):
    month = council(drawn)
    rows = calculate([one for one in measures if not one.lacking(month)], month, (by,))
    if lacking(month, by):  # nobody is shown as not recorded
        assert rows["value_of_group"].isna().all()
        return
    shares = rows[rows["numerator"].notna()]
    assert (shares[list(PARTS)].sum(axis=1) == shares["denominator"]).all()
    for _, found in rows.groupby("id", sort=False):
        whole, groups = found.iloc[0], found.iloc[1:]
        size = (
            "denominator"
            if whole["numerator"] is not None and not pd.isna(whole["numerator"])
            else "value"
        )
        together = groups[size].sum()
        assert together >= whole[size] if by in OVERLAPPING else together == whole[size]


@FEW
@given(COUNCIL, SOME)
def test_the_people_behind_the_parts_are_the_people_counted(drawn, measures):
    month = council(drawn)
    for measure in [one for one in measures if not one.lacking(month)]:
        row = calculate([measure], month).iloc[0]
        ids = {part: people_behind(measure, month, part) for part in PARTS}
        everyone = [person for part in PARTS for person in ids[part]]
        assert (
            len(everyone)
            == len(set(everyone))
            == (row["value"] if pd.isna(row["denominator"]) else row["denominator"])
        )
        if not pd.isna(row["denominator"]):
            assert [len(ids[part]) for part in PARTS] == [row[part] for part in PARTS]


@given(COUNCIL, COUNCIL)
def test_movement_adds_up_to_both_ledgers(then, now):
    before = council(then, as_at=date(2025, 2, 28))
    after = council(now, seen_before=frozenset(before.people.index))
    rows = movement(before, after)
    out, into = rows.groupby("from")["people"].sum(), rows.groupby("to")["people"].sum()
    assert {key: int(out.get(key, 0)) for key in BUCKETS} == ledger(before).counts
    assert {key: int(into.get(key, 0)) for key in BUCKETS} == ledger(after).counts


@given(COUNCIL, COUNCIL)
def test_the_cohort_before_and_the_steps_make_the_cohort_after(then, now):
    before = council(then, as_at=date(2025, 2, 28))
    after = council(now, seen_before=frozenset(before.people.index))
    steps = sum(change.step * change.people for change in changes(before, after))
    assert in_cohort(before).sum() + steps == in_cohort(after).sum()


def figures(month, measures, name=lambda person: person):
    """Return everything that is calculated for a month, with its ids renamed."""
    rows = calculate(measures, month, ("adviser",)).fillna(-1).to_dict("records")
    states = {name(person): state for person, state in clock(month)["state"].items()}
    return (
        rows,
        ledger(month),
        {name(person): bucket for person, bucket in buckets(month).items()},
        states,
        load_ahead(month).to_dict("records"),
    )


@FEW
@given(COUNCIL, st.randoms(use_true_random=False), SOME)
def test_the_order_of_rows_changes_nothing(drawn, random, measures):
    month = council(drawn)
    people, contacts = list(month.people.index), list(range(len(month.contacts)))
    random.shuffle(people)
    random.shuffle(contacts)
    shuffled = replace(
        month, people=month.people.loc[people], contacts=month.contacts.iloc[contacts]
    )
    assert figures(shuffled, measures) == figures(month, measures)


@FEW
@given(COUNCIL, SOME)
def test_renaming_ids_and_an_unrelated_column_change_nothing(drawn, measures):
    month = council(drawn)
    renamed = council(drawn, name=lambda number: f"Z{99 - number}")
    extended = replace(renamed, people=renamed.people.assign(favourite_colour="blue"))
    back = {f"Z{99 - number}": f"P{number}" for number in range(len(month.people))}
    assert figures(extended, measures, back.__getitem__) == figures(month, measures)


@given(COUNCIL, st.data())
def test_moving_one_person_moves_exactly_two_counts(drawn, data):
    month = council(drawn)
    movable = [
        person
        for person, bucket in buckets(month).items()
        if bucket != "supported" and month.people.loc[person, "la_in_touch"] != "RHOM"
    ]
    if not movable:
        return
    person = data.draw(st.sampled_from(movable))
    people = month.people.copy()
    people.loc[person, "support_status"] = "supported"
    before, after = ledger(month).counts, ledger(replace(month, people=people)).counts
    moved = {key: after[key] - before[key] for key in BUCKETS if after[key] != before[key]}
    assert sorted(moved.values()) == [-1, 1]
    assert moved["supported"] == 1


@given(COUNCIL)
def test_people_who_asked_for_no_further_contact_are_in_no_state_of_the_clock(drawn):
    month = council(drawn)
    apart = clock(month)["state"].eq(NO_FURTHER_CONTACT)
    assert (clock(month).loc[apart, "said"] == "no further contact").all()
    assert check_ins(month).no_further_contact == apart.sum()
