"""Intervals against published figures, each named with the installed package, version and file that
ships it.

Wilson: statsmodels 0.15.0, stats/tests/results/results_proportion.py (R package binom,
binom.confint). Newcombe: statsmodels 0.15.0, stats/tests/test_proportion.py, test_confint_2indep
(Fagerland et al. 2015, 7/34 against 1/34). Byar: no installed package ships figures of the form we
use. It is held to the exact Poisson interval, by scipy, and to the exact interval of 15 events in
statsmodels 0.15.0, stats/tests/test_rates_poisson.py, test_rate_poisson_r (R package exactci).
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.tests.results.results_proportion import res_binom, res_binom_methods

from analytics.statistics.intervals import byar, newcombe, wilson

WILSON = res_binom_methods.index("wilson")
COUNTED = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize("case", list(res_binom), ids=lambda case: f"{case[0]} of {case[1]}")
def test_wilson_is_as_published(case):
    low, high = wilson(*map(np.array, case))
    published = res_binom[case].ci_low[WILSON], res_binom[case].ci_upp[WILSON]
    assert (float(low), float(high)) == pytest.approx(published, abs=5e-8)  # as they are printed


def test_wilson_equals_statsmodels_to_12_digits_for_every_count_up_to_120():
    hits, of = np.array([(hits, of) for of in range(1, 121) for hits in range(of + 1)]).T
    expected = proportion_confint(hits, of, method="wilson")
    assert np.array(wilson(hits, of)) == pytest.approx(np.array(expected), abs=1e-12)


@given(COUNTED, COUNTED)
def test_newcombe_equals_statsmodels_to_12_digits(one, other):
    expected = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert np.array(newcombe(*one, *other)) == pytest.approx(np.array(expected), abs=1e-12)


def test_newcombe_is_as_published():
    low, high = newcombe(7, 34, 1, 34)
    assert (round(float(low), 3), round(float(high), 2)) == (0.019, 0.34)


def test_nobody_to_count_has_no_interval():
    assert np.isnan(wilson(np.array([0]), np.array([0]))).all()
    low, high = newcombe([3, 0, 0], [9, 0, 0], [0, 4, 0], [0, 9, 0])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


@given(COUNTED, COUNTED)
def test_newcombe_holds_the_difference_stays_in_range_and_turns_with_the_groups(one, other):
    low, high = (float(limit) for limit in newcombe(*one, *other))
    difference = one[0] / one[1] - other[0] / other[1]
    assert -1 - 1e-9 <= low <= difference + 1e-9
    assert difference - 1e-9 <= high <= 1 + 1e-9
    assert [-float(limit) for limit in newcombe(*other, *one)] == pytest.approx([high, low])


@given(COUNTED, COUNTED)
def test_newcombe_is_made_of_the_two_wilson_intervals(one, other):
    shares = [hits / of for hits, of in (one, other)]
    (low1, high1), (low2, high2) = (
        tuple(float(limit) for limit in wilson(*map(np.array, pair))) for pair in (one, other)
    )
    low, high = newcombe(*one, *other)
    assert shares[0] - shares[1] - float(low) == pytest.approx(
        np.hypot(shares[0] - low1, high2 - shares[1])
    )
    assert float(high) - shares[0] + shares[1] == pytest.approx(
        np.hypot(high1 - shares[0], shares[1] - low2)
    )


def test_byar_of_15_events_is_near_the_published_exact_interval():
    exact = 400 * np.array([0.0209884653319583, 0.0618505471787146])  # 15 events in 400: rates
    assert np.array(byar(15)) == pytest.approx(exact, rel=0.001)


def test_byar_of_15_events_is_not_the_narrower_form_of_another_package():
    # The same file's "byar" of R package DescTools puts count + 0.5 in both limits; ours has count
    # below and count + 1 above.
    low, high = byar(15)
    assert low < 400 * 0.0219084369245707
    assert high > 400 * 0.0602933510943048


@given(st.integers(10, 5_000))
def test_byar_of_ten_or_more_is_within_half_a_per_cent_of_the_exact_poisson_interval(count):
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert np.array(byar(count)) == pytest.approx(exact, rel=0.005)


def test_byar_of_zero_starts_at_zero_and_many_at_once_equal_one_by_one():
    low, high = byar([0, 1, 15])
    assert low[0] == 0
    assert high[0] == pytest.approx(chi2.ppf(0.975, 2) / 2, rel=0.01)
    assert 0 < low[1] < 1 < high[1]
    assert (low[2], high[2]) == pytest.approx([float(limit) for limit in byar(15)])


def test_byar_of_an_unknown_count_is_unknown_and_of_fewer_than_none_is_refused():
    assert np.isnan(byar(np.nan)).all()
    with pytest.raises(ValueError, match="below 0"):
        byar([3, -1])
