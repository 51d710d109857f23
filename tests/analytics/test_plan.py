"""The plan's actions over the months: ratings, slips, late, new and removed actions, and the next
plan.
"""

from __future__ import annotations

from datetime import date

import pytest

from analytics.plan import (
    action_lists,
    actions,
    contradictions,
    plan,
    plan_year,
    without_action,
    without_measure,
)
from analytics.plan.action_history import Slip
from analytics.plan.sheet import ids_in
from tests.analytics.drawn_series import FALLING, FLAT, MIXED, RISING, series
from tests.analytics.plan_rows import measured, planned, sheet
from tests.spec.drawn import month


def kinds(of):
    return [(one.kind, one.actions) for one in contradictions(of)]


def sentence_of(of, kind):
    return next(one.sentence for one in contradictions(of) if one.kind == kind)


def names(finding):
    return list(finding.keys)


def test_a_month_without_the_sheet_has_no_plan_and_an_empty_sheet_none_either():
    assert plan([sheet("2024-03", None)]) is None
    assert plan([sheet("2024-04", "id | rag")]) is None
    assert plan([sheet("2024-04", "id | rag\nA1 | green"), sheet("2024-05", None)]) is None


def test_a_column_that_the_extract_lacked_is_blank():
    table = actions(
        month(
            "2024-04-30", "id | born\n1 | 2005-01-01", plan_actions="action_id | action\nA1 | Do it"
        )
    )
    assert table is not None
    assert table["evidence_source"].isna().all()


def test_ids_are_separated_by_commas_semicolons_or_spaces():
    assert ids_in("a, b;c  d,a") == ("a", "b", "c", "d")


# --- ratings --------------------------------------------------------------------------------------


def ratings(letters, **more):
    """Return the plan of an action with these ratings, month by month from April 2024."""
    words = {"g": "green", "a": "amber", "r": "red", "b": "blue", "n": "not started"}
    months = [
        (f"2024-{4 + number:02}", f"id | rag\nA1 | {words[letter]}")
        for number, letter in enumerate(letters)
    ]
    return planned(*months, **more).action("A1").record


@pytest.mark.parametrize(
    ("letters", "previous", "at_it", "since"),
    [("g", None, 1, "2024-04"), ("gg", "green", 2, "2024-04"), ("gga", "green", 1, "2024-06"), ("aga", "green", 1, "2024-06"), ("gaaa", "amber", 3, "2024-05")],
)  # fmt: skip
def test_the_rating_before_and_the_months_at_this_one(letters, previous, at_it, since):
    record = ratings(letters)
    assert (record.previous_rating, record.months_at_rating, record.at_rating_since) == (
        previous,
        at_it,
        since,
    )


def test_a_missing_month_of_the_plan_does_not_break_a_run():
    of = planned(("2024-04", "id | rag\nA1 | amber"), ("2024-06", "id | rag\nA1 | amber"))
    assert (of.before, of.action("A1").record.months_at_rating, of.action("A1").record.changed) == (
        "2024-04",
        2,
        False,
    )


@pytest.mark.parametrize(
    ("letters", "still"),
    [("ggg", True), ("gg", False), ("gag", False), ("bbb", False), ("rrrr", True)],
)
def test_standing_still_is_open_and_rated_the_same_for_three_months(letters, still):
    assert ratings(letters).standing_still is still


def test_an_action_with_a_future_start_is_not_standing_still():
    rows = "id | rag | start\nA1 | not started | 2024-12-01\nA2 | not started | 2024-05-01"
    of = planned(*((f"2024-0{number}", rows) for number in (4, 5, 6)))
    assert names(action_lists.standing_still(of)) == ["A2"]


