"""Centre lines and limits: XmR, p and c charts, and the funnel plot."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.control_chart_rules import TOLERANCE

XMR_FACTOR = 2.66  # three sigma in mean moving ranges: 3 / 1.128
SCREENING_FACTOR = 3.267  # a moving range at or above this many mean moving ranges is screened out


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines at a point, in the unit of the values; None if there are no data for them."""

    centre: float
    mean_moving_range: float | None = None
    lower: float | None = None
    upper: float | None = None
    two_sigma: tuple[float, float] | None = None

    def collapsed(self, largest: float) -> bool:
        """Return whether there are no limits, or they are too close together compared with the
        `largest` value.
        """
        return (
            self.lower is None
            or self.upper is None
            or self.upper - self.lower <= TOLERANCE * abs(largest)
        )


@dataclass(frozen=True, eq=False)
class Funnel:
    """Limits for each of several teams or authorities, as proportions from 0 to 1.

    The arrays have one value per team, NaN if it has nobody.
    """

    centre: float
    lower_95: np.ndarray
    upper_95: np.ndarray
    lower_998: np.ndarray
    upper_998: np.ndarray

    def outside(self, rates: ArrayLike) -> np.ndarray:
        """Return for each rate (0 to 1): 0 within both limits, 1 strictly outside 95%, 2 strictly
        outside 99.8%.
        """
        rate = np.asarray(rates, dtype="float64")
        near = (rate < self.lower_95 - TOLERANCE) | (rate > self.upper_95 + TOLERANCE)
        return near.astype("int64") + (
            (rate < self.lower_998 - TOLERANCE) | (rate > self.upper_998 + TOLERANCE)
        )


def xmr(
    values: ArrayLike,
    run: ArrayLike | None = None,
    *,
    screens: bool = True,
    freeze: int | None = None,
) -> Limits:
    """Return the limits of an XmR chart of n values in order of time (n >= 1), never clipped.

    `run` (n) is the same number for points next to each other; a moving range never spans two runs.
    With `screens`, moving ranges at or above 3.267 times their mean are dropped once and the mean
    is calculated again. With `freeze`, only the first `freeze` points are used. There are no limits
    if no two points are next to each other, or if screening leaves nothing (a constant series).
    Raises ValueError if there are no values. Source: Wheeler, Understanding Variation;
    NHSRplotthedots 0.2 (screening).
    """
    x = np.asarray(values, dtype="float64")[:freeze]
    if not len(x):
        raise ValueError("limits need at least one value")
    runs = np.zeros(len(x)) if run is None else np.asarray(run)[:freeze]
    moved = np.abs(np.diff(x))[runs[1:] == runs[:-1]]
    if screens and len(moved):
        moved = moved[moved < SCREENING_FACTOR * moved.mean()]
    centre = float(x.mean())
    if not len(moved):
        return Limits(centre)
    reach = XMR_FACTOR * float(moved.mean())
    two = 2 * reach / 3
    return Limits(
        centre, float(moved.mean()), centre - reach, centre + reach, (centre - two, centre + two)
    )


def p_limits(
    numerators: ArrayLike, denominators: ArrayLike, freeze: int | None = None
) -> list[Limits]:
    """Return the limits of a p-chart at each of n points, as proportions clipped to 0 and 1.

    centre = total numerator / total denominator; centre +/- 3 sqrt(centre (1 - centre) / n).
    Raises ValueError if a denominator is not above 0 or a numerator is not from 0 to its
    denominator. Source: Montgomery, Introduction to Statistical Quality Control; as in measures.md.
    """
    hits, of = np.asarray(numerators, dtype="float64"), np.asarray(denominators, dtype="float64")
    if not len(of) or (of <= 0).any() or (hits < 0).any() or (hits > of).any():
        raise ValueError(
            "a p-chart needs numerators from 0 to their denominators, which are above 0"
        )
    centre = float(hits[:freeze].sum() / of[:freeze].sum())
    return [_around(centre, sigma, highest=1.0) for sigma in np.sqrt(centre * (1 - centre) / of)]


def c_limits(counts: ArrayLike) -> Limits:
    """Return the limits of a c-chart: mean count +/- 3 times its square root, never below 0.

    Raises ValueError if there are no counts or one is below 0.
    """
    x = np.asarray(counts, dtype="float64")
    if not len(x) or (x < 0).any():
        raise ValueError("a c-chart needs counts from 0 up")
    return _around(float(x.mean()), float(np.sqrt(x.mean())), highest=np.inf)


def _around(centre: float, sigma: float, highest: float) -> Limits:
    lower, upper = max(centre - 3 * sigma, 0.0), min(centre + 3 * sigma, highest)
    return Limits(
        centre, None, lower, upper, (max(centre - 2 * sigma, 0.0), min(centre + 2 * sigma, highest))
    )


def funnel(numerators: ArrayLike, denominators: ArrayLike) -> Funnel:
    """Return 95% and 99.8% limits around the overall rate for each denominator, clipped to 0 and 1.

    centre +/- z sqrt(centre (1 - centre) / n), z = 1.96 and 3.09: a rate is outside the 95% limits
    exactly if its own Wilson interval excludes the centre. Raises ValueError if nobody is counted.
    Source: Spiegelhalter (2005), Statistics in Medicine 24: 1185-1202, normal approximation.
    """
    hits, of = np.asarray(numerators, dtype="float64"), np.asarray(denominators, dtype="float64")
    if of.sum() <= 0:
        raise ValueError("a funnel plot needs someone to count")
    centre = float(hits.sum() / of.sum())
    sigma = np.sqrt(centre * (1 - centre) / np.where(of > 0, of, np.nan))
    near, far = (NormalDist().inv_cdf(1 - share / 2) * sigma for share in (0.05, 0.002))
    ends = (np.clip(centre + reach, 0, 1) for reach in (-near, near, -far, far))
    return Funnel(centre, *ends)
