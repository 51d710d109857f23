"""The Practice page's sentences by small examples."""

from analytics.practice import findings
from tests.spec.drawn import month


def test_an_adviser_with_more_than_25_is_marked_and_the_mean_is_shown():
    rows = "\n".join(
        f"{number} | 2005-01-01 | {'A' if number < 26 else 'B'}" for number in range(30)
    )
    at = month("2025-03-31", f"id | born | adviser\n{rows}")
    found = findings.caseload(at)
    assert found.headline == "15.0 young people per adviser on average; 1 adviser has more than 25."
    assert found.marked == {"A"}
    assert len(findings.with_adviser(at, "B")) == 4


def test_without_the_columns_nothing_is_judged():
    assert "cannot be assessed" in findings.headline(
        month("2025-03-31", "id | born\n1 | 2005-01-01")
    )