def test_rating_changed_added_completed_and_removed_are_found_against_the_previous_sheet():
    of = planned(
        ("2024-04", "id | rag\nA1 | green\nA2 | green\nA3 | amber\nA4 | blue"),
        ("2024-05", "id | rag\nA1 | blue\nA2 | amber\nA4 | blue\nA5 | green\nA6 | blue"),
    )
    assert [one.id for one in of.actions if one.record.changed] == ["A1", "A2"]
    assert names(action_lists.added(of)) == ["A5", "A6"]
    assert names(action_lists.closed(of)) == ["A1", "A6"]
    assert names(action_lists.left(of)) == ["A3"]


def test_the_first_sheet_adds_and_completes_nothing():
    of = planned(("2024-04", "id | rag\nA1 | green\nA2 | blue"))
    assert not len(action_lists.added(of).table)
    assert not len(action_lists.closed(of).table)
    assert "first recorded month of the plan" in action_lists.added(of).note


# --- due dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rag", "due", "completed", "late"),
    [
        ("green", "2024-04-29", "", True),
        ("red", "2024-04-29", "", True),
        ("amber", "2024-04-30", "", False),  # due on the day is not past
        ("blue", "2024-04-29", "", False),  # complete without a date too
        ("amber", "2024-04-29", "2024-04-28", False),
        ("red", "", "", False),
    ],
)
def test_late_is_past_due_and_not_complete(rag, due, completed, late):
    of = planned(("2024-04", f"id | rag | due | completed\nA1 | {rag} | {due} | {completed}"))
    assert [one.id for one in of.late] == (["A1"] if late else [])


def test_the_longest_late_action_is_first_with_its_days():
    of = planned(("2024-04", "id | rag | due\nA1 | red | 2024-04-29\nA2 | red | 2024-03-31"))
    assert list(
        zip(names(action_lists.late(of)), action_lists.late(of).table["Days late"], strict=True)
    ) == [("A2", 30), ("A1", 1)]


def test_a_due_date_slips_when_it_moves_later_and_not_when_it_is_brought_forward():
    days = ("2024-06-30", "2024-07-31", "2024-07-31", "2024-07-15", "2024-09-30")
    of = planned(
        *((f"2024-0{4 + number}", f"id | due\nA1 | {day}") for number, day in enumerate(days))
    )
    record = of.action("A1").record
    assert record.slips == (
        Slip("2024-05", date(2024, 6, 30), date(2024, 7, 31)),
        Slip("2024-08", date(2024, 7, 15), date(2024, 9, 30)),
    )
    assert record.slipped_now == record.slips[1]
    assert action_lists.slipped(of).table[["Days later", "Times moved"]].to_numpy().tolist() == [
        [77, 2]
    ]


# --- contradictions -------------------------------------------------------------------------------


def test_an_overdue_green_action_is_reported_with_its_days():
    of = planned(("2024-04", "id | rag | due\nA1 | green | 2024-04-01\nA2 | amber | 2024-04-01"))
    assert kinds(of) == [("green_past_due", ("A1",))]
    assert (
        contradictions(of)[0].sentence
        == "A1 is rated on track but was due on 1 April 2024, 29 days before the month's date."
    )


@pytest.mark.parametrize(
    ("now", "why", "found"),
    [("amber", "", True), ("amber", "A partner left", False), ("green", "", False)],
)
def test_a_changed_rating_needs_a_reason(now, why, found):
    of = planned(
        ("2024-04", "id | rag\nA1 | green"), ("2024-05", f"id | rag | why\nA1 | {now} | {why}")
    )
    assert (("changed_without_reason", ("A1",)) in kinds(of)) is found
    if found:
        assert (
            sentence_of(of, "changed_without_reason")
            == "A1 went from on track to at risk since April 2024 without a reason."
        )


def test_a_completed_date_contradicts_a_rating_other_than_complete():
    of = planned(("2024-04", "id | rag | completed\nA1 | amber | 2024-04-12"))
    assert (
        contradictions(of)[0].sentence
        == "A1 has a completed date, 12 April 2024, but is rated at risk."
    )


