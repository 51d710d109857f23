"""The DfE's figures: read from its own columns, with symbols, the newest release first, and
saved."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data.problems import UserError
from data.reference.dfe_statistics import (
    COLUMNS,
    KEY,
    SHIPPED,
    SYMBOLS,
    all_benchmarks,
    keep,
    kept_in,
    load_reference,
    merge,
    read_dfe_csv,
    unused_breakdowns,
)

HEADINGS = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
]
HEADINGS += [
    "old_la_code",
    "la_name",
    "new_la_code",
    "care_leaver_age",
    "breakdown",
    "care_leaver_count",
    "care_leaver_percent",
]
AREAS = {
    "England": ["National", "E92000001", "England", "", "", "", "", ""],
    "North West": ["Regional", "E92000001", "England", "E12000002", "North West", "", "", ""],
    "Cheshire East": [
        "Local authority",
        "E92000001",
        "England",
        "E12000002",
        "North West",
        "895",
        "Cheshire East",
        "E06000049",
    ],
}
SUITABLE, SUITABILITY_TOTAL = "Accommodation considered suitable", "Suitability total"
EET, NEET, TOTAL = (
    "Total in education, employment or training",
    "Total not in education, employment or training",
    "Total",
)
PARENTING = "Not in education, training or employment, owing to pregnancy or parenting"

# As published: DfE, Children looked after in England including adoptions, 2025 release. Count and
# per cent; a total alone.
PUBLISHED = """
area          | age | year | suitable  | total | eet      | neet     | total
England       | 17  | 2021 | 10900 91  | 12010 | 7830 65  | 3580 30  | 12040
England       | 17  | 2022 | 11100 90  | 12280 | 8200 66  | 3400 28  | 12330
England       | 17  | 2023 | 12100 91  | 13360 | 8810 66  | 3790 28  | 13400
England       | 17  | 2024 | 12870 91  | 14200 | 9170 64  | 4270 30  | 14270
England       | 17  | 2025 | 13380 91  | 14750 | 9430 64  | 4490 30  | 14800
England       | 19  | 2021 | 28250 88  | 32180 | 16890 52 | 13250 41 | 32460
England       | 19  | 2022 | 29260 88  | 33290 | 18610 55 | 12640 38 | 33560
England       | 19  | 2023 | 30390 88  | 34460 | 19430 56 | 13080 38 | 34680
England       | 19  | 2024 | 31620 88  | 36080 | 19550 54 | 14300 39 | 36340
England       | 19  | 2025 | 33810 89  | 38190 | 20760 54 | 15290 40 | 38440
North West    | 17  | 2021 | 1570 93   | 1690  | 1020 60  | 630 37   | 1690
North West    | 17  | 2022 | 1660 91   | 1810  | 1130 62  | 580 32   | 1820
North West    | 17  | 2023 | 1890 92   | 2050  | 1270 62  | 690 34   | 2060
North West    | 17  | 2024 | 2000 94   | 2130  | 1420 67  | 640 30   | 2130
North West    | 17  | 2025 | 2080 92   | 2270  | 1430 63  | 710 31   | 2270
North West    | 19  | 2021 | 3940 91   | 4340  | 2180 50  | 2010 46  | 4370
North West    | 19  | 2022 | 4170 91   | 4610  | 2430 52  | 2010 43  | 4630
North West    | 19  | 2023 | 4400 90   | 4900  | 2660 54  | 2040 41  | 4920
North West    | 19  | 2024 | 4800 91   | 5280  | 2830 53  | 2270 43  | 5310
North West    | 19  | 2025 | 5220 91   | 5740  | 3150 55  | 2390 41  | 5760
Cheshire East | 17  | 2021 | 61 92     | 66    | 36 55    | 30 45    | 66
Cheshire East | 17  | 2022 | 69 95     | 73    | 51 70    | 21 29    | 73
Cheshire East | 17  | 2023 | 63 93     | 68    | 35 51    | 31 46    | 68
Cheshire East | 17  | 2024 | 106 95    | 112   | 84 75    | 27 24    | 112
Cheshire East | 17  | 2025 | 92 94     | 98    | 72 73    | 22 22    | 98
Cheshire East | 19  | 2021 | 144 94    | 153   | 77 50    | 71 46    | 154
Cheshire East | 19  | 2022 | 175 97    | 180   | 104 57   | 73 40    | 181
Cheshire East | 19  | 2023 | 188 97    | 193   | 108 55   | 85 44    | 195
Cheshire East | 19  | 2024 | 193 96    | 202   | 108 53   | 91 45    | 202
Cheshire East | 19  | 2025 | 231 92    | 250   | 162 64   | 85 34    | 252
"""


def line(area: str, year: str, age: str, breakdown: str, count: str, percent: str) -> list[str]:
    """Return one line with the DfE's columns."""
    place = AREAS.get(area) or [
        "Local authority",
        "E92000001",
        "England",
        "E12000002",
        "North West",
        "",
        area,
        "",
    ]
    ages = {"17": "17 to 18 years", "19": "19 to 21 years"}.get(age, age)
    return [year, "Reporting year", *place, ages, breakdown, count, percent]


