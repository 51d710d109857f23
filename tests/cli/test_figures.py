"""Figures on the command line for the made-up council: measures, both bases, forecast and
benchmarks.
"""

import json

import pytest
from click.testing import CliRunner

import manage
from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW, ON_BIRTHDAYS


@pytest.fixture(scope="module")
def url(sample_store):
    return f"sqlite:///{sample_store}"


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))


def answer(*words):
    result = CliRunner().invoke(manage.cli, [*map(str, words), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_measures_lists_every_measure_and_its_parts_add_up(url):
    rows = answer("measures", "--month", "2025-03", "--store", url)
    assert [row["id"] for row in rows] == [
        name
        for basis in (NOW, ON_BIRTHDAYS)
        for name, one in MEASURES.items()
        if one.basis == basis
    ]
    assert all(row["available"] for row in rows)
    for row in rows:
        if row["denominator"] is not None:
            assert row["numerator"] + row["remainder"] + row["unknown"] == row["denominator"]
            assert row["low"] <= row["value"] <= row["high"]


def test_the_903_basis_covers_the_year_to_date_and_the_last_full_year(url):
    rows = answer("measures", "--month", "2024-09", "--basis", "903", "--store", url)
    assert {row["basis"] for row in rows} == {"903"}
    assert {row["title"].rpartition("year to ")[2] for row in rows} == {"30/09/2024", "31/03/2024"}


def test_two_breakdowns_are_crossed_and_the_cells_add_up(url):
    rows = answer(
        "measures",
        "--month",
        "2025-03",
        "--basis",
        "now",
        "--by",
        "age_band",
        "--by",
        "gender",
        "--store",
        url,
    )
    coverage = [row for row in rows if row["id"] == "coverage_21_plus"]
    assert coverage[0]["group"] is None
    assert sum(row["denominator"] for row in coverage[1:]) == coverage[0]["denominator"]
    assert all(
        row["group"] == "age_band · gender" and " · " in row["value_of_group"]
        for row in coverage[1:]
    )


@pytest.mark.parametrize("part", ["numerator", "remainder", "unknown"])
@pytest.mark.parametrize("name", ["eet_19_21", "eet_19_21_903", "supervised"])
def test_people_lists_the_people_counted(url, name, part):
    row = next(
        row for row in answer("measures", "--month", "2025-03", "--store", url) if row["id"] == name
    )
    assert (
        len(answer("people", name, "--month", "2025-03", "--part", part, "--store", url)["people"])
        == row[part]
    )


def test_the_forecast_starts_from_the_cohort_and_takes_its_assumptions(url):
    ahead = answer(
        "forecast", "--month", "2025-03", "--joiners", 5, "--advisers", 30, "--store", url
    )
    assert len(ahead["months"]) == 19
    assert ahead["months"][0]["total"] == 653
    assert (
        ahead["assumptions"]["joiners"],
        ahead["assumptions"]["joiners_given"],
        ahead["assumptions"]["advisers"],
    ) == (5, True, 30)


def test_benchmarks_name_their_basis_and_hold_the_published_figures(url):
    rows = answer("benchmarks", "--month", "2025-03", "--store", url)
    england = {
        (row["measure"], row["age_group"], row["year"]): row["percent"]
        for row in rows
        if row["area"] == "England"
    }
    assert (
        england["suitable", "19-21", 2025],
        england["eet", "19-21", 2025],
        england["neet", "17-18", 2021],
    ) == (89, 54, 30)
    ours = [row for row in rows if row["level"] == "ours"]
    assert {row["basis"] for row in ours} == {NOW, ON_BIRTHDAYS}
    assert all(row["caution"] for row in ours if row["basis"] == NOW)
    assert all(row["basis"] == ON_BIRTHDAYS for row in rows if row["level"] != "ours")


def test_a_file_not_from_the_dfe_is_refused_with_a_sentence(url, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(
        manage.cli,
        [
            "benchmarks",
            "--month",
            "2025-03",
            "--load",
            str(path),
            "--release",
            "2025",
            "--store",
            url,
        ],
    )
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_trend_lists_months_in_order_and_names_missing_ones(url):
    found = answer("trend", "coverage_21_plus", "--month", "2024-06", "--store", url)
    assert [row["month"] for row in found["months"]] == [
        *(f"2023-{n}" for n in (10, 11, 12)),
        *(f"2024-0{n}" for n in range(1, 7)),
    ]
    assert (found["gaps"], found["breaks"]) == ([], [])
    assert [row["numerator"] for row in found["months"]][6:8] == [12, 196]


def test_a_group_is_compared_with_the_rest_and_a_gap_needs_an_interval_without_0(url):
    rows = answer("equity", "eet_19_21", "--month", "2025-03", "--by", "disability", "--store", url)
    assert {row["value_of_group"] for row in rows} >= {"Yes", "No"}
    for row in rows:
        if row["difference"] is not None:
            assert row["low"] <= row["difference"] <= row["high"]
            assert row["gap"] == (row["low"] > 0 or row["high"] < 0)


def test_a_measure_that_is_not_a_share_cannot_be_compared(url):
    result = CliRunner().invoke(
        manage.cli, ["equity", "homeless", "--month", "2025-03", "--by", "gender", "--store", url]
    )
    assert (result.exit_code, "not a share" in result.stderr) == (2, True)


def test_a_control_chart_has_its_lines_its_points_and_its_icons(url):
    chart = answer("spc", "check_ins_in_date", "--month", "2025-03", "--store", url)
    assert (chart["measure"], chart["rule_set"], chart["kind"]) == (
        "check_ins_in_date",
        "plotthedots",
        "control",
    )
    rows = [
        row
        for row in answer("measures", "--month", "2025-03", "--basis", "now", "--store", url)
        if row["id"] == "check_ins_in_date"
    ]
    latest = chart["points"][-1]
    assert (latest["month"], latest["value"]) == ("2025-03", rows[0]["value"])
    assert (
        chart["lower"]
        < chart["two_sigma"][0]
        < chart["centre"]
        < chart["two_sigma"][1]
        < chart["upper"]
    )
    assert chart["upper"] - chart["centre"] == pytest.approx(2.66 * chart["mean_moving_range"])
    assert chart["centre"] == pytest.approx(
        sum(point["value"] for point in chart["points"]) / len(chart["points"])
    )
    assert {point["state"] for point in chart["points"]} <= {
        "improvement",
        "concern",
        "common_cause",
    }
    assert chart["variation"].startswith(latest["state"])
    assert chart["assurance"] in {"always_met", "never_met", "hit_and_miss"}
    assert chart["claim"].startswith("Check-ins in date: ")


def test_a_short_series_has_no_limits_under_any_rules(url):
    short = answer(
        "spc", "quarter_completed", "--month", "2025-03", "--rules", "nhs-excel", "--store", url
    )
    assert (short["rule_set"], short["kind"]) == ("nhs-excel", "run")
    assert {
        short[name]
        for name in ("lower", "upper", "two_sigma", "mean_moving_range", "variation", "assurance")
    } == {None}
    assert {point["month"][-2:] for point in short["points"]} == {"03", "06", "09", "12"}


def test_a_control_chart_in_words_names_its_rules(url):
    result = CliRunner().invoke(
        manage.cli, ["spc", "visited", "--month", "2025-03", "--store", url]
    )
    assert result.exit_code == 0
    assert "rules plotthedots" in result.output
    assert (
        CliRunner()
        .invoke(
            manage.cli, ["spc", "visited", "--month", "2025-03", "--rules", "mine", "--store", url]
        )
        .exit_code
        == 2
    )