def test_on_track_with_a_moved_due_date_and_reopened_after_complete_are_reported():
    of = planned(
        ("2024-04", "id | rag | due | why\nA1 | green | 2024-06-30 | \nA2 | blue | 2024-04-30 |"),
        (
            "2024-05",
            "id | rag | due | why\nA1 | green | 2024-07-31 | \nA2 | amber | 2024-04-30 | "
            "It came back",
        ),
    )
    assert kinds(of) == [("opened_again", ("A2",)), ("slipped_while_green", ("A1",))]


def test_an_open_action_that_leaves_the_sheet_is_reported_with_its_last_progress():
    of = planned(
        ("2024-04", "id | rag | progress_this_month\nA1 | green | Fine\nA2 | red | Merged with A1"),
        ("2024-05", "id | rag\nA1 | green"),
    )
    assert (
        contradictions(of)[0].sentence
        == "A2 left the sheet after April 2024, rated off track. Last progress: Merged with A1"
    )


def test_complete_without_movement_is_one_sentence_with_the_lead_s_view_and_the_numbers():
    of = measured(
        "id | rag | lead_says | measures\nA1 | blue | green | FLAT\nA2 | blue | amber | "
        "UP\nA3 | blue | | DOWN"
    )
    assert kinds(of) == [("complete_unmoved", ("A1",)), ("complete_unmoved", ("A3",))]
    assert sentence_of(of, "complete_unmoved").startswith(
        "A1 has been complete since March 2025 (1 month) and its lead's view is 'impact "
        "seen'. No clear change. Measure FLAT: 51 of 100 (51%)."
    )


@pytest.mark.parametrize(
    ("says", "measures", "kind"),
    [
        ("green", "FLAT", "impact_claimed"),
        ("blue", "DOWN", "impact_claimed"),
        ("green", "", "impact_claimed"),
        ("green", "UP, DOWN", "impact_claimed"),
        ("green", "UP", None),
        ("amber", "FLAT", None),
        ("too early", "FLAT", None),
        ("green", "NEW", None),  # an early view: nothing to contradict it by
        ("red", "UP", "impact_denied"),
        ("red", "DOWN", None),
    ],
)
def test_the_leads_own_view_is_compared_with_the_measures(says, measures, kind):
    of = measured(f"id | rag | lead_says | measures\nA1 | green | {says} | {measures}")
    assert [found for found, _ in kinds(of)] == ([kind] if kind else [])


def test_green_and_blue_in_an_area_linked_to_audits_while_audits_are_a_concern():
    audits = "\n".join(
        [
            "audit_id | date | theme | grade",
            *(f"X{n} | 2025-03-0{n} | Plans | inadequate" for n in range(1, 9)),
        ]
    )
    good = audits.replace("inadequate", "good")
    rows = (
        "id | area | rag | measures\nA1 | 3 | green | audits_good\nA2 | 3 | blue |\nA3 | 3 | "
        "red |\nA4 | 4 | green |"
    )
    keys = [f"{2024 + number // 12}-{number % 12 + 1:02}" for number in range(1, 15)]
    made = [
        sheet(
            key,
            rows if key == "2025-03" else None,
            audits=_dated(audits if key == "2025-03" else good, key),
        )
        for key in keys
    ]
    for number, one in enumerate(made[:-1]):  # the good months vary a little
        if number % 2:
            one.others["audits"].loc[0, "grade"] = "inadequate"
    of = plan(made)
    assert of
    assert of.audits
    assert of.audits.verdict == "wrong"
    assert ("audits_fall", ("A1", "A2")) in kinds(of)
    words = sentence_of(of, "audits_fall")
    assert words.startswith(
        "A1 and A2 of area 3 Management oversight and supervision are rated complete or on track"
    )
    assert "0 of 8 (0%)" in words


def _dated(audits, key):
    return audits.replace("2025-03", key)


# --- measures -------------------------------------------------------------------------------------


