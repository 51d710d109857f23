"""An id is shown only to a manager, for any content of the id."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from analytics.check_ins import findings as check_ins_findings
from analytics.cohort import findings as cohort_findings
from analytics.coverage import findings as coverage_findings
from analytics.measures.declared import MEASURES
from analytics.measures.people_lists import call_list, people_list
from analytics.measures.series import series_of
from analytics.overview import findings as overview_findings
from analytics.publish.publish import publish, publish_control, publish_fact, publish_people
from analytics.publish.types import Audience, Published
from tests.spec.drawn import month

NAMED = ("Sample, Robin", "Other, Alex", "01012002-AO")
PEOPLE = "id | born | status | adviser\n" + "\n".join(
    f"{written} | 2002-01-01 | not receiving | A Worker" for written in NAMED
)
CONTACTS = "id | on | outcome\n" + "\n".join(
    f"{written} | 2024-09-01 | wants support" for written in NAMED
)
NOW, BEFORE = month("2025-03-31", PEOPLE, CONTACTS), month("2025-02-28", PEOPLE, CONTACTS)


def holds_an_id(*texts: object) -> bool:
    return any(written in str(text) for text in texts for written in NAMED)


FINDINGS = {
    "coverage": lambda: [
        coverage_findings.now(NOW),
        coverage_findings.moved(BEFORE, NOW),
        coverage_findings.over_time([BEFORE, NOW]),
    ],
    "check-ins": lambda: [
        check_ins_findings.now(NOW),
        check_ins_findings.ahead(NOW),
        check_ins_findings.said(NOW),
        check_ins_findings.answered_by("adviser", NOW),
    ],
    "cohort": lambda: [
        cohort_findings.by_age(NOW),
        cohort_findings.by(NOW, "adviser"),
        cohort_findings.flows(BEFORE, NOW),
        cohort_findings.over_time([BEFORE, NOW]),
    ],
    "overview": lambda: [overview_findings.changed(BEFORE, NOW)],
}


def test_the_people_of_this_test_have_such_ids():
    assert holds_an_id(*people_list(NOW, NAMED)["Young person"])
    assert holds_an_id(*call_list(NOW)["Young person"])


@pytest.mark.parametrize("findings", FINDINGS.values(), ids=FINDINGS)
def test_no_finding_shows_an_id_to_a_shared_audience(findings):
    for finding in filter(None, findings()):
        shown: Published = publish(finding, Audience.SHARED)
        assert not holds_an_id(
            shown.headline, shown.note, shown.quality_note, *shown.keys, shown.shown().to_csv()
        )


def test_no_figure_and_no_chart_shows_an_id_to_a_shared_audience():
    facts = [
        *coverage_findings.facts(NOW, BEFORE),
        *check_ins_findings.facts(NOW, BEFORE),
        *cohort_findings.facts(NOW, BEFORE),
    ]
    assert not holds_an_id(*(astuple(publish_fact(fact, Audience.SHARED)) for fact in facts))
    for measure in MEASURES.values():
        chart = publish_control(series_of(measure, [BEFORE, NOW]), Audience.SHARED)
        assert not holds_an_id(chart.headline, chart.note, chart.table.to_csv())


@pytest.mark.parametrize(
    "table", [people_list(NOW, NAMED), call_list(NOW)], ids=["people", "calls"]
)
def test_a_list_of_people_is_empty_for_a_shared_audience_and_whole_for_a_manager(table):
    shared, own = (
        publish_people("People", table, audience, NOW.as_at, 1)
        for audience in (Audience.SHARED, Audience.MANAGER)
    )
    assert (len(shared.table), len(own.table)) == (0, 3)
    assert not holds_an_id(shared.table.to_csv(), shared.headline)
    assert holds_an_id(own.table.to_csv())
