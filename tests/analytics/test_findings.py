"""The sentences of the pages say only what the figures support."""

from analytics.check_ins import findings as check_ins_findings
from analytics.cohort import findings as cohort_findings
from analytics.coverage import findings as coverage_findings
from analytics.overview import findings as overview_findings
from tests.spec.drawn import month

NOW = "2025-03-31"


def people(*statuses):
    return "id | born | status\n" + "\n".join(
        f"{number} | 2002-01-01 | {status}" for number, status in enumerate(statuses)
    )


def headline(at):
    return coverage_findings.now(at).headline


def test_everyone_closed_is_not_everyone_answered():
    assert headline(month(NOW, people("closed", "closed"))) == (
        "All 2 young people aged 21 to 24 are recorded as outside the offer: returned "
        "home, or closed."
    )


def test_supported_without_an_answer_is_support_and_not_an_answer():
    at = month(NOW, people("supported", "declined"), "")
    assert headline(at) == (
        "Nobody aged 21 to 24 inside the offer is without support or an answer: 1 of 2 "
        "(50%) is supported and 1 declined."
    )
    assert any("never reached" in sentence for sentence in overview_findings.decisions(at))


def test_without_contacts_nobody_is_reported_as_untried():
    said = overview_findings.decisions(month(NOW, people("not receiving")))
    assert any("does not show whether" in sentence for sentence in said)
    assert not any("no attempt" in sentence.lower() for sentence in said)


def test_tiles_show_no_change_across_different_bases():
    before = month("2025-02-28", "id | born | adviser\n1 | 2002-01-01 | A")
    after = month(NOW, people("supported"))
    facts = coverage_findings.facts(after, before)
    assert [fact.change for fact in facts] == [None] * 4
    assert "Newly outside the offer" not in [fact.label for fact in facts]


def test_late_calls_have_one_name_in_the_load_and_add_up():
    at = month(
        NOW, people("supported", "supported"), "id | on | outcome\n0 | 2024-09-01 | wants support"
    )
    ahead = check_ins_findings.ahead(at)
    assert ahead.headline.startswith(
        "2 calls are already late, including first calls that were never answered"
    )


def test_a_column_nobody_filled_has_no_largest_group():
    nowhere = month(NOW, "id | born | area\n1 | 2002-01-01 | ")
    assert cohort_findings.by(nowhere, "area").headline == "Area is not recorded for anyone."


def test_a_column_that_the_extract_lacks_is_named_and_shows_nobody():
    found = cohort_findings.by(month(NOW, people("supported")), "area")
    assert (found.headline, len(found.table)) == (
        "Area is not available for March 2025: needs column Area.",
        0,
    )