def published(kind: str) -> list[list[str]]:
    """Return the lines of one of the two files, including totals."""
    lines = []
    for drawn in PUBLISHED.strip().splitlines()[1:]:
        area, age, year, suitable, homes, eet, neet, people = (
            cell.strip() for cell in drawn.split("|")
        )
        figures = {SUITABLE: suitable, SUITABILITY_TOTAL: f"{homes} 100"} if kind == "homes" else {}
        figures = figures or {TOTAL: f"{people} 100", EET: eet, NEET: neet}
        lines += [
            line(area, year, age, breakdown, *figure.split())
            for breakdown, figure in figures.items()
        ]
    return lines


def written(path: Path, lines: list[list[str]], headings=HEADINGS, mark="utf-8-sig") -> Path:
    with path.open("w", encoding=mark, newline="") as file:
        csv.writer(file).writerows([headings, *lines])
    return path


def homes(path: Path, *more: list[str]) -> Path:
    """Write a file on accommodation for England only, with extra lines."""
    few = [
        line("England", "2025", "19", SUITABLE, "90", "90"),
        line("England", "2025", "19", SUITABILITY_TOTAL, "100", "100"),
    ]
    return written(path, [*few, *more])


def the(table: pd.DataFrame, **where):
    """Return the only row of a table with these values."""
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


@pytest.fixture
def loaded(tmp_path) -> pd.DataFrame:
    kinds = ("homes", "activity")
    return merge(
        [read_dfe_csv(written(tmp_path / f"{kind}.csv", published(kind)), "2025") for kind in kinds]
    )


def test_the_shipped_table_is_complete():
    shipped = load_reference()
    assert list(shipped.columns) == COLUMNS
    assert not shipped.duplicated(KEY).any()
    by_area = shipped.groupby("area").size().to_dict()
    assert by_area == {
        "England": 30,
        "North West": 30,
        "Cheshire East": 30,
        "Cheshire East neighbours (median)": 5,
    }
    assert set(shipped["basis"]) == {"903"}
    assert SHIPPED.read_text(encoding="utf-8").startswith("# Source: Department for Education")


def test_the_shipped_figures_match_the_dfe_columns(loaded):
    shipped = load_reference().query("area_level != 'neighbours'").set_index(KEY)
    same = loaded.set_index(KEY).loc[shipped.index]
    assert len(same) == 90
    assert (same["percent"] == shipped["percent"]).all()
    counted = shipped["count"].notna()
    assert counted.sum() == 12
    assert (same.loc[counted, ["count", "of"]] == shipped.loc[counted, ["count", "of"]]).all(
        axis=None
    )


def test_totals_become_denominators_and_not_rows(loaded):
    assert set(loaded["measure"]) == {"suitable", "eet", "neet"}
    assert (
        the(loaded, measure="suitable", area="Cheshire East", age_group="19-21", year=2025)["of"]
        == 250
    )
    assert (
        the(loaded, measure="neet", area="Cheshire East", age_group="19-21", year=2025)["of"] == 252
    )
    assert (
        the(loaded, measure="neet", area="North West", age_group="17-18", year=2025)["area_level"]
        == "regional"
    )


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(tmp_path, mark):
    assert (
        len(read_dfe_csv(written(tmp_path / "file.csv", published("homes"), mark=mark), "2025"))
        == 30
    )


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_kept_and_is_not_a_number(tmp_path, symbol):
    table = read_dfe_csv(
        homes(tmp_path / "file.csv", line("Bury", "2025", "19", SUITABLE, symbol, symbol)), "2025"
    )
    row = the(table, area="Bury")
    assert row["symbol"] == symbol
    assert pd.isna(row["percent"])
    assert pd.isna(row["count"])
    assert pd.isna(row["of"])  # the file has no total for it


def test_a_count_is_kept_with_a_percentage_that_rounds_to_zero(tmp_path):
    table = read_dfe_csv(
        homes(tmp_path / "file.csv", line("Bury", "2025", "19", "No information", "1", "k")), "2025"
    )
    row = the(table, measure="accommodation_not_known")
    assert (row["count"], row["symbol"]) == (1, "k")
    assert pd.isna(row["percent"])


