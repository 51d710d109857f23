"""95% intervals: Wilson for a proportion, Newcombe for a difference of two, Byar for a count."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray
_Z = NormalDist().inv_cdf(0.975)


def wilson(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Return lower and upper 95% limits of numerator/denominator as proportions; NaN if the
    denominator is 0.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22: 209-212.
    """
    hits, of = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    of = np.where(of > 0, of, np.nan)
    share = _share(hits, of)
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    away = _Z * np.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    low, high = np.maximum(middle - away, 0), np.minimum(middle + away, 1)
    return np.minimum(low, share), np.maximum(high, share)  # rounding never puts the value outside


def newcombe(
    hits1: ArrayLike, of1: ArrayLike, hits2: ArrayLike, of2: ArrayLike
) -> tuple[Array, Array]:
    """Return lower and upper 95% limits of hits1/of1 - hits2/of2 (from -1 to 1); NaN if a
    denominator is 0.

    Newcombe, R. G. (1998), Statistics in Medicine 17: 873-890, method 10 (from the two Wilson
    intervals).
    """
    numerator1, denominator1, numerator2, denominator2 = (
        np.asarray(given, dtype="float64") for given in (hits1, of1, hits2, of2)
    )
    low1, high1 = wilson(numerator1, denominator1)
    low2, high2 = wilson(numerator2, denominator2)
    share1, share2 = _share(numerator1, denominator1), _share(numerator2, denominator2)
    low = share1 - share2 - np.sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    high = share1 - share2 + np.sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return low, high


def byar(count: ArrayLike) -> tuple[Array, Array]:
    """Return lower and upper 95% limits of a count of events; NaN if the count is NaN.

    Raises ValueError for a count below 0.

    Byar's approximation to the exact Poisson limits: APHO (now OHID) Technical Briefing 3, 2008,
    after Breslow and Day, Statistical Methods in Cancer Research II, 1987. Close from about 10
    events; 0 events have a lower limit of 0.
    """
    events = np.asarray(count, dtype="float64")
    if (events < 0).any():
        raise ValueError("a count cannot be below 0")
    some = np.where(events > 0, events, 1)
    low = np.where(events == 0, 0, events * (1 - 1 / (9 * some) - _Z / (3 * np.sqrt(some))) ** 3)
    above = events + 1
    return low, above * (1 - 1 / (9 * above) + _Z / (3 * np.sqrt(above))) ** 3


def _share(numerator: Array, denominator: Array) -> Array:
    """Return numerator/denominator; NaN if the denominator is 0."""
    return numerator / np.where(denominator > 0, denominator, np.nan)
