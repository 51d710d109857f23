"""The cohort and outcomes pages read whole, from twelve people by hand."""

import pytest

from tests.pages import twelve
from tests.pages.read_page import ReadPage, import_drawn


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    home = tmp_path_factory.mktemp("homes")
    import_drawn(home, "2025-02-28", **twelve.HOMES_FEBRUARY)
    import_drawn(home, "2025-03-31", **twelve.HOMES_MARCH)
    return home


@pytest.fixture(scope="module")
def twenty_one(tmp_path_factory):
    home = tmp_path_factory.mktemp("twelve")
    import_drawn(home, "2025-02-28", **twelve.FEBRUARY)
    import_drawn(home, "2025-03-31", **twelve.MARCH)
    return home


@pytest.fixture
def read(monkeypatch):
    """Return a function that opens a page with the data of a home folder."""

    def opened(home, page):
        monkeypatch.setenv("DASHBOARD_HOME", str(home))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        return ReadPage(page)

    return opened


def test_the_cohort_page(read, twenty_one):
    page = read(twenty_one, "cohort.py")
    page.test.selectbox(key="breakdown").set_value("adviser").run()
    assert page.headlines[:3] == [
        "12 care leavers aged 16 to 24: 1 is 16 to 17, 0 are 18 to 20 and 11 are 21 to 24.",
        "Personal adviser: Ash is the largest group, 6 of 12.",
        "2 joined and 1 left since February 2025: 11 care leavers then, 12 now.",
    ]
    assert "12 care leavers in March 2025, 11 in February 2025." in page.headlines
    assert "In the next 18 months 1 turns 18, 0 turn 21 and 2 turn 25." in page.headlines
    assert page.tiles == [
        "Care leavers, 16 to 24 | 12 | +1 person since Feb",
        "Aged 16 to 17 | 1 | +1 person since Feb",
        "Aged 18 to 20 | 0 | no change since Feb",
        "Aged 21 to 24 | 11 | no change since Feb",
        "Under 16, or 25 and over | 0",
    ]
    ages, advisers, flows, _, by_month, *_ = page.charts
    assert ages == [
        ("16", 0),
        ("17", 1),
        ("18", 0),
        ("19", 0),
        ("20", 0),
        ("21", 4),
        ("22", 4),
        ("23", 3),
        ("24", 0),
    ]
    assert advisers == [("Ash", 6), ("Birch", 4), ("No adviser", 2)]
    assert flows == [("Joined", 2), ("Turned 25", 1)]
    assert by_month == [("Feb 2025", 0, 0, 11), ("Mar", 1, 0, 11)]


@pytest.mark.parametrize(
    ("chart", "bar", "ids"),
    [
        ("cohort_by_age", "17", ["12"]),
        ("cohort_by_age", "21", ["01", "04", "07", "06"]),  # by adviser: Ash, Birch, none
        ("cohort_by_age", "22", ["09", "11", "05", "10"]),
        ("cohort_by_age", "23", ["02", "03", "08"]),
        ("came_and_went", "joined", ["11", "12"]),
        ("came_and_went", "turned_25", ["13"]),
    ],
)
def test_the_people_behind_the_bars_of_the_cohort(read, twenty_one, chart, bar, ids):
    page = read(twenty_one, "cohort.py")
    page.pick(chart, bar)
    assert page.people == [ids]


def test_the_outcomes_page(read, homes):
    page = read(homes, "outcomes.py")
    assert page.headlines[:3] == [
        "2 young people are homeless, 1 in custody, 1 in bed and breakfast and 1 in "
        "emergency accommodation; "
        "the address of 3 of the 5 was not confirmed in the last 3 months.",
        "In suitable accommodation: 2 of 2 (100%) aged 17 to 18, 2 of 8 (25%) aged 19 to "
        "21 and 0 of 1 (0%) aged 22 to 24.",
        "4 young people are without work or learning.",
    ]
    assert page.tiles == [
        "Homeless | 2 | +1 person since Feb | ◆ Needs attention",
        "In suitable accommodation, aged 19 to 21 | 25% | 2 of 8 | −1 person since Feb | ▲ "
        "Below 95%",
        "In education, employment or training, aged 19 to 21 | 50% | 4 of 8 | +1 person "
        "since Feb | ▲ Below 65%",
        "In touch, aged 19 to 21 | 88% | 7 of 8 | +3 people since Feb | ▲ Below 98%",
        "Health history given, aged 18 and over | 25% | 3 of 12 | +1 person since Feb | ▲ "
        "Below 100%",
    ]
    where, suitable, without_work, *_ = page.charts
    assert where == [
        ("Homeless", 2),
        ("In custody", 1),
        ("In bed and breakfast", 1),
        ("In emergency accommodation", 1),
        ("Of these, address not confirmed for 3 months", 3),
    ]
    assert suitable == [
        ("17 to 18", 2, 0, 0),
        ("19 to 21", 2, 5, 1),
        ("22 to 24", 0, 1, 0),
    ]  # suitable, unsuitable, not known
    assert without_work == [
        ("Illness or disability", 1),
        ("Other reasons", 2),
        ("Pregnancy or parenting", 1),
        ("Activity not known", 1),
    ]


@pytest.mark.parametrize(
    ("chart", "bar", "ids"),
    [
        ("where_they_live", "homeless", ["03", "02"]),  # the longest homeless first
        ("where_they_live", "in_custody", ["04"]),
        ("where_they_live", "bed_and_breakfast", ["05"]),
        ("where_they_live", "emergency_accommodation", ["06"]),
        ("without_work_or_learning", "G4", ["03"]),
        ("without_work_or_learning", "G5", ["02", "04"]),
        ("without_work_or_learning", "G6", ["06"]),
        ("without_work_or_learning", "unknown", ["08"]),
    ],
)
def test_the_people_behind_the_bars_of_the_outcomes(read, homes, chart, bar, ids):
    page = read(homes, "outcomes.py")
    page.pick(chart, bar)
    assert page.people == [ids]
