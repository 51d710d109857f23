"""The Service uptake page's sentences, bars and lists, by small examples worked out by hand."""

import pytest

from analytics.measures.calculate import calculate
from analytics.measures.declared import MEASURES
from analytics.month.cohort import lacking
from analytics.service_use import findings
from analytics.service_use.people_with_services import LAST, USED, service_list
from tests.spec.drawn import month

NOW = "2025-03-31"
PEOPLE = """
    id | born       | touch | team  | adviser
    1  | 2005-01-01 | YES   | North | Ann
    2  | 2005-01-01 | YES   | North | Ann
    3  | 2008-01-01 | YES   | South | Ben
    4  | 2003-01-01 | YES   | South |
    5  | 2003-01-01 | RHOM  | South | Ben
    """  # 5 returned home: in the cohort, not in service
USES = """
    child_unique_id | service        | start_date | end_date   | referral_date
    1               | Ashgate hub    | 2025-03-10 |            |
    1               | Millbrook hub  | 2024-05-01 |            |
    1               | housing advice | 2025-01-01 |            | 2024-12-22
    2               | boxing club    | 2024-06-01 | 2024-07-01 |
    3               | mentoring      | 2023-01-01 | 2024-03-30 |
    5               | Ashgate hub    | 2025-02-10 |            |
    """


@pytest.fixture
def at():
    return month(NOW, PEOPLE, service_use=USES)


def shown(finding):
    return dict(zip(finding.keys, finding.table[findings.PEOPLE], strict=True))


def test_people_who_use_no_service_are_first_in_the_headline_and_marked(at):
    found = findings.uptake(at)
    assert found.headline == (
        "2 of 4 young people in the service (50%) used no service in the last 12 months; 2 "
        "used at least one."
    )
    assert found.marked == {findings.NOTHING}


def test_the_bars_are_the_measures_and_each_hub_and_the_councils_own(at):
    found = shown(findings.uptake(at))
    assert found == {
        "used_nothing": 2, "any hub": 2, "Ashgate hub": 2, "Millbrook hub": 1, "Staying Close": 0, "housing advice": 1,
        "education employment and training support": 0, "health and wellbeing": 0, "money and benefits": 0, "mentoring": 0, "boxing club": 1,
    }  # fmt: skip
    counted = calculate([MEASURES[name] for name in findings.COUNTS], at)["value"]
    assert list(counted) == [found[service] for _, service, *_ in findings.SERVICES]


def test_users_and_those_without_make_everyone_in_service(at):
    row = calculate([MEASURES["used_nothing"]], at).iloc[0]
    assert row["numerator"] + row["remainder"] == row["denominator"] == 4
    assert not lacking(at, "team")
    for by in findings.BY:
        if by != "need" and not lacking(at, by):
            assert (
                findings.unused_by(at, by).table[[findings.USED, findings.UNUSED]].sum().sum() == 4
            )


def test_each_bar_opens_on_as_many_people_as_it_shows(at):
    for key, number in shown(findings.uptake(at)).items():
        assert len(findings.ids_of(at, key)) == number
    assert findings.ids_of(at, "used_nothing") == ["3", "4"]


def test_the_note_says_whom_the_bars_count_and_how_long_people_waited(at):
    note = findings.uptake(at).note
    assert "all 5 in the cohort, including those closed, abroad or returned home" in note
    assert "Median wait from referral to first use: 10 days." in note


def test_a_single_hub_is_shown_once():
    uses = "child_unique_id | service | start_date\n1 | Ashgate hub | 2025-03-10\n"
    assert "Ashgate hub" not in findings.services(month(NOW, PEOPLE, service_use=uses))


def test_the_note_reports_a_table_of_less_than_a_year_or_without_rows():
    uses = "child_unique_id | service | start_date\n1 | Ashgate hub | 2025-03-10\n"
    assert (
        "begins on 10 March 2025: earlier uses are not known."
        in findings.uptake(month(NOW, PEOPLE, service_use=uses)).note
    )
    assert (
        "has no rows"
        in findings.uptake(
            month(NOW, PEOPLE, service_use="child_unique_id | service | start_date\n")
        ).note
    )


def test_headlines_of_all_and_of_none():
    assert (
        findings.headline(0, 3)
        == "All 3 young people in the service used at least one service in the last 12 months."
    )
    assert findings.headline(3, 3).endswith(
        "(100%) used no service in the last 12 months; nobody used one."
    )
    assert findings.headline(0, 0) == "Nobody in this extract is in the service."


def test_who_used_none_by_team_is_a_number_of_people_and_opens_on_them(at):
    found = findings.unused_by(at, "team")
    assert found.headline == "Team: of the 2 who used no service, 2 are in the group South."
    assert found.table.to_numpy().tolist() == [["North", 2, 0], ["South", 0, 2]]
    assert findings.ids_unused(at, "team", "South") == ["3", "4"]
    assert findings.ids_unused(at, "team", "West") == []


def test_a_breakdown_that_the_extract_lacks_says_nothing_of_anyone(at):
    for by in ("area", "need"):
        found = findings.unused_by(at, by)
        assert "is not available for March 2025: needs " in found.headline
        assert found.table.empty


def test_a_month_counts_its_users_and_a_month_without_the_table_is_left_out(at):
    found = findings.by_month(
        [month("2025-01-31", PEOPLE), month("2025-02-28", PEOPLE, service_use=USES), at], "any hub"
    )
    assert found.table.to_numpy().tolist() == [["2025-02", 1], ["2025-03", 1]]
    assert found.headline == "Any hub: not used by 4 of 5 young people in March 2025, used by 1."


def test_the_list_says_the_last_use_and_the_services_of_a_year_never_used_first(at):
    hubs = service_list(at, ["1", "5"], "any hub")
    assert [f"{day:%Y-%m-%d}" for day in hubs[LAST]] == ["2025-02-10", "2025-03-10"]
    assert list(hubs[USED]) == [
        "Ashgate hub",
        "Ashgate hub; Housing advice (under way); Millbrook hub",
    ]
    nothing = service_list(at, ["3", "4"])
    assert list(nothing["Young person"]) == ["4", "3"]
    assert USED not in nothing
    assert f"{nothing[LAST].max():%Y-%m-%d}" == "2024-03-30"


def test_tiles_have_people_since_the_month_before_and_only_what_can_be_counted(at):
    before = month("2025-02-28", PEOPLE, service_use=USES)
    found = findings.facts(at, before)
    assert [(fact.label, fact.count, fact.of, fact.change) for fact in found] == [
        ("Used no service", 2, 4, 1),  # 3 was mentored until 30 March 2024, a year and a day before
        ("Used a hub", 1, 4, 0),
    ]
    assert findings.facts(at, None)[0].change is None
