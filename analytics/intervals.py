"""95 % intervals: Wilson for a proportion, from statsmodels."""

from __future__ import annotations

import numpy as np
from statsmodels.stats.proportion import proportion_confint

Array = np.ndarray


def wilson(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Lower and upper 95 % limits of numerator/denominator as proportions; NaN where the denominator is 0.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22: 209-212.
    """
    hits, of = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    low, high = np.full(of.shape, np.nan), np.full(of.shape, np.nan)
    some = of > 0
    if some.any():
        low[some], high[some] = proportion_confint(hits[some], of[some], method="wilson")
    return low, high
