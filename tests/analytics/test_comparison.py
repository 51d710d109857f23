"""Comparison with others: medians and ranks of those with a figure, with bases and breaks named."""

import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analytics.comparison.compare import (
    AGE_GROUPS,
    COLUMNS,
    POLARITY,
    STATISTICAL_NEIGHBOURS,
    Ours,
    benchmark_rows,
    compared,
    last_year,
    neighbours_median,
    ours_from,
    rank,
)
from analytics.measures.declared import MEASURES
from analytics.month.settings import Settings
from analytics.statistics.polarity import Polarity
from data.reference.dfe_statistics import load_reference

HIGHER, LOWER, NEITHER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEITHER
NEIGHBOURS = STATISTICAL_NEIGHBOURS["Cheshire East"]
COUNCIL = Settings(council="Cheshire East", region="North West")

# Per cent as published for 2025: DfE, Children looked after in England including adoptions, 2025
# release.
PUBLISHED = """
area                      | suitable 17-18 | suitable 19-21 | eet 17-18 | eet 19-21 | neet 19-21
Gloucestershire           | 94             | 91             | 73        | 60        | 37
Warwickshire              | 89             | 89             | 58        | 53        | 44
North Yorkshire           | 89             | 95             | 61        | 62        | 36
Warrington                | 95             | 90             | 51        | 52        | 41
Wiltshire                 | 91             | 95             | 73        | 60        | 36
Hampshire                 | 32             | 45             | 20        | 28        | 21
Cheshire West and Chester | 97             | 93             | 66        | 54        | 43
Oxfordshire               | c              | 93             | 74        | 64        | 33
Worcestershire            | c              | 96             | 61        | 54        | 45
Leicestershire            | 96             | 94             | 73        | 59        | 41
"""


def row(measure, age_group, area, level, year, percent, **more) -> dict:
    known = not isinstance(percent, str)
    made = {
        "measure": measure,
        "age_group": age_group,
        "area": area,
        "area_level": level,
        "year": year,
        "count": None,
        "of": None,
    }
    made |= {
        "percent": float(percent) if known else float("nan"),
        "symbol": "" if known else percent,
    }
    return made | {"release": "2025", "source": "made for a test", "basis": "903"} | more


def authorities(figures: dict, year=2025) -> pd.DataFrame:
    """Return a table of suitable, aged 19-21, by authority; text is a symbol."""
    rows = [
        row("suitable", "19-21", area, "local authority", year, percent)
        for area, percent in figures.items()
    ]
    return pd.DataFrame(rows, columns=list(row("", "", "", "", 0, 0)))


def published() -> pd.DataFrame:
    heading, *lines = [
        [cell.strip() for cell in line.split("|")] for line in PUBLISHED.strip().splitlines()
    ]
    rows = [
        row(*title.split(), area, "local authority", 2025, cell if cell == "c" else int(cell))
        for area, *cells in lines
        for title, cell in zip(heading[1:], cells, strict=True)
    ]
    return pd.DataFrame(rows)


def at(rows: pd.DataFrame, level: str, year: int = 2025) -> dict:
    """Return the only row of a level in a year."""
    (found,) = rows[(rows["level"] == level) & (rows["year"] == year)].to_dict("records")
    return found


@pytest.mark.parametrize(
    ("measure", "age_group", "percent", "having"),
    [
        ("suitable", "17-18", 92.5, 8),
        ("suitable", "19-21", 93, 10),
        ("eet", "17-18", 63.5, 10),
        ("eet", "19-21", 56.5, 10),
        ("neet", "19-21", 39, 10),
    ],
)
def test_the_medians_of_the_design_come_out(measure, age_group, percent, having):
    median = neighbours_median(published(), NEIGHBOURS, measure, age_group, 2025)
    assert (median.percent, len(median.having), median.asked) == (percent, having, 10)
    shipped = load_reference().query(
        "area_level == 'neighbours' and measure == @measure and age_group == @age_group"
    )
    assert shipped["percent"].tolist() == [percent]


def test_no_median_of_fewer_than_half():
    table = authorities({"A": 10, "B": 20, "C": "c", "D": "z"})
    assert neighbours_median(table, ("A", "B", "C", "D"), "suitable", "19-21", 2025) == (
        15,
        ("A", "B"),
        4,
    )
    assert neighbours_median(table, ("A", "C", "D"), "suitable", "19-21", 2025) == (None, ("A",), 3)
    assert neighbours_median(table, (), "suitable", "19-21", 2025) == (None, (), 0)
    assert neighbours_median(table, ("A",), "suitable", "19-21", 2024) == (None, (), 1)


