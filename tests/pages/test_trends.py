"""Control charts and the grid on the pages: only published claims speak of change."""

import re
import shutil
from html import escape
from pathlib import Path

import pytest

from analytics.claims.claims import headline
from analytics.measures.declared import MEASURES
from analytics.measures.series import series_of
from analytics.month.month import month_of
from analytics.month.settings import settings_from
from analytics.plan import plan
from analytics.statistics.series import chart_of
from data.store import Store
from pages.shared.layout.page_style import plain
from tests.pages.test_pages import COUNTED, at, on, text

__all__ = ["at"]
ROOT = Path(__file__).parents[2]
CHANGE = re.compile(r"\b(improved|worse|rising|falling)\b", re.IGNORECASE)
CHARTS = {
    "cohort.py": ["cohort"],
    "coverage_21_plus.py": ["coverage_21_plus", "reach_21_plus"],
    "check_ins.py": ["check_ins_in_date"],
    "service_uptake.py": ["used_nothing"],
}


@pytest.fixture(scope="module")
def months(sample_store, tmp_path_factory):
    """Return the months of the made-up council, as a manager sees them."""
    store = Store(f"sqlite:///{shutil.copy(sample_store, tmp_path_factory.mktemp('claims'))}")
    found = [
        month_of(**store.everything(one), settings=settings_from(store.settings_on(one.as_at)))
        for one in store.months()
    ]
    store.close()
    return found


@pytest.fixture(scope="module")
def claims(months):
    """Return the claim of a measure of the made-up council, calculated from its months."""

    def said(name):
        found = series_of(MEASURES[name], months)
        return headline(found, chart_of(found))

    return said


def headings(test):
    return re.findall(r"<h2>(.*?)</h2>", text(test))


@pytest.mark.parametrize("page", CHARTS)
def test_the_title_of_each_control_chart_is_the_claim(at, claims, page):
    test = at("sample")
    on(test, page)
    assert {claims(name) for name in CHARTS[page]} <= set(headings(test))


def test_the_overview_has_every_measure_and_opens_the_chosen_one(at, claims):
    test = at("sample")
    grid = next(
        block
        for block in (one.proto.body for one in test.main if hasattr(one.proto, "body"))
        if "cl-grid" in block
    )
    assert grid.count('<th scope="row">') == grid.count("<img alt=")
    assert grid.count('<th scope="row">') == sum(one.basis == "now" for one in MEASURES.values())
    assert "13 quarters needed" in grid
    for name in ("check_ins_in_date", "caseload_mean"):
        test.selectbox(key="measure").select(name).run()
        assert not test.exception
        assert claims(name) in headings(test)
    assert "trend_limits" not in test.session_state
    test.selectbox(key="measure").select("check_ins_in_date").run()
    test.segmented_control(key="trend_rules").set_value("nhs-excel").run()
    test.segmented_control(key="trend_limits").set_value("p").run()
    assert not test.exception
    assert "p-chart, rules nhs-excel" in text(test)
    on(test, "cohort.py")
    on(test, "overview.py")
    assert test.selectbox(key="measure").value == "check_ins_in_date"


def words_of_change(words, quoted):
    """Return the words of change on a page outside the claims that it quotes."""
    for claim in quoted:
        words = words.replace(escape(claim), "")
    return CHANGE.findall(re.sub(r"<style>.*?</style>", "", words))


@pytest.mark.parametrize("page", [one for one in COUNTED if one != "improvement_plan.py"])
def test_pages_speak_of_change_only_in_claims(at, claims, page):
    assert (
        words_of_change(on(at("sample"), page), [claims(name) for name in CHARTS.get(page, ())])
        == []
    )


def test_the_plan_page_speaks_of_change_only_in_the_claims_of_its_measures(at, months):
    words, of = on(at("sample"), "improvement_plan.py"), plan(months)
    quoted = {
        moved.published.headline
        for one in of.everyone
        for moved in one.impact.measures
        if moved.published
    }
    assert words_of_change(words, ())  # it quotes some
    assert words_of_change(words, quoted) == []


def test_no_page_has_a_word_of_change_in_its_source():
    files = [
        *(ROOT / "pages").rglob("*.py"),
        *(ROOT / "analytics").glob("*/*findings.py"),
        *(ROOT / "analytics/plan").glob("*.py"),
        ROOT / "analytics/measures/who_is_counted.py",
        ROOT / "analytics/changes/problem_table.py",
        ROOT / "analytics/overview/measures_table.py",
    ]
    assert (
        sum(file.name == "findings.py" for file in files) >= 10
    )  # none is passed over because it has moved
    assert {
        file.name: found
        for file in files
        if (found := CHANGE.findall(file.read_text(encoding="utf-8")))
    } == {}


def opened(at, measure):
    test = at("sample")
    test.selectbox(key="measure").set_value(measure).run()
    return test


def test_a_new_baseline_is_kept_with_its_reason_and_can_be_taken_back(at, full_home):
    test = opened(at, "coverage_21_plus")
    before = next(title for title in headings(test) if title.startswith("21+ coverage"))
    next(one for one in test.button if one.label == "Set baseline").click().run()
    assert "without a reason" in test.error[0].value
    next(one for one in test.selectbox if one.label == "From").set_value("2024-05")
    next(one for one in test.text_input if one.label.startswith("Why")).set_value(
        "The outreach reached everyone; all of them"
    )
    next(one for one in test.button if one.label == "Set baseline").click().run()
    assert next(title for title in headings(test) if title.startswith("21+ coverage")) != before
    back = next(one for one in test.button if one.label.startswith("Take back May 2024"))
    assert back.label == plain("Take back May 2024: The outreach reached everyone, all of them")
    back.click().run()
    assert next(title for title in headings(test) if title.startswith("21+ coverage")) == before


def test_the_grid_shows_one_theme_or_what_needs_attention(at):
    test = at("sample")
    shown = test.selectbox(key="grid_shown")
    rows = {}
    for choice in shown.options[:3]:
        test.selectbox(key="grid_shown").set_value(choice).run()
        grid = next(
            block
            for block in (one.proto.body for one in test.main if hasattr(one.proto, "body"))
            if "cl-grid" in block
        )
        rows[choice] = re.findall(r'<th scope="row">([^<]+)', grid)
    every, attention, cohort = rows.values()
    assert set(attention) < set(every)
    assert "In education, employment or training, aged 22 to 24" in attention
    assert cohort == ["Care leavers aged 16-24"]
