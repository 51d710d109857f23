"""95 % intervals: Wilson for a proportion, Newcombe for a difference of two (both from statsmodels), Byar for a count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

Array = np.ndarray
_Z = float(norm.ppf(0.975))


def wilson(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Return lower and upper 95 % limits of numerator/denominator as proportions; NaN if the denominator is 0.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22: 209-212.
    """
    hits, of = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    low, high = np.full(of.shape, np.nan), np.full(of.shape, np.nan)
    some = of > 0
    if some.any():
        share = hits[some] / of[some]
        lower, upper = proportion_confint(hits[some], of[some], method="wilson")
        low[some], high[some] = np.minimum(lower, share), np.maximum(upper, share)  # rounding never puts the value outside
    return low, high


def newcombe(hits1: ArrayLike, of1: ArrayLike, hits2: ArrayLike, of2: ArrayLike) -> tuple[Array, Array]:
    """Return lower and upper 95 % limits of hits1/of1 - hits2/of2 (from -1 to 1); NaN if a denominator is 0.

    Newcombe, R. G. (1998), Statistics in Medicine 17: 873-890, method 10 (from the two Wilson intervals).
    """
    numbers = np.broadcast_arrays(*(np.asarray(given, dtype="float64") for given in (hits1, of1, hits2, of2)))
    some = (numbers[1] > 0) & (numbers[3] > 0)
    low, high = np.full(some.shape, np.nan), np.full(some.shape, np.nan)
    if some.any():
        low[some], high[some] = confint_proportions_2indep(*(given[some] for given in numbers), method="newcomb", compare="diff")
    return low, high


def byar(count: ArrayLike) -> tuple[Array, Array]:
    """Return lower and upper 95 % limits of a count of events; NaN if the count is NaN.

    Raises ValueError for a count below 0.

    Byar's approximation to the exact Poisson limits: APHO (now OHID) Technical Briefing 3, 2008, after Breslow and Day,
    Statistical Methods in Cancer Research II, 1987. Close from about 10 events; 0 events have a lower limit of 0.
    """
    events = np.asarray(count, dtype="float64")
    if (events < 0).any():
        raise ValueError("a count cannot be below 0")
    some = np.where(events > 0, events, 1)
    low = np.where(events == 0, 0, events * (1 - 1 / (9 * some) - _Z / (3 * np.sqrt(some))) ** 3)
    above = events + 1
    return low, above * (1 - 1 / (9 * above) + _Z / (3 * np.sqrt(above))) ** 3