def test_equal_figures_share_the_best_rank():
    table = authorities({"A": 96, "B": 92, "C": 92, "D": 80, "E": "c"})
    assert [rank(table, area, "suitable", "19-21", 2025, HIGHER) for area in "ABCD"] == [
        (1, 4),
        (2, 4),
        (2, 4),
        (4, 4),
    ]
    assert [rank(table, area, "suitable", "19-21", 2025, LOWER) for area in "ABCD"] == [
        (4, 4),
        (2, 4),
        (2, 4),
        (1, 4),
    ]


def test_no_rank_without_a_figure_a_direction_or_another_authority():
    table = authorities({"A": 96, "B": 92, "E": "c"})
    assert rank(table, "E", "suitable", "19-21", 2025, HIGHER) is None
    assert rank(table, "A", "suitable", "19-21", 2025, NEITHER) is None
    assert rank(table, "A", "suitable", "19-21", 2024, HIGHER) is None
    assert rank(authorities({"A": 96, "E": "c"}), "A", "suitable", "19-21", 2025, HIGHER) is None


def test_england_the_region_the_authority_and_the_median_by_year():
    rows = compared("suitable", "19-21", [], load_reference(), COUNCIL)
    assert list(rows.columns) == COLUMNS
    assert rows["level"].tolist() == ["national", "regional", "local authority", "neighbours"] * 5
    assert set(rows["basis"]) == {"903"}
    assert [
        at(rows, level)["percent"]
        for level in ("national", "regional", "local authority", "neighbours")
    ] == [89, 91, 92, 93]
    assert (at(rows, "local authority")["count"], at(rows, "local authority")["of"]) == (231, 250)
    assert (
        at(rows, "local authority")["rank"] is None
    )  # England and the region are not authorities, so they are not ranked
    assert at(rows, "neighbours", 2024)["percent"] is None
    assert at(rows, "neighbours", 2024)["caution"] == "No median: 0 of 10 neighbours have a figure."


def test_the_shipped_median_is_not_that_of_other_neighbours():
    other = Settings(council="Cheshire East", neighbours=("Bury", "Wigan"))
    assert (
        at(compared("suitable", "19-21", [], load_reference(), other), "neighbours")["percent"]
        is None
    )


def test_a_median_with_hampshire_in_it_says_so():
    for table in (published(), load_reference()):
        assert (
            at(compared("suitable", "19-21", [], table, COUNCIL), "neighbours")["caution"]
            == "Hampshire: known break in recording, 2024-25."
        )
    without = Settings(council="Cheshire East", neighbours=("Wiltshire", "Oxfordshire"))
    assert (
        at(compared("suitable", "19-21", [], published(), without), "neighbours")["caution"] == ""
    )
    hidden = authorities({area: "c" if area == "Hampshire" else 90 for area in NEIGHBOURS})
    assert at(compared("suitable", "19-21", [], hidden, COUNCIL), "neighbours")["caution"] == ""
    earlier = authorities(dict.fromkeys(NEIGHBOURS, 90), year=2023)
    assert (
        at(compared("suitable", "19-21", [], earlier, COUNCIL), "neighbours", 2023)["caution"] == ""
    )


def test_a_rank_that_counts_hampshire_says_so():
    table = authorities({"Cheshire East": 92, "Hampshire": 45})
    found = at(compared("suitable", "19-21", [], table, COUNCIL), "local authority")
    assert (found["rank"], found["rank_of"]) == (1, 2)
    assert found["caution"] == "The rank counts Hampshire: known break in recording, 2024-25."
    theirs = at(
        compared("suitable", "19-21", [], table, Settings(council="Hampshire")), "local authority"
    )
    assert theirs["caution"] == "Hampshire: known break in recording, 2024-25."


def test_a_symbol_stays_a_symbol():
    found = at(
        compared("suitable", "19-21", [], authorities({"Cheshire East": "c", "Bury": 90}), COUNCIL),
        "local authority",
    )
    assert (found["percent"], found["symbol"], found["rank"]) == (None, "c", None)