def test_actions_without_a_measure_and_measures_without_an_action():
    of = measured("id | rag | measures\nA1 | green | UP\nA2 | green |\nA3 | green | NOWHERE")
    assert [one.id for one in without_measure(of)] == ["A2", "A3"]
    assert of.notes == ("A3 names NOWHERE, but there is no such measure.",)
    last = sheet(
        "2025-03", "id\nA1", impact_measures="measure_id | measure\nUP | Up\nOTHER | Another"
    )
    assert {"OTHER"} == {name for name in without_action(of, last) if name.isupper()}
    assert "supervised" in without_action(of, last)


def test_an_id_used_twice_means_the_computed_measure_and_a_note_says_so():
    rows = "measure_id | measure | numerator | denominator\nSUPERVISED | Ours | 1 | 2"
    of = planned(("2024-04", "id | measures\nA1 | Supervised"), impact_measures=rows)
    (moved,) = of.action("A1").impact.measures
    assert (moved.id, moved.own) == ("supervised", False)
    assert of.notes == (
        "SUPERVISED is also the ID of a measure calculated from the extract. The "
        "calculated one is used.",
    )


VISITS = "id | born | latest_visit_date\n1 | 2008-01-01 | 2025-11-01"


@pytest.mark.parametrize(("hundreds", "key", "verdict"), [(MIXED, "2025-11", "mixed"), (RISING, "2025-04", "right"), (FALLING, "2025-04", "wrong"), (FLAT, "2025-03", "unclear"), (FLAT, "2025-04", "unknown")])  # fmt: skip
def test_the_verdict_is_that_of_the_control_chart_in_the_month_asked_and_of_no_older_one(
    hundreds, key, verdict
):
    of = plan(
        [sheet(key, "id | measures\nA1 | visited", VISITS)], counted={"visited": series(hundreds)}
    )
    assert of
    assert of.action("A1").impact.verdict == verdict


def test_a_measure_missing_from_the_extract_cannot_show_impact():
    of = planned(("2024-04", "id | measures\nA1 | visited, eet_19_21_903"))
    assert of.action("A1").impact.verdict == "unknown"
    assert "not available for April 2024" in of.action("A1").impact.words


def test_the_early_view_is_newcombe_s_interval_of_the_latest_against_the_first_month():
    rows = ("56 | 70", "48 | 80")  # Newcombe 1998, table II a: 0.2 (0.0524 to 0.3339)
    months = [
        sheet(
            key,
            "id | measures\nA1 | M1",
            impact_measures="measure_id | numerator | denominator | unit | better_is\nM1 | "
            f"{row} | % | "
            "lower",
        )
        for key, row in zip(("2024-04", "2024-05"), reversed(rows), strict=True)
    ]
    of = plan(months)
    assert of
    (moved,) = of.action("A1").impact.measures
    assert (moved.verdict, moved.early) == ("unknown", "the way it should not go")
    assert moved.words == (
        "M1: 56 of 70 (80%) in May 2024 against 48 of 80 (60%) in April 2024, +20 points "
        "(95% interval of the difference (Newcombe) +5 to +33). Early view, fewer than 13 "
        "months: the way it should not go."
    )


def test_values_without_parts_are_shown_next_to_the_baseline_without_a_claim():
    rows = (
        "measure_id | measure | value | unit | better_is | baseline | target\nM1 | Miles | 21 "
        "| miles | lower | 19 | 12"
    )
    (moved,) = (
        planned(("2024-04", "id | measures\nA1 | M1"), impact_measures=rows)
        .action("A1")
        .impact.measures
    )
    assert moved.early == ""
    assert moved.words == (
        "Miles: 21 miles in April 2024, baseline 19 miles. Too few months to tell: 13 are "
        "needed, only 1 available."
    )
    assert moved.distance == "9 miles above the target of at most 12 miles"