def test_zero_is_a_number(tmp_path):
    row = the(
        read_dfe_csv(
            homes(tmp_path / "file.csv", line("Bury", "2025", "19", SUITABLE, "0", "0")), "2025"
        ),
        area="Bury",
    )
    assert (row["percent"], row["count"], row["symbol"]) == (0, 0, "")


def test_neet_by_reason_is_separate(tmp_path):
    lines = [*published("activity"), line("Cheshire East", "2025", "19", PARENTING, "9", "4")]
    row = the(read_dfe_csv(written(tmp_path / "file.csv", lines), "2025"), measure="neet_parenting")
    assert (row["percent"], row["count"], row["of"]) == (4, 9, 252)


@pytest.mark.parametrize(
    ("age", "group"),
    [
        ("17 to 18 years", "17-18"),
        ("18 years", "18"),
        ("22 to 25 years", "22-25"),
        ("Total", "Total"),
    ],
)
def test_ages_are_written_as_in_our_measures(tmp_path, age, group):
    assert (
        the(
            read_dfe_csv(
                homes(tmp_path / "file.csv", line("Bury", "2025", age, SUITABLE, "9", "90")), "2025"
            ),
            area="Bury",
        )["age_group"]
        == group
    )


def test_a_year_with_both_halves_is_read(tmp_path):
    table = read_dfe_csv(
        homes(tmp_path / "file.csv", line("England", "202324", "19", SUITABLE, "9", "90")), "2025"
    )
    assert table["year"].tolist() == [2024, 2025]


def test_an_authority_with_two_codes_has_one_figure(tmp_path):
    twice = [
        line("Bury", "2025", "19", SUITABLE, *figure)
        for figure in (("z", "z"), ("9", "90"), ("c", "c"))
    ]
    row = the(read_dfe_csv(homes(tmp_path / "file.csv", *twice), "2025"), area="Bury")
    assert (row["percent"], row["symbol"]) == (90, "")


def test_an_unused_breakdown_is_left_out_and_listed(tmp_path):
    path = homes(tmp_path / "file.csv", line("Bury", "2025", "19", "Living on the moon", "9", "90"))
    assert set(read_dfe_csv(path, "2025")["measure"]) == {"suitable"}
    assert unused_breakdowns(path) == ["Living on the moon"]


BAD_LINES = {
    "neither a number nor": line("Bury", "2025", "19", SUITABLE, "9", "?"),
    "care_leaver_count is neither": line("Bury", "2025", "19", SUITABLE, "", "90"),
    "over 100": line("Bury", "2025", "19", SUITABLE, "9", "101"),
    "not whole": line("Bury", "2025", "19", SUITABLE, "9.5", "90"),
    "not a year": line("Bury", "202325", "19", SUITABLE, "9", "90"),
    "its area has no name": line("", "2025", "19", SUITABLE, "9", "90"),
    "two different figures": line("England", "2025", "19", SUITABLE, "91", "91"),
    "cannot be from the release 2025": line("Bury", "2026", "19", SUITABLE, "9", "90"),
    "a year without England": line("Bury", "2024", "19", SUITABLE, "9", "90"),
    "cells under": line("Bury", "2025", "19", SUITABLE, "9", "90")[:-1],
}


