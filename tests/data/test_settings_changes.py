"""Every change of a setting starts from the stored value, and a second person is told about the
first change.
"""

from __future__ import annotations

import threading
from datetime import date

import pytest

from analytics.month.baselines import LISTS, added, taken_back
from analytics.month.settings import settings_from
from data.problems import UserError
from data.store import SettingChanged, Store

MARCH, MAY, JULY = date(2025, 3, 1), date(2025, 5, 1), date(2025, 7, 1)
A, B, C = (
    ("cohort", "2024-05", "A second team"),
    ("suitable_19_21", "2024-06", "New flats"),
    ("cohort", "2024-09", "A merger"),
)
OTHER_B = (*B[:2], "The old flats closed")


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path / 'own.db'}")


def baselines(store, day=MAY):
    return set(settings_from(store.settings_on(day)).baselines)


def text(*held):
    found = ""
    for one in held:
        found = added(found, one)
    return found


def add(store, one, day, seen="", who="Ann"):
    store.set_settings(
        {"baselines": added(seen, one)}, who, day, {"baselines": seen or None}, LISTS
    )


def take_back(store, one, day, seen):
    store.set_settings({"baselines": taken_back(seen, one)}, "Ann", day, {"baselines": seen}, LISTS)


# stored before: day -> baselines; what the person saw; what they do, and from which day; in force
# afterwards: day -> baselines
TABLE = [
    # the form of an earlier month, which had none
    ({MAY: [A]}, [], (add, B, MAY), {MARCH: [], MAY: [A, B]}),
    ({MAY: [A]}, [A], (add, B, MAY), {MAY: [A, B]}),
    # not shadowed by a later-dated list
    ({MAY: [A]}, [], (add, B, MARCH), {MARCH: [B], MAY: [A, B], JULY: [A, B]}),
    ({MARCH: [A], MAY: [A, B], JULY: [A, C]}, [A], (take_back, A, MARCH), {MARCH: [], MAY: [B], JULY: [C]}),
    ({MARCH: [A], MAY: [A, B]}, [A, B], (take_back, A, MAY), {MARCH: [A], MAY: [B]}),
    # somebody else has taken it back already
    ({MAY: [A]}, [A, B], (take_back, B, MAY), {MAY: [A]}),
    ({MAY: [A, B]}, [A], (add, B, MAY), {MAY: [A, B]}),  # somebody else has set the same
    # a different decision from May on
    ({MARCH: [A], MAY: [OTHER_B]}, [A], (add, B, MARCH), {MARCH: [A, B], MAY: [OTHER_B]}),
    ({MAY: [A, B]}, [A, B], (add, OTHER_B, MAY), {MAY: [A, OTHER_B]}),  # a new reason, on purpose
]  # fmt: skip


@pytest.mark.parametrize(("before", "seen", "does", "after"), TABLE)
def test_a_baseline_is_added_to_or_removed_from_the_stored_ones(store, before, seen, does, after):
    for day, held in before.items():
        store.set_settings({"baselines": text(*held)}, "Bob", day)
    act, one, start = does
    act(store, one, start, text(*seen))
    assert {day: baselines(store, day) for day in after} == {
        day: set(held) for day, held in after.items()
    }


@pytest.mark.parametrize("act", [add, take_back])
def test_a_conflicting_baseline_is_reported_and_not_stored(store, act):
    store.set_settings({"baselines": text(A, OTHER_B)}, "Bob", MAY)
    rows = store.settings_rows()
    with pytest.raises(SettingChanged) as no:
        act(store, B, MAY, seen=text(B) if act is take_back else "")
    assert no.value.message.startswith("Bob changed baselines on ")
    assert (no.value.rows["baselines"]["value"], store.settings_rows()) == (text(A, OTHER_B), rows)


# stored by others; what the person saw; what they enter; stored afterwards, or None if they are
# told
PLAIN = [
    (None, None, "60", "60"),
    ("55", "55", "60", "60"),
    ("55", None, "60", None),
    ("55", "50", "60", None),
    ("60", "50", "60", "60"),  # both entered the same
    ("55", "50", "55", "55"),
]


@pytest.mark.parametrize(("stored", "seen", "entered", "after"), PLAIN)
def test_a_setting_is_changed_only_from_the_value_that_was_seen(
    store, stored, seen, entered, after
):
    if stored:
        store.set_setting("target.eet", stored, "Bob", MAY)

    def act():
        values, shown = (
            {"notice_days": "7", "target.eet": entered},
            {"notice_days": None, "target.eet": seen},
        )
        return store.set_settings(values, "Ann", MAY, shown)

    if after is None:
        with pytest.raises(SettingChanged) as no:
            act()
        assert (no.value.reason, set(no.value.rows), no.value.rows["target.eet"]["who"]) == (
            "setting_changed",
            {"target.eet"},
            "Bob",
        )
        assert dict(store.settings_on(MAY)) == {"target.eet": stored}  # all or nothing
        return
    before = act()
    assert dict(store.settings_on(MAY)) == {"target.eet": after, "notice_days": "7"}
    assert (before["target.eet"] and before["target.eet"]["value"]) == stored


def test_earlier_and_later_changes_do_not_affect_each_other(store):
    store.set_setting("target.eet", "70", "Bob", MAY)
    store.set_settings({"target.eet": "60"}, "Ann", MARCH, {"target.eet": None})
    assert [dict(store.settings_on(day)).get("target.eet") for day in (MARCH, MAY, JULY)] == [
        "60",
        "70",
        "70",
    ]


def at_once(acts) -> list[str]:
    """Return the result of each of several simultaneous changes: 'stored', or the reason."""
    ended, start = [], threading.Barrier(len(acts))

    def do(act):
        start.wait()
        try:
            act()
            ended.append("stored")
        except UserError as no:
            ended.append(no.reason)

    people = [threading.Thread(target=do, args=(act,)) for act in acts]
    [person.start() for person in people]
    [person.join() for person in people]
    return sorted(ended)


def test_baselines_that_several_people_set_at_once_are_all_kept(store):
    many = [("cohort", f"2024-{month:02}", f"Reason {month}") for month in range(1, 9)]
    assert (
        at_once([lambda one=one: add(Store(store.url), one, MAY) for one in many]) == ["stored"] * 8
    )
    assert baselines(store) == set(many)


def test_of_several_changes_of_one_setting_at_once_one_is_stored(
    store,
):
    names = [f"Council {number}" for number in range(4)]
    acts = [
        lambda name=name: Store(store.url).set_settings(
            {"council": name}, name, MAY, {"council": None}
        )
        for name in names
    ]
    assert at_once(acts) == ["setting_changed"] * 3 + ["stored"]
    (row,) = store.settings_rows()
    assert row["who"] == row["value"]
