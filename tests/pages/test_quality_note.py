"""Data-quality notes on the pages: a faulty month marks exactly the affected figures, a sound one
none.
"""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.data.workbooks import contact, good_month, person, read, write

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")
COUNTED = ["overview.py", "cohort.py", "coverage_21_plus.py", "check_ins.py"]


@pytest.fixture
def opened(monkeypatch, sample_home):
    """Return opened(people), which imports one month of these people and opens the front page."""
    import streamlit as st

    monkeypatch.setenv("DASHBOARD_HOME", str(sample_home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()

    def start(*people, **rest):
        store = Store(f"sqlite:///{sample_home / 'own.db'}")
        rows = good_month(care_leavers=list(people), contacts=[contact()], **rest)
        extract = read(write(sample_home / "may.xlsx", rows, title="As at 31/05/2024"))
        store.save(extract, "tester", allow_left_out=len(extract.left_out))
        store.close()
        test = AppTest.from_file(MAIN, default_timeout=60)
        test.query_params["council"] = "Our own data"
        return test.run()

    yield start
    st.cache_resource.clear()


def two(**changed):
    return person(), person(child_unique_id="00102", date_of_birth=date(2002, 1, 3), **changed)


def blocks(test, page):
    """Return the HTML blocks of a page, in order."""
    test.switch_page(page).run()
    assert not test.exception
    return [element.proto.body for element in test.main if hasattr(element.proto, "body")]


def tiles(found):
    """Return label -> whether the tile is marked."""
    row = next(block for block in found if "cl-tiles" in block)
    return {
        tile.split("<dt>")[1].split("</dt>")[0]: "read with care" in tile
        for tile in row.split('<dl class="cl-tile">')[1:]
    }


def under_the_headline(found):
    """Return the line that names the affected measures, if there is one."""
    return next(
        (block for block in found if "Some cells used for" in block and "cl-care" in block), ""
    )


@pytest.mark.parametrize("page", COUNTED)
def test_a_sound_month_marks_nothing(opened, page):
    words = " ".join(blocks(opened(*two()), page))
    assert "with care" not in words
    assert "State of the data" not in words


def test_a_faulty_column_marks_only_the_tiles_it_affects(opened):
    test = opened(*two(support_status="who knows"))
    found = blocks(test, "overview.py")
    assert tiles(found) == {
        "Care leavers, 16 to 24": False,
        "Supported (coverage)": True,
        "Not reached": True,
        "Check-ins in date": True,
        "Overdue a call": True,
    }
    assert "▲ read with care: 1 cell of Support Status could not be read" in " ".join(found)
    assert (
        "21+ coverage, 21+ reach, Check-ins in date and Answered this quarter"
        in under_the_headline(found)
    )
    assert "1 cell of Support Status could not be read. Affects: " in " ".join(found)
    assert any(
        "data_upload" in link.proto.page or "Data" in link.proto.label
        for link in test.get("page_link")
    )
    assert "with care" not in " ".join(blocks(test, "cohort.py"))
    assert all(tiles(blocks(test, "coverage_21_plus.py")).values())
    assert all(tiles(blocks(test, "check_ins.py")).values())


def test_a_fault_that_affects_no_figure_is_reported_only_on_the_overview(opened):
    test = opened(*two(activity_status="juggling"))
    found = blocks(test, "overview.py")
    assert not any(tiles(found).values())
    assert under_the_headline(found) == ""
    assert "1 cell of Activity Status could not be read. Affects: " in " ".join(found)
    for page in COUNTED[1:]:
        assert "with care" not in " ".join(blocks(test, page))


def test_a_contradiction_marks_the_figures_it_affects(opened):
    test = opened(*two(support_status="Supported", la_in_touch="REFU"))
    found = blocks(test, "coverage_21_plus.py")
    assert all(tiles(found).values())
    assert "▲ read with care: 1 cell of Support Status contradicts another column" in " ".join(
        found
    )


def test_a_breakdown_by_a_faulty_column_is_marked_and_one_by_age_is_not(opened):
    test = opened(*two(gender="perhaps"))
    test.switch_page("cohort.py").run()
    test.selectbox(key="breakdown").select("gender").run()
    assert not test.exception
    words = [element.proto.body for element in test.main if hasattr(element.proto, "body")]
    assert len([block for block in words if "1 cell of Gender could not be read" in block]) == 1
    test.selectbox(key="breakdown").select("team").run()
    assert "with care" not in " ".join(
        element.proto.body for element in test.main if hasattr(element.proto, "body")
    )


def test_a_row_left_out_marks_every_figure_about_people(opened):
    found = blocks(opened(*two(), person(child_unique_id="3", date_of_birth=None)), "overview.py")
    assert all(tiles(found).values())
    assert "1 row of Care leavers could not be used" in " ".join(found)