@pytest.mark.parametrize("words", BAD_LINES)
def test_an_impossible_line_makes_the_file_invalid(tmp_path, words):
    with pytest.raises(UserError, match=words):
        read_dfe_csv(homes(tmp_path / "file.csv", BAD_LINES[words]), "2025")


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="none of their columns"):
        read_dfe_csv(written(tmp_path / "a.csv", [["1"]], headings=["id"]), "2025")
    short = [cells[:-1] for cells in published("homes")]
    with pytest.raises(UserError, match="lacks care_leaver_percent"):
        read_dfe_csv(written(tmp_path / "b.csv", short, headings=HEADINGS[:-1]), "2025")
    other = [line("England", "2025", "19", "Number of adoptions", "9", "90")]
    with pytest.raises(UserError, match="lacks the breakdowns"):
        read_dfe_csv(written(tmp_path / "c.csv", other), "2025")
    (tmp_path / "d.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(UserError, match="cannot be read"):
        read_dfe_csv(tmp_path / "d.csv", "2025")
    (tmp_path / "e.csv").touch()
    with pytest.raises(UserError, match="none of their columns"):
        read_dfe_csv(tmp_path / "e.csv", "2025")
    with pytest.raises(UserError, match="cannot be read"):
        read_dfe_csv(tmp_path / "none.csv", "2025")


@pytest.mark.parametrize("release", ["", "newest", "25", "../2025", "2025/12", "2025-12-04-1"])
def test_a_release_is_a_year_or_a_date(tmp_path, release):
    with pytest.raises(UserError) as refusal:
        read_dfe_csv(homes(tmp_path / "file.csv"), release)
    assert refusal.value.reason == "benchmarks_release"


def test_the_newest_release_replaces_a_whole_year(tmp_path):
    old = read_dfe_csv(
        homes(tmp_path / "old.csv", line("Bury", "2025", "19", SUITABLE, "9", "90")), "2025"
    )
    new = read_dfe_csv(
        homes(tmp_path / "new.csv", line("England", "2026", "19", SUITABLE, "c", "c")), "2026"
    )
    assert_frame_equal(merge([old, new]), merge([new, old]))
    both = merge([new, old, load_reference()])
    assert set(
        both.query("measure == 'suitable' and age_group == '19-21' and year == 2025")["release"]
    ) == {"2026"}
    assert "Bury" not in set(both["area"])
    assert (
        the(both, measure="suitable", age_group="19-21", area="England", year=2024)["release"]
        == "2025"
    )


def test_the_later_table_of_one_release_replaces_only_its_figures(loaded):
    both = merge([load_reference(), loaded])
    assert len(both) == 95  # the medians stay
    assert (
        the(both, measure="neet", area="Cheshire East", age_group="19-21", year=2025)["count"] == 85
    )


def test_saved_figures_are_found_again(tmp_path, monkeypatch, loaded):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert_frame_equal(all_benchmarks(), load_reference())
    assert keep(loaded[loaded["measure"] == "suitable"]) == kept_in() / "2025.csv"
    keep(loaded[loaded["measure"] != "suitable"])
    keep(
        read_dfe_csv(
            homes(tmp_path / "new.csv", line("England", "2026", "19", SUITABLE, "c", "low")), "2026"
        )
    )
    assert sorted(path.name for path in kept_in().iterdir()) == ["2025.csv", "2026.csv"]
    assert_frame_equal(
        all_benchmarks().query("release == '2025' and measure != 'suitable'"),
        merge([load_reference(), loaded]).query("measure != 'suitable'"),
    )
    assert the(all_benchmarks(), year=2026)["symbol"] == "low"


def test_a_failed_save_leaves_the_earlier_figures(tmp_path, monkeypatch, loaded):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    place = keep(loaded)
    before = place.read_bytes()

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("data.reference.dfe_statistics.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        keep(loaded[loaded["year"] == 2025])
    assert place.read_bytes() == before
    assert [path.name for path in kept_in().iterdir()] == ["2025.csv"]


@pytest.mark.parametrize("text", ["", "measure,age_group\nsuitable\n", "not a table"])
def test_a_damaged_saved_file_is_reported_by_name(tmp_path, monkeypatch, text):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    kept_in().mkdir()
    (kept_in() / "2026.csv").write_text(text)
    with pytest.raises(UserError, match=r"The benchmarks file 2026\.csv cannot be read"):
        all_benchmarks()


FIGURE = st.one_of(st.sampled_from(sorted(SYMBOLS)), st.integers(0, 100).map(str))


@given(
    st.dictionaries(
        st.sampled_from(["Bury", "Wigan", "Bolton", "Sefton"]), st.tuples(FIGURE, FIGURE)
    ),
    st.randoms(use_true_random=False),
)
def test_symbols_never_become_numbers_and_line_order_makes_no_difference(
    tmp_path_factory, drawn, random
):
    lines = [line(area, "2025", "19", SUITABLE, *figures) for area, figures in drawn.items()]
    lines += [
        line("England", "2025", "19", SUITABLE, "90", "90"),
        line("England", "2025", "19", SUITABILITY_TOTAL, "100", "100"),
    ]
    path = tmp_path_factory.mktemp("drawn") / "file.csv"
    table = read_dfe_csv(written(path, lines), "2025")
    assert (table["percent"].isna() == (table["symbol"] != "")).all()
    for area, (count, percent) in drawn.items():
        row = the(table, area=area)
        assert (row["symbol"] or f"{row['percent']:g}") == percent
        assert pd.isna(row["count"]) if count in SYMBOLS else row["count"] == int(count)
    random.shuffle(lines)
    assert_frame_equal(read_dfe_csv(written(path, lines), "2025"), table)