@pytest.mark.parametrize(
    ("value", "baseline", "target"), [("62", "48", "75"), ("0.62", "0.48", "0.75")]
)
def test_a_percentage_without_parts_is_read_as_per_cent_or_as_the_spreadsheet_s_proportion(
    value, baseline, target
):
    rows = (
        "measure_id | measure | value | unit | better_is | baseline | target\nM1 | Share | "
        f"{value} | % | higher | {baseline} | {target}"
    )
    (moved,) = (
        planned(("2024-04", "id | measures\nA1 | M1"), impact_measures=rows)
        .action("A1")
        .impact.measures
    )
    assert moved.words.startswith("Share: 62% in April 2024, baseline 48%.")
    assert moved.distance == "13 points below the target of 75%"


@pytest.mark.parametrize(
    ("hits", "of", "better", "target", "said"),
    [
        (171, 196, "higher", 95, "8 points below the target of 95%: 16 more of those counted"),
        (19, 20, "higher", 95, "target of 95% met"),
        (
            40,
            100,
            "lower",
            30,
            "10 points above the target of at most 30%: 10 fewer of those counted",
        ),
        (30, 100, "lower", 30, "target of at most 30% met"),
    ],
)
def test_the_distance_to_target_is_in_points_and_in_people(hits, of, better, target, said):
    rows = (
        f"measure_id | numerator | denominator | unit | better_is | target\nM1 | {hits} | {of} "
        f"| % | {better} | {target}"
    )
    (moved,) = (
        planned(("2024-04", "id | measures\nA1 | M1"), impact_measures=rows)
        .action("A1")
        .impact.measures
    )
    assert moved.distance == said


# --- the plan that follows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "year"),
    [
        ("2024-04", "2024/25"),
        ("2025-03", "2024/25"),
        ("2025-04", "2025/26"),
        ("2099-12", "2099/00"),
    ],
)
def test_a_plan_runs_from_april_to_march(month, year):
    assert plan_year(month) == year


MARCH = (
    "id | rag | due\nA1 | amber | 2025-03-31\nA2 | blue | 2025-01-31\nA3 | blue | "
    "2025-02-28\nA4 | red | 2025-03-31\nA5 | blue | 2025-02-28"
)
APRIL = (
    "id | rag | due | why\nA1 | green | 2025-09-30 | New dates\nA3 | blue | 2025-02-28 |\nA5 | "
    "amber | 2025-06-30 | Opened again\nA6 | green | 2025-12-31 |"
)


def test_open_actions_move_to_the_next_plan_with_their_history_and_completed_ones_do_not():
    of = planned(("2025-02", MARCH), ("2025-03", MARCH), ("2025-04", APRIL))
    assert (of.year, [one.id for one in of.actions]) == ("2025/26", ["A1", "A5", "A6"])
    record = of.action("A1").record
    assert [entry.month for entry in record.entries] == ["2025-02", "2025-03", "2025-04"]
    assert (record.previous_rating, record.slipped_now) == (
        "amber",
        Slip("2025-04", date(2025, 3, 31), date(2025, 9, 30)),
    )
    assert names(action_lists.carried(of)) == ["A1", "A5"]
    assert names(action_lists.earlier(of)) == ["A2", "A3"]  # still listed as complete, or taken off
    assert names(action_lists.added(of)) == ["A6"]
    assert of.action("A2").record.now.complete


def test_an_open_action_missing_from_the_next_plan_is_reported_all_year():
    of = planned(("2025-02", MARCH), ("2025-03", MARCH), ("2025-04", APRIL), ("2025-05", APRIL))
    assert names(action_lists.left(of)) == ["A4"]
    assert ("left_while_open", ("A4",)) in kinds(of)
    assert ("opened_again", ("A5",)) in kinds(of)


def test_an_action_removed_during_the_old_plan_is_still_reported_in_the_new():
    gone = MARCH + "\nA9 | green | 2025-03-31"
    of = planned(("2025-02", gone), ("2025-03", MARCH), ("2025-04", APRIL))
    assert names(action_lists.left(of)) == ["A4"]
