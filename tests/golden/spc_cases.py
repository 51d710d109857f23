"""Worked control charts to test against, each with where it was published; 'computed' are those run
through the reference once.

From the project's example files spc_example_series.csv, spc_example_limits.csv and
spc_example_attribute.csv. One letter a point. `rules` as NHSRplotthedots 0.2 names them: U above
the upper limit, L below the lower, T and t a rising or falling trend, N and n two of three above or
below, S and s a shift above or below. Colours: i improvement, c concern. A full stop is common
cause.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lines:
    """Return the lines of one segment of `count` points."""

    count: int
    mean: float
    mean_moving_range: float | None
    lower: float | None
    lower_2sigma: float | None
    upper_2sigma: float | None
    upper: float | None


@dataclass(frozen=True)
class Case:
    name: str
    source: str
    values: tuple[float, ...]
    segments: tuple[Lines, ...]
    rules: str
    plotthedots: str
    nhs_excel: str
    screens: bool
    higher: bool  # is better


# fmt: off
CASES = (
    Case(
        "dev18_screened",
        "NHSRplotthedots 0.2, vignettes/deviations.Rmd",
        (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1),
        (
            Lines(18, 1.9444444, 1, -0.7155556, 0.1711111, 3.7177778, 4.6044444),
        ),
        rules="....U.............",
        plotthedots="....i.............",
        nhs_excel="....i.............",
        screens=True,
        higher=True,
    ),
    Case(
        "dev18_excel",
        "NHSRplotthedots 0.2, vignettes/deviations.Rmd, as Excel has it",
        (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1),
        (
            Lines(18, 1.9444444, 1.8823529, -3.0626144, -1.3935948, 5.2824837, 6.9515033),
        ),
        rules="....U.............",
        plotthedots="....i.............",
        nhs_excel="....i.............",
        screens=False,
        higher=True,
    ),
    Case(
        "rnorm20_screened",
        "NHSRplotthedots 0.2, tests/testthat/_snaps/ptd_spc_standard.md, r1",
        (-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141),
        (
            Lines(20, 0.1416238, 1.1853396, -3.0113796, -1.9603785, 2.2436261, 3.2946272),
        ),
        rules="....................",
        plotthedots="....................",
        nhs_excel="....................",
        screens=True,
        higher=True,
    ),
    Case(
        "rnorm20_spike_unscreened",
        "NHSRplotthedots 0.2, tests/testthat/_snaps/ptd_spc_standard.md, r3",
        (-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272, 10, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141),
        (
            Lines(20, 0.6694159, 1.9797147, -4.5966252, -2.8412782, 4.1801099, 5.9354569),
        ),
        rules="..............U.....",
        plotthedots="..............i.....",
        nhs_excel="..............i.....",
        screens=False,
        higher=True,
    ),
    Case(
        "up_trend8",
        "NHSRplotthedots issue 167 (computed)",
        (0, 1, 2, 3, 4, 5, 6, 7),
        (
            Lines(8, 3.5, 1, 0.84, 1.7266667, 5.2733333, 6.16),
        ),
        rules="LTTTTTTU",
        plotthedots="ciiiiiii",
        nhs_excel="iiiiiiii",
        screens=True,
        higher=True,
    ),
    Case(
        "wheeler_verify16",
        "Wheeler, Making Sense of Data, p. 382, by statprocon tests/test_xmr.py",
        (5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200),
        (
            Lines(16, 4135.5, 355.9333333, 3188.7173333, 3504.3115556, 4766.6884444, 5082.2826667),
        ),
        rules="........ssssnsnU",
        plotthedots="........ccccccci",
        nhs_excel="........ccccccci",
        screens=False,
        higher=True,
    ),
    Case(
        "statprocon4a",
        "statprocon README",
        (10, 50, 40, 30),
        (
            Lines(4, 32.5, 20, -20.7, -2.9666667, 67.9666667, 85.7),
        ),
        rules="....",
        plotthedots="....",
        nhs_excel="....",
        screens=False,
        higher=True,
    ),
    Case(
        "py_degenerate5",
        "statprocon README: screening leaves no moving range",
        (1, 1, 1, 1, 2),
        (
            Lines(5, 1.2, 0, 1.2, 1.2, 1.2, 1.2),
        ),
        rules="LLLLU",
        plotthedots="cccci",
        nhs_excel="cccci",
        screens=True,
        higher=True,
    ),
    Case(
        "constant100_14",
        "the case behind PowerBI-SPC issue 463 (computed)",
        (100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100),
        (
            Lines(14, 100, None, None, None, None, None),
        ),
        rules="..............",
        plotthedots="..............",
        nhs_excel="..............",
        screens=True,
        higher=True,
    ),
    Case(
        "ae_RRK_rebase",
        "A&E attendances of RRK with a rebase at 2018-07 (computed with NHSRplotthedots 0.2)",
        (1195, 1843, 1397, 1333, 1771, 1751, 2013, 1759, 2179, 2585, 1654, 1543, 1632, 1558, 1190, 1357, 1279, 1683, 2190, 1804, 986, 2181, 2048, 2154, 1759, 1637, 1488, 6499, 5983, 6599, 7089, 8120, 8981, 12502, 11376, 10670),
        (
            Lines(27, 1702.5555556, 311.84, 873.0611556, 1149.5592889, 2255.5518222, 2532.0499556),
            Lines(9, 8646.5555556, 1108.375, 5698.2780556, 6681.0372222, 10612.0738889, 11594.8330556),
        ),
        rules=".........Ussssssss.........nnn...UNN",
        plotthedots=".........ciiiiiiii.........iii...ccc",
        nhs_excel=".........ciiiiiiii.........iii...ccc",
        screens=True,
        higher=False,
    ),)
# fmt: on

# Numerator, denominator, lower and upper limits as printed, in per cent: three sigma, two sigma,
# two sigma, three sigma. Centre 21.6327.
# fmt: off
P_CHART = (
    (14, 52, 4.5, 10.21, 33.05, 38.76),
    (12, 64, 6.19, 11.34, 31.93, 37.07),
    (15, 70, 6.87, 11.79, 31.48, 36.4),
    (8, 60, 5.69, 11.0, 32.26, 37.58),
    (16, 67, 6.54, 11.57, 31.69, 36.72),
    (11, 69, 6.76, 11.72, 31.55, 36.5),
    (12, 67, 6.54, 11.57, 31.69, 36.72),
    (14, 54, 4.82, 10.43, 32.84, 38.44),
    (16, 79, 7.74, 12.37, 30.9, 35.53),
    (17, 59, 5.55, 10.91, 32.35, 37.71),
    (5, 49, 3.99, 9.87, 33.4, 39.28),
    (11, 61, 5.82, 11.09, 32.18, 37.45),
    (13, 41, 2.34, 8.77, 34.49, 40.92),
    (10, 51, 4.34, 10.1, 33.16, 38.93),
    (14, 56, 5.13, 10.63, 32.64, 38.14),
    (5, 43, 2.8, 9.07, 34.19, 40.47),
    (12, 57, 5.27, 10.73, 32.54, 37.99),
    (10, 48, 3.8, 9.75, 33.52, 39.46),
    (11, 69, 6.76, 11.72, 31.55, 36.5),
    (5, 41, 2.34, 8.77, 34.49, 40.92),
    (10, 40, 2.1, 8.61, 34.65, 41.16),
    (8, 46, 3.42, 9.49, 33.77, 39.84),
    (11, 59, 5.55, 10.91, 32.35, 37.71),
    (12, 62, 5.95, 11.17, 32.09, 37.32),
    (11, 57, 5.27, 10.73, 32.54, 37.99),
    (18, 65, 6.31, 11.42, 31.85, 36.95),
    (18, 75, 7.37, 12.12, 31.14, 35.9),
    (21, 70, 6.87, 11.79, 31.48, 36.4),
    (14, 76, 7.46, 12.19, 31.08, 35.8),
    (15, 69, 6.76, 11.72, 31.55, 36.5),
    (18, 64, 6.19, 11.34, 31.93, 37.07),
    (22, 67, 6.54, 11.57, 31.69, 36.72),
    (17, 84, 8.16, 12.65, 30.62, 35.11),
    (16, 67, 6.54, 11.57, 31.69, 36.72),
    (20, 69, 6.76, 11.72, 31.55, 36.5),
    (15, 78, 7.65, 12.31, 30.96, 35.62),
)

# Counts, centre, then limits as above.
C_CHART = (
    ((17, 12, 27, 20, 20, 18, 22, 19, 19, 24, 17, 16, 24, 19, 19, 22, 25, 19, 17, 6, 25, 17, 11, 14), 18.7083, 5.73, 10.06, 27.36, 31.68),
    ((9, 11, 7, 13, 5, 5, 3, 5, 9, 4, 5, 9), 7.0833, 0.0, 1.76, 12.41, 15.07),
)
# fmt: on