def test_our_figure_on_a_different_basis_always_has_a_caution():
    ours = [Ours("suitable", "19-21", 2025, 231, 250, basis) for basis in ("903", "now")]
    rows = compared("suitable", "19-21", ours, load_reference(), COUNCIL)
    own = rows[rows["level"] == "ours"].set_index("basis")
    assert own.loc["903", "caution"] == ""
    assert own.loc["now", "caution"] == (
        "Basis 'now', not the DfE's '903' (around birthdays in the year): the two cannot "
        "be compared directly."
    )
    assert own["percent"].tolist() == [92.4, 92.4]


def test_our_own_year_to_date_is_shown_without_published_figures():
    ours = Ours("suitable", "19-21", 2026, 0, 0, "903", "Year to date.")
    rows = compared("suitable", "19-21", [ours], load_reference(), COUNCIL)
    assert rows[rows["year"] == 2026]["level"].tolist() == ["ours"]
    assert (at(rows, "ours", 2026)["percent"], at(rows, "ours", 2026)["caution"]) == (
        None,
        "Year to date.",
    )


def test_a_council_without_a_name_in_the_settings_sees_england():
    assert set(compared("eet", "17-18", [], load_reference(), Settings())["level"]) == {"national"}


def test_the_rows_are_json_up_to_a_year():
    rows = benchmark_rows(
        load_reference(), COUNCIL, [Ours("eet", "19-21", 2024, 1, 2, "now")], up_to=2023
    )
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert {row["year"] for row in rows if row["level"] != "ours"} == {2021, 2022, 2023}
    assert [row["percent"] for row in rows if row["level"] == "ours"] == [50]
    assert {(row["measure"], row["age_group"]) for row in rows} == {
        (m, a) for m in ("suitable", "eet", "neet") for a in ("17-18", "19-21")
    }
    assert all(list(row) == COLUMNS for row in rows)


@pytest.mark.parametrize(
    ("as_at", "year"),
    [(date(2025, 3, 31), 2025), (date(2025, 3, 30), 2024), (date(2025, 12, 31), 2025)],
)
def test_the_last_year_that_had_ended(as_at, year):
    assert last_year(as_at) == year


FIGURES = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.one_of(st.integers(0, 100), st.sampled_from(["c", "z", "x", "u", "k", "low"])),
)


@given(FIGURES, st.sampled_from([HIGHER, LOWER]))
def test_ranks_lie_between_one_and_the_number_with_a_figure(figures, polarity):
    table = authorities(figures)
    having = {area: figure for area, figure in figures.items() if isinstance(figure, int)}
    ranks = {area: rank(table, area, "suitable", "19-21", 2025, polarity) for area in figures}
    if len(having) < 2:
        assert set(ranks.values()) <= {None}
        return
    assert {area for area, place in ranks.items() if place} == set(having)
    assert all(1 <= place[0] <= place[1] == len(having) for place in ranks.values() if place)
    assert min(place[0] for place in ranks.values() if place) == 1


@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing(figures, random):
    table = pd.concat(
        [
            authorities(figures | {"Cheshire East": 50}),
            load_reference().query("area_level != 'local authority' and year > 2023"),
        ],
        ignore_index=True,
    )
    order = list(table.index)
    random.shuffle(order)
    settings = Settings(council="Cheshire East", region="North West", neighbours=tuple("ABCDEFGH"))
    assert_frame_equal(
        compared("suitable", "19-21", [], table.loc[order], settings),
        compared("suitable", "19-21", [], table, settings),
    )


def test_our_results_become_figures_to_compare():
    columns = ["id", "basis", "group", "available", "numerator", "denominator"]
    results = pd.DataFrame(
        [
            ("suitable_19_21_903", "903", None, True, 231, 250),
            ("neet_g6_17_18", "now", None, True, 3, 90),
            ("eet_19_21", "now", "gender", True, 5, 9),
            ("eet_22_24", "now", None, True, 5, 9),
            ("eet_19_21", "now", None, False, None, None),
            ("coverage_21_plus", "now", None, True, 5, 9),
        ],
        columns=columns,
    )
    suitable = Ours("suitable", "19-21", 2025, 231, 250, "903", "Year to date.")
    parenting = Ours("neet_parenting", "17-18", 2025, 3, 90, "now", "Year to date.")
    assert ours_from(results, 2025, "Year to date.") == [suitable, parenting]


@pytest.mark.parametrize("age_group", AGE_GROUPS)
@pytest.mark.parametrize("name", POLARITY)
def test_what_is_compared_is_a_measure_of_ours_with_the_same_good_direction(name, age_group):
    for basis in ("", "_903"):
        assert MEASURES[f"{name}_{age_group.replace('-', '_')}{basis}"].polarity == POLARITY[name]
