"""The timetable: dates by rule, windows, conflicts, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.publish.dated_entry import BODIES
from analytics.timetable import (
    RECEIVES,
    Kind,
    ahead,
    behind,
    conflicts,
    judgements,
    timetable,
    visits,
)
from analytics.timetable.anchors import ANCHORS
from analytics.timetable.milestones import BOARD, OFSTED, PARENTS, read
from data.dates import add_months
from tests.analytics.milestone_rows import COLUMNS, MAY, REPORT, drawn

PUBLISHED = "date | event | body | status\n2024-05-16 | Inspection report published | ofsted | done"


def rows(*lines: str) -> pd.DataFrame:
    """Return a publication on 16 May 2024 and these rows: date | event | body | status."""
    return drawn("\n".join((PUBLISHED, *lines)))


def visited(*days: str) -> list[str]:
    return [f"{day} | Monitoring visit | ofsted | done" for day in days]


def named(entries, what):
    return next(one for one in entries if one.what == what)


def test_a_body_is_one_of_the_code_list_or_the_council_s_own():
    found, _ = read(
        drawn(
            "date | event | body\n2024-05-16 | A | cpwg\n2024-05-17 | B | youth "
            "council\n2024-05-18 | C |"
        ),
        MAY,
    )
    assert [one.body for one in found] == [PARENTS, "Youth council", ""]
    assert {anchor.body for anchor in ANCHORS} | {one.body for one in RECEIVES} <= set(
        BODIES.labels
    )


# --- the case -------------------------------------------------------------------------------------


def test_the_worked_case_at_the_end_of_may_2024():
    assert [(one.what, str(one.starts), one.kind) for one in ahead(drawn(REPORT), MAY)] == [
        ("Improvement Board meeting", "2024-06-01", Kind.RECURRING),
        ("Children and Families Committee", "2024-06-03", Kind.KNOWN),
        ("Action planning meeting", "2024-06-19", Kind.KNOWN),
        ("Workshop on the draft improvement plan", "2024-07-02", Kind.KNOWN),
        ("Workshop on the draft improvement plan", "2024-07-04", Kind.KNOWN),
        ("Approval of the improvement plan", "2024-07-17", Kind.KNOWN),
        ("Improvement plan due with Ofsted", "2024-08-23", Kind.COMPUTED),
        ("First monitoring visit", "2024-11-16", Kind.WINDOW),
        ("Reinspection", "2024-11-24", Kind.WINDOW),
    ]
    past = behind(drawn(REPORT), MAY)
    assert [one.what for one in past] == [
        "Improvement Board meeting",
        "Inspection report published",
        "Inspection of children's services",
    ]
    assert past[-1].when == "19 February 2024 to 8 March 2024"


def test_the_workshop_on_two_days_is_shown_on_both_and_neither_is_chosen():
    found = conflicts(drawn(REPORT), MAY)
    assert [(str(one.starts), one.conflict.partition(":")[0]) for one in found] == [
        (
            "2024-07-02",
            "Also recorded for 4 July 2024. Decide which is right and mark the other row "
            "as cancelled.",
        ),
        (
            "2024-07-04",
            "Also recorded for 2 July 2024. Decide which is right and mark the other row "
            "as cancelled.",
        ),
    ]
    cancelled = drawn(REPORT.replace("2024-07-04 |            |            | Workshop on the draft improvement plan | committee | planned", "2024-07-04 |            |            | Workshop on the draft improvement plan | committee | cancelled"))  # fmt: skip
    assert not conflicts(cancelled, MAY)


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (
            "2024-07-04 | On the plan: WORKSHOP | committee | planned",
            True,
        ),  # order, capitals and small words
        ("2024-07-04 | Workshop on the plan | board | planned", False),  # another body
        ("2024-07-02 | Workshop on the plan | committee | planned", False),  # the same row twice
        ("2025-07-02 | Workshop on the plan | committee | planned", False),  # another year's
        ("2024-07-04 | Workshop on housing | committee | planned", False),
    ],
)
def test_what_is_the_same_event(other, clash):
    assert (
        bool(conflicts(rows("2024-07-02 | Workshop on the plan | committee | planned", other), MAY))
        == clash
    )


def test_a_recurring_event_is_not_a_conflict():
    board = [
        f"2024-{month:02}-28 | Improvement Board meeting | board | planned" for month in (6, 7, 8)
    ]
    reviews = ["2024-06-01 | DfE review | dfe | planned", "2024-07-20 | DfE review | dfe | planned"]
    assert not conflicts(rows(*board, *reviews), MAY)


def test_judgements_now_and_before():
    assert [
        (one.title, one.now, one.now_on, one.before, one.before_on)
        for one in judgements(drawn(REPORT), MAY)
    ] == [
        ("Leaders", "Requires improvement to be good", "16 May 2024", "Not recorded", ""),
        (
            "Help and protection",
            "Requires improvement to be good",
            "16 May 2024",
            "Not recorded",
            "",
        ),
        ("Children in care", "Requires improvement to be good", "16 May 2024", "Not recorded", ""),
        ("Care leavers", "Inadequate", "16 May 2024", "No separate grade before January 2023", ""),
        ("Overall", "Inadequate", "16 May 2024", "Requires improvement to be good", "2019"),
    ]
    assert "From 1 April 2026" in judgements(drawn(REPORT), MAY)[-1].note


def test_after_april_2026_an_inspection_gives_no_overall_grade():
    later = drawn(REPORT + "    2026-09-10 | | | Judgement: care leavers | ofsted | done | Good")
    found = {one.area: one for one in judgements(later, date(2026, 9, 30))}
    assert (found["overall"].now, found["overall"].before) == ("No overall grade", "Inadequate")
    assert (found["care leavers"].now, found["care leavers"].before) == ("Good", "Inadequate")
    assert judgements(later, date(2026, 8, 31))[-1].now == "Inadequate"


def test_judgements_are_never_assumed():
    found = timetable(rows(), MAY)
    assert found.judgements == ()
    assert any("Judgement: care leavers" in note for note in found.notes)


# --- the plan and the review ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "status", "words"),
    [
        (
            "2024-08-20 | Improvement plan submitted | ofsted | done",
            "done",
            "Submitted on 20 August 2024, in time.",
        ),
        ("2024-08-23 | Submission of the final action plan | ofsted | done", "done", "in time"),
        ("2024-08-27 | Improvement plan submitted | ofsted | done", "done", "after the deadline"),
        (
            "2024-08-27 | Improvement plan submitted | ofsted | planned",
            "planned",
            "recorded for 27 August 2024, after this deadline",
        ),
        ("2024-08-20 | Improvement plan submitted | ofsted | planned", "planned", ""),
        ("2024-08-20 | Improvement plan submitted | ofsted | cancelled", "planned", ""),
    ],
)
def test_the_plan_is_due_once_and_met_by_its_submission(row, status, words):
    due = named(timetable(rows(row), MAY).entries, "Improvement plan due with Ofsted")
    assert (due.starts, due.status) == (date(2024, 8, 23), status)
    assert words in due.outcome + due.conflict


def test_a_last_day_that_passed_without_submission_is_late_not_done():
    due = named(behind(rows(), date(2024, 8, 31)), "Improvement plan due with Ofsted")
    assert (due.done, due.is_late(date(2024, 8, 31)), due.is_late(date(2024, 8, 23))) == (
        False,
        True,
        False,
    )
    assert named(ahead(rows(), date(2024, 8, 23)), "Improvement plan due with Ofsted")


@pytest.mark.parametrize(
    ("lines", "by"),
    [
        (["2024-08-31 | Improvement notice issued | dfe | done"], date(2025, 2, 28)),
        (["2023-08-31 | Improvement notice issued | dfe | done"], date(2024, 2, 29)),
        (
            [
                "2024-07-10 | Improvement notice issued | dfe | done",
                "2024-12-03 | DfE review | dfe | done",
            ],
            date(2025, 6, 3),
        ),
        (
            [
                "2024-07-10 | Improvement notice issued | dfe | done",
                "2025-01-08 | DfE review | dfe | planned",
            ],
            date(2025, 1, 10),
        ),
        (
            [
                "2024-07-10 | Improvement notice issued | dfe | done",
                "2025-01-20 | Improvement notice lifted | dfe | done",
            ],
            None,
        ),
    ],
)
def test_the_dfe_reviews_within_six_months_of_the_notice_or_the_last_review(lines, by):
    found = [
        one.starts
        for one in timetable(rows(*lines), date(2025, 1, 31)).entries
        if one.what == "DfE review due by"
    ]
    assert found == ([by] if by else [])


def test_a_review_after_its_deadline_is_a_conflict():
    lines = [
        "2024-07-10 | Improvement notice issued | dfe | done",
        "2025-01-20 | DfE review | dfe | planned",
    ]
    found = conflicts(rows(*lines), MAY)
    assert [one.conflict for one in found] == [
        "The next review is recorded for 20 January 2025, after this deadline."
    ]


# --- visits ---------------------------------------------------------------------------------------


def test_the_first_visit_is_from_six_calendar_months_after_publication():
    last_of_august = drawn(PUBLISHED.replace("2024-05-16", "2024-08-31"))
    assert visits(last_of_august, date(2024, 9, 30)).to_come[0].starts == date(2025, 2, 28)
    leap = drawn(PUBLISHED.replace("2024-05-16", "2023-08-31"))
    assert visits(leap, date(2023, 9, 30)).to_come[0].starts == date(2024, 2, 29)


def test_only_the_next_visit_is_in_the_timetable_and_all_six_are_among_the_visits():
    found = timetable(rows(*visited("2024-11-20")), date(2024, 11, 30))
    assert [one.what for one in found.ahead if "visit" in one.what] == ["Second monitoring visit"]
    assert [one.what.split()[0] for one in found.visits.to_come] == [
        "Second",
        "Third",
        "Fourth",
        "Fifth",
        "Sixth",
    ]
    assert (found.visits.made, found.visits.to_come[0].open_ended) == (1, True)


def test_a_fifth_visit_waits_for_twelve_months_since_the_first_of_the_last_four():
    four = rows(*visited("2024-11-20", "2025-02-05", "2025-05-07", "2025-08-06"))
    found = visits(four, date(2025, 8, 31))
    assert [str(one.starts) for one in found.to_come] == ["2025-11-20", "2026-02-05"]
    assert "2025-11-20" not in str(found.reinspection)
    assert found.reinspection.starts == date(2025, 8, 7)  # the day after the fourth


def test_the_earliest_reinspection_is_after_the_fourth_visit():
    three = visits(rows(*visited("2024-11-20", "2025-02-05", "2025-05-07")), date(2025, 5, 31))
    assert three.reinspection.starts == date(
        2025, 5, 11
    )  # the fourth is from 9 May at the earliest and takes two days
    assert "the fourth falls by 7 August 2025" in three.reinspection.rule
    six = visits(
        rows(
            *visited(
                "2024-11-20", "2025-02-05", "2025-05-07", "2025-08-06", "2025-11-20", "2026-02-05"
            )
        ),
        date(2026, 3, 31),
    )
    assert (six.made, six.to_come, six.reinspection.ends >= date(2026, 3, 31)) == (6, (), True)


def test_a_recorded_reinspection_replaces_the_window():
    found = timetable(rows("2026-01-12 | Reinspection | ofsted | planned"), MAY)
    assert [(one.what, one.kind) for one in found.entries if "einspection" in one.what] == [
        ("Reinspection", Kind.KNOWN)
    ]


def test_recorded_visits_that_break_a_rule_name_the_rule():
    early = conflicts(rows("2024-10-01 | Monitoring visit | ofsted | planned"), MAY)
    assert [one.conflict for one in early] == [
        "This is before 16 November 2024, 6 months after publication."
    ]
    five = rows(
        *visited("2024-11-20", "2025-02-05", "2025-05-07", "2025-08-06"),
        "2025-11-19 | Monitoring visit | ofsted | planned",
    )
    assert [one.conflict for one in conflicts(five, date(2025, 8, 31))] == [
        "This is a fifth visit within 12 months of 20 November 2024."
    ]
    allowed = rows(
        *visited("2024-11-20", "2025-02-05", "2025-05-07", "2025-08-06"),
        "2025-11-20 | Monitoring visit | ofsted | planned",
    )
    assert not conflicts(allowed, date(2025, 8, 31))


@pytest.mark.parametrize(
    ("published", "public"),
    [("", ""), ("N", ""), ("Y", "Planted words"), ("2025-01-10", "Planted words")],
)
def test_an_outcome_is_public_only_if_it_was_published(published, public):
    text = f"""
        date       | event                       | body   | status | outcome        | published
        2024-05-16 | Inspection report published | ofsted | done   |                | Y
        2024-11-20 | Monitoring visit            | ofsted | done   | Planted words  | {published}
        2025-02-05 | Monitoring visit            | ofsted | done   | Of the second  |
    """
    found = visits(drawn(text), date(2025, 3, 31))
    assert (found.so_far[0].outcome, found.so_far[0].public_outcome) == ("Planted words", public)
    assert ("is not published" in found.so_far[0].rule, "is published" in found.so_far[1].rule) == (
        True,
        True,
    )


def test_letters_and_reports_of_visits_and_cancelled_visits_do_not_count_as_visits():
    lines = [
        "2024-12-20 | Monitoring visit letter published | ofsted | done",
        "2024-11-20 | Monitoring visit | ofsted | cancelled",
    ]
    found = timetable(rows(*lines), date(2024, 12, 31))
    assert (found.visits.made, found.visits.so_far) == (0, ())
    assert {one.what for one in found.behind} >= {
        "Monitoring visit letter published",
        "Monitoring visit",
    }
    assert (
        visits(
            rows("2024-11-20 | Monitoring visit (not published) | ofsted | done"),
            date(2024, 12, 31),
        ).made
        == 1
    )


def test_no_visits_follow_if_nothing_was_inadequate():
    good = drawn(
        PUBLISHED.replace("status", "status | outcome")
        + " |\n2024-05-16 | Judgement: care leavers | ofsted | done | Good"
    )
    found = timetable(good, MAY)
    assert not [one for one in found.entries if "visit" in one.what or one.what == "Reinspection"]
    assert any("is inadequate, so no monitoring visits follow" in note for note in found.notes)


@example([20], 90)  # the even pace falls on the day of the extract
@given(st.lists(st.integers(20, 200), max_size=8), st.integers(0, 900))
def test_no_window_allows_a_fifth_visit_within_twelve_months(gaps, later):
    days, day = [], date(2024, 11, 16)
    for gap in gaps:
        day += timedelta(gap)
        days.append(day)
    as_at = (days[-1] if days else MAY) + timedelta(later)
    found = visits(rows(*visited(*map(str, days))), as_at)
    assert (found.made, len(found.to_come)) == (len(days), max(6 - len(days), 0))
    starts = [*days, *(one.starts for one in found.to_come)]
    assert starts == sorted(starts)
    for number in range(len(days), len(starts)):
        assert starts[number] >= date(2024, 11, 16)
        assert number < 4 or starts[number] >= add_months(starts[number - 4], 12)
    assert all(
        one.ends > one.starts and one.ends > as_at
        for one in [*found.to_come[:1], found.reinspection]
    )
    assert found.reinspection.starts > starts[3]


# --- meetings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "as_at", "window"),
    [
        (["2024-05-30 | Improvement Board meeting | board | done"], MAY, ("2024-06-01", "2024-06-30")),
        (["2024-03-28 | Improvement Board meeting | board | done"], MAY, ("2024-06-01", "2024-06-30")),
        (["2024-05-14 | Corporate Policy Committee | policy | done"], MAY, ("2024-07-01", "2024-09-30")),
        (["2023-11-14 | Corporate risk register seen | policy | done"], MAY, ("2024-04-01", "2024-06-30")),
        (["2024-02-12 | Children and Families Committee meeting | committee | done", "2024-04-29 | Children and Families Committee meeting | committee | done"], MAY, ("2024-06-01", "2024-06-30")),
        (["2024-01-10 | Meeting of the working group | parents | done", "2024-04-10 | Meeting of the working group | parents | done"], MAY, ("2024-07-01", "2024-09-30")),
    ],
)  # fmt: skip
def test_without_a_future_meeting_the_next_is_its_usual_period(lines, as_at, window):
    found = [one for one in timetable(rows(*lines), as_at).ahead if one.kind is Kind.RECURRING]
    assert [(str(one.starts), str(one.ends)) for one in found] == [window]


def test_a_recorded_future_meeting_is_the_next_one():
    found = timetable(rows("2024-06-27 | Improvement Board meeting | board | planned"), MAY)
    assert [one.kind for one in found.ahead if one.body == BOARD] == [Kind.KNOWN]


def test_a_body_without_recorded_meetings_is_reported_with_the_row_to_add():
    notes = timetable(
        rows("2024-04-29 | Children and Families Committee | committee | done"), MAY
    ).notes
    assert [note.split(" cannot")[0] for note in notes if "next meeting" in note] == [
        "The next meeting of the Improvement Board",
        "The next meeting of the Children and Families Committee",
        "The next meeting of the Corporate Parent Working Group",
        "The next meeting of the Corporate Policy Committee",
    ]
    assert any("add a second row" in note for note in notes)


# --- partial, odd and empty -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [pd.DataFrame(), pd.DataFrame(columns=list(COLUMNS)), drawn("event | body\nSomething | other")],
)
def test_without_dates_nothing_is_worked_out_and_all_missing_rows_are_listed(table):
    found = timetable(table, MAY)
    assert (found.entries, found.visits.to_come, found.judgements) == ((), (), ())
    said = " ".join(found.notes)
    for words in (
        "Inspection report published",
        "Improvement notice issued",
        "Judgement: care leavers",
        "Improvement Board meeting",
    ):
        assert f"Event '{words}'" in said


def test_a_row_without_any_date_is_named():
    assert (
        "'Launch' has no date. Fill in Date, or From and To."
        in timetable(drawn("date | event | body\n | Launch | other"), MAY).notes
    )


@pytest.mark.parametrize(
    ("first", "last", "kind", "when"),
    [
        ("2024-11-01", "2024-11-30", Kind.WINDOW, "some time in November 2024"),
        (
            "2024-11-05",
            "2024-12-06",
            Kind.WINDOW,
            "some time from 5 November 2024 to 6 December 2024",
        ),
        ("2024-11-05", "2024-11-06", Kind.KNOWN, "5 November 2024 to 6 November 2024"),
        ("2024-11-06", "2024-11-05", Kind.KNOWN, "5 November 2024 to 6 November 2024"),
        ("2024-11-05", "", Kind.WINDOW, "not before 5 November 2024, no last day set"),
        ("", "2024-11-05", Kind.KNOWN, "5 November 2024"),
    ],
)
def test_a_future_from_and_to_far_apart_are_a_window(first, last, kind, when):
    found = ahead(
        drawn(
            f"from | to | event | body | status\n{first} | {last} | Visit of the minister "
            "| other | planned"
        ),
        MAY,
    )
    assert [(one.kind, one.when) for one in found] == [(kind, when)]


def test_a_past_row_without_status_is_not_shown_as_done_and_a_planned_one_is_late():
    table = drawn(
        "date | event | body | status\n2024-04-01 | One | other |\n2024-04-02 | Two | "
        "other | planned\n2024-06-02 | Three | other |"
    )
    assert [(one.what, one.done, one.state(MAY)) for one in timetable(table, MAY).entries] == [
        ("One", False, "Past, no status given"),
        ("Two", False, "Past, not marked as done"),
        ("Three", False, "To come"),
    ]
    visit = rows("2024-11-20 | Monitoring visit | ofsted |")
    assert visits(visit, date(2024, 12, 31)).made == 1


@pytest.mark.parametrize("status", ["cancelled", "moved"])
def test_a_cancelled_event_does_not_count_but_is_still_listed(status):
    found = timetable(
        rows(
            f"2024-11-20 | Monitoring visit | ofsted | {status}",
            f"2024-06-27 | Improvement Board | board | {status}",
        ),
        MAY,
    )
    assert {one.what for one in found.behind} >= {"Monitoring visit", "Improvement Board"}
    assert found.visits.to_come[0].what == "First monitoring visit"
    assert any("Improvement Board cannot" in note for note in found.notes)


@pytest.mark.parametrize("written", ["committee", "Children and Families Committee", "Committee"])
def test_a_body_is_known_by_its_code_or_its_name(written):
    found = ahead(drawn(f"date | event | body\n2024-06-03 | Progress | {written}"), MAY)
    assert [one.body_name for one in found] == ["Children and Families Committee"]


def test_the_row_that_a_note_asks_for_is_the_row_that_its_rule_finds():
    for anchor in ANCHORS:
        milestones, _ = read(
            drawn(
                f"date | event | body\n2024-05-16 | {anchor.event} | {BODIES.label(anchor.body)}"
            ),
            MAY,
        )
        assert [other.event for other in ANCHORS if other.is_of(milestones[0])] == [anchor.event]


DAYS = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2027, 12, 31)))
EVENTS = st.one_of(
    st.sampled_from(
        [*(anchor.event for anchor in ANCHORS), "Improvement Board meeting", "Workshop", ""]
    ),
    st.text(max_size=12),
)
ROWS = st.tuples(DAYS, DAYS, DAYS, EVENTS, st.sampled_from([*BODIES.labels, OFSTED, OFSTED, ""]), st.sampled_from(["planned", "done", "cancelled", "moved", None]), st.sampled_from([None, "Good", "Inadequate"]), st.sampled_from([None, "Y", "N"]))  # fmt: skip


@given(st.lists(ROWS, max_size=14), st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_any_row_is_either_future_or_past_and_in_order(table, as_at):
    frame = pd.DataFrame(table, columns=list(COLUMNS))
    for key in ("date", "from", "to"):
        frame[key] = pd.to_datetime(frame[key])
    found = timetable(frame, as_at)
    assert sorted([*found.ahead, *found.behind], key=lambda one: one.order) == list(found.entries)
    assert [one.starts for one in found.entries] == sorted(one.starts for one in found.entries)
    assert all(
        one.starts <= one.ends and one.rule and one.when and one.key for one in found.entries
    )
    assert {one.status for one in found.ahead} <= {"planned"}
