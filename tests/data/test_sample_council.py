"""The made-up council: its main numbers, and its consistency."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from dateutil.relativedelta import relativedelta

from data.check.check_month import read_month
from data.codelists import codelist
from data.recognise.files import Source
from data.sample import sheets
from data.sample.council import COUNCIL, sample_months, write_sample
from data.schema import PLAN, TABLES, Column, Kind

MAY, APRIL, MARCH = "2024-05", "2024-04", "2025-03"
ANSWERS = {"wants support", "no support needed", "declined service", "no further contact"}
OFFER_BEGAN = date(2024, 4, 1)


@pytest.fixture(scope="module")
def months():
    return sample_months()


@pytest.fixture(scope="module")
def by_key(months):
    return {f"{month.as_at:%Y-%m}": month for month in months}


def birthday(born: date, years: int) -> date:
    leap = (born.month, born.day) == (2, 29)
    return (
        date(born.year + years, 3, 1)
        if leap and (born.year + years) % 4
        else born.replace(year=born.year + years)
    )


def age(born: date, on: date) -> int:
    return next(years for years in range(120) if birthday(born, years + 1) > on)


def people(month) -> list[dict]:
    """Return the rows of the month, with the age calculated and every value as its code."""
    rows = month.tables["care_leavers"].to_dict("records")
    for row in rows:
        row["years"] = age(row["Date of Birth"], month.as_at)
        row["status"] = row["Support Status"] and codelist("support_status").code_for(
            row["Support Status"]
        )
    return rows


def aged(month, youngest: int, oldest: int) -> list[dict]:
    return [
        row
        for row in people(month)
        if youngest <= row["years"] <= oldest and row["LA in Touch"] != "DIED"
    ]


def log(months, upto: date) -> dict[str, list[tuple[date, str]]]:
    """Return every attempt up to a date as (day, outcome code), by person, oldest first."""
    found: dict[str, list[tuple[date, str]]] = {}
    for month in months:
        if month.as_at <= upto:
            contacts = month.tables["contacts"]
            for number, on, outcome in zip(
                contacts["Child Unique ID"],
                contacts["Contact Date"],
                contacts["Outcome"],
                strict=True,
            ):
                found.setdefault(number, []).append(
                    (on, codelist("contact_outcome").code_for(outcome))
                )
    return {
        number: sorted(attempts, key=lambda attempt: attempt[0])
        for number, attempts in found.items()
    }


def bucket(row: dict, attempts: list[tuple[date, str]], as_at: date) -> str:
    """Return the 21+ ledger bucket as in measures.md, written independently."""
    since = max(as_at - relativedelta(months=12), birthday(row["Date of Birth"], 21))
    tried = [outcome for on, outcome in attempts if on >= since]
    said = ([outcome for outcome in tried if outcome in ANSWERS] or [""])[-1]
    if row["LA in Touch"] == "RHOM" or row["status"] == "closed":
        return "outside"
    if row["status"] == "supported":
        return "supported"
    if (
        row["status"] == "declined"
        or row["LA in Touch"] in ("REFU", "NREQ")
        or said in ("declined service", "no further contact")
    ):
        return "declined"
    if row["status"] == "offered" or said:
        return "in contact"
    return "tried" if tried else "not tried"


def ledger(months, month) -> Counter:
    attempts = log(months, month.as_at)
    return Counter(
        bucket(row, attempts.get(row["Child Unique ID"], []), month.as_at)
        for row in aged(month, 21, 24)
    )


def check_in_state(row: dict, attempts: list[tuple[date, str]], as_at: date) -> str:
    """Return the check-in clock state as in measures.md, written independently."""
    answers = [(on, outcome) for on, outcome in attempts if outcome in ANSWERS]
    if not answers:
        due = max(birthday(row["Date of Birth"], 21), OFFER_BEGAN) + relativedelta(months=3)
        return "first call not yet due" if as_at < due else "never reached"
    on, outcome = answers[-1]
    if outcome == "no further contact" and as_at < on + relativedelta(months=12):
        return "asked not to be called"
    due = on + relativedelta(months=3)
    if due > as_at + timedelta(14):
        return "in date"
    if due >= as_at:
        return "due"
    return (
        "overdue, tried"
        if any(day >= due - timedelta(14) for day, _ in attempts)
        else "overdue, not tried"
    )


def clock(months, month) -> Counter:
    attempts = log(months, month.as_at)
    rows = [(row, attempts.get(row["Child Unique ID"], [])) for row in aged(month, 21, 24)]
    return Counter(
        check_in_state(row, tries, month.as_at)
        for row, tries in rows
        if bucket(row, tries, month.as_at) != "outside"
    )


def in_date_rate(states: Counter) -> float:
    in_scope = sum(states.values()) - states["asked not to be called"]
    return (states["in date"] + states["due"]) / in_scope


# The main numbers.


def test_eighteen_month_ends_in_order(months):
    assert [month.as_at for month in months] == [
        stamp.date() for stamp in pd.date_range("2023-10-31", "2025-03-31", freq="ME")
    ]
    assert months[7].file_name == "kestrelshire-care-leavers-2024-05.xlsx"


def test_the_cohort_of_31_may_2024_is_621_by_single_year_of_age(by_key):
    rows = people(by_key[MAY])
    assert Counter(row["years"] for row in rows) == {
        16: 55,
        17: 93,
        18: 112,
        19: 69,
        20: 71,
        21: 65,
        22: 61,
        23: 55,
        24: 40,
    }
    assert len(rows) == 621
    assert "DIED" not in {row["LA in Touch"] for row in rows}


def test_the_outreach_turns_209_without_a_service_into_184_supported_and_25_declined(
    months, by_key
):
    assert ledger(months, by_key[APRIL]) == {"supported": 12, "not tried": 209}
    assert ledger(months, by_key[MAY]) == {"supported": 196, "declined": 25}


def test_nobody_aged_21_or_over_joins_or_leaves_in_may_2024(by_key):
    before, after = (
        {row["Child Unique ID"]: row["Date of Birth"] for row in aged(by_key[key], 21, 24)}
        for key in (APRIL, MAY)
    )
    assert before == after


def test_the_outreach_in_the_contact_log_agrees_with_the_support_status(months, by_key):
    before = {row["Child Unique ID"]: row["status"] for row in aged(by_key[APRIL], 21, 24)}
    attempts = log(months, by_key[MAY].as_at)
    for row in aged(by_key[MAY], 21, 24):
        if before[row["Child Unique ID"]] == "not receiving":
            on, outcome = attempts[row["Child Unique ID"]][-1]
            assert (on, outcome) == (
                row["Support Status Date"],
                {"supported": "wants support", "declined": "declined service"}[row["status"]],
            )


def test_before_the_outreach_few_aged_21_and_over_have_a_service_or_adviser(months):
    for month in months[:7]:
        assert 10 <= ledger(months, month)["supported"] <= 14
        assert (
            sum(row["Allocated Personal Adviser"] is not None for row in aged(month, 21, 24)) <= 14
        )


def test_by_march_2025_every_bucket_has_someone_and_coverage_is_high(months, by_key):
    counts = ledger(months, by_key[MARCH])
    assert set(counts) == {"outside", "supported", "declined", "in contact", "tried", "not tried"}
    for month in months[7:]:
        counts = ledger(months, month)
        assert 0.85 <= counts["supported"] / (counts.total() - counts["outside"]) <= 0.92


def test_calls_dip_in_september_and_december(by_key):
    calls = {
        key: by_key[key].tables["contacts"]["Purpose"].eq("Opt-out check-in").sum()
        for key in by_key
    }
    for dip, before, after in (
        ("2024-09", "2024-08", "2024-10"),
        ("2024-12", "2024-11", "2025-01"),
    ):
        assert calls[dip] < 0.8 * min(calls[before], calls[after])


def test_half_the_check_ins_are_in_date_in_autumn_and_most_by_march(months):
    rates = {f"{month.as_at:%Y-%m}": in_date_rate(clock(months, month)) for month in months[10:]}
    assert all(0.45 <= rates[key] <= 0.6 for key in ("2024-09", "2024-10", "2024-11", "2024-12"))
    assert rates["2024-09"] < rates["2024-08"]
    assert 0.8 <= rates[MARCH] <= 0.9


def test_some_are_never_reached_some_overdue_and_some_ask_not_to_be_called(months, by_key):
    states = clock(months, by_key[MARCH])
    assert (
        min(
            states[state]
            for state in (
                "never reached",
                "overdue, tried",
                "overdue, not tried",
                "asked not to be called",
            )
        )
        >= 1
    )


def test_the_hubs_open_on_8_july_2024_and_are_used_more_as_months_go_by(by_key):
    visits = by_key[MARCH].tables["service_use"]
    visits = visits[visits["Service"].isin(["Ashgate hub", "Millbrook hub"])]
    assert visits["Start Date"].min() == date(2024, 7, 8)
    monthly = Counter(f"{on:%Y-%m}" for on in visits["Start Date"])
    assert monthly["2024-07"] < monthly["2024-09"] < monthly["2025-01"]


def test_the_average_of_suitable_homes_looks_good_while_people_are_homeless(months):
    for month in months:
        rows = [
            r
            for r in aged(month, 19, 21)
            if r["LA in Touch"] != "RHOM" and r["Type of Accommodation"] not in ("R", "G", "H")
        ]
        assert (
            0.925
            <= sum(row["Suitability of Accommodation"] == "Suitable" for row in rows) / len(rows)
            <= 0.97
        )
        assert 10 <= sum(row["Type of Accommodation"] == "S" for row in people(month)) <= 20


def test_people_join_leave_return_die_turn_25_and_are_corrected(months):
    listed = [{row["Child Unique ID"]: row for row in people(month)} for month in months]
    returned = {
        number
        for i, month in enumerate(listed[2:], 2)
        for number in month.keys() - listed[i - 1].keys()
        if number in set().union(*listed[: i - 1])
    }
    born = {(number, row["Date of Birth"]) for month in listed for number, row in month.items()}
    assert len(returned) >= 3
    assert len(born) - len({number for number, _ in born}) == 2
    assert (
        len(
            {
                number
                for month in listed
                for number, row in month.items()
                if row["LA in Touch"] == "DIED"
            }
        )
        == 2
    )
    assert {row["years"] for month in listed for row in month.values()} == set(range(16, 26))


# The service's practice.


def sheet(month, key) -> list[dict]:
    return month.tables[key].to_dict("records")


def share(rows, good) -> float:
    return sum(map(good, rows)) / len(rows)


def in_post(month) -> list[dict]:
    return [
        post for post in sheet(month, "workforce") if post["Vacant"] == "N" and post["End"] is None
    ]


def holding_cases(month) -> list[dict]:
    return [
        post for post in in_post(month) if post["Role"] in ("Personal adviser", "Social worker")
    ]


def test_there_are_ten_to_sixteen_audits_per_month_from_april_2024(months):
    for before, month in pairwise(months):
        made = [audit for audit in sheet(month, "audits") if audit["Date"] > before.as_at]
        assert 10 <= len(made) <= 16
        assert {audit["Theme"] for audit in made} <= {
            "Whole case file",
            "Pathway plans",
        } or month.as_at >= OFFER_BEGAN
    assert len({audit["Theme"] for audit in sheet(months[-1], "audits")}) >= 9


def test_audits_good_or_better_rise_from_about_30_to_about_70_per_cent(months):
    def good(month) -> float:
        recent = [
            audit
            for audit in sheet(month, "audits")
            if audit["Date"] >= month.as_at - relativedelta(months=3)
        ]
        return share(recent, lambda audit: audit["Grade"] in ("Good", "Outstanding"))

    assert all(0.25 <= good(month) <= 0.4 for month in months[:5])
    assert all(0.6 <= good(month) <= 0.82 for month in months[-4:])


def test_learning_closed_on_time_improves_slowly(months):
    def on_time(month) -> float:
        due = [
            one
            for one in sheet(month, "audits")
            if one["Learning Due Date"] and one["Learning Due Date"] <= month.as_at
        ]
        due = [
            one for one in due if one["Learning Due Date"] > month.as_at - relativedelta(months=12)
        ]
        return share(
            due,
            lambda one: (
                one["Learning Closed Date"] is not None
                and one["Learning Closed Date"] <= one["Learning Due Date"]
            ),
        )

    assert 0.4 <= on_time(months[0]) <= 0.5
    assert 0.55 <= on_time(months[-1]) <= 0.75


def test_an_audit_is_the_same_in_every_month_except_its_learning(months):
    for before, after in pairwise(months):
        now = {audit["Audit ID"]: audit for audit in sheet(after, "audits")}
        for audit in sheet(before, "audits"):
            later = now.get(audit["Audit ID"], audit)
            assert {
                key: value for key, value in later.items() if key != "Learning Closed Date"
            } == {key: value for key, value in audit.items() if key != "Learning Closed Date"}
            assert audit["Learning Closed Date"] in (None, later["Learning Closed Date"])


def test_audits_are_of_people_known_at_the_time(months):
    known: set[str] = set()
    for month in months:
        known |= set(month.tables["care_leavers"]["Child Unique ID"])
        assert {audit["Child Unique ID"] for audit in sheet(month, "audits")} - {None} <= known


def test_three_to_six_posts_are_vacant_and_advisers_match_the_cohort(months):
    for month in months:
        posts = sheet(month, "workforce")
        vacant = [post for post in posts if post["Vacant"] == "Y"]
        assert 3 <= len(vacant) <= 6
        assert all(post["Worker ID"] is None and post["Start"] is None for post in vacant)
        assert 2 <= sum(post["Agency"] == "Y" for post in in_post(month)) <= 6
        workers = [post["Worker ID"] for post in posts if post["Vacant"] == "N"]
        assert len(workers) == len(set(workers))
        with_adviser = month.tables["care_leavers"]["Allocated Personal Adviser"].dropna()
        advisers = [post for post in in_post(month) if post["Role"] == "Personal adviser"]
        assert sum(post["Caseload"] for post in advisers) == len(with_adviser)
        assert sorted(with_adviser.value_counts()) == sorted(
            post["Caseload"] for post in advisers if post["Caseload"]
        )
        assert (
            sum(
                post["End"] is not None and post["End"] > month.as_at - relativedelta(months=12)
                for post in posts
            )
            >= 4
        )


def test_supervision_gets_better_and_every_supervisor_is_a_social_worker_from_june_2024(months):
    def supervised(month) -> float:
        since = month.as_at - relativedelta(months=1)
        return share(
            holding_cases(month),
            lambda post: (post["Latest Supervision Date"] or date(2000, 1, 1)) >= since,
        )

    assert 0.5 <= sum(map(supervised, months[:5])) / 5 <= 0.7
    assert all(supervised(month) >= 0.85 for month in months[-3:])
    for month in months:
        qualified = share(
            holding_cases(month), lambda post: post["Supervisor Is Qualified Social Worker"] == "Y"
        )
        assert qualified == 1 if month.as_at >= date(2024, 6, 1) else 0.4 <= qualified <= 0.6


def test_eight_mandatory_courses_are_completed_by_more_each_month(months):
    def taken(month) -> float:
        return share(
            [one for one in sheet(month, "training") if one["Mandatory"] == "Y"],
            lambda one: one["Completed"] is not None,
        )

    for month in months:
        per_worker = Counter(
            one["Worker ID"] for one in sheet(month, "training") if one["Mandatory"] == "Y"
        )
        assert per_worker == {post["Worker ID"]: 8 for post in holding_cases(month)}
    assert 0.45 <= taken(months[0]) <= 0.55
    assert 0.87 <= taken(months[-1]) <= 0.95


def test_feedback_is_given_every_month_and_improves(months):
    def positive(month) -> float:
        recent = [
            one
            for one in sheet(month, "voice")
            if one["Date"] >= month.as_at - relativedelta(months=3)
        ]
        return sum(one["Positive"] for one in recent) / sum(one["Respondents"] for one in recent)

    for before, month in pairwise(months):
        assert any(one["Date"] > before.as_at for one in sheet(month, "voice"))
    assert positive(months[0]) < 0.55 < 0.65 < positive(months[-1])


# Consistency.


def test_the_council_is_the_same_every_time(months):
    for before, after in zip(months, sample_months(), strict=True):
        for key, frame in before.tables.items():
            pd.testing.assert_frame_equal(frame, after.tables[key])


def test_headings_are_those_of_the_schema_in_order(months):
    for month in months:
        expected = {
            key: table
            for key, table in TABLES.items()
            if month.as_at > OFFER_BEGAN or table not in PLAN
        }
        assert {key: list(frame.columns) for key, frame in month.tables.items()} == {
            key: [column.heading for column in table.columns] for key, table in expected.items()
        }


def test_ids_are_text_of_one_length_with_one_row_each(months):
    for month in months:
        ids = month.tables["care_leavers"]["Child Unique ID"].tolist()
        assert len(ids) == len(set(ids))
        assert all(
            isinstance(number, str) and len(number) == 7 and number.isdigit() for number in ids
        )
        assert any(number.startswith("0") for number in ids)


def test_every_cell_fits_its_column_and_no_date_is_after_the_sheet(months):
    for month in months:
        for key, frame in month.tables.items():
            for column in TABLES[key].columns:
                values = [value for value in frame[column.heading].tolist() if value is not None]
                assert all(
                    isinstance(value, _TYPES[column.kind]) and value == value for value in values
                ), column.heading
                if column.kind is Kind.DATE and (key, column.key) not in PLANNED:
                    assert max(values, default=month.as_at) <= month.as_at, (
                        month.as_at,
                        column.heading,
                    )
                if column.kind is Kind.CODE and not codelist(column.codes).open:
                    assert None not in {
                        codelist(column.codes).code_for(value) for value in set(values)
                    }, column.heading


PLANNED = {
    ("audits", "learning_due_date"),
    ("training", "due"),
    ("plan_actions", "start"),
    ("plan_actions", "due"),
}
PLANNED |= {
    ("impact_measures", "target_date"),
    ("risks", "review_date"),
    *(("milestones", key) for key in ("date", "from", "to")),
}
_TYPES = {Kind.ID: str, Kind.TEXT: str, Kind.DATE: date, Kind.NUMBER: (int, float), Kind.CODE: str}


def test_ages_homes_and_custody_agree(months):
    for row in (row for month in months for row in people(month)):
        home, suitable = row["Type of Accommodation"], row["Suitability of Accommodation"]
        assert row["Age"] == row["years"]
        assert home not in ("S", "X") or suitable in ("Unsuitable", None)
        assert home not in ("T", "Z") or row["years"] >= 18
        assert row["Custody"] is None or home is None or (row["Custody"] == "Y") == (home == "X")
        assert row["LA in Touch"] not in ("DIED", "RHOM") or (
            home,
            row["Activity Status"],
            row["status"],
        ) == (None, None, "closed")
        assert row["status"] != "supported" or row["LA in Touch"] in ("YES", "NO", None)
        assert (row["Eligibility Category"] == "Eligible (still looked after)") <= (
            row["years"] < 18
        )


def test_attempts_are_new_since_the_last_sheet_of_people_on_it_and_after_they_joined(months):
    since = date(2022, 10, 31)
    for month in months:
        listed = {row["Child Unique ID"]: row for row in people(month)}
        contacts = month.tables["contacts"]
        assert set(contacts["Child Unique ID"]) <= set(listed)
        assert contacts["Contact Date"].min() > since
        assert all(
            birthday(listed[n]["Date of Birth"], 15) < on
            for n, on in zip(contacts["Child Unique ID"], contacts["Contact Date"], strict=True)
        )
        since = month.as_at


def test_the_latest_contact_is_the_latest_answer_in_the_log(months):
    for month in months:
        attempts = log(months, month.as_at)
        for row in people(month):
            answered = [
                on for on, outcome in attempts.get(row["Child Unique ID"], []) if outcome in ANSWERS
            ]
            latest = row["Latest Date of Contact"]
            assert (
                latest == answered[-1] if answered else latest is None or latest < date(2022, 11, 1)
            )


def test_service_use_is_complete_so_a_later_sheet_removes_nothing(months):
    for before, after in pairwise(months):
        listed = set(after.tables["care_leavers"]["Child Unique ID"])
        uses = [
            {
                (n, s, on)
                for n, s, on in month.tables["service_use"].iloc[:, :3].itertuples(index=False)
            }
            for month in (before, after)
        ]
        first = min(on for _, _, on in uses[1])
        assert {use for use in uses[0] if use[2] >= first and use[0] in listed} <= uses[1]


def test_coded_columns_are_rarely_blank(months):
    people = pd.concat(month.tables["care_leavers"] for month in months)
    coded = [
        column.heading for column in TABLES["care_leavers"].columns if column.kind is Kind.CODE
    ]
    assert people[coded].isna().mean().max() < 0.06
    assert people["Eligibility Category"].notna().all()


def test_the_reader_finds_no_problems(tmp_path):
    written = write_sample(tmp_path)
    assert len(written) == 18
    for path in (written[0], written[12], written[17]):
        assert read_month([Source(path.name, path)]).problems == []
    extract = read_month([Source(written[7].name, written[7])])
    assert (extract.as_at, extract.made_up, len(extract.tables["care_leavers"])) == (
        date(2024, 5, 31),
        True,
        621,
    )
    assert extract.problems == []
    assert COUNCIL == "Kestrelshire Council"


def test_a_declared_column_that_is_not_filled_stays_blank(monkeypatch, tmp_path):
    table = TABLES["contacts"]
    monkeypatch.setitem(
        TABLES,
        "contacts",
        replace(table, columns=(*table.columns, Column("Minutes Spoken", Kind.NUMBER))),
    )
    path = write_sample(tmp_path)[-1]
    extract = read_month([Source(path.name, path)])
    assert len(extract.tables["contacts"]) > 100
    assert "minutes_spoken" not in extract.tables["contacts"]  # a blank column counts as not there
    assert [problem for problem in extract.problems if problem.table == "contacts"] == []


def test_a_row_of_the_made_up_council_with_an_undeclared_column_is_refused():
    with pytest.raises(KeyError, match="minutes"):
        sheets.table("contacts", [{"minutes": 3}])
