"""The 21+ pages read whole, from twelve people by hand: headline, tiles, every row, and the ids
behind each bar.
"""

import pytest

from tests.pages.read_page import ReadPage, import_drawn
from tests.pages.twelve import FEBRUARY, MARCH

OUTSIDE, SUPPORTED, DECLINED, IN_CONTACT, TRIED, NOT_TRIED = (
    "Outside the offer",
    "Supported",
    "Declined",
    "In contact, not taken up",
    "Tried, not reached",
    "Not yet tried",
)
FIRST, NEVER, IN_DATE, DUE, OVERDUE_TRIED, OVERDUE = (
    "First call not yet due",
    "Never reached",
    "In date",
    "Due in the next 14 days",
    "Overdue, tried",
    "Overdue, not tried",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("twelve")
    import_drawn(home, "2025-02-28", **FEBRUARY)
    import_drawn(home, "2025-03-31", **MARCH)
    return home


@pytest.fixture
def read(home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return ReadPage


def test_the_coverage_page(read):
    page = read("coverage_21_plus.py")
    assert page.headlines == [
        "3 of 11 young people aged 21 to 24 have not been reached: 1 did not answer and 2 "
        "have not been tried. 4 of 10 (40%) are supported.",
        "6 young people joined, left or changed status since February 2025.",
        "21+ coverage, supported by the service: 4 of 10 (40%). 2 months, middle value "
        "43%: 13 are needed to tell a change from chance.",
        "21+ reach, supported, declined or in contact: 7 of 10 (70%). "
        "2 months, middle value 62%: 13 are needed to tell a change from chance.",
        "Not reached: 5 of 11 in February 2025, 3 of 11 in March 2025.",
    ]
    assert page.tiles == [
        "Supported (coverage) | 40% | 4 of 10 | −1 person since Feb | ▲ Below 95%",
        "Supported or answered (reach) | 70% | 7 of 10 | +1 person since Feb | ▲ Below 98%",
        "Not reached | 3 | −2 people since Feb | ◆ Needs attention",
        "Outside the offer | 1 | +1 person since Feb",
        "Newly outside the offer | 1",
    ]
    ledger, *_, by_month = page.charts
    assert ledger == [
        (OUTSIDE, 1),
        (SUPPORTED, 4),
        (DECLINED, 1),
        (IN_CONTACT, 2),
        (TRIED, 1),
        (NOT_TRIED, 2),
    ]
    assert by_month == [  # supported, declined, in contact, outside, tried, not tried
        ("Feb 2025", 5, 0, 1, 0, 2, 3),
        ("Mar", 4, 1, 2, 1, 1, 2),
    ]


@pytest.mark.parametrize(
    ("bucket", "ids"),
    [
        ("outside", ["09"]),
        ("supported", ["01", "02", "11", "08"]),  # by adviser: Ash, then Birch
        ("declined", ["03"]),
        ("in_contact", ["04", "10"]),
        ("tried", ["05"]),
        ("not_tried", ["07", "06"]),
    ],
)
def test_the_people_behind_each_bar_of_the_ledger(read, bucket, ids):
    page = read("coverage_21_plus.py")
    page.pick("21_plus_ledger", bucket)
    assert page.people == [ids]


@pytest.mark.parametrize(
    ("step", "ids"),
    [
        ("supported>outside", ["09"]),
        ("supported>declined", ["03"]),
        ("supported>turned_25", ["13"]),
        ("tried>supported", ["01"]),
        ("not_tried>in_contact", ["10"]),
        ("joined>supported", ["11"]),
    ],
)
def test_the_people_behind_each_movement(read, step, ids):
    page = read("coverage_21_plus.py")
    assert len(page.options("21_plus_movement")) == 6
    page.pick("21_plus_movement", step)
    assert page.people == [ids]


def test_the_check_ins_page(read):
    page = read("check_ins.py")
    assert page.headlines == [
        "Check-ins in date: 2 of 9 (22%). 3 young people are overdue a call and 3 were "
        "never reached.",
        "Call list: due, overdue and never reached",
        "6 calls are already late, including first calls that were never answered; most "
        "fall due in March 2026: 7.",
        "The most calls for one adviser in one month: 3, Ash in June 2025.",
        "9 attempts since 1 January 2025: one answer in every 2.2 attempts.",
        "Method is not available for March 2025: needs column Method of Contacts.",
        "Check-ins in date: 2 of 9 (22%). 2 months, middle value 31%: 13 are needed to "
        "tell a change from chance.",
        "Answered this quarter: 2 of 9 (22%). 1 quarter, middle value 22%: 13 are needed "
        "to tell a change from chance.",
        "In date: 4 of 10 (40%) in February 2025, 2 of 9 (22%) in March 2025.",
    ]
    assert "1 young person asked for no further contact and is counted separately." in " ".join(
        page.words
    )
    assert page.tiles == [
        "Check-ins in date | 22% | 2 of 9 | −2 people since Feb | ▲ Below 95%",
        "Overdue a call | 3 | +3 people since Feb | ◆ Needs attention",
        "Never reached | 3 | −2 people since Feb | ◆ Needs attention",
        "Answered this quarter | 22% | 2 of 9 | ▲ Below 90%",
        "Asked for no further contact | 1 | no change since Feb",
    ]
    states, calls, advisers, outcomes, *_, by_month = page.charts
    assert states == [
        (FIRST, 1),
        (NEVER, 3),
        (IN_DATE, 1),
        (DUE, 1),
        (OVERDUE_TRIED, 1),
        (OVERDUE, 2),
    ]
    assert [number for _, number in calls] == [
        6,
        1,
        1,
        7,
        1,
        1,
        7,
        1,
        1,
        7,
        1,
        2,
        7,
    ]  # late, then April 2025 to March 2026
    assert advisers == [
        ("Ash, June 2025", 3),
        ("Birch, June 2025", 2),
        ("No adviser, June 2025", 2),
    ]
    assert [number for _, number in outcomes] == [2, 1, 0, 1, 1, 4, 0, 0]
    assert (
        by_month
        # in date, due, first call not yet due, never reached, overdue tried, overdue not tried
        == [
            ("Feb 2025", 2, 2, 1, 5, 0, 0),
            ("Mar", 1, 1, 1, 3, 1, 2),
        ]
    )


def test_the_call_list_has_everyone_to_call_the_longest_overdue_first(read):
    (calls,) = (table for table in read("check_ins.py").tables if "Days overdue" in table)
    columns = [
        "Young person",
        "Personal adviser",
        "Check-in",
        "Call due",
        "Days overdue",
        "Last answer",
        "Tries since due",
    ]
    assert [
        tuple("" if str(cell) == "NaT" else str(cell)[:16] for cell in row)
        for row in calls[columns].itertuples(index=False)
    ] == [
        ("05", "Birch", NEVER, "2024-07-01 00:00", "273", "", "1"),
        ("10", "No adviser", NEVER, "2024-07-01 00:00", "273", "", "1"),
        ("06", "No adviser", NEVER, "2024-11-08 00:00", "143", "", "0"),
        ("04", "Birch", OVERDUE_TRIED, "2025-03-01 00:00", "30", "2024-12-01 00:00", "2"),
        ("03", "Ash", OVERDUE[:16], "2025-03-10 00:00", "21", "2024-12-10 00:00", "0"),
        ("11", "Ash", OVERDUE[:16], "2025-03-20 00:00", "11", "2024-12-20 00:00", "0"),
        ("02", "Ash", DUE[:16], "2025-04-05 00:00", "0", "2025-01-05 00:00", "0"),
    ]


@pytest.mark.parametrize(
    ("state", "ids"),
    [
        ("first_call_not_yet_due", ["07"]),
        ("never_reached", ["05", "10", "06"]),
        ("in_date", ["01"]),
        ("due", ["02"]),
        ("overdue_tried", ["04"]),
        ("overdue_not_tried", ["03", "11"]),
    ],
)
def test_the_people_behind_each_bar_of_the_clock(read, state, ids):
    page = read("check_ins.py")
    page.pick("check_ins", state)
    assert page.people == [ids]


def test_the_overview(read):
    page = read("overview.py")
    assert page.headlines == [
        "12 care leavers. 3 of 11 young people aged 21 to 24 have not been reached: 1 did "
        "not answer and 2 have not been tried. "
        "4 of 10 (40%) are supported.",
        "Not reached: 5 of 11 in February 2025, 3 of 11 in March 2025.",
        "What needs a decision",
        "11 care leavers in February 2025, 12 in March 2025: 2 joined and 1 left.",
        "All measures",
    ]
    assert page.tiles == [
        "Care leavers, 16 to 24 | 12 | +1 person since Feb",
        "Supported (coverage) | 40% | 4 of 10 | −1 person since Feb | ▲ Below 95%",
        "Not reached | 3 | −2 people since Feb | ◆ Needs attention",
        "Check-ins in date | 22% | 2 of 9 | −2 people since Feb | ▲ Below 95%",
        "Overdue a call | 3 | +3 people since Feb | ◆ Needs attention",
    ]
    decisions = page.words[page.words.index("What needs a decision") + 1 :][:4]
    assert decisions == [
        "No attempt to contact 2 young people aged 21 to 24 is recorded in 12 months or "
        "since they turned 21. "
        "Who makes the first call, and by when?",
        "1 young person was tried but did not answer. What other ways could we try to reach them?",
        "3 young people are overdue a check-in, 2 of them not tried since it fell due. Who "
        "will call them, and when?",
        "3 young people were never reached, and the first call is overdue. Who will call "
        "them, and when?",
    ]
    grid = page.words[page.words.index("Cohort") :]
    for measure, latest, change in (
        ("Care leavers aged 16-24", "12 young people", "+1 person"),
        ("21+ coverage: supported by the service", "4 of 10 (40%)", "−1 person"),
        ("21+ reach: supported, declined or in contact", "7 of 10 (70%)", "+1 person"),
        ("Check-ins in date", "2 of 9 (22%)", "−2 people"),
        ("In touch, aged 17 to 18", "no figure", "–"),
        ("In touch, aged 19 to 21", "2 of 4 (50%)", "+1 person"),
        ("In touch, aged 22 to 24", "3 of 6 (50%)", "−2 people"),
        ("Personal adviser allocated, aged 18 and over", "8 of 10 (80%)", "−1 person"),
        ("Caseload: highest", "6 young people", "+1 person"),
    ):
        row = grid[grid.index(measure) :][:4]
        assert (latest in row, change in row) == (True, True), row
